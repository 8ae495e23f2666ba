"""Claims about exports of a study made to attack: nothing runs, nothing hides, every file opens."""

import csv
import re
import sqlite3
from io import StringIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from lxml import etree

from qualcode.cli.export_kinds import KINDS
from qualcode.exporters.registry import SUFFIXES
from qualcode.exporters.written import written_texts
from qualcode.services.participants.participants import import_participants
from qualcode.storage.opening import create_study
from tests.builders import SUBSTUDY, numbered
from tests.cli.conftest import Run
from tests.services.written import write_analysis
from tests.tui.test_terminal import poison

ATTACKS = (
    "=1+1",
    "@SUM(A1)",
    "+cmd|' /C calc'!A1",
    "<script>alert(1)</script>",
    "]]><w:instrText>INCLUDETEXT x</w:instrText>",
    '" onload="x',
    "&lt;b&gt;",
    "{ DDEAUTO c:\\\\x }",
    "![x](http://evil.example/p.png)",
    "\x0b\x1b[31m\u202e\u2066 \ufffe",
)
PAPERS = ("units", "condensates", "analysis-table", "codebook")


@pytest.fixture
def attacking(tmp_path: Path) -> Path:
    """A study whose names, notes and texts all end in an attack."""
    path = tmp_path / "study.qualcode"
    with create_study(path, title="Studien", language="nb", coder="AA") as study:
        write_analysis(study)
        rows = numbered([{"participant": "P1", "age": "41", "town": "By"}, {"participant": "P2", "age": "52"}])
        import_participants(study, rows, substudy=SUBSTUDY)
    assert poison(path, ATTACKS) > 60
    return path


def _suffixes(kind: str) -> tuple[str, ...]:
    known = {"coreq": "guideline", "srqr": "guideline", "trail": "paper"} | dict.fromkeys(PAPERS, "paper")
    return SUFFIXES.get(known.get(kind, kind), ("",))


@pytest.mark.parametrize("kind", [kind for kind in KINDS if not kind.startswith("refi")])
def test_every_kind_of_export_of_a_hostile_study_opens_and_runs_nothing(
    attacking: Path, tmp_path: Path, run: Run, kind: str
) -> None:
    for suffix in _suffixes(kind):
        out = tmp_path / f"out{suffix}"
        extra = ("--category", _heading(attacking)) if kind == "trail" else ()
        only = ("--transcript", _transcript(attacking)) if suffix == ".vtt" else ()
        ran = run("export", attacking, kind, "-o", out, "--yes", *extra, *only)
        if ran.code:
            # A kind that has nothing to show of this study says so; nothing else is a reason.
            assert ran.code in (5, 10), ran.err
            assert len(ran.err.splitlines()) >= 2
            continue
        for file in [out] if out.is_file() else sorted(out.rglob("*.*")):
            _look(file)


def _heading(path: Path) -> str:
    return str(_one(path, "SELECT uid FROM result_category"))


def _transcript(path: Path) -> str:
    return str(_one(path, "SELECT name FROM transcript LIMIT 1"))


def _one(path: Path, query: str) -> object:
    connection = sqlite3.connect(path)
    found = connection.execute(query).fetchone()[0]
    connection.close()
    return found


def _look(file: Path) -> None:
    """What a program that opens the file would run or hide."""
    if file.suffix == ".parquet":
        return
    turned = "\u202a-\u202e\u2066-\u2069" if file.suffix in (".csv", ".xlsx") else ""
    for text in written_texts(file):
        assert not re.search(f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f{turned}]", text.text), text.where
    if file.suffix in (".docx", ".xlsx"):
        with ZipFile(file) as archive:
            parts = {name: archive.read(name) for name in archive.namelist() if name.endswith((".xml", ".rels"))}
        for name, raw in parts.items():
            root = etree.fromstring(raw)
            assert root is not None
            if name == "word/document.xml":
                fields = [field.text or "" for field in root.iter("{*}instrText")]
                assert not any("INCLUDETEXT" in field or "DDE" in field for field in fields)
            if name.startswith("xl/worksheets/"):
                assert not list(root.iter("{*}f"))
            assert not (name.endswith(".rels") and b'TargetMode="External"' in raw)
    elif file.suffix == ".csv":
        for row in csv.reader(StringIO(file.read_text(encoding="utf-8"))):
            assert not any(cell.startswith(("=", "+", "@")) for cell in row)
    elif file.suffix == ".html":
        page = file.read_text(encoding="utf-8")
        assert "<script" not in page
        assert "onload=" not in re.sub(r">[^<]*<", "><", page)

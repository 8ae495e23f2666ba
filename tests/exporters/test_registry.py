"""Which endings are written, and what is loaded for it."""

import subprocess
import sys
from pathlib import Path

import pytest

from qualcode.errors import CannotWrite
from qualcode.exporters.registry import SUFFIXES, write_chapter, write_quotes, write_table
from qualcode.locale import say
from tests.exporters.examples import CHAPTER, PATIENTS, make_quotes

HEAVY = ("docx", "lxml", "openpyxl", "pandas")


@pytest.mark.parametrize("name", ["chapter.doc", "chapter.csv", "chapter"])
def test_an_ending_that_is_not_written_is_named_with_those_that_are(tmp_path: Path, name: str) -> None:
    with pytest.raises(CannotWrite) as refused:
        write_chapter(CHAPTER, tmp_path / name)
    suffix = Path(name).suffix or "–"
    reason = say("exporting.reasons.unknown_suffix", suffix=suffix, suffixes=".docx")
    assert refused.value.values["reason"] == reason
    assert list(tmp_path.iterdir()) == []


def test_endings_in_capitals_are_the_same_endings(tmp_path: Path) -> None:
    write_table(PATIENTS, tmp_path / "TABELL.CSV", language="nb")
    assert (tmp_path / "TABELL.CSV").read_text(encoding="utf-8").startswith("participant,")


@pytest.mark.parametrize("suffix", SUFFIXES["quotes"])
def test_every_ending_of_a_quote_table_is_written_as_what_it_says(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"quotes{suffix}"
    write_quotes(make_quotes(3), path, title="Sitater.", language="nb")
    start = {".docx": b"PK", ".xlsx": b"PK", ".csv": b"code_group,", ".html": b"<!DOCTYPE", ".md": b"# "}[suffix]
    assert path.read_bytes().startswith(start)


def test_a_template_is_not_overwritten_by_what_is_made_of_it(tmp_path: Path) -> None:
    template = tmp_path / "template.docx"
    write_chapter(CHAPTER, template)
    before = template.read_bytes()
    link = tmp_path / "link.docx"
    link.symlink_to(template)
    for path in (template, link):
        with pytest.raises(CannotWrite) as refused:
            write_chapter(CHAPTER, path, template=template)
        assert refused.value.values["reason"] == say("exporting.reasons.is_template")
    assert template.read_bytes() == before


@pytest.mark.parametrize(
    ("does", "loads"),
    [
        ("pass", set()),
        ("write_quotes([], Path(sys.argv[1]) / 'q.csv', title='', language='nb')", set()),
        ("write_quotes([], Path(sys.argv[1]) / 'q.xlsx', title='', language='nb')", set()),
        ("write_quotes([], Path(sys.argv[1]) / 'q.docx', title='', language='nb')", {"docx", "lxml"}),
    ],
)
def test_a_library_is_loaded_only_by_what_needs_it(tmp_path: Path, does: str, loads: set[str]) -> None:
    program = (
        "import sys\nfrom pathlib import Path\nfrom qualcode.exporters.registry import write_quotes\n"
        f"{does}\nprint(*[name for name in {HEAVY} if name in sys.modules])"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)], capture_output=True, text=True, check=True, timeout=60
    )
    assert set(ran.stdout.split()) == loads

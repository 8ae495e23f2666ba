"""`import`: what scripts rely on, and every kind of bad input."""

import json
import os
import sqlite3
import sys
from pathlib import Path

import pytest

from qualcode.storage.content import content_hash
from qualcode.storage.opening import open_study
from tests.builders import write_file
from tests.cli.conftest import Run

SAID = [("I", "Hva hendte da?"), ("P1", "Jeg ble redd."), ("I", "Ja?"), ("P1", "Ja.")]
FIELDS = ["file", "transcript", "format", "encoding", "turns", "words", "speakers", "problems"]


@pytest.fixture
def made(run: Run, study_path: Path) -> Path:
    """A study with one substudy, made from the command line."""
    run("new", study_path, "--title", "NMV")
    run("substudy", study_path, "Pasientene")
    return study_path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with two transcripts."""
    for name in ("P10", "P2"):
        write_file(tmp_path / "inn", f"{name}.txt", [*SAID, ("I", f"Takk, {name}.")])
    return tmp_path / "inn"


def hash_of(path: Path) -> str:
    """The content of a study on disk."""
    with open_study(path, coder="ZZ") as study, study.reading() as connection:
        return content_hash(connection)


def test_the_report_has_the_promised_fields(run: Run, made: Path, folder: Path) -> None:
    ran = run("import", made, folder, "--substudy", "Pasientene", "--json")
    reports = json.loads(ran.out)
    assert (ran.code, ran.err) == (0, "")
    assert [list(report)[: len(FIELDS)] for report in reports] == [FIELDS, FIELDS]
    assert [report["transcript"] for report in reports] == ["P2", "P10"]
    assert reports[0]["speakers"] == [
        {"label": "I", "role": "interviewer", "participant": None, "turns": 3},
        {"label": "P1", "role": "unknown", "participant": None, "turns": 2},
    ]


def test_a_problem_that_stops_nothing_is_listed_with_its_place_and_exit_code_0(
    run: Run, made: Path, tmp_path: Path
) -> None:
    path = tmp_path / "P1.txt"
    path.write_bytes("I: Hva\u2028hendte?\n\nP1: \nI: Ja?\n\nP1: Ja.".encode())
    ran = run("import", made, path, "--substudy", "Pasientene", "--json")
    assert ran.code == 0
    (report,) = json.loads(ran.out)
    assert report["problems"]
    assert all(set(problem) == {"place", "message"} for problem in report["problems"])
    assert "P1.txt, " in run("import", made, path, "--substudy", "Pasientene").out


def test_the_same_file_again_is_said_and_nothing_else_happens(run: Run, made: Path, folder: Path) -> None:
    run("import", made, folder, "--substudy", "Pasientene")
    before = hash_of(made)
    ran = run("import", made, folder / "P2.txt", "--substudy", "Pasientene")
    assert ran.code == 0
    assert "P2" in ran.out
    assert "here already" in ran.out
    assert hash_of(made) == before


def test_a_dry_run_stores_nothing(run: Run, made: Path, folder: Path) -> None:
    before = hash_of(made)
    tried = run("import", made, folder, "--substudy", "Pasientene", "--json", "--dry-run")
    assert hash_of(made) == before
    assert tried.out == run("import", made, folder, "--substudy", "Pasientene", "--json").out


def test_keeping_going_takes_the_good_files_and_ends_with_1(run: Run, made: Path, folder: Path) -> None:
    (folder / "P3.txt").write_bytes(b"")
    ran = run("import", made, folder, "--substudy", "Pasientene", "--keep-going", "--json")
    assert ran.code == 1
    assert len(ran.err.splitlines()) == 2
    assert [bool(report["error"]) for report in json.loads(ran.out)] == [False, True, False]
    assert json.loads(run("status", made, "--json").out)["substudies"][0]["transcripts"] == 2


def test_a_round_of_fieldwork_is_kept(run: Run, made: Path, folder: Path) -> None:
    run("import", made, folder, "--substudy", "Pasientene", "--round", "mars 2016")
    connection = sqlite3.connect(made)
    assert connection.execute("SELECT DISTINCT round FROM interview").fetchall() == [("mars 2016",)]
    connection.close()


def bad_files(folder: Path) -> None:
    """Files that are not what they should be."""
    folder.mkdir(exist_ok=True)
    (folder / "empty.txt").write_bytes(b"")
    (folder / "picture.docx").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    (folder / "not-a-docx.docx").write_bytes(b"PK\x03\x04 but no more")
    (folder / "table.xlsx").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100))
    (folder / "nothing").mkdir(exist_ok=True)


@pytest.mark.parametrize(
    "arguments",
    [
        ("bad/empty.txt", "--substudy", "Pasientene"),
        ("bad/picture.docx", "--substudy", "Pasientene"),
        ("bad/not-a-docx.docx", "--substudy", "Pasientene"),
        ("bad/table.xlsx", "--substudy", "Pasientene"),
        ("bad/nothing", "--substudy", "Pasientene"),
        ("bad/gone.txt", "--substudy", "Pasientene"),
        ("inn", "bad/empty.txt", "--substudy", "Pasientene"),
        ("inn", "--substudy", "Fastlegene"),
        ("inn", "--substudy", "Pasientene", "--format", "pdf"),
        ("inn",),
        ("--substudy", "Pasientene"),
    ],
)
def test_bad_input_is_explained_in_two_lines_and_leaves_the_study_as_it_was(
    run: Run, made: Path, folder: Path, arguments: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    bad_files(folder.parent / "bad")
    monkeypatch.chdir(folder.parent)
    before = hash_of(made)
    ran = run("import", made, *arguments, "--json")
    assert ran.code != 0
    assert ran.out == ""
    assert len(ran.err.splitlines()) == 2
    assert "Traceback" not in ran.err
    assert hash_of(made) == before


def test_a_name_that_is_taken_by_another_file_is_refused(run: Run, made: Path, folder: Path) -> None:
    run("import", made, folder, "--substudy", "Pasientene")
    before = hash_of(made)
    other = write_file(folder.parent / "nye", "P2.txt", [*SAID, ("I", "Noe annet.")])
    ran = run("import", made, other, "--substudy", "Pasientene")
    assert ran.code == 7
    assert "P2" in ran.err
    assert hash_of(made) == before


def bad_studies(folder: Path, good: Path) -> dict[str, Path]:
    """Files that are no study of ours."""
    paths = {name: folder / f"{name}.qualcode" for name in ("zero", "words", "foreign", "newer")}
    paths["zero"].write_bytes(b"")
    paths["words"].write_text("Kjære dagbok, i dag var det stille.", encoding="utf-8")
    foreign = sqlite3.connect(paths["foreign"])
    foreign.execute("CREATE TABLE recipes (name TEXT)")
    foreign.commit()
    foreign.close()
    paths["newer"].write_bytes(good.read_bytes())
    newer = sqlite3.connect(paths["newer"])
    newer.execute("PRAGMA user_version = 99")
    newer.close()
    return paths


@pytest.mark.parametrize("which", ["zero", "words", "foreign", "newer", "none"])
@pytest.mark.parametrize("command", ["status", "import", "substudy", "analysis", "speakers", "text"])
def test_a_file_that_is_no_study_is_refused_in_two_lines_and_not_touched(
    run: Run, made: Path, folder: Path, which: str, command: str
) -> None:
    paths = bad_studies(folder.parent, made)
    path = paths.get(which, folder.parent / "none.qualcode")
    before = path.read_bytes() if path.exists() else None
    arguments = {
        "status": (),
        "import": (folder, "--substudy", "Pasientene"),
        "substudy": ("Ny",),
        "analysis": ("Ny",),
        "speakers": ("P1",),
        "text": ("P1",),
    }[command]
    ran = run(command, path, *arguments)
    assert ran.code == 3
    assert ran.out == ""
    assert len(ran.err.splitlines()) == 2
    assert (path.read_bytes() if path.exists() else None) == before
    assert not list(path.parent.glob(f"{path.name}-*"))


def test_labels_are_merged_dropped_taken_and_given_roles_by_options(run: Run, made: Path, tmp_path: Path) -> None:
    said = [("Int 1", "Hei."), ("S01", "Ja."), ("Int 2", "Så?"), ("Plan", "å dra."), ("S01", "Å."), ("Plan", "slutt.")]
    path = write_file(tmp_path, "P1.txt", [*said, ("Int 1", "Takk."), ("Nei", "aldri."), ("Int 2", "Ha det.")])
    decided = (
        "--merge",
        "Int 1=I",
        "--merge",
        "Int 2=I",
        "--drop",
        "Plan",
        "--speaker",
        "Nei",
        "--role",
        "S01=unknown",
    )
    ran = run("import", made, path, "--substudy", "Pasientene", *decided, "--dry-run", "--json")
    (report,) = json.loads(ran.out)
    assert [(one["label"], one["role"], one["turns"]) for one in report["speakers"]] == [
        ("I", "interviewer", 4),
        ("S01", "unknown", 2),
        ("Nei", "unknown", 1),
    ]
    assert run("import", made, path, "--substudy", "Pasientene", *decided, "--json").out == ran.out
    assert "Plan: å dra." in run("text", made, "P1").out


@pytest.mark.parametrize("told", [("--merge", "I"), ("--merge", "=I"), ("--role", "I"), ("--drop", "Kari")])
def test_a_decision_that_makes_no_sense_is_refused_in_two_sentences(
    run: Run, made: Path, folder: Path, told: tuple[str, str]
) -> None:
    before = hash_of(made)
    ran = run("import", made, folder, "--substudy", "Pasientene", *told)
    assert ran.code >= 1
    assert len(ran.err.splitlines()) == 2
    assert hash_of(made) == before


def test_a_dry_run_says_why_and_of_several_encodings_the_one_that_fits(run: Run, made: Path, tmp_path: Path) -> None:
    path = tmp_path / "P1.txt"
    path.write_bytes("I: På øya?\nP1: Ja.\nI: Å?\nP1: Nei.".encode("mac-roman"))
    ways = ("--encoding", "utf-8", "--encoding", "mac-roman")
    ran = run("import", made, path, "--substudy", "Pasientene", *ways, "--dry-run", "--json")
    (report,) = json.loads(ran.out)
    assert (report["encoding"], report["problems"]) == ("mac-roman", [])
    assert report["reason"] in run("import", made, path, "--substudy", "Pasientene", *ways, "--dry-run").out


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have characters only in names")
def test_a_file_whose_name_is_no_characters_comes_in_and_goes_out(run: Run, made: Path, tmp_path: Path) -> None:
    named = Path(os.fsdecode(os.fsencode(tmp_path) + b"/Bl\xe5b\xe6r.txt"))
    named.write_text("I: Ja?\n\nP1: Nei.\n")
    out = named.with_suffix(".docx")
    assert run("import", made, named, "--substudy", "Pasientene").code == 0
    assert run("export", made, "transcripts", "-o", out).code == 0
    assert out.exists()
    assert run("check", made).code == 0

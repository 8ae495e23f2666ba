"""`qualcode themes` and `qualcode notes`."""

import json
from pathlib import Path
from typing import Any

import pytest

from qualcode.cli.main import main
from qualcode.services.material.transcripts import transcript_lines
from qualcode.services.reading.reading import mark_read
from qualcode.services.reading.rereading import mark_opened
from qualcode.storage.content import content_hash
from qualcode.storage.opening import OpenStudy
from tests.builders import add_substudy, add_transcript, analysis_of

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def path(study: OpenStudy) -> str:
    """A study with one transcript; closed by the time the command opens it."""
    add_substudy(study)
    add_transcript(study, "P1", "Jeg satt i gangen.")
    return str(study.path)


def hash_of(study: OpenStudy) -> str:
    """What the study holds."""
    with study.reading() as connection:
        return content_hash(connection)


def listed(capsys: Capture, *arguments: str) -> Any:
    """The JSON that a command writes."""
    capsys.readouterr()
    main([*arguments, "--json"])
    return json.loads(capsys.readouterr().out)


def refused(capsys: Capture, *arguments: str) -> list[str]:
    """The lines on stderr of a command that fails."""
    with pytest.raises(SystemExit) as left:
        main(list(arguments))
    assert left.value.code not in (0, None)
    written = capsys.readouterr()
    assert written.out == ""
    return written.err.splitlines()


def test_what_a_reader_has_opened_counts_before_she_marks_it_read(study: OpenStudy, path: str, capsys: Capture) -> None:
    key = transcript_lines(study, analysis_of(study))[0].id
    mark_opened(study, analysis_of(study), key)
    main(["reading", path])
    assert "0 of 1 read, 1 opened" in capsys.readouterr().out
    mark_read(study, analysis_of(study), key)
    main(["reading", path])
    assert "1 of 1 read\n" in capsys.readouterr().out.replace(" \n", "\n")


def test_themes_are_loaded_from_csv_and_listed(path: str, tmp_path: Path, capsys: Capture) -> None:
    file = tmp_path / "themes.csv"
    file.write_text('coder,theme,note\nAA,Uro,"brevet, mest"\nBB,Plikt,\n,Uro før timen,\n', encoding="utf-8")
    assert listed(capsys, "themes", path, str(file)) == {"new": 3, "changed": 0, "already_there": 0}
    found = listed(capsys, "themes", path)
    assert [(theme["coder"], theme["theme"], theme["note"]) for theme in found] == [
        ("", "Uro før timen", ""),
        ("AA", "Uro", "brevet, mest"),
        ("BB", "Plikt", ""),
    ]
    decided = ["agreed", "dropped", "reason", "code_groups"]
    assert list(found[0]) == ["uid", "analysis", "coder", "theme", "note", *decided]


def test_a_list_can_be_loaded_again_and_changes_nothing(
    path: str, study: OpenStudy, tmp_path: Path, capsys: Capture
) -> None:
    notes = tmp_path / "notes.json"
    rows = [
        {"kind": "impression", "coder": "AA", "text": "Mye uro."},
        {"kind": "note", "coder": "BB", "transcript": "P1", "quote": "i gangen", "text": "Alene?"},
        {"kind": "note", "coder": "BB", "transcript": "P1", "text": "Kort."},
    ]
    notes.write_text(json.dumps(rows), encoding="utf-8")
    assert listed(capsys, "notes", path, str(notes))["new"] == 3
    before = hash_of(study)
    for noun in ("notes", "themes"):
        again = tmp_path / f"again-{noun}.json"
        again.write_text(json.dumps(listed(capsys, noun, path) or [{"theme": "x"}]), encoding="utf-8")
        counts = listed(capsys, noun, path, str(again))
        assert counts["changed"] == 0
        assert counts["new"] == (noun == "themes")
    assert listed(capsys, "notes", path)[1]["quote"] == ""
    main(["undo", path])
    assert hash_of(study) == before


def test_a_list_for_a_person_names_whose_and_what(path: str, tmp_path: Path, capsys: Capture) -> None:
    file = tmp_path / "notes.csv"
    file.write_text("kind,coder,transcript,quote,text\nnote,BB,P1,i gangen,Alene?\n", encoding="utf-8")
    main(["notes", path, str(file)])
    assert capsys.readouterr().out == "notes.csv: 1 new, 0 changed, 0 there already.\n"
    main(["notes", path])
    assert capsys.readouterr().out.split() == ["Pasientene", "BB", "P1", "i", "gangen", "Alene?"]


def test_a_bad_row_is_named_by_its_line_and_nothing_is_taken_in(
    path: str, study: OpenStudy, tmp_path: Path, capsys: Capture
) -> None:
    file = tmp_path / "notes.csv"
    file.write_text('transcript,quote,text\nP1,satt,"to\nlinjer"\nP1,løp,nei\n', encoding="utf-8")
    before = hash_of(study)
    lines = refused(capsys, "notes", path, str(file))
    assert len(lines) == 2
    assert lines[0].startswith("notes.csv, line 4: ")
    assert hash_of(study) == before


def test_an_analysis_that_is_not_there_is_refused(path: str, capsys: Capture) -> None:
    assert "Ukjent" in refused(capsys, "themes", path, "--analysis", "Ukjent")[0]
    assert listed(capsys, "themes", path, "--analysis", "Pasientene") == []


def test_a_file_that_is_not_there_is_refused(path: str, tmp_path: Path, capsys: Capture) -> None:
    assert len(refused(capsys, "themes", path, str(tmp_path / "none.csv"))) == 2

"""Claims about `codebook`, `codings`, `units`, `undo`, `redo`, `history` and `check` on the command line."""

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from qualcode.cli.main import main
from qualcode.storage.content import content_hash
from qualcode.storage.opening import OpenStudy, open_study
from tests.builders import add_participant, add_substudy, add_transcript

CODEBOOK = """\
definition,code_group,subgroup,key,colour
Det som rørte seg,Uro,,2,#4477aa
Om selve brevet,Uro,Brevet,,
,Plikt,,,
"""
CODINGS = """\
transcript,quote,start,end,code_group,subgroup,coder
P1,"møtte jo opp",,,Plikt,,
P1,,0,3,Uro,Brevet,BB
P1,"møtte jo opp",,,Uro,,
"""


@pytest.fixture
def path(study: OpenStudy) -> Path:
    """A study with a transcript, closed."""
    add_substudy(study)
    add_participant(study, "P1")
    add_transcript(study, "P1", [("I", "Hei."), ("P1", "Jeg møtte jo opp. Ja, ja.")])
    study.close()
    return study.path


@pytest.fixture
def coded(path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """The same study with codebook and codings."""
    main(["codebook", str(path), _file(tmp_path, "bok.csv", CODEBOOK)])
    main(["codings", str(path), _file(tmp_path, "k.csv", CODINGS.replace("0,3", "6,9"))])
    capsys.readouterr()
    return path


def _file(folder: Path, name: str, text: str) -> str:
    target = folder / name
    target.write_text(text, encoding="utf-8")
    return str(target)


def _json(capsys: pytest.CaptureFixture[str], *arguments: object) -> Any:
    capsys.readouterr()
    main([*(str(argument) for argument in arguments), "--json"])
    said = capsys.readouterr()
    assert said.err == ""
    return json.loads(said.out)


def _refused(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, list[str]]:
    """Exit code and stderr of a command that must fail."""
    with pytest.raises(SystemExit) as left:
        main([str(argument) for argument in arguments])
    assert isinstance(left.value.code, int)
    return left.value.code, capsys.readouterr().err.splitlines()


def _hash(path: Path) -> str:
    with open_study(path, coder="AA") as study, study.reading() as connection:
        return content_hash(connection)


def test_a_codebook_is_taken_in_and_listed(path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _json(capsys, "codebook", path, _file(tmp_path, "bok.csv", CODEBOOK))["new_groups"] == 2
    rows = _json(capsys, "codebook", path)
    assert [(row["code_group"], row["subgroup"], row["key"]) for row in rows] == [
        ("Uro", "", 2),
        ("Uro", "Brevet", None),
        ("Plikt", "", 1),
    ]
    assert set(rows[0]) == {
        *("analysis", "code_group", "subgroup", "definition", "inclusion", "exclusion", "example", "colour", "key"),
        "retired",
    }
    main(["codebook", str(path)])
    assert "Om selve brevet" in capsys.readouterr().out


def test_an_empty_codebook_says_how_to_fill_it(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["codebook", str(path)])
    assert "qualcode codebook" in capsys.readouterr().out


def test_codings_become_units(coded: Path, capsys: pytest.CaptureFixture[str]) -> None:
    units = _json(capsys, "units", coded)
    assert [(unit["text"], unit["code_groups"], unit["coder"], unit["turn"]) for unit in units] == [
        ("Jeg", ["Uro/Brevet"], "BB", 2),
        ("møtte jo opp", ["Uro", "Plikt"], "AA", 2),
    ]
    assert set(units[0]) == {
        *("uid", "transcript", "start", "end", "text", "code_groups", "coder", "turn", "speakers", "participants"),
        *("substudy", "analysis", "created"),
    }
    assert units[0]["participants"] == ["P1"]


@pytest.mark.parametrize(
    ("option", "value", "count"),
    [
        ("--group", "Uro", 2),
        ("--group", "Uro/Brevet", 1),
        ("--transcript", "P1", 2),
        ("--participant", "P1", 2),
        ("--coder", "BB", 1),
        ("--coder", "AA", 1),
        ("--analysis", "Pasientene", 2),
    ],
)
def test_units_are_listed_by_group_transcript_participant_and_coder(
    coded: Path, capsys: pytest.CaptureFixture[str], option: str, value: str, count: int
) -> None:
    assert len(_json(capsys, "units", coded, option, value)) == count
    main(["units", str(coded), option, value])
    assert capsys.readouterr().out.splitlines()[-1] == ("1 unit" if count == 1 else f"{count} units")


def test_the_same_codings_again_are_counted_as_already_there(
    coded: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    counts = _json(capsys, "codings", coded, tmp_path / "k.csv")
    assert counts == {"rows": 3, "units": 0, "codings": 0, "changed": 0, "already_there": 3}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (CODINGS.replace("møtte jo opp", "e"), "k.csv, line 2: "),
        (CODINGS.replace("0,3", "0,999"), "k.csv, line 3: "),
        (CODINGS.replace("Plikt", "Høflighet"), "k.csv, line 2: "),
        ('transcript,quote,code_group\nP1,"Jeg møtte\njo opp",Uro\nP1,nei,Uro\n', "k.csv, line 2: "),
        ("transcript,quote\nP1,Jeg\n", "code_group"),
        ("", "k.csv"),
    ],
)
def test_a_bad_file_of_codings_changes_nothing_and_is_told_in_two_lines(
    path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, said: str
) -> None:
    main(["codebook", str(path), _file(tmp_path, "bok.csv", CODEBOOK)])
    before = _hash(path)
    code, lines = _refused(capsys, "codings", path, _file(tmp_path, "k.csv", text))
    assert code > 0
    assert len(lines) == 2
    assert said in lines[0]
    assert _hash(path) == before


def test_a_name_that_leads_nowhere_is_told_with_the_nearest(coded: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, lines = _refused(capsys, "units", coded, "--group", "Ura")
    assert code == 5
    assert "«Uro»" in lines[1]


def test_undo_and_redo_go_through_the_coders_own_entries(coded: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["undo", str(coded)])
    assert capsys.readouterr().out == "Undid: Took in codings from k.csv: 3 new\n"
    assert _json(capsys, "units", coded) == []
    main(["redo", str(coded)])
    assert len(_json(capsys, "units", coded)) == 2
    code, lines = _refused(capsys, "undo", coded, "--coder", "BB")
    assert (code, len(lines)) == (8, 2)
    code, lines = _refused(capsys, "redo", coded)
    assert (code, len(lines)) == (8, 2)


def test_history_is_listed_newest_first(coded: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = _json(capsys, "history", coded)
    assert [row["action"] for row in rows[:2]] == ["codings.load", "codebook.load"]
    assert set(rows[0]) == {"id", "at", "coder", "action", "summary"}
    assert _json(capsys, "history", coded, "--limit", "1") == rows[:1]
    main(["history", str(coded)])
    assert "Took in codings from k.csv" in capsys.readouterr().out.splitlines()[0]


def test_a_whole_study_checks_out(coded: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report = _json(capsys, "check", coded)
    assert (report["ok"], report["findings"]) == (True, [])
    main(["check", str(coded)])
    assert capsys.readouterr().out == "All is well.\n"


def test_a_damaged_study_does_not_and_says_where(coded: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with sqlite3.connect(coded) as connection:
        connection.execute("UPDATE meaning_unit SET text = 'x' WHERE start = 6")
        connection.execute("UPDATE tally SET n = 77")
    connection.close()
    with pytest.raises(SystemExit) as left:
        main(["check", str(coded), "--json"])
    said = capsys.readouterr()
    report = json.loads(said.out)
    assert left.value.code == 11
    assert len(said.err.splitlines()) == 2
    assert [(found["level"], found["kind"], found["where"]) for found in report["findings"]] == [
        ("error", "unit", "P1 6–9"),
        ("error", "counts", ""),
    ]
    code, lines = _refused(capsys, "check", coded, "--fix")
    assert (code, lines[0]) == (11, "The check found 1 error.")


@pytest.mark.parametrize("command", ["codebook", "units", "history", "check", "undo", "redo"])
def test_a_study_that_is_not_there_is_told_and_not_made(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    code, lines = _refused(capsys, command, tmp_path / "none.qualcode")
    assert (code, len(lines)) == (3, 2)
    assert not (tmp_path / "none.qualcode").exists()


def test_options_may_stand_anywhere_after_the_name(coded: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["units", "--json", "--yes", str(coded), "--group=Uro"])
    assert len(json.loads(capsys.readouterr().out)) == 2


def test_the_words_are_norwegian_when_asked_for(
    coded: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QUALCODE_LANGUAGE", "nb")
    main(["check", str(coded)])
    assert capsys.readouterr().out == "Alt stemmer.\n"

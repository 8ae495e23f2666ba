"""Several readers and coders without the app: preconceptions, reading, blind coding, different readings, questions."""

import json
from typing import Any

import pytest

from qualcode.cli.main import main
from qualcode.services.questions import ask
from qualcode.services.reading import add_theme
from qualcode.storage.opening import OpenStudy
from tests.builders import add_group, add_substudy, add_transcript, analysis_of, code_words

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def path(study: OpenStudy) -> str:
    """A study of one transcript and one group; its path."""
    add_substudy(study)
    add_transcript(study, "P1", "Jeg ble sittende i gangen. Med jakka på.")
    add_group(study, "Uro")
    return str(study.path)


def told(capsys: Capture, *arguments: str) -> Any:
    """What a command answers with `--json`."""
    main([*arguments, "--json"])
    return json.loads(capsys.readouterr().out)


def test_preconceptions_are_written_and_listed_with_their_day(path: str, capsys: Capture) -> None:
    (own,) = told(capsys, "preconceptions", path, "--text", "Jeg venter motstand.", "--coder", "BB")
    assert (own["coder"], own["text"], own["late"]) == ("BB", "Jeg venter motstand.", False)
    main(["preconceptions", path])
    assert own["written"][:10] in capsys.readouterr().out


def test_who_says_who_she_is_reads_by_herself_until_her_list_is_done(
    path: str, study: OpenStudy, capsys: Capture
) -> None:
    add_theme(study, analysis_of(study), "Uro")
    assert told(capsys, "themes", path, "--coder", "BB") == []
    assert told(capsys, "reading", path, "--coder", "BB")["hidden"]
    assert not told(capsys, "reading", path, "--done", "--coder", "BB")["hidden"]
    assert [theme["theme"] for theme in told(capsys, "themes", path, "--coder", "BB")] == ["Uro"]
    told(capsys, "reading", path, "--not-done", "--coder", "BB")
    assert told(capsys, "reading", path, "--open-lists")["open"]
    assert len(told(capsys, "themes", path, "--coder", "BB")) == 1


def test_blind_coding_from_beginning_to_decision(path: str, study: OpenStudy, capsys: Capture, tmp_path: Any) -> None:
    told(capsys, "blind", path, "AA", "BB")
    rows = tmp_path / "codings.csv"
    rows.write_text("transcript,quote,code_group\nP1,Med jakka på,Uro\n", encoding="utf-8")
    told(capsys, "codings", path, str(rows), "--coder", "BB")
    assert told(capsys, "units", path) == []
    for coder in ("AA", "BB"):
        assert told(capsys, "readings", path)["left"] == []
        told(capsys, "blind", path, "--done", "--coder", coder)
    assert [unit["coder"] for unit in told(capsys, "units", path)] == ["BB"]
    (place,) = told(capsys, "readings", path)["left"]
    assert place["text"] == "Med jakka på"
    assert place["readings"] == {"AA": [], "BB": [{"text": "Med jakka på", "code_groups": ["Uro"]}]}
    main(["readings", path, "--transcript", "P1"])
    assert "Med jakka på" in capsys.readouterr().out
    assert told(capsys, "blind", path)[0]["open"]


def test_questions_are_listed_until_answered(path: str, study: OpenStudy, capsys: Capture) -> None:
    assert told(capsys, "questions", path) == []
    unit = code_words(study, 1, "Med jakka på", 1).unit_id
    ask(study, unit, "BB", "Hvorfor?")
    (asked,) = told(capsys, "questions", path, "--to", "BB")
    assert (asked["coder"], asked["asked"], asked["text"], asked["words"]) == ("AA", "BB", "Hvorfor?", "Med jakka på")
    assert told(capsys, "questions", path, "--to", "CC") == []
    main(["questions", path])
    assert "AA → BB: Hvorfor?" in capsys.readouterr().out

"""Several readers and coders without the app: preconceptions, reading, blind coding, different readings, questions."""

import json
from pathlib import Path
from typing import Any

import pytest

from qualcode.cli.main import main
from qualcode.services.coding.questions import ask
from qualcode.services.reading.reading import add_theme
from qualcode.storage.opening import OpenStudy, open_study
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
    main(["readings", path])
    assert "Nothing has been compared" in capsys.readouterr().out
    told(capsys, "blind", path, "AA", "BB")
    rows = tmp_path / "codings.csv"
    rows.write_text("transcript,quote,code_group\nP1,Med jakka på,Uro\n", encoding="utf-8")
    told(capsys, "codings", path, str(rows), "--coder", "BB")
    assert told(capsys, "units", path) == []
    with pytest.raises(SystemExit):
        main(["units", path, "--coder", "BB"])
    assert "hidden while" in capsys.readouterr().err
    main(["advice", path])
    assert "P1 are hidden" in capsys.readouterr().err
    for coder, waiting in (("AA", ["AA", "BB"]), ("BB", ["BB"])):
        main(["readings", path])
        assert f"still coded blind (not done: {', '.join(waiting)})" in capsys.readouterr().out
        awaited = [{"transcript": "P1", "not_done": waiting}]
        assert told(capsys, "readings", path) == {"compared": 0, "waiting": awaited, "left": [], "settled": []}
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


def test_a_question_and_a_meetings_note_are_taken_away_by_their_uids(
    path: str, study: OpenStudy, capsys: Capture
) -> None:
    unit = code_words(study, 1, "Med jakka på", 1).unit_id
    ask(study, unit, "BB", "Hvorfor?")
    (asked,) = told(capsys, "questions", path)
    assert told(capsys, "questions", path, "--remove", asked["uid"]) == []
    held = ("--held", "2026-03-07", "--decided", "Uro deles i to.")
    (noted,) = told(capsys, "meetings", path, *held)
    with pytest.raises(SystemExit):
        main(["meetings", path, "--remove", "noe annet"])
    assert "qualcode meetings --json" in capsys.readouterr().err
    assert told(capsys, "meetings", path, "--remove", noted["uid"]) == []
    main(["undo", path])
    capsys.readouterr()
    assert told(capsys, "meetings", path) == [noted]


def test_the_readers_themes_are_joined_renamed_kept_dropped_and_made_groups(
    path: str, study: OpenStudy, capsys: Capture
) -> None:
    for coder, names in (("AA", ("Uro", "Skam")), ("BB", ("Uro før timen", "Latter"))):
        with open_study(study.path, coder=coder) as reader:
            for name in names:
                add_theme(reader, analysis_of(study), name, note=f"Om {name}")
    told(capsys, "reading", path, "--open-lists")
    joined = ("AA:Uro", "BB:Uro før timen", "--as", "Uro", "--reason", "Samme sak")
    told(capsys, "negotiate", path, *joined)
    told(capsys, "negotiate", path, "Latter", "--drop", "--reason", "Bare én lo")
    view = told(capsys, "negotiate", path, "Skam")
    assert [(one["theme"], one["from"]) for one in view["agreed"]] == [
        ("Uro", ["AA:Uro", "BB:Uro før timen"]),
        ("Skam", ["AA:Skam"]),
    ]
    assert [(one["theme"], one["agreed"], one["dropped"], one["reason"]) for one in view["lists"]["BB"]] == [
        ("Uro før timen", "Uro", False, ""),
        ("Latter", "", True, "Bare én lo"),
    ]
    made = told(capsys, "negotiate", path, "--groups")["agreed"]
    assert [one["code_groups"] for one in made] == [["Uro"], ["Skam"]]
    for wrong in (("Ukjent",), ("Uro", "Skam")):
        with pytest.raises(SystemExit):
            main(["negotiate", path, *wrong])
    main(["negotiate", path])
    assert "AA:Uro, BB:Uro før timen" in capsys.readouterr().out


def test_a_list_of_themes_with_what_was_decided_goes_into_another_study(
    path: str, study: OpenStudy, capsys: Capture, tmp_path: Path
) -> None:
    rows = tmp_path / "themes.csv"
    rows.write_text(
        "coder,theme,agreed,dropped,reason,code_groups\n"
        "AA,Uro,Uro før timen,,,\nBB,Latter,,ja,Bare én lo,\n,Uro før timen,,,Samme sak,Uro\n",
        encoding="utf-8",
    )
    assert told(capsys, "themes", path, str(rows)) == {"new": 3, "changed": 0, "already_there": 0}
    listed = told(capsys, "themes", path)
    kept = ("coder", "theme", "agreed", "dropped", "reason", "code_groups")
    assert [tuple(one[name] for name in kept) for one in listed] == [
        ("", "Uro før timen", "", False, "Samme sak", "Uro"),
        ("AA", "Uro", "Uro før timen", False, "", ""),
        ("BB", "Latter", "", True, "Bare én lo", ""),
    ]
    again = tmp_path / "themes.json"
    again.write_text(json.dumps(listed), encoding="utf-8")
    assert told(capsys, "themes", path, str(again)) == {"new": 0, "changed": 0, "already_there": 3}
    rows.write_text("coder,theme,code_groups\nAA,Uro,Uro\n", encoding="utf-8")
    with pytest.raises(SystemExit):
        main(["themes", path, str(rows)])
    assert "2" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [("preconceptions",), ("meetings",), ("themes",), ("notes",), ("blind",)])
def test_an_empty_list_says_so(path: str, capsys: Capture, arguments: tuple[str, ...]) -> None:
    main([*arguments, path])
    assert capsys.readouterr().out.strip()

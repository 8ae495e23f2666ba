"""`qualcode condensates` and `qualcode quotes`."""

import json
from pathlib import Path
from typing import Any

import pytest

from qualcode.cli.main import main
from qualcode.services.condensing.condensing import place
from qualcode.services.condensing.quotes import mark_quote, quotes, sign_off
from qualcode.storage.content import content_hash
from qualcode.storage.opening import OpenStudy
from tests.builders import add_group, add_participant, add_subgroup, add_substudy, add_transcript, code_words

Capture = pytest.CaptureFixture[str]
SAID = [("I", "Hva tenkte du?"), ("P4", "Nei, eh, jeg ble sittende i gangen.")]


@pytest.fixture
def path(study: OpenStudy) -> str:
    """A study with a dialogue unit and a plain one, each in a subgroup."""
    add_substudy(study)
    add_participant(study, "P4")
    transcript = add_transcript(study, "Intervju 4", SAID)
    group = add_group(study, "Uro")
    for name, words in (("Gangen", "jeg ble sittende i gangen"), ("Spørsmålet", "tenkte du?\n\nNei, eh,")):
        code_words(study, transcript, words, group, subgroup_id=add_subgroup(study, group, name))
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


def saved(tmp_path: Path, name: str, rows: Any) -> str:
    """Rows as a JSON file."""
    file = tmp_path / name
    file.write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
    return str(file)


def test_a_list_of_quotes_tells_where_they_come_from(path: str, study: OpenStudy, capsys: Capture) -> None:
    mark_quote(study, 1, golden=True)
    mark_quote(study, 2, printed="tenkte du?\n\nNei,")
    plain, dialogue = listed(capsys, "quotes", path)
    assert plain["code_group"] == "Uro/Gangen"
    assert plain["quote"] == plain["printed"] == "jeg ble sittende i gangen"
    assert (plain["transcript"], plain["turn"], plain["participants"]) == ("Intervju 4", 2, ["P4"])
    assert (plain["golden"], plain["form"], plain["coder"], plain["lines"]) == (True, "verbatim", "AA", [])
    assert (dialogue["differs"], dialogue["signed"]) == (True, False)
    assert dialogue["lines"] == [{"speaker": "I", "text": "tenkte du?"}, {"speaker": "P4", "text": "Nei,"}]
    assert [quote["uid"] for quote in listed(capsys, "quotes", path, "--group", "Uro/Gangen")] == [plain["uid"]]


def test_a_list_of_quotes_can_be_loaded_again_and_changes_nothing(
    path: str, study: OpenStudy, tmp_path: Path, capsys: Capture
) -> None:
    mark_quote(study, 1, golden=True)
    sign_off(study, mark_quote(study, 2, printed="tenkte du?\n\nNei,"))
    before = hash_of(study)
    file = saved(tmp_path, "quotes.json", listed(capsys, "quotes", path))
    assert listed(capsys, "quotes", path, file) == {"new": 0, "changed": 0, "already_there": 2}
    assert hash_of(study) == before


def test_a_list_of_quotes_rebuilds_them(path: str, study: OpenStudy, tmp_path: Path, capsys: Capture) -> None:
    mark_quote(study, 1, golden=True, printed="Jeg ble sittende", form="normalised")
    mark_quote(study, 2)
    before = listed(capsys, "quotes", path)
    file = saved(tmp_path, "quotes.json", before)
    main(["undo", path])
    main(["undo", path])
    assert quotes(study) == []
    assert listed(capsys, "quotes", path, file)["new"] == 2
    for old, new in zip(before, listed(capsys, "quotes", path), strict=True):
        assert {**old, "uid": ""} == {**new, "uid": ""}


def test_condensates_are_loaded_listed_and_loaded_again(
    path: str, study: OpenStudy, tmp_path: Path, capsys: Capture
) -> None:
    file = saved(
        tmp_path, "c.json", [{"code_group": "Uro/Gangen", "coder": "BB", "text": "Jeg ble sittende i gangen."}]
    )
    assert listed(capsys, "condensates", path, file)["new"] == 1
    place(study, [2], 1)
    condensate = listed(capsys, "condensates", path)[0]
    assert (condensate["code_group"], condensate["coder"], condensate["must_look"]) == ("Uro/Gangen", "BB", True)
    assert (condensate["units"], condensate["participants"], condensate["interviews"]) == (2, 1, 1)
    again = saved(tmp_path, "again.json", listed(capsys, "condensates", path))
    assert listed(capsys, "condensates", path, again) == {"new": 0, "changed": 0, "already_there": 1}


def test_lists_for_a_person_say_what_waits_for_one(
    path: str, study: OpenStudy, tmp_path: Path, capsys: Capture
) -> None:
    file = saved(tmp_path, "c.json", [{"code_group": "Uro/Gangen", "text": "Jeg ble sittende."}])
    main(["condensates", path, file])
    place(study, [2], 1)
    mark_quote(study, 1, printed="Jeg satt i gangen")
    capsys.readouterr()
    main(["condensates", path])
    assert "to be looked at again" in capsys.readouterr().out
    main(["quotes", path])
    assert "not signed" in capsys.readouterr().out


@pytest.mark.parametrize("noun", ["quotes", "condensates"])
def test_a_bad_row_leaves_the_study_as_it_was(
    path: str, study: OpenStudy, tmp_path: Path, capsys: Capture, noun: str
) -> None:
    good = {"transcript": "Intervju 4", "quote": "i gangen", "code_group": "Uro/Gangen", "text": "Jeg satt."}
    file = saved(tmp_path, "rows.json", [good, {**good, "code_group": "Uro/Ukjent"}])
    before = hash_of(study)
    with pytest.raises(SystemExit) as left:
        main([noun, path, file])
    assert left.value.code == 6
    assert capsys.readouterr().err.splitlines()[0].startswith("rows.json, line 2: ")
    assert hash_of(study) == before


def test_words_that_look_like_orders_to_the_terminal_are_only_words(
    path: str, study: OpenStudy, tmp_path: Path, capsys: Capture
) -> None:
    text = "[/b] \x1b]52;c;aGVp\x07 [@click=app.pwn()]"
    file = saved(tmp_path, "c.json", [{"code_group": "Uro/Gangen", "text": text}])
    main(["condensates", path, file])
    assert listed(capsys, "condensates", path)[0]["text"] == "[/b] ]52;c;aGVp [@click=app.pwn()]"

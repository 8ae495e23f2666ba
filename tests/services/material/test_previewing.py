"""Files at the door: what is decided there is what comes in, and until then nothing does."""

from pathlib import Path

import pytest

from qualcode.errors import NothingNamed
from qualcode.services.keeping.history import history
from qualcode.services.material.importing import take_in
from qualcode.services.material.previewing import look_again, look_at_files, possible_formats
from qualcode.services.material.transcripts import transcript_text
from qualcode.storage.opening import OpenStudy
from qualcode.views.importing import Decisions
from tests.builders import add_substudy, transcript_names, write_file

SAID = [("I", "Hva hendte på øya?"), ("P1", "Jeg ble redd."), ("Plan", "vi gikk."), ("I", "Ja?"), ("Plan", "hjem.")]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two good files, and one that is none."""
    for name in ("P1", "P2"):
        write_file(tmp_path / "inn", f"{name}.txt", [*SAID, ("P1", name)])
    (tmp_path / "inn" / "tom.txt").write_bytes(b"")
    return tmp_path / "inn"


def test_looking_stores_nothing_and_tells_of_every_file(study: OpenStudy, folder: Path) -> None:
    add_substudy(study)
    arrivals = look_at_files(study, [folder], "Pasientene")
    assert [bool(arrival.incoming) for arrival in arrivals] == [True, True, False]
    assert arrivals[0].report.reason
    assert [turn.label for turn in arrivals[0].beginning][:2] == ["I", "P1"]
    assert "tom.txt" in arrivals[2].report.error
    assert possible_formats(arrivals[0]) == ("txt", "md")
    assert transcript_names(study) == []


def test_what_was_seen_last_is_what_comes_in_in_one_action(study: OpenStudy, folder: Path) -> None:
    add_substudy(study)
    arrivals = look_at_files(study, [folder], "Pasientene")
    decided = Decisions(dropped=("Plan",), merged=(("P1", "Kari"),), roles=(("Kari", "participant", None),))
    arrivals[0] = look_again(study, arrivals[0], decided, substudy="Pasientene", among=arrivals)
    assert list(arrivals[0].found) == ["I", "P1", "Plan"]
    # What lies on the disk by now is not what was looked at.
    (folder / "P1.txt").write_text("I: Noe annet.\n\nP1: Ja.", encoding="utf-8")
    reports = take_in(study, arrivals, "Pasientene", round="2016")
    assert [bool(report.error) for report in reports] == [False, False, True]
    assert transcript_text(study, "P1") == (
        "Hva hendte på øya?\n\nJeg ble redd.\nPlan: vi gikk.\n\nJa?\nPlan: hjem.\n\nP1"
    )
    assert [(one.label, one.role) for one in reports[0].speakers] == [("I", "interviewer"), ("Kari", "participant")]
    assert [row.action for row in history(study)][:2] == ["transcripts.import", "substudy.new"]


def test_another_encoding_or_format_is_seen_anew_and_a_bad_one_says_so(study: OpenStudy, folder: Path) -> None:
    add_substudy(study)
    (arrival, *_) = arrivals = look_at_files(study, [folder], "Pasientene")
    wrong = look_again(study, arrival, Decisions(encodings=("cp1252",)), substudy="Pasientene", among=arrivals)
    assert wrong.beginning[0].text == "Hva hendte pÃ¥ Ã¸ya?"
    refused = look_again(study, arrival, Decisions(format="pdf"), substudy="Pasientene", among=arrivals)
    assert refused.incoming is None
    assert "P1.txt" in refused.report.error
    again = look_again(study, refused, Decisions(), substudy="Pasientene", among=arrivals)
    assert again.report == arrival.report


def test_a_decision_about_a_label_the_file_does_not_have_is_refused(study: OpenStudy, folder: Path) -> None:
    add_substudy(study)
    (arrival, *_) = arrivals = look_at_files(study, [folder], "Pasientene")
    for decisions in (Decisions(dropped=("Ola",)), Decisions(roles=(("I", "participant", "P9"),))):
        with pytest.raises(NothingNamed):
            look_again(study, arrival, decisions, substudy="Pasientene", among=arrivals)


def test_a_file_that_is_at_the_door_twice_comes_in_once(study: OpenStudy, folder: Path) -> None:
    add_substudy(study)
    copy = folder / "P9.txt"
    copy.write_bytes((folder / "P1.txt").read_bytes())
    arrivals = look_at_files(study, [folder / "P1.txt", copy], "Pasientene")
    assert [arrival.report.already_here for arrival in arrivals] == [False, True]
    take_in(study, arrivals, "Pasientene")
    assert transcript_names(study) == ["P1"]

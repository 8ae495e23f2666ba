"""Claims about copies that are merged more than once: what was done last counts, and an undone merge never was."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlmodel import col

from qualcode.model import CodeGroup, MeaningUnit, Transcript
from qualcode.services.coding import codebooks
from qualcode.services.coding.questions import mark_discuss, to_discuss
from qualcode.services.coding.reshaping import resize_unit
from qualcode.services.keeping.backups import back_up
from qualcode.services.keeping.checking import check
from qualcode.services.keeping.history import history, redo, undo
from qualcode.services.keeping.merging import merge
from qualcode.services.material.correcting import correct_turn
from qualcode.storage.opening import OpenStudy, open_study
from qualcode.text.span import Span
from tests.builders import add_group, add_substudy, add_transcript, code_words, text_of

SAID = "Jeg ble sittende i gangen.\n\nMed jakka på. Så gikk jeg hjem."


@pytest.fixture
def ours(study: OpenStudy) -> OpenStudy:
    add_substudy(study)
    add_transcript(study, "P1", SAID)
    add_group(study, "Uro")
    return study


@pytest.fixture
def theirs(ours: OpenStudy, tmp_path: Path) -> Iterator[OpenStudy]:
    with open_study(back_up(ours, tmp_path / "theirs.qualcode"), coder="BB") as copy:
        yield copy


@pytest.fixture
def third(ours: OpenStudy, tmp_path: Path) -> Iterator[OpenStudy]:
    with open_study(back_up(ours, tmp_path / "third.qualcode"), coder="CC") as copy:
        yield copy


def _called(study: OpenStudy) -> str:
    with study.reading() as connection:
        return str(connection.execute(select(col(CodeGroup.name))).scalar_one())


def _units(study: OpenStudy) -> list[str]:
    with study.reading() as connection:
        return sorted(connection.execute(select(col(MeaningUnit.text))).scalars())


def _transcripts(study: OpenStudy) -> list[str]:
    with study.reading() as connection:
        names = select(col(Transcript.name)).where(col(Transcript.removed).is_(False))
        return sorted(connection.execute(names).scalars())


def test_what_is_undone_and_done_again_there_is_so_here_after_each_merge(ours: OpenStudy, theirs: OpenStudy) -> None:
    codebooks.change_group(theirs, 1, name="Angst")
    for step, name in ((undo, "Uro"), (redo, "Angst"), (undo, "Uro")):
        merge(ours, theirs.path)
        step(theirs)
        assert merge(ours, theirs.path).conflicts == ()
        assert _called(ours) == name
    code_words(theirs, 1, "gikk jeg hjem", 1)
    for step, units in ((undo, []), (redo, ["gikk jeg hjem"])):
        merge(ours, theirs.path)
        step(theirs)
        merge(ours, theirs.path)
        assert _units(ours) == units
    assert check(ours).ok


def test_what_was_done_again_here_is_not_taken_away_by_a_copy_that_has_not_heard_of_it(
    ours: OpenStudy, theirs: OpenStudy
) -> None:
    code_words(ours, 1, "gikk jeg hjem", 1)
    merge(theirs, ours.path)
    undo(ours)
    merge(theirs, ours.path)
    assert _units(theirs) == []
    redo(ours)
    merge(ours, theirs.path)
    assert _units(ours) == ["gikk jeg hjem"]
    merge(theirs, ours.path)
    assert _units(theirs) == ["gikk jeg hjem"]


def test_what_went_through_a_third_copy_is_nobody_elses_doing(
    ours: OpenStudy, theirs: OpenStudy, third: OpenStudy
) -> None:
    codebooks.change_group(theirs, 1, name="Angst")
    code_words(theirs, 1, "gikk jeg hjem", 1)
    merge(third, theirs.path)
    merge(ours, third.path)
    undo(theirs)
    undo(theirs)
    merge(third, theirs.path)
    report = merge(ours, third.path)
    assert (report.conflicts, _called(ours), _units(ours)) == ((), "Uro", [])
    # The third copy's merge of the first one tells nothing that it had not done itself.
    merge(third, ours.path)
    redo(theirs)
    merge(ours, theirs.path)
    merge(ours, third.path)
    assert (_called(ours), _units(ours)) == ("Angst", [])


def test_what_was_undone_does_not_come_back_by_way_of_copies_that_had_it_or_never_did(
    ours: OpenStudy, theirs: OpenStudy, third: OpenStudy
) -> None:
    code_words(ours, 1, "gikk jeg hjem", 1)
    merge(third, ours.path)
    undo(ours)
    merge(theirs, ours.path)
    for into, other in ((third, theirs), (theirs, third), (ours, theirs), (ours, third)):
        merge(into, other.path)
    assert [_units(one) for one in (ours, theirs, third)] == [[], [], []]


def test_a_merge_that_was_undone_is_done_again_whole(ours: OpenStudy, theirs: OpenStudy) -> None:
    codebooks.change_group(theirs, 1, name="Angst")
    add_transcript(theirs, "P2", "Noe ganske annet.")
    code_words(theirs, 1, "gikk jeg hjem", 1)
    correct_turn(theirs, 1, 1, "Jeg ble sittende ute i gangen.")
    code_words(theirs, 1, "ute i gangen", 1)
    for _ in range(2):
        merge(ours, theirs.path)
        assert (_called(ours), _transcripts(ours)) == ("Angst", ["P1", "P2"])
        assert "ute i gangen" in text_of(ours, 1)
        assert _units(ours) == ["gikk jeg hjem", "ute i gangen"]
        assert check(ours).ok
        undo(ours)
        assert (_called(ours), _transcripts(ours), _units(ours)) == ("Uro", ["P1"], [])
    merge(ours, theirs.path)
    brought = [row.action for row in history(ours, coder="BB")]
    assert brought == [row.action for row in history(theirs, coder="BB")]


def test_a_merge_that_was_undone_there_takes_nothing_away_here(ours: OpenStudy, theirs: OpenStudy) -> None:
    codebooks.change_group(ours, 1, name="Angst")
    code_words(ours, 1, "gikk jeg hjem", 1)
    merge(theirs, ours.path)
    undo(theirs)
    merge(ours, theirs.path)
    assert (_called(ours), _units(ours)) == ("Angst", ["gikk jeg hjem"])


def test_borders_that_are_moved_again_there_are_moved_here(ours: OpenStudy, theirs: OpenStudy) -> None:
    code_words(ours, 1, "Med jakka på", 1)
    merge(theirs, ours.path)
    start = text_of(ours, 1).index("Med jakka på")
    for end, words in ((16, "Med jakka på. Så"), (21, "Med jakka på. Så gikk"), (16, "Med jakka på. Så")):
        resize_unit(theirs, unit_id=1, span=Span(start, start + end))
        assert merge(ours, theirs.path).conflicts == ()
        assert _units(ours) == [words]
    assert check(ours).ok


def test_what_a_copy_got_from_one_that_had_moved_on_is_no_difference_to_settle(
    ours: OpenStudy, theirs: OpenStudy, third: OpenStudy
) -> None:
    codebooks.change_group(ours, 1, name="Angst")
    code_words(ours, 1, "gikk jeg hjem", 1)
    merge(theirs, ours.path)
    codebooks.change_group(theirs, 1, name="Redsel")
    mark_discuss(theirs, 1)
    merge(third, theirs.path)
    for into, other in ((third, ours), (ours, third), (ours, theirs)):
        assert merge(into, other.path, telling_all=True).conflicts == ()
        assert _called(into) == "Redsel"
        assert [one.words for one in to_discuss(into)] == ["gikk jeg hjem"]
    assert check(ours).ok


def test_what_was_told_and_not_settled_is_not_taken_for_settled_by_a_third_copy(
    ours: OpenStudy, theirs: OpenStudy, third: OpenStudy
) -> None:
    codebooks.change_group(third, 1, name="Skam")
    merge(theirs, third.path)
    codebooks.change_group(ours, 1, name="Angst")
    assert [one.theirs for one in merge(third, ours.path).conflicts] == ["Angst"]
    codebooks.change_group(theirs, 1, name="Redsel")
    merge(third, theirs.path)
    assert _called(third) == "Redsel"
    assert [(one.ours, one.theirs) for one in merge(ours, third.path).conflicts] == [("Angst", "Redsel")]
    assert _called(ours) == "Angst"

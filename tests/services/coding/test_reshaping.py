"""Claims about giving units another shape: words always verify, what hangs on a unit goes along."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from sqlalchemy import select
from sqlmodel import col

from qualcode.errors import ChangedMeanwhile, QuoteLeftOut, SpanOutsideTranscript, ValueRefused
from qualcode.model import CodeGroup, Coding, MeaningUnit, Note, Quote, Revision
from qualcode.services.coding.coding import code_span
from qualcode.services.coding.reshaping import merge_units, remove_unit, resize_unit, split_unit
from qualcode.services.keeping.history import undo
from qualcode.storage.opening import OpenStudy, open_study
from qualcode.storage.tallies import count_anew, stored_counts
from qualcode.text.span import Span
from tests.builders import add_group, add_substudy, add_transcript, analysis_of, code_words, new_study
from tests.services.acts import CODING, do, plans, prepare

TEXT = "Jeg møtte jo opp, og så ble jeg flau."


@pytest.fixture
def transcript(study: OpenStudy) -> int:
    """A transcript with one sentence."""
    add_substudy(study)
    return add_transcript(study, "P1", TEXT)


def _units(study: OpenStudy) -> list[tuple[str, list[str]]]:
    """All units, by place: their words and the names of their groups."""
    with study.reading() as connection:
        units = connection.execute(select(MeaningUnit).order_by(col(MeaningUnit.start))).mappings().all()
        found = []
        for unit in units:
            names = select(col(CodeGroup.name)).join(Coding, col(Coding.group_id) == col(CodeGroup.id))
            rows = connection.execute(names.where(col(Coding.unit_id) == unit["id"]).order_by(col(CodeGroup.id)))
            found.append((unit["text"], list(rows.scalars())))
        return found


def _add_quote(study: OpenStudy, coding_id: int, words: str) -> int:
    start = TEXT.index(words)
    with study.change("quote.mark") as change:
        return change.add(
            Quote,
            coding_id=coding_id,
            revision_id=1,
            start=start,
            end=start + len(words),
            text=words,
            printed=words,
            coder_id=change.coder_id,
        )


def _add_note(study: OpenStudy, unit_id: int, transcript_id: int) -> None:
    with study.change("note.write") as change:
        where = {"analysis_id": analysis_of(study), "transcript_id": transcript_id, "unit_id": unit_id}
        change.add(Note, **where, text="Et notat", coder_id=change.coder_id, created=change.at)


def _quotes_of(study: OpenStudy, coding_id: int) -> list[str]:
    with study.reading() as connection:
        return list(connection.execute(select(col(Quote.text)).where(col(Quote.coding_id) == coding_id)).scalars())


@given(plan=plans(CODING))
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_whatever_is_done_to_units_their_words_stand_where_they_say(plan: list[tuple[int, list[int]]]) -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        new_study(Path(folder) / "s.qualcode") as study,
    ):
        prepare(study)
        for which, numbers in plan:
            do(study, CODING[which], numbers)
            _everything_verifies(study)


def _everything_verifies(study: OpenStudy) -> None:
    with study.reading() as connection:
        rows = connection.execute(
            select(MeaningUnit, col(Revision.text).label("whole")).join(
                Revision, col(Revision.id) == col(MeaningUnit.revision_id)
            )
        ).mappings()
        units = {row["id"]: row for row in rows}
        for unit in units.values():
            assert unit["whole"][unit["start"] : unit["end"]] == unit["text"]
            assert unit["text"].strip()
        coded = set(connection.execute(select(col(Coding.unit_id))).scalars())
        assert coded == set(units), "a unit in no group is left, or a coding without a unit"
        assert stored_counts(connection) == count_anew(connection)


def test_a_resized_unit_keeps_its_groups_and_its_identity(study: OpenStudy, transcript: int) -> None:
    unit = code_words(study, transcript, "møtte jo", add_group(study, "Plikt")).unit_id
    resize_unit(study, unit_id=unit, span=Span(0, 16))
    assert _units(study) == [("Jeg møtte jo opp", ["Plikt"])]
    undo(study)
    assert _units(study) == [("møtte jo", ["Plikt"])]


def test_a_unit_cannot_reach_outside_the_transcript(study: OpenStudy, transcript: int) -> None:
    unit = code_words(study, transcript, "møtte jo", add_group(study, "Plikt")).unit_id
    with pytest.raises(SpanOutsideTranscript):
        resize_unit(study, unit_id=unit, span=Span(0, len(TEXT) + 1))


def test_a_unit_that_shrinks_away_from_its_quote_is_refused(study: OpenStudy, transcript: int) -> None:
    coded = code_words(study, transcript, "møtte jo opp", add_group(study, "Plikt"))
    _add_quote(study, coded.coding_id, "jo opp")
    with pytest.raises(QuoteLeftOut):
        resize_unit(study, unit_id=coded.unit_id, span=Span(0, 8))


def test_somebody_who_resized_first_is_not_overwritten(study: OpenStudy, transcript: int) -> None:
    unit = code_words(study, transcript, "møtte jo", add_group(study, "Plikt")).unit_id
    with open_study(study.path, coder="BB") as other:
        resize_unit(other, unit_id=unit, span=Span(4, 16), seen=1)
    with pytest.raises(ChangedMeanwhile):
        resize_unit(study, unit_id=unit, span=Span(0, 12), seen=1)
    assert _units(study) == [("møtte jo opp", ["Plikt"])]


def test_a_unit_resized_onto_another_becomes_one_with_it(study: OpenStudy, transcript: int) -> None:
    plikt, uro = add_group(study, "Plikt"), add_group(study, "Uro")
    code_words(study, transcript, "møtte jo", plikt)
    other = code_words(study, transcript, "møtte", uro)
    _add_quote(study, other.coding_id, "møtte")
    resize_unit(study, unit_id=other.unit_id, span=Span(4, 12))
    assert _units(study) == [("møtte jo", ["Plikt", "Uro"])]
    assert _quotes_of(study, other.coding_id) == ["møtte"]


def test_the_halves_of_a_split_unit_stand_in_all_its_groups(study: OpenStudy, transcript: int) -> None:
    plikt, uro = add_group(study, "Plikt"), add_group(study, "Uro")
    unit = code_words(study, transcript, "møtte jo opp, og så ble", plikt).unit_id
    code_words(study, transcript, "møtte jo opp, og så ble", uro)
    split_unit(study, unit_id=unit, at=TEXT.index(" og så"))
    assert _units(study) == [("møtte jo opp,", ["Plikt", "Uro"]), ("og så ble", ["Plikt", "Uro"])]
    undo(study)
    assert _units(study) == [("møtte jo opp, og så ble", ["Plikt", "Uro"])]


def test_a_quote_goes_with_the_half_it_stands_in(study: OpenStudy, transcript: int) -> None:
    coded = code_words(study, transcript, TEXT, add_group(study, "Plikt"))
    _add_quote(study, coded.coding_id, "møtte jo opp")
    _add_quote(study, coded.coding_id, "ble jeg flau")
    second = split_unit(study, unit_id=coded.unit_id, at=TEXT.index("og så"))
    with study.reading() as connection:
        other = connection.execute(select(col(Coding.id)).where(col(Coding.unit_id) == second)).scalar_one()
    assert _quotes_of(study, coded.coding_id) == ["møtte jo opp"]
    assert _quotes_of(study, other or 0) == ["ble jeg flau"]


def test_a_unit_is_not_split_through_a_quote(study: OpenStudy, transcript: int) -> None:
    coded = code_words(study, transcript, TEXT, add_group(study, "Plikt"))
    _add_quote(study, coded.coding_id, "opp, og så")
    with pytest.raises(QuoteLeftOut):
        split_unit(study, unit_id=coded.unit_id, at=TEXT.index("og så"))
    assert _units(study) == [(TEXT, ["Plikt"])]


@pytest.mark.parametrize("at", [-3, 0, 4, len(TEXT), len(TEXT) + 5])
def test_a_split_that_leaves_a_half_without_words_is_refused(study: OpenStudy, transcript: int, at: int) -> None:
    unit = code_words(study, transcript, TEXT[4:], add_group(study, "Plikt")).unit_id
    with pytest.raises(ValueRefused):
        split_unit(study, unit_id=unit, at=at)


def test_a_half_that_is_a_unit_already_is_not_made_twice(study: OpenStudy, transcript: int) -> None:
    plikt, uro = add_group(study, "Plikt"), add_group(study, "Uro")
    code_words(study, transcript, "Jeg møtte jo opp,", uro)
    code_words(study, transcript, "og så ble jeg flau.", uro)
    whole = code_words(study, transcript, TEXT, plikt).unit_id
    split_unit(study, unit_id=whole, at=TEXT.index("og så"))
    assert _units(study) == [("Jeg møtte jo opp,", ["Plikt", "Uro"]), ("og så ble jeg flau.", ["Plikt", "Uro"])]


def test_merged_units_reach_from_the_first_word_to_the_last_in_all_their_groups(
    study: OpenStudy, transcript: int
) -> None:
    plikt, uro = add_group(study, "Plikt"), add_group(study, "Uro")
    first = code_words(study, transcript, "møtte jo", plikt)
    last = code_words(study, transcript, "ble jeg", uro)
    _add_quote(study, last.coding_id, "ble jeg")
    _add_note(study, last.unit_id, transcript)
    kept = merge_units(study, unit_ids=[last.unit_id, first.unit_id])
    assert kept == first.unit_id
    assert _units(study) == [("møtte jo opp, og så ble jeg", ["Plikt", "Uro"])]
    assert _quotes_of(study, last.coding_id) == ["ble jeg"]
    with study.reading() as connection:
        assert connection.execute(select(col(Note.unit_id))).scalars().all() == [kept]


def test_units_of_two_coders_are_not_merged(study: OpenStudy, transcript: int) -> None:
    group = add_group(study, "Plikt")
    mine = code_words(study, transcript, "møtte", group).unit_id
    with open_study(study.path, coder="BB") as other:
        theirs = code_words(other, transcript, "møtte", group).unit_id
    with pytest.raises(ValueRefused):
        merge_units(study, unit_ids=[mine, theirs])


def test_a_unit_is_not_merged_with_itself(study: OpenStudy, transcript: int) -> None:
    unit = code_words(study, transcript, "møtte", add_group(study, "Plikt")).unit_id
    with pytest.raises(ValueRefused):
        merge_units(study, unit_ids=[unit, unit])
    assert _units(study) == [("møtte", ["Plikt"])]


def test_a_merge_that_ends_on_a_third_unit_takes_that_in_too(study: OpenStudy, transcript: int) -> None:
    plikt, uro = add_group(study, "Plikt"), add_group(study, "Uro")
    first = code_words(study, transcript, "møtte", plikt).unit_id
    second = code_words(study, transcript, "jo opp", plikt).unit_id
    code_words(study, transcript, "møtte jo opp", uro)
    merge_units(study, unit_ids=[first, second])
    assert _units(study) == [("møtte jo opp", ["Plikt", "Uro"])]


def test_a_unit_that_is_removed_takes_its_quotes_and_notes_along_and_undo_brings_them_back(
    study: OpenStudy, transcript: int
) -> None:
    coded = code_words(study, transcript, "møtte jo", add_group(study, "Plikt"))
    _add_quote(study, coded.coding_id, "møtte")
    _add_note(study, coded.unit_id, transcript)
    remove_unit(study, unit_id=coded.unit_id)
    assert _units(study) == []
    undo(study)
    assert _units(study) == [("møtte jo", ["Plikt"])]
    with study.reading() as connection:
        assert connection.execute(select(col(Quote.text))).scalars().all() == ["møtte"]
        assert connection.execute(select(col(Note.text))).scalars().all() == ["Et notat"]


def test_split_and_merge_again_give_the_same_unit(study: OpenStudy, transcript: int) -> None:
    group = add_group(study, "Plikt")
    unit = code_span(study, transcript_id=transcript, span=Span(4, 28), group_id=group).unit_id
    before = _units(study)
    other = split_unit(study, unit_id=unit, at=14)
    merge_units(study, unit_ids=[unit, other])
    assert _units(study) == before

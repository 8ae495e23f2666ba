"""Claims about coding: what a unit is, and what putting it into groups and out of them does."""

import pytest
from sqlalchemy import func, select
from sqlmodel import SQLModel, col

from qualcode.errors import ChangedMeanwhile, EmptySpan, NothingNamed, QuotePlaced, SpanOutsideTranscript
from qualcode.model import CodeGroup, Coding, MeaningUnit, Note, Paragraph, Quote, ResultCategory
from qualcode.services.coding.coding import code_span, move_unit, toggle_span
from qualcode.services.keeping.history import history, undo
from qualcode.services.material.substudies import set_analysis
from qualcode.storage.opening import OpenStudy, open_study
from qualcode.text.shortening import shortened
from qualcode.text.span import Span
from tests.builders import add_group, add_subgroup, add_substudy, add_transcript, analysis_of, code_words

TEXT = "Jeg 😀 møtte jo opp."


@pytest.fixture
def transcript(study: OpenStudy) -> int:
    """A transcript with one sentence."""
    add_substudy(study)
    return add_transcript(study, "P1", TEXT)


def _count(study: OpenStudy, table: type[SQLModel]) -> int:
    with study.reading() as connection:
        return int(connection.execute(select(func.count()).select_from(table)).scalar_one())


def _groups(study: OpenStudy) -> list[str]:
    """The groups of all codings, in the order they came."""
    with study.reading() as connection:
        names = select(col(CodeGroup.name)).join(Coding, col(Coding.group_id) == col(CodeGroup.id))
        return list(connection.execute(names.order_by(col(Coding.id))).scalars())


def _quote(study: OpenStudy, coding_id: int, words: str) -> int:
    start = TEXT.index(words)
    place = {"coding_id": coding_id, "revision_id": 1, "start": start, "end": start + len(words)}
    with study.change("quote.mark") as change:
        return change.add(Quote, **place, text=words, printed=words, coder_id=change.coder_id)


def test_a_unit_keeps_the_words_of_its_span_counted_in_characters(study: OpenStudy, transcript: int) -> None:
    code_span(study, transcript_id=transcript, span=Span(4, 11), group_id=add_group(study, "Plikt"))
    with study.reading() as connection:
        assert connection.execute(select(col(MeaningUnit.text))).scalar_one() == "😀 møtte"


def test_another_group_on_the_same_words_is_another_coding_of_the_unit(study: OpenStudy, transcript: int) -> None:
    first = code_words(study, transcript, "møtte", add_group(study, "Plikt"))
    second = code_words(study, transcript, "møtte", add_group(study, "Uro"))
    assert first.unit_id == second.unit_id
    assert (_count(study, MeaningUnit), _count(study, Coding)) == (1, 2)


def test_coding_the_same_again_changes_nothing(study: OpenStudy, transcript: int) -> None:
    group = add_group(study, "Plikt")
    assert code_words(study, transcript, "møtte", group).new
    entries = len(history(study))
    assert not code_words(study, transcript, "møtte", group).new
    assert len(history(study)) == entries


def test_two_coders_on_the_same_words_are_two_units(study: OpenStudy, transcript: int) -> None:
    group = add_group(study, "Plikt")
    code_words(study, transcript, "møtte", group)
    with open_study(study.path, coder="BB") as other:
        assert code_words(other, transcript, "møtte", group).new
    assert _count(study, MeaningUnit) == 2


def test_units_may_overlap(study: OpenStudy, transcript: int) -> None:
    group = add_group(study, "Plikt")
    code_words(study, transcript, "møtte jo", group)
    code_words(study, transcript, "jo opp", group)
    assert _count(study, MeaningUnit) == 2


@pytest.mark.parametrize("span", [Span(0, 99), Span(40, 50), Span(3, 3)])
def test_a_span_that_is_not_in_the_text_is_refused(study: OpenStudy, transcript: int, span: Span) -> None:
    with pytest.raises(SpanOutsideTranscript):
        code_span(study, transcript_id=transcript, span=span, group_id=add_group(study, "Plikt"))
    assert _count(study, MeaningUnit) == 0


def test_a_span_without_words_is_refused(study: OpenStudy, transcript: int) -> None:
    with pytest.raises(EmptySpan):
        code_span(study, transcript_id=transcript, span=Span(3, 4), group_id=add_group(study, "Plikt"))


def test_a_group_of_an_analysis_of_other_material_is_refused(study: OpenStudy, transcript: int) -> None:
    add_substudy(study, "Fastlegene")
    with pytest.raises(NothingNamed):
        code_words(study, transcript, "møtte", add_group(study, "Kolleger", analysis="Fastlegene"))
    assert _count(study, MeaningUnit) == 0


def test_a_transcript_or_group_that_is_gone_is_refused(study: OpenStudy, transcript: int) -> None:
    group = add_group(study, "Plikt")
    with pytest.raises(ChangedMeanwhile):
        code_span(study, transcript_id=transcript, span=Span(0, 3), group_id=group + 7)
    with pytest.raises(ChangedMeanwhile):
        code_span(study, transcript_id=transcript + 7, span=Span(0, 3), group_id=group)


def test_a_second_press_takes_the_unit_out_and_away(study: OpenStudy, transcript: int) -> None:
    group = add_group(study, "Plikt")
    assert toggle_span(study, transcript_id=transcript, span=Span(0, 3), group_id=group)
    assert not toggle_span(study, transcript_id=transcript, span=Span(0, 3), group_id=group)
    assert (_count(study, MeaningUnit), _count(study, Coding)) == (0, 0)
    assert [row.action for row in history(study, limit=2)] == ["unit.uncode", "unit.code"]


def test_a_unit_in_two_groups_stays_when_it_leaves_one(study: OpenStudy, transcript: int) -> None:
    plikt, uro = add_group(study, "Plikt"), add_group(study, "Uro")
    for group in (plikt, uro, plikt):
        toggle_span(study, transcript_id=transcript, span=Span(0, 3), group_id=group)
    assert _groups(study) == ["Uro"]
    assert _count(study, MeaningUnit) == 1


def test_a_unit_that_goes_takes_its_notes_along_and_undo_brings_all_back(study: OpenStudy, transcript: int) -> None:
    group = add_group(study, "Plikt")
    coded = code_words(study, transcript, "møtte", group)
    _quote(study, coded.coding_id, "møtte")
    with study.change("note.write") as change:
        where = {"analysis_id": analysis_of(study), "transcript_id": transcript, "unit_id": coded.unit_id}
        change.add(Note, **where, text="Merk emojien", coder_id=change.coder_id, created=change.at)
    start = TEXT.index("møtte")
    toggle_span(study, transcript_id=transcript, span=Span(start, start + 5), group_id=group)
    assert [_count(study, table) for table in (MeaningUnit, Quote, Note)] == [0, 0, 0]
    undo(study)
    assert [_count(study, table) for table in (MeaningUnit, Quote, Note)] == [1, 1, 1]


def test_a_coding_that_a_category_quotes_is_not_taken_out(study: OpenStudy, transcript: int) -> None:
    group = add_group(study, "Plikt")
    coded = code_words(study, transcript, "møtte", group)
    quote = _quote(study, coded.coding_id, "møtte")
    with study.change("category.new") as change:
        category = change.add(ResultCategory, analysis_id=analysis_of(study), heading="Å møte opp", position=1)
        change.add(Paragraph, category_id=category, quote_id=quote, position=1)
    start = TEXT.index("møtte")
    with pytest.raises(QuotePlaced) as refused:
        toggle_span(study, transcript_id=transcript, span=Span(start, start + 5), group_id=group)
    assert "Å møte opp" in refused.value.message
    assert _count(study, Coding) == 1


def test_a_unit_that_moves_takes_its_quotes_along_and_leaves_its_subgroup(study: OpenStudy, transcript: int) -> None:
    plikt, uro = add_group(study, "Plikt"), add_group(study, "Uro")
    coded = code_words(study, transcript, "møtte", plikt, subgroup_id=add_subgroup(study, plikt, "Høflig"))
    _quote(study, coded.coding_id, "møtte")
    move_unit(study, unit_id=coded.unit_id, from_group=plikt, to_group=uro)
    with study.reading() as connection:
        coding = connection.execute(select(Coding)).mappings().one()
    assert (coding["group_id"], coding["subgroup_id"]) == (uro, None)
    assert _count(study, Quote) == 1


def test_a_unit_moved_to_where_it_is_already_leaves_its_quotes_there(study: OpenStudy, transcript: int) -> None:
    plikt, uro = add_group(study, "Plikt"), add_group(study, "Uro")
    coded = code_words(study, transcript, "møtte", plikt)
    there = code_words(study, transcript, "møtte", uro)
    quote = _quote(study, coded.coding_id, "møtte")
    move_unit(study, unit_id=coded.unit_id, from_group=plikt, to_group=uro)
    assert _groups(study) == ["Uro"]
    with study.reading() as connection:
        held = connection.execute(select(col(Quote.id), col(Quote.coding_id))).one()
    assert tuple(held) == (quote, there.coding_id)


def test_a_unit_moved_to_its_own_group_stays(study: OpenStudy, transcript: int) -> None:
    plikt = add_group(study, "Plikt")
    coded = code_words(study, transcript, "møtte", plikt)
    move_unit(study, unit_id=coded.unit_id, from_group=plikt, to_group=plikt)
    assert _groups(study) == ["Plikt"]


def test_a_unit_is_not_moved_into_another_analysis(study: OpenStudy, transcript: int) -> None:
    set_analysis(study, "Om plikt", substudies=["Pasientene"])
    plikt, other = add_group(study, "Plikt"), add_group(study, "Uro", analysis="Om plikt")
    coded = code_words(study, transcript, "møtte", plikt)
    with pytest.raises(NothingNamed):
        move_unit(study, unit_id=coded.unit_id, from_group=plikt, to_group=other)
    assert _groups(study) == ["Plikt"]


def test_a_summary_is_one_short_line() -> None:
    assert shortened("Jeg\n\nmøtte  opp") == "Jeg møtte opp"
    assert len(shortened("ord " * 50)) <= 40
    assert shortened("ord " * 50).endswith("…")

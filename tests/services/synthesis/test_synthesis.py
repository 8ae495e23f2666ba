"""Step 4: writing categories, and that what was validated is what stands."""

from collections.abc import Callable

import pytest

from qualcode.errors import (
    ChangedMeanwhile,
    EmptySpan,
    NameRefused,
    NothingNamed,
    QuotePlaced,
    SpanOutsideTranscript,
    StillInUse,
    ValueRefused,
)
from qualcode.services.coding.coding import code_span, toggle_span
from qualcode.services.condensing.condensing import looked_at, place, write_condensate
from qualcode.services.condensing.quotes import unmark_quote
from qualcode.services.keeping.history import history, redo, undo
from qualcode.services.reading.rereading import mark_opened
from qualcode.services.synthesis.categories import categories, category_list, quotes_and_condensates_for
from qualcode.services.synthesis.synthesis import (
    add_category,
    add_paragraph,
    add_passage,
    change_category,
    change_paragraph,
    change_passage,
    move_category,
    move_paragraph,
    remove_category,
    remove_paragraph,
    remove_passage,
    rest_on,
    write_validation,
)
from qualcode.storage.opening import OpenStudy
from qualcode.text.span import Span
from qualcode.views.synthesis import CategoryView
from tests.builders import add_substudy, analysis_of, hash_of
from tests.services.written import HEADING, PROSE, SAID, Written, write_analysis


@pytest.fixture
def written(study: OpenStudy) -> Written:
    """An analysis with a category."""
    return write_analysis(study)


def only(study: OpenStudy, written: Written) -> CategoryView:
    """The category, when there is one."""
    (category,) = categories(study, written.analysis)
    return category


def texts(study: OpenStudy, written: Written) -> list[str]:
    """The category's paragraphs and lead-ins, in order."""
    return [paragraph.text for paragraph in only(study, written).paragraphs]


def test_a_category_shows_all_it_holds(study: OpenStudy, written: Written) -> None:
    category = only(study, written)
    assert (category.number, category.heading, category.validated) == (1, HEADING, False)
    assert [condensate.path for condensate in category.condensates] == ["Uro/Brevet"]
    prose, placed = category.paragraphs
    assert (prose.text, prose.quote) == (PROSE, None)
    assert placed.quote is not None
    assert placed.quote.text == SAID["P1"]


def test_breadth_counts_participants_and_interviews_of_what_it_rests_on(study: OpenStudy, written: Written) -> None:
    breadth = only(study, written).breadth
    assert (breadth.participants, breadth.participants_in_all) == (("P1", "P2"), 3)
    assert (breadth.interviews, breadth.interviews_in_all) == (("P1", "P2"), 3)
    rest_on(study, written.category, written.hour)
    assert only(study, written).breadth.participants == ("P1", "P2", "P3")


def test_what_is_set_aside_carries_no_breadth(study: OpenStudy, written: Written) -> None:
    from qualcode.services.condensing.condensing import set_aside

    coding = quotes_and_condensates_for(study, written.analysis).quotes[1].coding_id
    set_aside(study, [coding])
    assert only(study, written).breadth.participants == ("P1",)


def test_a_condensate_that_must_be_looked_at_again_says_so_in_the_category(study: OpenStudy, written: Written) -> None:
    words = SAID["P3"]
    coding = next(one for one in quotes_and_condensates_for(study, written.analysis).quotes if one.text == words)
    place(study, [coding.coding_id], written.subgroups[0])
    assert only(study, written).condensates[0].must_look
    looked_at(study, written.letter)
    assert not only(study, written).condensates[0].must_look


def test_transcripts_that_somebody_has_opened_are_told_from_the_others(study: OpenStudy, written: Written) -> None:
    mark_opened(study, written.analysis, written.transcripts[1])
    category = only(study, written)
    assert (category.opened, category.unopened) == (("P2",), ("P1", "P3"))


def test_material_is_all_condensates_and_quotes_by_the_codebook(study: OpenStudy, written: Written) -> None:
    material = quotes_and_condensates_for(study, written.analysis)
    assert [condensate.path for condensate in material.condensates] == ["Uro/Brevet", "Uro/Timen"]
    assert [quote.text for quote in material.quotes] == list(SAID.values())


def test_a_paragraph_comes_after_the_one_it_was_put_after(study: OpenStudy, written: Written) -> None:
    add_paragraph(study, written.category, text="Midt imellom.", after=written.paragraph)
    assert texts(study, written) == [PROSE, "Midt imellom.", "En av dem sa:"]
    add_paragraph(study, written.category, text="Til slutt.")
    assert texts(study, written)[-1] == "Til slutt."


def test_a_paragraph_moves_past_its_neighbour_and_no_further(study: OpenStudy, written: Written) -> None:
    assert move_paragraph(study, written.placed, -1)
    assert texts(study, written) == ["En av dem sa:", PROSE]
    assert not move_paragraph(study, written.placed, -1)
    assert move_paragraph(study, written.placed, +1)
    assert texts(study, written) == [PROSE, "En av dem sa:"]


def test_a_placed_quote_keeps_its_quote_when_the_lead_in_is_written_anew(study: OpenStudy, written: Written) -> None:
    change_paragraph(study, written.placed, text="")
    placed = only(study, written).paragraphs[1]
    assert placed.text == ""
    assert placed.quote is not None


def test_categories_move_within_their_analysis(study: OpenStudy, written: Written) -> None:
    second = add_category(study, written.analysis, "Timen")
    assert move_category(study, second, -1)
    assert [category.heading for category in categories(study, written.analysis)] == ["Timen", HEADING]
    assert [category.number for category in categories(study, written.analysis)] == [1, 2]
    assert not move_category(study, second, -1)


def test_removing_a_category_leaves_quotes_and_condensates(study: OpenStudy, written: Written) -> None:
    add_passage(study, written.category, transcript_id=written.transcripts[0], span=Span(0, 3))
    before = quotes_and_condensates_for(study, written.analysis)
    remove_category(study, written.category)
    assert categories(study, written.analysis) == ()
    assert quotes_and_condensates_for(study, written.analysis) == before


def test_a_quote_in_a_category_cannot_be_taken_away_before_its_place(study: OpenStudy, written: Written) -> None:
    with pytest.raises(QuotePlaced):
        unmark_quote(study, written.quotes[0])
    remove_paragraph(study, written.placed)
    unmark_quote(study, written.quotes[0])
    assert len(quotes_and_condensates_for(study, written.analysis).quotes) == 2


def test_what_a_category_rests_on_cannot_be_emptied(study: OpenStudy, written: Written) -> None:
    with pytest.raises(StillInUse):
        write_condensate(study, written.subgroups[0], "")
    rest_on(study, written.category, written.letter, on=False)
    write_condensate(study, written.subgroups[0], "")


def test_resting_on_it_twice_is_resting_on_it_once(study: OpenStudy, written: Written) -> None:
    before = hash_of(study)
    rest_on(study, written.category, written.letter)
    assert hash_of(study) == before


REOPENING: dict[str, Callable[[OpenStudy, Written], object]] = {
    "paragraph added": lambda study, here: add_paragraph(study, here.category, text="Mer."),
    "paragraph changed": lambda study, here: change_paragraph(study, here.paragraph, text="Noe annet."),
    "paragraph removed": lambda study, here: remove_paragraph(study, here.paragraph),
    "quote removed": lambda study, here: remove_paragraph(study, here.placed),
    "rests on more": lambda study, here: rest_on(study, here.category, here.hour),
    "rests on less": lambda study, here: rest_on(study, here.category, here.letter, on=False),
    "condensate rewritten": lambda study, here: write_condensate(study, here.subgroups[0], "Jeg ble stående."),
}
STAYING: dict[str, Callable[[OpenStudy, Written], object]] = {
    "heading": lambda study, here: change_category(study, here.category, heading="Noe annet"),
    "order": lambda study, here: move_paragraph(study, here.placed, -1),
    "the same text": lambda study, here: change_paragraph(study, here.paragraph, text=PROSE),
    "another condensate": lambda study, here: write_condensate(study, here.subgroups[1], "Ja, sa han."),
    "passage": lambda study, here: add_passage(
        study, here.category, transcript_id=here.transcripts[0], span=Span(0, 3)
    ),
}


@pytest.mark.parametrize("act", REOPENING.values(), ids=REOPENING.keys())
def test_a_validated_category_must_be_validated_again_when_text_or_ground_changes(
    study: OpenStudy, written: Written, act: Callable[[OpenStudy, Written], object]
) -> None:
    write_validation(study, written.category, text="Lest om igjen.", validated=True)
    act(study, written)
    category = only(study, written)
    assert (category.validated, category.validation) == (False, "Lest om igjen.")
    assert "must be validated again" in history(study, limit=1)[0].summary
    undo(study)
    assert only(study, written).validated


@pytest.mark.parametrize("act", STAYING.values(), ids=STAYING.keys())
def test_a_validated_category_stays_so_when_something_else_changes(
    study: OpenStudy, written: Written, act: Callable[[OpenStudy, Written], object]
) -> None:
    write_validation(study, written.category, validated=True)
    act(study, written)
    assert only(study, written).validated


def test_a_category_that_was_not_validated_is_not_said_to_need_it_again(study: OpenStudy, written: Written) -> None:
    change_paragraph(study, written.paragraph, text="Noe annet.")
    assert "again" not in history(study, limit=1)[0].summary


def test_a_passage_has_the_words_of_its_place_and_says_what_it_does(study: OpenStudy, written: Written) -> None:
    start = len("Hva tenkte du?") + 2
    span = Span(start, start + 6)
    key = add_passage(
        study, written.category, transcript_id=written.transcripts[2], span=span, stance="contradicts", comment="han"
    )
    (passage,) = only(study, written).passages
    assert (passage.transcript, passage.turn, passage.text) == ("P3", 2, "Så sva")
    assert (passage.stance, passage.comment) == ("contradicts", "han")
    change_passage(study, key, stance="nuances")
    assert only(study, written).passages[0].comment == "han"
    assert only(study, written).passages[0].stance == "nuances"
    remove_passage(study, key)
    assert only(study, written).passages == ()


@pytest.mark.parametrize(
    ("span", "stance", "error"),
    [
        (Span(0, 3), "doubts", ValueRefused),
        (Span(0, 9999), "nuances", SpanOutsideTranscript),
        (Span(14, 16), "nuances", EmptySpan),
    ],
)
def test_an_impossible_passage_is_refused(
    study: OpenStudy, written: Written, span: Span, stance: str, error: type[Exception]
) -> None:
    before = hash_of(study)
    with pytest.raises(error):
        add_passage(study, written.category, transcript_id=written.transcripts[0], span=span, stance=stance)
    assert hash_of(study) == before


def test_an_empty_heading_is_refused(study: OpenStudy, written: Written) -> None:
    with pytest.raises(NameRefused):
        add_category(study, written.analysis, " \n ")


def test_a_paragraph_without_words_or_quote_is_refused(study: OpenStudy, written: Written) -> None:
    with pytest.raises(ValueRefused):
        add_paragraph(study, written.category, text="  ")
    with pytest.raises(ValueRefused):
        change_paragraph(study, written.paragraph, text="")


def test_a_quote_or_condensate_of_another_analysis_is_refused(study: OpenStudy, written: Written) -> None:
    add_substudy(study, "Legene")
    elsewhere = add_category(study, analysis_of(study, "Legene"), "Noe")
    with pytest.raises(NothingNamed):
        add_paragraph(study, elsewhere, quote_id=written.quotes[0])
    with pytest.raises(NothingNamed):
        rest_on(study, elsewhere, written.letter)


def test_what_somebody_else_has_taken_away_is_told(study: OpenStudy, written: Written) -> None:
    remove_category(study, written.category)
    with pytest.raises(ChangedMeanwhile):
        add_paragraph(study, written.category, text="Mer.")


def test_an_old_version_is_not_written_over(study: OpenStudy, written: Written) -> None:
    seen = only(study, written).paragraphs[0].version
    change_paragraph(study, written.paragraph, text="Først.", seen=seen)
    with pytest.raises(ChangedMeanwhile):
        change_paragraph(study, written.paragraph, text="Så.", seen=seen)


def test_units_of_the_ground_may_be_recoded_without_losing_the_category(study: OpenStudy, written: Written) -> None:
    start = len("Hva tenkte du?") + 2
    group = 1
    span = Span(start, start + 5)
    code_span(study, transcript_id=written.transcripts[2], span=span, group_id=group, subgroup_id=written.subgroups[0])
    assert only(study, written).breadth.participants == ("P1", "P2", "P3")
    toggle_span(study, transcript_id=written.transcripts[2], span=span, group_id=group)
    assert only(study, written).breadth.participants == ("P1", "P2")


def test_everything_can_be_undone_back_to_the_empty_analysis_and_redone(study: OpenStudy) -> None:
    write_analysis(study)
    hashes = [hash_of(study)]
    for _ in range(4):
        undo(study)
        hashes.append(hash_of(study))
    assert category_list(study) == []
    assert len(set(hashes)) == len(hashes)
    for expected in reversed(hashes[:-1]):
        redo(study)
        assert hash_of(study) == expected

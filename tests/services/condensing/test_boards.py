"""A code group laid out: cards, columns, order, filter, and how wide it reaches."""

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from qualcode.errors import ChangedMeanwhile, NothingNamed, ValueRefused
from qualcode.model import Coding, MeaningUnit
from qualcode.services.coding.units import list_units
from qualcode.services.condensing.condensing import board, condensates, place, set_aside, write_condensate
from qualcode.services.condensing.quotes import mark_quote
from qualcode.services.condensing.traits import traits_of
from qualcode.services.material.substudies import set_analysis
from qualcode.services.participants.participants import import_participants
from qualcode.services.passages import read_passage
from qualcode.storage.opening import OpenStudy
from qualcode.text.span import Span
from qualcode.views.condensing import BoardView, CardView
from tests.builders import (
    SUBSTUDY,
    add_group,
    add_participant,
    add_subgroup,
    add_substudy,
    add_transcript,
    analysis_of,
    code_words,
    numbered,
)

P2_SAID = [("I", "Hvordan var det?"), ("P2", "Hun så opp fra papirene."), ("I", "Ja?"), ("P2", "Vi snakka om hytta.")]
P1_SAID = [("I", "Og hos deg?"), ("P1", "Jeg hadde med meg hele permen.")]


@pytest.fixture
def group(study: OpenStudy) -> int:
    """Two interviews, three units of two participants: the transcript of P2 was imported first."""
    add_substudy(study)
    for code in ("P1", "P2", "P3"):
        add_participant(study, code)
    second = add_transcript(study, "Intervju 2", P2_SAID)
    first = add_transcript(study, "Intervju 1", P1_SAID)
    group = add_group(study, "Å bli trodd")
    for transcript, words in ((first, "hele permen"), (second, "snakka om hytta"), (second, "så opp fra papirene")):
        code_words(study, transcript, words, group)
    return group


def cards(shown: BoardView) -> list[CardView]:
    """Every card, column by column."""
    return [card for column in shown.columns for card in column.cards]


def words(shown: BoardView) -> list[str]:
    """The words of every card, column by column."""
    return [card.words for card in cards(shown)]


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("participant", ["hele permen", "så opp fra papirene", "snakka om hytta"]),
        ("transcript", ["så opp fra papirene", "snakka om hytta", "hele permen"]),
        ("time", ["hele permen", "snakka om hytta", "så opp fra papirene"]),
    ],
)
def test_cards_lie_in_the_order_asked_for(study: OpenStudy, group: int, order: str, expected: list[str]) -> None:
    assert words(board(study, group, order=order)) == expected


def test_another_order_is_refused(study: OpenStudy, group: int) -> None:
    with pytest.raises(ValueRefused):
        board(study, group, order="colour")


def test_a_card_knows_where_it_comes_from(study: OpenStudy, group: int) -> None:
    by_uid = {unit.uid: unit for unit in list_units(study)}
    for card in cards(board(study, group)):
        unit = by_uid[card.uid]
        assert (card.words, card.turn, card.speakers, card.participants) == (
            unit.text,
            unit.turn,
            unit.speakers,
            unit.participants,
        )
        assert (card.transcript, card.start, card.end, card.coder) == (
            unit.transcript,
            unit.start,
            unit.end,
            unit.coder,
        )


def test_a_card_shows_that_it_is_quoted_and_that_the_quote_is_golden(study: OpenStudy, group: int) -> None:
    first, second, third = cards(board(study, group))
    mark_quote(study, first.coding_id)
    mark_quote(study, second.coding_id, span=Span(second.start, second.start + 6))
    mark_quote(study, second.coding_id, golden=True)
    shown = {card.coding_id: (card.quoted, card.golden) for card in cards(board(study, group))}
    assert shown == {first.coding_id: (True, False), second.coding_id: (True, True), third.coding_id: (False, False)}


def test_a_filter_leaves_counts_and_condensates_whole(study: OpenStudy, group: int) -> None:
    subgroup = add_subgroup(study, group, "Legen så meg")
    place(study, [card.coding_id for card in cards(board(study, group))], subgroup)
    write_condensate(study, subgroup, "Hun så opp fra papirene.")
    shown = board(study, group, participant="P1")
    assert words(shown) == ["hele permen"]
    assert shown.columns[0].total == 3
    assert (shown.condensates[0].units, shown.condensates[0].must_look) == (3, False)
    assert shown.breadth == board(study, group).breadth


def test_filtering_by_somebody_who_is_not_there_is_refused(study: OpenStudy, group: int) -> None:
    with pytest.raises(NothingNamed):
        board(study, group, participant="P9")
    assert cards(board(study, group, participant="P3")) == []


def test_breadth_is_counted_in_participants_and_in_interviews(study: OpenStudy, group: int) -> None:
    breadth = board(study, group).breadth
    assert breadth.participants == ("P1", "P2")
    assert breadth.participants_in_all == 3
    assert set(breadth.interviews) == {"Intervju 1", "Intervju 2"}
    assert breadth.interviews_in_all == 2


def test_what_is_set_aside_does_not_make_the_group_wider(study: OpenStudy, group: int) -> None:
    set_aside(study, [card.coding_id for card in cards(board(study, group)) if card.participants == ("P1",)])
    shown = board(study, group)
    assert (shown.breadth.participants, shown.breadth.interviews) == (("P2",), ("Intervju 2",))
    assert shown.participants == ("P1", "P2")


def test_the_same_code_in_two_substudies_is_two_participants(study: OpenStudy, group: int) -> None:
    add_substudy(study, "Pårørende")
    add_participant(study, "P1", substudy="Pårørende")
    other = add_transcript(study, "Intervju 1", [("P1", "Og jeg satt der.")], substudy="Pårørende")
    set_analysis(study, "Pasientene", substudies=["Pasientene", "Pårørende"])
    code_words(study, other, "jeg satt der", group)
    shown = board(study, group)
    assert shown.participants == ("Pasientene:P1", "P2", "Pårørende:P1")
    assert len(shown.breadth.interviews) == 3
    assert words(board(study, group, participant="Pårørende:P1")) == ["jeg satt der"]


def test_every_subgroup_has_its_condensate_written_or_not(study: OpenStudy, group: int) -> None:
    first, second = add_subgroup(study, group, "Legen så meg"), add_subgroup(study, group, "Å måtte bevise")
    coding = cards(board(study, group))[0].coding_id
    place(study, [coding], second)
    write_condensate(study, second, "Jeg tok med meg hele permen, altså hele permen.")
    shown = board(study, group).condensates
    assert [(one.subgroup_id, one.id is None, one.version) for one in shown] == [(first, True, 0), (second, False, 1)]
    assert [(one.units, one.participants, one.interviews) for one in shown] == [(0, 0, 0), (1, 1, 1)]
    assert [one.subgroup for one in condensates(study)] == ["Å måtte bevise"]
    assert condensates(study, analysis="Pasientene") == condensates(study)


def test_the_participants_own_words_in_a_condensate_are_found(study: OpenStudy, group: int) -> None:
    subgroup = add_subgroup(study, group, "Legen så meg")
    place(study, [card.coding_id for card in cards(board(study, group))], subgroup)
    text = "Jeg merka at hun så opp fra papirene, rett og slett."
    write_condensate(study, subgroup, text)
    taken = board(study, group).condensates[0].taken
    assert [text[start:end] for start, end in taken] == ["så opp fra papirene"]


def test_a_group_that_is_gone_is_said_to_be(study: OpenStudy, group: int) -> None:
    with pytest.raises(ChangedMeanwhile):
        board(study, group + 99)


def test_a_board_names_its_question(study: OpenStudy, group: int) -> None:
    set_analysis(study, "Pasientene", question="Hvordan opplevdes det?")
    shown = board(study, group)
    assert (shown.question, shown.group, shown.analysis) == ("Hvordan opplevdes det?", "Å bli trodd", "Pasientene")
    assert shown.analysis_id == analysis_of(study)


def test_breadth_names_those_who_say_nothing_and_where_nothing_is_said(study: OpenStudy, group: int) -> None:
    add_transcript(study, "Intervju 3", [("I", "Og du?"), ("P3", "Ikke noe å si.")])
    breadth = board(study, group).breadth
    assert (breadth.participants, breadth.silent) == (("P1", "P2"), ("P3",))
    assert (len(breadth.interviews), breadth.silent_interviews) == (2, ("Intervju 3",))


def test_cards_are_kept_by_what_is_registered_about_those_who_speak(study: OpenStudy, group: int) -> None:
    people: list[dict[str, object]] = [
        {"participant": "P1", "gender": "K", "age": 40},
        {"participant": "P2", "gender": "M", "age": 40},
        {"participant": "P3", "gender": "M"},
    ]
    import_participants(study, numbered(people), substudy="Pasientene")
    assert traits_of(study, analysis_of(study)) == [("Kjønn", "K", 1), ("Kjønn", "M", 2), ("Alder", "40", 2)]
    men = board(study, group, attribute=("Kjønn", "M"))
    assert words(men) == ["så opp fra papirene", "snakka om hytta"]
    assert sum(column.total for column in men.columns) == 3, "counts stay whole"
    assert words(board(study, group, attribute=("Kjønn", "M"), participant="P1")) == []
    assert words(board(study, group, attribute=("Kjønn", "X"))) == []


def test_more_cards_are_not_more_reads(study: OpenStudy, group: int) -> None:
    subgroup = add_subgroup(study, group, "Legen så meg")
    few = _reads(study, group)
    card = cards(board(study, group))[0]
    _copy_unit(study, card.transcript_id, group, subgroup, times=40)
    assert len(cards(board(study, group))) == 43
    assert _reads(study, group) == few


def _reads(study: OpenStudy, group: int) -> int:
    board(study, group)  # what is hidden from the coder is looked up once after every change
    seen: list[str] = []

    def look(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        seen.append(statement)

    event.listen(Engine, "before_cursor_execute", look)
    try:
        board(study, group)
    finally:
        event.remove(Engine, "before_cursor_execute", look)
    return len(seen)


def _copy_unit(study: OpenStudy, transcript: int, group: int, subgroup: int, *, times: int) -> None:
    with study.change("test.units") as change:
        analysis, coder = analysis_of(study), change.coder_id
        for at in range(times):
            span = Span(0, at + 1)
            passage = read_passage(change.connection, transcript, span)
            unit = change.add(
                MeaningUnit,
                analysis_id=analysis,
                transcript_id=transcript,
                revision_id=passage.revision_id,
                start=span.start,
                end=span.end,
                text=passage.words,
                coder_id=coder,
                created=change.at,
            )
            change.add(Coding, unit_id=unit, group_id=group, subgroup_id=subgroup, created=change.at)


def test_ages_are_filtered_by_tens_when_there_are_many(study: OpenStudy) -> None:
    add_substudy(study)
    people = [{"participant": f"P{number}", "age": 38 + 3 * number} for number in range(7)]
    import_participants(study, numbered(people), substudy=SUBSTUDY)
    assert traits_of(study, analysis_of(study)) == [("Alder", "30–39", 1), ("Alder", "40–49", 3), ("Alder", "50–59", 3)]
    group = add_group(study, "Uro")
    for code in ("P0", "P1"):
        code_words(study, add_transcript(study, code, [(code, f"Ord fra {code}.")]), f"Ord fra {code}.", group)
    assert words(board(study, group, attribute=("Alder", "40–49"))) == ["Ord fra P1."]

"""Step 3: sorting cards, and condensates that know what they stand on."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.errors import ChangedMeanwhile, NothingNamed, StillInUse
from qualcode.model import CategoryCondensate, ResultCategory
from qualcode.services.coding.codebooks import change_subgroup, remove_subgroup
from qualcode.services.coding.coding import toggle_span
from qualcode.services.coding.reshaping import merge_units, remove_unit, resize_unit, split_unit
from qualcode.services.condensing.condensing import (
    begin_from_unit,
    board,
    condensates,
    looked_at,
    place,
    set_aside,
    unplace,
    write_condensate,
)
from qualcode.services.condensing.fingerprints import fingerprint, fingerprint_of, to_look_at
from qualcode.services.condensing.quotes import mark_quote
from qualcode.services.keeping.history import redo, undo
from qualcode.services.reading.notes import add_note
from qualcode.storage.content import content_hash
from qualcode.storage.opening import OpenStudy
from qualcode.text.span import Span
from qualcode.views.condensing import BoardView, CondensateView
from tests.builders import add_group, add_subgroup, add_substudy, add_transcript, analysis_of, code_words, new_study

TEXT = "nei det vet jeg ikke men jeg ble sittende i gangen en stund med jakka på og tenkte at nå er det noen"


class Table(NamedTuple):
    """A code group on the table: two subgroups, and cards of one word each."""

    group: int
    first: int
    second: int
    transcript: int
    codings: tuple[int, ...]
    units: tuple[int, ...]


Act = Callable[[OpenStudy, Table], object]
"""Something done while the condensate of the first subgroup stands."""


def lay(study: OpenStudy, *, cards: int = 4) -> Table:
    """A study with one group; the first card is sorted into the first subgroup."""
    add_substudy(study)
    transcript = add_transcript(study, "P1", TEXT)
    group = add_group(study, "Uro")
    first, second = add_subgroup(study, group, "Brevet"), add_subgroup(study, group, "Gangen")
    coded = [code_words(study, transcript, f" {word} ", group) for word in TEXT.split()[1 : cards + 1]]
    table = Table(
        group,
        first,
        second,
        transcript,
        tuple(one.coding_id for one in coded),
        tuple(one.unit_id for one in coded),
    )
    place(study, table.codings[:1], first)
    return table


@pytest.fixture
def table(study: OpenStudy) -> Table:
    """Four cards, the first one sorted."""
    return lay(study)


def columns(shown: BoardView) -> list[set[int]]:
    """The codings in each column."""
    return [{card.coding_id for card in column.cards} for column in shown.columns]


def condensate_of(study: OpenStudy, table: Table, subgroup: int | None = None) -> CondensateView:
    """What is written of a subgroup (the first one)."""
    wanted = subgroup or table.first
    return next(one for one in board(study, table.group).condensates if one.subgroup_id == wanted)


def hash_of(study: OpenStudy) -> str:
    """What the study holds."""
    with study.reading() as connection:
        return content_hash(connection)


@contextmanager
def fresh_study() -> Iterator[OpenStudy]:
    """A study of an example's own."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "study.qualcode"
        with new_study(path) as study:
            yield study


def test_cards_go_where_they_are_put(study: OpenStudy, table: Table) -> None:
    a, b, c, d = table.codings
    place(study, [b, c], table.second)
    set_aside(study, [d], "om noe annet")
    shown = board(study, table.group)
    assert columns(shown) == [{a}, {b, c}, set(), {d}]
    assert [column.kind for column in shown.columns] == ["subgroup", "subgroup", "unsorted", "set-aside"]
    assert shown.columns[3].cards[0].reason == "om noe annet"
    unplace(study, [b, d])
    assert columns(board(study, table.group)) == [{a}, {c}, {b, d}, set()]


def test_a_card_that_comes_back_leaves_its_reason_behind(study: OpenStudy, table: Table) -> None:
    set_aside(study, table.codings[:1], "om noe annet")
    place(study, table.codings[:1], table.first)
    set_aside(study, table.codings[:1])
    assert board(study, table.group).columns[3].cards[0].reason == ""


def test_setting_aside_again_without_a_reason_keeps_the_one_that_stands(study: OpenStudy, table: Table) -> None:
    set_aside(study, table.codings[:1], "om noe annet")
    set_aside(study, table.codings)
    assert {card.reason for card in board(study, table.group).columns[3].cards} == {"om noe annet", ""}


def test_many_cards_move_in_one_act(study: OpenStudy, table: Table) -> None:
    before = hash_of(study)
    place(study, table.codings, table.second)
    undo(study)
    assert hash_of(study) == before


def test_putting_a_card_where_it_lies_leaves_nothing_to_undo(study: OpenStudy, table: Table) -> None:
    undo_of = board(study, table.group).columns[0].cards[0].version
    place(study, table.codings[:1], table.first)
    assert board(study, table.group).columns[0].cards[0].version == undo_of


def test_a_card_cannot_go_into_a_subgroup_of_another_group(study: OpenStudy, table: Table) -> None:
    other = add_subgroup(study, add_group(study, "Plikt"), "Fremmed")
    before = hash_of(study)
    with pytest.raises(NothingNamed):
        place(study, table.codings, other)
    assert hash_of(study) == before


def test_a_card_somebody_took_away_stops_the_whole_act(study: OpenStudy, table: Table) -> None:
    remove_unit(study, unit_id=table.units[3])
    before = hash_of(study)
    with pytest.raises(ChangedMeanwhile):
        place(study, table.codings, table.second)
    with pytest.raises(ChangedMeanwhile):
        set_aside(study, table.codings)
    assert hash_of(study) == before


def test_a_condensate_is_written_and_written_again(study: OpenStudy, table: Table) -> None:
    write_condensate(study, table.first, "  Jeg visste ikke.\r\n ", seen=0)
    first = condensate_of(study, table)
    assert (first.text, first.coder, first.must_look, first.path) == ("Jeg visste ikke.", "AA", False, "Uro/Brevet")
    write_condensate(study, table.first, "Jeg visste det.", seen=first.version)
    assert condensate_of(study, table).text == "Jeg visste det."
    assert [one.text for one in condensates(study)] == ["Jeg visste det."]
    undo(study)
    assert condensate_of(study, table).text == "Jeg visste ikke."


@pytest.mark.parametrize("seen", [0, 7])
def test_what_somebody_else_wrote_is_not_overwritten(study: OpenStudy, table: Table, seen: int) -> None:
    write_condensate(study, table.first, "Jeg visste ikke.")
    with pytest.raises(ChangedMeanwhile):
        write_condensate(study, table.first, "Jeg visste det.", seen=seen)
    assert condensate_of(study, table).text == "Jeg visste ikke."


def test_what_somebody_else_took_away_is_not_written_back_unseen(study: OpenStudy, table: Table) -> None:
    write_condensate(study, table.first, "Jeg visste ikke.")
    seen = condensate_of(study, table).version
    write_condensate(study, table.first, "")
    with pytest.raises(ChangedMeanwhile):
        write_condensate(study, table.first, "Jeg visste det.", seen=seen)


def test_an_empty_condensate_is_taken_away(study: OpenStudy, table: Table) -> None:
    write_condensate(study, table.first, "Jeg visste ikke.")
    before = hash_of(study)
    write_condensate(study, table.first, "\n")
    assert condensate_of(study, table).id is None
    assert condensates(study) == []
    undo(study)
    assert hash_of(study) == before


def test_a_condensate_that_a_category_rests_on_stays(study: OpenStudy, table: Table) -> None:
    write_condensate(study, table.first, "Jeg visste ikke.")
    condensate = condensate_of(study, table).id
    with study.change("category.new") as change:
        category = change.add(ResultCategory, analysis_id=analysis_of(study), heading="Uvissheten", position=1)
        change.add(CategoryCondensate, category_id=category, condensate_id=condensate)
    with pytest.raises(StillInUse) as refused:
        write_condensate(study, table.first, "")
    assert "«Uvissheten»" in refused.value.message
    assert condensate_of(study, table).text == "Jeg visste ikke."


def test_an_unchanged_text_does_not_say_that_somebody_looked(study: OpenStudy, table: Table) -> None:
    write_condensate(study, table.first, "Jeg visste ikke.")
    place(study, table.codings, table.first)
    write_condensate(study, table.first, "Jeg visste ikke.")
    assert condensate_of(study, table).must_look


def test_looking_again_settles_it_and_can_be_undone(study: OpenStudy, table: Table) -> None:
    write_condensate(study, table.first, "Jeg visste ikke.")
    place(study, table.codings, table.first)
    condensate = condensate_of(study, table)
    assert condensate.must_look
    assert condensate.id is not None
    looked_at(study, condensate.id)
    assert not condensate_of(study, table).must_look
    undo(study)
    assert condensate_of(study, table).must_look


def test_looking_where_nothing_changed_leaves_nothing_to_undo(study: OpenStudy, table: Table) -> None:
    write_condensate(study, table.first, "Jeg visste ikke.")
    condensate = condensate_of(study, table)
    assert condensate.id is not None
    looked_at(study, condensate.id)
    assert condensate_of(study, table).version == condensate.version


def test_a_condensate_is_begun_from_a_units_words_on_one_line(study: OpenStudy, table: Table) -> None:
    before = hash_of(study)
    assert begin_from_unit(study, table.first, table.codings[0]) == "det"
    write_condensate(study, table.first, "Jeg visste ikke.")
    assert begin_from_unit(study, table.first, table.codings[1]) == "Jeg visste ikke.\n\nvet"
    undo(study)
    assert hash_of(study) == before
    with pytest.raises(ChangedMeanwhile):
        begin_from_unit(study, table.first, 999)


def test_a_removed_subgroup_takes_its_condensate_along(study: OpenStudy, table: Table) -> None:
    write_condensate(study, table.first, "Jeg visste ikke.")
    before = hash_of(study)
    remove_subgroup(study, table.first)
    assert condensates(study) == []
    assert table.codings[0] in columns(board(study, table.group))[1]
    undo(study)
    assert hash_of(study) == before
    assert [(one.text, one.must_look) for one in condensates(study)] == [("Jeg visste ikke.", False)]


TOUCHING: dict[str, Act] = {
    "a unit joins": lambda study, table: place(study, table.codings[1:2], table.first),
    "a unit leaves": lambda study, table: unplace(study, table.codings[:1]),
    "a unit moves on": lambda study, table: place(study, table.codings[:1], table.second),
    "a unit is set aside": lambda study, table: set_aside(study, table.codings[:1]),
    "a unit is removed": lambda study, table: remove_unit(study, unit_id=table.units[0]),
    "a unit grows": lambda study, table: resize_unit(study, unit_id=table.units[0], span=Span(0, 7)),
    "a unit is split": lambda study, table: split_unit(study, unit_id=table.units[0], at=5),
    "a unit is merged": lambda study, table: merge_units(study, unit_ids=list(table.units[:2])),
    "a unit is coded into it": lambda study, table: code_words(
        study, table.transcript, "noen", table.group, subgroup_id=table.first
    ),
}
UNRELATED: dict[str, Act] = {
    "a unit joins another subgroup": lambda study, table: place(study, table.codings[1:2], table.second),
    "another unit is set aside": lambda study, table: set_aside(study, table.codings[1:]),
    "another unit grows": lambda study, table: resize_unit(study, unit_id=table.units[2], span=Span(9, 17)),
    "another unit is removed": lambda study, table: remove_unit(study, unit_id=table.units[3]),
    "a unit is coded elsewhere": lambda study, table: toggle_span(
        study, transcript_id=table.transcript, span=Span(3, 8), group_id=add_group(study, "Plikt")
    ),
    "a quote is taken": lambda study, table: mark_quote(study, table.codings[0], golden=True),
    "a note is written": lambda study, table: add_note(
        study, analysis_of(study), table.transcript, "hm", unit_id=table.units[0]
    ),
    "the subgroup is renamed": lambda study, table: change_subgroup(study, table.first, name="Posten"),
    "another condensate is written": lambda study, table: write_condensate(study, table.second, "Jeg gikk."),
}


@pytest.mark.parametrize("act", TOUCHING.values(), ids=TOUCHING)
def test_a_condensate_must_be_looked_at_again_when(study: OpenStudy, table: Table, act: Act) -> None:
    write_condensate(study, table.first, "Jeg visste ikke.")
    before = hash_of(study)
    act(study, table)
    assert condensate_of(study, table).must_look
    with study.reading() as connection:
        assert [path for _, path in to_look_at(connection, analysis_of(study))] == ["Uro/Brevet"]
    undo(study)
    assert not condensate_of(study, table).must_look
    assert hash_of(study) == before


@pytest.mark.parametrize("act", UNRELATED.values(), ids=UNRELATED)
def test_a_condensate_need_not_be_looked_at_again_when(study: OpenStudy, table: Table, act: Act) -> None:
    write_condensate(study, table.first, "Jeg visste ikke.")
    act(study, table)
    assert not condensate_of(study, table).must_look
    with study.reading() as connection:
        assert to_look_at(connection, analysis_of(study)) == []


def test_a_fingerprint_is_of_units_and_words_not_of_their_order() -> None:
    units = [("b", "ja"), ("a", "nei")]
    assert fingerprint_of(units) == fingerprint_of(units[::-1])
    assert len({fingerprint_of([("a", "ja")]), fingerprint_of([("a", "jo")]), fingerprint_of([])}) == 3


CARDS = st.lists(st.integers(0, 3), min_size=1, max_size=3, unique=True)
ACTS = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(["first", "second", "unplace", "aside"]), CARDS),
        st.tuples(st.sampled_from(["write", "look"]), st.just([0])),
    ),
    max_size=12,
)


def do(study: OpenStudy, table: Table, act: str, cards: list[int]) -> None:
    """One act on the table."""
    codings = [table.codings[card] for card in cards]
    written = condensate_of(study, table)
    if act in ("first", "second"):
        place(study, codings, getattr(table, act))
    elif act == "write":
        write_condensate(study, table.first, f"{written.text} Jeg.", seen=written.version)
    elif act == "look" and written.id is not None:
        looked_at(study, written.id)
    elif act == "unplace":
        unplace(study, codings)
    elif act == "aside":
        set_aside(study, codings, "nei")


@settings(max_examples=15, deadline=None)
@given(ACTS)
def test_however_cards_are_moved_the_condensate_carries_what_lies_in_its_column(
    acts: list[tuple[str, list[int]]],
) -> None:
    with fresh_study() as study:
        table = lay(study)
        lies = dict.fromkeys(table.codings, 2) | {table.codings[0]: 0}
        stood: set[int] | None = None
        for act, cards in acts:
            do(study, table, act, cards)
            where = {"first": 0, "second": 1, "unplace": 2, "aside": 3}.get(act)
            if where is not None:
                lies |= {table.codings[card]: where for card in cards}
            here = {coding for coding, column in lies.items() if column == 0}
            if act == "write" or (act == "look" and stood is not None):
                stood = here
            shown = board(study, table.group)
            assert columns(shown) == [{coding for coding, at in lies.items() if at == column} for column in range(4)]
            condensate = condensate_of(study, table)
            assert condensate.units == len(here)
            assert condensate.must_look == (stood is not None and stood != here)
            with study.reading() as connection:
                units = [card for column in shown.columns[:1] for card in column.cards]
                standing = fingerprint_of((card.uid, card.words) for card in units)
                assert fingerprint(connection, table.first) == standing


@settings(max_examples=10, deadline=None)
@given(ACTS)
def test_undo_brings_everything_back_and_redo_does_it_again(acts: list[tuple[str, list[int]]]) -> None:
    with fresh_study() as study:
        table = lay(study)
        states = [hash_of(study)]
        for act, cards in acts:
            do(study, table, act, cards)
            if hash_of(study) != states[-1]:
                states.append(hash_of(study))
        for state in states[-2::-1]:
            undo(study)
            assert hash_of(study) == state
        for state in states[1:]:
            redo(study)
            assert hash_of(study) == state

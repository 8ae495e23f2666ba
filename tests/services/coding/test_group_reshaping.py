"""Step 2: the codebook takes another shape, and what was coded goes along."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qualcode.errors import NameTaken, QualcodeError, ValueRefused
from qualcode.services.coding.codebooks import change_group
from qualcode.services.coding.group_history import group_history
from qualcode.services.coding.group_reshaping import merge_groups, move_group, move_subgroup, retire_group, split_group
from qualcode.services.coding.units import code_groups, list_units
from qualcode.services.condensing.condensing import place
from qualcode.services.condensing.quotes import mark_unit_quote, quotes
from qualcode.services.keeping.history import redo, undo
from qualcode.services.protecting.withdrawing import withdraw_participant
from qualcode.services.reading.reading import add_theme
from qualcode.services.themes.negotiating import agree_on, group_origins, groups_from_themes
from qualcode.storage.opening import OpenStudy
from qualcode.storage.tallies import count_anew, stored_counts
from qualcode.views.groups import GroupView
from tests.builders import (
    add_condensate,
    add_group,
    add_participant,
    add_subgroup,
    add_substudy,
    add_transcript,
    analysis_of,
    code_words,
    hash_of,
    new_study,
)


class Book:
    """Uro (with Brevet and Gangen), Plikt (with Brevet), Trodd; four units, one of them in Uro and in Plikt."""

    def __init__(self, study: OpenStudy) -> None:
        add_substudy(study)
        self.study, self.analysis = study, analysis_of(study)
        first = add_transcript(study, "P1", "Brevet kom. Jeg satt i gangen. Med jakka på. Jeg måtte jo.")
        self.uro, self.plikt, self.trodd = (add_group(study, name) for name in ("Uro", "Plikt", "Trodd"))
        self.letter, self.hall = add_subgroup(study, self.uro, "Brevet"), add_subgroup(study, self.uro, "Gangen")
        self.duty = add_subgroup(study, self.plikt, "Brevet")
        self.unit = code_words(study, first, "Brevet kom", self.uro, subgroup_id=self.letter).unit_id
        code_words(study, first, "Brevet kom", self.plikt, subgroup_id=self.duty)
        self.sat = code_words(study, first, "Jeg satt i gangen", self.uro, subgroup_id=self.hall).coding_id
        self.jacket = code_words(study, first, "Med jakka på", self.uro).coding_id
        code_words(study, first, "Jeg måtte jo", self.plikt)

    def groups(self) -> dict[str, GroupView]:
        """The groups by name, in order."""
        return {group.name: group for group in code_groups(self.study, self.analysis)}

    def paths(self) -> list[tuple[str, tuple[str, ...]]]:
        """The units, and where each stands."""
        return [(unit.text, unit.code_groups) for unit in list_units(self.study)]


@pytest.fixture
def book(study: OpenStudy) -> Book:
    """A codebook in use."""
    return Book(study)


def test_groups_are_reordered(book: Book) -> None:
    move_group(book.study, book.trodd, to=0)
    assert list(book.groups()) == ["Trodd", "Uro", "Plikt"]
    move_group(book.study, book.trodd, to=99)
    assert list(book.groups()) == ["Uro", "Plikt", "Trodd"]
    move_subgroup(book.study, book.hall, to=0)
    assert [one.name for one in book.groups()["Uro"].subgroups] == ["Gangen", "Brevet"]


def test_merged_groups_hold_every_unit_once_with_subgroups_quotes_and_condensates(book: Book) -> None:
    mark_unit_quote(book.study, book.unit, group_id=book.uro)
    add_condensate(book.study, book.hall, "Jeg satt der.")
    merge_groups(book.study, book.uro, book.plikt)
    assert list(book.groups()) == ["Plikt", "Trodd"]
    assert [one.name for one in book.groups()["Plikt"].subgroups] == ["Brevet", "Brevet (Uro)", "Gangen"]
    assert book.paths() == [
        ("Brevet kom", ("Plikt/Brevet",)),
        ("Jeg satt i gangen", ("Plikt/Gangen",)),
        ("Med jakka på", ("Plikt",)),
        ("Jeg måtte jo", ("Plikt",)),
    ]
    assert [quote.code_group for quote in quotes(book.study)] == ["Plikt"]


def test_a_split_off_group_takes_subgroups_and_units_along(book: Book) -> None:
    made = split_group(book.study, book.uro, "I gangen", subgroups=[book.hall], codings=[book.jacket])
    assert list(book.groups()) == ["Uro", "I gangen", "Plikt", "Trodd"]
    assert (book.groups()["Uro"].units, book.groups()["I gangen"].units) == (1, 2)
    assert [one.name for one in book.groups()["I gangen"].subgroups] == ["Gangen"]
    assert made == book.groups()["I gangen"].id
    with pytest.raises(NameTaken):
        split_group(book.study, book.uro, "Plikt", subgroups=[book.letter])
    with pytest.raises(ValueRefused):
        split_group(book.study, book.uro, "Tomt")
    with pytest.raises(ValueRefused):
        split_group(book.study, book.uro, "Andres", subgroups=[book.duty])


def test_a_subgroup_moves_to_another_group_with_its_condensate(book: Book) -> None:
    add_condensate(book.study, book.letter, "Det kom et brev.")
    move_subgroup(book.study, book.letter, to_group=book.plikt)
    assert [one.name for one in book.groups()["Plikt"].subgroups] == ["Brevet", "Brevet (Uro)"]
    assert book.paths()[0] == ("Brevet kom", ("Plikt/Brevet (Uro)",))
    assert book.groups()["Uro"].units == 2


def test_a_retired_group_has_no_key_and_keeps_what_was_coded(book: Book) -> None:
    change_group(book.study, book.uro, key=3)
    retire_group(book.study, book.uro)
    retired = book.groups()["Uro"]
    assert (retired.retired, retired.key, retired.units) == (True, 0, 3)
    change_group(book.study, book.trodd, key=1)
    retire_group(book.study, book.uro, retired=False)
    assert (book.groups()["Uro"].retired, book.groups()["Uro"].key) == (False, 2)


def test_merged_and_split_groups_come_from_the_themes_of_those_they_were_made_of(book: Book) -> None:
    for name in ("Uro", "Plikt"):
        agree_on(book.study, book.analysis, [add_theme(book.study, book.analysis, name)], name)
    groups_from_themes(book.study, book.analysis)
    made = split_group(book.study, book.uro, "Gangen", subgroups=[book.hall])
    merge_groups(book.study, book.uro, book.plikt)
    origins = group_origins(book.study, book.analysis)
    assert {theme.name for theme in origins[book.plikt]} == {"Plikt", "Uro"}
    assert [theme.name for theme in origins[made]] == ["Uro"]


def test_what_was_undone_has_not_become_of_a_group(book: Book) -> None:
    merge_groups(book.study, book.trodd, book.plikt)
    undo(book.study)
    retire_group(book.study, book.plikt)
    told = [(one.action, one.coder) for one in group_history(book.study, book.plikt)]
    assert told == [("group.retire", "AA"), ("subgroup.new", "AA"), ("group.new", "AA")]
    undo(book.study)
    redo(book.study)
    assert group_history(book.study, book.plikt)[0].action == "group.retire"


def test_what_had_become_of_a_group_is_told_of_the_one_it_was_merged_into(book: Book) -> None:
    change_group(book.study, book.uro, name="Uro i gangen")
    between = split_group(book.study, book.plikt, "Måtte", subgroups=[book.duty])
    merge_groups(book.study, book.uro, between)
    told = [one.action for one in group_history(book.study, between)]
    assert [told.count(act) for act in ("group.merge", "group.split", "group.edit")] == [1, 1, 1]
    merge_groups(book.study, between, book.plikt)
    told = [one.action for one in group_history(book.study, book.plikt)]
    assert [told.count(act) for act in ("group.merge", "group.split", "group.edit")] == [2, 1, 1]
    undo(book.study)
    assert "group.edit" not in [one.action for one in group_history(book.study, book.plikt)]


def test_what_had_become_of_merged_groups_is_told_when_somebody_has_withdrawn_since(book: Book) -> None:
    change_group(book.study, book.uro, name="Uro i gangen")
    merge_groups(book.study, book.uro, book.trodd)
    merge_groups(book.study, book.trodd, book.plikt)
    add_participant(book.study, "P9")
    before = [row[:4] for row in group_history(book.study, book.plikt)]
    assert [row[3] for row in before].count("group.merge") == 2
    withdraw_participant(book.study, "P9")
    assert [row[:4] for row in group_history(book.study, book.plikt)] == before


def test_groups_of_another_analysis_or_the_same_one_are_not_merged(book: Book) -> None:
    add_substudy(book.study, "Legene")
    other = add_group(book.study, "Uro", analysis="Legene")
    for into in (other, book.uro):
        with pytest.raises(ValueRefused):
            merge_groups(book.study, book.uro, into)


ACTS = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=6)


@given(acts=ACTS)
@settings(max_examples=6, suppress_health_check=list(HealthCheck))
def test_whatever_the_codebook_becomes_no_unit_is_lost_and_all_is_undone(
    acts: list[tuple[int, int, int]], tmp_path_factory: pytest.TempPathFactory
) -> None:

    path = tmp_path_factory.mktemp("book") / "s.qualcode"
    with new_study(path) as study:
        book = Book(study)
        units = {unit.uid for unit in list_units(study)}
        states = [hash_of(study)]
        for act, first, second in acts:
            try:
                _act(book, act, first, second)
            except QualcodeError:
                continue
            if hash_of(study) != states[-1]:
                states.append(hash_of(study))
            assert {unit.uid for unit in list_units(study)} == units
            with study.reading() as connection:
                assert +stored_counts(connection) == +count_anew(connection)
        for state in reversed(states[:-1]):
            undo(study)
            assert hash_of(study) == state


def _act(book: Book, act: int, first: int, second: int) -> None:
    groups = list(book.groups().values())
    one, other = groups[first % len(groups)], groups[second % len(groups)]
    subgroup = one.subgroups[second % len(one.subgroups)].id if one.subgroups else 0
    acts = (
        lambda: merge_groups(book.study, one.id, other.id),
        lambda: split_group(book.study, one.id, f"Ny {first} {second}", subgroups=[subgroup]),
        lambda: move_subgroup(book.study, subgroup, to_group=other.id),
        lambda: move_group(book.study, one.id, to=second),
        lambda: retire_group(book.study, one.id, retired=not one.retired),
        lambda: place(book.study, [book.sat], subgroup),
    )
    acts[act]()

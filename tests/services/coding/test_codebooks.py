"""Claims about the codebook: groups are ready to code into, files add and update, nothing in use disappears."""

import pytest
from sqlalchemy import select
from sqlmodel import col

from qualcode.errors import (
    AmbiguousName,
    ChangedMeanwhile,
    EmptySpan,
    NameRefused,
    NameTaken,
    NothingNamed,
    SpanOutsideTranscript,
    StillInUse,
    ValueRefused,
)
from qualcode.model import Analysis, CategoryCondensate, Coding, Condensate, ResultCategory
from qualcode.services.coding.codebook_rows import COLOURS
from qualcode.services.coding.codebooks import (
    add_group,
    add_subgroup,
    change_group,
    change_subgroup,
    code_into_new_group,
    codebook,
    load_codebook,
    remove_group,
    remove_subgroup,
)
from qualcode.services.coding.units import list_units
from qualcode.services.keeping.history import history, redo, undo
from qualcode.storage.content import content_hash
from qualcode.storage.opening import OpenStudy
from qualcode.text.span import Span
from qualcode.views.codebook import CodebookRow, ReadCodebook, ReadGroup, ReadSubgroup
from tests.builders import add_substudy, add_transcript, analysis_of, code_words

READ = ReadCodebook(
    groups=(
        ReadGroup("Uro", "Det som rørte seg", key="3", colour="#4477AA", subgroups=(ReadSubgroup("Brevet", "Om det"),)),
        ReadGroup("Plikt", inclusion="Høflighet", example="Da kan en ikke"),
    ),
    question="Hvordan var det?",
)


@pytest.fixture
def analysis(study: OpenStudy) -> int:
    """An analysis with nothing in it."""
    add_substudy(study)
    return analysis_of(study)


def _rows(study: OpenStudy) -> dict[str, CodebookRow]:
    return {row.subgroup or row.code_group: row for row in codebook(study)}


def _keys(study: OpenStudy) -> dict[str, int | None]:
    return {row.code_group: row.key for row in codebook(study) if not row.subgroup}


def _write_condensate(study: OpenStudy, subgroup: int) -> int:
    with study.change("condensate.write") as change:
        return change.add(
            Condensate, subgroup_id=subgroup, text="Jeg møtte.", coder_id=change.coder_id, written=change.at
        )


def test_new_groups_get_the_digits_and_colours_in_turn(study: OpenStudy, analysis: int) -> None:
    for number in range(11):
        add_group(study, analysis, f"Gruppe {number}")
    rows = codebook(study)
    assert [row.key for row in rows] == [1, 2, 3, 4, 5, 6, 7, 8, 9, None, None]
    assert [row.colour for row in rows] == [*COLOURS, *COLOURS[:2]]


def test_a_digit_that_becomes_free_is_given_to_the_next(study: OpenStudy, analysis: int) -> None:
    groups = [add_group(study, analysis, name) for name in ("Uro", "Plikt", "Trodd")]
    remove_group(study, groups[1])
    add_group(study, analysis, "Etterpå")
    assert _keys(study) == {"Uro": 1, "Trodd": 3, "Etterpå": 2}


def test_a_digit_that_another_group_has_changes_places(study: OpenStudy, analysis: int) -> None:
    first, _ = add_group(study, analysis, "Uro"), add_group(study, analysis, "Plikt")
    change_group(study, first, key=2)
    assert _keys(study) == {"Uro": 2, "Plikt": 1}
    undo(study)
    assert _keys(study) == {"Uro": 1, "Plikt": 2}
    add_group(study, analysis, "Trodd", key=1)
    assert _keys(study) == {"Uro": None, "Plikt": 2, "Trodd": 1}
    change_group(study, first, key=0)
    assert _keys(study)["Uro"] is None


@pytest.mark.parametrize("key", [-1, 10])
def test_a_digit_is_one_to_nine(study: OpenStudy, analysis: int, key: int) -> None:
    with pytest.raises(ValueRefused):
        add_group(study, analysis, "Uro", key=key)


@pytest.mark.parametrize("colour", ["red", "#12345", "#gggggg", "] bold"])
def test_a_colour_is_six_hexadecimal_digits(study: OpenStudy, analysis: int, colour: str) -> None:
    with pytest.raises(ValueRefused):
        add_group(study, analysis, "Uro", colour=colour)
    assert codebook(study) == []


def test_a_name_is_taken_within_its_analysis_and_its_group_only(study: OpenStudy, analysis: int) -> None:
    group = add_group(study, analysis, "Uro")
    add_subgroup(study, group, "Brevet")
    with pytest.raises(NameTaken):
        add_group(study, analysis, " Uro ")
    with pytest.raises(NameTaken):
        add_subgroup(study, group, "Brevet")
    add_subgroup(study, add_group(study, analysis, "Brevet"), "Brevet")
    add_substudy(study, "Fastlegene")
    add_group(study, analysis_of(study, "Fastlegene"), "Uro")


def test_a_group_may_be_renamed_to_what_it_is_called(study: OpenStudy, analysis: int) -> None:
    group = add_group(study, analysis, "Uro")
    subgroup = add_subgroup(study, group, "Brevet")
    change_group(study, group, name="Uro ", definition=" Det som rørte seg ")
    change_subgroup(study, subgroup, name=" Brevet", definition="Om det")
    assert _rows(study)["Uro"].definition == "Det som rørte seg"
    assert _rows(study)["Brevet"].definition == "Om det"
    with pytest.raises(NameRefused):
        change_group(study, group, name="")
    with pytest.raises(ChangedMeanwhile):
        change_group(study, group, seen=1, name="Plikt")
    with pytest.raises(ChangedMeanwhile):
        change_subgroup(study, subgroup, seen=1, name="Plikt")


def test_a_group_with_units_is_not_removed(study: OpenStudy, analysis: int) -> None:
    group = add_group(study, analysis, "Uro")
    code_words(study, add_transcript(study, "P1", "Jeg møtte jo opp."), "møtte", group)
    with pytest.raises(StillInUse) as refused:
        remove_group(study, group)
    assert "1 unit is coded in it" in refused.value.message


def test_an_empty_group_goes_with_its_subgroups_and_their_condensates(study: OpenStudy, analysis: int) -> None:
    group = add_group(study, analysis, "Uro")
    _write_condensate(study, add_subgroup(study, group, "Brevet"))
    before = codebook(study)
    remove_group(study, group)
    assert codebook(study) == []
    undo(study)
    assert codebook(study) == before


def test_units_of_a_removed_subgroup_stay_in_the_group_unsorted(study: OpenStudy, analysis: int) -> None:
    group = add_group(study, analysis, "Uro")
    subgroup = add_subgroup(study, group, "Brevet")
    _write_condensate(study, subgroup)
    transcript = add_transcript(study, "P1", "Jeg møtte jo opp.")
    code_words(study, transcript, "møtte", group, subgroup_id=subgroup)
    remove_subgroup(study, subgroup)
    with study.reading() as connection:
        assert connection.execute(select(col(Coding.subgroup_id))).scalars().all() == [None]
        assert connection.execute(select(col(Condensate.id))).all() == []
    undo(study)
    with study.reading() as connection:
        (placed,) = connection.execute(select(col(Coding.subgroup_id))).scalars()
        assert connection.execute(select(col(Condensate.subgroup_id))).scalars().all() == [placed]


def test_a_subgroup_that_a_category_rests_on_is_not_removed(study: OpenStudy, analysis: int) -> None:
    group = add_group(study, analysis, "Uro")
    subgroup = add_subgroup(study, group, "Brevet")
    condensate = _write_condensate(study, subgroup)
    with study.change("category.new") as change:
        category = change.add(ResultCategory, analysis_id=analysis, heading="Å bli kalt inn", position=1)
        change.add(CategoryCondensate, category_id=category, condensate_id=condensate)
    with pytest.raises(StillInUse, match="Å bli kalt inn"):
        remove_subgroup(study, subgroup)
    with pytest.raises(StillInUse, match="Å bli kalt inn"):
        remove_group(study, group)
    assert list(_rows(study)) == ["Uro", "Brevet"]


def test_a_codebook_is_taken_in_as_one_entry_and_listed_in_its_order(study: OpenStudy, analysis: int) -> None:
    entries = len(history(study))
    counts = load_codebook(study, READ)
    assert (counts.analysis, counts.new_groups, counts.new_subgroups) == ("Pasientene", 2, 1)
    assert codebook(study) == [
        CodebookRow("Pasientene", "Uro", "", "Det som rørte seg", colour="#4477aa", key=3),
        CodebookRow("Pasientene", "Uro", "Brevet", "Om det"),
        CodebookRow("Pasientene", "Plikt", "", "", "Høflighet", "", "Da kan en ikke", COLOURS[1], 1),
    ]
    assert len(history(study)) == entries + 1
    with study.reading() as connection:
        assert connection.execute(select(col(Analysis.question))).scalar_one() == "Hvordan var det?"
    undo(study)
    assert codebook(study) == []
    redo(study)
    assert len(codebook(study)) == 3


def test_the_same_codebook_again_changes_nothing(study: OpenStudy, analysis: int) -> None:
    load_codebook(study, READ)
    entries = len(history(study))
    counts = load_codebook(study, READ)
    assert (counts.new_groups, counts.changed_groups, counts.new_subgroups, counts.changed_subgroups) == (0, 0, 0, 0)
    assert len(history(study)) == entries


def test_what_a_file_leaves_empty_stays_as_it_is(study: OpenStudy, analysis: int) -> None:
    load_codebook(study, READ)
    again = ReadGroup("Uro", exclusion="Etterpå", subgroups=(ReadSubgroup("Brevet"), ReadSubgroup("Ringingen")))
    counts = load_codebook(study, ReadCodebook((again,)))
    assert (counts.changed_groups, counts.new_subgroups, counts.changed_subgroups) == (1, 1, 0)
    uro = _rows(study)["Uro"]
    assert (uro.definition, uro.exclusion, uro.key) == ("Det som rørte seg", "Etterpå", 3)
    assert _rows(study)["Brevet"].definition == "Om det"


def test_a_file_with_one_digit_for_two_groups_is_refused_whole(study: OpenStudy, analysis: int) -> None:
    doubled = ReadCodebook((ReadGroup("Uro", key="2"), ReadGroup("Plikt", key="2")))
    for read in (doubled, ReadCodebook((ReadGroup("Uro"), ReadGroup("Plikt", key="ti")))):
        with pytest.raises(ValueRefused):
            load_codebook(study, read)
    assert codebook(study) == []


def test_the_analysis_is_the_one_given_else_the_files_else_the_only_one(study: OpenStudy, analysis: int) -> None:
    load_codebook(study, ReadCodebook((ReadGroup("A"),), analysis="En annen studies"))
    add_substudy(study, "Fastlegene")
    load_codebook(study, ReadCodebook((ReadGroup("B"),), analysis="Fastlegene"))
    load_codebook(study, ReadCodebook((ReadGroup("C"),), analysis="Fastlegene"), analysis="Pasientene")
    assert [(row.analysis, row.code_group) for row in codebook(study)] == [
        ("Pasientene", "A"),
        ("Pasientene", "C"),
        ("Fastlegene", "B"),
    ]
    assert [row.code_group for row in codebook(study, analysis="Fastlegene")] == ["B"]
    with pytest.raises(AmbiguousName):
        load_codebook(study, READ)
    with pytest.raises(NothingNamed):
        load_codebook(study, READ, analysis="Ingen")


def test_a_group_made_for_words_gets_them_in_one_act_or_is_not_made(study: OpenStudy, analysis: int) -> None:
    transcript = add_transcript(study, "P1", "Jeg ble sint.   Nei.")
    with study.reading() as connection:
        before = content_hash(connection)
    code_into_new_group(study, analysis, "Sinne", transcript_id=transcript, span=Span(0, 13))
    assert [(unit.text, unit.code_groups) for unit in list_units(study, group="Sinne")] == [
        ("Jeg ble sint.", ("Sinne",))
    ]
    undo(study)
    with study.reading() as connection:
        assert content_hash(connection) == before
    for span, error in ((Span(13, 15), EmptySpan), (Span(0, 99), SpanOutsideTranscript)):
        with pytest.raises(error):
            code_into_new_group(study, analysis, "Sinne", transcript_id=transcript, span=span)
    assert codebook(study) == []


def test_a_file_retires_a_group_and_brings_it_back(study: OpenStudy) -> None:
    add_substudy(study)
    for said, expected in (("", False), ("ja", True), ("", True), ("nei", False)):
        load_codebook(study, ReadCodebook((ReadGroup("Uro", retired=said),)))
        assert codebook(study)[0].retired is expected
    with pytest.raises(ValueRefused):
        load_codebook(study, ReadCodebook((ReadGroup("Uro", retired="kanskje"),)))

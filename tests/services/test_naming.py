"""Claims about names: which are possible, and what a name that a user types leads to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.errors import AmbiguousName, NameRefused, NothingNamed
from qualcode.services.material.substudies import set_analysis
from qualcode.services.naming import (
    find_analysis,
    find_participant,
    find_place,
    find_subgroup,
    find_substudy,
    find_transcript,
    possible_name,
)
from qualcode.storage.opening import OpenStudy
from tests.builders import add_group, add_participant, add_subgroup, add_substudy, add_transcript, analysis_of


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Å bli trodd", "Å bli trodd"),
        ("  Å  bli\ntrodd ", "Å bli trodd"),
        ("A\u030a bli trodd", "Å bli trodd"),
        ("Nyttig/unyttig", "Nyttig / unyttig"),
        ("Nyttig / unyttig", "Nyttig / unyttig"),
        ("[/b] \x1b[2J", "[ / b] [2J"),
    ],
)
def test_a_name_is_kept_on_one_line_in_normal_form(typed: str, kept: str) -> None:
    assert possible_name(typed, kind="code_group") == kept


@pytest.mark.parametrize("typed", ["", "  ", "\x00", "Uro: brevet"])
def test_an_empty_name_or_one_with_a_colon_is_refused(typed: str) -> None:
    with pytest.raises(NameRefused):
        possible_name(typed, kind="code_group")


@given(st.text(max_size=30))
def test_a_name_that_is_kept_stays_as_it_is(typed: str) -> None:
    try:
        kept = possible_name(typed, kind="code_group")
    except NameRefused:
        return
    assert possible_name(kept, kind="code_group") == kept


def test_a_substudy_is_found_by_its_name_and_a_slip_gets_the_nearest(study: OpenStudy) -> None:
    add_substudy(study, "Fastlegene")
    with study.reading() as connection:
        assert find_substudy(connection, " Fastlegene ").name == "Fastlegene"
        with pytest.raises(NothingNamed) as missing:
            find_substudy(connection, "Fastlegne")
    assert "Fastlegene" in missing.value.hint


def test_an_empty_study_says_that_there_is_none_yet(study: OpenStudy) -> None:
    with study.reading() as connection, pytest.raises(NothingNamed) as missing:
        find_analysis(connection, None)
    assert "qualcode substudy" in missing.value.hint


def test_without_a_title_the_only_analysis_of_the_material_is_meant(study: OpenStudy) -> None:
    patients, _ = add_substudy(study, "Pasientene"), add_substudy(study, "Fastlegene")
    with study.reading() as connection:
        assert find_analysis(connection, None, substudy_id=patients).name == "Pasientene"
        with pytest.raises(AmbiguousName) as several:
            find_analysis(connection, None)
    assert "Pasientene" in several.value.hint
    assert "Fastlegene" in several.value.hint


def test_transcripts_of_one_name_are_told_apart_by_their_substudy(study: OpenStudy) -> None:
    for substudy in ("Pasientene", "Fastlegene"):
        add_substudy(study, substudy)
        add_transcript(study, "P1", f"Sagt av {substudy}", substudy=substudy)
    with study.reading() as connection:
        with pytest.raises(AmbiguousName) as several:
            find_transcript(connection, "P1")
        assert find_transcript(connection, "Fastlegene:P1").substudy == "Fastlegene"
    assert "«Pasientene:P1», «Fastlegene:P1»" in several.value.hint


def test_participants_of_one_code_are_told_apart_by_their_substudy(study: OpenStudy) -> None:
    for substudy in ("Pasientene", "Fastlegene"):
        add_substudy(study, substudy)
        add_participant(study, "P1", substudy=substudy)
    with study.reading() as connection:
        with pytest.raises(AmbiguousName):
            find_participant(connection, "P1")
        assert find_participant(connection, "Fastlegene:P1").name == "P1"


def test_a_path_leads_to_a_group_or_a_subgroup(study: OpenStudy) -> None:
    add_substudy(study)
    group = add_group(study, "Å bli trodd")
    subgroup = add_subgroup(study, group, "Legen så meg")
    with study.reading() as connection:
        place = find_place(connection, "Å bli trodd")
        assert (place.group_id, place.subgroup_id, place.path) == (group, None, "Å bli trodd")
        place = find_place(connection, "Å bli trodd/Legen så meg")
        assert (place.subgroup_id, place.path) == (subgroup, "Å bli trodd/Legen så meg")
        with pytest.raises(NothingNamed) as missing:
            find_place(connection, "Å bli trodd/Legen så deg")
    assert "Legen så meg" in missing.value.hint


def test_an_exact_name_goes_before_a_subgroup(study: OpenStudy) -> None:
    add_substudy(study)
    group = add_group(study, "Nyttig")
    add_subgroup(study, group, "unyttig")
    whole = add_group(study, "Nyttig/unyttig")
    with study.reading() as connection:
        assert find_place(connection, "Nyttig/unyttig").group_id == whole


def test_a_bare_slash_still_finds_the_group_that_was_named_with_one(study: OpenStudy) -> None:
    add_substudy(study)
    group = add_group(study, possible_name("Nyttig/unyttig", kind="code_group"))
    subgroup = add_subgroup(study, group, possible_name("før/etter", kind="subgroup"))
    with study.reading() as connection:
        assert find_place(connection, "Nyttig/unyttig").group_id == group
        assert find_place(connection, "Nyttig / unyttig/før / etter").subgroup_id == subgroup
        assert find_subgroup(connection, "før/etter", group_id=group).id == subgroup


def test_groups_of_one_name_are_told_apart_by_their_analysis(study: OpenStudy) -> None:
    add_substudy(study)
    set_analysis(study, "Om plikt", substudies=["Pasientene"])
    here = add_group(study, "Uro")
    there = add_group(study, "Uro", analysis="Om plikt")
    with study.reading() as connection:
        with pytest.raises(AmbiguousName):
            find_place(connection, "Uro")
        assert find_place(connection, "Om plikt:Uro").group_id == there
        assert find_place(connection, "Uro", analysis_id=analysis_of(study)).group_id == here

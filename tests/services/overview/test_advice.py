"""Advice, not walls: what is worth a second look at each step."""

import pytest

from qualcode.services.condensing.quotes import mark_quote, unmark_quote
from qualcode.services.material.substudies import set_analysis
from qualcode.services.overview.advice import advice
from qualcode.services.participants.participants import import_participants
from qualcode.services.reading.reading import add_theme
from qualcode.services.synthesis.synthesis import add_category, add_paragraph, rest_on
from qualcode.storage.opening import OpenStudy
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
from tests.services.written import HEADING, write_analysis


def _found(study: OpenStudy, step: int) -> set[tuple[str, str]]:
    return {(one.kind, one.where) for one in advice(study, step=step)}


def test_each_piece_of_advice_says_which_analysis_it_is_of(study: OpenStudy) -> None:
    written = write_analysis(study)
    set_analysis(study, "Tillit")
    code_words(study, written.transcripts[0], "stund", add_group(study, "Uro", analysis="Tillit"))
    found = {(one.analysis, one.where) for one in advice(study) if one.kind.endswith("_on_one")}
    assert found == {("Pasientene", "Uro/Timen"), ("Tillit", "Uro")}


def test_an_empty_analysis_gets_no_advice(study: OpenStudy) -> None:
    add_substudy(study)
    assert advice(study) == []


@pytest.mark.parametrize(("count", "said"), [(3, True), (4, False), (8, False), (9, True)])
def test_other_than_four_to_eight_themes_are_mentioned(study: OpenStudy, count: int, said: bool) -> None:
    add_substudy(study)
    for number in range(count):
        add_theme(study, analysis_of(study), f"Tema {number}")
    assert bool(_found(study, 1)) is said


def test_other_than_two_or_three_subgroups_are_mentioned_once_sorting_has_begun(study: OpenStudy) -> None:
    write_analysis(study)
    assert ("subgroups", "Uro") not in _found(study, 3)
    with study.reading() as connection:
        group = connection.exec_driver_sql("SELECT id FROM code_group").scalar_one()
    for name in ("Etterpå", "Før"):
        add_subgroup(study, group, name)
    assert ("subgroups", "Uro") in _found(study, 3)
    add_group(study, "Usortert")
    assert ("subgroups", "Usortert") not in _found(study, 3)


def test_a_subgroup_on_one_participant_and_one_without_a_quote_are_mentioned(study: OpenStudy) -> None:
    written = write_analysis(study)
    assert _found(study, 3) == {("subgroup_on_one", "Uro/Timen")}
    unmark_quote(study, written.quotes[2])
    assert _found(study, 3) == {("subgroup_on_one", "Uro/Timen"), ("without_quote", "Uro/Timen")}


def test_a_category_on_one_participant_and_who_is_never_or_often_quoted_are_mentioned(study: OpenStudy) -> None:
    written = write_analysis(study)
    assert _found(study, 4) == {("never_quoted", "P2"), ("never_quoted", "P3")}
    narrow = add_category(study, written.analysis, "Timen")
    assert ("on_nothing", "Timen") in _found(study, 4)
    rest_on(study, narrow, written.hour)
    for _ in range(4):
        add_paragraph(study, narrow, quote_id=written.quotes[2])
    assert _found(study, 4) == {("category_on_one", "Timen"), ("never_quoted", "P2"), ("often_quoted", "P3")}


def test_a_category_whose_text_has_no_quote_is_mentioned(study: OpenStudy) -> None:
    written = write_analysis(study)
    plain = add_category(study, written.analysis, "Uten")
    add_paragraph(study, plain, text="Bare prosa.")
    assert ("category_without_quote", "Uten") in _found(study, 4)
    assert ("category_without_quote", HEADING) not in _found(study, 4)


def test_a_lead_in_that_says_another_sex_or_age_than_who_speaks_has_is_mentioned(study: OpenStudy) -> None:
    written = write_analysis(study)
    people = [{"participant": "P1", "gender": "M", "age": "41"}, {"participant": "P3", "gender": "K", "age": "52"}]
    import_participants(study, numbered(people), substudy=SUBSTUDY)
    told = {"En kvinne i 50-årene sa:": True, "En mann i 40-årene sa:": False, "En av deltakerne sa:": False}
    told |= {"En mann i 50-årene sa:": True, "En mann på 41 år sa:": False}
    for lead_in, otherwise in told.items():
        category = add_category(study, written.analysis, lead_in)
        add_paragraph(study, category, text=lead_in, quote_id=written.quotes[0])
        assert (("lead_in_of_another", lead_in) in _found(study, 4)) == otherwise, lead_in


def test_each_piece_of_advice_is_a_sentence_and_can_be_limited_to_an_analysis(study: OpenStudy) -> None:
    write_analysis(study)
    every = advice(study)
    assert [one.step for one in every] == sorted(one.step for one in every)
    assert all(one.message.endswith(".") for one in every)
    assert advice(study, analysis="Pasientene") == every


def test_two_of_one_code_in_two_substudies_are_two_and_a_group_with_a_slash_is_one_group(study: OpenStudy) -> None:
    for name in ("Lærere", "Ledere"):
        add_substudy(study, name)
        add_participant(study, "1", substudy=name)
    both = set_analysis(study, "Begge", substudies=["Lærere", "Ledere"]).id
    group = add_group(study, "Skole / hjem", analysis="Begge")
    subgroup = add_subgroup(study, group, "Navnet")
    category = add_category(study, both, "Navnet")
    coded = []
    for name in ("Lærere", "Ledere"):
        transcript = add_transcript(study, "FG1", [("1", f"Vi er {name}."), ("2", "Ja.")], substudy=name)
        coded.append(code_words(study, transcript, f"Vi er {name}.", group, subgroup_id=subgroup).coding_id)
    assert _found(study, 2) == set()
    assert _found(study, 3) == {("subgroups", "Skole / hjem"), ("without_quote", "Skole / hjem/Navnet")}
    first = mark_quote(study, coded[0])
    assert _found(study, 3) == {("subgroups", "Skole / hjem")}
    for _ in range(4):
        add_paragraph(study, category, quote_id=first)
    assert {("often_quoted", "Lærere:1"), ("never_quoted", "Ledere:1")} <= _found(study, 4)

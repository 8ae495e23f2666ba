"""How wide a category reaches, in an analysis of two substudies that call people, interviews and groups alike."""

import pytest

from qualcode.errors import RowsRefused
from qualcode.services.condensing.condensing import board
from qualcode.services.condensing.quotes import mark_quote
from qualcode.services.material.substudies import set_analysis
from qualcode.services.synthesis.categories import categories, category_list
from qualcode.services.synthesis.category_files import load_categories
from qualcode.services.synthesis.synthesis import add_category, add_paragraph, rest_on
from qualcode.storage.opening import OpenStudy
from qualcode.views.synthesis import ParagraphRow, ReadCategory
from tests.builders import (
    add_condensate,
    add_group,
    add_participant,
    add_subgroup,
    add_substudy,
    add_transcript,
    analysis_of,
    code_words,
)

TEACHERS, HEADS, BOTH = "Lærere", "Ledere", "Å bli sett"
SAID = "Listene kommer for seint."


def _two_focus_groups(study: OpenStudy) -> tuple[int, int, list[int]]:
    """A participant 1 and a "Fokusgruppe 1" in each substudy, one unit of each: their group, subgroup, and codings."""
    for name in (TEACHERS, HEADS):
        add_substudy(study, name, design="focus-group")
        add_participant(study, "1", substudy=name)
    set_analysis(study, BOTH, substudies=[TEACHERS, HEADS])
    group = add_group(study, "Skole / hjem", analysis=BOTH)
    subgroup = add_subgroup(study, group, "Navnet")
    coded: list[int] = []
    for name in (TEACHERS, HEADS):
        transcript = add_transcript(study, "Fokusgruppe 1", [("1", SAID), ("2", name)], substudy=name)
        coded.append(code_words(study, transcript, SAID, group, subgroup_id=subgroup).coding_id)
    return group, subgroup, coded


def test_two_focus_groups_of_one_name_are_two_interviews_to_a_group_and_to_a_category(study: OpenStudy) -> None:
    group, subgroup, _ = _two_focus_groups(study)
    category = add_category(study, analysis_of(study, BOTH), "Navnet åpner døra")
    rest_on(study, category, add_condensate(study, subgroup, "Vi lærer oss navnet."))
    (written,) = categories(study, analysis_of(study, BOTH))
    both = ("Lærere:Fokusgruppe 1", "Ledere:Fokusgruppe 1")
    for breadth in (board(study, group).breadth, written.breadth):
        assert (breadth.interviews, breadth.interviews_in_all, breadth.silent_interviews) == (both, 2, ())
        assert breadth.participants == ("Lærere:1", "Ledere:1")


def test_the_list_tells_two_transcripts_of_one_name_apart_and_brings_each_quote_back_to_its_own(
    study: OpenStudy,
) -> None:
    _, _, coded = _two_focus_groups(study)
    category = add_category(study, analysis_of(study, BOTH), "Listene")
    for coding in coded:
        add_paragraph(study, category, text="En av dem:", quote_id=mark_quote(study, coding))
    (row,) = category_list(study)
    assert [one.transcript for one in row.paragraphs] == ["Lærere:Fokusgruppe 1", "Ledere:Fokusgruppe 1"]
    turned = ReadCategory(heading="Listene", analysis=BOTH, paragraphs=row.paragraphs[::-1])
    load_categories(study, [(1, turned)], file="categories.json")
    (loaded,) = categories(study, analysis_of(study, BOTH))
    assert [one.quote.substudy for one in loaded.paragraphs if one.quote] == [HEADS, TEACHERS]
    unclear = ReadCategory(
        heading="Listene", analysis=BOTH, paragraphs=(ParagraphRow(quote=SAID, transcript="Fokusgruppe 1"),)
    )
    with pytest.raises(RowsRefused, match="Lærere:Fokusgruppe 1"):
        load_categories(study, [(1, unclear)], file="categories.json")

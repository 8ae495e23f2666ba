"""How wide a category reaches, in an analysis of two substudies that call people, interviews and groups alike."""

from qualcode.services.condensing.condensing import board
from qualcode.services.material.substudies import set_analysis
from qualcode.services.synthesis.categories import categories
from qualcode.services.synthesis.synthesis import add_category, rest_on
from qualcode.storage.opening import OpenStudy
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


def _two_focus_groups(study: OpenStudy) -> tuple[int, int]:
    """A participant 1 and a "Fokusgruppe 1" in each substudy, one unit of each; the group and subgroup they are in."""
    for name in (TEACHERS, HEADS):
        add_substudy(study, name, design="focus-group")
        add_participant(study, "1", substudy=name)
    set_analysis(study, BOTH, substudies=[TEACHERS, HEADS])
    group = add_group(study, "Skole / hjem", analysis=BOTH)
    subgroup = add_subgroup(study, group, "Navnet")
    for name, said in ((TEACHERS, "Vi lærer oss navnet."), (HEADS, "Vi ringer hjem.")):
        transcript = add_transcript(study, "Fokusgruppe 1", [("1", said)], substudy=name)
        code_words(study, transcript, said, group, subgroup_id=subgroup)
    return group, subgroup


def test_two_focus_groups_of_one_name_are_two_interviews_to_a_group_and_to_a_category(study: OpenStudy) -> None:
    group, subgroup = _two_focus_groups(study)
    category = add_category(study, analysis_of(study, BOTH), "Navnet åpner døra")
    rest_on(study, category, add_condensate(study, subgroup, "Vi lærer oss navnet."))
    (written,) = categories(study, analysis_of(study, BOTH))
    both = ("Lærere:Fokusgruppe 1", "Ledere:Fokusgruppe 1")
    for breadth in (board(study, group).breadth, written.breadth):
        assert (breadth.interviews, breadth.interviews_in_all, breadth.silent_interviews) == (both, 2, ())
        assert breadth.participants == ("Lærere:1", "Ledere:1")

"""The appendices of the chapter, where there is little to tell."""

from qualcode.services.chapter.chapter import chapter
from qualcode.services.synthesis.synthesis import add_category
from qualcode.storage.opening import OpenStudy
from tests.services.written import HEADING, write_analysis


def test_a_category_that_rests_on_nothing_says_so_in_the_trace(study: OpenStudy) -> None:
    add_category(study, write_analysis(study).analysis, "Uten grunn")
    traced = chapter(study, traced=True).trace
    assert [one.heading for one in traced] == [HEADING, "Uten grunn"]
    assert (traced[1].table, traced[1].text) == (None, "Kategorien «Uten grunn» hviler ikke på noe kondensat.")

"""Categories from a file: added, brought up to date, or refused with everything else in the file."""

import pytest

from qualcode.errors import RowsRefused
from qualcode.services.keeping.history import history, undo
from qualcode.services.synthesis.categories import categories, category_list
from qualcode.services.synthesis.category_files import load_categories
from qualcode.services.synthesis.synthesis import add_passage, write_validation
from qualcode.storage.opening import OpenStudy
from qualcode.text.span import Span
from qualcode.views.loading import LoadCounts
from qualcode.views.synthesis import CategoryRow, ParagraphRow, PassageRow, ReadCategory
from tests.builders import hash_of
from tests.services.written import HEADING, PROSE, SAID, Written, write_analysis


@pytest.fixture
def written(study: OpenStudy) -> Written:
    """An analysis with a category."""
    return write_analysis(study)


def load(study: OpenStudy, *read: ReadCategory) -> LoadCounts:
    """Load these as a file."""
    return load_categories(study, list(enumerate(read, start=1)), file="categories.json")


def again(row: CategoryRow) -> ReadCategory:
    """A row of the list as it is read back."""
    return ReadCategory(
        heading=row.heading,
        analysis=row.analysis,
        condensates=row.condensates,
        paragraphs=row.paragraphs,
        validation=row.validation.text,
        validated=row.validation.validated,
        passages=row.validation.passages,
    )


def test_what_the_list_says_can_be_loaded_again_and_changes_nothing(study: OpenStudy, written: Written) -> None:
    add_passage(study, written.category, transcript_id=written.transcripts[0], span=Span(0, 3), comment="hm")
    write_validation(study, written.category, text="Lest.", validated=True)
    before, entries = hash_of(study), len(history(study))
    assert load(study, *map(again, category_list(study))) == LoadCounts(0, 0, 1)
    assert (hash_of(study), len(history(study))) == (before, entries)


def test_the_list_loaded_where_there_is_none_makes_the_same_category(study: OpenStudy, written: Written) -> None:
    write_validation(study, written.category, text="Lest.", validated=True)
    (row,) = category_list(study)
    undone = 0
    while categories(study, written.analysis):
        undo(study)
        undone += 1
    assert load(study, again(row)) == LoadCounts(1, 0, 0)
    (made,) = category_list(study)
    assert again(made) == again(row)
    assert undone == 5


def test_paragraphs_become_those_of_the_file(study: OpenStudy, written: Written) -> None:
    rows = (ParagraphRow(quote=SAID["P2"], lead_in="En annen:"), ParagraphRow(text=PROSE), ParagraphRow(text="Mer."))
    assert load(study, ReadCategory(HEADING, paragraphs=rows)) == LoadCounts(0, 1, 0)
    (row,) = category_list(study)
    assert [one.quote or one.text for one in row.paragraphs] == [SAID["P2"], PROSE, "Mer."]
    assert row.condensates == ("Uro/Brevet",)
    load(study, ReadCategory(HEADING, paragraphs=rows[1:2]))
    assert [one.text for one in category_list(study)[0].paragraphs] == [PROSE]


def test_the_ground_becomes_that_of_the_file(study: OpenStudy, written: Written) -> None:
    load(study, ReadCategory(HEADING, condensates=("Uro/Timen",)))
    assert category_list(study)[0].condensates == ("Uro/Timen",)


def test_new_text_without_a_word_on_validation_must_be_validated_again(study: OpenStudy, written: Written) -> None:
    write_validation(study, written.category, validated=True)
    load(study, ReadCategory(HEADING, paragraphs=(ParagraphRow(text="Nytt."),)))
    assert not category_list(study)[0].validation.validated
    load(study, ReadCategory(HEADING, paragraphs=(ParagraphRow(text="Nyere."),), validated=True))
    assert category_list(study)[0].validation.validated


def test_passages_are_known_by_their_place(study: OpenStudy, written: Written) -> None:
    told = PassageRow("P1", None, None, "sittende i gangen", "nuances", "")
    load(study, ReadCategory(HEADING, passages=(told,)))
    start = category_list(study)[0].validation.passages[0].start
    load(study, ReadCategory(HEADING, passages=(PassageRow("P1", start, start and start + 8, "", "supports", "ja"),)))
    (passage,) = category_list(study)[0].validation.passages
    assert (passage.quote, passage.stance) == ("sittende", "supports")
    load(study, ReadCategory(HEADING, passages=()))
    assert category_list(study)[0].validation.passages == ()


@pytest.mark.parametrize(
    "bad",
    [
        ReadCategory("Ny", condensates=("Uro/Finnes ikke",)),
        ReadCategory("Ny", condensates=("Uro",)),
        ReadCategory("Ny", paragraphs=(ParagraphRow(quote="ikke sagt av noen"),)),
        ReadCategory("Ny", paragraphs=(ParagraphRow(quote=SAID["P1"], transcript="P2"),)),
        ReadCategory("Ny", passages=(PassageRow("P9", None, None, "noe", "nuances", ""),)),
        ReadCategory("Ny", passages=(PassageRow("P1", None, None, "ikke sagt", "nuances", ""),)),
        ReadCategory("Ny", passages=(PassageRow("P1", None, None, "", "nuances", ""),)),
        ReadCategory("Ny", passages=(PassageRow("P1", None, None, "gangen", "twists", ""),)),
        ReadCategory("Ny", analysis="Naboene"),
        ReadCategory("\n"),
    ],
)
def test_a_bad_entry_is_named_and_nothing_is_taken_in(study: OpenStudy, written: Written, bad: ReadCategory) -> None:
    before = hash_of(study)
    with pytest.raises(RowsRefused) as refused:
        load(study, ReadCategory("God"), bad)
    assert (refused.value.values["file"], refused.value.values["line"]) == ("categories.json", 2)
    assert hash_of(study) == before

"""Texts that were edited in Word come back paragraph by paragraph, and only those that are chosen."""

from copy import deepcopy
from pathlib import Path

import pytest
from lxml import etree

from qualcode.errors import ChangedMeanwhile, NoTextOfStudy, NothingNamed
from qualcode.services.chapter.chapter_texts import chapter_texts, write_chapter_text
from qualcode.services.chapter.exporting import export_chapter
from qualcode.services.condensing.quote_lists import quotes
from qualcode.services.documents.document_checking import check_document
from qualcode.services.documents.taking_back import take_back, text_differences
from qualcode.services.keeping.history import undo
from qualcode.services.material.substudies import set_analysis
from qualcode.services.synthesis.categories import categories
from qualcode.services.synthesis.comparing_files import load_comparison
from qualcode.services.synthesis.synthesis import (
    add_category,
    add_paragraph,
    change_paragraph,
    remove_paragraph,
    write_validation,
)
from qualcode.storage.opening import OpenStudy, create_study
from tests.builders import SUBSTUDY, add_substudy, analysis_of, hash_of, numbered, registered
from tests.exporters.reading import W, read_text, words_of
from tests.services.documents.conftest import MORE, SUMMARY, Change, cited, differences
from tests.services.word_edits import add_paragraph as type_paragraph
from tests.services.word_edits import (
    begin_marks_again,
    cite,
    move_last,
    paragraph_with,
    replace_words,
    split_runs,
    take_out,
    track,
    unmark,
    unstyle_quotes,
)
from tests.services.written import HEADING, PROSE, SAID, Written


def _texts(study: OpenStudy, written: Written) -> list[str]:
    (category,) = categories(study, written.analysis)
    return [paragraph.text for paragraph in category.paragraphs]


def test_a_file_nobody_has_touched_differs_in_nothing(study: OpenStudy, chapter: Path) -> None:
    assert text_differences(study, chapter) == ()


@pytest.mark.parametrize(
    "change", [split_runs(PROSE), move_last(PROSE), replace_words("dagen ", "dagen\u00a0"), begin_marks_again]
)
def test_what_is_only_moved_or_set_otherwise_is_no_difference(study: OpenStudy, chapter: Path, change: Change) -> None:
    assert differences(study, chapter, change) == ()


def test_only_what_is_chosen_is_taken_back_as_one_act_that_can_be_undone(
    study: OpenStudy, chapter: Path, written: Written
) -> None:
    write_validation(study, written.category, validated=True)
    before = hash_of(study)
    found = differences(study, chapter, replace_words("De fleste", "Nesten alle"), replace_words("Likevel", "Men"))
    assert [(one.kind, one.where, one.before) for one in found] == [
        ("changed", HEADING, PROSE),
        ("changed", HEADING, MORE),
    ]
    assert [change.words for change in found[1].changes if change.kind == "new"] == ["Men"]
    take_back(study, found, [2], file="chapter.docx")
    assert _texts(study, written)[::2] == [PROSE, MORE.replace("Likevel", "Men")]
    assert not categories(study, written.analysis)[0].validated
    undo(study)
    assert hash_of(study) == before


def test_prose_of_several_paragraphs_and_headings_come_back_too(
    study: OpenStudy, chapter: Path, written: Written
) -> None:
    found = differences(study, chapter, replace_words("gikk den over", "slapp den"), replace_words(HEADING, "Brevet"))
    assert [one.kind for one in found] == ["changed", "heading"]
    take_back(study, found, [1, 2], file="chapter.docx")
    assert [text.text for text in chapter_texts(study)] == [SUMMARY.replace("gikk den over", "slapp den")]
    assert categories(study, written.analysis)[0].heading == "Brevet"


@pytest.mark.parametrize("place", [0, 2])
def test_a_paragraph_added_before_or_after_a_part_s_own_is_of_that_part(
    study: OpenStudy, chapter: Path, place: int
) -> None:
    def write(root: etree._Element) -> None:
        type_paragraph("Noen sov ikke.", after="gikk den over")(root)
        if place == 0:
            paragraph_with(root, "Uroen var").addprevious(paragraph_with(root, "Noen sov ikke."))

    (found,) = differences(study, chapter, write)
    blocks = SUMMARY.split("\n\n")
    blocks.insert(place, "Noen sov ikke.")
    assert (found.kind, found.after) == ("changed", "\n\n".join(blocks))
    take_back(study, [found], [found.number], file="chapter.docx")
    assert [text.text for text in chapter_texts(study)] == ["\n\n".join(blocks)]


def test_each_of_two_papers_takes_back_its_own_texts(study: OpenStudy, written: Written, tmp_path: Path) -> None:
    set_analysis(study, "Tillit", substudies=[SUBSTUDY])
    write_chapter_text(study, "summary", "Tilliten kom sent.", analysis="Tillit")
    export_chapter(study, tmp_path / "both.docx")
    export_chapter(study, tmp_path / "paper.docx", analysis="Tillit")

    def conclude(root: etree._Element) -> None:
        replace_words("kom sent", "kom aldri")(root)
        heading = deepcopy([one for one in root.iter(f"{W}p") if words_of(one) == "Sammendrag av resultat"][-1])
        paragraph_with(root, "Tilliten kom").addnext(heading)
        unmark(heading)
        type_paragraph("Ikke for alle.", after="Tilliten kom")(root)
        heading.addnext(paragraph_with(root, "Ikke for alle."))
        next(text for text in heading.iter(f"{W}t")).text = "Konklusjon"

    for name in ("both.docx", "paper.docx"):
        found = differences(study, tmp_path / name, conclude)
        assert [(one.kind, one.where, one.after) for one in found] == [
            ("changed", "Tillit · Summary of results", "Tilliten kom aldri."),
            ("new", "Tillit · Conclusion", "Ikke for alle."),
        ]
        take_back(study, found, [1, 2], file=name)
        told = {(one.analysis, one.part): one.text for one in chapter_texts(study)}
        assert (told["Tillit", "conclusion"], told[SUBSTUDY, "summary"]) == ("Ikke for alle.", SUMMARY)
        undo(study)
    assert written


def test_a_part_written_anew_under_its_heading_is_that_part(study: OpenStudy, chapter: Path) -> None:
    def write(root: etree._Element) -> None:
        type_paragraph("Alt var annerledes enn ventet.", after="gikk den over")(root)
        for words in ("Uroen var", "gikk den over"):
            take_out(words)(root)
        unmark(root)

    (found,) = [one for one in differences(study, chapter, write) if SUMMARY in one.before]
    assert (found.kind, found.after, found.by_likeness) == ("changed", "Alt var annerledes enn ventet.", True)


def test_the_sentence_for_a_quote_held_back_is_nobody_s_text(
    study: OpenStudy, written: Written, tmp_path: Path
) -> None:
    registered(study, consent=[{"substudy": SUBSTUDY, "participant": "P2", "given": "2026-01-01"}])
    export_chapter(study, tmp_path / "chapter.docx")
    assert "holdt tilbake" in " ".join(words_of(one) for one in read_text(tmp_path / "chapter.docx").iter(f"{W}p"))
    assert text_differences(study, tmp_path / "chapter.docx") == ()


def test_tracked_changes_are_taken_back_as_accepted(study: OpenStudy, chapter: Path) -> None:
    (found,) = differences(study, chapter, track("De fleste", "Alle"))
    assert found.after == PROSE.replace("De fleste", "Alle")


def test_texts_that_have_lost_their_marks_are_known_by_likeness(study: OpenStudy, chapter: Path) -> None:
    (found,) = differences(study, chapter, unmark, replace_words("den som først", "han som først"))
    assert (found.by_likeness, found.before) == (True, MORE)


def test_new_and_missing_paragraphs_are_known_also_where_a_program_has_dropped_every_mark(
    study: OpenStudy, chapter: Path, written: Written
) -> None:
    found = differences(study, chapter, type_paragraph("Nytt.", after=PROSE), take_out(MORE), unmark)
    assert [(one.kind, one.after or one.before) for one in found] == [("new", "Nytt."), ("gone", MORE)]
    take_back(study, found, [1, 2], file="chapter.docx")
    assert _texts(study, written) == [PROSE, "Nytt.", "En av dem sa:"]


def test_a_quote_that_lost_its_mark_and_its_style_is_no_new_paragraph(study: OpenStudy, chapter: Path) -> None:
    assert differences(study, chapter, unmark, unstyle_quotes) == ()
    (found,) = differences(study, chapter, unmark, unstyle_quotes, replace_words("ble sittende", "ble (...)"))
    assert (found.kind, found.by_likeness) == ("printed", True)


def test_a_paragraph_taken_out_of_the_study_meanwhile_is_offered_as_a_new_one(
    study: OpenStudy, chapter: Path, written: Written
) -> None:
    remove_paragraph(study, written.paragraph)
    (found,) = differences(study, chapter)
    assert (found.kind, found.after, found.newer) == ("new", PROSE, True)


def test_a_chapter_of_another_study_is_refused(study: OpenStudy, tmp_path: Path, chapter: Path) -> None:
    with create_study(tmp_path / "other.qualcode", title="Other", language="nb", coder="AA") as other:
        add_substudy(other)
        category = add_category(other, analysis_of(other), "Noe annet")
        add_paragraph(other, category, text="Det handler om andre ting her.")
        path = tmp_path / "other.docx"
        export_chapter(other, path)
    with pytest.raises(NoTextOfStudy):
        text_differences(study, path)
    report = check_document(study, path)
    assert any("None of the study's texts" in finding.message for finding in report.findings)


def test_a_quote_printed_otherwise_in_word_becomes_its_new_printed_form_when_that_is_confirmed(
    study: OpenStudy, chapter: Path, written: Written
) -> None:
    before = hash_of(study)
    (found,) = differences(study, chapter, replace_words("«Jeg ble sittende i gangen", "“Jeg (…) satt i gangen"))
    assert (found.kind, found.where, found.before, found.original) == ("printed", HEADING, SAID["P1"], SAID["P1"])
    assert (found.after, found.to_sign) == ("Jeg (…) satt i gangen en stund.", True)
    take_back(study, [found], [1], file="chapter.docx")
    quote = quotes(study)[0]
    assert (quote.text, quote.printed, quote.form, quote.signed) == (SAID["P1"], found.after, "edited", False)
    with pytest.raises(ChangedMeanwhile):
        take_back(study, [found], [1], file="chapter.docx")
    undo(study)
    assert hash_of(study) == before
    assert written


@pytest.mark.parametrize("marks", [True, False])
def test_a_quote_only_shortened_needs_nobody_to_sign_it(study: OpenStudy, chapter: Path, *, marks: bool) -> None:
    changes = [replace_words("ble sittende i gangen", "ble sittende (...)"), *([] if marks else [unmark])]
    (found,) = differences(study, chapter, *changes)
    assert (found.kind, found.to_sign, found.by_likeness) == ("printed", False, not marks)


def test_what_word_sets_otherwise_by_itself_is_no_new_printed_form(study: OpenStudy, chapter: Path) -> None:
    assert (
        differences(study, chapter, replace_words("«Jeg ble sittende i gangen", '"Jeg ble\u00a0sittende i gangen'))
        == ()
    )


def test_other_words_in_the_place_of_a_quote_are_no_printed_form_of_it(study: OpenStudy, chapter: Path) -> None:
    assert differences(study, chapter, replace_words(SAID["P1"], SAID["P3"])) == ()


def test_new_paragraphs_come_in_where_they_stand(study: OpenStudy, chapter: Path, written: Written) -> None:
    first, second = type_paragraph("Nytt en.", after=PROSE), type_paragraph("Nytt to.", after="Nytt en.")
    found = differences(study, chapter, first, second)
    assert [(one.kind, one.after) for one in found] == [("new", "Nytt en."), ("new", "Nytt to.")]
    take_back(study, found, [1, 2], file="chapter.docx")
    assert _texts(study, written) == [PROSE, "Nytt en.", "Nytt to.", "En av dem sa:", MORE]


def test_a_part_of_the_chapter_that_was_written_in_word_is_taken_in(study: OpenStudy, chapter: Path) -> None:
    before = hash_of(study)
    found = differences(
        study,
        chapter,
        type_paragraph("Konklusjon", after=MORE, style="Heading3"),
        type_paragraph("Uroen gikk over.", after="Konklusjon"),
        cite("Uroen gikk over.", " (Malterud, 2012)"),
    )
    assert [(one.kind, one.where, one.part) for one in found] == [
        ("new", f"{SUBSTUDY} · Conclusion", ("conclusion", SUBSTUDY))
    ]
    take_back(study, found, [1], file="chapter.docx")
    assert {one.part: one.text for one in chapter_texts(study)}["conclusion"] == "Uroen gikk over. (Malterud, 2012)"
    export_chapter(study, chapter)
    assert cited(chapter) == ["x1"]
    with pytest.raises(ChangedMeanwhile):
        take_back(study, found, [1], file="chapter.docx")
    undo(study)
    assert hash_of(study) == before


def test_what_the_register_offers_is_taken_in_only_where_it_was_written_on(
    study: OpenStudy, written: Written, tmp_path: Path
) -> None:
    registered(study, user_involvement=[{"who": "En bruker", "how": "laget guiden med oss"}])
    path = tmp_path / "chapter.docx"
    export_chapter(study, path)
    assert text_differences(study, path) == ()
    (found,) = differences(study, path, replace_words("laget guiden med oss", "skrev guiden"))
    assert (found.kind, found.part) == ("new", ("method", ""))
    assert found.after == found.before.replace("laget guiden med oss", "skrev guiden")
    assert not found.after.startswith("[")
    assert written


def test_what_came_of_the_comparison_is_a_new_discussion_only_where_it_was_written_on(
    study: OpenStudy, written: Written, tmp_path: Path
) -> None:
    add_substudy(study, "Legene")
    cells = [{"topic": "Brevet", "analysis": name, "stance": "agrees"} for name in (SUBSTUDY, "Legene")]
    cells[0]["conclusion"] = "Alle venter på brevet."
    load_comparison(study, numbered(cells), file="c.csv")
    path = tmp_path / "chapter.docx"
    export_chapter(study, path)
    assert text_differences(study, path) == ()
    (more,) = differences(study, path, replace_words("Alle venter", "De fleste venter"))
    assert (more.part, more.after) == (("discussion", ""), "De fleste venter på brevet.")


def test_everything_that_was_changed_can_be_taken_back_at_once(
    study: OpenStudy, chapter: Path, written: Written
) -> None:
    write_validation(study, written.category, validated=True)
    found = differences(
        study,
        chapter,
        replace_words(HEADING, "Brevet"),
        replace_words("De fleste", "Alle"),
        type_paragraph("Nytt.", after="Alle husket"),
        replace_words("ble sittende", "satt"),
        take_out(MORE),
    )
    assert [one.kind for one in found] == ["heading", "changed", "new", "printed", "gone"]
    take_back(study, found, [1, 2, 3, 4, 5], file="chapter.docx")
    assert _texts(study, written) == [PROSE.replace("De fleste", "Alle"), "Nytt.", "En av dem sa:"]
    assert quotes(study)[0].printed == "Jeg satt i gangen en stund."
    assert categories(study, written.analysis)[0].heading == "Brevet"


def test_a_paragraph_taken_out_in_word_is_taken_out_when_that_is_confirmed(
    study: OpenStudy, chapter: Path, written: Written
) -> None:
    (found,) = differences(study, chapter, take_out(MORE))
    assert (found.kind, found.before) == ("gone", MORE)
    take_back(study, [found], [1], file="chapter.docx")
    assert _texts(study, written) == [PROSE, "En av dem sa:"]


def test_a_text_changed_in_the_study_meanwhile_says_so_and_is_not_overwritten_unseen(
    study: OpenStudy, chapter: Path, written: Written
) -> None:
    change_paragraph(study, written.paragraph, text="Skrevet om i studien.")
    (found,) = differences(study, chapter, replace_words("De fleste", "Alle"))
    assert found.newer
    change_paragraph(study, written.paragraph, text="Og en gang til.")
    with pytest.raises(ChangedMeanwhile):
        take_back(study, [found], [1], file="chapter.docx")
    assert _texts(study, written)[0] == "Og en gang til."


def test_a_number_that_is_not_there_is_refused(study: OpenStudy, chapter: Path) -> None:
    found = differences(study, chapter, replace_words("De fleste", "Alle"))
    with pytest.raises(NothingNamed):
        take_back(study, found, [1, 7], file="chapter.docx")

"""A chapter that was with co-authors is held against the transcripts."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from qualcode.errors import UnreadableFile
from qualcode.services.chapter.chapter_texts import write_chapter_text
from qualcode.services.chapter.exporting import export_chapter
from qualcode.services.condensing.quotes import change_printed, mark_quote
from qualcode.services.documents.document_checking import check_document
from qualcode.services.documents.taking_back import text_differences
from qualcode.services.participants.participants import import_participants
from qualcode.services.synthesis.synthesis import add_category, add_paragraph, change_paragraph, rest_on
from qualcode.storage.opening import OpenStudy, create_study
from qualcode.text.shortening import shortened
from qualcode.views.checking import ERROR, Finding
from tests.builders import (
    SUBSTUDY,
    add_group,
    add_substudy,
    add_transcript,
    analysis_of,
    code_words,
    numbered,
    registered,
)
from tests.exporters.reading import W
from tests.services.word_edits import (
    add_paragraph as type_paragraph,
)
from tests.services.word_edits import (
    edit,
    move_last,
    paragraph_with,
    replace_words,
    split_runs,
    tabulate,
    take_out,
    track,
    unmark,
    unstyle_quotes,
)
from tests.services.written import HEADING, PROSE, SAID, Written, write_analysis

Change = Callable[[etree._Element], object]


@pytest.fixture
def written(study: OpenStudy) -> Written:
    made = write_analysis(study)
    for quote in made.quotes[1:]:
        add_paragraph(study, made.category, text="En annen sa:", quote_id=quote)
    return made


def _found(study: OpenStudy, path: Path, *changes: Change) -> list[Finding]:
    def all_of_them(root: etree._Element) -> None:
        for change in changes:
            change(root)

    report = check_document(study, edit(path, all_of_them))
    assert report.ok is all(finding.level != ERROR for finding in report.findings)
    return list(report.findings)


def _errors(findings: list[Finding]) -> list[str]:
    return [finding.message for finding in findings if finding.level == ERROR]


def test_a_chapter_as_it_was_written_has_nothing_to_be_said_about(study: OpenStudy, chapter: Path) -> None:
    report = check_document(study, chapter)
    assert (report.ok, report.findings) == (True, ())


@pytest.mark.parametrize("language", ["en", "nn"])
def test_a_chapter_in_another_language_has_nothing_to_be_said_about_either(
    study_path: Path, tmp_path: Path, language: str
) -> None:
    with create_study(study_path, title="T", language=language, coder="AA") as study:
        made = write_analysis(study)
        change_printed(study, made.quotes[1], "Da tenkte jeg at «nå» har de tatt meg i [noe].")
        add_paragraph(study, made.category, text="En annen sa:", quote_id=made.quotes[1])
        path = tmp_path / "chapter.docx"
        export_chapter(study, path)
        assert check_document(study, path).findings == ()
        assert text_differences(study, path) == ()


@pytest.mark.parametrize(
    "change",
    [
        move_last(SAID["P2"]),
        split_runs(SAID["P2"]),
        unmark,
        replace_words(
            "«Da tenkte jeg at nå har de tatt meg i noe.»", '"Da tenkte jeg at nå\u00a0har de tatt meg i\u00ad noe."'
        ),
        replace_words("«Da tenkte jeg", "“Da tenkte jeg"),
        replace_words("«Da tenkte jeg at nå har de tatt meg i noe.»", "‘Da tenkte jeg at nå har de tatt meg i noe’."),
        replace_words(
            "«Da tenkte jeg at nå har de tatt meg i noe.» (P2)", "P2: „Da tenkte jeg at nå har de tatt meg i noe.“"
        ),
    ],
)
def test_a_quote_is_known_again_wherever_it_stands_and_however_it_is_set(
    study: OpenStudy, chapter: Path, change: Change
) -> None:
    assert _errors(_found(study, chapter, change)) == []


def test_words_changed_in_a_quote_are_named(study: OpenStudy, chapter: Path) -> None:
    (told,) = _errors(_found(study, chapter, replace_words("tatt meg i noe", "tatt meg i løgn")))
    assert "«noe» → «løgn»" in told
    assert "P2, turn 2" in told


def test_words_changed_in_a_quote_are_named_also_without_our_marks(study: OpenStudy, chapter: Path) -> None:
    (told,) = _errors(_found(study, chapter, unmark, replace_words("tatt meg i noe", "tatt meg i løgn")))
    assert "«noe» → «løgn»" in told


def test_a_quote_shortened_with_an_ellipsis_still_stands(study: OpenStudy, chapter: Path) -> None:
    findings = _found(study, chapter, replace_words("Da tenkte jeg at nå har", "Da tenkte jeg (...) har"))
    assert _errors(findings) == []
    assert [finding.kind for finding in findings] == ["quote"]


def test_a_quote_that_nobody_said_is_listed(study: OpenStudy, chapter: Path) -> None:
    invented = type_paragraph("«Det var det beste som har hendt meg.» (P1)", after=PROSE, style="Quote")
    (told,) = _errors(_found(study, chapter, invented))
    assert "is in no transcript" in told


def test_a_quote_taken_out_in_word_is_told(study: OpenStudy, chapter: Path) -> None:
    (told,) = _found(study, chapter, take_out(SAID["P2"]))
    assert (told.level, told.kind, told.where) == ("note", "quote", HEADING)
    assert "is not in the file" in told.message
    assert "Da tenkte jeg" in told.message


def test_a_quote_taken_out_is_told_also_where_a_program_has_dropped_every_mark(study: OpenStudy, chapter: Path) -> None:
    (told,) = _found(study, chapter, take_out(SAID["P2"]), unmark)
    assert "is not in the file" in told.message


def test_a_quote_that_lost_its_mark_and_its_style_is_not_missed(study: OpenStudy, chapter: Path) -> None:
    assert _found(study, chapter, unmark, unstyle_quotes) == []


def test_a_quote_deleted_with_tracked_changes_is_told(study: OpenStudy, chapter: Path) -> None:
    told = [one.message for one in _found(study, chapter, track(f"«{SAID['P2']}» (P2)", ""))]
    assert any("is not in the file" in message for message in told)


def test_other_words_in_the_place_of_a_quote_are_told_as_what_they_are(study: OpenStudy, chapter: Path) -> None:
    gone, invented = replace_words(SAID["P2"], "Aldri i livet om han svarte."), "is in no transcript"
    findings = _found(study, chapter, gone)
    assert [(one.level, invented in one.message) for one in findings] == [("error", True), ("note", False)]
    assert "other words were put in its place" in findings[1].message


def test_quotes_of_a_category_that_is_not_in_the_file_are_not_missed(
    study: OpenStudy, chapter: Path, written: Written
) -> None:
    second = add_category(study, written.analysis, "Etterpå")
    add_paragraph(study, second, quote_id=written.quotes[2])
    (told,) = check_document(study, chapter).findings
    assert (told.level, told.kind) == ("note", "category")
    assert "Etterpå" in told.message


def test_a_quote_held_back_for_want_of_consent_is_not_missed(
    study: OpenStudy, written: Written, tmp_path: Path
) -> None:
    registered(study, consent=[{"substudy": SUBSTUDY, "participant": "P1", "given": "2026-01-01"}])
    path = tmp_path / "held.docx"
    export_chapter(study, path)
    assert [one for one in check_document(study, path).findings if one.kind == "quote"] == []
    assert written


def test_quotes_in_tables_and_footnotes_are_held_against_the_transcripts_too(study: OpenStudy, chapter: Path) -> None:
    told = "«{words}» (P2)"
    said, invented = told.format(words=SAID["P2"]), told.format(words="Det har ingen sagt i dag")
    assert _errors(_found(study, chapter, tabulate(said, after=PROSE))) == []
    (error,) = _errors(_found(study, chapter, tabulate(invented, after=PROSE)))
    assert "is in no transcript" in error
    change_paragraph(study, 1, text=f"De fleste^[Én sa {invented}.] husket dagen.")
    export_chapter(study, chapter)
    assert any("is in no transcript" in told for told in _errors(list(check_document(study, chapter).findings)))


def test_words_in_another_order_are_named(study: OpenStudy, chapter: Path) -> None:
    turned = type_paragraph("«at nå har de tatt meg i noe (...) Da tenkte jeg» (P2)", after=PROSE, style="Quote")
    (told,) = _errors(_found(study, chapter, turned))
    assert "in another order" in told


def test_words_moved_to_the_front_are_in_another_order_and_nothing_of_the_turn_before(
    study: OpenStudy, chapter: Path
) -> None:
    add_transcript(study, "G1", [("X", "Vi får vite det når det er for sent."), ("Y", "Jeg går hjem. Det åpner døra.")])
    turned = type_paragraph("«Det åpner døra. Jeg går hjem.» (P2)", after=PROSE, style="Quote")
    (told,) = [one for one in _errors(_found(study, chapter, turned)) if "åpner" in one]
    assert "in another order in G1, turn 2" in told
    assert "for sent" not in told


def test_a_transcript_called_like_somebody_who_does_not_speak_there_is_no_source(
    study: OpenStudy, chapter: Path
) -> None:
    add_substudy(study, "Legene", design="focus-group")
    import_participants(study, numbered([{"participant": "G1"}, {"participant": "G2"}]), substudy="Legene")
    add_transcript(study, "G1", [("G2", "Vi var fire rundt bordet den dagen.")], substudy="Legene")
    typed = type_paragraph("«Vi var fire rundt bordet den dagen.» (G1)", after=PROSE, style="Quote")
    assert any("(G1)" in told for told in _errors(_found(study, chapter, typed)))


def test_nor_is_it_after_a_quote_of_the_study_and_places_are_told_with_their_substudy_where_it_takes_that(
    study: OpenStudy, written: Written, tmp_path: Path
) -> None:
    add_substudy(study, "Legene", design="focus-group")
    import_participants(study, numbered([{"participant": "P1"}, {"participant": "L2"}]), substudy="Legene")
    transcript = add_transcript(study, "P1", [("L2", "Vi var fire rundt bordet.")], substudy="Legene")
    coded = code_words(study, transcript, "Vi var fire rundt bordet.", add_group(study, "Møtet", analysis="Legene"))
    category = add_category(study, analysis_of(study, "Legene"), "Bordet")
    add_paragraph(study, category, quote_id=mark_quote(study, coded.coding_id))
    export_chapter(study, tmp_path / "chapter.docx")
    told = _errors(_found(study, tmp_path / "chapter.docx", replace_words("(L2)", "(P1)")))
    assert [one for one in told if "stands (P1), but L2 says it (Legene:P1, turn 1)" in one]


@pytest.mark.parametrize(("source", "wrong"), [(f"{SUBSTUDY} P1", True), ("Legene P1", False), ("P1", False)])
def test_a_code_after_its_substudy_is_not_who_is_called_alike_in_another(
    study: OpenStudy, chapter: Path, source: str, wrong: bool
) -> None:
    add_substudy(study, "Legene", design="focus-group")
    import_participants(study, numbered([{"participant": "P1"}]), substudy="Legene")
    add_transcript(study, "Runde 1", [("P1", "Vi var fire rundt bordet den dagen.")], substudy="Legene")
    typed = type_paragraph(f"«Vi var fire rundt bordet den dagen.» ({source})", after=PROSE, style="Quote")
    assert any("rundt bordet" in told for told in _errors(_found(study, chapter, typed))) == wrong


@pytest.mark.parametrize("marked", [True, False])
def test_a_dialogue_is_known_with_and_without_quotation_marks(
    study: OpenStudy, written: Written, tmp_path: Path, marked: bool
) -> None:
    group = add_group(study, "Resymeet")
    transcript = add_transcript(study, "G1", [("FL1", "Kom det i tide?"), ("FL2", "Nei, aldri noen gang.")])
    coded = code_words(study, transcript, "Kom det i tide?\n\nNei, aldri noen gang.", group)
    add_paragraph(study, written.category, quote_id=mark_quote(study, coded.coding_id))
    export_chapter(study, tmp_path / "chapter.docx")
    quoted = () if marked else ("«Kom", "tide?»", "«Nei", "gang.»")
    changes = [replace_words(words, words.strip("«»")) for words in quoted]
    assert _errors(_found(study, tmp_path / "chapter.docx", *changes)) == []


def test_the_code_of_another_participant_is_named(study: OpenStudy, chapter: Path) -> None:
    (told,) = _errors(_found(study, chapter, replace_words("noe.» (P2)", "noe.» (P3)")))
    assert "(P3)" in told
    assert "P2" in told


def test_a_quote_over_several_speakers_must_say_so(study: OpenStudy, chapter: Path) -> None:
    joined = type_paragraph(f"«Hva tenkte du? {SAID['P3']}» (P3)", after=PROSE, style="Quote")
    assert any("several speakers" in told for told in _errors(_found(study, chapter, joined)))


def test_tracked_changes_are_read_as_accepted_and_told(study: OpenStudy, chapter: Path) -> None:
    findings = _found(study, chapter, track("tatt meg", "lurt meg"))
    assert "«tatt» → «lurt»" in _errors(findings)[0]
    (note,) = [finding for finding in findings if finding.kind == "tracked"]
    assert "BB" in note.message
    assert "«tatt» → «lurt»" in note.message


def test_a_heading_that_is_no_category_and_one_that_rests_on_nothing_are_named(
    study: OpenStudy, chapter: Path, written: Written
) -> None:
    assert _errors(_found(study, chapter, unmark, replace_words(HEADING, "Noe helt annet")))
    note = [one for one in _found(study, chapter, replace_words(HEADING, "Noe annet")) if one.kind == "category"]
    assert [finding.level for finding in note] == ["note"]
    rest_on(study, written.category, written.letter, on=False)
    assert any("rests on no condensate" in told for told in _errors(_found(study, chapter)))


def test_words_in_quotation_marks_in_the_running_text_are_only_mentioned(study: OpenStudy, chapter: Path) -> None:
    findings = _found(study, chapter, type_paragraph("Boka sier «alle trenger en fast lege» også.", after=PROSE))
    assert [(finding.level, finding.kind) for finding in findings] == [("note", "quote"), ("note", "text")]


def test_words_in_quotation_marks_that_are_given_to_a_participant_must_have_been_said(
    study: OpenStudy, chapter: Path
) -> None:
    typed = type_paragraph("En sa «dette har ingen sagt om noen sak» (P2) før hun gikk.", after=PROSE)
    (error,) = _errors(_found(study, chapter, typed))
    assert "dette har ingen sagt" in error


def test_a_text_that_was_edited_is_told_as_one_that_can_be_taken_back(study: OpenStudy, chapter: Path) -> None:
    (finding,) = _found(study, chapter, replace_words("De fleste", "Alle"))
    assert (finding.level, finding.kind) == ("note", "text")
    assert "«De fleste» → «Alle»" in finding.message
    assert "takeback" in finding.message


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"%PDF-1.4", b"ja"])
def test_what_is_no_word_file_is_said(study: OpenStudy, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "file.docx"
    path.write_bytes(content)
    with pytest.raises(UnreadableFile):
        check_document(study, path)


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_no_damage_to_a_file_is_a_crash(study: OpenStudy, chapter: Path, tmp_path: Path, data: st.DataObject) -> None:
    raw = bytearray(chapter.read_bytes())
    for _ in range(data.draw(st.integers(1, 6))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path / "damaged.docx"
    path.write_bytes(bytes(raw))
    try:
        check_document(study, path)
    except UnreadableFile:
        return


def test_words_that_several_say_are_found_where_they_stand_whole_and_are_anybody_s_who_says_them(
    study: OpenStudy, chapter: Path
) -> None:
    codes = ("FL1", "FL2", "FL3")
    import_participants(study, numbered([{"participant": code} for code in codes]), substudy=SUBSTUDY)
    topics = ("brevet", "timen", "alt")
    turns = [
        (code, f"Vi trenger ikke flere skjemaer om {topic}, vi trenger tid.") for topic in topics for code in codes
    ]
    add_transcript(study, "Gruppe", turns)
    for source, wrong in (("FL2", False), ("FL3", False), ("P1", True)):
        findings = _found(study, chapter, tabulate(f"«{turns[4][1]}» ({source})", after=HEADING))
        assert bool(_errors(findings)) == wrong


def test_a_table_set_into_a_text_is_told_and_is_no_words_of_it(study: OpenStudy, chapter: Path) -> None:
    write_chapter_text(study, "discussion", "Først det ene.\n\nSå det andre.")
    export_chapter(study, chapter)
    edited = edit(chapter, tabulate("Noe i en celle", after="Først det ene."))
    assert text_differences(study, edited) == ()
    assert [one.kind for one in check_document(study, edited).findings] == ["table"]


def test_what_cannot_go_back_into_the_study_is_told_before_it_is_lost(study: OpenStudy, chapter: Path) -> None:
    def change(root: etree._Element) -> None:
        prose = paragraph_with(root, PROSE)
        prose.append(_set_in_bold("Og mer."))
        mark = etree.SubElement(prose, f"{W}bookmarkStart")
        mark.set(f"{W}name", "ZOTERO_BREF_x1")
        etree.SubElement(etree.SubElement(prose, f"{W}r"), f"{W}drawing")

    edited = edit(chapter, change)
    told = {one.message for one in check_document(study, edited).findings if one.kind == "lost"}
    assert len(told) == len([one for one in told if "Zotero" in one or "Bold" in one or "picture" in one]) == 3
    (found,) = text_differences(study, edited)
    assert set(found.lost) == {"looks", "bookmarks", "picture"}


def test_a_place_in_the_file_is_told_by_its_heading_and_what_is_in_tables_does_not_count(
    study: OpenStudy, chapter: Path
) -> None:
    def change(root: etree._Element) -> None:
        for words in ("En celle", "En til"):
            tabulate(words, after=HEADING)(root)
        replace_words(PROSE, f"{PROSE} Og mer.")(root)

    (found,) = check_document(study, edit(chapter, change)).findings
    assert found.where == f'paragraph 1 under "{shortened(f"Resultatkategori 1: {HEADING}")}"'


def _set_in_bold(words: str) -> etree._Element:
    run = etree.Element(f"{W}r")
    etree.SubElement(etree.SubElement(run, f"{W}rPr"), f"{W}b")
    etree.SubElement(run, f"{W}t").text = words
    return run

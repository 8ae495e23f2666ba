"""The result chapter: what comes into it, in what order, and who can be recognised in it."""

import re
from dataclasses import asdict

import pytest

from qualcode.errors import AmbiguousName, ChangedMeanwhile, NothingNamed, NothingToExport, ValueRefused
from qualcode.services.chapter.chapter import chapter
from qualcode.services.chapter.chapter_texts import (
    chapter_form,
    chapter_texts,
    load_chapter_texts,
    set_chapter_form,
    set_first_table,
    write_chapter_text,
)
from qualcode.services.condensing.condensing import place
from qualcode.services.condensing.quote_rules import write_quote_rule
from qualcode.services.condensing.quotes import change_printed, mark_quote
from qualcode.services.keeping.history import undo
from qualcode.services.material.substudies import rename_analysis, set_analysis
from qualcode.services.participants.participants import import_participants
from qualcode.services.reading.preconceptions import write_preconceptions
from qualcode.services.reading.rereading import mark_opened
from qualcode.services.synthesis.categories import categories
from qualcode.services.synthesis.retelling import link_paragraph
from qualcode.services.synthesis.synthesis import add_category, add_paragraph, write_validation
from qualcode.services.tracing.tracing import trace
from qualcode.storage.opening import OpenStudy
from qualcode.views.chapter import ChapterParagraph, ChapterQuote
from tests.builders import (
    SUBSTUDY,
    add_group,
    add_substudy,
    add_transcript,
    analysis_of,
    code_words,
    hash_of,
    numbered,
    registered,
)
from tests.services.written import HEADING, PROSE, SAID, Written, write_analysis


@pytest.fixture
def written(study: OpenStudy) -> Written:
    """An analysis with a category."""
    return write_analysis(study)


def the_quote(study: OpenStudy) -> ChapterQuote:
    """The one quote that stands in the chapter."""
    parts = [part for one in chapter(study).substudies for category in one.categories for part in category.parts]
    (quote,) = [part for part in parts if isinstance(part, ChapterQuote)]
    return quote


def write_dialogue(study: OpenStudy, *, pseudonyms: tuple[str, str] = ("", "")) -> None:
    """A focus group where two answer each other, and that quote in a category."""
    add_substudy(study, "Legene", design="focus-group")
    people = [{"participant": code, "pseudonym": name} for code, name in zip(("FL1", "FL2"), pseudonyms, strict=True)]
    import_participants(study, numbered(people), substudy="Legene")
    transcript = add_transcript(study, "Gruppe 1", [("FL1", "Kom det?"), ("FL2", "Nei.")], substudy="Legene")
    coded = code_words(study, transcript, "Kom det?\n\nNei.", add_group(study, "Resymeet", analysis="Legene"))
    category = add_category(study, analysis_of(study, "Legene"), "Det som ikke kom")
    add_paragraph(study, category, quote_id=mark_quote(study, coded.coding_id))


def test_a_category_stands_with_its_prose_and_its_quotes_in_order(study: OpenStudy, written: Written) -> None:
    (substudy,) = chapter(study).substudies
    (category,) = substudy.categories
    assert (substudy.heading, category.number, category.heading) == (SUBSTUDY, 1, HEADING)
    first, second = category.parts
    assert category.parts == (
        ChapterParagraph(PROSE, first.uid, first.version),
        ChapterQuote(
            lead_in="En av dem sa:",
            text=SAID["P1"],
            source="P1",
            uid=second.uid,
            version=second.version,
            quote_version=1,
        ),
    )
    assert all(part.uid for part in category.parts)


def test_quotes_are_printed_in_their_printed_form(study: OpenStudy, written: Written) -> None:
    change_printed(study, written.quotes[0], "Jeg ble sittende (...) en stund.")
    assert the_quote(study).text == "Jeg ble sittende (...) en stund."


def test_prose_stands_in_the_report_s_order_under_headings_in_the_study_s_language(
    study: OpenStudy, written: Written
) -> None:
    for part in ("discussion", "ethics", "purpose"):
        write_chapter_text(study, part, f"Om {part}.")
    for part in ("conclusion", "recruitment", "summary"):
        write_chapter_text(study, part, f"Om {part}.", substudy=SUBSTUDY)
    view = chapter(study)
    assert view.sections == (
        ("Formål", "Om purpose."),
        ("Etiske og personvernfaglige vurderinger", "Om ethics."),
    )
    (substudy,) = view.substudies
    assert (substudy.recruitment, substudy.summary, substudy.conclusion) == (
        "Om recruitment.",
        "Om summary.",
        "Om conclusion.",
    )
    assert view.discussion == ("Diskusjon", "Om discussion.")


def test_tables_are_numbered_from_where_the_study_says(study: OpenStudy, written: Written) -> None:
    add_substudy(study, "Uten tabell")
    add_category(study, analysis_of(study, "Uten tabell"), "Noe")
    add_substudy(study, "Legene")
    import_participants(study, numbered([{"participant": "L1", "age": 40}]), substudy="Legene")
    set_first_table(study, 15)
    numbers = {one.heading: one.table_number for one in chapter(study).substudies if one.table}
    assert numbers == {SUBSTUDY: 15, "Legene": 16}
    assert chapter(study, first_table=3).substudies[0].table_number == 3


@pytest.mark.parametrize(("form", "age"), [("exact", 30), ("banded", "30–39")])
def test_the_table_has_the_form_the_substudy_has_chosen(
    study: OpenStudy, written: Written, form: str, age: object
) -> None:
    set_chapter_form(study, SUBSTUDY, table_form=form)
    table = chapter(study).substudies[0].table
    assert table is not None
    assert table.rows[0] == ("P1", age)


@pytest.mark.parametrize(("source", "printed"), [("code", "P1"), ("pseudonym", ""), ("none", "")])
def test_a_quote_is_followed_by_what_the_substudy_has_chosen_and_never_by_a_code_instead(
    study: OpenStudy, written: Written, source: str, printed: str
) -> None:
    set_chapter_form(study, SUBSTUDY, quote_source=source)
    assert the_quote(study).source == printed


def test_a_pseudonym_stands_for_the_code(study: OpenStudy, written: Written) -> None:
    set_chapter_form(study, SUBSTUDY, quote_source="pseudonym")
    import_participants(study, numbered([{"participant": "P1", "pseudonym": "Kari"}]), substudy=SUBSTUDY)
    assert the_quote(study).source == "Kari"


def test_a_dialogue_has_a_line_for_each_speaker_and_names_the_interview(study: OpenStudy) -> None:
    write_dialogue(study)
    quote = the_quote(study)
    assert [(line.speaker, line.text) for line in quote.lines] == [("FL1", "Kom det?"), ("FL2", "Nei.")]
    assert quote.source == "Gruppe 1"


def test_a_dialogue_without_source_tells_speakers_apart_and_nobody_who_they_are(study: OpenStudy) -> None:
    write_dialogue(study, pseudonyms=("Kari", "Ola"))
    set_chapter_form(study, "Legene", quote_source="none")
    quote = the_quote(study)
    assert [line.speaker for line in quote.lines] == ["Deltaker A", "Deltaker B"]
    assert quote.source == ""
    set_chapter_form(study, "Legene", quote_source="pseudonym")
    assert [line.speaker for line in the_quote(study).lines] == ["Kari", "Ola"]


def test_one_substudy_of_several_is_printed_without_what_is_common(study: OpenStudy, written: Written) -> None:
    write_chapter_text(study, "purpose", "Felles.")
    write_chapter_text(study, "discussion", "Felles.")
    assert chapter(study, substudy=SUBSTUDY).sections
    add_substudy(study, "Legene")
    write_chapter_text(study, "summary", "Legenes.", substudy="Legene")
    view = chapter(study, substudy=SUBSTUDY)
    assert (view.sections, view.discussion[1], len(view.substudies)) == ((), "", 1)
    assert len(chapter(study).substudies) == 2


def test_an_analysis_of_two_substudies_has_its_categories_in_one_place(study: OpenStudy, written: Written) -> None:
    add_substudy(study, "Legene")
    write_chapter_text(study, "summary", "Legenes.", substudy="Legene")
    set_analysis(study, SUBSTUDY, substudies=[SUBSTUDY, "Legene"])
    of_patients, of_doctors, joint = chapter(study).substudies
    assert of_patients.categories == of_doctors.categories == ()
    assert (joint.heading, len(joint.categories), joint.table) == (SUBSTUDY, 1, None)
    own, joint = chapter(study, substudy="Legene").substudies
    assert (own.summary, own.categories, len(joint.categories)) == ("Legenes.", (), 1)


def test_an_analysis_that_is_named_leaves_out_the_categories_of_others(study: OpenStudy, written: Written) -> None:
    set_analysis(study, "Tillit", substudies=[SUBSTUDY])
    add_category(study, analysis_of(study, "Tillit"), "Tillit til legen")
    own, further = chapter(study).substudies
    assert [[one.number for one in part.categories] for part in (own, further)] == [[1], [1]]
    assert (own.heading, further.heading, further.table) == (SUBSTUDY, "Tillit", None)
    material, only = chapter(study, analysis="Tillit").substudies
    assert (material.heading, material.table_number, material.categories) == (SUBSTUDY, 1, ())
    assert [category.heading for category in only.categories] == ["Tillit til legen"]


def test_two_papers_of_the_same_transcripts_have_texts_of_their_own(study: OpenStudy, written: Written) -> None:
    set_analysis(study, "Tillit", substudies=[SUBSTUDY])
    write_chapter_text(study, "recruitment", "Ni ble spurt.", substudy=SUBSTUDY)
    write_chapter_text(study, "purpose", "Studiens.")
    for title in (SUBSTUDY, "Tillit"):
        write_chapter_text(study, "summary", f"Kort om {title}.", analysis=title)
        write_chapter_text(study, "conclusion", f"Til slutt om {title}.", analysis=title)
    write_chapter_text(study, "purpose", "Artikkelens.", analysis="Tillit")
    whole = [(part.heading, part.recruitment, part.summary, part.conclusion) for part in chapter(study).substudies]
    first = (SUBSTUDY, "Ni ble spurt.", f"Kort om {SUBSTUDY}.", f"Til slutt om {SUBSTUDY}.")
    second = ("Tillit", "", "Kort om Tillit.", "Til slutt om Tillit.")
    assert whole == [first, second]
    paper = chapter(study, analysis="Tillit")
    told = [(part.heading, part.recruitment, part.summary) for part in paper.substudies]
    assert told == [(SUBSTUDY, "Ni ble spurt.", ""), ("Tillit", "", "Kort om Tillit.")]
    assert (paper.sections[0], chapter(study).sections[0]) == (("Formål", "Artikkelens."), ("Formål", "Studiens."))
    titles = [chapter(study, analysis=one).title for one in ("Tillit", SUBSTUDY, None)]
    assert titles == ["Tillit", "A study", "A study"], "a name that is only the substudy's is no paper's"


def test_a_substudy_of_two_analyses_cannot_say_whose_summary_is_meant(study: OpenStudy, written: Written) -> None:
    set_analysis(study, "Tillit", substudies=[SUBSTUDY])
    write_chapter_text(study, "summary", "Kort.", substudy=SUBSTUDY)
    assert [one.analysis for one in chapter_texts(study)] == [SUBSTUDY], "its namesake stands in its part"
    rename_analysis(study, SUBSTUDY, "Legitimitet")
    with pytest.raises(AmbiguousName):
        write_chapter_text(study, "summary", "Annet.", substudy=SUBSTUDY)
    write_chapter_text(study, "summary", "Kort.", analysis="Tillit", seen=0)
    with pytest.raises(ChangedMeanwhile):
        write_chapter_text(study, "summary", "Annet.", analysis="Tillit", seen=0)
    with pytest.raises(ValueRefused):
        write_chapter_text(study, "recruitment", "Ni ble spurt.", analysis="Tillit")
    assert written


def test_moving_a_quoted_unit_to_another_subgroup_leaves_the_quote_where_it_was_placed(
    study: OpenStudy, written: Written
) -> None:
    coding = 1
    place(study, [coding], written.subgroups[1])
    assert the_quote(study).text == SAID["P1"]


def test_an_empty_study_has_nothing_to_print(study: OpenStudy) -> None:
    with pytest.raises(NothingToExport):
        chapter(study)
    add_substudy(study)
    with pytest.raises(NothingToExport):
        chapter(study)


def test_an_unknown_substudy_or_analysis_is_refused(study: OpenStudy, written: Written) -> None:
    with pytest.raises(NothingNamed):
        chapter(study, substudy="Naboene")
    with pytest.raises(NothingNamed):
        chapter(study, analysis="Naboene")


def test_texts_are_listed_as_they_are_printed_and_can_be_loaded_again(study: OpenStudy) -> None:
    add_substudy(study)
    write_chapter_text(study, "discussion", "Til slutt.")
    write_chapter_text(study, "summary", "Kort.\n\nOg mer.", substudy=SUBSTUDY)
    write_chapter_text(study, "method", "Slik.")
    listed = chapter_texts(study)
    assert [(view.analysis, view.part) for view in listed] == [
        ("", "method"),
        (SUBSTUDY, "summary"),
        ("", "discussion"),
    ]
    before = hash_of(study)
    rows = numbered([asdict(view) for view in listed])
    assert load_chapter_texts(study, rows, file="texts.json").already_there == 3
    assert hash_of(study) == before


def test_an_empty_text_takes_the_part_away_and_undo_brings_it_back(study: OpenStudy) -> None:
    write_chapter_text(study, "ethics", "Vurdert.")
    write_chapter_text(study, "ethics", "")
    assert chapter_texts(study) == []
    undo(study)
    assert chapter_texts(study)[0].text == "Vurdert."


@pytest.mark.parametrize(("part", "substudy"), [("foreword", None), ("summary", None), ("purpose", SUBSTUDY)])
def test_a_part_must_exist_and_belong_where_it_is_written(study: OpenStudy, part: str, substudy: str | None) -> None:
    add_substudy(study)
    with pytest.raises(ValueRefused):
        write_chapter_text(study, part, "Noe.", substudy=substudy)


def test_forms_that_do_not_exist_are_refused_and_others_kept(study: OpenStudy) -> None:
    add_substudy(study)
    set_chapter_form(study, SUBSTUDY, table_form="totals")
    set_chapter_form(study, SUBSTUDY, quote_source="none")
    with pytest.raises(ValueRefused):
        set_chapter_form(study, SUBSTUDY, table_form="pretty")
    with pytest.raises(ValueRefused):
        set_chapter_form(study, SUBSTUDY, quote_source="name")
    form = chapter_form(study, SUBSTUDY)
    assert (form.table_form, form.quote_source) == ("totals", "none")


def test_tables_are_numbered_from_one_at_the_least(study: OpenStudy) -> None:
    with pytest.raises(ValueRefused):
        set_first_table(study, 0)


def test_the_trace_leads_from_every_condensate_and_quote_to_its_units(study: OpenStudy, written: Written) -> None:
    assert chapter(study).trace == ()
    (section,) = chapter(study, traced=True).trace
    assert section.heading == HEADING
    assert section.table is not None
    shown = [(what, re.sub(r"\d{4}‑\d\d‑\d\d", "DAY", units), who) for what, units, who in section.table.rows]
    assert shown == [
        ("Kondensat: Uro/Brevet", "P1, replikk 2 (AA DAY); P2, replikk 2 (AA DAY)", "P1, P2"),
        (f"Sitat: «{SAID['P1']}»", "P1, replikk 2 (AA DAY)", "P1"),
    ]
    assert written


def test_a_quote_within_a_quote_has_inner_marks_in_the_trace_and_in_the_way_back(
    study: OpenStudy, written: Written
) -> None:
    change_printed(study, written.quotes[0], "Jeg sa «nei, takk» til ham.")
    (section,) = chapter(study, traced=True).trace
    assert section.table is not None
    assert "Sitat: «Jeg sa ‹nei, takk› til ham.»" in [row[0] for row in section.table.rows]
    (category,) = categories(study, written.analysis)
    placed = [step.text for step in trace(study, category.uid).stands_on if step.kind == "paragraph"]
    assert "En av dem sa: «Jeg sa ‹nei, takk› til ham.»" in placed


def test_the_trace_leads_from_a_paragraph_to_the_condensates_it_retells(study: OpenStudy, written: Written) -> None:
    link_paragraph(study, written.paragraph, written.letter)
    (section,) = chapter(study, traced=True).trace
    assert section.table is not None
    assert section.table.rows[0] == (f"Avsnitt: {PROSE}", "gjenforteller Uro/Brevet", "P1, P2")


@pytest.mark.parametrize(("source", "called"), [("pseudonym", "Kari"), ("none", "")])
def test_the_trace_names_nobody_by_the_code_that_the_quotes_do_not_print(
    study: OpenStudy, written: Written, source: str, called: str
) -> None:
    import_participants(study, numbered([{"participant": "P1", "pseudonym": "Kari"}]), substudy=SUBSTUDY)
    set_chapter_form(study, SUBSTUDY, quote_source=source)
    link_paragraph(study, written.paragraph, written.letter)
    (section,) = chapter(study, traced=True).trace
    assert section.table is not None
    assert [row[2] for row in section.table.rows] == [called] * 3
    places = " ".join(row[1] for row in section.table.rows)
    assert not re.search(r"\bP\d", places)
    assert SUBSTUDY in section.text
    uids = re.findall(r"enhet (\w+)", places)
    assert {trace(study, uid).participants for uid in uids} == {("P1",), ("P2",)}


def test_the_trace_leaves_out_those_whose_words_are_held_back(study: OpenStudy, written: Written) -> None:
    registered(study, consent=[{"substudy": SUBSTUDY, "participant": "P2", "given": "2026-01-01"}])
    (section,) = chapter(study, traced=True).trace
    assert section.table is not None
    assert [row[2] for row in section.table.rows] == ["P2"]
    assert SAID["P1"] not in str(section.table)
    assert written


def test_the_appendix_tells_of_preconceptions_quotes_and_validation(study: OpenStudy, written: Written) -> None:
    write_preconceptions(study, written.analysis, "Jeg venter uro.")
    write_quote_rule(study, written.analysis, "Nølelyder er tatt bort.")
    write_validation(study, written.category, text="Lest om igjen.", validated=True)
    told = dict(chapter(study).appendix)
    assert list(told) == ["Forforståelse", "Sitater", "Validering"]
    assert told["Forforståelse"].startswith("AA skrev ")
    assert told["Forforståelse"].endswith("Jeg venter uro.")
    assert told["Sitater"] == "Nølelyder er tatt bort."
    assert told["Validering"] == f"«{HEADING}» er validert mot transkriptene. Lest om igjen."
    mark_opened(study, written.analysis, written.transcripts[0])
    assert dict(chapter(study).appendix)["Validering"].endswith("er 1 av 3 transkripter åpnet igjen.")


def test_the_summary_ties_only_where_codes_lead_to_rows(study: OpenStudy, written: Written) -> None:
    assert [one.ties for one in chapter(study).substudies] == [(1,)]
    write_chapter_text(study, "summary", "Kodene i parentes viser til deltakerne i tabellen.", substudy=SUBSTUDY)
    assert [one.ties for one in chapter(study).substudies] == [()]
    write_chapter_text(study, "summary", "Kodene viser til tabell 1.", substudy=SUBSTUDY)
    assert [one.ties for one in chapter(study).substudies] == [()]
    assert [one.ties for one in chapter(study, first_table=4).substudies] == [(4,)]
    set_chapter_form(study, SUBSTUDY, quote_source="none")
    assert [one.ties for one in chapter(study, first_table=4).substudies] == [()]
    assert written


def test_another_order_than_a_report_s_or_a_paper_s_is_refused(study: OpenStudy, written: Written) -> None:
    with pytest.raises(ValueRefused):
        chapter(study, order="letter")
    assert chapter(study, order="paper").order == "paper"
    assert written

"""COREQ and SRQR: every item there, filled by what the study knows, and open where it knows nothing."""

import csv
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook

from qualcode.errors import CannotWrite, NothingNamed
from qualcode.services.chapter.chapter_texts import write_chapter_text
from qualcode.services.chapter.reporting import COREQ, SRQR, export_guideline, reporting_guideline
from qualcode.services.material.substudies import retire_analysis, set_analysis
from qualcode.services.overview.studies import create
from qualcode.services.reading.reading import add_theme
from qualcode.services.themes.negotiating import agree_on
from qualcode.storage.opening import OpenStudy
from qualcode.views.register import GUIDELINES
from tests.builders import SUBSTUDY, add_participant, add_substudy, add_transcript, analysis_of, registered
from tests.services.written import HEADING, write_analysis


def answer(study: OpenStudy, item: int, guideline: str = "coreq") -> str:
    """What the study says to an item; empty where it is open."""
    return reporting_guideline(study, guideline).items[item - 1].answer


@pytest.mark.parametrize("guideline", ["coreq", "srqr"])
@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_every_item_has_a_subject_of_its_own_in_every_language(tmp_path: Path, guideline: str, language: str) -> None:
    with create(tmp_path / "s.qualcode", title="NMV", language=language, coder="AA") as study:
        view = reporting_guideline(study, guideline)
    assert [item.number for item in view.items] == list(range(1, GUIDELINES[guideline] + 1))
    assert len({item.subject for item in view.items}) == GUIDELINES[guideline]
    assert not any(f"{guideline}." in f"{item.subject}{item.domain}" for item in view.items)
    assert ("sjekkliste" in view.title) == (language != "en")


def test_an_empty_study_has_everything_open_but_what_it_is(study: OpenStudy) -> None:
    filled = {item.number for item in reporting_guideline(study, "coreq").items if not item.open}
    assert filled == {27}
    assert {item.number for item in reporting_guideline(study, "srqr").items if not item.open} == {1, 13}


def test_items_that_only_the_authors_can_answer_are_left_to_them(study: OpenStudy) -> None:
    assert {23, 28} == set(range(1, 33)) - set(COREQ)
    assert {2, 19, 20, 21} == set(range(1, 22)) - set(SRQR)
    registered(study, reporting=[{"guideline": "coreq", "item": 28, "answer": "Ja, på et møte."}])
    assert answer(study, 28) == "Ja, på et møte."


def test_the_authors_own_words_come_before_what_the_study_knows(study: OpenStudy) -> None:
    registered(study, reporting=[{"guideline": "coreq", "item": 27, "answer": "Og papir."}])
    first, second = answer(study, 27).splitlines()
    assert (first, second.split()[0]) == ("Og papir.", "qualcode")


def test_the_team_answers_the_first_eight(study: OpenStudy) -> None:
    member = {
        "name": "AA",
        "credentials": "ph.d.",
        "occupation": "fastlege",
        "gender": "kvinne",
        "training": "kurs",
        "relation": "ingen",
        "known_to_participants": "navn",
        "background": "eget ståsted",
        "did": ["interviewed"],
    }
    registered(study, team=[member])
    expected = ["Intervjuet: AA.", *(f"AA: {text}" for text in (*list(member.values())[1:-1],))]
    assert [answer(study, item) for item in range(1, 9)] == expected


def test_who_was_lost_on_the_way_is_told_with_the_number_for_each_reason(study: OpenStudy) -> None:
    add_substudy(study)
    steps = [("accepted", 12, ""), ("withdrew", 3, "syk"), ("withdrew", 1, "tid")]
    entries = [{"substudy": SUBSTUDY, "step": step, "count": count, "reason": why} for step, count, why in steps]
    registered(study, recruitment=entries)
    assert "trakk seg 4 (syk 3; tid 1)" in answer(study, 13)


def test_who_speaks_in_one_interview_and_was_present_at_another_was_interviewed_twice(study: OpenStudy) -> None:
    add_substudy(study)
    for code in ("P1", "P2"):
        add_participant(study, code)
        add_transcript(study, code, [("I", "Hva skjedde?"), (code, "Ikke noe."), ("I", "Nei?"), (code, "Nei.")])
    assert answer(study, 18) == "Ingen ble intervjuet mer enn én gang."
    registered(study, interviews=[{"substudy": SUBSTUDY, "interview": "P2", "present": ["P1", "P2"]}])
    assert answer(study, 18) == "1 deltaker ble intervjuet mer enn én gang."


def test_information_power_answers_twenty_two_with_its_reasons(study: OpenStudy) -> None:
    add_substudy(study)
    entries = [
        {"analysis": SUBSTUDY, "dimension": "theory", "assessment": "low", "reason": "lite teori"},
        {"analysis": SUBSTUDY, "dimension": "aim", "assessment": "high", "reason": "smalt formål"},
    ]
    registered(study, information_power=entries)
    first, second = answer(study, 22).splitlines()
    assert "formål" in first
    assert "høy" in first
    assert first.endswith("smalt formål")
    assert "lav" in second
    assert second.endswith("lite teori")


def test_interviews_tell_how_long_where_and_with_whom(study: OpenStudy) -> None:
    write_analysis(study)
    rows: list[dict[str, object]] = [
        {"interview": "P1", "minutes": 31, "mode": "telephone", "present": ["P1"]},
        {"interview": "P2", "minutes": 24, "mode": "telephone", "present": ["P2"], "others": "en tolk"},
        {"interview": "Igjen", "present": ["P1"], "place": "hjemme"},
    ]
    registered(study, interviews=[{"substudy": SUBSTUDY, **row} for row in rows])
    assert answer(study, 21) == "Pasientene: 24–31 minutter (oppgitt for 2 av 4)"
    assert answer(study, 14) == "Pasientene: telefon; hjemme"
    assert answer(study, 15) == "Pasientene: en tolk"
    assert answer(study, 18) == "1 deltaker ble intervjuet mer enn én gang."
    assert answer(study, 12) == "Pasientene: 3 deltakere, 4 intervjuer"


def test_recruitment_tells_who_was_lost_and_why(study: OpenStudy) -> None:
    add_substudy(study)
    steps = [("invited", 20, "brev"), ("declined", 3, "tid"), ("accepted", 9, "")]
    registered(
        study,
        recruitment=[{"substudy": SUBSTUDY, "step": step, "count": n, "reason": why} for step, n, why in steps],
        substudies=[{"substudy": SUBSTUDY, "sampling": "convenience", "sampling_reason": "ingen svarte"}],
    )
    assert answer(study, 13) == "Pasientene: invitert 20 (brev), takket nei 3 (tid), takket ja 9"
    assert answer(study, 11) == "Pasientene: invitert 20 (brev)"
    assert answer(study, 10) == "Pasientene: tilgjengelighetsutvalg; ingen svarte"


def test_the_work_itself_answers_the_last_part(study: OpenStudy) -> None:
    write_analysis(study)
    assert answer(study, 24) == "1 koder: AA."
    assert answer(study, 25) == "Pasientene: 1 kodegruppe, 2 undergrupper, 3 meningsbærende enheter"
    assert answer(study, 29).startswith("1 sitat i teksten.")
    assert answer(study, 31) == f"Pasientene: {HEADING}"
    assert answer(study, 9).startswith("Systematisk tekstkondensering")
    assert answer(study, 30) == ""


def test_srqr_points_to_the_chapter_for_what_is_written_there(study: OpenStudy) -> None:
    assert answer(study, 3, "srqr") == ""
    write_chapter_text(study, "purpose", "Hensikten var …")
    assert answer(study, 3, "srqr") == "Se «Formål» i kapittelet."


def test_a_guideline_goes_to_word_a_workbook_and_csv_with_the_same_items(study: OpenStudy, tmp_path: Path) -> None:
    write_analysis(study)
    view = reporting_guideline(study, "coreq")
    for suffix in ("docx", "xlsx", "csv"):
        export_guideline(study, "coreq", tmp_path / f"coreq.{suffix}")
    with (tmp_path / "coreq.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["item"], row["answer"], row["open"]) for row in rows] == [
        (str(item.number), item.answer, str(int(item.open))) for item in view.items
    ]
    sheet = load_workbook(tmp_path / "coreq.xlsx").active
    assert sheet is not None
    assert [row[0].value for row in sheet.iter_rows(min_row=2)] == [item.number for item in view.items]
    tables = Document(str(tmp_path / "coreq.docx")).tables
    words = [[cell.text for cell in row.cells] for table in tables for row in table.rows[1:]]
    assert [row[:2] for row in words] == [[str(item.number), item.subject] for item in view.items]
    assert [row[2].startswith("Åpent") for row in words] == [item.open for item in view.items]


def test_another_ending_is_refused_with_those_that_can_be_used(study: OpenStudy, tmp_path: Path) -> None:
    with pytest.raises(CannotWrite) as refused:
        export_guideline(study, "coreq", tmp_path / "coreq.pdf")
    assert ".docx, .xlsx, .csv" in refused.value.message


def test_themes_are_counted_as_noted_and_as_agreed_on_and_nothing_is_told_of_retired_analyses(study: OpenStudy) -> None:
    add_substudy(study)
    set_analysis(study, "Forkastet", question="Hva ellers?", frame="Ingen.", substudies=[SUBSTUDY])
    for title, names in ((SUBSTUDY, ("Uro", "Plikt", "Håp")), ("Forkastet", ("Annet",))):
        analysis = analysis_of(study, title)
        noted = [add_theme(study, analysis, name) for name in names]
        agree_on(study, analysis, noted, "Felles")
    retire_analysis(study, "Forkastet")
    told = " ".join(one.answer for one in reporting_guideline(study, "coreq").items)
    assert "3 foreløpige temaer på lesernes lister, 1 som teamet ble enig om" in told
    assert not any(words in told for words in ("Forkastet", "Hva ellers?", "Ingen."))
    told = " ".join(one.answer for one in reporting_guideline(study, "coreq", analysis="Forkastet").items)
    assert "1 foreløpige temaer på lesernes lister, 1 som teamet ble enig om" in told
    assert "Forkastet: Ingen." in told
    with pytest.raises(NothingNamed):
        reporting_guideline(study, "srqr", analysis="Ukjent")


def test_the_paper_of_one_analysis_tells_of_its_own_substudies_and_of_no_other(study: OpenStudy) -> None:
    _three_substudies(study)
    set_analysis(study, "Legene imellom", substudies=["Fastlegene", "NMV-legene"])
    write_chapter_text(study, "purpose", "Hensikten var …", analysis="Legene imellom")
    told = {
        guideline: reporting_guideline(study, guideline, analysis="Legene imellom") for guideline in ("coreq", "srqr")
    }
    items = {(name, item.number): item.answer for name, view in told.items() for item in view.items}
    assert items["coreq", 12] == "Fastlegene: 2 deltakere, 2 intervjuer\nNMV-legene: 1 deltaker, 1 intervju"
    assert items["coreq", 10] == "Fastlegene: strategisk utvalg; bredde"
    assert items["coreq", 13] == "Fastlegene: takket ja 2"
    assert items["coreq", 14] == "Fastlegene: telefon"
    assert items["coreq", 17].splitlines()[-1] == "Brukermedvirkning ved Panelet."
    assert items["coreq", 18] == "Ingen ble intervjuet mer enn én gang."
    assert items["srqr", 1] == "Legene imellom"
    assert items["srqr", 3] == "Se «Formål» i kapittelet."
    assert items["srqr", 9] == "Samtykke er registrert for 1 av 3 deltakere."
    assert SUBSTUDY not in " ".join(items.values())
    assert told["coreq"].title.endswith("Legene imellom")
    assert SUBSTUDY in answer(study, 12)
    assert answer(study, 18) == "1 deltaker ble intervjuet mer enn én gang."


def _three_substudies(study: OpenStudy) -> None:
    """Two patients, one of whom was interviewed twice; two GPs; an NMV doctor."""
    people = {SUBSTUDY: ("P1", "P2"), "Fastlegene": ("FL1", "FL2"), "NMV-legene": ("NMV1",)}
    for substudy, codes in people.items():
        add_substudy(study, substudy)
        for code in codes:
            add_participant(study, code, substudy=substudy)
            add_transcript(study, code, [("I", "Hva skjedde?"), (code, "Ikke noe.")], substudy=substudy)
    registered(
        study,
        substudies=[{"substudy": "Fastlegene", "sampling": "strategic", "sampling_reason": "bredde"}],
        recruitment=[{"substudy": one, "step": "accepted", "count": 2} for one in (SUBSTUDY, "Fastlegene")],
        interviews=[
            {"substudy": SUBSTUDY, "interview": "P2", "place": "hjemme", "present": ["P1", "P2"]},
            {"substudy": "Fastlegene", "interview": "FL1", "mode": "telephone"},
        ],
        guide=[{"substudy": one, "topic": "Brevet"} for one in (SUBSTUDY, "Fastlegene")],
        user_involvement=[{"who": "Panelet"}, {"who": "Ola", "substudy": SUBSTUDY}],
        consent=[
            {"participant": "P1", "substudy": SUBSTUDY, "given": "2024-01-01"},
            {"participant": "FL1", "substudy": "Fastlegene", "given": "2024-01-01"},
        ],
    )

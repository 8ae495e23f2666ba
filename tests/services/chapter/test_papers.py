"""Papers for the analysis meeting and for appendices: what stands in them, and whose words do not."""

import csv
from pathlib import Path

import pytest
from docx import Document

from qualcode.errors import NothingToExport, ValueRefused
from qualcode.services.chapter.paper_material import Chosen
from qualcode.services.chapter.papers import PAPERS, analysis_table, condensates_paper, export_paper, units_paper
from qualcode.services.coding.examples import coding_of, examples_of, set_example
from qualcode.services.coding.meetings import change_meeting, load_meetings, meetings, note_meeting, remove_meeting
from qualcode.services.condensing.condensing import set_aside
from qualcode.services.condensing.quotes import set_golden
from qualcode.services.keeping.history import undo
from qualcode.services.participants.participants import import_participants
from qualcode.storage.opening import OpenStudy
from tests.builders import SUBSTUDY, add_group, add_substudy, add_transcript, code_words, numbered, registered
from tests.services.written import HEADING, SAID, write_analysis


def _cells(study: OpenStudy) -> list[str]:
    return [row[2] for section in units_paper(study).sections if section.table for row in section.table.rows]


@pytest.fixture
def codings(study: OpenStudy) -> list[int]:
    write_analysis(study)
    with study.reading() as connection:
        return list(connection.exec_driver_sql("SELECT id FROM coding ORDER BY id").scalars())


def test_units_stand_under_their_subgroup_with_who_and_where(study: OpenStudy, codings: list[int]) -> None:
    set_aside(study, codings[2:], "Om noe annet")
    sections = units_paper(study).sections
    assert [section.heading for section in sections] == ["Analysemøte", "Uro", "Brevet", "Lagt til side"]
    assert sections[2].table is not None
    assert sections[2].table.rows == (("P1", "P1, replikk 2", SAID["P1"]), ("P2", "P2, replikk 2", SAID["P2"]))
    assert sections[3].table is not None
    assert sections[3].table.rows[0][2] == f"{SAID['P3']}\n(Om noe annet)"


def test_a_unit_of_several_speakers_has_a_line_for_each(study: OpenStudy) -> None:
    add_substudy(study, "Legene", design="focus-group")
    import_participants(study, numbered([{"participant": "FL1"}, {"participant": "FL2"}]), substudy="Legene")
    said = [("FL1", "Kom det sent?"), ("FL2", "Nei. Aldri."), ("M", "Aha?")]
    transcript = add_transcript(study, "Gruppe 1", said, substudy="Legene")
    code_words(study, transcript, "det sent?\n\nNei. Aldri.\n\nAha", add_group(study, "Uro", analysis="Legene"))
    assert _cells(study) == ["FL1: det sent?\nFL2: Nei. Aldri.\nM: Aha"]
    assert [row[6] for row in units_paper(study).flat.rows] == ["det sent?\n\nNei. Aldri.\n\nAha"]


def test_papers_can_be_limited_to_a_subgroup_and_a_participant(study: OpenStudy, codings: list[int]) -> None:
    assert [row[6] for row in units_paper(study, Chosen(group="Uro/Timen")).flat.rows] == [SAID["P3"]]
    assert [row[6] for row in units_paper(study, Chosen(participant="P2")).flat.rows] == [SAID["P2"]]
    assert [row[2] for row in condensates_paper(study, Chosen(group="Uro/Timen")).flat.rows] == ["Timen"]
    assert codings


def test_a_paper_of_one_analysis_bears_its_title(study: OpenStudy, codings: list[int]) -> None:
    assert units_paper(study).title == "Meningsbærende enheter: A study"
    assert units_paper(study, Chosen(analysis=SUBSTUDY)).title == f"Meningsbærende enheter: {SUBSTUDY}"


def test_the_words_of_one_without_consent_stay_in_the_study(study: OpenStudy, codings: list[int]) -> None:
    registered(study, consent=[{"substudy": SUBSTUDY, "participant": "P1", "given": "2026-01-01"}])
    assert _cells(study) == [SAID["P1"]]
    set_example(study, codings)
    assert len(analysis_table(study).flat.rows) == 1


def test_a_condensate_is_told_with_what_it_carries_and_its_golden_quote(study: OpenStudy, codings: list[int]) -> None:
    with study.reading() as connection:
        quote = connection.exec_driver_sql("SELECT id FROM quote ORDER BY id").scalars().first()
    assert quote is not None
    set_golden(study, quote)
    text = next(one.text for one in condensates_paper(study).sections if one.heading == "Brevet")
    assert text.split("\n\n") == [
        "Jeg ble sittende.",
        "Hviler på enheter: 2, deltakere: 2, intervjuer: 2.",
        f"★ «{SAID['P1']}» (P1)",
    ]
    assert codings


def test_the_analysis_table_shows_the_examples_the_author_has_chosen(study: OpenStudy, codings: list[int]) -> None:
    assert analysis_table(study).flat.rows == ()
    set_example(study, codings[:1])
    assert analysis_table(study).flat.rows == (
        ("", f"{SAID['P1']} (P1)", "Uro", "Brevet", "Jeg ble sittende.", HEADING),
    )
    set_example(study, codings[2:])
    assert examples_of(study, codings) == {codings[0], codings[2]}
    undo(study)
    set_example(study, codings[:1], on=False)
    assert examples_of(study, codings) == set()


def test_an_example_is_named_by_the_uid_of_its_unit_or_quote(study: OpenStudy, codings: list[int]) -> None:
    with study.reading() as connection:
        for table in ("meaning_unit", "quote"):
            uid = connection.exec_driver_sql(f"SELECT uid FROM {table} ORDER BY id").scalars().first()
            assert coding_of(study, str(uid)) == codings[0]


def test_meetings_are_noted_changed_loaded_and_taken_away(study: OpenStudy) -> None:
    written = write_analysis(study)
    key = note_meeting(study, written.analysis, held="7.3.2026", present="AA, BB", decided="Delt")
    assert [(one.held, one.present, one.decided) for one in meetings(study)] == [("2026-03-07", "AA, BB", "Delt")]
    assert "Møte 2026-03-07. Til stede: AA, BB.\nBestemt: Delt" in units_paper(study).sections[0].text
    change_meeting(study, key, held="2026-03-08", present="AA", decided="Slått sammen", seen=1)
    rows = [{"held": "2026-03-08", "present": "AA", "decided": "Slått sammen"}, {"held": "2026-04-01"}]
    counts = load_meetings(study, numbered(rows), file="m.csv")
    assert (counts.new, counts.already_there) == (1, 1)
    assert [one.held for one in meetings(study)] == ["2026-04-01", "2026-03-08"]
    remove_meeting(study, key)
    undo(study)
    assert len(meetings(study, analysis=SUBSTUDY)) == 2
    with pytest.raises(ValueRefused):
        note_meeting(study, written.analysis, held="i går")


@pytest.mark.parametrize("kind", PAPERS)
@pytest.mark.parametrize("ending", ["docx", "xlsx", "csv", "html", "md"])
def test_every_paper_is_written_in_every_form(
    study: OpenStudy, codings: list[int], tmp_path: Path, kind: str, ending: str
) -> None:
    set_example(study, codings)
    path = tmp_path / f"paper.{ending}"
    export_paper(study, kind, path)
    assert path.stat().st_size > 40
    if ending == "docx":
        assert Document(str(path)).paragraphs[0].style.name == "Heading 1"  # type: ignore[union-attr]
    if ending == "csv":
        assert len(list(csv.reader(path.read_text(encoding="utf-8").splitlines()))) > 1


def test_an_empty_study_has_no_papers(study: OpenStudy, tmp_path: Path) -> None:
    add_substudy(study)
    for kind in PAPERS:
        with pytest.raises(NothingToExport):
            export_paper(study, kind, tmp_path / "paper.docx")

"""Two substudies whose participants and transcripts have the same names: what is one's is never the other's."""

import csv
from pathlib import Path

import pytest

from qualcode.services.chapter.chapter import chapter
from qualcode.services.chapter.chapter_texts import set_chapter_form
from qualcode.services.chapter.exporting import export_chapter, export_quotes
from qualcode.services.chapter.paper_material import Chosen
from qualcode.services.chapter.papers import analysis_table, codebook_paper, condensates_paper, units_paper
from qualcode.services.coding.codebooks import change_group
from qualcode.services.condensing.quotes import mark_quote, quotes, set_golden
from qualcode.services.documents.document_checking import check_document
from qualcode.services.documents.said import said_in
from qualcode.services.documents.taking_back import text_differences
from qualcode.services.material.substudies import set_analysis
from qualcode.services.naming import find_place
from qualcode.services.participants.participants import import_participants
from qualcode.services.synthesis.categories import categories
from qualcode.services.synthesis.synthesis import add_category, add_paragraph
from qualcode.services.tracing.tracing import trace
from qualcode.storage.opening import OpenStudy
from qualcode.views.chapter import ChapterQuote
from tests.builders import (
    add_condensate,
    add_group,
    add_subgroup,
    add_substudy,
    add_transcript,
    analysis_of,
    code_words,
    numbered,
    registered,
)

SAID = {"Pasientene": "Jeg sov aldri om natta.", "Legene": "De fleste sover godt nok."}
BOTH = "Begge"


@pytest.fixture
def namesakes(study: OpenStudy) -> OpenStudy:
    """Somebody called P1 in both substudies, a unit, condensate, golden quote and category of each, and of the two."""
    for substudy, words in SAID.items():
        add_substudy(study, substudy)
        people = numbered([{"participant": "P1", "pseudonym": f"{substudy[0]}-Kari", "age": 40}])
        import_participants(study, people, substudy=substudy)
        add_transcript(study, "P1", [("I", "Hva nå?"), ("P1", words)], substudy=substudy)
    set_analysis(study, BOTH, substudies=list(SAID))
    for title, of in (*((name, (name,)) for name in SAID), (BOTH, tuple(SAID))):
        group = add_group(study, f"Søvn {title}", analysis=title)
        subgroup = add_subgroup(study, group, "Natta")
        category = add_category(study, analysis_of(study, title), f"Om {title}")
        for place, substudy in enumerate(SAID, start=1):
            if substudy in of:
                coded = code_words(study, place, SAID[substudy], group, subgroup_id=subgroup)
                quote = mark_quote(study, coded.coding_id)
                set_golden(study, quote, golden=True)
                add_paragraph(study, category, quote_id=quote)
        add_condensate(study, subgroup, "Jeg sover eller sover ikke.")
    return study


def sources(study: OpenStudy) -> dict[str, set[str]]:
    """What stands after the words of each quote in the chapter."""
    found: dict[str, set[str]] = {}
    for part in (part for one in chapter(study).substudies for cat in one.categories for part in cat.parts):
        if isinstance(part, ChapterQuote):
            found.setdefault(part.text, set()).add(part.source)
    return found


@pytest.mark.parametrize(("chosen", "printed"), [("none", ""), ("pseudonym", "P-Kari")])
def test_one_substudy_s_choice_of_source_holds_for_its_own_quotes_only(
    namesakes: OpenStudy, chosen: str, printed: str
) -> None:
    set_chapter_form(namesakes, "Pasientene", quote_source=chosen)
    assert sources(namesakes) == {SAID["Pasientene"]: {printed}, SAID["Legene"]: {"P1"}}
    said = said_in(namesakes, list(SAID.values()))
    place = said.verified(0, SAID["Pasientene"])
    assert place is not None
    assert "L-Kari" not in place.sources


def test_a_code_of_two_substudies_is_told_apart_where_these_stand_together(
    namesakes: OpenStudy, tmp_path: Path
) -> None:
    of_one, of_another = ({SAID[name]: {"P1", f"{name} P1"}} for name in SAID)
    assert sources(namesakes) == of_one | of_another, "in the part of the two the substudy stands before the code"
    assert {row[3] for row in units_paper(namesakes).flat.rows} == {"Pasientene:P1", "Legene:P1"}
    assert {row[3] for row in units_paper(namesakes, Chosen(substudy="Legene")).flat.rows} == {"P1"}
    assert {str(row[1]).rpartition(" ")[2] for row in analysis_table(namesakes).flat.rows} == {
        "(Pasientene:P1)",
        "(Legene:P1)",
    }
    export_quotes(namesakes, tmp_path / "q.csv", analysis=BOTH)
    told = (tmp_path / "q.csv").read_text(encoding="utf-8-sig")
    assert "Pasientene:P1" in told
    assert "Legene:P1" in told


def test_consent_that_one_has_not_given_holds_back_nobody_else_s_words(namesakes: OpenStudy, tmp_path: Path) -> None:
    people = [{"substudy": "Legene", "participant": "P1", "given": "2026-01-01", "withdrawn": "2026-02-01"}]
    registered(namesakes, consent=people)
    assert set(sources(namesakes)) == {SAID["Pasientene"]}
    (traced,) = [one for one in chapter(namesakes, traced=True).trace if one.heading == f"Om {BOTH}"]
    assert traced.table is not None
    assert [row[0] for row in traced.table.rows] == [f"Sitat: «{SAID['Pasientene']}»"]
    assert {row[6] for row in units_paper(namesakes).flat.rows} == {SAID["Pasientene"]}
    assert len(analysis_table(namesakes).flat.rows) == 2
    export_quotes(namesakes, tmp_path / "q.csv")
    assert SAID["Pasientene"] in (tmp_path / "q.csv").read_text(encoding="utf-8")


def test_a_paper_of_one_substudy_has_nothing_of_another(namesakes: OpenStudy) -> None:
    chosen = Chosen(substudy="Legene")
    assert {row[6] for row in units_paper(namesakes, chosen).flat.rows} == {SAID["Legene"]}
    titles = ["Legene: Søvn Legene", "Begge: Søvn Begge"]
    assert [one.heading for one in units_paper(namesakes, chosen).sections if one.level == 2][1:] == titles
    told = condensates_paper(namesakes, chosen)
    assert [one.heading for one in told.sections if one.level == 2][1:] == titles
    assert not any(SAID["Pasientene"] in one.text for one in told.sections)
    assert [row[0] for row in codebook_paper(namesakes, chosen).flat.rows if not row[2]] == ["Legene", BOTH]
    assert all(SAID["Legene"] in str(row[1]) for row in analysis_table(namesakes, chosen).flat.rows)


def test_a_participant_s_quotes_are_not_those_of_a_namesake(namesakes: OpenStudy, tmp_path: Path) -> None:
    export_quotes(namesakes, tmp_path / "q.csv", participant="Legene:P1")
    rows = list(csv.reader((tmp_path / "q.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert [SAID["Legene"] in " ".join(row) for row in rows[1:]] == [True, True]
    assert len(quotes(namesakes)) == 4


def test_code_groups_of_one_name_in_two_analyses_stand_apart_in_the_quote_table(
    namesakes: OpenStudy, tmp_path: Path
) -> None:
    with namesakes.reading() as connection:
        groups = [find_place(connection, f"Søvn {title}").group_id for title in ("Pasientene", BOTH)]
    for group in groups:
        change_group(namesakes, group, name="Ro")
    export_quotes(namesakes, tmp_path / "q.md")
    headings = [line for line in (tmp_path / "q.md").read_text(encoding="utf-8").splitlines() if line.startswith("## ")]
    assert headings == ["## Pasientene:Ro", "## Søvn Legene", f"## {BOTH}:Ro"]


def test_codes_lead_to_the_table_they_stand_in(namesakes: OpenStudy) -> None:
    patients, doctors, both = chapter(namesakes, first_table=4).substudies
    assert (patients.ties, doctors.ties, both.ties) == ((4,), (5,), (4, 5))
    assert (both.heading, [one.number for one in both.categories]) == (BOTH, [1])
    (only,) = chapter(namesakes, first_table=4, analysis="Legene").substudies
    assert (only.heading, only.table_number, only.ties) == ("Legene", 4, (4,))
    own, joint = chapter(namesakes, first_table=4, substudy="Legene").substudies
    assert (own.ties, joint.ties) == ((4,), ()), "a code of the patients' leads to no table of this file"


def test_a_chapter_with_a_part_of_two_substudies_comes_back_as_it_was(namesakes: OpenStudy, tmp_path: Path) -> None:
    path = tmp_path / "chapter.docx"
    export_chapter(namesakes, path, traced=True)
    told = [one for one in check_document(namesakes, path).findings if one.level == "error"]
    assert {one.kind for one in told} == {"category"}, "the categories here rest on nothing; all else stands"
    assert text_differences(namesakes, path) == ()


def test_the_way_back_tells_two_of_one_name_apart(namesakes: OpenStudy) -> None:
    (section,) = [one for one in chapter(namesakes, traced=True).trace if one.heading == f"Om {BOTH}"]
    assert section.table is not None
    for (_, place, people), substudy in zip(section.table.rows, SAID, strict=True):
        assert (people, place.partition(",")[0]) == (f"{substudy}:P1", f"{substudy}:P1")
    (category,) = categories(namesakes, analysis_of(namesakes, BOTH))
    assert trace(namesakes, category.uid).participants == tuple(f"{substudy}:P1" for substudy in SAID)

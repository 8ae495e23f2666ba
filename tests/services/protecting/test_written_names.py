"""Claims about people named in what researchers wrote, and about what is told of a file: only what is in it."""

from pathlib import Path

import pytest

from qualcode.model import Participant, TeamMember
from qualcode.services.chapter.exporting import export_chapter, export_quotes, export_table
from qualcode.services.chapter.reporting import export_guideline
from qualcode.services.condensing.quotes import change_printed
from qualcode.services.participants.participants import demographic_table, import_participants
from qualcode.services.protecting.leaks import accept_leaks
from qualcode.services.protecting.outgoing import Writer, write_aside
from qualcode.services.protecting.own_texts import own_texts
from qualcode.services.synthesis.recognisability import recognisability_findings
from qualcode.services.synthesis.synthesis import add_paragraph
from qualcode.storage.opening import OpenStudy
from qualcode.views.leaks import NAMED, NOTE, Leak
from qualcode.views.table import TableView
from tests.builders import SUBSTUDY, add_substudy, numbered, registered
from tests.services.written import HEADING, Written, write_analysis


@pytest.fixture
def written(study: OpenStudy) -> Written:
    return write_analysis(study)


def told(study: OpenStudy, path: Path, write: Writer, kind: str = "chapter") -> list[Leak]:
    with write_aside(study, path, write, kind=kind) as outgoing:
        assert not outgoing.blocked
        return list(outgoing.leaks)


def chapter(study: OpenStudy, folder: Path) -> list[Leak]:
    def write(place: Path) -> tuple[Path, ...]:
        export_chapter(study, place)
        return (place,)

    return [leak for leak in told(study, folder / "k.docx", write) if leak.kind == NAMED]


def test_a_name_in_an_analytic_text_is_told_with_the_text_it_stands_in(
    study: OpenStudy, written: Written, tmp_path: Path
) -> None:
    assert chapter(study, tmp_path) == []
    add_paragraph(study, written.category, text='Kari Nordmann husket "alt" ved døra, som Malterud skriver.')
    found = chapter(study, tmp_path)
    assert [leak.level for leak in found] == [NOTE, NOTE]
    assert all(name in leak.message for name, leak in zip(("Kari Nordmann", "Malterud"), found, strict=True))
    assert all(HEADING in leak.message and leak.where.startswith("k.docx") for leak in found)
    accept_leaks(study, found, [found[1].fingerprint], "en forfatter")
    assert ["Kari Nordmann" in leak.message for leak in chapter(study, tmp_path)] == [True]


def test_a_noun_with_the_capital_of_its_sentence_is_no_name(study: OpenStudy, written: Written, tmp_path: Path) -> None:
    add_paragraph(study, written.category, text="Listene ble lest høyt for hverandre. Fem sto igjen.")
    add_paragraph(study, written.category, text="Den andre på papir. Undersøkelsen blir en undergruppe for seg.")
    assert chapter(study, tmp_path) == []
    add_paragraph(study, written.category, text="Veien var lang. Hansen leste høyt, og Kari lyttet. Torunn sov.")
    assert len(chapter(study, tmp_path)) == 3


def test_a_name_put_into_a_quote_and_one_in_the_register_are_told(
    study: OpenStudy, written: Written, tmp_path: Path
) -> None:
    change_printed(study, written.quotes[0], "Jeg ble sittende [hos Ragnhild Aune] en stund.")
    registered(
        study,
        interviews=[{"interview": "P1", "substudy": SUBSTUDY, "others": "Ektefellen Oddvar Nilsen var i rommet."}],
    )

    def coreq(place: Path) -> tuple[Path, ...]:
        export_guideline(study, "coreq", place)
        return (place,)

    assert ["Ragnhild Aune" in leak.message for leak in chapter(study, tmp_path)] == [True]
    found = [leak for leak in told(study, tmp_path / "coreq.docx", coreq, "coreq") if leak.kind == NAMED]
    assert ["Oddvar Nilsen" in leak.message for leak in found] == [True]


def test_a_name_in_a_text_that_is_not_in_the_file_is_not_told(
    study: OpenStudy, written: Written, tmp_path: Path
) -> None:
    add_paragraph(study, written.category, text="Kari Nordmann husket alt.")

    def quotes(place: Path) -> tuple[Path, ...]:
        export_quotes(study, place)
        return (place,)

    assert NAMED not in {leak.kind for leak in told(study, tmp_path / "q.csv", quotes, "quotes")}


def test_what_is_chosen_and_not_written_is_no_text(study: OpenStudy, written: Written) -> None:
    """`code`, said of what stands after quotes, was taken for a name in a table of code groups."""
    with study.reading() as connection:
        texts = [one for one in own_texts(connection) if one.table == "substudy"]
    assert [(one.column, one.text) for one in texts] == [("name", SUBSTUDY)]


def test_pseudonyms_and_the_projects_own_people_are_nobody(study: OpenStudy, written: Written, tmp_path: Path) -> None:
    add_paragraph(study, written.category, text="Hedda kom til Kari Nordmann, og med P2 kom Ola.")
    with study.change("participant.edit") as change:
        change.change(Participant, 1, pseudonym="Hedda")
        change.add(TeamMember, name="Kari Nordmann", position=1)
    assert [leak.message.split("“")[1].split("”")[0] for leak in chapter(study, tmp_path)] == ["Ola"]


def test_rows_that_fit_one_are_told_of_the_file_they_are_in_and_of_its_substudy_only(
    study: OpenStudy, written: Written, tmp_path: Path
) -> None:
    add_substudy(study, "Legene")
    import_participants(study, numbered([{"participant": "L1", "age": 61}]), substudy="Legene")
    assert {one.substudy for one in recognisability_findings(study)} == {SUBSTUDY, "Legene"}

    def substudies_told(view: TableView) -> set[str]:
        def write(place: Path) -> tuple[Path, ...]:
            export_table(study, view, place)
            return (place,)

        leaks = told(study, tmp_path / "t.csv", write, "table")
        return {leak.where for leak in leaks if leak.kind == "recognisable"}

    assert substudies_told(demographic_table(study, substudy="Legene")) == {"Legene"}
    assert substudies_told(demographic_table(study, substudy=SUBSTUDY)) == {SUBSTUDY}
    assert substudies_told(demographic_table(study, substudy="Legene", form="totals")) == {"Legene"}
    assert substudies_told(TableView("Grupper", ("group", "P1", "L1"), (("Uro", 1, 2),), ())) == set()

"""What the register offers the chapter: only where nothing is written, marked, in the study's language."""

from pathlib import Path

import pytest

from qualcode.errors import NothingToExport
from qualcode.services.chapter.chapter import chapter
from qualcode.services.chapter.chapter_offers import offered_texts
from qualcode.services.chapter.chapter_texts import write_chapter_text
from qualcode.services.chapter.exporting import export_quotes
from qualcode.services.overview.studies import create
from qualcode.services.participants.participants import demographic_table, import_participants
from qualcode.storage.opening import OpenStudy
from qualcode.views.chapter import ChapterParagraph, ChapterQuote
from tests.builders import SUBSTUDY, add_substudy, numbered, registered
from tests.services.written import SAID, write_analysis

MARK = "[Fra registeret]"


@pytest.fixture
def known(study: OpenStudy) -> OpenStudy:
    """A study of which much is registered and nothing written."""
    add_substudy(study)
    told_everything(study)
    return study


def told_everything(study: OpenStudy) -> None:
    """Register a team, an assessment, recruitment, interviews and information power."""
    registered(
        study,
        team=[
            {"name": "AA", "role": "fastlege", "did": ["interviewed", "coded"]},
            {"name": "BB", "role": "sekretær"},
            {"name": "CC"},
        ],
        user_involvement=[{"who": "en pasient", "how": "Hun prøvde guiden."}],
        ethics=[{"body": "REK", "reference": "2016/1", "assessment": "Utenfor loven."}],
        substudies=[{"substudy": SUBSTUDY, "sampling": "convenience"}],
        recruitment=[
            {"substudy": SUBSTUDY, "step": "invited", "count": 20},
            {"substudy": SUBSTUDY, "step": "accepted", "count": 9},
        ],
        interviews=[
            {"substudy": SUBSTUDY, "interview": "A", "mode": "telephone", "minutes": 31},
            {"substudy": SUBSTUDY, "interview": "B", "mode": "telephone", "minutes": 24},
        ],
        information_power=[{"analysis": SUBSTUDY, "dimension": "aim", "assessment": "high", "reason": "smalt"}],
    )


def test_an_unwritten_part_holds_what_the_register_can_say_marked_as_such(known: OpenStudy) -> None:
    view = chapter(known)
    texts = dict(view.sections)
    assert texts["Valg av metode og studiedesign"] == (
        f"{MARK} Forskergruppen besto av AA (fastlege), BB (sekretær) og CC. AA gjorde intervjuene. "
        "AA kodet materialet. Brukermedvirkning ved en pasient. Hun prøvde guiden."
    )
    assert texts["Etiske og personvernfaglige vurderinger"] == (
        f"{MARK} REK vurderte prosjektet (referanse 2016/1): Utenfor loven."
    )
    assert "formål trekker mot høy informasjonsstyrke (smalt)" in texts["Analyse og informasjonsstyrke"]
    assert view.substudies[0].recruitment == (
        f"{MARK} Rekruttering: invitert 20, takket ja 9, 9 deltok. Deltakerne utgjør et tilgjengelighetsutvalg. "
        "Det ble gjort 2 individuelle intervjuer (telefon) på 24–31 minutter."
    )


def test_a_paper_of_one_analysis_is_offered_what_is_of_it_and_of_its_substudies(known: OpenStudy) -> None:
    add_substudy(known, "Fastlegene")
    registered(known, user_involvement=[{"who": "et legepanel", "substudy": "Fastlegene"}])
    write_chapter_text(known, "purpose", "Å forstå.")
    headings = "Valg av metode og studiedesign", "Analyse og informasjonsstyrke"

    def told(analysis: str | None) -> tuple[str, str]:
        texts = dict(chapter(known, analysis=analysis).sections)
        return texts[headings[0]], texts.get(headings[1], "")

    assert "legepanel" in told(None)[0]
    assert "formål trekker mot" in told(None)[1]
    assert "legepanel" not in told(SUBSTUDY)[0]
    assert "en pasient" in told(SUBSTUDY)[0]
    assert "formål trekker mot" in told(SUBSTUDY)[1]
    assert "legepanel" in told("Fastlegene")[0]
    assert told("Fastlegene")[1] == ""


def test_what_the_author_wrote_stands_alone(known: OpenStudy) -> None:
    write_chapter_text(known, "ethics", "REK sa nei.")
    write_chapter_text(known, "recruitment", "Ni ble spurt.", substudy=SUBSTUDY)
    view = chapter(known)
    assert dict(view.sections)["Etiske og personvernfaglige vurderinger"] == "REK sa nei."
    assert view.substudies[0].recruitment == "Ni ble spurt."
    assert {(one.substudy, one.part) for one in offered_texts(known)} == {("", "method"), ("", "analysis")}


def test_nothing_registered_offers_nothing(study: OpenStudy) -> None:
    add_substudy(study)
    assert offered_texts(study) == []
    with pytest.raises(NothingToExport):
        chapter(study)


def test_a_sampling_alone_is_no_paragraph(study: OpenStudy) -> None:
    add_substudy(study)
    registered(study, substudies=[{"substudy": SUBSTUDY, "sampling": "convenience"}])
    assert offered_texts(study) == []


@pytest.mark.parametrize(("language", "mark"), [("nn", MARK), ("en", "[From the register]")])
def test_the_offer_is_in_the_study_s_language(tmp_path: Path, language: str, mark: str) -> None:
    with create(tmp_path / "s.qualcode", title="NMV", language=language, coder="AA") as study:
        add_substudy(study)
        told_everything(study)
        assert all(one.text.startswith(mark) for one in offered_texts(study))


def test_the_chapter_tells_the_mean_or_the_median_as_the_author_chose_and_the_table_both(study: OpenStudy) -> None:
    add_substudy(study)
    ages = [{"participant": f"P{number}", "age": age} for number, age in enumerate((30, 31, 50), start=1)]
    import_participants(study, numbered(ages), substudy=SUBSTUDY)

    def told() -> str:
        table = chapter(study).substudies[0].table
        assert table is not None
        return table.notes[-1]

    assert "gjennomsnitt 37, median 31 (30–50)" in told()
    registered(study, attributes=[{"substudy": SUBSTUDY, "attribute": "age", "figures": "median"}])
    assert "Alder: median 31 (30–50)." in told()
    registered(study, attributes=[{"substudy": SUBSTUDY, "attribute": "age", "figures": "mean"}])
    assert "Alder: gjennomsnitt 37 (30–50)." in told()
    assert "gjennomsnitt 37, median 31" in demographic_table(study, SUBSTUDY).notes[-1]


def test_quotes_without_consent_are_held_back_from_the_chapter_and_the_quote_table(
    study: OpenStudy, tmp_path: Path
) -> None:
    write_analysis(study)
    registered(study, consent=[{"participant": "P2", "given": "2016-01-01"}])
    (category,) = chapter(study).substudies[0].categories
    assert category.parts[1] == ChapterParagraph("[Et sitat er holdt tilbake: deltakeren har ikke gitt samtykke.]")
    export_quotes(study, tmp_path / "q.csv")
    listed = (tmp_path / "q.csv").read_text(encoding="utf-8")
    assert [SAID[code] in listed for code in ("P1", "P2", "P3")] == [False, True, False]
    registered(study, consent=[{"participant": code, "given": "2016-01-01"} for code in SAID])
    (category,) = chapter(study).substudies[0].categories
    assert isinstance(category.parts[1], ChapterQuote)

"""The demonstration: a whole study that holds water, made the way a user's would be."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from docx import Document

from qualcode.errors import CannotWrite, NotAStudy
from qualcode.services.chapter.chapter import chapter
from qualcode.services.coding.codebooks import change_group, codebook
from qualcode.services.coding.meetings import meetings
from qualcode.services.coding.units import code_groups
from qualcode.services.condensing.quotes import quotes
from qualcode.services.demonstration import EXPORTS, FILE, build_demonstration
from qualcode.services.keeping.checking import check
from qualcode.services.keeping.history import history, undo
from qualcode.services.material.substudies import analyses
from qualcode.services.material.transcripts import transcript_text
from qualcode.services.overview.studies import status
from qualcode.services.participants.participants import demographic_table
from qualcode.services.reading.preconceptions import preconceptions_of
from qualcode.services.synthesis.categories import categories, category_list
from qualcode.services.synthesis.comparisons import comparison_rows
from qualcode.services.themes.negotiating import group_origins, negotiation
from qualcode.storage.opening import OpenStudy, open_study
from qualcode.views.chapter import ChapterQuote
from tests.builders import hash_of
from tests.exporters.reading import read_parts


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a demonstration that nobody has touched."""
    folder = tmp_path_factory.mktemp("demonstration")
    build_demonstration(folder)
    return folder


@pytest.fixture
def demonstration(built: Path) -> Iterator[OpenStudy]:
    """The demonstration, to be read."""
    with open_study(built / FILE, coder="AA") as study:
        yield study


def test_it_holds_the_three_substudies_with_all_their_people(demonstration: OpenStudy) -> None:
    told = status(demonstration)
    assert [(one.name, one.participants, one.transcripts) for one in told.substudies] == [
        ("Pasientene", 9, 9),
        ("Fastlegene", 14, 3),
        ("NMV-legene", 8, 2),
    ]
    assert [(one.design, one.turns_without_speaker) for one in told.substudies] == [
        ("individual", 0),
        ("focus-group", 0),
        ("focus-group", 0),
    ]
    assert told.coders == ("AA", "BB")


def test_every_step_has_been_taken_and_each_leaves_something_to_do(demonstration: OpenStudy) -> None:
    for analysis in status(demonstration).analyses:
        assert analysis.themes >= 12
        assert analysis.meaning_units >= 60
        assert analysis.codings > analysis.meaning_units
        assert analysis.units_without_subgroup > 0
        assert analysis.units_set_aside > 0
        assert analysis.condensates == analysis.subgroups - 1
        assert analysis.condensates_to_look_at == 0
        assert analysis.result_categories_validated == analysis.result_categories - 1 >= 2


def test_it_shows_the_method_from_preconceptions_to_the_comparison(demonstration: OpenStudy) -> None:
    assert not any(one.late for one in preconceptions_of(demonstration))
    for analysis in analyses(demonstration):
        assert [one.coder for one in preconceptions_of(demonstration, analysis.id)] == ["AA", "BB"]
        view = negotiation(demonstration, analysis.id)
        assert [coder for coder, _ in view.lists] == ["AA", "BB"]
        assert all(theme.settled for _, listed in view.lists for theme in listed)
        assert all(theme.sources and theme.reason and len(theme.groups) == 1 for theme in view.agreed)
        assert set(group_origins(demonstration, analysis.id)) == {
            one.id for one in code_groups(demonstration, analysis.id)
        }
        assert meetings(demonstration, analysis=analysis.title)
        for category in categories(demonstration, analysis.id):
            assert all(one.retells for one in category.paragraphs if one.quote is None)
    rows = comparison_rows(demonstration)
    assert {row.stance for row in rows} == {"agrees", "divided", "disagrees", "silent"}
    assert all(row.evidence for row in rows if row.stance != "silent")


def test_its_figures_are_those_of_the_published_tables(demonstration: OpenStudy) -> None:
    patients = demographic_table(demonstration, "Pasientene")
    assert "kvinne 6, mann 3" in patients.notes[-1]
    assert "(35–59)" in patients.notes[-1]
    assert "høyere utdanning 6" in patients.notes[-1]
    gps = demographic_table(demonstration, "Fastlegene").notes[-1]
    for figures in ("kvinne 5, mann 9", "(32–64)", "17,4, median 18,5 (3–33)", "5,1, median 5 (2–9)"):
        assert figures in gps
    assert "median 75,5 (43–266)" in demographic_table(demonstration, "NMV-legene").notes[-1]


def test_a_check_finds_no_error(demonstration: OpenStudy) -> None:
    report = check(demonstration)
    assert report.ok
    assert {finding.level for finding in report.findings} == {"note"}


def test_every_quote_of_the_chapter_is_found_in_its_transcript(demonstration: OpenStudy) -> None:
    originals = {quote.printed: quote for quote in quotes(demonstration)}
    parts = [
        part
        for substudy in chapter(demonstration).substudies
        for category in substudy.categories
        for part in category.parts
    ]
    placed = [part for part in parts if isinstance(part, ChapterQuote)]
    assert len(placed) >= 36
    for part in placed:
        original = originals[part.text]
        text = transcript_text(demonstration, original.transcript)
        assert text[original.start : original.end] == original.text
        assert text.count(original.text) == 1
        assert part.source


def test_what_printing_changed_is_signed_by_the_one_who_chose_the_quote(demonstration: OpenStudy) -> None:
    found = quotes(demonstration)
    assert {quote.form for quote in found} == {"verbatim", "shortened", "clarified", "edited", "normalised"}
    assert all(quote.signed for quote in found if quote.differs)
    assert any(quote.differs for quote in found)


def test_the_work_is_that_of_two_coders_and_undoes_like_anybody_s(demonstration: OpenStudy, tmp_path: Path) -> None:
    actions: dict[str, set[str]] = {"AA": set(), "BB": set()}
    for entry in history(demonstration):
        actions[entry.coder].add(entry.action)
    both = {"codings.load", "themes.load", "notes.load", "reading.done", "quote.sign"}
    assert both <= actions["AA"] & actions["BB"]
    build_demonstration(tmp_path)
    with open_study(tmp_path / FILE, coder="AA") as study:
        before = hash_of(study)
        undo(study)
        assert hash_of(study) != before


def test_the_word_chapter_holds_headings_tables_and_quotes(built: Path, demonstration: OpenStudy) -> None:
    document = Document(str(built / EXPORTS / "chapter.docx"))
    styles = [(paragraph.style.name, paragraph.text) for paragraph in document.paragraphs if paragraph.style]
    headings = [text for style, text in styles if style == "Heading 3"]
    for row in category_list(demonstration):
        assert any(text.endswith(f": {row.heading}") for text in headings)
    assert len(document.tables) == 4
    captions = [text for style, text in styles if style == "Caption"]
    assert [re.findall(r"Tabell (\d)\.", caption) for caption in captions] == [["1"], ["2"], ["3"], ["4"]]
    tied = [text for _, text in styles if "odene i parentes" in text]
    assert len(tied) == 3
    assert all(text.count("odene i parentes") == 1 for text in tied)
    assert any(text.startswith("Fastlegene: AA skrev") for _, text in styles)
    quoted = [text for style, text in styles if style == "Quote"]
    assert quoted
    assert all("«" in text for text in quoted)


def test_the_quote_table_has_a_row_for_every_quote(built: Path, demonstration: OpenStudy) -> None:
    (table,) = Document(str(built / EXPORTS / "quotes.docx")).tables
    assert len(table.rows) == 1 + len(quotes(demonstration))
    attributes = table.rows[1].cells[4].text
    assert "Kjønn: " in attributes
    assert "gender" not in attributes


def test_a_second_time_keeps_the_study_and_writes_the_exports_anew(tmp_path: Path) -> None:
    first = build_demonstration(tmp_path)
    with open_study(first.study, coder="CC") as study:
        change_group(study, 1, name="Mitt eget navn")
        kept = hash_of(study)
    first.exports[0].unlink()
    second = build_demonstration(tmp_path)
    assert (first.made, second.made) == (True, False)
    assert all(path.is_file() for path in second.exports)
    with open_study(second.study, coder="CC") as study:
        assert hash_of(study) == kept
        assert codebook(study)[0].code_group == "Mitt eget navn"


def test_nothing_is_written_but_the_study_and_its_exports(tmp_path: Path) -> None:
    folder = tmp_path / "a" / "b"
    build_demonstration(folder)
    there = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))
    assert there == ["exports", "exports/chapter.docx", "exports/quotes.docx", FILE]
    assert [path for path in tmp_path.iterdir() if path.name != "a"] == []


def test_two_demonstrations_say_the_same(built: Path, tmp_path: Path) -> None:
    build_demonstration(tmp_path)
    assert (built / EXPORTS / "quotes.docx").read_bytes() == (tmp_path / EXPORTS / "quotes.docx").read_bytes()
    # The chapter's texts are known again by uids, which are new in every study.
    first, second = (read_parts(folder / EXPORTS / "chapter.docx") for folder in (built, tmp_path))
    first, second = (
        {name: re.sub(r"(_q[cqh])\w{32}", r"\1", part) for name, part in one.items()} for one in (first, second)
    )
    assert first == second


def test_a_build_that_fails_leaves_no_study_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from qualcode.services import demonstration as room

    monkeypatch.setattr(room, "material_folder", lambda: tmp_path / "nowhere")
    with pytest.raises(OSError, match="nowhere"):
        build_demonstration(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_what_is_in_the_way_is_told_and_left(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("mitt", encoding="utf-8")
    with pytest.raises(CannotWrite):
        build_demonstration(tmp_path / "taken")
    (tmp_path / FILE).write_text("mitt", encoding="utf-8")
    with pytest.raises(NotAStudy):
        build_demonstration(tmp_path)
    assert (tmp_path / FILE).read_text(encoding="utf-8") == "mitt"

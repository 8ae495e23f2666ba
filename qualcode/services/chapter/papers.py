"""Papers for the analysis meeting and for appendices: units, condensates, the analysis table, the codebook."""

from collections.abc import Callable
from pathlib import Path

from qualcode.errors import NothingToExport
from qualcode.exporters import registry
from qualcode.exporters.wording import quoted_lines
from qualcode.locale import say
from qualcode.services.chapter.analysis_table import COLUMNS as ANALYSIS_COLUMNS
from qualcode.services.chapter.analysis_table import example_rows
from qualcode.services.chapter.paper_material import Chosen, Material
from qualcode.services.coding.codebooks import codebook
from qualcode.services.condensing.quote_lists import quotes
from qualcode.services.register.consent import held_back_voices
from qualcode.services.voices import turn_places
from qualcode.storage.opening import OpenStudy
from qualcode.views.condensing import SET_ASIDE, SUBGROUP, BoardView, CardView, ColumnView
from qualcode.views.papers import PaperSection, PaperTable, PaperView
from qualcode.views.table import Cell

UNIT_COLUMNS = ("analysis", "code_group", "subgroup", "participant", "transcript", "turn", "text", "reason", "coder")
CONDENSATE_COLUMNS = ("analysis", "code_group", "subgroup", "text", "units", "participants", "quotes", "coder")
ALL = Chosen()
CODEBOOK_COLUMNS = ("analysis", "code_group", "subgroup", "definition", "inclusion", "exclusion", "example")


def export_paper(
    study: OpenStudy, kind: str, path: Path, *, chosen: Chosen = ALL, template: Path | None = None
) -> None:
    """Write a paper as .docx, .xlsx, .csv, .html or .md, by the ending of `path`, in the study's language.

    `kind` is units, condensates, analysis-table or codebook. Words of participants without consent are left out, where
    consent is registered in their substudy. Raises `NothingToExport`, `NothingNamed`, `CannotWrite`,
    `TemplateUnusable`.
    """
    view = PAPERS[kind](study, chosen)
    if not view.flat.rows:
        raise NothingToExport(kind=say(f"kinds.paper_{kind.replace('-', '_')}"))
    registry.write_paper(view, path, template=template)


def units_paper(study: OpenStudy, chosen: Chosen = ALL) -> PaperView:
    """Every unit of the code groups with who, where, and room to write: what one meets over before condensing."""
    at = Material(study, chosen)
    sections: list[PaperSection] = []
    rows: list[tuple[Cell, ...]] = []
    for here in at.boards():
        sections.append(PaperSection(at.group_heading(here), 2))
        for column in here.columns:
            cards = [card for card in column.cards if at.shows(card)]
            if not cards or not at.holds(column):
                continue
            lines = tuple(_card_line(card, at) for card in cards)
            headings = tuple(at.say(f"papers.units.{name}") for name in ("who", "where", "words"))
            sections.append(PaperSection(_column_name(column, at), 3, "", PaperTable(headings, lines, (14, 20, 66))))
            rows += [_card_row(here, column, card, at) for card in cards]
    title = at.say("papers.units.title", study=at.title)
    meeting = at.meeting() if rows else []
    return PaperView(title, at.language, (*meeting, *sections), at.table(title, UNIT_COLUMNS, rows), wide_margin=True)


def condensates_paper(study: OpenStudy, chosen: Chosen = ALL) -> PaperView:
    """Every condensate with what it carries and its golden quotes: what one meets over before the synthesis."""
    at = Material(study, chosen)
    sections: list[PaperSection] = []
    rows: list[tuple[Cell, ...]] = []
    golden = _golden(study, at)
    for here in at.boards():
        written = [one for one in here.condensates if one.id is not None and at.holds_subgroup(one.subgroup_id)]
        if written:
            sections.append(PaperSection(at.group_heading(here), 2))
        for one in written:
            told = golden.get((here.group_id, one.subgroup), [])
            carries = {"units": one.units, "participants": one.participants, "interviews": one.interviews}
            breadth = at.say("papers.condensates.carries", **carries)
            again = at.say("papers.condensates.look_again") if one.must_look else ""
            text = "\n\n".join(part for part in (one.text, f"{breadth} {again}".strip(), *told) if part)
            sections.append(PaperSection(one.subgroup, 3, text))
            counts = (one.units, one.participants)
            rows.append((one.analysis, one.group, one.subgroup, one.text, *counts, "\n".join(told), one.coder))
    title = at.say("papers.condensates.title", study=at.title)
    meeting = at.meeting() if rows else []
    flat = at.table(title, CONDENSATE_COLUMNS, rows)
    return PaperView(title, at.language, (*meeting, *sections), flat, wide_margin=True)


def analysis_table(study: OpenStudy, chosen: Chosen = ALL) -> PaperView:
    """The examples that show the analysis at work, from preliminary theme to result category."""
    at = Material(study, chosen)
    rows: list[tuple[Cell, ...]] = []
    with study.reading() as connection:
        voices = held_back_voices(connection)
        for analysis_id, _ in at.analyses:
            found = example_rows(connection, analysis_id)
            turns = turn_places(connection, {row.transcript_id for row, _ in found})
            for row, cells in found:
                codes = turns[row.transcript_id].at(row.start, row.end)[2]
                within = at.substudy in (None, row.substudy)
                if within and not any((row.substudy, code) in voices for code in codes):
                    people = [at.called.people.get((row.substudy, code), code) for code in codes]
                    who = ", ".join(people) or row.transcript
                    rows.append((cells[0], f"{cells[1]} ({who})", *cells[2:]))
    title = at.say("papers.analysis_table.title", study=at.title)
    headings = tuple(at.say(f"papers.analysis_table.{name}") for name in ANALYSIS_COLUMNS)
    printed = tuple(tuple(str(cell or "–") for cell in row) for row in rows)
    sections = (PaperSection("", 2, "", PaperTable(headings, printed, (12, 23, 11, 11, 30, 13))),)
    flat = at.table(title, ANALYSIS_COLUMNS, rows, group="analysis_table")
    return PaperView(title, at.language, sections, flat, lying=True)


def codebook_paper(study: OpenStudy, chosen: Chosen = ALL) -> PaperView:
    """The code groups with definition, inclusion, exclusion and example, and their subgroups."""
    at = Material(study, chosen)
    named = at.group
    rows = [
        row
        for _, title in at.analyses
        for row in codebook(study, analysis=title)
        if named is None or (row.analysis, row.code_group) == named
    ]
    sections: list[PaperSection] = []
    for row in rows:
        if row.subgroup:
            sections.append(PaperSection(row.subgroup, 3, row.definition))
            continue
        heading = row.code_group if len(at.analyses) == 1 else f"{row.analysis}: {row.code_group}"
        told = [(name, getattr(row, name)) for name in ("inclusion", "exclusion", "example")]
        parts = [f"{at.say(f'papers.codebook.{name}')}: {text}" for name, text in told if text]
        sections.append(PaperSection(heading, 2, "\n\n".join(part for part in (row.definition, *parts) if part)))
    title = at.say("papers.codebook.title", study=at.title)
    cells = [tuple(getattr(row, name) for name in CODEBOOK_COLUMNS) for row in rows]
    return PaperView(title, at.language, tuple(sections), at.table(title, CODEBOOK_COLUMNS, cells, group="codebook"))


PAPERS: dict[str, Callable[[OpenStudy, Chosen], PaperView]] = {
    "units": units_paper,
    "condensates": condensates_paper,
    "analysis-table": analysis_table,
    "codebook": codebook_paper,
}


def _golden(study: OpenStudy, at: Material) -> dict[tuple[int, str], list[str]]:
    """The golden quotes as printed, with who says them, by group and subgroup."""
    found: dict[tuple[int, str], list[str]] = {}
    keys = {(here.analysis, here.group): here.group_id for here in at.boards()}
    for quote in quotes(study, analysis=at.analyses[0][1] if len(at.analyses) == 1 else None):
        key = keys.get((quote.analysis, quote.code_group))
        wanted = quote.golden and at.substudy in (None, quote.substudy)
        if wanted and key is not None and not at.held_back(quote.substudy, quote.participants):
            who = ", ".join(at.called.people_in(quote)) or quote.transcript
            words = quoted_lines(quote.printed, quote.lines, language=at.language)
            found.setdefault((key, quote.subgroup), []).append(f"★ {words} ({who})")
    return found


def _card_line(card: CardView, at: Material) -> tuple[str, ...]:
    who = ", ".join(at.called.people_in(card) or card.speakers)
    where = at.say("papers.units.place", transcript=at.called.transcript(card), number=card.turn)
    return who, where, at.spoken(card) + (f"\n({card.reason})" if card.reason else "")


def _card_row(here: BoardView, column: ColumnView, card: CardView, at: Material) -> tuple[Cell, ...]:
    who = ", ".join(at.called.people_in(card) or card.speakers)
    place = (at.called.transcript(card), card.turn)
    return here.analysis, here.group, column.name, who, *place, card.words, card.reason, card.coder


def _column_name(column: ColumnView, at: Material) -> str:
    if column.kind == SUBGROUP:
        return column.name
    return at.say("papers.units.set_aside" if column.kind == SET_ASIDE else "papers.units.unsorted")

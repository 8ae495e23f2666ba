"""The decision trail of a result category: from the first theme to the last edit, who did what, when (audit trail).

What the category rests on is walked down (`tracing`), the code groups on to the themes they came from, and the
journal's entries about all of it are told in order. Where a withdrawal or a sealing has emptied the journal, what was
done before is told without content: nothing can bring that back.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select
from sqlmodel import col

from qualcode.errors import NothingNamed
from qualcode.exporters import registry
from qualcode.exporters.wording import quoted
from qualcode.locale import say
from qualcode.model import (
    Analysis,
    CodeGroup,
    Coder,
    GroupTheme,
    JournalEntry,
    ResultCategory,
    Subgroup,
    Theme,
    ThemeSource,
)
from qualcode.services.condensing.quotes import quotes
from qualcode.services.entries import ROWS, in_time, with_rows
from qualcode.services.register.consent import held_back_voices, is_held_back
from qualcode.services.tracing.tracing import trace
from qualcode.services.written_language import language_of
from qualcode.storage.opening import OpenStudy
from qualcode.text.group_paths import split_path
from qualcode.text.moments import day, moment
from qualcode.text.normal_form import to_name
from qualcode.text.ordering import nearest
from qualcode.views.papers import PaperSection, PaperTable, PaperView
from qualcode.views.table import TableView
from qualcode.views.tracing import TracedStep, TraceView

COLUMNS = ("at", "coder", "action", "summary")
_ACT_SHARES = (20, 12, 68)
_STEP_SHARES = (20, 55, 25)
_UID = re.compile(r'"uid": ?"([0-9a-f]{32})"')


def export_trail(
    study: OpenStudy, category: str, path: Path, *, analysis: str | None = None, template: Path | None = None
) -> None:
    """Write the trail of a category as .docx, .xlsx, .csv, .html or .md, by the ending of `path`.

    Raises `NothingNamed`, `CannotWrite`, `TemplateUnusable`.
    """
    registry.write_paper(decision_trail(study, category, analysis=analysis), path, template=template)


def decision_trail(study: OpenStudy, category: str, *, analysis: str | None = None) -> PaperView:
    """How a category came about. `category` is its heading, or the uid. Raises `NothingNamed`.

    Of quotes in which somebody without consent speaks, the words are held back.
    """
    with study.reading() as connection:
        language = language_of(connection)
        row = _find(connection, category, analysis)
    traced = trace(study, row.uid)
    silent = _held_back(study)
    telling = _Telling(language, silent)
    with study.reading() as connection:
        groups = _groups(connection, traced)
        themes = _themes(connection, [key for key, *_ in groups])
        uids = {traced.uid, *(step.uid for step in traced.stands_on), *(uid for _, uid, *_ in groups)}
        uids |= {uid for uid, *_ in themes}
        acts, first = _acts(connection, uids, dict.fromkeys(silent, telling.held_back))
    rows = tuple((moment(at), coder, summary) for at, coder, _, summary in acts)
    sections = (
        PaperSection(telling.say("question"), 2, row.question or telling.say("unwritten")),
        PaperSection(
            telling.say("themes"),
            2,
            "" if themes else telling.say("no_themes"),
            telling.table("theme", [(name, note, _by(first, uid, reader)) for uid, name, note, reader in themes]),
        ),
        PaperSection(
            telling.say("groups"),
            2,
            "",
            telling.table("step", [(name, definition, _by(first, uid)) for _, uid, name, definition in groups]),
        ),
        PaperSection(telling.say("units"), 2, telling.coded(traced)),
        *telling.steps(traced.stands_on, first),
        PaperSection(telling.say("acts"), 2, telling.say("acts_told"), telling.acts(rows)),
    )
    title = telling.say("title", heading=row.heading)
    flat = TableView(title, COLUMNS, tuple(acts), headings=tuple(telling.say(f"columns.{name}") for name in COLUMNS))
    return PaperView(title, language, sections, flat)


class _Telling:
    """The trail put into words, in the study's language."""

    def __init__(self, language: str, silent: Mapping[str, str]) -> None:
        """`silent` are the printed words that may not go out, by their quote's uid."""
        self._language = language
        self._silent = silent
        # Within other marks, its own are printed otherwise.
        self._as_placed = {*silent.values(), *(quoted(words, language=language)[1:-1] for words in silent.values())}
        self.held_back = say("answering.held_back", language=language)

    def say(self, key: str, **values: Any) -> str:
        return say(f"trails.{key}", language=self._language, **values)

    def table(self, kind: str, rows: Iterable[tuple[str, ...]]) -> PaperTable | None:
        """Rows of three: what it is called, what it says, who and when."""
        told = tuple(rows)
        headings = tuple(self.say(f"{kind}.{name}") for name in ("name", "text", "by"))
        return PaperTable(headings, told, _STEP_SHARES) if told else None

    def acts(self, rows: tuple[tuple[str, ...], ...]) -> PaperTable:
        return PaperTable(tuple(self.say(f"columns.{name}") for name in ("at", "coder", "summary")), rows, _ACT_SHARES)

    def coded(self, traced: TraceView) -> str:
        """How many units, of how many participants, coded by whom and between which days."""
        if not traced.units:
            return self.say("no_units")
        by = Counter(unit.coder for unit in traced.units)
        days = sorted(day(unit.created) for unit in traced.units)
        coders = ", ".join(f"{coder} {count}" for coder, count in by.items())
        told = {"count": len(traced.units), "participants": len(traced.participants), "coders": coders}
        return self.say("coded", first=days[0], last=days[-1], **told)

    def steps(self, steps: Iterable[TracedStep], first: "_First") -> Iterable[PaperSection]:
        """A table for each kind of thing that the category rests on."""
        by_kind: dict[str, list[tuple[str, ...]]] = {}
        for step in steps:
            withheld = step.uid in self._silent or any(words in step.text for words in self._as_placed)
            by_kind.setdefault(step.kind, []).append(
                (step.name, self.held_back if withheld else step.text, _by(first, step.uid, step.coder, step.at))
            )
        for kind, rows in by_kind.items():
            yield PaperSection(self.say(f"kinds.{kind}"), 2, "", self.table("step", rows))


_First = Mapping[str, tuple[str, str]]
"""Who first did something about what has this uid, and on which day."""


def _by(first: _First, uid: str, coder: str = "", at: str = "") -> str:
    """Who and when, as the thing itself says it, else as the journal does."""
    who, then = first.get(uid, ("", ""))
    return f"{coder or who} {day(at) or then}".strip()


def _held_back(study: OpenStudy) -> dict[str, str]:
    """The quotes in which somebody without consent speaks: uid, and the words as they are printed."""
    with study.reading() as connection:
        voices = held_back_voices(connection)
    return {one.uid: one.printed for one in quotes(study) if is_held_back(one, voices)} if voices else {}


def _find(connection: Connection, category: str, analysis: str | None) -> Any:
    statement: Any = select(
        col(ResultCategory.uid), col(ResultCategory.heading), col(Analysis.title), col(Analysis.question)
    ).join(Analysis, col(Analysis.id) == col(ResultCategory.analysis_id))
    rows = connection.execute(statement).all()
    wanted = to_name(category)
    found = [row for row in rows if wanted in (row.uid, row.heading) and analysis in (None, row.title)]
    if len(found) != 1:
        names = nearest(wanted, [row.heading for row in rows]) or [row.heading for row in rows][:5]
        hint = say("errors.reasons.nearest", names=", ".join(f"«{name}»" for name in names))
        raise NothingNamed(kind=say("kinds.category"), name=category, nearest=hint)
    return found[0]


def _groups(connection: Connection, traced: TraceView) -> list[tuple[int, str, str, str]]:
    """The code groups and subgroups it came through: key (of a group), uid, name or path, definition.

    Those of its condensates: a unit may be in other groups too, which have nothing to do with it.
    """
    condensed = {step.name for step in traced.stands_on if step.kind == "condensate"}
    paths = condensed or {path for unit in traced.units for path in unit.code_groups}
    names = {split_path(path)[0] for path in paths}
    subgroups = {path for path in paths if split_path(path)[1]}
    titles = {unit.analysis for unit in traced.units}
    statement: Any = (
        select(col(CodeGroup.id), col(CodeGroup.uid), col(CodeGroup.name), col(CodeGroup.definition))
        .join(Analysis, col(Analysis.id) == col(CodeGroup.analysis_id))
        .where(col(CodeGroup.name).in_(names), col(Analysis.title).in_(titles))
        .order_by(col(CodeGroup.position))
    )
    below: Any = (
        select(col(Subgroup.uid), col(Subgroup.name), col(Subgroup.definition), col(CodeGroup.name).label("group"))
        .join(CodeGroup, col(CodeGroup.id) == col(Subgroup.group_id))
        .join(Analysis, col(Analysis.id) == col(CodeGroup.analysis_id))
        .where(col(Analysis.title).in_(titles))
        .order_by(col(CodeGroup.position), col(Subgroup.position))
    )
    found = [(key, uid, name, definition) for key, uid, name, definition in connection.execute(statement)]
    parts = [(0, row.uid, f"{row.group}/{row.name}", row.definition) for row in connection.execute(below)]
    return found + [part for part in parts if part[2] in subgroups]


def _themes(connection: Connection, group_ids: list[int]) -> list[tuple[str, str, str, str]]:
    """The agreed themes that the groups came from, and the readers' own behind each: uid, name, note, reader."""
    agreed: Any = (
        select(col(Theme.id), col(Theme.uid), col(Theme.name), col(Theme.note), col(Theme.reason))
        .join(GroupTheme, col(GroupTheme.theme_id) == col(Theme.id))
        .where(col(GroupTheme.group_id).in_(group_ids))
        .distinct()
        .order_by(col(Theme.id))
    )
    told: list[tuple[str, str, str, str]] = []
    for key, uid, name, note, reason in connection.execute(agreed).all():
        told.append((uid, name, reason or note, ""))
        sources: Any = (
            select(col(Theme.uid), col(Theme.name), col(Theme.note), col(Coder.initials))
            .join(ThemeSource, col(ThemeSource.theme_id) == col(Theme.id))
            .join(Coder, col(Coder.id) == col(Theme.coder_id))
            .where(col(ThemeSource.agreed_id) == key)
        )
        told += [(one.uid, f"– {one.name}", one.note, one.initials) for one in connection.execute(sources)]
    return told


def _acts(
    connection: Connection, uids: set[str], instead: Mapping[str, str]
) -> tuple[list[tuple[str, str, str, str]], dict[str, tuple[str, str]]]:
    """The journal's entries about any of these, oldest first: when, who, action, summary; and who first had each.

    `instead` of the summary this is told, where an entry is about what has this uid.
    """
    statement: Any = with_rows(
        select(
            col(JournalEntry.at),
            col(Coder.initials),
            col(JournalEntry.action),
            col(JournalEntry.summary),
            ROWS.label("rows"),
            col(JournalEntry.brought_with),
        )
        .join(Coder, col(Coder.id) == col(JournalEntry.coder_id))
        .where(col(JournalEntry.kind) != "mark")
        .order_by(col(JournalEntry.id))
    )
    acts: list[tuple[str, str, str, str]] = []
    first: dict[str, tuple[str, str]] = {}
    speaking = (row for row in connection.execute(statement) if not uids.isdisjoint(_UID.findall(row.rows)))
    for at, coder, action, summary, rows, _ in in_time(speaking):
        about = uids.intersection(_UID.findall(rows))
        acts.append((at, coder, action, next((instead[uid] for uid in about if uid in instead), summary)))
        first = dict.fromkeys(about, (coder, day(at))) | first
    return acts, first

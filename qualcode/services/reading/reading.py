"""Step 1: reading - overall impressions, preliminary themes, notes, and what has been opened and read.

Each reader writes her own impression and her own list of themes; a list without a reader is what the team agreed on.
"""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, func, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from qualcode.errors import NameRefused, NameTaken, NothingNamed, StillInUse
from qualcode.locale import say
from qualcode.model import (
    Analysis,
    AnalysisSubstudy,
    CodeGroup,
    Coder,
    GroupTheme,
    Impression,
    Interview,
    ReadingMark,
    Theme,
    ThemeSource,
    Transcript,
)
from qualcode.services.acting import prose, stored_row
from qualcode.storage.journal import Change
from qualcode.storage.opening import OpenStudy
from qualcode.text.normal_form import to_name
from qualcode.views.loading import ALREADY_THERE, CHANGED, NEW
from qualcode.views.reading import ThemeView


def impression(study: OpenStudy, analysis_id: int) -> str:
    """This reader's overall impression of the material of an analysis, empty if she has written none."""
    coder_id = study.coder_id()
    with study.reading() as connection:
        key = impression_of(connection, analysis_id, coder_id)
        statement = select(col(Impression.text)).where(col(Impression.id) == key)
        return connection.execute(statement).scalar_one_or_none() or ""


def write_impression(study: OpenStudy, analysis_id: int, text: str) -> None:
    """Write this reader's overall impression over the one she had; an empty text takes it away."""
    with study.change("impression.write") as change:
        put_impression(change, analysis_id=analysis_id, coder_id=change.coder_id, text=text)


def put_impression(change: Change, *, analysis_id: int, coder_id: int, text: str) -> str:
    """Within an action: a reader's impression is this text from now on. Returns what that came to (`views.loading`)."""
    title = stored_row(change, Analysis, analysis_id)["title"]
    key, written = impression_of(change.connection, analysis_id, coder_id), prose(text)
    change.summary = say("summaries.impression_written", analysis=title)
    if key is None:
        if written:
            change.add(Impression, analysis_id=analysis_id, coder_id=coder_id, text=written)
        return NEW if written else ALREADY_THERE
    if written:
        return CHANGED if change.change(Impression, key, text=written) else ALREADY_THERE
    change.summary = say("summaries.impression_removed", analysis=title)
    change.remove(Impression, key)
    return CHANGED


def impression_of(connection: Connection, analysis_id: int, coder_id: int | None) -> int | None:
    """The key of a reader's impression of an analysis, None if she has none."""
    statement = select(col(Impression.id)).where(
        col(Impression.analysis_id) == analysis_id, col(Impression.coder_id) == coder_id
    )
    return connection.execute(statement).scalar_one_or_none()


def themes(study: OpenStudy, analysis_id: int | None = None, *, coder: str | None = None) -> list[ThemeView]:
    """Preliminary themes: the lists of an analysis (or of all), the agreed list first, then each reader's.

    `coder` limits to one reader's list by her initials; an empty string to what was agreed.
    """
    agreed = aliased(Theme)
    statement: Any = (
        select(
            col(Theme.id),
            col(Theme.uid),
            col(Analysis.title).label("analysis"),
            func.coalesce(col(Coder.initials), "").label("coder"),
            col(Theme.name),
            col(Theme.note),
            func.coalesce(col(agreed.name), "").label("agreed"),
            col(Theme.dropped),
            col(Theme.reason),
            col(Theme.position),
            col(Theme.version),
        )
        .join(Analysis, col(Analysis.id) == col(Theme.analysis_id))
        .outerjoin(Coder, col(Coder.id) == col(Theme.coder_id))
        .outerjoin(ThemeSource, col(ThemeSource.theme_id) == col(Theme.id))
        .outerjoin(agreed, col(agreed.id) == col(ThemeSource.agreed_id))
    )
    if analysis_id is not None:
        statement = statement.where(col(Theme.analysis_id) == analysis_id)
    if coder is not None:
        statement = statement.where(func.coalesce(col(Coder.initials), "") == coder)
    by_list = (col(Analysis.position), func.coalesce(col(Coder.initials), ""), col(Theme.position), col(Theme.id))
    with study.reading() as connection:
        groups = groups_of_themes(connection)
        return [
            ThemeView(**row | {"dropped": bool(row["dropped"])}, code_groups=groups.get(row["id"], ()))
            for row in map(dict, connection.execute(statement.order_by(*by_list)).mappings())
        ]


def groups_of_themes(connection: Connection) -> dict[int, tuple[str, ...]]:
    """By agreed theme, the code groups that came from it, in the order of the codebook."""
    statement: Any = (
        select(col(GroupTheme.theme_id), col(CodeGroup.name))
        .join(CodeGroup, col(CodeGroup.id) == col(GroupTheme.group_id))
        .order_by(col(CodeGroup.position))
    )
    found: dict[int, tuple[str, ...]] = {}
    for theme, name in connection.execute(statement):
        found[theme] = (*found.get(theme, ()), name)
    return found


def add_theme(study: OpenStudy, analysis_id: int, name: str, *, note: str = "", agreed: bool = False) -> int:
    """Put a theme last on this reader's list, or on the agreed one. Returns its key.

    Raises `NameRefused` for an empty name, `NameTaken` if the list has it already.
    """
    with study.change("theme.new") as change:
        owner = None if agreed else change.coder_id
        return put_theme(change, analysis_id=analysis_id, coder_id=owner, name=name, note=note)


def put_theme(change: Change, *, analysis_id: int, coder_id: int | None, name: str, note: str) -> int:
    """Within an action: a new theme, last on a list. Raises as `add_theme`."""
    called = _theme_name(name)
    stored_row(change, Analysis, analysis_id)
    listed = theme_list(change.connection, analysis_id, coder_id)
    _refuse_taken(listed, called)
    change.summary = say("summaries.theme_added", name=called)
    position = max((theme["position"] for theme in listed), default=0) + 1
    owner = {"analysis_id": analysis_id, "coder_id": coder_id}
    return change.add(Theme, **owner, name=called, note=prose(note), position=position)


def change_theme(
    study: OpenStudy, theme_id: int, *, name: str | None = None, note: str | None = None, seen: int | None = None
) -> None:
    """Give a theme another name or note. Raises as `add_theme`, and `ChangedMeanwhile`."""
    with study.change("theme.edit") as change:
        theme = stored_row(change, Theme, theme_id)
        called = theme["name"] if name is None else _theme_name(name)
        others = theme_list(change.connection, theme["analysis_id"], theme["coder_id"])
        _refuse_taken([other for other in others if other["id"] != theme_id], called)
        change.summary = say("summaries.theme_changed", name=called)
        written = theme["note"] if note is None else prose(note)
        change.change(Theme, theme_id, seen=seen, name=called, note=written)


def remove_theme(study: OpenStudy, theme_id: int) -> None:
    """Take a theme off its list; an agreed one lets go of the readers' themes it came from.

    Raises `ChangedMeanwhile` if somebody has already, `StillInUse` for a reader's theme that an agreed one came from,
    and for an agreed one that a code group came from.
    """
    with study.reading() as connection:
        seen = set(connection.execute(select(col(Theme.id))).scalars())
    with study.change("theme.remove") as change:
        change.summary = say("summaries.theme_removed", name=stored_row(change, Theme, theme_id)["name"])
        _refuse_if_rested_on(change, theme_id, seen)
        sources = select(col(ThemeSource.id)).where(col(ThemeSource.agreed_id) == theme_id)
        for source in change.connection.execute(sources).scalars().all():
            change.remove(ThemeSource, source or 0)
        change.remove(Theme, theme_id)


def _refuse_if_rested_on(change: Change, theme_id: int, seen: Collection[int | None]) -> None:
    """A theme that is not `seen`, because it is under a lid, is not named."""
    agreed: Any = (
        select(col(Theme.id), col(Theme.name))
        .join(ThemeSource, col(ThemeSource.agreed_id) == col(Theme.id))
        .where(col(ThemeSource.theme_id) == theme_id)
    )
    groups: Any = (
        select(col(CodeGroup.name))
        .join(GroupTheme, col(GroupTheme.group_id) == col(CodeGroup.id))
        .where(col(GroupTheme.theme_id) == theme_id)
    )
    hidden = say("readers.agreed_hidden")
    uses = [f"«{name}»" if key in seen else hidden for key, name in change.connection.execute(agreed)]
    uses += [f"«{name}»" for name in change.connection.execute(groups).scalars()]
    if uses:
        name = stored_row(change, Theme, theme_id)["name"]
        raise StillInUse(name=f"«{name}»", uses=", ".join(uses))


def move_theme(study: OpenStudy, theme_id: int, *, to: int) -> None:
    """Move a theme within its list, to the place `to` counted from 0; beyond the ends is the end."""
    with study.change("theme.move") as change:
        theme = stored_row(change, Theme, theme_id)
        change.summary = say("summaries.theme_moved", name=theme["name"])
        keys = [row["id"] for row in theme_list(change.connection, theme["analysis_id"], theme["coder_id"])]
        keys.remove(theme_id)
        keys.insert(max(to, 0), theme_id)
        for position, key in enumerate(keys, start=1):
            change.change(Theme, key, position=position)


def theme_list(connection: Connection, analysis_id: int, coder_id: int | None) -> list[dict[str, Any]]:
    """The rows of one list of themes, in order; `coder_id` None is the agreed one."""
    whose = col(Theme.coder_id).is_(None) if coder_id is None else col(Theme.coder_id) == coder_id
    statement = select(Theme).where(col(Theme.analysis_id) == analysis_id, whose)
    rows = connection.execute(statement.order_by(col(Theme.position), col(Theme.id))).mappings()
    return [dict(row) for row in rows]


def mark_read(study: OpenStudy, analysis_id: int, transcript_id: int, *, read: bool = True) -> None:
    """Mark a transcript as read by this reader for an analysis, or as not read after all."""
    with study.change("reading.done") as change:
        name = require_material(change.connection, analysis_id, transcript_id)
        change.summary = say("summaries.transcript_read" if read else "summaries.transcript_unread", transcript=name)
        mark = mark_of(change.connection, analysis_id, transcript_id, change.coder_id)
        if mark is not None:
            change.change(ReadingMark, mark["id"], read=read)
        elif read:
            new_mark(change, analysis_id, transcript_id, read=True)


def require_material(connection: Connection, analysis_id: int, transcript_id: int) -> str:
    """The name of a transcript that an analysis covers. Raises `NothingNamed` if it is not of its material."""
    statement = (
        select(col(Transcript.name))
        .join(Interview, col(Interview.id) == col(Transcript.interview_id))
        .join(AnalysisSubstudy, col(AnalysisSubstudy.substudy_id) == col(Interview.substudy_id))
        .where(
            col(Transcript.id) == transcript_id,
            col(Transcript.removed).is_(False),
            col(AnalysisSubstudy.analysis_id) == analysis_id,
        )
    )
    name = connection.execute(statement).scalar_one_or_none()
    if name is None:
        there = select(col(Transcript.name)).where(col(Transcript.id) == transcript_id)
        known = connection.execute(there).scalar_one_or_none() or ""
        hint = say("errors.reasons.other_material") if known else say("errors.reasons.none_yet")
        raise NothingNamed(kind=say("kinds.transcript"), name=known, nearest=hint)
    return name


def mark_of(connection: Connection, analysis_id: int, transcript_id: int, coder_id: int) -> dict[str, Any] | None:
    """A reader's mark on a transcript for an analysis, None if she has never had it open."""
    statement = select(ReadingMark).where(
        col(ReadingMark.analysis_id) == analysis_id,
        col(ReadingMark.transcript_id) == transcript_id,
        col(ReadingMark.coder_id) == coder_id,
    )
    found = connection.execute(statement).mappings().one_or_none()
    return None if found is None else dict(found)


def new_mark(change: Change, analysis_id: int, transcript_id: int, *, read: bool) -> None:
    """Within an action: this reader has a transcript open for the first time."""
    where = {"analysis_id": analysis_id, "transcript_id": transcript_id, "coder_id": change.coder_id}
    change.add(ReadingMark, **where, opened=change.at, last_opened=change.at, read=read)


def _theme_name(name: str) -> str:
    called = to_name(name)
    if not called:
        raise NameRefused(kind=say("tables.theme"), name=name, reason=say("errors.reasons.empty_name"))
    return called


def _refuse_taken(listed: list[dict[str, Any]], name: str) -> None:
    if any(theme["name"] == name for theme in listed):
        raise NameTaken(kind=say("kinds.theme"), name=name)

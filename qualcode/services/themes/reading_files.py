"""Step 1 without the app: themes, impressions and notes from a user's table. All rows, as one action, or none.

The coder column says whose a row is, whoever loads it; loading what others wrote opens the lists of that analysis.
"""

from typing import Any

from sqlalchemy import select
from sqlmodel import SQLModel, col

from qualcode.errors import ValueRefused
from qualcode.locale import say
from qualcode.model import Analysis, Coder, Impression, Note, Theme
from qualcode.services.acting import stored_row
from qualcode.services.naming import find_analysis, find_place
from qualcode.services.reading.notes import IMPRESSION, NOTE, put_note
from qualcode.services.reading.reading import put_impression, put_theme, theme_list
from qualcode.services.rows import FileRow, NumberedRows, Transcripts, file_rows
from qualcode.services.themes.negotiating import come_to, let_go, link_group, put_agreed_theme
from qualcode.storage.journal import Change
from qualcode.storage.opening import OpenStudy, ensure_coder
from qualcode.storage.shapes import shape_of
from qualcode.views.loading import ALREADY_THERE, CHANGED, NEW, LoadCounts


def load_themes(study: OpenStudy, rows: NumberedRows, *, file: str, analysis: str | None = None) -> LoadCounts:
    """Add or update themes: `theme`, and perhaps `coder`, `note`, `analysis`, and what was decided about them.

    A list's theme is known by its name. A blank coder is the agreed list; without a coder column the themes are those
    of the one who loads. `agreed` names the agreed theme that a reader's came to, made if need be; `dropped` says that
    it was let go; `code_groups` has a line for each code group that came of an agreed theme; `reason` says why. What is
    blank leaves what stands. Raises `RowsRefused` with the line.
    """
    with study.change("themes.load") as change:
        listed = [_load_theme(change, row, analysis) for row in file_rows(rows, file=file)]
        came_to = [_decide(change, *one) for one in listed]
        _open_what_came_together(change, Theme)
        change.summary = say("summaries.themes_loaded", file=file)
    return LoadCounts.of(came_to)


def load_notes(study: OpenStudy, rows: NumberedRows, *, file: str, analysis: str | None = None) -> LoadCounts:
    """Add or update notes and impressions: `text`, and perhaps `kind`, `coder`, `analysis`, `uid`, a place.

    A reader's impression of an analysis is one text, without a place. A note with the uid of one that is here is that
    note, written anew; any other is new, unless the same words stand at the same place already. Raises `RowsRefused`.
    """
    came_to: list[str] = []
    with study.change("notes.load") as change:
        transcripts = Transcripts(change.connection)
        for row in file_rows(rows, file=file):
            with row.named():
                came_to.append(_load_note(change, row, transcripts, analysis))
        _open_what_came_together(change, Note, Impression)
        change.summary = say("summaries.notes_loaded", file=file)
    return LoadCounts.of(came_to)


def coder_of(change: Change, row: FileRow) -> int:
    """Whose a row is: its coder's, or where it names none, the one's who loads it."""
    initials = row.text("coder")
    return ensure_coder(change.connection, initials) if initials else change.coder_id


def _open_what_came_together(change: Change, *tables: type[SQLModel]) -> None:
    """Who takes in what another reader wrote has it before her: between these readers there is no lid any more."""
    names = {shape_of(table).name for table in tables}
    others = {
        image["after"]["analysis_id"]
        for image in change.images
        if image["table"] in names
        and image["after"]
        and image["after"]["coder_id"] not in (None, change.uid(Coder, change.coder_id))
    }
    for uid in sorted(others):
        key = change.key_of(Analysis, uid)
        if key is not None:
            change.change(Analysis, key, lists_open=True)


def _load_theme(change: Change, row: FileRow, analysis: str | None) -> tuple[FileRow, int, str]:
    """The theme of a row, made if need be, with its note; its key, and what that came to."""
    with row.named():
        analysis_id = find_analysis(change.connection, analysis or row.text("analysis") or None).id
        owner = coder_of(change, row) if row.text("coder") or not row.has("coder") else None
        name = " ".join(row.needed("theme").split())
        listed = {theme["name"]: theme["id"] for theme in theme_list(change.connection, analysis_id, owner)}
        if name not in listed:
            made = put_theme(change, analysis_id=analysis_id, coder_id=owner, name=name, note=row.text("note"))
            return row, made, NEW
        changed = row.text("note") != "" and change.change(Theme, listed[name], note=row.text("note"))
        return row, listed[name], CHANGED if changed else ALREADY_THERE


def _decide(change: Change, row: FileRow, theme_id: int, came_to: str) -> str:
    """What the row says was decided about its theme. Returns what the row came to in all."""
    before = len(change.images)
    theme = stored_row(change, Theme, theme_id)
    agreed, dropped, groups = row.text("agreed"), row.truth("dropped"), row.text("code_groups")
    if (groups and theme["coder_id"]) or ((agreed or dropped) and not theme["coder_id"]) or (agreed and dropped):
        row.refuse(say("negotiating.cannot_be_decided"))
    with row.named():
        if agreed:
            come_to(change, put_agreed_theme(change, theme["analysis_id"], agreed), theme_id)
        elif dropped is not None:
            if dropped:
                let_go(change, theme_id)
            change.change(Theme, theme_id, dropped=dropped)
        for name in filter(None, groups.split("\n")):
            link_group(change, theme_id, find_place(change.connection, name, analysis_id=theme["analysis_id"]).group_id)
        change.change(Theme, theme_id, reason=row.text("reason") or theme["reason"])
    return came_to if came_to == NEW or len(change.images) == before else CHANGED


def _load_note(change: Change, row: FileRow, transcripts: Transcripts, analysis: str | None) -> str:
    kind = row.text("kind") or NOTE
    title = analysis or row.text("analysis") or None
    coder_id, text = coder_of(change, row), row.needed("text")
    if kind == IMPRESSION:
        if any(row.text(column) for column in ("transcript", "start", "end", "quote")):
            row.refuse(say("rows.impression_has_place"))
        analysis_id = find_analysis(change.connection, title).id
        return put_impression(change, analysis_id=analysis_id, coder_id=coder_id, text=text)
    if kind != NOTE:
        raise ValueRefused(what=say("kinds.note_kind"), value=kind, choices=f"{IMPRESSION}, {NOTE}")
    transcript = transcripts.named(row)
    span = transcripts.span(row, transcript)
    analysis_id = find_analysis(change.connection, title, substudy_id=transcript.substudy_id).id
    owner = {"analysis_id": analysis_id, "transcript_id": transcript.id, "coder_id": coder_id}
    if known := _note_of_uid(change, row.text("uid")):
        return CHANGED if change.change(Note, known, text=text) else ALREADY_THERE
    place = {"start": span.start if span else None, "end": span.end if span else None}
    if _same_note(change, {**owner, **place, "text": text}):
        return ALREADY_THERE
    put_note(change, **owner, text=text, span=span)
    return NEW


def _note_of_uid(change: Change, uid: str) -> int | None:
    return change.connection.execute(select(col(Note.id)).where(col(Note.uid) == uid)).scalar_one_or_none()


def _same_note(change: Change, values: dict[str, Any]) -> bool:
    same = [getattr(Note, name) == value for name, value in values.items()]
    return change.connection.execute(select(col(Note.id)).where(*same)).first() is not None

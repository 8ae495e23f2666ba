"""Sealing (forsegling): the wordings from before de-identification are taken out for good, from the file's bytes too.

Until then de-identification can be taken back, and so could be read by whoever gets the file. What is remembered of the
names themselves goes with the last transcript they stood in; whoever needs them has the linkage key.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, func, select
from sqlmodel import SQLModel, col

from qualcode.errors import NothingToSeal
from qualcode.locale import say
from qualcode.model import (
    Deidentification,
    Identifier,
    Interview,
    JournalImages,
    KeptWords,
    NameDecided,
    Revision,
    Transcript,
)
from qualcode.services.naming import find_transcript
from qualcode.services.protecting.deidentifying import deidentified_transcripts
from qualcode.services.protecting.name_decisions import forget_decisions
from qualcode.storage.backups import list_backups
from qualcode.storage.forgetting import Standing, forget_wordings, forgetting, texts_remembered, where_words_stand
from qualcode.storage.journal import Change
from qualcode.storage.opening import OpenStudy
from qualcode.storage.shapes import shape_of, tables_by_name
from qualcode.storage.taking_out import take_out
from qualcode.storage.wordings import newest_wording, old_words
from qualcode.views.identifying import DONE, SealView

_OWN = (Identifier, KeptWords, NameDecided)


def preview_sealing(study: OpenStudy, transcript: str | None = None) -> SealView:
    """What sealing one transcript, or all that are de-identified, would take out; nothing is done.

    Raises `NothingNamed`, `AmbiguousName`, and `NothingToSeal` for one that is not de-identified, or sealed already.
    """
    chosen = _chosen(study, transcript)
    with study.reading() as connection:
        older = select(func.count()).where(col(Revision.transcript_id).in_(chosen))
        wordings = connection.execute(older).scalar_one() - len(chosen)
        entries = connection.execute(select(func.count()).select_from(JournalImages)).scalar_one()
        standing = tuple(_standing(connection, chosen))
        names = select(col(Transcript.name)).where(col(Transcript.removed)).order_by(col(Transcript.name))
        undone = tuple(connection.execute(names).scalars())
    backups = tuple(line.path.name for line in list_backups(study.path))
    return SealView(tuple(chosen.values()), wordings, entries, backups, standing, undone)


def seal(study: OpenStudy, transcript: str | None = None) -> SealView:
    """Take the older wordings out for good. It cannot be undone, nor can anything done before it.

    The study must be open nowhere else (`StudyInUse`). Raises as `preview_sealing`.
    """
    view = preview_sealing(study, transcript)
    chosen = _chosen(study, transcript)
    with forgetting(study, "transcript.seal") as change:
        change.summary = say("identifying.summaries.sealed", transcripts=", ".join(chosen.values()))
        for table, keys in _undone(change.connection).items():
            take_out(change, table, keys)
        for key in chosen:
            _mark(change, key)
            forget_decisions(change, key)
        forget_names(change, chosen)
        forget_wordings(change, chosen)
        for key in kept_words_gone(change.connection, chosen):
            change.remove(KeptWords, key)
    return replace(view, sealed=True)


def _chosen(study: OpenStudy, transcript: str | None) -> dict[int, str]:
    """The transcripts to seal, by key."""
    wanted = None
    if transcript is not None:
        with study.reading() as connection:
            wanted = find_transcript(connection, transcript).id
    states = deidentified_transcripts(study)
    chosen = {one.id: one.name for one in states if one.state == DONE and wanted in (None, one.id)}
    if not chosen:
        raise NothingToSeal(transcript=transcript or say("material.whole_study"))
    return chosen


def _undone(connection: Connection) -> dict[type[SQLModel], set[int]]:
    """What an undone import has left: out of sight but not out of the file, and after sealing never to return."""
    found: dict[type[SQLModel], set[int]] = {}
    for table in (Transcript, Interview):
        keys: Any = select(col(table.id)).where(col(table.removed))
        found[table] = set(connection.execute(keys).scalars())
    return found


def _mark(change: Change, transcript_id: int) -> None:
    there = select(col(Deidentification.id)).where(col(Deidentification.transcript_id) == transcript_id)
    key = change.connection.execute(there).scalar_one_or_none()
    if key is not None:
        change.change(Deidentification, key, sealed=change.at)
        return
    newest = select(func.max(col(Revision.number))).where(col(Revision.transcript_id) == transcript_id)
    revision = change.connection.execute(newest).scalar_one()
    told: dict[str, Any] = {"coder_id": change.coder_id, "at": change.at, "sealed": change.at}
    change.add(Deidentification, transcript_id=transcript_id, revision=revision, undecided=0, **told)


def forget_names(change: Change, sealed: Iterable[int]) -> None:
    """Within an action that forgets: names that stand in no other transcript than these are not remembered any longer.

    Neither in one as it is, nor as it was.
    """
    texts = texts_remembered(change.connection, but=list(sealed))
    names: Any = change.connection.execute(select(col(Identifier.id), col(Identifier.key))).all()
    for key, name in names:
        if not any(name in text for text in texts):
            change.remove(Identifier, key)


def kept_words_gone(connection: Connection, transcripts: Iterable[int]) -> list[int]:
    """The rows of words that somebody let stand in these transcripts, and that are not in them any longer."""
    statement: Any = select(col(KeptWords.id), col(KeptWords.transcript_id), col(KeptWords.key))
    rows: Any = connection.execute(statement.where(col(KeptWords.transcript_id).in_(list(transcripts)))).all()
    texts: dict[int, str] = {}
    for transcript_id in {row.transcript_id for row in rows}:
        wording = newest_wording(connection, transcript_id)
        texts[transcript_id] = " ".join(wording.text.split()).casefold() if wording else ""
    return [row.id for row in rows if row.key not in texts[row.transcript_id]]


def _standing(connection: Connection, chosen: Iterable[int]) -> list[str]:
    """Where the names that were taken out of these transcripts still stand elsewhere in the study."""
    edits = connection.execute(select(col(Revision.edits)).where(col(Revision.transcript_id).in_(chosen))).scalars()
    gone = "\n".join(edit.words for one in edits for edit in old_words(one)).casefold()
    rows: Any = connection.execute(select(col(Identifier.words), col(Identifier.key)).where(col(Identifier.confirmed)))
    names = [words for words, key in rows if key in " ".join(gone.split())]
    going = _rows_of_undone(connection)
    found = (
        one
        for one in where_words_stand(connection, names)
        if one.table not in _OWN and one.key not in going.get(one.table, ())
    )
    return sorted({_told(connection, one) for one in found if one.column != "words_before"})


def _rows_of_undone(connection: Connection) -> dict[type[SQLModel], set[int]]:
    """All the rows that go with the transcripts whose import was undone."""
    rows = _undone(connection)
    gone = rows[Transcript]
    for table in tables_by_name().values():
        core = shape_of(table).core
        if "transcript_id" in core.c and "id" in core.c:
            rows[table] = set(connection.execute(select(core.c.id).where(core.c.transcript_id.in_(gone))).scalars())
    return rows


def _told(connection: Connection, one: Standing) -> str:
    if one.table is Revision:
        name: Any = select(col(Transcript.name)).join(Revision, col(Revision.transcript_id) == col(Transcript.id))
        return str(connection.execute(name.where(col(Revision.id) == one.key)).scalar_one())
    what = say(f"tables.{shape_of(one.table).name}")
    return f"{what} ({say('identifying.file_name')})" if one.column == "file_name" else what


def sealing_lines(view: SealView) -> list[str]:
    """What sealing takes out, in sentences for whoever has to say yes to it."""
    backups = say("identifying.seal.backups", names=", ".join(view.backups)) if view.backups else ""
    lines = [
        say("identifying.seal.wordings", count=view.wordings),
        say("identifying.seal.entries", count=view.entries),
        backups or say("identifying.seal.no_backups"),
        *([say("identifying.seal.undone", names=", ".join(view.undone))] if view.undone else []),
        say("identifying.seal.elsewhere"),
        say("identifying.seal.forgotten"),
    ]
    if view.standing:
        lines.append(say("identifying.seal.standing", names=", ".join(view.standing)))
    return lines

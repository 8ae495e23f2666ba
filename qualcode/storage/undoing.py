"""Undo and redo from the journal: they survive closing the program, and never take back somebody else's work.

An entry is taken back only if every row is still as the entry left it and nothing made later refers to what would go;
otherwise it is refused and what stands in the way is named. A row whose words are kept outside the journal (a
transcript) is marked removed instead of deleted. That a transcript was corrected since is no hindrance: images name
their revision, and are brought up to the newest one before they are compared or applied. A correction is taken back by
a new one.
"""

from contextlib import ExitStack
from typing import Any, NamedTuple, NoReturn

from sqlalchemy import Connection, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import aliased
from sqlmodel import SQLModel, col

from qualcode.errors import NothingToRedo, NothingToUndo, StandsInTheWay
from qualcode.locale import say
from qualcode.model import Interview, JournalEntry, ReadingMark, Revision, Speaker, Transcript, Turn
from qualcode.storage.journal import Change, Image, read_images
from qualcode.storage.rewording import REVISION, reword, taking_back
from qualcode.storage.shapes import CARRIED, SOFT, Shape, references_to, shape_of, tables_by_name
from qualcode.storage.turn_order import turns_in_step, unused_number
from qualcode.storage.wordings import Anchors, is_corrected, newest_wording


class Entry(NamedTuple):
    """An entry of the journal that is to be taken back or done again."""

    id: int
    action: str
    summary: str


def undo_newest(change: Change, coder: str) -> Entry:
    """Take back this coder's newest change that stands. Raises `NothingToUndo`, `StandsInTheWay`."""
    entry = next_to_undo(change.connection, change.coder_id)
    if entry is None:
        raise NothingToUndo(coder=coder)
    images = read_images(change.connection, entry.id)
    if not images:
        raise StandsInTheWay(summary=entry.summary, obstacle=say("errors.reasons.words_gone"))
    _apply(change, [_reversed(image) for image in reversed(images)], entry)
    change.summary = say("journal.undo", summary=entry.summary)
    _mark(change, entry, undone=True)
    return entry


def redo_newest(change: Change, coder: str) -> Entry:
    """Do again what this coder took back last. Raises `NothingToRedo`, `StandsInTheWay`."""
    entry = next_to_redo(change.connection, change.coder_id)
    if entry is None:
        raise NothingToRedo(coder=coder)
    undone_by = select(col(JournalEntry.undone_by)).where(col(JournalEntry.id) == entry.id)
    images = read_images(change.connection, change.connection.execute(undone_by).scalar_one() or 0)
    if not images:
        raise StandsInTheWay(summary=entry.summary, obstacle=say("errors.reasons.words_gone"))
    # The undo is what is taken back: it also knows what was let go of (see `_let_go`).
    _apply(change, [_reversed(image) for image in reversed(images)], entry)
    change.summary = say("journal.redo", summary=entry.summary)
    _mark(change, entry, undone=False)
    return entry


def next_to_undo(connection: Connection, coder_id: int) -> Entry | None:
    """What undo would take back for this coder, None if there is nothing."""
    changes = _changes_of(coder_id).order_by(col(JournalEntry.id).desc())
    standing = _first(connection, changes.where(col(JournalEntry.undone_by).is_(None)))
    standing_again = _first(connection, changes.where(undone_by_gone()))
    return max((one for one in (standing, standing_again) if one is not None), default=None)


def next_to_redo(connection: Connection, coder_id: int) -> Entry | None:
    """What redo would do again: what was taken back last, unless the coder has changed something since."""
    undoing = aliased(JournalEntry)
    # What was taken back in another copy is done again there, or by undoing the merge that told of it.
    undone = _changes_of(coder_id).join(undoing, col(undoing.id) == col(JournalEntry.undone_by))
    undone = undone.where(col(undoing.brought_with) == "")
    entry = _first(connection, undone.order_by(col(JournalEntry.undone_by).desc()))
    if entry is None:
        return None
    when = select(col(JournalEntry.undone_by)).where(col(JournalEntry.id) == entry.id).scalar_subquery()
    since = select(func.count()).select_from(_changes_of(coder_id).where(col(JournalEntry.id) > when).subquery())
    return None if connection.execute(since).scalar_one() else entry


def undone_by_gone() -> Any:
    """The condition that an entry stands though it was undone: in another copy, told by a merge that was undone."""
    undoing, bringing = aliased(JournalEntry), aliased(JournalEntry)
    gone = (
        select(col(undoing.id))
        .join(bringing, col(bringing.uid) == col(undoing.brought_with))
        .where(col(undoing.id) == col(JournalEntry.undone_by), col(bringing.undone_by).is_not(None))
    )
    return col(JournalEntry.undone_by).is_not(None) & gone.exists()


def _changes_of(coder_id: int) -> Any:
    columns = (col(JournalEntry.id), col(JournalEntry.action), col(JournalEntry.summary))
    here = col(JournalEntry.brought_with) == ""
    return select(*columns).where(col(JournalEntry.coder_id) == coder_id, col(JournalEntry.kind) == "change", here)


def _first(connection: Connection, statement: Any) -> Entry | None:
    row = connection.execute(statement.limit(1)).one_or_none()
    return None if row is None else Entry(*row)


def _mark(change: Change, entry: Entry, *, undone: bool) -> None:
    """Write our own entry now, so that the one taken back can say by which."""
    number = change.write_entry()
    statement = update(JournalEntry).where(col(JournalEntry.id) == entry.id)
    change.connection.execute(statement.values(undone_by=number if undone else None))


def _reversed(image: Image) -> Image:
    return {**image, "before": image["after"], "after": image["before"]}


def _apply(change: Change, images: list[Image], entry: Entry) -> None:
    anchors = Anchors(change.connection)
    corrected = {image["before"]["transcript_id"] for image in images if image["table"] == REVISION}
    with ExitStack() as following:
        for uid in sorted(corrected):
            key = change.key_of(Transcript, uid)
            if key is None:
                _refuse(entry, say("journal.gone", what=_name(shape_of(Transcript))))
            following.enter_context(turns_in_step(change, key))
        for image in images:
            if image["table"] == REVISION:
                _reword_back(change, image, images, anchors, entry)
            elif not image.get("reworded"):
                _apply_one(change, image, anchors, entry)


def _apply_one(change: Change, image: Image, anchors: Anchors, entry: Entry) -> None:
    shape = shape_of(tables_by_name()[image["table"]])
    key = _key(change.connection, shape, image["uid"])
    if shape.table in SOFT and (image["before"] is None or image["after"] is None):
        _set_removed(change, shape, key, image, entry)
        return
    aim = {**image, "after": image["after"] and anchors.brought_up(shape, image["after"])}
    if image["before"] is None:
        _bring_back(change, shape, aim, entry, there=key is not None)
        return
    known = _as_it_was_left(change, shape, key, image, anchors, entry)
    if image["after"] is None:
        _take_away(change, shape, known, entry)
    else:
        _change_back(change, shape, known, aim, entry)


def _as_it_was_left(change: Change, shape: Shape, key: int | None, image: Image, anchors: Anchors, entry: Entry) -> int:
    """The key of a row that still is as the entry left it; refuses if it is not."""
    current = None if key is None else change.row(shape.table, key)
    if key is None or current is None or change.image(shape, current) != anchors.brought_up(shape, image["before"]):
        _refuse(entry, say("journal.changed_since", what=_name(shape)))
    return key


def _reword_back(change: Change, image: Image, images: list[Image], anchors: Anchors, entry: Entry) -> None:
    """Take a revision back by a new one; the rows it had changed the words of are again as they were."""
    transcript_id, number = change.key_of(Transcript, image["before"]["transcript_id"]), image["before"]["number"]
    replacements = None if transcript_id is None else taking_back(change.connection, transcript_id, number)
    if transcript_id is None or replacements is None:
        _refuse(entry, say("journal.changed_since", what=_name(shape_of(Revision))))
    restored: dict[tuple[str, int], dict[str, Any]] = {}
    for one in images:
        if one.get("reworded") == image["uid"]:
            shape = shape_of(tables_by_name()[one["table"]])
            known = _key(change.connection, shape, one["uid"])
            restored[shape.name, _as_it_was_left(change, shape, known, one, anchors, entry)] = one["after"]
    try:
        reword(change, transcript_id, replacements, takes_back=number, restored=restored)
    except IntegrityError:
        _refuse(entry, say("journal.name_taken", what=say("tables.meaning_unit")))
    anchors.forget()


def _set_removed(change: Change, shape: Shape, key: int | None, image: Image, entry: Entry) -> None:
    removed = image["after"] is None
    if key is None:
        _refuse(entry, say("journal.gone", what=_name(shape)))
    if removed:
        _refuse_if_referred_to(change, shape, key, entry)
        if shape.table is Transcript and _corrected_since(change.connection, key, image):
            _refuse(entry, say("journal.changed_since", what=_name(shape_of(Revision))))
    try:
        change.change(shape.table, key, removed=removed)
    except IntegrityError:
        _refuse(entry, say("journal.name_taken", what=_name(shape)))


def _corrected_since(connection: Connection, transcript_id: int, image: Image) -> bool:
    """Whether a transcript was corrected after it came in; one from another copy may have come with corrections."""
    newest = newest_wording(connection, transcript_id)
    came_with = image.get("wording", 1)
    return is_corrected(connection, transcript_id) and (newest is None or newest.number != came_with)


def _bring_back(change: Change, shape: Shape, image: Image, entry: Entry, *, there: bool) -> None:
    if there:
        _refuse(entry, say("journal.changed_since", what=_name(shape)))
    try:
        change.add(shape.table, uid=image["uid"], **_stored(change.connection, shape, image["after"], entry))
    except IntegrityError:
        _refuse(entry, say("journal.name_taken", what=_name(shape)))


def _change_back(change: Change, shape: Shape, key: int, image: Image, entry: Entry) -> None:
    row = _stored(change.connection, shape, image["after"], entry)
    try:
        change.change(shape.table, key, **{name: row[name] for name in image["after"]})
    except IntegrityError:
        _refuse(entry, say("journal.name_taken", what=_name(shape)))


def _take_away(change: Change, shape: Shape, key: int, entry: Entry) -> None:
    _let_go(change, shape, key)
    _refuse_if_referred_to(change, shape, key, entry)
    change.remove(shape.table, key)


def _let_go(change: Change, shape: Shape, key: int) -> None:
    """What nobody sees holds no row back: transcripts marked removed, and marks of having opened one."""
    for table, column in references_to(shape.table):
        unseen = _unseen(table)
        if unseen is None:
            continue
        core = shape_of(table).core
        rows = change.connection.execute(select(core.c.id).where(core.c[column] == key, unseen)).scalars().all()
        for row in rows:
            if core.c[column].nullable:
                change.change(table, row, **{column: None})
            else:
                change.remove(table, row)


def _unseen(table: type[SQLModel]) -> Any:
    """The condition that a row of this table is one that nobody sees; None for tables without such rows."""
    removed = select(col(Transcript.id)).where(col(Transcript.removed))
    conditions: dict[type[SQLModel], Any] = {
        Interview: col(Interview.removed),
        Speaker: col(Speaker.transcript_id).in_(removed),
        ReadingMark: col(ReadingMark.transcript_id).in_(removed) | col(ReadingMark.read).is_(False),
    }
    return conditions.get(table)


def _refuse_if_referred_to(change: Change, shape: Shape, key: int, entry: Entry) -> None:
    for table, column in references_to(shape.table):
        if shape.table in SOFT and table in CARRIED and table is not Transcript:
            continue
        other = shape_of(table)
        count = select(func.count()).select_from(other.core).where(other.core.c[column] == key)
        if table is Transcript:
            # One that came to a registered interview later holds it; one that goes with it is marked removed by now.
            count = count.where(col(Transcript.removed).is_(False))
        found = change.connection.execute(count).scalar_one()
        if found:
            _refuse(entry, say("journal.refers", what=_name(other), count=found))


def _stored(connection: Connection, shape: Shape, image: dict[str, Any], entry: Entry) -> dict[str, Any]:
    """An image as a row: uids looked up again, since a row that was brought back has another key."""
    row = dict(image)
    for column, table in shape.refers.items():
        if row[column] is not None:
            key = _key(connection, shape_of(table), row[column])
            if key is None:
                _refuse(entry, say("journal.gone", what=_name(shape_of(table))))
            row[column] = key
    if shape.table is Turn:
        row["number"] = unused_number(connection, row["transcript_id"])
    return row


def _key(connection: Connection, shape: Shape, uid: str) -> int | None:
    return connection.execute(select(shape.core.c.id).where(shape.core.c.uid == uid)).scalar_one_or_none()


def _name(shape: Shape) -> str:
    return say(f"tables.{shape.name}")


def _refuse(entry: Entry, obstacle: str) -> NoReturn:
    raise StandsInTheWay(summary=entry.summary, obstacle=obstacle)

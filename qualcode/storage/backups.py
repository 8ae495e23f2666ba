"""Copies of a study: taken while others work, looked through before they count, and thinned out with time.

A copy is made by SQLite's own backup, never by copying files: a copy of file and log taken one after the other is one
that was never there. It is written under another name, verified, and only then gets its own. Standard library only.
"""

import hashlib
import os
import re
import secrets
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import time

from qualcode.errors import BackupRefused, CannotWrite, StudyExists
from qualcode.locale import say
from qualcode.storage import STUDY_SUFFIX, ciphers
from qualcode.storage.sqlite_file import (
    closing_connection,
    connect_copy,
    create_private,
    explained,
    in_its_words,
    is_writable,
    refuse_long_path,
    room_for_name,
)
from qualcode.views.backups import ASKED, CAUSES, DAMAGED, OPENED, RESTORE, BackupLine

SUFFIX = ".qualcode-backup"
DUE_AFTER = timedelta(hours=12)
NEWEST_KEPT = 10
DAYS_KEPT = 30

_KEPT_ALWAYS = (ASKED, RESTORE, DAMAGED)
"""What a person asked for, and what a backup took the place of, is hers to throw away."""

_LEFT_BEHIND = 3600
"""Seconds without a change after which a copy that is being made is not being made any more."""

_PART = re.compile(r"\.[0-9a-f]{12}\.part(-journal|-wal|-shm)?")
_NAME = re.compile(r"-(\d{8})-(\d{6})(\d{3})-([a-z]+)(?:-\d+)?$")
_NEWEST_TEXTS = """
SELECT transcript.name, said.hash, said.text FROM transcript JOIN revision AS said ON said.transcript_id = transcript.id
AND said.number = (SELECT max(number) FROM revision WHERE transcript_id = transcript.id)
"""


def backup_folder(path: Path) -> Path:
    """Where the backups of a study lie: `NAME.backups` beside `NAME.qualcode`."""
    return path.with_suffix(".backups") if path.suffix == STUDY_SUFFIX else path.with_name(f"{path.name}.backups")


def list_backups(path: Path) -> list[BackupLine]:
    """The backups in a study's own folder, newest first."""
    found = []
    with suppress(OSError):
        found = [_line(one) for one in backup_folder(path).glob(f"*{SUFFIX}")]
    return sorted(found, key=lambda line: (line.at, line.path.name), reverse=True)


def take_backup(path: Path, *, cause: str = ASKED, to: Path | None = None) -> Path:
    """Copy a study as it is now, also while others write, and verify the copy; where it is.

    Raises `BackupRefused` if the copy does not verify (then it is not kept), `StudyExists` rather than overwrite,
    `CannotWrite` for a folder that is not there or not ours.
    """
    target = to or free_name(path, cause)
    refuse_long_path(target)
    if target.exists():
        raise StudyExists(path=target)
    try:
        if to is None:
            target.parent.mkdir(mode=0o700, exist_ok=True)
        sweep(target.parent)
        _copy_under_another_name(path, target)
    except OSError as fault:
        raise CannotWrite(path=target, reason=fault.strerror or str(fault)) from None
    finally:
        if to is None and not target.exists():
            # Of a backup that came to nothing no empty folder is left; one with something in it stays.
            with suppress(OSError):
                target.parent.rmdir()
    return target


def backup_due(path: Path, *, since: str, now: datetime | None = None) -> bool:
    """Whether it is time: the newest backup, or the study itself (`since`, ISO 8601), is twelve hours old.

    A clock that was set back puts off nothing: what says that it was made later than now counts as old.
    """
    today = now or datetime.now(UTC)
    age = today - _moment(_newest(path, today) or since)
    return not timedelta(0) <= age < DUE_AFTER


def _newest(path: Path, now: datetime) -> str:
    """When the newest backup was made that was not made later than `now`; empty if there is none."""
    return next((line.at for line in list_backups(path) if _moment(line.at) <= now), "")


def take_due_backup(path: Path) -> Path | None:
    """What is done when a study is opened: a backup if it is time and something was changed since the last one."""
    if not is_writable(path):
        return None
    with explained(path), closing_connection(path) as connection:
        (created,) = connection.execute("SELECT created FROM study").fetchone()
        # The last entry by its number, since the clock may have been set back before it.
        last = connection.execute("SELECT at FROM journal_entry ORDER BY id DESC LIMIT 1").fetchone()
    changed, newest = (last[0] if last else ""), _newest(path, datetime.now(UTC))
    if not backup_due(path, since=created) or changed <= newest:
        return None
    taken = take_backup(path, cause=OPENED)
    thin_out(path)
    return taken


def thin_out(path: Path, *, now: datetime | None = None) -> list[Path]:
    """Throw away the automatic backups that are neither among the last ten nor the last of one of thirty days."""
    rolling = [line for line in list_backups(path) if line.cause not in _KEPT_ALWAYS]
    kept = {line.path for line in rolling[:NEWEST_KEPT]}
    earliest = ((now or datetime.now(UTC)) - timedelta(days=DAYS_KEPT)).date().isoformat()
    days: set[str] = set()
    for line in rolling:
        day = line.at[:10]
        if day >= earliest and day not in days:
            days.add(day)
            kept.add(line.path)
    gone = [line.path for line in rolling if line.path not in kept]
    for one in gone:
        with suppress(OSError):
            one.unlink()
    return gone


def sweep(folder: Path) -> None:
    """Take away copies that a program was killed over: they have words in them, and nobody knows of them."""
    for part in _parts(folder):
        with suppress(OSError):
            if time() - part.stat().st_mtime > _LEFT_BEHIND:
                part.unlink()


def take_away_copies(path: Path) -> None:
    """Take away every backup of a study, and whatever a program that was killed left half written beside it.

    What a program is writing just now goes too, and is refused there: it was taken from words that are to be gone.
    """
    for line in list_backups(path):
        for one in line.path.parent.glob(f"{line.path.name}*"):
            one.unlink(missing_ok=True)
    take_away_half_written(path)


def half_written(path: Path) -> list[Path]:
    """What a program that was killed left half written beside a study: copies of it, and exports."""
    return [*_parts(backup_folder(path)), *_parts(path.parent)]


def take_away_half_written(path: Path) -> None:
    """Take it away, however new it is."""
    for part in half_written(path):
        if part.is_dir():
            shutil.rmtree(part, ignore_errors=True)
        else:
            part.unlink(missing_ok=True)


def _parts(folder: Path) -> Iterator[Path]:
    """What is being written here, or was when a program was killed: copies of a study, and exports."""
    with suppress(OSError):
        yield from [part for part in folder.glob(".*.part*") if _PART.fullmatch(part.name)]


def what_is_wrong(connection: sqlite3.Connection) -> str:
    """What does not verify in a copy, in words; empty where all is well.

    The database's own look finds a fifth of the damage that a hash of each transcript's text finds; so both.
    """
    try:
        (told,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
        if told != "ok":
            return str(told)
        for table, row, parent, _ in connection.execute("PRAGMA foreign_key_check"):
            return f"{table} {row} -> {parent}"
        for name, known, text in connection.execute(_NEWEST_TEXTS):
            if hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest() != known:
                return say("backups.text_differs", transcript=name)
    except ciphers.database_errors() as fault:
        return in_its_words(fault)
    return ""


def copy_into(source: sqlite3.Connection, target: Path) -> None:
    """Copy into a file that is not there yet, readable by its owner only, and lay it to rest as one file."""
    create_private(target)
    with closing(connect_copy(target)) as copy:
        source.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")
        reason = what_is_wrong(copy)
    if reason:
        raise BackupRefused(path=target, reason=reason)
    with target.open("rb") as written:
        os.fsync(written.fileno())


def settle_in_folder(path: Path) -> None:
    """See to it that a file's name, too, is on the disk."""
    if os.name == "posix":
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _copy_under_another_name(path: Path, target: Path) -> None:
    part = target.with_name(f".{secrets.token_hex(6)}.part")
    ciphers.share_key(path, part)
    ciphers.share_key(path, target)
    try:
        with explained(path), closing_connection(path) as source:
            _refuse_without_room(source, target)
            with explained(target):
                copy_into(source, part)
        # A link refuses to take the place of a file that has come meanwhile, where a rename would overwrite it.
        _rename_to_free(part, target)
    except BackupRefused as refused:
        raise BackupRefused(path=path, reason=refused.values["reason"]) from None
    finally:
        for suffix in ("", "-journal", "-wal", "-shm"):
            part.with_name(part.name + suffix).unlink(missing_ok=True)
    settle_in_folder(target)


def _rename_to_free(part: Path, target: Path) -> None:
    try:
        os.link(part, target)
    except FileExistsError:
        raise StudyExists(path=target) from None
    except OSError:  # a file system without links
        part.rename(target)


def _refuse_without_room(source: sqlite3.Connection, target: Path) -> None:
    (pages,) = source.execute("PRAGMA page_count").fetchone()
    (size,) = source.execute("PRAGMA page_size").fetchone()
    if shutil.disk_usage(target.parent).free < int(pages) * int(size):
        raise CannotWrite(path=target, reason=say("exporting.reasons.disk_full"))


def free_name(path: Path, cause: str) -> Path:
    """Where a backup taken now would lie in the study's own folder: a long name is cut to the room there is."""
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S%f")[:-3]
    folder = backup_folder(path)
    ends = (f"-{stamp}-{cause}{f'-{n}' if n else ''}{SUFFIX}" for n in range(1000))
    named = (folder / f"{_beginning(path.stem, room_for_name(folder) - len(end))}{end}" for end in ends)
    return next(one for one in named if not one.exists())


def _beginning(name: str, most: int) -> str:
    """As many whole characters of a name as fit in `most` bytes, and one at least."""
    while len(name) > 1 and len(os.fsencode(name)) > most:
        name = name[:-1]
    return name


def _line(path: Path) -> BackupLine:
    facts = path.stat()
    named = _NAME.search(path.stem)
    if named and named[4] in CAUSES:
        day, time, thousandths, cause = named.groups()
        at = f"{day[:4]}-{day[4:6]}-{day[6:]}T{time[:2]}:{time[2:4]}:{time[4:]}.{thousandths}Z"
    else:
        at, cause = f"{datetime.fromtimestamp(facts.st_mtime, UTC):%Y-%m-%dT%H:%M:%S}.000Z", ASKED
    return BackupLine(path, at, cause, facts.st_size)


def _moment(stamp: str) -> datetime:
    return datetime.fromisoformat(stamp)

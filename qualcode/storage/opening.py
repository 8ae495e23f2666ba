"""Making and opening a study, and the two ways of working on it: reading, and changing."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from threading import get_ident
from typing import Any, Self

from sqlalchemy import Connection, Engine, QueuePool, create_engine, event, insert, select
from sqlmodel import SQLModel, col

from qualcode.errors import StudyGone, StudyInUse, StudyReplaced
from qualcode.locale import current_language
from qualcode.model import Coder, JournalEntry, SchemaVersion, StudyRow, new_uid, now
from qualcode.storage import ciphers, sqlite_file
from qualcode.storage.ciphers import driver_for
from qualcode.storage.journal import Change, UidCache
from qualcode.storage.lids import Lid, lid_for, newest_entry, put_on
from qualcode.storage.migrations.upgrading import bring_up_to_date
from qualcode.storage.search_index import create_index

_IN_SCOPE = "qualcode_change"
"""Marks a connection on which a change is under way; writing on any other fails the tests."""

_ATTEMPTS = 3
"""How often we try to have a study for ourselves: a look of our own at it may come in between."""

_SINCE = """
SELECT entry.id, coder.initials FROM main.journal_entry AS entry JOIN main.coder AS coder ON coder.id = entry.coder_id
WHERE entry.id > ? AND entry.brought_with = '' ORDER BY entry.id
"""


class _OnlyRehearsedError(Exception):
    """What was to be done can be done, and has been taken back."""


class OpenStudy:
    """A study that is open for one coder. Safe to use from several threads; each use takes its own connection.

    `reads_alone` makes the coder a reader of every analysis even before she has begun: she sees no other reader's list
    until her own is done. `sees_all` takes every lid off (`storage.lids`).
    """

    reads_alone = False
    sees_all = False

    def __init__(self, engine: Engine, *, path: Path, coder: str) -> None:
        self.path = path
        self.coder = coder
        self._engine = engine
        self._coders: dict[str, int] = {}
        self._uids = UidCache()
        self._own: set[int] = set()
        self._newest: int | None = None
        self._place = sqlite_file.place_of(path)
        self._is_replaced = False
        self._shape: int | None = None
        self._agreed: dict[tuple[str, int], Any] = {}
        self._rehearses_in: int | None = None
        self._is_alone = False
        self._lids: tuple[object, Lid | None] | None = None

    @contextmanager
    def reading(self, *, whole: bool = False) -> Iterator[Connection]:
        """One consistent view of the study, to read from.

        What the coder is not to see yet is not in it (`storage.lids`). `whole` is for what carries a study elsewhere
        or proves it sound, and shows nobody what is in it: merging, copying, checking.
        """
        with sqlite_file.explained(self.path), self._engine.connect() as connection:
            put_on(connection, None if whole or self.sees_all else self._lid(connection))
            yield connection

    @contextmanager
    def change(self, action: str, *, kind: str = "change") -> Iterator[Change]:
        """One action: all of it is kept, with its journal entry, or none of it.

        `action` is the command's id (`unit.code`). The study is ours alone from here to the end, so keep it short.
        """
        self._stay_with_file()
        with sqlite_file.explained(self.path), self._engine.connect() as bare:
            put_on(bare, None)
            connection = bare.execution_options(writes=True)
            try:
                with connection.begin():
                    connection.info[_IN_SCOPE] = True
                    self._forget_another_file(connection)
                    coder = self._coder_id(connection)
                    change = Change(connection, coder_id=coder, action=action, kind=kind, uids=self._uids)
                    change.agreed = self._agreed
                    yield change
                    self._stop_rehearsal()
                    entry = change.write_entry()
                    if entry is not None:
                        self._own.add(entry)
            except BaseException:
                self._uids.forget()
                self._coders.clear()
                raise
            finally:
                connection.info.pop(_IN_SCOPE, None)

    @contextmanager
    def maintenance(self) -> Iterator[Connection]:
        """Write what can be derived from the rest (counts, search index) anew: no action, so no journal entry."""
        self._stay_with_file()
        with sqlite_file.explained(self.path), self._engine.connect() as bare:
            put_on(bare, None)
            connection = bare.execution_options(writes=True)
            try:
                with connection.begin():
                    connection.info[_IN_SCOPE] = True
                    yield connection
            finally:
                connection.info.pop(_IN_SCOPE, None)

    def rehearse(self, act: Callable[[], object]) -> None:
        """Raise what an act would raise, before anybody is asked whether it is to be done. Nothing is kept of it.

        The act is stopped where its first action would have been kept, so what it does after that is not done.
        """
        self._rehearses_in = get_ident()
        try:
            with suppress(_OnlyRehearsedError):
                act()
        finally:
            self._rehearses_in = None

    def _stop_rehearsal(self) -> None:
        # Other threads may be writing in earnest.
        if self._rehearses_in == get_ident():
            raise _OnlyRehearsedError

    @contextmanager
    def having_seen(self, row: tuple[str, int], version: object) -> Iterator[None]:
        """For who has been shown what stands in a row (table, key) in this version, and writes over it all the same."""
        self._agreed = {row: version}
        try:
            yield
        finally:
            self._agreed = {}

    def others_at_work(self) -> tuple[str, ...]:
        """Who (initials) has changed the study since this was asked last, other than through here; once each.

        Cheap enough to be asked twice a second. The first time, and when nobody has, nobody is named.
        """
        if self._is_alone:
            return ()
        with sqlite_file.explained(self.path), self._engine.connect() as connection:
            newest = connection.exec_driver_sql("SELECT coalesce(max(id), 0) FROM main.journal_entry").scalar_one()
            before, self._newest = self._newest, int(newest)
            if before is None or before == newest:
                return ()
            # A backup that was put back has fewer entries; then everything is new.
            since = before if before < newest else 0
            rows = connection.exec_driver_sql(_SINCE, (since,)).all()
        others = [initials for entry, initials in rows if entry not in self._own or before > newest]
        return tuple(dict.fromkeys(others))

    def _stay_with_file(self) -> None:
        """Nothing is written to a file that the study's name does not lead to any more: it would be lost.

        Raises `StudyGone`, and `StudyReplaced` where the file that is there now does not hold what was seen last.
        """
        place = sqlite_file.place_of(self.path)
        if place is None:
            raise StudyGone(path=self.path)
        if place != self._place and not self._is_replaced:
            with sqlite_file.explained(self.path):
                known = self._newest_uid()
                self._engine.dispose()
                self._is_replaced = self._newest_uid(known) != known
            self._uids.forget()
            self._coders.clear()
            self._place = place
        if self._is_replaced:
            raise StudyReplaced(path=self.path)

    def _newest_uid(self, known: str | None = None) -> str | None:
        """The uid of the newest entry of the journal, or `known` itself if there is such an entry."""
        uid = col(JournalEntry.uid)
        newest = select(uid).order_by((uid == known).desc(), col(JournalEntry.id).desc()).limit(1)
        with self._engine.connect() as connection:
            put_on(connection, None)
            return connection.execute(newest).scalar_one_or_none()

    def _forget_another_file(self, connection: Connection) -> None:
        """Under a study that is open, a backup may have been put back: what was known by key is then another's."""
        shape = connection.exec_driver_sql("PRAGMA main.schema_version").scalar_one()
        if self._shape not in (None, shape):
            self._uids.forget()
            self._coders.clear()
        self._shape = shape

    def coder_id(self) -> int | None:
        """The key of the coder at work, None until she has changed something."""
        known = self._coders.get(self.coder)
        if known is not None:
            return known
        with self.reading() as connection:
            return connection.execute(_coder_key(self.coder)).scalar_one_or_none()

    @property
    def engine_name(self) -> str:
        """Which database the study is kept in, as `status` reports it."""
        return self._engine.dialect.name

    @contextmanager
    def by_itself(self) -> Iterator["OpenStudy"]:
        """The study for this coder with nobody else in it, on one connection: one thing at a time.

        This study's own connections are let go of first. Raises `StudyInUse` if another program, window or thread
        has it open.
        """
        self._is_alone = True
        only = OpenStudy(_engine(self.path, alone=True), path=self.path, coder=self.coder)
        only.sees_all = True
        try:
            self._let_go_for(only)
            yield only
        finally:
            only.close()
            self._is_alone = False

    def _let_go_for(self, only: "OpenStudy") -> None:
        """Our own connections out of the way; a thread of ours that looked in just then gets out of it again."""
        for attempt in range(_ATTEMPTS):
            self._engine.dispose()
            try:
                with only.reading():
                    return
            except StudyInUse:
                if attempt == _ATTEMPTS - 1:
                    raise

    def squeeze(self) -> None:
        """Write the file anew without what was taken out of it, and empty the log beside it. For a study alone."""
        with sqlite_file.explained(self.path):
            connection = self._engine.raw_connection()
            try:
                cursor = connection.cursor()
                cursor.execute("VACUUM")
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                cursor.close()
            finally:
                connection.close()

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _lid(self, connection: Connection) -> Lid | None:
        """What is hidden from the coder now; looked up anew only when something has been done since the last time."""
        state = (newest_entry(connection), self.reads_alone, current_language())
        known = self._lids
        if known is None or known[0] != state:
            known = self._lids = (state, lid_for(connection, self.coder, alone=self.reads_alone))
        return known[1]

    def _coder_id(self, connection: Connection) -> int:
        known = self._coders.get(self.coder)
        if known is None:
            known = ensure_coder(connection, self.coder)
            self._coders[self.coder] = known
        return known


def ensure_coder(connection: Connection, initials: str) -> int:
    """The key of the coder with these initials, who is made known to the study if she is new to it."""
    known = connection.execute(_coder_key(initials)).scalar_one_or_none()
    if known is None:
        row = insert(Coder).values(uid=new_uid(), initials=initials).returning(col(Coder.id))
        known = connection.execute(row).scalar_one()
    assert known is not None  # noqa: S101 - a row just written has a key
    return known


def create_study(path: Path, *, title: str, language: str, coder: str, passphrase: str = "") -> OpenStudy:
    """Make an empty study; refuses to overwrite. With a passphrase it is encrypted from its first byte.

    Raises `StudyExists`, `StudyReadOnly`, `NoSuchStudy` (the folder), `PathTooLong`, `CipherMissing`. A file half made
    is taken away.
    """
    sqlite_file.create_private_study(path)
    try:
        if passphrase:
            ciphers.driver()
            ciphers.make_key(path, passphrase)
        sqlite_file.mark_as_study(path)
        engine = _engine(path)
        with sqlite_file.explained(path), engine.connect() as bare:
            connection = bare.execution_options(writes=True)
            with connection.begin():
                connection.info[_IN_SCOPE] = True
                SQLModel.metadata.create_all(connection)
                create_index(connection)
                connection.execute(insert(SchemaVersion).values(version=sqlite_file.SCHEMA, at=now()))
                study = {"uid": new_uid(), "version": 1, "title": title, "language": language, "first_table": 1}
                connection.execute(insert(StudyRow).values(**study, created=now()))
            connection.info.pop(_IN_SCOPE, None)
    except BaseException:
        for suffix in ("", "-wal", "-shm"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)
        ciphers.forget_key(path)
        raise
    return OpenStudy(engine, path=path, coder=coder)


def open_study(path: Path, *, coder: str) -> OpenStudy:
    """Open a study that exists.

    One of an earlier schema is brought up to date first. Raises `NoSuchStudy`, `NotAStudy`, `StudyNewer`,
    `StudyDamaged`, `StudyReadOnly`, `UpgradeFailed`; in each case it is as it was.
    """
    sqlite_file.verify(path)
    bring_up_to_date(path)
    sqlite_file.settle_journal(path)
    return OpenStudy(_engine(path), path=path, coder=coder)


def _coder_key(initials: str) -> Any:
    return select(col(Coder.id)).where(col(Coder.initials) == initials)


def _engine(path: Path, *, alone: bool = False) -> Engine:
    # The driver's own idea of when a transaction begins is switched off: `_on_begin` says BEGIN.
    connecting = partial(sqlite_file.connect, path, threads=True, alone=alone)
    # An error that nobody foresaw is sent to others as it stands: it is not to hold what was said.
    most: dict[str, Any] = {"hide_parameters": True, **({"pool_size": 1, "max_overflow": 0} if alone else {})}
    made = create_engine("sqlite://", module=driver_for(path), creator=connecting, poolclass=QueuePool, **most)
    event.listen(made, "begin", _on_begin)
    return made


def _on_begin(connection: Connection) -> None:
    # A transaction that reads first and writes later fails at once when another program writes in between.
    writes = connection.get_execution_options().get("writes")
    connection.connection.cursor().execute("BEGIN IMMEDIATE" if writes else "BEGIN")

"""What a coder is not to see yet: the lists of other readers before hers is done, other codings while she codes blind.

It is kept from every reader of the study at once, and not by each service for itself: while something is hidden, a
connection for reading has temporary views that lie over the tables of the same names, and rows that are under the lid
are not in them. Counts are without them, and the journal says of an entry only that it is hidden. A change works on the
tables themselves, so nothing that is hidden is ever lost or overwritten.

Hidden are, in an analysis that a coder reads, others' themes, impressions, preconceptions and notes, and what the team
agreed on out of others' lists, until she has marked her list done or the team has opened the lists. What has become a
code group can be hidden no longer: one codes with it. And hidden are, in a transcript that is coded blind, others'
units with what hangs on them, until everybody who codes it has marked it done.
"""

from string import Template
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, exists, func, literal, or_, select
from sqlmodel import col

from qualcode.locale import say
from qualcode.model import (
    Analysis,
    BlindCoding,
    Coder,
    Impression,
    JournalEntry,
    ListDone,
    Note,
    Preconceptions,
    ReadingMark,
    Theme,
)
from qualcode.storage.prepared import Prepared
from qualcode.storage.tallies import SET_ASIDE, UNSORTED

_ON = "qualcode_lid"
"""Where a connection remembers what its views hide."""

_WRITTEN = (Theme, Impression, Preconceptions, Note)
"""What a reader writes by herself in step 1."""

_STEP_ONE = ("theme", "impression", "preconceptions", "note")
_STEP_TWO = ("meaning_unit", "coding", "quote", "question", "note", "settlement", "sorting")

_HIDDEN = {
    "theme": "t.analysis_id IN ($analyses) AND CASE WHEN t.coder_id IS NULL THEN $agreed ELSE t.coder_id <> $coder END",
    "impression": "$alone",
    "preconceptions": "$alone",
    "note": "($alone AND t.unit_id IS NULL) OR $blind",
    "meaning_unit": "$blind",
    "coding": "EXISTS (SELECT 1 FROM $kept.meaning_unit AS u WHERE u.id = t.unit_id AND $others)",
    "quote": "EXISTS (SELECT 1 FROM $kept.coding AS c JOIN $kept.meaning_unit AS u ON u.id = c.unit_id"
    " WHERE c.id = t.coding_id AND $others)",
    "sorting": "t.coder_id <> $coder AND EXISTS (SELECT 1 FROM $kept.code_group AS g"
    " JOIN $kept.blind_coding AS b ON b.analysis_id = g.analysis_id WHERE g.id = t.group_id AND b.done = '')",
    "question": "EXISTS (SELECT 1 FROM $kept.meaning_unit AS u WHERE u.id = t.unit_id AND $others)",
}
"""By table, the condition that its row `t` is under the lid."""

_LEFT = "SELECT t.* FROM $kept.$table AS t WHERE NOT ($hidden)"
_ALONE = "(t.coder_id <> $coder AND t.analysis_id IN ($analyses))"
_AGREED = (
    "(NOT EXISTS (SELECT 1 FROM $kept.group_theme AS g WHERE g.theme_id = t.id)"
    " AND EXISTS (SELECT 1 FROM $kept.theme AS o WHERE o.analysis_id = t.analysis_id AND o.coder_id <> $coder"
    " AND (EXISTS (SELECT 1 FROM $kept.theme_source AS s WHERE s.agreed_id = t.id AND s.theme_id = o.id)"
    " OR NOT EXISTS (SELECT 1 FROM $kept.theme_source AS s WHERE s.agreed_id = t.id))))"
)
"""That an agreed theme came out of another's list, as far as is known, and no code group has come from it."""

_BLINDLY = (
    "($row.coder_id <> $coder AND EXISTS (SELECT 1 FROM $kept.blind_coding AS b"
    " WHERE b.analysis_id = $row.analysis_id AND b.transcript_id = $row.transcript_id AND b.done = ''))"
)
"""That a row is another coder's, in a transcript that is being coded blind for its analysis."""

_COUNTS = """
SELECT t.kind, t.owner, t.part, t.n - CASE t.kind
    WHEN 'units' THEN (SELECT count(*) FROM $kept.meaning_unit AS u
                       WHERE u.analysis_id = t.owner AND u.transcript_id = t.part AND $others)
    WHEN 'codings' THEN (SELECT count(*) FROM $kept.coding AS c JOIN $kept.meaning_unit AS u ON u.id = c.unit_id
                         WHERE c.group_id = t.owner AND $others AND t.part =
                             CASE WHEN c.set_aside THEN $set_aside ELSE coalesce(c.subgroup_id, $unsorted) END)
    ELSE 0 END AS n
FROM $kept.tally AS t
"""
_ENTRIES = """
SELECT t.id, t.uid, t.at, t.coder_id, t.kind, t.action,
       CASE WHEN $entry THEN '$told' ELSE t.summary END AS summary, t.undone_by, t.brought_with
FROM $kept.journal_entry AS t
"""
_IMAGES = """
SELECT i.* FROM $kept.journal_images AS i JOIN $kept.journal_entry AS t ON t.id = i.entry_id WHERE NOT ($entry)
"""
_ENTRY = """
(t.coder_id <> $coder AND EXISTS (SELECT 1 FROM $kept.journal_images AS j WHERE j.entry_id = t.id AND ($told)))
"""


class Lid(NamedTuple):
    """What is hidden from a coder: analyses (key, uid) whose lists she may not see, and since when she codes blind."""

    coder_id: int
    analyses: tuple[tuple[int, str], ...]
    blind_since: str
    told: str


def _own(table: type[Theme | Impression | Preconceptions | Note | ReadingMark | ListDone]) -> object:
    return exists().where(col(table.analysis_id) == col(Analysis.id), col(table.coder_id) == bindparam("coder"))


def _others(table: type[Theme | Impression | Preconceptions | Note]) -> object:
    return exists().where(col(table.analysis_id) == col(Analysis.id), col(table.coder_id) != bindparam("coder"))


_CODER = Prepared(select(col(Coder.id)).where(col(Coder.initials) == bindparam("initials")))
_READ_ALONE = Prepared(
    select(col(Analysis.id), col(Analysis.uid)).where(
        ~col(Analysis.lists_open),
        ~_own(ListDone),  # type: ignore[operator]
        or_(*[_others(table) for table in _WRITTEN]),  # type: ignore[arg-type]
        or_(literal(1) == bindparam("alone"), *[_own(table) for table in (ReadingMark, *_WRITTEN)]),  # type: ignore[arg-type]
    )
)
_NEWEST_ENTRY = Prepared(select(func.max(col(JournalEntry.id))))
_BLIND = Prepared(select(func.min(col(BlindCoding.started))).where(col(BlindCoding.done) == ""))


def newest_entry(connection: Connection) -> int:
    """The number of the journal's newest entry, 0 before the first: while it stays, so does what is hidden."""
    if not connection.in_transaction():
        # What is read after this is of the same moment.
        connection.begin()
    return int(_NEWEST_ENTRY.read(connection)[0][0] or 0)


def lid_for(connection: Connection, initials: str, *, alone: bool) -> Lid | None:
    """What is hidden from this coder now, None if nothing. `alone`: she is a reader even before she has begun.

    It is found from the tables themselves, so a lid that is on the connection comes off.
    """
    put_on(connection, None)
    coder_id = _CODER.run(connection, {"initials": initials}).scalar_one_or_none() or 0
    analyses = tuple((key, uid) for key, uid in _READ_ALONE.run(connection, {"coder": coder_id, "alone": int(alone)}))
    since = _BLIND.run(connection).scalar_one_or_none() or ""
    return Lid(coder_id, analyses, since, say("lids.entry")) if analyses or since else None


def lid_on(connection: Connection) -> Lid | None:
    """What is hidden on this connection."""
    lid: Lid | None = connection.info.get(_ON)
    return lid


def put_on(connection: Connection, lid: Lid | None) -> None:
    """Let a connection for reading see no more than `lid` leaves; None lets it see everything."""
    if connection.info.get(_ON) == lid:
        return
    if connection.info.pop(_ON, None) is not None:
        for table in _views(None, connection):
            connection.exec_driver_sql(f"DROP VIEW {_temporary(connection)}.{table}")
    if lid is not None:
        for table, statement in _views(lid, connection).items():
            connection.exec_driver_sql(f"CREATE TEMPORARY VIEW {table} AS {statement}")
    connection.commit()
    if lid is not None:
        connection.info[_ON] = lid


def _temporary(connection: Connection) -> str:
    return "temp" if connection.dialect.name == "sqlite" else "pg_temp"


def _views(lid: Lid | None, connection: Connection) -> dict[str, str]:
    """The views by the names of the tables they lie over. Nothing of a user's is in them but keys, uids and a time."""
    lid = lid or Lid(0, (), "", "")
    parts = {"kept": "main" if connection.dialect.name == "sqlite" else "public", "coder": str(lid.coder_id)}
    parts["analyses"] = ", ".join(str(key) for key, _ in lid.analyses) or "0"
    parts["alone"] = _filled(_ALONE, parts)
    parts["agreed"] = _filled(_AGREED, parts)
    parts["blind"] = _filled(_BLINDLY, {**parts, "row": "t"})
    parts["others"] = _filled(_BLINDLY, {**parts, "row": "u"})
    parts["entry"] = _filled(_ENTRY, {**parts, "told": _tells_of_hidden(lid)})
    views = {
        name: _filled(_LEFT, {**parts, "table": name, "hidden": _filled(hidden, parts)})
        for name, hidden in _HIDDEN.items()
    }
    views["tally"] = _filled(_COUNTS, {**parts, "set_aside": str(SET_ASIDE), "unsorted": str(UNSORTED)})
    views["journal_entry"] = _filled(_ENTRIES, {**parts, "told": lid.told.replace("'", "''")})
    views["journal_images"] = _filled(_IMAGES, parts)
    return views


def _filled(template: str, parts: dict[str, str]) -> str:
    return Template(template).substitute(parts)


def _tells_of_hidden(lid: Lid) -> str:
    """The condition that the images of a journal entry (`j`, of `t`) hold a row that is under the lid."""
    conditions = ["1 = 0"]
    if lid.analyses:
        of_analyses = " OR ".join(_holds("analysis_id", uid) for _, uid in lid.analyses)
        conditions.append(f"(({_any_of(_STEP_ONE)}) AND ({of_analyses}))")
    if lid.blind_since:
        conditions.append(f"(t.at >= '{lid.blind_since}' AND ({_any_of(_STEP_TWO)}))")
    return " OR ".join(conditions)


def _any_of(tables: tuple[str, ...]) -> str:
    return " OR ".join(_holds("table", name) for name in tables)


def _holds(name: str, value: str) -> str:
    """That the images hold this pair, as the journal writes JSON."""
    return f"""j.images LIKE '%"{name}": "{value}"%'"""

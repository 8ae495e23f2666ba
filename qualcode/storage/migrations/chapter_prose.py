"""To schema 3: the summary and the conclusion of a substudy become those of an analysis of it.

Which one: the first that was made of this substudy alone, else the first that covers it, else the first of all. Where
that gives an analysis two summaries, the later is added to the earlier: nothing that was written is lost. What the
journal remembers of these texts is told of the analysis too, so that they are still undone and held against it. Within
the caller's transaction; standard library only.
"""

import json
import sqlite3
from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

_FIRST = """
SELECT analysis.id, analysis.uid FROM analysis
LEFT JOIN analysis_substudy AS own ON own.analysis_id = analysis.id AND own.substudy_id = ?
ORDER BY own.id IS NULL,
    (SELECT count(*) FROM analysis_substudy AS covered WHERE covered.analysis_id = analysis.id) > 1, analysis.id
LIMIT 1
"""
_TEXTS = """
SELECT written.id, written.uid, written.part, written.text, substudy.uid FROM chapter_text AS written
JOIN substudy ON substudy.id = written.substudy_id WHERE written.part IN ('summary', 'conclusion') ORDER BY written.id
"""
_PARTS = ("summary", "conclusion")


class _Stays(NamedTuple):
    """The text that an analysis has of a part: its row's key and uid, and its words."""

    key: int
    uid: str
    text: str


def give_prose_to_analyses(connection: sqlite3.Connection) -> None:
    """Move the texts, and what the journal remembers of them. Raises `LookupError` where there is no analysis."""
    connection.execute("ALTER TABLE chapter_text ADD COLUMN analysis_id INTEGER")
    substudies = connection.execute("SELECT id, uid FROM substudy").fetchall()
    owners = {uid: _first_analysis(connection, key) for key, uid in substudies}
    stays: dict[tuple[str, int], _Stays] = {}
    joined: set[str] = set()
    for key, uid, part, text, substudy in connection.execute(_TEXTS).fetchall():
        analysis, _ = owners[substudy]
        first = stays.get((part, analysis))
        if first is None:
            stays[part, analysis] = _Stays(key, uid, text)
            told = "UPDATE chapter_text SET substudy_id = NULL, analysis_id = ? WHERE id = ?"
            connection.execute(told, (analysis, key))
        else:
            stays[part, analysis] = first._replace(text=f"{first.text}\n\n{text}")
            joined |= {first.uid, uid}
            _join(connection, stays[part, analysis], key, uid)
    _remember(connection, {uid: owner for uid, (_, owner) in owners.items()}, joined)


def _first_analysis(connection: sqlite3.Connection, substudy_id: int) -> tuple[int, str]:
    found = connection.execute(_FIRST, (substudy_id,)).fetchone()
    if found is None:
        raise LookupError("analysis")
    return int(found[0]), str(found[1])


def _join(connection: sqlite3.Connection, whole: _Stays, key: int, uid: str) -> None:
    """The row of this key goes into the other, with the reference manager's fields that stand in it."""
    connection.execute("UPDATE chapter_text SET text = ?, version = version + 1 WHERE id = ?", (whole.text, whole.key))
    connection.execute("DELETE FROM chapter_text WHERE id = ?", (key,))
    connection.execute("UPDATE reference_field SET text_uid = ? WHERE text_uid = ?", (whole.uid, uid))


def _remember(connection: sqlite3.Connection, owners: Mapping[str, str], joined: Collection[str]) -> None:
    """The journal tells of these texts as they are now, and forgets what those were that were joined."""
    statement = "SELECT entry_id, images FROM journal_images WHERE images LIKE '%\"chapter_text\"%'"
    for entry, stored in connection.execute(statement).fetchall():
        images = json.loads(stored)
        texts = [image for image in images if image["table"] == "chapter_text"]
        for row in (image[when] for image in texts for when in ("before", "after")):
            _carry(row, owners)
        kept = [image for image in images if image not in texts or image["uid"] not in joined]
        told = json.dumps(kept, ensure_ascii=False)
        connection.execute("UPDATE journal_images SET images = ? WHERE entry_id = ?", (told, entry))


def _carry(row: dict[str, Any] | None, owners: Mapping[str, str]) -> None:
    if row is not None:
        row["analysis_id"] = owners.get(row["substudy_id"]) if row["part"] in _PARTS else None
        row["substudy_id"] = None if row["part"] in _PARTS else row["substudy_id"]

"""The full-text index over turns, one class per engine.

SQLite: FTS5 without a copy of the text (the transcript is its only home), one row per turn under the turn's id.
`remove_diacritics 0`, because the default makes `far` the same word as `får`.
"""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, bindparam, column, select, table, text
from sqlmodel import col

from qualcode.model import Turn

_CREATE = "CREATE VIRTUAL TABLE turn_words USING fts5(words, content='', tokenize='unicode61 remove_diacritics 0')"
_INSERT = "INSERT INTO turn_words(rowid, words) VALUES (?, ?)"
_FORGET = "INSERT INTO turn_words(turn_words, rowid, words) VALUES ('delete', ?, ?)"


def create_index(connection: Connection) -> None:
    """Make the empty index in a new study."""
    connection.exec_driver_sql(_CREATE)


def index_turns(connection: Connection, turns: Iterable[tuple[int, str]]) -> None:
    """Take turns, as (id, words), into the index."""
    rows = list(turns)
    if rows:
        connection.exec_driver_sql(_INSERT, rows)


def forget_turns(connection: Connection, turns: Iterable[tuple[int, str]]) -> None:
    """Take turns out of the index; `words` must be those they were indexed with."""
    rows = list(turns)
    if rows:
        connection.exec_driver_sql(_FORGET, rows)


def clear_index(connection: Connection) -> None:
    """Empty the whole index, before it is filled anew."""
    connection.exec_driver_sql("INSERT INTO turn_words(turn_words) VALUES ('delete-all')")


def indexed_turns(connection: Connection) -> int:
    """How many turns the index holds."""
    return int(connection.exec_driver_sql("SELECT count(*) FROM turn_words_docsize").scalar_one())


def turns_with(connection: Connection, word: str) -> list[int]:
    """The ids of turns that hold exactly this word or phrase, in order."""
    phrase = '"' + word.replace('"', '""') + '"'
    rows = connection.exec_driver_sql("SELECT rowid FROM turn_words WHERE turn_words MATCH ? ORDER BY rowid", (phrase,))
    return [row[0] for row in rows]


def matching_turns(*told: Any) -> Any:
    """The statement for the turns that meet the index expression `match`, in order of their ids, `first` to `last`.

    Tells the ids, or `told` of `Turn`. The expression is one of `qualcode.text.matching`. More can be joined to it.
    """
    index = table("turn_words", column("rowid"))
    found: Any = select(*told or [index.c.rowid]).select_from(index)
    if told:
        found = found.join(Turn, col(Turn.id) == index.c.rowid)
    here = index.c.rowid.between(bindparam("first"), bindparam("last"))
    return found.where(text("turn_words MATCH :match"), here).order_by(index.c.rowid)


def vocabulary(connection: Connection) -> list[str]:
    """Every word in the index, folded."""
    connection.exec_driver_sql(
        "CREATE VIRTUAL TABLE IF NOT EXISTS temp.turn_vocabulary USING fts5vocab(main, turn_words, 'row')"
    )
    return list(connection.exec_driver_sql("SELECT term FROM temp.turn_vocabulary").scalars())

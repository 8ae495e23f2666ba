"""The language that what leaves the study is written in: the study's own, unless another is asked for.

What people wrote and said stays as it is; headings, captions, marks, decimal sign and the register's sentences follow.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from sqlalchemy import Connection, select
from sqlmodel import col

from qualcode.model import StudyRow
from qualcode.storage.opening import OpenStudy

_asked_for: ContextVar[str | None] = ContextVar("_asked_for", default=None)


@contextmanager
def writing_in(language: str | None) -> Iterator[None]:
    """Within this, files are written in this language (nb, nn, en); None leaves it to the study."""
    before = _asked_for.set(language)
    try:
        yield
    finally:
        _asked_for.reset(before)


def language_of(connection: Connection) -> str:
    """The language that a file is written in here."""
    asked = _asked_for.get()
    return asked if asked is not None else connection.execute(select(col(StudyRow.language))).scalar_one()


def chapter_language(study: OpenStudy) -> str:
    """The language the chapter and its tables are written in: nb, nn or en, the study's unless another is asked for."""
    with study.reading() as connection:
        return language_of(connection)

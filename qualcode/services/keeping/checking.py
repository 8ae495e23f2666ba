"""Whether the study is whole, and what in it has not been settled yet."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.exc import DatabaseError
from sqlmodel import col

from qualcode.locale import say
from qualcode.model import Analysis, ResultCategory, now
from qualcode.services.condensing.fingerprints import to_look_at
from qualcode.services.documents.typed_quotes import typed_quotes_found
from qualcode.services.keeping.verifying import verify_words
from qualcode.services.keeping.whereabouts import whereabouts
from qualcode.services.material.reviewing import waiting_words
from qualcode.services.protecting.confirmed_names import confirmed_names_found, names_left
from qualcode.services.protecting.known_names import known_people_found
from qualcode.services.register.recordings import overdue
from qualcode.storage import integrity, remembered, sqlite_file
from qualcode.storage.opening import OpenStudy
from qualcode.text.moments import day
from qualcode.text.shortening import shortened
from qualcode.views.checking import ERROR, NOTE, CheckReport, Finding
from qualcode.views.linkage import KnownPerson

_BROKEN = ("damage", "text")
"""What keeps the transcripts from being read."""


def check(study: OpenStudy, *, fix: bool = False, people: Sequence[KnownPerson] = ()) -> CheckReport:
    """Look through the whole study. `fix` first builds up again what can be derived: counts and search index.

    Errors are damage, spans and quotes that do not verify, and `people` (of the linkage key) who are named; notes are
    what is waiting for a person.
    """
    fixed: tuple[str, ...] = ()
    if fix:
        with study.maintenance() as connection:
            integrity.rebuild_derived(connection)
        fixed = (say("checking.fixed_counts"), say("checking.fixed_index"))
    findings: list[Finding] = []
    with study.reading(whole=True) as connection:
        for look in (
            _damage,
            verify_words,
            _remembered,
            _derived,
            _waiting,
            _recordings,
            partial(known_people_found, people=people),
            confirmed_names_found,
            names_left,
        ):
            findings += _looked(look, connection)
    findings += whereabouts(study)
    if not any(finding.kind in _BROKEN for finding in findings):
        findings += typed_quotes_found(study)
    findings.sort(key=lambda finding: finding.level != ERROR)
    return CheckReport(all(finding.level != ERROR for finding in findings), tuple(findings), fixed)


def _looked(look: Callable[[Connection], Iterable[Finding]], connection: Connection) -> list[Finding]:
    """What one look finds; a file that breaks off under it is a finding too."""
    findings: list[Finding] = []
    try:
        findings.extend(look(connection))
    except DatabaseError as fault:
        if not sqlite_file.is_damage(fault):
            raise
        findings.append(Finding(ERROR, "damage", "", say("checking.damage", told=sqlite_file.in_its_words(fault.orig))))
    return findings


def _damage(connection: Connection) -> Iterator[Finding]:
    for told in integrity.damage(connection):
        yield Finding(ERROR, "damage", "", say("checking.damage", told=told))


def _remembered(connection: Connection) -> Iterator[Finding]:
    for one in remembered.unlike_rows(connection):
        table = say(f"tables.{one.table}") if one.table else say("checking.entry")
        yield Finding(ERROR, "row", f"{table} {shortened(one.called)}".strip(), say(f"checking.row_{one.what}"))


def _derived(connection: Connection) -> Iterator[Finding]:
    if integrity.counts_differ(connection):
        yield Finding(ERROR, "counts", "", say("checking.counts_differ"))
    if integrity.index_differs(connection):
        yield Finding(ERROR, "index", "", say("checking.index_differs"))


def _waiting(connection: Connection) -> Iterator[Finding]:
    analyses: Any = select(col(Analysis.id), col(Analysis.title)).order_by(col(Analysis.position))
    for key, title in connection.execute(analyses).all():
        for _, path in to_look_at(connection, key):
            yield Finding(NOTE, "condensate", f"{title}: {path}", say("checking.look_again"))
        waiting = select(col(ResultCategory.heading)).where(
            col(ResultCategory.analysis_id) == key, col(ResultCategory.validated).is_(False)
        )
        for heading in connection.execute(waiting.order_by(col(ResultCategory.position))).scalars():
            yield Finding(NOTE, "category", f"{title}: {heading}", say("checking.not_validated"))
    for row in waiting_words(connection):
        where = f"{row.transcript} {row.start}–{row.end}"
        yield Finding(NOTE, "words", where, say("checking.words_corrected", before=shortened(row.before)))


def _recordings(connection: Connection) -> Iterator[Finding]:
    for one in overdue(connection, today=day(now())):
        yield Finding(
            NOTE, "recording", f"{one.substudy}: {one.interview}", say("checking.overdue", date=one.delete_by)
        )

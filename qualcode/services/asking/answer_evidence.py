"""What an assessment can rest on: found by the name or uid that is given, and told as it is called now."""

import re
from collections import Counter
from typing import Any, NamedTuple

from sqlalchemy import Connection, select
from sqlmodel import col

from qualcode.errors import AmbiguousName, NothingNamed
from qualcode.locale import say
from qualcode.model import (
    Analysis,
    CodeGroup,
    Coding,
    Condensate,
    MeaningUnit,
    Quote,
    ResultCategory,
    Subgroup,
    Transcript,
)
from qualcode.services.naming import find_place
from qualcode.text.normal_form import to_name
from qualcode.text.ordering import nearest
from qualcode.text.shortening import shortened
from qualcode.views.answering import CATEGORY, CONDENSATE, EVIDENCE_KINDS, QUOTE, SOURCE, TABLE, UNIT

STORED = (CATEGORY, UNIT, QUOTE, CONDENSATE)
"""The kinds that are rows of the study; a table or a source is told in words."""

_WORDS = 80
_UID = re.compile(r"[0-9a-f]{32}")


class Evidence(NamedTuple):
    """A piece of evidence found: its kind, the uid of what it is (or nothing), and how it is told."""

    kind: str
    uid: str
    told: str


class Stored(NamedTuple):
    """Something that is there to rest on: the names it answers to, and how it is told (`ANALYSIS:NAME` if need be)."""

    uid: str
    names: tuple[str, ...]
    told: str


def find_evidence(connection: Connection, evidence: str) -> Evidence:
    """The piece of evidence that is meant, as `add_answer_evidence` says. Raises `NothingNamed`, `AmbiguousName`."""
    kind, colon, rest = (part.strip() for part in evidence.partition(":"))
    if not colon and _UID.fullmatch(kind):
        # A uid as the lists tell it, without a word about its kind: one of the study's own is no source in words.
        of = next((one for one in STORED if any(kept.uid == kind for kept in evidence_there(connection, one))), "")
        kind, colon, rest = of, of, kind
    if not colon or kind.casefold() not in EVIDENCE_KINDS:
        return Evidence(SOURCE, "", to_name(evidence))
    kind = kind.casefold()
    if kind in (TABLE, SOURCE):
        return Evidence(kind, "", to_name(rest))
    there = evidence_there(connection, kind)
    sought = to_name(rest)
    if kind == CONDENSATE and sought not in {one.uid for one in there}:
        sought = _condensate_at(connection, rest)
    found = [one for one in there if sought in (one.uid, *one.names)]
    if len(found) > 1:
        choices = ", ".join(f"«{one.told}»" for one in found)
        raise AmbiguousName(kind=say(f"kinds.{kind}"), name=rest, choices=choices)
    if not found:
        raise NothingNamed(kind=say(f"kinds.{kind}"), name=rest, nearest=_nearest(rest, there))
    told = _spoken_in(connection, kind, found[0].uid) if kind in (UNIT, QUOTE) else found[0].names[0]
    return Evidence(kind, found[0].uid, told)


def evidence_told(connection: Connection, kind: str, uid: str, told: str) -> Evidence:
    """The piece of evidence of this uid, or, in a study where nothing has it, the one that is told so.

    Raises `NothingNamed`, `AmbiguousName`.
    """
    here = bool(uid) and kind in STORED and any(one.uid == uid for one in evidence_there(connection, kind))
    return find_evidence(connection, f"{kind}:{uid if here else told or uid}")


def evidence_there(connection: Connection, kind: str) -> list[Stored]:
    """Every category, unit, quote or condensate of the study."""
    return _NAMED[kind](connection)


def _nearest(name: str, there: list[Stored]) -> str:
    known = list(dict.fromkeys(one.told for one in there if one.names))
    names = ", ".join(f"«{one}»" for one in nearest(name, known) or known[:5])
    return say("errors.reasons.nearest", names=names) if names else say("errors.reasons.none_yet")


def _condensate_at(connection: Connection, path: str) -> str:
    """The uid of the condensate of the subgroup that is named."""
    place = find_place(connection, path)
    statement = select(col(Condensate.uid)).where(col(Condensate.subgroup_id) == place.subgroup_id)
    uid: str | None = connection.execute(statement).scalar_one_or_none()
    if uid is None:
        raise NothingNamed(kind=say("kinds.condensate"), name=path, nearest=say("errors.reasons.none_yet"))
    return uid


def _spoken_in(connection: Connection, kind: str, uid: str) -> str:
    """The transcript of a unit or quote: what is kept of it here, so that nobody's words outlive a withdrawal."""
    units = select(col(MeaningUnit.transcript_id)).where(col(MeaningUnit.uid) == uid)
    if kind == QUOTE:
        codings = select(col(Coding.unit_id)).join(Quote, col(Quote.coding_id) == col(Coding.id))
        of = codings.where(col(Quote.uid) == uid)
        units = select(col(MeaningUnit.transcript_id)).where(col(MeaningUnit.id).in_(of))
    named = select(col(Transcript.name)).where(col(Transcript.id).in_(units))
    return str(connection.execute(named).scalar_one())


def _categories(connection: Connection) -> list[Stored]:
    statement: Any = (
        select(col(ResultCategory.uid), col(ResultCategory.heading), col(Analysis.title))
        .join(Analysis, col(Analysis.id) == col(ResultCategory.analysis_id))
        .order_by(col(Analysis.position), col(ResultCategory.position), col(ResultCategory.id))
    )
    return _told_apart([(uid, heading, title) for uid, heading, title in connection.execute(statement).all()])


def _condensates(connection: Connection) -> list[Stored]:
    statement: Any = (
        select(col(Condensate.uid), col(CodeGroup.name), col(Subgroup.name), col(Analysis.title))
        .join(Subgroup, col(Subgroup.id) == col(Condensate.subgroup_id))
        .join(CodeGroup, col(CodeGroup.id) == col(Subgroup.group_id))
        .join(Analysis, col(Analysis.id) == col(CodeGroup.analysis_id))
        .order_by(col(Analysis.position), col(CodeGroup.position), col(Subgroup.position), col(Condensate.id))
    )
    rows: Any = connection.execute(statement).all()
    return _told_apart([(uid, f"{group}/{subgroup}", title) for uid, group, subgroup, title in rows])


def _told_apart(rows: list[tuple[str, str, str]]) -> list[Stored]:
    """Of uid, name and analysis: the analysis is told where another one has the same name."""
    times = Counter(name for _, name, _ in rows)
    return [
        Stored(uid, (name, f"{title}:{name}"), name if times[name] == 1 else f"{title}:{name}")
        for uid, name, title in rows
    ]


def _units(connection: Connection) -> list[Stored]:
    rows: Any = connection.execute(select(col(MeaningUnit.uid), col(MeaningUnit.text))).all()
    return [Stored(uid, (), shortened(text, length=_WORDS)) for uid, text in rows]


def _quotes(connection: Connection) -> list[Stored]:
    rows: Any = connection.execute(select(col(Quote.uid), col(Quote.printed))).all()
    return [Stored(uid, (), shortened(text, length=_WORDS)) for uid, text in rows]


_NAMED = {CATEGORY: _categories, UNIT: _units, QUOTE: _quotes, CONDENSATE: _condensates}

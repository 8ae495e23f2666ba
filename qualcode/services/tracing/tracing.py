"""Walking back from the chapter to what was said, and forward from what was said to everywhere it is used."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, bindparam, literal, select
from sqlmodel import col

from qualcode.errors import AmbiguousName, NothingNamed
from qualcode.exporters.wording import quoted
from qualcode.locale import current_language, say
from qualcode.model import Coder, Coding, Condensate, JournalEntry, MeaningUnit, Paragraph, Quote
from qualcode.services.called import names_called
from qualcode.services.coding.units import read_units
from qualcode.services.entries import about, in_time, with_rows
from qualcode.services.tracing.trace_steps import (
    CODING,
    EXAMPLE,
    TABLES,
    UNIT,
    Reached,
    reach_down,
    reach_up,
    tell_one,
    tell_steps,
)
from qualcode.storage.opening import OpenStudy
from qualcode.storage.prepared import Prepared
from qualcode.text.shortening import shortened
from qualcode.text.span import Span
from qualcode.views.tracing import TracedAct, TracedStep, TraceView
from qualcode.views.units import UnitRow

_OF_A_CATEGORY = ("condensate", CODING, UNIT)
_OWN_PLACE = Prepared(
    select(col(Coding.id))
    .join(MeaningUnit, col(MeaningUnit.id) == col(Coding.unit_id))
    .join(Coder, col(Coder.id) == col(MeaningUnit.coder_id))
    .where(
        col(Coding.group_id) == bindparam("group"),
        col(MeaningUnit.transcript_id) == bindparam("transcript"),
        col(MeaningUnit.start) == bindparam("from"),
        col(MeaningUnit.end) == bindparam("to"),
        col(Coder.initials) == bindparam("coder"),
    )
)
_TOLD_OF = ("quote", "condensate", "category", "comparison", "answer")
_TOLD = 6
"""So many uses are named on one line."""

SHORTEST = 8
"""So much of a uid is enough, where only one thing begins so."""


def trace(study: OpenStudy, uid: str) -> TraceView:
    """Where the thing with this uid comes from, down to the units, and where it is used, up to the categories.

    It may be an answer, category, paragraph, quote, condensate, passage, code group, subgroup, unit or coding (which is
    traced as its unit). The beginning of a uid is enough where nothing else begins so. Raises `NothingNamed`,
    `AmbiguousName`.
    """
    with study.reading() as connection:
        kind, key = find_thing(connection, uid)
        told = tell_one(connection, kind, key)
        below, above = _below(connection, kind, key), reach_up(kind, select(literal(key)))
        units = tuple(read_units(connection, col(MeaningUnit.id).in_(below[UNIT]))) if UNIT in below else ()
        called = names_called(connection)
        return TraceView(
            kind=kind,
            uid=told.uid,
            name=told.name,
            text=told.text,
            coder=told.coder,
            at=told.at,
            stands_on=tell_steps(connection, below, leaving_out=kind),
            units=tuple(
                unit._replace(transcript=called.transcript(unit), participants=called.speakers([unit]))
                for unit in units
            ),
            participants=called.speakers(units),
            used_in=tell_steps(connection, above, leaving_out=kind),
            history=acts_on(connection, told.uid),
        )


def uses_of_units(
    study: OpenStudy, unit_ids: Collection[int], *, group_id: int | None = None
) -> tuple[TracedStep, ...]:
    """What stands on units: quotes, condensates, paragraphs, categories. Asked before they are changed or taken away.

    With `group_id` only what stands on their place in that code group.
    """
    with study.reading() as connection:
        if group_id is None:
            return _uses(connection, UNIT, select(col(MeaningUnit.id)).where(col(MeaningUnit.id).in_(unit_ids)))
        placed = select(col(Coding.id)).where(col(Coding.unit_id).in_(unit_ids), col(Coding.group_id) == group_id)
        return _uses(connection, CODING, placed)


def uses_of_codings(study: OpenStudy, coding_ids: Collection[int]) -> tuple[TracedStep, ...]:
    """What stands on the places that units have in code groups."""
    with study.reading() as connection:
        return _uses(connection, CODING, select(col(Coding.id)).where(col(Coding.id).in_(coding_ids)))


def uses_of(study: OpenStudy, kind: str, key: int) -> tuple[TracedStep, ...]:
    """What stands on a quote, condensate or category. Asked before it is printed otherwise or taken away."""
    with study.reading() as connection:
        return _uses(connection, kind, select(literal(key)))


def uses_of_reworded(study: OpenStudy, uids: Collection[str]) -> tuple[TracedStep, ...]:
    """Told after a correction: what stands on the units, quotes and passages with these uids, each once."""
    found: list[TracedStep] = []
    with study.reading() as connection:
        for kind in (UNIT, "quote", "passage"):
            table: Any = TABLES[kind]
            found += _uses(connection, kind, select(col(table.id)).where(col(table.uid).in_(uids)))
    return tuple({step.uid: step for step in found}.values())


def uses_in_words(steps: Collection[TracedStep]) -> str:
    """What something is used in, on one line: «kondensat Møtet/Sett, resultatkategori Å bli trodd»."""
    language = current_language()
    named = ((step.kind, step.text if step.kind == "quote" else step.name) for step in steps if step.kind in _TOLD_OF)
    told = dict.fromkeys(
        f"{say(f'tracing.kind.{kind}')} {quoted(shortened(name), language=language)}" for kind, name in named
    )
    more = len(told) - _TOLD
    first = ", ".join([*told][:_TOLD])
    return say("tracing.and_more", first=first, count=more) if more > 0 else first


def uses_of_own_place(study: OpenStudy, *, transcript_id: int, span: Span, group_id: int) -> tuple[TracedStep, ...]:
    """What stands on this coder's coding of these words into a code group; asked before a key takes them out of it."""
    where = {"transcript": transcript_id, "from": span.start, "to": span.end, "group": group_id, "coder": study.coder}
    with study.reading() as connection:
        placed = _OWN_PLACE.run(connection, where).scalar_one_or_none()
        return () if placed is None else _uses(connection, CODING, select(literal(placed)))


def _uses(connection: Connection, kind: str, keys: Any) -> tuple[TracedStep, ...]:
    # That a unit's group ended in no category stands on nobody's words.
    above = {name: found for name, found in reach_up(kind, keys).items() if name != "outcome"}
    return tell_steps(connection, above, leaving_out=kind)


def units_touching(study: OpenStudy, *, transcript_id: int, span: Span) -> list[UnitRow]:
    """Everybody's units, of every analysis, that share a character with these words, in order of place."""
    with study.reading() as connection:
        return read_units(
            connection,
            col(MeaningUnit.transcript_id) == transcript_id,
            col(MeaningUnit.start) < span.end,
            col(MeaningUnit.end) > span.start,
        )


def uid_of(study: OpenStudy, kind: str, key: int) -> str:
    """The uid of a thing of one of the kinds that can be traced; empty if it is gone."""
    with study.reading() as connection:
        found: Any = select(col(TABLES[kind].uid)).where(col(TABLES[kind].id) == key)  # type: ignore[attr-defined]
        return connection.execute(found).scalar_one_or_none() or ""


def units_below_each(study: OpenStudy, analysis_ids: Collection[int]) -> dict[str, list[UnitRow]]:
    """The meaning units below every condensate and every quote of these analyses, by the condensate's or quote's uid.

    In order of transcript and place. One reading, however many there are.
    """
    carried: Any = select(col(Condensate.uid), col(MeaningUnit.uid)).join(
        Coding, col(Coding.subgroup_id) == col(Condensate.subgroup_id)
    )
    quoted: Any = select(col(Quote.uid), col(MeaningUnit.uid)).join(Coding, col(Coding.id) == col(Quote.coding_id))
    below: dict[str, list[UnitRow]] = defaultdict(list)
    with study.reading() as connection:
        here = col(MeaningUnit.analysis_id).in_(analysis_ids)
        above: dict[str, list[str]] = defaultdict(list)
        for pairs in (carried, quoted):
            joined = pairs.join(MeaningUnit, col(MeaningUnit.id) == col(Coding.unit_id))
            for uid, unit in connection.execute(joined.where(here)):
                above[unit].append(uid)
        for row in read_units(connection, here):
            for uid in above.get(row.uid, ()):
                below[uid].append(row)
    return below


def acts_on(connection: Connection, uid: str) -> tuple[TracedAct, ...]:
    """What the journal tells of the row with this uid and of those that hang on it, oldest first."""
    statement: Any = with_rows(
        select(
            col(JournalEntry.at),
            col(Coder.initials),
            col(JournalEntry.action),
            col(JournalEntry.summary),
            col(JournalEntry.brought_with),
        ).join(Coder, col(Coder.id) == col(JournalEntry.coder_id))
    )
    statement = statement.where(about([uid])).order_by(col(JournalEntry.id))
    return tuple(TracedAct(*row[:4]) for row in in_time(connection.execute(statement)))


def _below(connection: Connection, kind: str, key: int) -> Reached:
    """What a thing stands on; a paragraph that is tied to no condensate of its own stands on its category's."""
    below = reach_down(kind, key)
    if kind != "paragraph":
        return below
    row: Any = connection.execute(
        select(col(Paragraph.category_id), col(Paragraph.quote_id)).where(col(Paragraph.id) == key)
    ).one()
    tied = connection.execute(below["condensate"]).first() is not None
    if tied or row.quote_id is not None:
        return below
    return {name: keys for name, keys in reach_down("category", row.category_id).items() if name in _OF_A_CATEGORY}


def find_thing(connection: Connection, uid: str) -> tuple[str, int]:
    """Within a reading: kind and key of the thing that is meant, as `trace` says; of a coding, its unit's."""
    uid = uid.strip().lower()
    found: list[tuple[str, int, str]] = []
    for kind, table in TABLES.items():
        if kind == EXAMPLE:
            continue
        known: Any = col(table.uid)  # type: ignore[attr-defined]
        same = known.startswith(uid, autoescape=True) if len(uid) >= SHORTEST else known == uid
        for key, whole in connection.execute(select(col(table.id), known).where(same).limit(3)):  # type: ignore[attr-defined]
            found.append((kind, key, whole))
    if not found:
        raise NothingNamed(kind=say("kinds.traceable"), name=uid, nearest=say("tracing.where_uids_are"))
    if len(found) > 1:
        raise AmbiguousName(kind=say("kinds.traceable"), name=uid, choices=", ".join(one[2] for one in found))
    kind, key, _ = found[0]
    if kind == CODING:
        unit = select(col(Coding.unit_id)).where(col(Coding.id) == key)
        return UNIT, connection.execute(unit).scalar_one()
    return kind, key

"""What is decided about names and not carried out yet: each decision is kept when it is made.

A whole transcript's decisions are carried out as one correction (`deidentifying`), which may be days later. They belong
to the wording that was looked at; where somebody has corrected it meanwhile, they hold for the same names.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, select
from sqlmodel import col

from qualcode.locale import say
from qualcode.model import NameDecided, Revision
from qualcode.services.naming import transcript_name
from qualcode.services.protecting.identifiers import key_of
from qualcode.storage.journal import Change
from qualcode.storage.opening import OpenStudy
from qualcode.storage.rewording import require_wording
from qualcode.views.identifying import NameDecision, ReviewView

Seen = Mapping[int, NameDecision | None]
"""What was decided about a name, by the beginning of each of its places; None where nothing was."""


def decide_name(
    study: OpenStudy,
    transcript_id: int,
    words: str,
    decisions: Sequence[NameDecision],
    *,
    revision_id: int,
    seen: Seen | None = None,
) -> None:
    """Keep what is decided about a name (`words`) in a transcript: these places, and no others of it.

    `revision_id` is the wording that was looked at, and `seen` what was decided about the name there, by the beginnings
    of its places: `ChangedMeanwhile` is raised if there is a later one, or if somebody else has decided since.
    """
    with study.change("name.decide") as change:
        wording = require_wording(change.connection, transcript_id, seen=revision_id)
        revision = change.uid(Revision, wording.id)
        change.summary = say(
            "identifying.summaries.decided",
            count=len(decisions),
            transcript=transcript_name(change.connection, transcript_id),
        )
        places = {one.start: one for one in decisions}
        rows = _rows(change.connection, transcript_id, {key_of(words)})
        if seen is not None:
            _refuse_unseen(change, rows, revision, seen=seen, wanted=decisions)
        for row in rows:
            if row.revision_uid == revision and row.start in places:
                one = places.pop(row.start)
                told: dict[str, Any] = {"decision": one.decision, "replacement": one.replacement, "always": one.always}
                change.change(NameDecided, row.id, **told)
            else:
                change.remove(NameDecided, row.id)
        for one in places.values():
            values = {name: getattr(one, name) for name in NameDecision.__slots__ if name != "end"}
            place = {"transcript_id": transcript_id, "revision_uid": revision, "key": key_of(words)}
            change.add(NameDecided, **place, **values)


def _refuse_unseen(
    change: Change, rows: Sequence[Any], revision: str, *, seen: Seen, wanted: Sequence[NameDecision]
) -> None:
    """What was decided in another wording holds for every place of the name, and is seen at each."""
    here = {row.start: row for row in rows if row.revision_uid == revision}
    elsewhere = next((row for row in reversed(rows) if row.revision_uid != revision), None)
    standing = {at: here.get(at, elsewhere) for at in seen}
    version = tuple((at, one and (one.decision, one.replacement)) for at, one in standing.items())
    if version != tuple((at, one and (one.decision, one.replacement)) for at, one in seen.items()):
        both = {"stands": _told(one for one in standing.values() if one), "wanted": _told(wanted)}
        change.refuse_unseen(NameDecided, rows[0].id if rows else None, version=version, **both)


def _told(decisions: Iterable[Any]) -> dict[str, object]:
    """What is decided, in words: once each, however many places it is for."""
    lines = (
        f"{one.words}: {say(f'deidentifying.choices.{one.decision}')}  {one.replacement}".rstrip() for one in decisions
    )
    return {"decision": "\n".join(dict.fromkeys(lines))}


def decided_places(study: OpenStudy, view: ReviewView) -> dict[int, NameDecision]:
    """What is decided about the names that were found, by place; what was decided in another wording, by name."""
    with study.reading() as connection:
        rows = _rows(connection, view.transcript_id)
        statement = select(col(Revision.uid)).where(col(Revision.id) == view.revision_id)
        revision = connection.execute(statement).scalar_one_or_none()
    here = {row.start: row for row in rows if row.revision_uid == revision}
    elsewhere = {row.key: row for row in rows if row.revision_uid != revision}
    found = {}
    for name in view.names:
        for place in name.places:
            row = here.get(place.start) or elsewhere.get(name.key)
            if row is not None:
                told = (place.text, row.kind, row.decision, row.replacement, bool(row.always))
                found[place.start] = NameDecision(place.start, place.end, *told)
    return found


def forget_decisions(change: Change, transcript_id: int, keys: Collection[str] | None = None) -> None:
    """Within an action: what was decided about these names (by `key_of`; about all) is not waiting any longer."""
    for row in _rows(change.connection, transcript_id, keys):
        change.remove(NameDecided, row.id)


def names_of(decisions: Iterable[NameDecision]) -> set[str]:
    """The names that decisions are about."""
    return {key_of(one.words) for one in decisions}


def _rows(connection: Connection, transcript_id: int, keys: Collection[str] | None = None) -> Sequence[Any]:
    statement: Any = select(NameDecided).where(col(NameDecided.transcript_id) == transcript_id)
    if keys is not None:
        statement = statement.where(col(NameDecided.key).in_(keys))
    return connection.execute(statement.order_by(col(NameDecided.id))).all()

"""What participants and transcripts are called where those of several substudies stand side by side."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select
from sqlmodel import col

from qualcode.model import Interview, Participant, Substudy, Transcript
from qualcode.views.units import UnitRow

_Names = Mapping[tuple[str, str], str]
"""By the name of the substudy, and what it is known by there."""


@dataclass(frozen=True, slots=True)
class Called:
    """The names of a study's participants and transcripts: `SUBSTUDY:NAME` where two substudies have the same."""

    people: _Names
    transcripts: _Names

    def speakers(self, units: Iterable[UnitRow]) -> tuple[str, ...]:
        """The participants who speak in these units, each once, in order."""
        people = ((unit.substudy, code) for unit in units for code in unit.participants)
        return tuple(dict.fromkeys(self.people.get(person, person[1]) for person in people))

    def transcript(self, unit: UnitRow) -> str:
        """The transcript that a unit is in."""
        return self.transcripts.get((unit.substudy, unit.transcript), unit.transcript)


def names_called(connection: Connection) -> Called:
    """What everybody and every transcript of the study is called."""
    people: Any = select(col(Substudy.name), col(Participant.code)).join(
        Participant, col(Participant.substudy_id) == col(Substudy.id)
    )
    transcripts: Any = (
        select(col(Substudy.name), col(Transcript.name))
        .join(Interview, col(Interview.substudy_id) == col(Substudy.id))
        .join(Transcript, col(Transcript.interview_id) == col(Interview.id))
        .where(col(Transcript.removed).is_(False))
    )
    return Called(*(_told_apart(connection.execute(rows).all()) for rows in (people, transcripts)))


def _told_apart(rows: Iterable[tuple[str, str]]) -> _Names:
    places = [(substudy, name) for substudy, name in rows]
    known = Counter(name for _, name in places)
    return {(within, name): name if known[name] == 1 else f"{within}:{name}" for within, name in places}

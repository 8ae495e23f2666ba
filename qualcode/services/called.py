"""What participants and transcripts are called where those of several substudies stand side by side."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select
from sqlmodel import col

from qualcode.model import AnalysisSubstudy, Interview, Participant, Substudy, Transcript
from qualcode.views.condensing import CardView
from qualcode.views.quotes import QuoteView
from qualcode.views.units import UnitRow

_Names = Mapping[tuple[str, str], str]
"""By the name of the substudy, and what it is known by there."""


@dataclass(frozen=True, slots=True)
class Called:
    """The names of participants and transcripts that stand side by side: `SUBSTUDY:NAME` where two are the same."""

    people: _Names
    transcripts: _Names

    def speakers(self, units: Iterable[UnitRow]) -> tuple[str, ...]:
        """The participants who speak in these units, each once, in order."""
        people = ((unit.substudy, code) for unit in units for code in unit.participants)
        return tuple(dict.fromkeys(self.person(person) for person in people))

    def person(self, person: tuple[str, str]) -> str:
        """Who this is, by the name of the substudy and the code there."""
        return self.people.get(person, person[1])

    def transcript(self, unit: UnitRow | CardView | QuoteView) -> str:
        """The transcript that a unit is in."""
        return self.transcripts.get((unit.substudy, unit.transcript), unit.transcript)

    def people_in(self, one: CardView | QuoteView) -> tuple[str, ...]:
        """The participants who speak in a unit or a quote."""
        return tuple(self.person((one.substudy, code)) for code in one.participants)


def names_called(connection: Connection, substudies: Collection[str] | None = None) -> Called:
    """What everybody and every transcript of these substudies is called, or of all in the study."""
    people: Any = select(col(Substudy.name), col(Participant.code)).join(
        Participant, col(Participant.substudy_id) == col(Substudy.id)
    )
    transcripts: Any = (
        select(col(Substudy.name), col(Transcript.name))
        .join(Interview, col(Interview.substudy_id) == col(Substudy.id))
        .join(Transcript, col(Transcript.interview_id) == col(Interview.id))
        .where(col(Transcript.removed).is_(False))
    )
    return Called(*(_told_apart(connection.execute(rows).all(), substudies) for rows in (people, transcripts)))


def names_in_analysis(connection: Connection, analysis_id: int) -> Called:
    """What everybody and every transcript of an analysis is called."""
    return names_called(connection, _covered(connection, analysis_id))


def transcripts_called(connection: Connection, analysis_id: int | None = None) -> dict[int, str]:
    """What each transcript is called among those of an analysis, or of the study; by its key."""
    statement: Any = (
        select(col(Transcript.id), col(Substudy.name), col(Transcript.name))
        .join(Interview, col(Interview.id) == col(Transcript.interview_id))
        .join(Substudy, col(Substudy.id) == col(Interview.substudy_id))
    )
    rows = connection.execute(statement).all()
    covered = None if analysis_id is None else _covered(connection, analysis_id)
    # One that was taken away and has come again is two of the same name.
    called = _told_apart({(substudy, name) for _, substudy, name in rows}, covered)
    return {key: called.get((substudy, name), f"{substudy}:{name}") for key, substudy, name in rows}


def _covered(connection: Connection, analysis_id: int) -> Collection[str]:
    statement: Any = (
        select(col(Substudy.name))
        .join(AnalysisSubstudy, col(AnalysisSubstudy.substudy_id) == col(Substudy.id))
        .where(col(AnalysisSubstudy.analysis_id) == analysis_id)
    )
    found: Collection[str] = connection.execute(statement).scalars().all()
    return found


def _told_apart(rows: Iterable[tuple[str, str]], substudies: Collection[str] | None) -> _Names:
    places = [(substudy, name) for substudy, name in rows if substudies is None or substudy in substudies]
    known = Counter(name for _, name in places)
    return {(within, name): name if known[name] == 1 else f"{within}:{name}" for within, name in places}

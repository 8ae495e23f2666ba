"""The table log (bordlogg) as it is read: who sat where, and what was written down, line by line."""

from dataclasses import dataclass

SAID = "said"
NOD = "nod"
LAUGHTER = "laughter"
OVERLAP = "overlap"
NOTE = "note"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who was there: a participant (`participant_id`, `code`), or one by role alone (moderator, secretary).

    `key` is the digit that means this person, the last figure of the code where it is free; empty beyond ten people.
    `called` is a temporary name, for one at the table whose code is not known yet.
    """

    role: str
    participant_id: int | None = None
    code: str = ""
    called: str = ""
    key: str = ""

    @property
    def name(self) -> str:
        """What the person is known by: the code, else the temporary name; empty for one known by role."""
        return self.code or self.called


@dataclass(frozen=True, slots=True)
class SeatView:
    """A place at the table, `position` in order around it from 1, and who sits there."""

    id: int
    position: int
    role: str
    participant_id: int | None
    participant: str | None
    called: str
    version: int

    @property
    def name(self) -> str:
        """What stands in the log: the participant's code, else the temporary name; empty for one known by role."""
        return self.participant or self.called


@dataclass(frozen=True, slots=True)
class LogLineView:
    """One line: `at_ms` after the clock was started (None: no time); `kind` is said, nod, laughter, overlap or note."""

    id: int
    at_ms: int | None
    kind: str
    words: str
    seat: SeatView | None
    version: int


@dataclass(frozen=True, slots=True)
class TableLogView:
    """The log of one interview; without an `id` nothing has been written in it yet.

    `started` is when its clock was started (ISO 8601, UTC), empty for a log from paper.
    """

    id: int | None
    interview_id: int
    interview: str
    substudy: str
    started: str
    summary: str
    seats: tuple[SeatView, ...]
    lines: tuple[LogLineView, ...]


@dataclass(frozen=True, slots=True)
class LoggedInterview:
    """An interview that has a table log or could have one: `lines` it has, the transcript it has (None: not yet)."""

    id: int
    name: str
    substudy: str
    lines: int
    transcript_id: int | None


@dataclass(frozen=True, slots=True)
class WipeReport:
    """How many temporary names were wiped, and in how many lines they stood.

    `settled` when nothing is left of them in the study's own files either; another program had the study open if not.
    """

    names: int
    lines: int
    settled: bool

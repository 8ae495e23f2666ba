"""Speaker tagging (navnefesting): a transcript turn by turn, who was there, and who each turn may be."""

from collections.abc import Mapping
from dataclasses import dataclass

from qualcode.views.table_log import Person, TableLogView
from qualcode.views.transcript import TurnView

UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Proposal:
    """Who a turn may be, and what says so: `label`, `words` or `time` of the table log. Offered, never assumed."""

    person: Person
    source: str


@dataclass(frozen=True, slots=True)
class TaggingView:
    """A transcript as the secretary tags it. `proposals` are by the turn's key, for turns that nobody has tagged."""

    transcript_id: int
    name: str
    substudy: str
    interview_id: int
    revision_id: int
    text: str
    turns: tuple[TurnView, ...]
    people: tuple[Person, ...]
    proposals: Mapping[int, Proposal]
    log: TableLogView
    media: str
    done: bool


@dataclass(frozen=True, slots=True)
class TaggedTranscript:
    """A transcript in the list of those to tag: how many of its turns have nobody who is known."""

    id: int
    name: str
    substudy: str
    turns: int
    left: int


def is_tagged(turn: TurnView) -> bool:
    """Whether somebody has said who speaks: a label alone does not."""
    return turn.speaker is not None and turn.speaker.role != UNKNOWN


def is_left(turn: TurnView) -> bool:
    """Whether the second pass stops here: nobody is known, or it is in doubt."""
    return turn.doubtful or not is_tagged(turn)

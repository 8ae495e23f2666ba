"""A transcript as it is read and coded: its text, turns, sentences, and the units marked in it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SpeakerView:
    """A label of one transcript and who it is: `role` is interviewer, moderator, secretary, participant or unknown."""

    id: int
    label: str
    role: str
    participant: str | None

    @property
    def shown(self) -> str:
        """What stands in the margin: the participant's code, else the label."""
        return self.participant or self.label


@dataclass(frozen=True, slots=True)
class TurnView:
    """One turn: `number` counts from 1, `start`-`end` in the transcript's text, times in ms or None.

    `doubtful`: who speaks is a guess; `overlap`: several speak at once; `inaudible`: words are missing; `note`: what
    else happened.
    """

    id: int
    number: int
    start: int
    end: int
    speaker: SpeakerView | None
    start_ms: int | None
    end_ms: int | None
    doubtful: bool = False
    overlap: bool = False
    inaudible: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class PlacedUnit:
    """A meaning unit where it stands in the text that is on the screen.

    `groups` are (code group id, subgroup id or None) in the order of the codebook. `changed` when a correction of the
    transcript has changed its words and nobody has looked at it since; `discuss` when its coder wants it talked about.
    """

    id: int
    uid: str
    start: int
    end: int
    coder: str
    groups: tuple[tuple[int, int | None], ...]
    notes: int
    version: int
    created: str
    changed: bool = False
    discuss: bool = False


@dataclass(frozen=True, slots=True)
class TranscriptView:
    """A whole transcript: canonical `text` (speech only), its turns and sentences in order.

    `sentences` are half-open spans that together with white space cover every turn; none crosses a turn.
    """

    id: int
    uid: str
    name: str
    substudy: str
    revision_id: int
    text: str
    turns: tuple[TurnView, ...]
    sentences: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class TranscriptLine:
    """A transcript in a list: `units` are those of the analysis at hand; `read` when this coder has marked it read."""

    id: int
    name: str
    substudy: str
    words: int
    turns: int
    units: int
    opened: bool
    read: bool

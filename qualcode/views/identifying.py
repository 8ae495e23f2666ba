"""De-identification: what may identify somebody, what is decided about it, and how far each transcript has come."""

from dataclasses import dataclass

MASK = "mask"
PSEUDONYM = "pseudonym"
GENERALISE = "generalise"
KEEP = "keep"
ALWAYS = "always"

REPLACING = (MASK, PSEUDONYM, GENERALISE)
"""Decisions by which other words come to stand in the text."""

DECISIONS = (*REPLACING, KEEP, ALWAYS)
"""What can be decided about a candidate. `always` is to mask it here and wherever else it is found."""

NOT_BEGUN = "not_begun"
BEGUN = "begun"
DONE = "done"
SEALED = "sealed"
STATES = (NOT_BEGUN, BEGUN, DONE, SEALED)


@dataclass(frozen=True, slots=True)
class CandidateRow:
    """A place (code points, half-open) in a transcript that may identify somebody, and what could stand there."""

    transcript: str
    start: int
    end: int
    text: str
    kind: str
    replacement: str
    score: float


@dataclass(frozen=True, slots=True)
class Place:
    """Where a name stands, with the words around it."""

    start: int
    end: int
    turn: int
    speaker: str
    before: str
    text: str
    after: str


@dataclass(frozen=True, slots=True)
class NameToDecide:
    """One name in a transcript, with every place where it stands, and what each decision would put there.

    `decided` is what is known already (`always`, or a proposal from another transcript), empty if nothing is.
    """

    key: str
    words: str
    kind: str
    score: float
    places: tuple[Place, ...]
    masked: str
    pseudonym: str
    generalised: str
    decided: str = ""
    always: bool = False


@dataclass(frozen=True, slots=True)
class ReviewView:
    """A transcript being gone through: the names found in it, in order of their first place."""

    transcript_id: int
    name: str
    substudy: str
    revision_id: int
    names: tuple[NameToDecide, ...]


@dataclass(frozen=True, slots=True)
class NameDecision:
    """What is decided about one place: `replacement` stands there from now on; unused for what is kept."""

    start: int
    end: int
    words: str
    kind: str
    decision: str
    replacement: str
    always: bool = False


@dataclass(frozen=True, slots=True)
class Deidentified:
    """What going through a transcript came to; `left` are the candidates that nobody has decided about."""

    transcript: str
    replaced: int
    kept: int
    left: int
    done: bool


@dataclass(frozen=True, slots=True)
class DeidentifiedTranscript:
    """How far a transcript has come. `left` is None before anybody has gone through it."""

    id: int
    name: str
    substudy: str
    state: str
    left: int | None


@dataclass(frozen=True, slots=True)
class SealView:
    """What sealing takes out, or has taken out: never to be had back.

    `backups` are the files that go, `entries` the journal's earlier entries that lose what they remember; `standing`
    tells where else in the study words that were taken out still stand, `undone` the transcripts whose import was
    undone, which go wholly, and `sealed` is whether it is done.
    """

    transcripts: tuple[str, ...]
    wordings: int
    entries: int
    backups: tuple[str, ...]
    standing: tuple[str, ...]
    undone: tuple[str, ...]
    sealed: bool = False

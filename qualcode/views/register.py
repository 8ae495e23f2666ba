"""The register: who did the study, with whom, and how, in the shape in which it is listed and loaded.

Each class is one row of a section; its fields are the names used in JSON, YAML and tables. A field without a default
must be filled in. Dates are ISO 8601 (a file may write 7.3.2016); an empty text says that nothing is known.
"""

from dataclasses import dataclass, field, fields
from typing import Any, get_args

DID = ("interviewed", "moderated", "transcribed", "coded")
MODES = ("", "face-to-face", "telephone", "video")
WORDINGS = ("", "verbatim", "normalised", "summary")
STEPS = ("invited", "reminded", "answered", "declined", "accepted", "withdrew")
LEAVING = ("declined", "withdrew")
"""The steps at which people leave."""

DIMENSIONS = ("aim", "specificity", "theory", "dialogue", "strategy")
POWERS = ("", "high", "medium", "low")
ASSESSORS = ("ethics", "data-protection")
FIGURES = ("", "mean", "median")
GUIDELINES = {"coreq": 32, "srqr": 21}
"""The reporting guidelines, and how many items each has."""


def _one_of(*choices: str, default: str | None = "") -> Any:
    settings: dict[str, Any] = {"metadata": {"choices": choices}}
    return field(**settings) if default is None else field(default=default, **settings)


def _day() -> Any:
    return field(default="", metadata={"date": True})


def _some_of(*choices: str) -> Any:
    return field(default=(), metadata={"choices": choices})


@dataclass(frozen=True, slots=True)
class SubstudyEntry:
    """How the participants of a substudy were chosen, and why so."""

    substudy: str
    sampling: str = _one_of("", "strategic", "convenience")
    sampling_reason: str = ""


@dataclass(frozen=True, slots=True)
class AttributeEntry:
    """How an attribute stands on paper.

    `caption` is its heading; `figures` what the chapter tells of a number: mean, median, or both (empty); `multiple`
    says that a participant may have several values, parted by semicolons.
    """

    substudy: str
    attribute: str
    caption: str = ""
    figures: str = _one_of(*FIGURES)
    multiple: bool = False


@dataclass(frozen=True, slots=True)
class TeamEntry:
    """A member of the research team, by name or initials; `did` says what she did (COREQ 1 to 8)."""

    name: str
    role: str = ""
    credentials: str = ""
    occupation: str = ""
    gender: str = ""
    training: str = ""
    background: str = ""
    relation: str = ""
    known_to_participants: str = ""
    did: tuple[str, ...] = _some_of(*DID)


@dataclass(frozen=True, slots=True)
class InvolvementEntry:
    """User involvement (brukermedvirkning): who took part, and how; of the whole study if no substudy is named."""

    who: str
    substudy: str = ""
    how: str = ""


@dataclass(frozen=True, slots=True)
class EthicsEntry:
    """An assessment by a committee or a data protection body, with its reference number."""

    body: str
    kind: str = _one_of(*ASSESSORS, default="ethics")
    reference: str = ""
    date: str = _day()
    assessment: str = ""


@dataclass(frozen=True, slots=True)
class RecruitmentEntry:
    """How many were at one step of recruitment, by one way or for one reason. Counts stay when a person goes."""

    substudy: str
    count: int
    step: str = _one_of(*STEPS, default=None)
    reason: str = ""


@dataclass(frozen=True, slots=True)
class GuideEntry:
    """A topic of a substudy's interview guide, with its questions."""

    substudy: str
    topic: str
    questions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class InterviewEntry:
    """An interview as an event. `minutes` is how long it took; `present` are participants' codes, `others` anyone else.

    `design` is individual or focus-group; empty for a new one means the substudy's.
    """

    substudy: str
    interview: str
    design: str = _one_of("", "individual", "focus-group")
    mode: str = _one_of(*MODES)
    date: str = _day()
    place: str = ""
    minutes: int | None = None
    moderator: str = ""
    secretary: str = ""
    others: str = ""
    round: str = ""
    present: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TranscriptEntry:
    """How far a transcript has come, and which topics of the guide it touches."""

    transcript: str
    substudy: str = ""
    kind: str = _one_of(*WORDINGS)
    transcribed_by: str = ""
    checked_by: str = ""
    checked: str = _day()
    tagged: bool = False
    deidentified: bool = False
    ready: bool = False
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RecordingEntry:
    """The recording of an interview: what with, where it is kept, when it must go and when it went."""

    interview: str
    substudy: str = ""
    device: str = ""
    storage: str = ""
    delete_by: str = _day()
    deleted: str = _day()


@dataclass(frozen=True, slots=True)
class FieldNoteEntry:
    """A field note (feltnotat), of an interview, a substudy, or the study. `uid` names one that is to be changed."""

    text: str
    uid: str = ""
    substudy: str = ""
    interview: str = ""
    date: str = _day()
    author: str = ""


@dataclass(frozen=True, slots=True)
class ConsentEntry:
    """A participant's consent: which version of the form, when given, and when withdrawn (or empty)."""

    participant: str
    substudy: str = ""
    form_version: str = ""
    given: str = _day()
    withdrawn: str = _day()


@dataclass(frozen=True, slots=True)
class PowerEntry:
    """One of the five dimensions of an analysis' information power, with an assessment and a reason.

    `assessment` says how much power the dimension lends the sample: high (fewer participants are needed), medium, low.
    """

    analysis: str
    dimension: str = _one_of(*DIMENSIONS, default=None)
    assessment: str = _one_of(*POWERS)
    reason: str = ""


@dataclass(frozen=True, slots=True)
class AnswerEntry:
    """What the authors say themselves to an item of a reporting guideline; it stands before what the study knows."""

    item: int
    answer: str
    guideline: str = _one_of(*GUIDELINES, default=None)


@dataclass(frozen=True, slots=True)
class ProjectEntry:
    """The project, under the study's title: `ends` is the day its material is to be deleted or made anonymous."""

    title: str = ""
    ends: str = _day()


@dataclass(frozen=True, slots=True)
class RegisterView:
    """The whole register, a field for each section."""

    substudies: tuple[SubstudyEntry, ...]
    attributes: tuple[AttributeEntry, ...]
    team: tuple[TeamEntry, ...]
    user_involvement: tuple[InvolvementEntry, ...]
    ethics: tuple[EthicsEntry, ...]
    recruitment: tuple[RecruitmentEntry, ...]
    guide: tuple[GuideEntry, ...]
    interviews: tuple[InterviewEntry, ...]
    transcripts: tuple[TranscriptEntry, ...]
    recordings: tuple[RecordingEntry, ...]
    field_notes: tuple[FieldNoteEntry, ...]
    consent: tuple[ConsentEntry, ...]
    information_power: tuple[PowerEntry, ...]
    reporting: tuple[AnswerEntry, ...]
    project: tuple[ProjectEntry, ...]


SECTIONS: dict[str, Any] = {section.name: get_args(section.type)[0] for section in fields(RegisterView)}
"""The sections by name, in the order they are taken in: what is referred to comes before what refers to it."""


NAMED_BY: dict[str, tuple[str, ...]] = {
    "substudies": ("substudy",),
    "attributes": ("substudy", "attribute"),
    "team": ("name",),
    "user_involvement": ("who", "substudy"),
    "ethics": ("body", "reference"),
    "recruitment": ("substudy", "step", "reason"),
    "guide": ("substudy", "topic"),
    "interviews": ("substudy", "interview"),
    "transcripts": ("transcript", "substudy"),
    "recordings": ("interview", "substudy"),
    "field_notes": ("uid",),
    "consent": ("participant", "substudy"),
    "information_power": ("analysis", "dimension"),
    "reporting": ("guideline", "item"),
    "project": ("title",),
}
"""The fields that an entry of each section is known by."""


@dataclass(frozen=True, slots=True)
class FlowStep:
    """A step of recruitment: how many there were in all, and how many for each reason that is told."""

    step: str
    count: int
    reasons: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class FlowView:
    """The recruitment of one substudy. `took_part` is accepted less withdrawn, None where nobody is said to have."""

    substudy: str
    steps: tuple[FlowStep, ...]
    took_part: int | None
    participants: int

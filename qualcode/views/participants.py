"""Participants and what is registered about them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LabelView:
    """What a coded value means: `value` 2 is `label` "bachelor", which belongs to `broader` "høyere utdanning"."""

    value: str
    label: str
    broader: str


@dataclass(frozen=True, slots=True)
class AttributeView:
    """Something registered about a substudy's participants. `kind` is number, category, text or date.

    `caption` is what the user calls it on paper; empty: a known name is translated, another one stands as it is.
    `figures` is what the chapter tells of a number: mean, median, or both (empty); `multiple` says that a participant
    may have several values.
    """

    id: int
    name: str
    caption: str
    kind: str
    labels: tuple[LabelView, ...] = ()
    figures: str = ""
    multiple: bool = False


@dataclass(frozen=True, slots=True)
class ParticipantView:
    """A participant by code. `values` are (attribute, value as it was registered) in the attributes' order."""

    id: int
    uid: str
    code: str
    pseudonym: str
    values: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class AttributeTaken:
    """A column of the user's file, and what kind of attribute it was taken for."""

    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class UnlikeCell:
    """A cell that is no number or date (`kind`) in a column where most are; `line` is its line in the file."""

    attribute: str
    kind: str
    value: str
    line: int


@dataclass(frozen=True, slots=True)
class ParticipantsReport:
    """What became of a file of participants: codes by what happened to them, attributes, how many labels.

    `labels_passed_over` are attributes that the labels speak of and this substudy does not have. `kinds_lost` are
    attributes that were numbers or dates until a value came that is none: name, kind, and the value.
    `unlike` are cells among numbers or dates that are none, so that the column does not count as such.
    `withdrawn` are the codes of people who have withdrawn, whose rows were passed over.
    `dates_unclear` are columns of dates with slashes in which day and month cannot be told apart; they stay text.
    `speakers` counts the labels in transcripts that turned out to be these participants' codes.
    """

    substudy: str
    added: tuple[str, ...]
    changed: tuple[str, ...]
    unchanged: tuple[str, ...]
    attributes: tuple[AttributeTaken, ...]
    labels: int
    labels_passed_over: tuple[str, ...]
    speakers: int
    withdrawn: tuple[str, ...] = ()
    kinds_lost: tuple[tuple[str, str, str], ...] = ()
    unlike: tuple[UnlikeCell, ...] = ()
    dates_unclear: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ValueChange:
    """What a file would change in one cell: `before` and `after` are empty where there is nothing."""

    participant: str
    attribute: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ParticipantsPreview:
    """What a file of participants would do: the report it would give, and the cells of known participants it changes.

    `attributes` are the names of the attributes that would be new.
    """

    report: ParticipantsReport
    attributes: tuple[str, ...]
    changes: tuple[ValueChange, ...]


@dataclass(frozen=True, slots=True)
class ParticipantTable:
    """A substudy's participants as a table to work in. `summary` sums up the table in a line, empty for nobody."""

    substudy: str
    attributes: tuple[AttributeView, ...]
    people: tuple[ParticipantView, ...]
    summary: str

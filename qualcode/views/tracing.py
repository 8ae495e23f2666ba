"""The way from what is written down to what was said, and from what was said to everywhere it is used."""

from dataclasses import dataclass

from qualcode.views.units import UnitRow


@dataclass(frozen=True, slots=True)
class TracedStep:
    """One thing on the way.

    `kind` is group, subgroup, unit, quote, condensate, category, paragraph, passage, comparison, answer (to a question
    of the evaluation), example (in the analysis table), or outcome (why a group ended in no category). `name` is what
    it is found by (a heading, a path, a transcript), `text` its words. `coder` and `at` (ISO 8601 in UTC) say who made
    it and when; they are empty where only the journal knows.
    """

    kind: str
    uid: str
    name: str
    text: str
    coder: str
    at: str


@dataclass(frozen=True, slots=True)
class TracedAct:
    """Something that was done to the thing that is traced, as the journal tells it."""

    at: str
    coder: str
    action: str
    summary: str


@dataclass(frozen=True, slots=True)
class TraceView:
    """One thing walked both ways.

    `stands_on` is what it is made from, nearest first; `units` the meaning units at the bottom of it, `participants`
    the codes of those who speak in them, each once. `used_in` is what is made from it, nearest first. `history` are the
    acts on the thing itself, oldest first. Transcripts and people are `SUBSTUDY:NAME` where two have the same name.
    """

    kind: str
    uid: str
    name: str
    text: str
    coder: str
    at: str
    stands_on: tuple[TracedStep, ...]
    units: tuple[UnitRow, ...]
    participants: tuple[str, ...]
    used_in: tuple[TracedStep, ...]
    history: tuple[TracedAct, ...]

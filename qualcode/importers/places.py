"""Where in a file something stands, in the file's own terms and the user's language."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from qualcode.locale import say
from qualcode.text.labels import Doubt
from qualcode.text.normal_form import Cleaned
from qualcode.views.importing import Problem


class Place(NamedTuple):
    """`kind` is line, paragraph, cue, row or page-line; `number` counts from 1.

    `table` is the number of the table that a row stands in, or of the page that a line stands on.
    """

    kind: str
    number: int
    table: int = 0

    def __str__(self) -> str:
        """`line 12`, `row 4 of table 1`, in the language in use."""
        return say(f"importing.place.{self.kind}", number=self.number, table=self.table)


def whole_file() -> str:
    """The place of what concerns all of the file."""
    return say("importing.place.file")


def problem(place: Place | None, key: str, **values: Any) -> Problem:
    """A problem with its sentence from `importing.problem`; None is the whole file."""
    return Problem(whole_file() if place is None else str(place), say(f"importing.problem.{key}", **values))


def doubt_problem(place: Place, doubt: Doubt) -> Problem:
    """A label that may or may not be a speaker, as a problem."""
    if doubt.taken:
        return problem(place, "label-taken-once", label=doubt.label)
    return problem(place, "label-not-taken", label=doubt.label, count=doubt.times)


def told_backwards(times: Iterable[tuple[Place, int | None]]) -> list[Problem]:
    """One problem, at the first place, for times (ms) that are earlier than the one before."""
    latest: int | None = None
    early: list[Place] = []
    for place, at_ms in times:
        if at_ms is not None:
            if latest is not None and at_ms < latest:
                early.append(place)
            latest = at_ms
    return [problem(early[0], "times-backwards", count=len(early))] if early else []


def cleaning_problems(cleaned: tuple[Cleaned, ...]) -> tuple[Problem, ...]:
    """What the normal form took out, as problems."""
    return tuple(problem(None, f"cleaned.{lost.kind}", count=lost.count) for lost in cleaned)


def begins(text: str, *, most: int = 60) -> str:
    """The first words of a text, for pointing at it."""
    words = " ".join(text.split())
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"

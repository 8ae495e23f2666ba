"""From turns to the canonical text: speech only, paragraphs joined by a newline, turns by an empty line."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any, ClassVar, Protocol, TypeVar

BETWEEN_PARAGRAPHS = "\n"
BETWEEN_TURNS = "\n\n"
BETWEEN_CUES = " "

_WORD = re.compile(r"\S+")


class Spoken(Protocol):
    """A frozen dataclass that says who spoke, what, and when (ms, None where the file has no times)."""

    __dataclass_fields__: ClassVar[dict[str, Any]]

    @property
    def label(self) -> str | None:
        """What the file calls the speaker."""

    @property
    def text(self) -> str:
        """The words."""

    @property
    def start_ms(self) -> int | None:
        """When it began."""

    @property
    def end_ms(self) -> int | None:
        """When it was over."""


Turn = TypeVar("Turn", bound=Spoken)


@dataclass(frozen=True, slots=True)
class AssembledText:
    """A transcript's canonical text, and the span of each turn in it (code points, half-open), in order."""

    text: str
    turns: tuple[tuple[int, int], ...]


def assemble(turns: Iterable[str]) -> AssembledText:
    """Join the words of each turn, already in normal form, into one text."""
    texts = tuple(turns)
    spans: list[tuple[int, int]] = []
    at = 0
    for words in texts:
        spans.append((at, at + len(words)))
        at += len(words) + len(BETWEEN_TURNS)
    return AssembledText(BETWEEN_TURNS.join(texts), tuple(spans))


def merge_turns(turns: Iterable[Turn], *, between: str) -> tuple[Turn, ...]:
    """Make consecutive turns of one speaker into one, their words joined by `between`.

    `between` is a space for cues, which cut speech anywhere, and a newline for paragraphs. Turns without a label stay
    apart: nothing says that the same person goes on. The merged turn lasts from the first start to the latest end.
    """
    merged: list[Turn] = []
    for label, group in groupby(turns, key=lambda turn: turn.label):
        if label is None:
            merged.extend(group)
        else:
            merged.append(join_turns(list(group), between=between))
    return tuple(merged)


def join_turns(turns: list[Turn], *, between: str) -> Turn:
    """Make these turns into one, under the first one's label."""
    first = turns[0]
    if len(turns) == 1:
        return first
    return replace(
        first,
        text=between.join(turn.text for turn in turns if turn.text),
        start_ms=next((turn.start_ms for turn in turns if turn.start_ms is not None), None),
        end_ms=max((turn.end_ms for turn in turns if turn.end_ms is not None), default=None),
    )


def count_words(text: str) -> int:
    """How many words: what stands between white space, as Word counts them."""
    return len(text.split())


def words_at(text: str) -> list[int]:
    """Where the words begin that `count_words` counts."""
    return [found.start() for found in _WORD.finditer(text)]

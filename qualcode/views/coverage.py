"""Step 2: how much of what was said is coded."""

from dataclasses import dataclass
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Coverage:
    """One participant in one transcript: her `words`, those of them that are `coded`, her `turns`, and the `untouched`.

    A turn is untouched when no unit has any of its words.
    """

    participant: str
    words: int
    coded: int
    turns: int
    untouched: int

    @property
    def percent(self) -> int:
        """Coded words of a hundred, rounded down; 100 only when all are."""
        return 100 * self.coded // self.words if self.words else 0


class UncodedTurn(NamedTuple):
    """A participant's turn, counted from 1, that no unit touches, with its place in the transcript."""

    turn: int
    start: int
    end: int
    text: str


class UncodedText(NamedTuple):
    """What is left uncoded of what one participant said in one transcript."""

    transcript: str
    coverage: Coverage
    untouched: tuple[UncodedTurn, ...]

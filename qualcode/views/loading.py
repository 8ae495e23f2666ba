"""What came of loading a user's table."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

NEW = "new"
CHANGED = "changed"
ALREADY_THERE = "already_there"


@dataclass(frozen=True, slots=True)
class LoadCounts:
    """How many rows were new, changed something that stood, or said what was already there."""

    new: int
    changed: int
    already_there: int

    @classmethod
    def of(cls, rows: Iterable[str]) -> Self:
        """Counted from what each row came to: new, changed or already_there."""
        counts = Counter(rows)
        return cls(new=counts[NEW], changed=counts[CHANGED], already_there=counts[ALREADY_THERE])

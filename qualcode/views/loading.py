"""What came of loading a user's table."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LoadCounts:
    """How many rows were new, changed something that stood, or said what was already there."""

    new: int
    changed: int
    already_there: int

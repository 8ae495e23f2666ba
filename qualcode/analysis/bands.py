"""Bands that a number is shown in when the number itself would point somebody out."""

from collections.abc import Sequence
from itertools import cycle

_MOST_BANDS = 4


def decade_of(age: float) -> str:
    """An age in its decade: 47 is `40–49`."""
    return band_of(age, 10)


def band_width(numbers: Sequence[float]) -> int:
    """The smallest of 5, 10, 20, 50, 100 ... that puts these numbers in at most four bands."""
    width, steps = 5, cycle((4, 4, 5))
    while numbers and max(numbers) // width - min(numbers) // width >= _MOST_BANDS:
        width = width * next(steps) // 2
    return width


def band_of(number: float, width: int) -> str:
    """The band of whole numbers that a number lies in: 7 with width 5 is `5–9`, and so is 9.5."""
    start = int(number // width) * width
    return f"{start}–{start + width - 1}"

"""Spans laid together into stretches that do not overlap, to ask quickly what is in them."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from typing import NamedTuple


class Stretches(NamedTuple):
    """Where stretches begin and end, in order: code points, half-open."""

    starts: list[int]
    ends: list[int]


NOTHING = Stretches([], [])


def merged(spans: Iterable[tuple[int, int]]) -> Stretches:
    """The text that at least one of the spans covers."""
    found = Stretches([], [])
    for start, end in sorted(spans):
        if found.ends and start <= found.ends[-1]:
            found.ends[-1] = max(found.ends[-1], end)
        else:
            found.starts.append(start)
            found.ends.append(end)
    return found


def shares_words(stretches: Stretches, start: int, end: int) -> bool:
    """Whether a span has a character in one of the stretches."""
    last = bisect_left(stretches.starts, end) - 1
    return last >= 0 and stretches.ends[last] > start


def holds(stretches: Stretches, at: int) -> bool:
    """Whether the character at `at` is in one of the stretches."""
    last = bisect_right(stretches.starts, at) - 1
    return last >= 0 and at < stretches.ends[last]

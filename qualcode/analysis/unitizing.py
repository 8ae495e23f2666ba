"""Krippendorff's alpha for unitizing: whether coders find the same units, and let them begin and end at the same place.

Source: Krippendorff (2004), Measuring the reliability of qualitative text analysis data, Quality & Quantity
38:787-800; his worked example is among the tests. Lengths are in code points.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import combinations

import numpy as np

Stretch = tuple[int, int]
"""A unit: from, up to and not with."""


class Unitized:
    """What two or more coders have marked for one code group, gathered text by text."""

    def __init__(self) -> None:
        self._coders = 0
        self._length = 0
        self._differing = 0
        self._units: list[int] = []
        self._gaps: list[int] = []

    def add(self, length: int, units: Sequence[Sequence[Stretch]]) -> None:
        """One text of this length, and each coder's units in it, in order and apart from each other."""
        self._coders = len(units)
        self._length += length
        for one, other in combinations(units, 2):
            self._differing += 2 * _differing(one, other)
        for stretches in units:
            self._units += [end - start for start, end in stretches]
            self._gaps += [end - start for start, end in _gaps(stretches, length)]

    @property
    def observed(self) -> float:
        """The observed disagreement."""
        return self._differing / (self._coders * (self._coders - 1) * self._length**2)

    @property
    def expected(self) -> float:
        """The disagreement that chance alone would give; nought where nobody has marked anything."""
        if not self._units:
            return 0.0
        units, gaps = np.array(self._units, dtype=float), np.sort(np.array(self._gaps, dtype=float))
        longer = np.append(np.cumsum(gaps[::-1])[::-1], 0)
        narrow = np.searchsorted(gaps, units, side="left")
        room = longer[narrow] - (len(gaps) - narrow) * (units - 1)
        others = (len(units) - 1) / 3
        total = float((others * (2 * units**3 - 3 * units**2 + units) + units**2 * room).sum())
        places = self._coders * self._length
        pairs = places * (places - 1) - float((units * (units - 1)).sum())
        return 2 * total / self._length / pairs


def alpha_of(groups: Sequence[Unitized]) -> float | None:
    """The coefficient of one code group, or of several together, each unit against those of its own group only.

    None where nobody has marked anything.
    """
    expected = sum(one.expected for one in groups)
    return None if expected <= 0 else 1 - sum(one.observed for one in groups) / expected


def joined(stretches: Sequence[Stretch]) -> list[Stretch]:
    """The stretches in order, with those that touch or overlap made one."""
    made: list[Stretch] = []
    for start, end in sorted(stretches):
        if made and start <= made[-1][1]:
            made[-1] = (made[-1][0], max(end, made[-1][1]))
        else:
            made.append((start, end))
    return made


def _differing(one: Sequence[Stretch], other: Sequence[Stretch]) -> int:
    """One pair of coders: squares of what overlapping units miss of each other, and of units that meet no other."""
    met = bytearray(len(other))
    starts, ends = [start for start, _ in other], [end for _, end in other]
    total = 0
    for start, end in one:
        first, last = bisect_right(ends, start), bisect_left(starts, end)
        if first == last:
            total += (end - start) ** 2
        for at in range(first, last):
            met[at] = True
            total += (start - starts[at]) ** 2 + (end - ends[at]) ** 2
    return total + sum((end - start) ** 2 for (start, end), found in zip(other, met, strict=True) if not found)


def _gaps(stretches: Sequence[Stretch], length: int) -> list[Stretch]:
    at = 0
    gaps: list[Stretch] = []
    for start, end in stretches:
        if start > at:
            gaps.append((at, start))
        at = end
    if at < length:
        gaps.append((at, length))
    return gaps

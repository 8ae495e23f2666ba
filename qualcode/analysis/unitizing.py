"""Krippendorff's alpha for unitizing: whether coders find the same units, and let them begin and end at the same place.

Source: Krippendorff (2004), Measuring the reliability of qualitative text analysis data, Quality & Quantity
38:787-800; his worked example is among the tests. Lengths are in code points.
"""

from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate, permutations

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
        for one, other in permutations(units, 2):
            self._differing += _differing(one, other, length)
        for stretches in units:
            self._units += [end - start for start, end in stretches]
            self._gaps += [end - start for start, end in _gaps(stretches, length)]

    @property
    def observed(self) -> float:
        """The observed disagreement."""
        return self._differing / (self._coders * (self._coders - 1) * self._length**2)

    @property
    def expected(self) -> float:
        """The disagreement that chance alone would give."""
        gaps = sorted(self._gaps)
        longer = [0, *accumulate(reversed(gaps))]
        places = self._coders * self._length
        others = (len(self._units) - 1) / 3
        total = 0.0
        for unit in self._units:
            wide = len(gaps) - bisect_left(gaps, unit)
            room = longer[wide] - wide * (unit - 1)
            total += others * (2 * unit**3 - 3 * unit**2 + unit) + unit**2 * room
        pairs = places * (places - 1) - sum(unit * (unit - 1) for unit in self._units)
        return 2 * total / self._length / pairs if pairs else 0.0

    @property
    def alpha(self) -> float | None:
        """The coefficient; None where nobody has marked anything, or everybody everything."""
        if self._coders < 2 or not self._length:
            return None
        expected = self.expected
        return None if expected <= 0 else 1 - self.observed / expected


def joined(stretches: Sequence[Stretch]) -> list[Stretch]:
    """The stretches in order, with those that touch or overlap made one."""
    made: list[Stretch] = []
    for start, end in sorted(stretches):
        if made and start <= made[-1][1]:
            made[-1] = (made[-1][0], max(end, made[-1][1]))
        else:
            made.append((start, end))
    return made


def _differing(one: Sequence[Stretch], other: Sequence[Stretch], length: int) -> int:
    """One ordered pair of coders: squares of what overlapping units miss of each other, and of units in a gap."""
    total = sum((s - t) ** 2 + (e - f) ** 2 for s, e in one for t, f in other if s < f and t < e)
    missed, found = _gaps(other, length), _gaps(one, length)
    total += sum((e - s) ** 2 for s, e in one if any(t <= s and e <= f for t, f in missed))
    return total + sum((f - t) ** 2 for t, f in other if any(s <= t and f <= e for s, e in found))


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

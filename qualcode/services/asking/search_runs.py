"""The order of the material beside the order of the index, which has turns by their keys.

Both are the same as long as no turn has been split and nothing was taken in between what was there.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any, NamedTuple

Row = tuple[Any, ...]

_MOST_STRANGE = 4
"""Of the keys between the first and the last of a run, about one in so many at least is its own."""


class Run(NamedTuple):
    """Turns in a row whose keys rise: the places from `first` to before `after`, and the keys between which they lie.

    Among the places are also those of the few turns that stray, whose keys lie elsewhere.
    """

    first: int
    after: int
    least: int
    greatest: int


class Order:
    """The turns of some transcripts in the order of the material: `keys`, and the `runs` in which the index has them.

    `is_rising` says that there is one run, and nothing else in it.
    """

    def __init__(self, transcripts: Iterable[list[int]]) -> None:
        self.keys: list[int] = []
        self.runs: list[Run] = []
        strays: set[int] = set()
        own, before = 0, [0]
        for turns in filter(None, transcripts):
            rising = _rising(turns)
            strays.update(set(turns).difference(rising) if len(rising) < len(turns) else ())
            run = Run(len(self.keys), len(self.keys) + len(turns), rising[0], rising[-1])
            # The last turn may have been split: its other half is in order here, but not before what comes next.
            settled = bisect_left(before, run.least)
            own += len(rising) + settled - len(before)
            if self.runs and 2 * settled > len(before) and run.greatest - self.runs[-1].least < own * _MOST_STRANGE:
                strays.update(before[settled:])
                last = self.runs.pop()
                run = Run(last.first, run.after, last.least, run.greatest)
            else:
                own = len(rising)
            self.runs.append(run)
            self.keys += turns
            before = rising
        self.is_rising = len(self.runs) <= 1 and not strays
        self._places = {} if self.is_rising else {key: at for at, key in enumerate(self.keys)}
        self._stray_keys = frozenset(strays)
        self._strays = sorted(self._places[key] for key in strays)

    def strays(self, first: int, after: int) -> list[int]:
        """The keys of the turns that stray, from this place to before that."""
        begin, end = bisect_left(self._strays, first), bisect_left(self._strays, after)
        return [self.keys[at] for at in self._strays[begin:end]]

    def of_run(self, run: Run, rows: Iterable[Row], *, key: int) -> list[Row]:
        """Of the turns that the index has between the keys of a run, those that are its own; `key` is where one has it.

        Where the order is the index's own (`is_rising`), there is nothing to ask.
        """
        places, strays = self._places, self._stray_keys
        return [row for row in rows if run.first <= places.get(row[key], -1) < run.after and row[key] not in strays]

    def sorted(self, rows: Iterable[Row], *, key: int) -> list[Row]:
        """The same turns in the order of the material."""
        places = self._places
        return sorted(rows, key=lambda row: places[row[key]])

    def place(self, key: int) -> int:
        """Where a turn stands, where the order is not the index's own."""
        return self._places[key]


def _rising(keys: list[int]) -> list[int]:
    """As many of these keys as can be left so that they rise: what a split adds has the highest key."""
    if all(one < other for one, other in pairwise(keys)):
        return _together(keys)
    # The longest rising subsequence: for each length, the least key that one of that length can end with.
    ends: list[int] = []
    at_end: list[int] = []
    before: list[int] = []
    for at, key in enumerate(keys):
        length = bisect_left(ends, key)
        ends[length : length + 1] = [key]
        at_end[length : length + 1] = [at]
        before.append(at_end[length - 1] if length else -1)
    rising = [keys[at] for at in _back(before, at_end[-1])][::-1]
    return _together(rising)


def _together(rising: list[int]) -> list[int]:
    """Without the last ones, where they lie so far off that most of what is between is of others."""
    while rising[-1] - rising[0] >= len(rising) * _MOST_STRANGE:
        rising = rising[:-1]
    return rising


def _back(before: list[int], at: int) -> Iterator[int]:
    while at >= 0:
        yield at
        at = before[at]

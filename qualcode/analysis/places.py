"""What coders say of the places of a text: which code groups each of them has a place in."""

import itertools
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np

Array = np.ndarray[Any, Any]


class Marked(NamedTuple):
    """Words that a coder (by number) has in a code group (by number), in one text."""

    start: int
    end: int
    coder: int
    group: int


class Places(NamedTuple):
    """Places of one text in order, and `said`: coders x places x groups, true where coded."""

    starts: Array
    ends: Array
    said: Array


class Answers(NamedTuple):
    """What is said of the places of many texts.

    `patterns` are the different answers (patterns x coders x groups), `which` the pattern of each place in order,
    `places` how many places have a pattern, and `counts` how much they weigh: their number, or their characters.
    """

    patterns: Array
    which: Array
    places: Array
    counts: Array

    def of(self, group: int | None) -> Array:
        """The patterns as labels (patterns x coders), 0 for nothing: in this group or not, or (None) the set of all."""
        if group is not None:
            return self.patterns[:, :, group].astype(np.int64)
        sets = np.unique(self.patterns.reshape(-1, self.patterns.shape[2]), axis=0, return_inverse=True)[1]
        return np.where(self.patterns.any(axis=2), sets.reshape(self.patterns.shape[:2]) + 1, 0)


def judge_places(spans: Sequence[tuple[int, int]], marked: Iterable[Marked], *, coders: int, groups: int) -> Places:
    """A coder has a place in a group where any of her units touches it. `spans` are in order; they may overlap."""
    starts, ends = np.array(spans, dtype=np.int64).reshape(-1, 2).T
    said = np.zeros((coders, len(spans), groups), dtype=bool)
    marks = np.array(list(marked), dtype=np.int64).reshape(-1, 4)
    reached = np.maximum.accumulate(ends) if len(ends) else ends
    firsts = np.searchsorted(reached, marks[:, 0], side="right").tolist()
    lasts = np.searchsorted(starts, marks[:, 1], side="left").tolist()
    for (start, _, coder, group), first, last in zip(marks.tolist(), firsts, lasts, strict=True):
        said[coder, first:last, group] |= ends[first:last] > start
    return Places(starts, ends, said)


def judge_units(marked: Sequence[Marked], *, coders: int, groups: int) -> Places:
    """The places are the units themselves: all stretches that any coder has marked, whoever it was."""
    spans = sorted({(one.start, one.end) for one in marked})
    return judge_places(spans, marked, coders=coders, groups=groups)


def judge_characters(length: int, marked: Sequence[Marked], *, coders: int, groups: int) -> Places:
    """The places are stretches of the text within which nothing changes; each counts for its characters."""
    cuts = sorted({0, length, *(one.start for one in marked), *(one.end for one in marked)})
    return judge_places(list(itertools.pairwise(cuts)), marked, coders=coders, groups=groups)


def gather_answers(judged: Sequence[Places], *, by_length: bool) -> Answers:
    """The places of many texts, by what is said of them; `by_length` lets a place count for its characters."""
    said = np.concatenate([one.said for one in judged], axis=1).transpose(1, 0, 2)
    packed = np.packbits(said.reshape(len(said), -1), axis=1)
    # One column after the other: sorting whole numbers is many times faster than sorting rows.
    which = np.zeros(len(said), dtype=np.int64)
    for column in packed.T:
        which = np.unique(which * 256 + column, return_inverse=True)[1]
    _, first, places = np.unique(which, return_index=True, return_counts=True)
    lengths = np.concatenate([one.ends - one.starts for one in judged])
    counts = np.bincount(which, weights=lengths, minlength=len(places)).astype(np.int64) if by_length else places
    return Answers(said[first], which, places, counts)

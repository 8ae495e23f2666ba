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
    """Places of one text in order, none inside another, and `said`: coders x places x groups, true where coded."""

    starts: Array
    ends: Array
    said: Array


def judge_places(spans: Sequence[tuple[int, int]], marked: Iterable[Marked], *, coders: int, groups: int) -> Places:
    """A coder has a place in a group where any of her units touches it."""
    starts, ends = (np.array([span[side] for span in spans], dtype=np.int64) for side in (0, 1))
    said = np.zeros((coders, len(spans), groups), dtype=bool)
    for one in marked:
        first = np.searchsorted(ends, one.start, side="right")
        last = np.searchsorted(starts, one.end, side="left")
        said[one.coder, first:last, one.group] = True
    return Places(starts, ends, said)


def judge_units(marked: Sequence[Marked], *, coders: int, groups: int) -> Places:
    """The places are the units themselves: all stretches that any coder has marked, whoever it was."""
    spans = sorted({(one.start, one.end) for one in marked})
    said = np.zeros((coders, len(spans), groups), dtype=bool)
    for at, (start, end) in enumerate(spans):
        for one in marked:
            if one.start < end and start < one.end:
                said[one.coder, at, one.group] = True
    starts, ends = (np.array([span[side] for span in spans], dtype=np.int64) for side in (0, 1))
    return Places(starts, ends, said)


def judge_characters(length: int, marked: Sequence[Marked], *, coders: int, groups: int) -> Places:
    """The places are stretches of the text within which nothing changes; each counts for its characters."""
    cuts = sorted({0, length, *(one.start for one in marked), *(one.end for one in marked)})
    return judge_places(list(itertools.pairwise(cuts)), marked, coders=coders, groups=groups)


def label_sets(said: Array) -> Array:
    """For each place and coder the set of groups as one number: places x coders, equal numbers for equal sets."""
    coders, places, groups = said.shape
    if groups <= _BITS:
        labels: Array = said @ (1 << np.arange(groups, dtype=np.int64))
        return labels.T
    flat = np.packbits(said.reshape(coders * places, groups), axis=1)
    _, numbers = np.unique(flat, axis=0, return_inverse=True)
    return numbers.reshape(coders, places).T


_BITS = 62
"""So many groups fit in one whole number, a bit each."""

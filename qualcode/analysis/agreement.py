"""Coefficients of agreement, from how often each pattern of answers occurs.

A pattern is what the coders say of one place, a label each; `patterns` is an array of labels (patterns x coders) and
`counts` how many places have it. Nothing is missing: who has not put a place into a group has said that it is not in.

Sources: Cohen (1960), Educational and Psychological Measurement 20:37-46; Fleiss (1971), Psychological Bulletin
76:378-382; Krippendorff (2011), Computing Krippendorff's Alpha-Reliability.
"""

from itertools import combinations
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]

_DRAWS = 1_000
_SEED = 1971
_SURE = 0.95


def percent_agreement(patterns: Array, counts: Array) -> float:
    """How many of a hundred pairs of answers are alike."""
    return 100.0 * _alike(_likeness(patterns), counts)


def kappa(patterns: Array, counts: Array) -> float | None:
    """Cohen's kappa for two coders, Fleiss' for more; None where chance alone would make them agree."""
    labels = _numbered(patterns)
    chance = _cohen_chance(labels, counts) if patterns.shape[1] == 2 else _pooled_chance(labels, counts)
    return None if chance >= 1.0 else (_alike(_likeness(patterns), counts) - chance) / (1.0 - chance)


def alpha(patterns: Array, counts: Array) -> float | None:
    """Krippendorff's alpha for nominal data; None where nobody ever says anything else."""
    return _alpha(_numbered(patterns), _likeness(patterns), counts)


def alpha_interval(patterns: Array, counts: Array) -> tuple[float, float] | None:
    """The middle 95 % of alpha when as many places are drawn again and again from these, with a fixed seed."""
    total = int(counts.sum())
    labels, likeness = _numbered(patterns), _likeness(patterns)
    if _alpha(labels, likeness, counts) is None:
        return None
    chance, share = np.random.default_rng(_SEED), counts / total
    drawn = (_alpha(labels, likeness, chance.multinomial(total, share)) for _ in range(_DRAWS))
    found = [one for one in drawn if one is not None]
    if len(found) < _DRAWS // 2:
        return None
    low, high = np.quantile(found, [(1 - _SURE) / 2, (1 + _SURE) / 2])
    return float(low), float(high)


def tally_patterns(labels: Array, weights: Array | None = None) -> tuple[Array, Array]:
    """The different rows of `labels` (places x coders), and how many places (or how much weight) each has."""
    patterns, which = np.unique(labels, axis=0, return_inverse=True)
    counts = np.bincount(which.ravel(), weights=weights, minlength=len(patterns))
    return patterns, counts.astype(np.int64)


def _alpha(labels: Array, likeness: Array, counts: Array) -> float | None:
    total = int(counts.sum()) * labels.shape[1]
    if total < 2:
        return None
    answers = _answers(labels, counts)
    differing = 1.0 - (answers * (answers - 1)).sum() / (total * (total - 1))
    return None if differing <= 0 else float(1.0 - (1.0 - _alike(likeness, counts)) / differing)


def _numbered(patterns: Array) -> Array:
    """The same patterns with their labels numbered from nought."""
    return np.unique(patterns, return_inverse=True)[1].reshape(patterns.shape)


def _likeness(patterns: Array) -> Array:
    """Of each pattern, the share of its pairs of answers that are alike."""
    pairs = list(combinations(range(patterns.shape[1]), 2))
    likeness: Array = sum((patterns[:, one] == patterns[:, other]).astype(float) for one, other in pairs) / len(pairs)
    return likeness


def _alike(likeness: Array, counts: Array) -> float:
    total = float(counts.sum())
    return float(likeness @ counts) / total if total else 1.0


def _cohen_chance(labels: Array, counts: Array) -> float:
    size = int(labels.max(initial=0)) + 1
    one, other = (np.bincount(labels[:, coder], weights=counts, minlength=size) / counts.sum() for coder in (0, 1))
    return float(one @ other)


def _pooled_chance(labels: Array, counts: Array) -> float:
    answers = _answers(labels, counts)
    return float(((answers / answers.sum()) ** 2).sum())


def _answers(labels: Array, counts: Array) -> Array:
    """How often each label is given, by all coders together."""
    return np.bincount(labels.ravel(), weights=np.repeat(counts, labels.shape[1]))

"""Coefficients of agreement, from how often each pattern of answers occurs.

A pattern is what the coders say of one place, a label each; `patterns` is an array of labels (patterns x coders) and
`counts` how many places have it. Nothing is missing: who has not put a place into a group has said that it is not in.

Sources: Cohen (1960), Educational and Psychological Measurement 20:37-46; Fleiss (1971), Psychological Bulletin
76:378-382; Krippendorff (2011), Computing Krippendorff's Alpha-Reliability.
"""

from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]

_DRAWS = 1_000
_SEED = 1971
_SURE = 0.95


def percent_agreement(patterns: Array, counts: Array) -> float:
    """How many of a hundred pairs of answers are alike."""
    return 100.0 * _alike(patterns, counts)


def kappa(patterns: Array, counts: Array) -> float | None:
    """Cohen's kappa for two coders, Fleiss' for more; None where chance alone would make them agree."""
    chance = _cohen_chance(patterns, counts) if patterns.shape[1] == 2 else _pooled_chance(patterns, counts)
    return _beyond(_alike(patterns, counts), chance)


def alpha(patterns: Array, counts: Array) -> float | None:
    """Krippendorff's alpha for nominal data; None where nobody ever says anything else."""
    total = counts.sum() * patterns.shape[1]
    if total < 2:
        return None
    answers = _answers(patterns, counts)
    differing = 1.0 - (answers * (answers - 1)).sum() / (total * (total - 1))
    return None if differing <= 0 else float(1.0 - (1.0 - _alike(patterns, counts)) / differing)


def alpha_interval(patterns: Array, counts: Array) -> tuple[float, float] | None:
    """The middle 95 % of alpha when as many places are drawn again and again from these, with a fixed seed."""
    total = int(counts.sum())
    if alpha(patterns, counts) is None:
        return None
    drawn = np.random.default_rng(_SEED).multinomial(total, counts / total, size=_DRAWS)
    found = [one for draw in drawn if (one := alpha(patterns, draw)) is not None]
    if len(found) < _DRAWS // 2:
        return None
    low, high = np.quantile(found, [(1 - _SURE) / 2, (1 + _SURE) / 2])
    return float(low), float(high)


def tally_patterns(labels: Array, weights: Array | None = None) -> tuple[Array, Array]:
    """The different rows of `labels` (places x coders), and how many places (or how much weight) each has."""
    patterns, which = np.unique(labels, axis=0, return_inverse=True)
    counts = np.bincount(which.ravel(), weights=weights, minlength=len(patterns))
    return patterns, counts if weights is not None else counts.astype(np.int64)


def _alike(patterns: Array, counts: Array) -> float:
    coders = patterns.shape[1]
    pairs = [(one, other) for one in range(coders) for other in range(one + 1, coders)]
    alike = sum(float(counts[patterns[:, one] == patterns[:, other]].sum()) for one, other in pairs)
    total = float(counts.sum()) * len(pairs)
    return alike / total if total else 1.0


def _cohen_chance(patterns: Array, counts: Array) -> float:
    total = float(counts.sum())
    labels = np.unique(patterns)
    return float(sum(np.prod([counts[patterns[:, coder] == one].sum() / total for coder in (0, 1)]) for one in labels))


def _pooled_chance(patterns: Array, counts: Array) -> float:
    answers = _answers(patterns, counts)
    return float(((answers / answers.sum()) ** 2).sum())


def _answers(patterns: Array, counts: Array) -> Array:
    """How often each label is given, by all coders together."""
    return np.array([(counts * (patterns == one).sum(axis=1)).sum() for one in np.unique(patterns)], dtype=float)


def _beyond(alike: float, chance: float) -> float | None:
    return None if chance >= 1.0 else (alike - chance) / (1.0 - chance)

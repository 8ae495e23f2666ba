"""Passages like those in a code group, and code groups for a passage.

The recipe was measured: under twenty examples a group, what lies in the middle of them (centroid, Rocchio 1971) with
half the weight of the group's own description; from twenty a linear support vector machine (LinearSVC). Under five
nothing is suggested. A score orders suggestions and is no probability.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from qualcode.analysis.likeness import Pace, PartRows, Rows, Vector, Weighing, weigh

FEWEST = 5
"""Under so many examples a group's suggestions are hardly better than chance, and are held back."""

MANY = 20
"""From so many examples a support vector machine does better than the middle of them."""

_DESCRIPTION = np.float32(0.5)
_MOST_OTHERS = 1000
"""So many passages of other groups are enough to tell a group from."""

_TOLD = 3


class Examples(NamedTuple):
    """What a group is known by: the words of its units, and what its author wrote of it."""

    words: tuple[str, ...]
    description: str = ""


class Suggested(NamedTuple):
    """A passage by its number among those learnt from, how much it has of the group, and the words that carried it."""

    at: int
    score: float
    words: tuple[str, ...]


class Likeness:
    """What was learnt from the passages of a study. Slow to make (about half a second for a thousand passages)."""

    def __init__(self, passages: Sequence[str], *, learning: bool | None = None, pace: Pace | None = None) -> None:
        self._weighing: Weighing = weigh(passages, learning=learning, pace=pace)
        self._rows: Rows = self._weighing.learnt
        self._directions: dict[tuple[Examples, Examples, bool], Vector] = {}

    def direction(self, own: Examples, others: Examples, *, many: bool | None = None) -> Vector:
        """What tells a group from the `others`. `many` False for the middle of the examples however many there are."""
        wanted = len(own.words) >= MANY if many is None else many
        key = (own, others if wanted else Examples(()), wanted)
        if key not in self._directions:
            if len(self._directions) > 64:
                self._directions.clear()
            self._directions[key] = self._learn(own, others) if wanted else self._middle(own)
        return self._directions[key]

    def best(self, direction: Vector, *, open_to: NDArray[np.bool_], most: int) -> list[Suggested]:
        """The passages that have most of a direction, best first, of those that may be suggested."""
        scores = np.where(open_to, self._rows.times(direction), -np.inf)
        most = min(most, int(open_to.sum()))
        if most <= 0:
            return []
        chosen = np.argpartition(-scores, most - 1)[:most]
        ordered = sorted(chosen.tolist(), key=lambda at: (-scores[at], at))
        return [Suggested(at, float(scores[at]), self._telling(self._rows, at, direction)) for at in ordered]

    def groups_for(
        self, passage: str, groups: Mapping[int, Examples], *, most: int
    ) -> list[tuple[int, float, tuple[str, ...]]]:
        """The groups that a passage is most like, as (group, score, words that carried it), best first.

        All of them are known in the same way, so that their scores can be compared.
        """
        rows = self._weighing.rows([passage])
        many = all(len(one.words) >= MANY for one in groups.values()) and len(groups) > 1
        found = []
        for key, own in groups.items():
            direction = self.direction(own, others_than(groups, key), many=many)
            found.append((key, float(rows.times(direction)[0]), self._telling(rows, 0, direction)))
        ordered = sorted(found, key=lambda one: -one[1])
        return [one for one in ordered if many or one[1] > 0][:most]

    def _middle(self, own: Examples) -> Vector:
        middle = _unit(self._weighing.rows(own.words).mean())
        if own.description:
            middle = middle + _DESCRIPTION * _unit(self._weighing.rows([own.description]).mean())
        return _unit(middle)

    def _learn(self, own: Examples, others: Examples) -> Vector:
        rows = self._weighing.rows(own.words)
        if not isinstance(rows, PartRows) or not others.words:
            return self._middle(own)
        from scipy.sparse import vstack
        from sklearn.svm import LinearSVC

        away: Any = self._weighing.rows(_spread(others.words, _MOST_OTHERS))
        seen: Any = vstack([rows.matrix, away.matrix], format="csr")
        named = np.arange(seen.shape[0]) < len(own.words)
        machine = LinearSVC(class_weight="balanced", random_state=0).fit(seen, named)
        return np.asarray(machine.coef_[0], dtype=np.float32)

    def _telling(self, rows: Rows, at: int, direction: Vector) -> tuple[str, ...]:
        """The words of a passage that count most towards a group; parts of words carry too, but tell nobody much."""
        features, weights = rows.weights(at)
        named = features < len(self._weighing.words)
        features, weights = features[named], weights[named]
        tells = self._weighing.tells[features]
        features, share = features[tells], weights[tells] * direction[features[tells]]
        ordered = [int(features[one]) for one in np.argsort(-share, kind="stable") if share[one] > 0]
        return tuple(str(self._weighing.words[one]) for one in ordered[:_TOLD])


def others_than(groups: Mapping[int, Examples], key: int) -> Examples:
    """The words of all the other groups, without those that are in this one too."""
    own = set(groups[key].words) if key in groups else set()
    found = dict.fromkeys(word for other, one in groups.items() if other != key for word in one.words)
    return Examples(tuple(words for words in found if words not in own))


def _unit(vector: Vector) -> Vector:
    length = float(np.linalg.norm(vector))
    return vector if length == 0 else (vector / np.float32(length)).astype(np.float32)


def _spread(words: Sequence[str], most: int) -> Sequence[str]:
    """So many of them at most, evenly from all."""
    if len(words) <= most:
        return words
    return [words[int(at)] for at in np.linspace(0, len(words) - 1, most)]

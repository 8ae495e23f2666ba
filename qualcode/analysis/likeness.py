"""What makes passages alike: their words, and parts of words, weighed by how telling they are in this study.

Everything is learnt from the study's own text (TF-IDF, Salton & Buckley 1988), on this machine. With scikit-learn (the
extra `suggest`) words, pairs of words and parts of words count; without it words alone, in plain numpy.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib.util import find_spec
from typing import Any

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float32]

Pace = Callable[[int, int], None]
"""Is told how many of how many passages have been read; it may raise, and so stop what takes its time."""

_WORD = re.compile(r"\w\w+")
_ENOUGH = 200
"""From so many passages on, what stands in one of them only says nothing of likeness."""


def can_learn() -> bool:
    """Whether scikit-learn is installed: the extra `suggest`."""
    return find_spec("sklearn") is not None


def weigh(texts: Sequence[str], *, learning: bool | None = None, pace: Pace | None = None) -> "Weighing":
    """Learn from these passages what is telling; `learning` False for words alone, also where more could be done."""
    more = can_learn() if learning is None else learning
    return PartsAndWords(texts, pace) if more else WordsAlone(texts, pace)


def words_in(text: str) -> list[str]:
    """The words that count, in order, in small letters."""
    return _WORD.findall(text.casefold())


_STEP = 100
"""After so many passages the pace is told."""


class WordRows:
    """Passages as rows of words, kept as three arrays: weights, the features they belong to, where each row begins."""

    def __init__(self, counted: Sequence[Counter[int]], weights: Vector) -> None:
        sizes = np.array([len(one) for one in counted], dtype=np.int64)
        self._row = np.repeat(np.arange(len(counted)), sizes)
        self._begins = np.concatenate([[0], np.cumsum(sizes)])
        self._column = np.fromiter((key for one in counted for key in one), dtype=np.int64, count=int(sizes.sum()))
        counts = np.fromiter((n for one in counted for n in one.values()), dtype=np.float64, count=int(sizes.sum()))
        weight = (1 + np.log(counts)) * weights[self._column]
        length = np.sqrt(np.bincount(self._row, weights=weight**2, minlength=len(counted)))
        self._weight = weight / np.where(length == 0, 1, length)[self._row]
        self._shape = (len(counted), len(weights))

    def times(self, direction: Vector) -> Vector:
        """How much each row has of a direction."""
        parts = self._weight * direction[self._column]
        return np.bincount(self._row, weights=parts, minlength=self._shape[0]).astype(np.float32)

    def mean(self) -> Vector:
        """The middle of the rows."""
        summed = np.bincount(self._column, weights=self._weight, minlength=self._shape[1])
        return (summed / max(1, self._shape[0])).astype(np.float32)

    def weights(self, at: int) -> tuple[NDArray[Any], NDArray[Any]]:
        """The features of one row, by number, and their weights."""
        here = slice(self._begins[at], self._begins[at + 1])
        return self._column[here], self._weight[here]


class WordsAlone:
    """TF-IDF of words in plain numpy: log term frequency, smooth inverse document frequency.

    `words` names the features; `tells` is True for those that say something to a reader: words that do not stand in
    every other passage. `learnt` are the passages it was learnt from.
    """

    def __init__(self, texts: Sequence[str], pace: Pace | None = None) -> None:
        seen = Counter(word for text in _paced(texts, pace, part=0) for word in set(words_in(text)))
        least = 2 if len(texts) >= _ENOUGH else 1
        self.words: Sequence[str] = sorted(word for word, times in seen.items() if times >= least)
        self._number = {word: at for at, word in enumerate(self.words)}
        times = np.array([seen[word] for word in self.words], dtype=np.float64)
        self.tells = times <= _rare(len(texts))
        self._weights = (np.log((1 + len(texts)) / (1 + times)) + 1).astype(np.float32)
        self.learnt = self.rows(_paced(texts, pace, part=1))

    def rows(self, texts: Iterable[str]) -> WordRows:
        """These passages as rows."""
        number = self._number
        counted = [Counter(number[word] for word in words_in(text) if word in number) for text in texts]
        return WordRows(counted, self._weights)


class PartRows:
    """Rows as scikit-learn makes them."""

    def __init__(self, matrix: Any) -> None:
        self.matrix = matrix

    def times(self, direction: Vector) -> Vector:
        """How much each row has of a direction."""
        product: Vector = self.matrix @ direction
        return product

    def mean(self) -> Vector:
        """The middle of the rows."""
        return np.asarray(self.matrix.mean(axis=0), dtype=np.float32).ravel()

    def weights(self, at: int) -> tuple[NDArray[Any], NDArray[Any]]:
        """The features of one row, by number, and their weights."""
        row = self.matrix[at]
        return row.indices, row.data


class PartsAndWords:
    """TF-IDF of words, pairs of words, and parts of words of three to five letters, by scikit-learn.

    `words` names the first features, words and pairs; `tells` is True for single words that say something to a reader.
    `learnt` are the passages it was learnt from.
    """

    def __init__(self, texts: Sequence[str], pace: Pace | None = None) -> None:
        from sklearn.feature_extraction.text import TfidfVectorizer

        least = 2 if len(texts) >= _ENOUGH else 1
        same: dict[str, Any] = {"min_df": least, "sublinear_tf": True, "dtype": np.float32}
        self._by_word = TfidfVectorizer(ngram_range=(1, 2), token_pattern=_WORD.pattern, **same)
        self._by_part = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), **same)
        words = self._by_word.fit_transform(_paced(texts, pace, part=0))
        self.learnt = _together(words, self._by_part.fit_transform(_paced(texts, pace, part=1)))
        self.words: Sequence[str] = self._by_word.get_feature_names_out()
        times = (1 + len(texts)) / np.exp(self._by_word.idf_ - 1) - 1
        single = np.array([" " not in word for word in self.words], dtype=np.bool_)
        self.tells = single & (times <= _rare(len(texts)) + 0.5)

    def rows(self, texts: Sequence[str]) -> PartRows:
        """These passages as rows."""
        return _together(self._by_word.transform(texts), self._by_part.transform(texts))


Rows = WordRows | PartRows
"""Passages as rows of weights, each row of length one."""

Weighing = WordsAlone | PartsAndWords
"""Features and their weights, learnt from a study's passages."""


def _together(words: Any, parts: Any) -> PartRows:
    from scipy.sparse import hstack

    both = hstack([words, parts], format="csr")
    both *= np.float32(2**-0.5)
    return PartRows(both)


def _paced(texts: Sequence[str], pace: Pace | None, *, part: int) -> Iterator[str]:
    """The passages, read for the first (`part` 0) or the second time of two."""
    for at, text in enumerate(texts):
        if pace and at % _STEP == 0:
            pace((part * len(texts) + at) // 2, len(texts))
        yield text


def _rare(passages: int) -> float:
    """A word in more passages than this tells nobody anything."""
    return max(3.0, passages / 50)

"""The words of a text as search knows them: letters and figures in a row, whatever their case.

The same cut as SQLite's `unicode61` with `remove_diacritics 0`, so that what the index finds is found here too.
"""

import re

_WORD = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f])*")

Word = tuple[str, int, int]
"""A word, folded, and where it stands (code points, half-open)."""


def split_words(text: str) -> list[Word]:
    """The words of a text in order."""
    return [(fold(match[0]), match.start(), match.end()) for match in _WORD.finditer(text)]


def fold(word: str) -> str:
    """A word without its case: `Åse` is `åse`. No letter becomes another: `får` stays apart from `far`."""
    lowered = word.lower()
    # A few letters become two in lower case (İ), and the index leaves them as one.
    return (
        lowered if len(lowered) == len(word) else "".join(one if len(one.lower()) > 1 else one.lower() for one in word)
    )

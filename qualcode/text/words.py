"""The words of a text as search knows them: letters and figures in a row, whatever their case.

The same cut as SQLite's `unicode61` with `remove_diacritics 0`, so that what the index finds is found here too.
"""

import re

LETTER = r"[^\W_]"
MARK = r"[\u0300-\u036f]"
IN_WORD = rf"(?:{LETTER}|{MARK})"
WORD = re.compile(rf"{LETTER}+(?:{MARK}+{LETTER}*)*")
"""A word: letters and figures in a row, with the marks that stand on them."""

Word = tuple[str, int, int]
"""A word, folded, and where it stands (code points, half-open)."""


def split_words(text: str) -> list[Word]:
    """The words of a text in order."""
    return [(match[0], *match.span()) for match in WORD.finditer(fold(text))]


def fold(text: str) -> str:
    """A text without its case, of the same length: `Åse` is `åse`. No letter becomes another: `får` is not `far`."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    # A few letters become two in lower case (İ); the index leaves them as one.
    return "".join(sign.lower() if len(sign.lower()) == 1 else sign for sign in text)

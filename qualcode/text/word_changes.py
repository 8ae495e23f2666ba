"""Two wordings of a text compared word by word, for a person to read."""

import re
from difflib import SequenceMatcher
from typing import NamedTuple

SAME = "same"
GONE = "gone"
NEW = "new"

_PIECE = re.compile(r"\s+|\w+(?:[-'’]\w+)*|[^\w\s]")


class WordChange(NamedTuple):
    """A stretch of words that is the same in both wordings, gone from the first, or new in the second."""

    kind: str
    words: str


def word_changes(before: str, after: str) -> tuple[WordChange, ...]:
    """What became of a text, in order: what is the same and gone joined is the text before, same and new that after."""
    first, second = _PIECE.findall(before), _PIECE.findall(after)
    changes: list[WordChange] = []
    for what, a, b, c, d in SequenceMatcher(None, first, second, autojunk=False).get_opcodes():
        if what == "equal":
            changes.append(WordChange(SAME, "".join(first[a:b])))
            continue
        if b > a:
            changes.append(WordChange(GONE, "".join(first[a:b])))
        if d > c:
            changes.append(WordChange(NEW, "".join(second[c:d])))
    return tuple(changes)

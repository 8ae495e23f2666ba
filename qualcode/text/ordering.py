"""The order in which names are listed, and the names most like a mistyped one."""

import re
import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches

OrderKey = tuple[tuple[tuple[int, int, str], ...], str]

_PART = re.compile(r"\d+|\D+")
# Norwegian order: z æ ø å. The letters of the neighbours stand where Norwegian dictionaries put them.
_PLACE = str.maketrans({"æ": "{", "ä": "{", "ø": "|", "ö": "|", "å": "}", "ü": "y", "ß": "ss", "þ": "th", "ð": "d"})


def natural_key(name: str) -> OrderKey:
    """Sort by this: `P2` before `P10`, `Åse` after `Østen`, capitals and small letters together.

    Names that differ only in case or accents still get a fixed order among themselves.
    """
    folded = unicodedata.normalize("NFC", name.strip()).casefold().translate(_PLACE)
    bare = "".join(c for c in unicodedata.normalize("NFD", folded) if not unicodedata.combining(c))
    return tuple(_place(part) for part in _PART.findall(bare)), name


def alphabetical(folded: str) -> str:
    """Sort folded words by this, where there are too many for `natural_key`: æ, ø and å come after z, in that order."""
    return folded.translate(_PLACE)


def nearest(name: str, names: Iterable[str], *, limit: int = 3) -> list[str]:
    """At most `limit` of the names, those most like `name`, best first; empty when none is like it."""
    by_folded: dict[str, list[str]] = {}
    for candidate in dict.fromkeys(names):
        by_folded.setdefault(candidate.casefold(), []).append(candidate)
    folded = name.casefold().strip()
    if not folded:
        return []
    alike = get_close_matches(folded, by_folded, n=limit, cutoff=0.6)
    starting = sorted((key for key in by_folded if key.startswith(folded) and key not in alike), key=natural_key)
    found = [candidate for key in [*alike, *starting] for candidate in by_folded[key]]
    return found[:limit]


def _place(part: str) -> tuple[int, int, str]:
    # Compared as digits, not as a number: a file may hold ten thousand of them in a row.
    if part[0].isdecimal():
        digits = "".join(str(unicodedata.decimal(digit)) for digit in part).lstrip("0")
        return (0, len(digits), digits)
    return (1, 0, part)

"""What kind of values a column of a user's table holds: numbers, categories, dates, or texts."""

import math
import re
from collections import Counter
from collections.abc import Iterable
from datetime import date

NUMBER = "number"
CATEGORY = "category"
DATE = "date"
TEXT = "text"

_THOUSANDS = "[  \u202f]"
# 0301 is a municipality and 007 a code: a number does not begin with a nought.
_NUMBER = re.compile(
    rf"-?(?:0|[1-9]\d{{0,2}}(?:{_THOUSANDS}\d{{3}})+|[1-9]\d*)(?:[.,]\d+)?(?P<percent>{_THOUSANDS}?%)?", re.ASCII
)
_ISO_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_NORDIC_DATE = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", re.ASCII)
_LONGEST_CATEGORY = 40


def parse_number(text: str) -> float | None:
    """The number that a text is, or None. Decimal point or comma; thousands may stand apart by a space; 36 % is 36."""
    found = _NUMBER.fullmatch(text)
    if not found:
        return None
    figures = text[: found.start("percent")] if found["percent"] else text
    number = float(re.sub(_THOUSANDS, "", figures).replace(",", "."))
    return number if math.isfinite(number) else None


def parse_date(text: str) -> str | None:
    """A date as ISO 8601 from `2016-03-07` or `7.3.2016`, or None."""
    iso, nordic = _ISO_DATE.fullmatch(text), _NORDIC_DATE.fullmatch(text)
    if iso:
        year, month, day = iso.groups()
    elif nordic:
        day, month, year = nordic.groups()
    else:
        return None
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None


def split_values(text: str, *, multiple: bool) -> list[str]:
    """The values in a cell: several, parted by semicolons or lines, where a participant may have several; else one."""
    parts = re.split(r"[;\n|]", text) if multiple else [text]
    return list(dict.fromkeys(value for part in parts if (value := part.strip())))


def are_of_kind(values: Iterable[str], kind: str) -> bool:
    """Whether all of these could stand in a column of this kind: any text could in one of categories or texts."""
    possible = {NUMBER: parse_number, DATE: parse_date}.get(kind)
    return possible is None or all(possible(value) is not None for value in values if value)


def unlike_most(values: Iterable[str]) -> tuple[str, list[str]]:
    """The kind (number, date) that most values of a column have, and those that have not; `text` where none is most.

    Most is two of three, and three at least: fewer may well be words of which some happen to be figures.
    """
    present = [value for value in values if value]
    for kind, possible in ((NUMBER, parse_number), (DATE, parse_date)):
        unlike = [value for value in present if possible(value) is None]
        like = len(present) - len(unlike)
        if unlike and like >= max(3, 2 * len(unlike)):
            return kind, list(dict.fromkeys(unlike))
    return TEXT, []


def kind_of(values: Iterable[str], *, labelled: bool = False) -> str:
    """What a column is, by those of its values that are not empty.

    With labels for its values it is a category, also when they are figures. Otherwise numbers, or dates, if all of them
    are; a category if the values are short and few (half as many as there are participants, or two) and some are
    shared; text where each says something of its own.
    """
    present = [value for value in values if value]
    if labelled:
        return CATEGORY
    if present and all(parse_number(value) is not None for value in present):
        return NUMBER
    if present and all(parse_date(value) is not None for value in present):
        return DATE
    counts = Counter(present)
    few = len(counts) <= max(2, len(present) // 2) and len(counts) < len(present)
    short = all(len(value) <= _LONGEST_CATEGORY for value in counts)
    return CATEGORY if few and short else TEXT

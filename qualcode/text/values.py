"""What kind of values a column of a user's table holds: numbers, categories, dates, or texts."""

import math
import re
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, date, datetime

NUMBER = "number"
CATEGORY = "category"
DATE = "date"
TEXT = "text"

DAY_FIRST = "day-first"
MONTH_FIRST = "month-first"
DATE_ORDERS = (DAY_FIRST, MONTH_FIRST)
"""How dates with slashes can be meant."""

_THOUSANDS = "[  \u202f]"
# 0301 is a municipality and 007 a code: a number does not begin with a nought.
_NUMBER = re.compile(
    rf"-?(?:0|[1-9]\d{{0,2}}(?:{_THOUSANDS}\d{{3}})+|[1-9]\d*)(?:[.,]\d+)?(?P<percent>{_THOUSANDS}?%)?", re.ASCII
)
_ISO_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_NORDIC_DATE = re.compile(r"(\d{1,2})\. ?(\d{1,2})\. ?(\d{4}|\d{2})", re.ASCII)
_SLASHED_DATE = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})", re.ASCII)
_TIME_OF_DAY = re.compile(r"[T ]\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:[.,]\d+)?(?:Z|[+-]\d{2}:?\d{2})?\Z", re.ASCII)
_CENTURY = 100
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
    """A date as ISO 8601 from `2016-03-07`, `7.3.2016` or `7.3.16`, or None."""
    iso, nordic = _ISO_DATE.fullmatch(text), _NORDIC_DATE.fullmatch(text)
    if iso:
        year, month, day = iso.groups()
    elif nordic:
        day, month, year = nordic.groups()
    else:
        return None
    return _iso(year, month, day)


def day_of(text: str) -> date | None:
    """The day of a date, or of a moment as surveys write it (`2016-03-07 10:22:11`, `7.3.2016 10:22`), or None."""
    told = parse_date(_TIME_OF_DAY.sub("", text))
    return date.fromisoformat(told) if told else None


def dates_with_slashes(values: Iterable[str], *, order: str = "") -> dict[str, str] | None:
    """The dates of a column that are written with slashes, as ISO 8601 by how they are written.

    `7/3/2016` is in March for some and in July for others: if each can be a date in one order only, it is that; else
    it is the `order` somebody gave (`DAY_FIRST`, `MONTH_FIRST`), and None, because it is not known, where nobody did.
    A column in which anything but dates stands has none.
    """
    present = set(filter(None, values))
    slashed = {value: found.groups() for value in present if (found := _SLASHED_DATE.fullmatch(value))}
    if any(parse_date(value) is None for value in present - slashed.keys()):
        return {}
    read = {
        DAY_FIRST: {value: _iso(year, one, other) for value, (other, one, year) in slashed.items()},
        MONTH_FIRST: {value: _iso(year, one, other) for value, (one, other, year) in slashed.items()},
    }
    possible = {way: told for way, told in read.items() if all(told.values())}
    if len(possible) > 1 and read[DAY_FIRST] != read[MONTH_FIRST]:
        possible = {way: told for way, told in possible.items() if way == order}
        if not possible:
            return None
    return next(({key: iso for key, iso in told.items() if iso} for told in possible.values()), {})


def _iso(year: str, month: str, day: str) -> str | None:
    try:
        return date(_full_year(year), int(month), int(day)).isoformat()
    except ValueError:
        return None


def _full_year(year: str) -> int:
    """A year of two figures is the last one that has been, or the next one: 16 is 2016, and 62 is 1962."""
    number, this = int(year), datetime.now(tz=UTC).year
    if len(year) > 2:
        return number
    return number + (this + 1 - number) // _CENTURY * _CENTURY


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

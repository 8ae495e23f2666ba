"""Counts, mean, median and range in words: what the summary line under a table says of each attribute."""

from collections import Counter
from collections.abc import Sequence
from statistics import fmean, median

from qualcode.locale import say
from qualcode.text.ordering import natural_key
from qualcode.text.values import CATEGORY, NUMBER, parse_number, split_values
from qualcode.views.participants import AttributeView


def summarise(attribute: AttributeView, values: Sequence[str], *, language: str, chosen: bool = False) -> str:
    """One attribute in words, without its name: counts of a category, figures of a number; empty for anything else.

    `chosen` leaves out the mean or the median where the author chose the other.
    """
    present = [value for value in values if value]
    if not present or attribute.kind not in (NUMBER, CATEGORY):
        return ""
    if attribute.kind == NUMBER:
        numbers = [number for value in present if (number := parse_number(value)) is not None]
        if not numbers:
            return ""
        said = _figures(numbers, language, only=attribute.figures if chosen else "")
    else:
        said = _counts(attribute, present)
    missing = len(values) - len(present)
    return said + (say("attributes.missing", language=language, count=missing) if missing else "")


def decimal(number: float, *, language: str) -> str:
    """A number with one decimal, or none if it is whole (halves up); decimal comma in Norwegian."""
    tenths = int(abs(number) * 10 + 0.5 + 1e-9)
    whole, rest = divmod(tenths, 10)
    sign = "-" if number < 0 and tenths else ""
    mark = "." if language == "en" else ","
    return f"{sign}{whole}{mark}{rest}" if rest else f"{sign}{whole}"


def _figures(numbers: Sequence[float], language: str, *, only: str) -> str:
    return say(
        f"attributes.only_{only}" if only else "attributes.figures",
        language=language,
        mean=decimal(fmean(numbers), language=language),
        median=decimal(median(numbers), language=language),
        least=_as_registered(min(numbers), language),
        most=_as_registered(max(numbers), language),
    )


def _as_registered(number: float, language: str) -> str:
    shown = f"{number:.10f}".rstrip("0").rstrip(".")
    return shown if language == "en" else shown.replace(".", ",")


def _counts(attribute: AttributeView, present: Sequence[str]) -> str:
    """`kvinne 6, mann 3`, and after a semicolon the groups that labels belong to: `; høyere utdanning 6`."""
    words = {label.value: label.label for label in attribute.labels}
    broader = {label.value: label.broader for label in attribute.labels if label.broader}
    each = [value for text in present for value in split_values(text, multiple=attribute.multiple)]
    counts = Counter(words.get(value, value) for value in each)
    known = {label.label: at for at, label in enumerate(attribute.labels)}
    in_order = sorted(counts, key=lambda word: (known.get(word, len(known)), natural_key(word)))
    groups = Counter(broader[value] for value in each if value in broader)
    said = [f"{word} {counts[word]}" for word in in_order]
    of_groups = [f"{group} {count}" for group, count in groups.items()]
    return "; ".join(", ".join(part) for part in (said, of_groups) if part)

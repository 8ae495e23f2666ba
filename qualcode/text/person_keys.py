"""Which key means which person: the last figure of the code, so that FL8 is 8 and FL10 is 0 from the first day on."""

import re
from collections.abc import Sequence

DIGITS = "1234567890"

_LAST_FIGURE = re.compile(r"\d(?=\D*$)")


def person_keys(names: Sequence[str]) -> list[str]:
    """A digit for each name, in their order; empty for those there is none left for.

    Who comes first has the figure; names without a figure, and those whose figure is taken, get none while it could be
    somebody else's: first all figures are given out, then a name without a figure gets the first digit that is free.
    """
    keys: dict[int, str] = {}
    for at, name in enumerate(names):
        figure = last_figure(name)
        if figure and figure not in keys.values():
            keys[at] = figure
    free = [digit for digit in DIGITS if digit not in keys.values()]
    for at, name in enumerate(names):
        if not last_figure(name) and free:
            keys[at] = free.pop(0)
    return [keys.get(at, "") for at in range(len(names))]


def last_figure(name: str) -> str:
    """The last figure in a code, empty where there is none: `FL10` has 0."""
    found = _LAST_FIGURE.search(name)
    return found.group() if found and found.group().isascii() else ""

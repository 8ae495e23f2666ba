"""Cells in which more than one code stands: `2 og 3`, `1/3`, `rygg; nakke`."""

import re
from collections.abc import Iterable

BETWEEN = "; "
"""Parts the values of a cell as it is kept."""

_SURELY = re.compile(r"[;|\n]")
_PERHAPS = re.compile(r"\s*[/,+&]\s*|\s+(?:og|and)\s+")
_FIGURES = re.compile(r"\d+(?:[.,]\d+)?")


def split_codes(cells: Iterable[str]) -> dict[str, str]:
    """How each cell of a column with several values is kept, its values parted by `BETWEEN`.

    A semicolon, a bar or a new line always parts values. A slash, comma, plus, ampersand or the word `og` (`and`) does
    so where what it parts are figures, or values that also stand alone in the column: `1/3` is two codes, and `NAV,
    fylkesnivå` is one place.
    """
    told = list(cells)
    parts = {cell: [part.strip() for part in _SURELY.split(cell) if part.strip()] for cell in told}
    alone = {values[0].casefold() for values in parts.values() if len(values) == 1 and not _PERHAPS.search(values[0])}
    return {
        cell: BETWEEN.join(dict.fromkeys(code for value in values for code in _codes(value, alone)))
        for cell, values in parts.items()
    }


def _codes(value: str, alone: set[str]) -> list[str]:
    codes = [code for code in _PERHAPS.split(value) if code]
    if len(codes) > 1 and all(_FIGURES.fullmatch(code) or code.casefold() in alone for code in codes):
        return codes
    return [value]

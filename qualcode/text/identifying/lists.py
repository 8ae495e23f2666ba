"""Names and places that are known: first names, surnames, municipalities, towns and health institutions in Norway.

Facts from Statistics Norway's name statistics and the register of municipalities; see `resources/LICENSES_SOURCES`.
"""

from functools import cache
from pathlib import Path

RESOURCES = Path(__file__).resolve().parents[1] / "resources"


@cache
def first_names() -> dict[str, str]:
    """First names in small letters, with who bears them: `f`, `m`, or `fm`."""
    return {name.casefold(): borne for name, _, borne in (line.partition("\t") for line in _lines("first_names.txt"))}


@cache
def surnames() -> frozenset[str]:
    """Surnames with two hundred bearers or more, in small letters."""
    return frozenset(name.casefold() for name in _lines("surnames.txt"))


@cache
def places() -> frozenset[str]:
    """Municipalities, counties, regions and towns, of today and before the reforms, in small letters."""
    return frozenset(name.casefold() for name in _lines("places.txt"))


@cache
def institutions() -> frozenset[str]:
    """Hospitals and other health institutions by the names people use, in small letters."""
    return frozenset(name.casefold() for name in _lines("institutions.txt"))


@cache
def employers() -> frozenset[str]:
    """Large employers and chains by the names people use, in small letters; none is an everyday word."""
    return frozenset(name.casefold() for name in _lines("employers.txt"))


@cache
def everyday_words() -> frozenset[str]:
    """Those names and places that are everyday words as well, in small letters: `berg`, `per`, `liv`."""
    return frozenset(_lines("everyday_words.txt"))


def is_name(word: str) -> bool:
    """Whether a word, in small letters, is somebody's first name or surname."""
    return word in first_names() or word in surnames()


def _lines(name: str) -> list[str]:
    return (RESOURCES / name).read_text(encoding="utf-8").splitlines()

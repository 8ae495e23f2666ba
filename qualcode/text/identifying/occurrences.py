"""Every place where a known name stands: whole or in part, with a genitive, in small letters."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from qualcode.text.identifying.lists import everyday_words

_BETWEEN = r"\**\s+\**"
"""What may stand between the parts of a name: one of them may be in italics, between stars."""


class Sought(NamedTuple):
    """A name to look for, as it was written, and what it is known under."""

    words: str
    key: str


class Occurrence(NamedTuple):
    """The characters `start`-`end` are the name known under `key`; a genitive s is outside."""

    start: int
    end: int
    key: str


def occurrences(text: str, names: Iterable[Sought]) -> Iterator[Occurrence]:
    """The places where these names stand as words of their own, in order; the longest name wins where they overlap.

    Capitals do not matter, except for a name that is an everyday word as well (`Berg`, `Liv`): that one must be written
    as it was.
    """
    by_form = {_form(name.words): name.key for name in names if name.words.strip()}
    if not by_form:
        return
    longest_first = sorted(by_form, key=len, reverse=True)
    pattern = re.compile(rf"(?<!\w)(?P<name>{'|'.join(map(_spaced, longest_first))})(?:['’]?s)?(?!\w)", re.IGNORECASE)
    written = {form: name for name in by_form for form in (name, name.casefold())}
    for match in pattern.finditer(text):
        found = re.sub(_BETWEEN, " ", match["name"])
        form = written.get(found) or written.get(found.casefold())
        if form is None or (form.casefold() in everyday_words() and found != form):
            continue
        yield Occurrence(*match.span("name"), by_form[form])


def _form(words: str) -> str:
    return " ".join(words.split())


def _spaced(form: str) -> str:
    return _BETWEEN.join(re.escape(part) for part in form.split(" "))

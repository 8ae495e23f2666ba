"""Searching by regular expression, with a time limit: a pattern can be written that would look for years."""

import re
import unicodedata
from collections.abc import Callable
from math import prod
from time import monotonic

from qualcode.errors import PatternRefused, PatternTooSlow
from qualcode.locale import say

SECONDS_A_TURN = 0.5
"""How long one turn may take. A sound pattern takes microseconds."""

SECONDS_IN_ALL = 30.0

_MOST_REPEATED = 100_000
"""Reading a pattern, the library writes out what must be repeated, one within the other, and nothing stops it then."""

_AT_LEAST = re.compile(r"\{0*([0-9]{1,9})")

_REASONS = {
    "unterminated character set": "open_set",
    "missing )": "open_parenthesis",
    "unbalanced parenthesis": "parenthesis",
    "nothing to repeat": "nothing_to_repeat",
    "multiple repeat": "repeated_twice",
    "min repeat greater than max repeat": "times",
    "repeat count too big": "times",
    "bad character range": "range",
    "bad escape (end of pattern)": "escape",
    "bad escape": "escape",
    "incomplete escape": "escape",
    "unknown property": "property",
    "unknown extension": "extension",
    "invalid group reference": "group",
    "unknown group": "group",
}
"""What the `regex` library says is wrong, as its message begins, and the text that says it in the user's language."""


def pattern_finder(pattern: str) -> Callable[[str], list[tuple[int, int]]]:
    """What finds the pattern's hits in a turn's text, as code points, half-open; hits without a letter are left out.

    The syntax is that of the `regex` library, which is Python's and more. Case counts, unless the pattern begins with
    `(?i)`. Raises `PatternRefused`; the finder raises `PatternTooSlow`.
    """
    import regex

    if prod(int(times) or 1 for times in _AT_LEAST.findall(pattern)) > _MOST_REPEATED:
        raise PatternRefused(pattern=pattern, reason=say("search.pattern.times"))
    try:
        compiled = regex.compile(unicodedata.normalize("NFC", pattern))
    except (regex.error, OverflowError, RecursionError) as trouble:
        raise PatternRefused(pattern=pattern, reason=_in_words(pattern, trouble)) from None
    begun = monotonic()

    def find(text: str) -> list[tuple[int, int]]:
        if monotonic() - begun > SECONDS_IN_ALL:
            raise PatternTooSlow(pattern=pattern, seconds=int(SECONDS_IN_ALL))
        try:
            found = compiled.finditer(text, timeout=SECONDS_A_TURN, concurrent=True)
            return [match.span() for match in found if match.end() > match.start()]
        except TimeoutError:
            raise PatternTooSlow(pattern=pattern, seconds=SECONDS_A_TURN) from None

    return find


def _in_words(pattern: str, trouble: Exception) -> str:
    """What is wrong with a pattern and at which of its characters, as far as that is known."""
    message, at = getattr(trouble, "msg", "") or "", getattr(trouble, "pos", None)
    known = next((name for beginning, name in _REASONS.items() if message.startswith(beginning)), "unreadable")
    reason = say(f"search.pattern.{known}")
    return reason if at is None else say("search.pattern.at", reason=reason, place=min(at + 1, len(pattern)))

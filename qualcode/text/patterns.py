"""Searching by regular expression, with a time limit: a pattern can be written that would look for years."""

import unicodedata
from collections.abc import Callable
from time import monotonic

from qualcode.errors import PatternRefused, PatternTooSlow

SECONDS_A_TURN = 0.5
"""How long one turn may take. A sound pattern takes microseconds."""

SECONDS_IN_ALL = 30.0


def pattern_finder(pattern: str) -> Callable[[str], list[tuple[int, int]]]:
    """What finds the pattern's hits in a turn's text, as code points, half-open; hits without a letter are left out.

    The syntax is that of the `regex` library, which is Python's and more. Case counts, unless the pattern begins with
    `(?i)`. Raises `PatternRefused`; the finder raises `PatternTooSlow`.
    """
    import regex

    try:
        compiled = regex.compile(unicodedata.normalize("NFC", pattern))
    except (regex.error, OverflowError, RecursionError) as trouble:
        raise PatternRefused(pattern=pattern, reason=str(trouble)) from None
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

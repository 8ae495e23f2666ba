"""Colours as codebooks write them."""

import re

_COLOUR = re.compile(r"#(?:[0-9a-f]{3}|[0-9a-f]{6})", re.IGNORECASE)


def full_colour(written: str) -> str | None:
    """`#F80` or `#FF8800` as `#ff8800`; the empty string stays empty; None for what is no such colour."""
    if not written:
        return ""
    if not _COLOUR.fullmatch(written):
        return None
    digits = written[1:].lower()
    return "#" + (digits if len(digits) == 6 else "".join(digit * 2 for digit in digits))

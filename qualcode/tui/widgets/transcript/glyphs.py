"""What a character looks like in the terminal, and how many cells it takes.

Text stays as it is; only what is drawn differs. Characters that would act on the terminal or hide from the reader
(control characters, direction marks, zero-width marks) are drawn as something visible, so that what is coded is what is
seen. A *glyph* is a run of code points that are drawn together and can only be pointed at together.
"""

import re
from functools import lru_cache
from typing import NamedTuple
from unicodedata import category

from rich.cells import get_character_cell_size

from qualcode.text.display import visible

# Latin, Greek, Cyrillic and common punctuation: one code point, one cell, nothing to hide. Without the soft hyphen.
_PLAIN = re.compile("[\x20-\x7e\xa0-\xac\xae-\u02ff\u0370-\u0377\u0391-\u03a1\u03a3-\u0482\u2010-\u2027]*")
_DOTTED_CIRCLE = "\u25cc"
_JOINER = "\u200d"
_FIRST_COMBINING = "\u0300"
_ELLIPSIS = "…"


class Glyph(NamedTuple):
    """Code points `start`-`end` of the text, drawn as `drawn` on `cells` cells."""

    start: int
    end: int
    drawn: str
    cells: int


def is_plain(text: str, start: int, end: int) -> bool:
    """Whether every code point of this stretch is drawn as itself on one cell."""
    return _PLAIN.fullmatch(text, start, end) is not None


@lru_cache(4096)
def visible_character(character: str) -> str:
    """How one code point is drawn: itself, a picture (`␛`), its number (`⟨202E⟩`); a variation selector as nothing."""
    if character == "\t":
        return " "
    return "" if _is_variation_selector(character) else visible(character)


def continues(text: str, start: int, offset: int) -> bool:
    """Whether this code point is drawn together with the one before it, in a stretch that begins at `start`.

    So it is for combining marks, variation selectors, and the joiner inside an emoji.
    """
    if offset <= start or text[offset] < _FIRST_COMBINING or text[offset - 1].isspace():
        return False
    return count_cells(visible_character(text[offset])) == 0 or _joins(text, offset)


def read_glyphs(text: str, start: int, end: int) -> list[Glyph]:
    """The glyphs of a stretch of text, in order; together they hold every code point once."""
    glyphs: list[Glyph] = []
    for offset in range(start, end):
        if glyphs and continues(text, start, offset):
            before = glyphs[-1]
            drawn = "" if _joins(text, offset) else visible_character(text[offset])
            glyphs[-1] = Glyph(before.start, offset + 1, before.drawn + drawn, before.cells)
        else:
            drawn = _standing_alone(text[offset])
            glyphs.append(Glyph(offset, offset + 1, drawn, count_cells(drawn)))
    return glyphs


def count_cells(drawn: str) -> int:
    """The cells that a drawn text takes, character by character, as the terminal's canvas counts them."""
    return sum(map(get_character_cell_size, drawn))


def fit(text: str, cells: int) -> str:
    """A name made visible and exactly so many cells wide: padded, or cut with an ellipsis."""
    glyphs = read_glyphs(text, 0, len(text))
    if sum(glyph.cells for glyph in glyphs) > cells:
        while glyphs and sum(glyph.cells for glyph in glyphs) >= cells:
            glyphs.pop()
        glyphs.append(Glyph(0, 0, _ELLIPSIS[:cells], min(1, cells)))
    return "".join(glyph.drawn for glyph in glyphs) + " " * (cells - sum(glyph.cells for glyph in glyphs))


def _standing_alone(character: str) -> str:
    """A mark without a letter to sit on gets a dotted circle; so nothing that is there takes no cells."""
    drawn = visible_character(character)
    return drawn if count_cells(drawn) else _DOTTED_CIRCLE + drawn


def _joins(text: str, offset: int) -> bool:
    """A joiner after a pictogram: the parts are drawn side by side, since not every terminal joins them."""
    if text[offset] != _JOINER or not offset:
        return False
    before = text[offset - 1]
    return category(before) in {"So", "Sk"} or _is_variation_selector(before)


def _is_variation_selector(character: str) -> bool:
    return "\ufe00" <= character <= "\ufe0f"

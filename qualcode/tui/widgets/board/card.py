"""A card as rows of a lane: who speaks at the left, the words wrapped beside it, the quote sign at the right."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.content import Content

from qualcode.text.display import visible
from qualcode.views.condensing import CardView

SIGN, TAIL = 2, 2
"""Cells before the speaker (cursor or mark) and after the words (quote sign)."""

QUOTED, GOLDEN = "”", "★"
POINTER, MARKED = "▸", "✓"
_LEAST = 8
_KEPT = 8_000


@dataclass(frozen=True, slots=True)
class CardLook:
    """What decides how a card is drawn, beside its words. `above` is a line over it, where the ones set aside begin."""

    width: int
    names: int
    pointed: bool = False
    marked: bool = False
    aside: bool = False
    above: str = ""


Row = list[Segment]
Looks = Mapping[str, Style]
"""Styles by part: plain, name, sign, quote, aside, pointed, rule."""


def name_of(card: CardView) -> str:
    """Who speaks on a card: participants, else the labels of the transcript."""
    return visible(",".join(card.participants or card.speakers))


def height_of(card: CardView, look: CardLook) -> int:
    """How many rows it takes."""
    return len(_wrap(card.words, _room(look))) + bool(look.above)


def paint_card(card: CardView, look: CardLook, looks: Looks) -> list[Row]:
    """Its rows, each exactly as wide as the lane."""
    ground = looks["pointed"] if look.pointed else looks["aside"] if look.aside else looks["plain"]
    ink = {part: ground if look.pointed else looks[part] for part in ("name", "sign", "quote")}
    rows: list[Row] = [[Segment(set_cell_size(f" {look.above}", look.width), looks["rule"])]] if look.above else []
    tail = GOLDEN if card.golden else QUOTED if card.quoted else ""
    for number, line in enumerate(_wrap(card.words, _room(look))):
        first = number == 0
        sign = (POINTER if look.pointed else " ") + (MARKED if look.marked else " ") if first else ""
        rows.append(
            [
                Segment(set_cell_size(sign, SIGN), ink["sign"]),
                Segment(set_cell_size(_cut(name_of(card), look.names) if first else "", look.names + 1), ink["name"]),
                Segment(set_cell_size(line, _room(look)), ground),
                Segment(set_cell_size(f" {tail}" if first else "", _filler(look)), ink["quote"]),
            ]
        )
    return rows


def _room(look: CardLook) -> int:
    return max(_LEAST, look.width - SIGN - look.names - 1 - TAIL)


def _filler(look: CardLook) -> int:
    return max(0, look.width - SIGN - look.names - 1 - _room(look))


def _cut(name: str, cells: int) -> str:
    return name if cell_len(name) <= cells else set_cell_size(name, max(1, cells - 1)) + "…"


@lru_cache(maxsize=_KEPT)
def _wrap(words: str, room: int) -> tuple[str, ...]:
    """The words over as many rows as they need; a new turn begins on a new row."""
    turns = [" ".join(turn.split()) for turn in words.split("\n") if turn.strip()]
    text = Content(visible("\n".join(turns), keep_newlines=True))
    return tuple(line.plain for line in text.wrap(room)) or ("",)

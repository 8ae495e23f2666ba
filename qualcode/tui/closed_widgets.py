"""Letting go of what closed widgets have drawn."""

from functools import lru_cache
from typing import Any

from textual._styles_cache import StylesCache


def let_go_of_closed_widgets() -> None:
    """See to it that lines, with the words in them, go when the widget goes that drew them.

    Textual 8.2.8 remembers two colours for each widget where it means to remember them for all of them, and so holds
    on to the last lines of the thousand widgets that were closed last.
    """
    colours: Any = vars(StylesCache).get("get_inner_outer")
    if hasattr(colours, "cache_clear"):
        remembered: Any = lru_cache(maxsize=1024)(colours.__wrapped__)
        StylesCache.get_inner_outer = classmethod(remembered)  # type: ignore[assignment,method-assign]

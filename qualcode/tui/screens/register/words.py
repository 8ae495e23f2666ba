"""An entry of the register in words."""

from dataclasses import fields
from typing import Any

from textual.content import Content

from qualcode.locale import has_text, say
from qualcode.tui.shown import shortened, shown

_LONGEST = 72


def entry_words(entry: Any) -> Content:
    """What names it, and under it the fields that say anything."""
    first, *rest = [one for one in fields(entry) if one.name != "uid"]
    lines = [shown(shortened(_value(getattr(entry, first.name)), cells=_LONGEST), "bold")]
    for one in rest:
        told = _value(getattr(entry, one.name))
        if told:
            label = shown(f"  {say(f'register_screen.field.{one.name}')}: ", "$text-muted")
            lines.append(Content.assemble(label, shown(shortened(told, cells=_LONGEST))))
    return Content("\n").join(lines)


def _value(value: Any) -> str:
    if value is True:
        return say("register_screen.yes")
    if value in (None, False):
        return ""
    if isinstance(value, tuple):
        return "; ".join(map(_value, value))
    key = f"register_screen.choice.{value}"
    return say(key) if value and str(value).replace("-", "").isalpha() and has_text(key) else str(value)

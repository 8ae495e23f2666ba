"""The styles of the page, read from the theme, and the colours of the code groups laid over it."""

from collections.abc import Mapping

from rich.style import Style
from textual.color import Color, ColorParseError
from textual.widget import Widget

from qualcode.tui.widgets.transcript.paint import Palette

PARTS = {
    "transcript--number",
    "transcript--researcher",
    "transcript--speaker",
    "transcript--cursor",
    "transcript--active",
    "transcript--hit",
    "transcript--current-hit",
}
"""What of the page a theme can style."""

STYLES = """
TranscriptCanvas {
    overflow-x: hidden;
    overflow-y: scroll;
    scrollbar-size-vertical: 1;
    background: $background;
    color: $foreground;
    & > .transcript--number { color: $foreground 50%; }
    & > .transcript--researcher { color: $foreground 60%; }
    & > .transcript--speaker { text-style: bold; }
    & > .transcript--cursor { background: $block-cursor-blurred-background; }
    & > .transcript--active { background: $block-cursor-blurred-background; text-style: bold reverse; }
    & > .transcript--hit { background: $warning 40%; text-style: bold; }
    & > .transcript--current-hit { background: $warning; color: auto; text-style: bold underline; }
    &:focus > .transcript--cursor { background: $block-cursor-background; color: $block-cursor-foreground; }
    &:focus > .transcript--active { background: $block-cursor-background; color: $block-cursor-foreground; }
    &:nocolor > .transcript--cursor { text-style: reverse; }
    &:nocolor > .transcript--active { text-style: bold underline; }
}
"""
"""How it looks unless a theme says otherwise; without colour the cursor is reversed."""

_TINT = 0.3
"""How much of a group's colour lies behind the words: enough to be seen, little enough to read through."""


def read_palette(widget: Widget, colours: Mapping[int, str], *, mark_words: bool) -> Palette:
    """The widget's styles as they are in the theme at hand; `colours` are the code groups', by id.

    A colour that cannot be read is left out: the unit's letter still tells. Without colour (`mark_words`) there are no
    tints.
    """
    background = widget.background_colors[1]
    inks = {group: colour for group, name in colours.items() if (colour := _read_colour(name)) is not None}
    return Palette(
        text=widget.rich_style,
        number=widget.get_component_rich_style("transcript--number"),
        researcher=widget.get_component_rich_style("transcript--researcher"),
        speaker=widget.get_component_rich_style("transcript--speaker"),
        cursor=widget.get_component_rich_style("transcript--cursor"),
        active=widget.get_component_rich_style("transcript--active"),
        hit=widget.get_component_rich_style("transcript--hit"),
        current_hit=widget.get_component_rich_style("transcript--current-hit"),
        current_letter=Style(bold=True, reverse=True),
        tints={}
        if mark_words
        else {group: Style(bgcolor=background.blend(ink, _TINT).rich_color) for group, ink in inks.items()},
        inks={group: Style(color=ink.rich_color) for group, ink in inks.items()},
        mark_words=mark_words,
    )


def _read_colour(name: str) -> Color | None:
    try:
        return Color.parse(name)
    except ColorParseError:
        return None

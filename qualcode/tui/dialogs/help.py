"""Every key of the screen one came from, and what it does."""

from collections.abc import Sequence
from textwrap import wrap

from textual.content import Content

from qualcode.commands import EVERYWHERE, Command, commands_of
from qualcode.locale import say
from qualcode.tui.dialogs.show import ShowDialog

_CELLS = 68
"""What a dialog has room for on the narrowest screen."""


class HelpScreen(ShowDialog):
    """The keys of one screen: its own first, then those that work everywhere."""

    def __init__(self, place: str) -> None:
        known = [command for command in commands_of(place) if command.keys]
        own = [command for command in known if EVERYWHERE not in command.screens]
        everywhere = [command for command in known if EVERYWHERE in command.screens]
        body = Content("\n\n").join([*([_table(own)] if own else []), _table(everywhere)])
        super().__init__(say("app.help_title", place=say(f"keys.screens.{place}")), body)
        self.add_class("tall")


def _table(commands: Sequence[Command]) -> Content:
    keys = ["  ".join(command.shown_keys) for command in commands]
    width = max(len(key) for key in keys) + 2
    below = f"\n{' ' * width}"
    lines = [
        Content.assemble((key.ljust(width), "bold $primary"), below.join(wrap(command.help, _CELLS - width)))
        for key, command in zip(keys, commands, strict=True)
    ]
    return Content("\n").join(lines)

"""Step 1: themes and impressions."""

from qualcode.commands.command import Command

READING: tuple[Command, ...] = (
    Command("theme.new", ("n",), ("reading",), footer=True),
    Command("theme.edit", ("e",), ("reading",)),
    Command("theme.remove", ("x",), ("reading",)),
    Command("impression.write", ("h",), ("reading",), footer=True),
    Command("reading.done", ("r",), ("reading",), footer=True),
)

"""Step 2: meaning units and code groups."""

from qualcode.commands.command import Command

_TEXT = ("reading", "coding")

CODING: tuple[Command, ...] = (
    Command("unit.code", ("1", "2", "3", "4", "5", "6", "7", "8", "9"), ("coding",), footer=True),
    Command("unit.again", ("full_stop",), ("coding",), footer=True),
    Command("unit.choose", ("c",), ("coding",), footer=True),
    Command("unit.move", ("r",), ("coding",)),
    Command("unit.remove", ("x",), ("coding",), footer=True),
    Command("unit.split", ("d",), ("coding",)),
    Command("unit.merge", ("v",), ("coding",)),
    Command("unit.resize", ("E",), ("coding",)),
    Command("unit.show", ("enter",), ("coding",)),
    Command("group.new", ("n",), ("coding",)),
    Command("group.edit", ("e",), ("coding",)),
    Command("quote.mark", ("q",), ("coding", "condensing"), footer=True),
    Command("note.write", ("m",), _TEXT, footer=True),
    Command("text.find", ("slash",), _TEXT, footer=True),
    Command("text.next-hit", ("greater_than_sign",), _TEXT),
    Command("text.previous-hit", ("less_than_sign",), _TEXT),
)

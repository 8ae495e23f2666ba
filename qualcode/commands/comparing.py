"""The comparison across substudies."""

from qualcode.commands.command import Command

COMPARING: tuple[Command, ...] = (
    Command("cell.stance", ("1", "2", "3", "4"), ("comparing",), footer=True),
    Command("cell.edit", ("e",), ("comparing",), footer=True),
    Command("evidence.add", ("a",), ("comparing",), footer=True),
    Command("evidence.open", ("enter",), ("comparing",), footer=True),
    Command("topic.new", ("n",), ("comparing",), footer=True),
    Command("topic.remove", ("x",), ("comparing",)),
    Command("topic.up", ("less_than_sign",), ("comparing",)),
    Command("topic.down", ("greater_than_sign",), ("comparing",)),
)

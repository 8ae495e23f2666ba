"""Step 3: the board and the condensates."""

from qualcode.commands.command import Command

CONDENSING: tuple[Command, ...] = (
    Command("group.choose", ("c",), ("condensing",), footer=True),
    Command("card.place", ("1", "2", "3", "4", "5", "6", "7", "8", "9"), ("condensing",), footer=True),
    Command("card.unplace", ("0",), ("condensing",)),
    Command("card.set-aside", ("a",), ("condensing",), footer=True),
    Command("card.mark", ("v",), ("condensing",)),
    Command("card.open", ("enter",), ("condensing",)),
    Command("card.next", ("down", "j"), ("condensing",)),
    Command("card.previous", ("up", "k"), ("condensing",)),
    Command("card.next-page", ("pagedown",), ("condensing",)),
    Command("card.previous-page", ("pageup",), ("condensing",)),
    Command("card.first", ("home",), ("condensing",)),
    Command("card.last", ("end",), ("condensing",)),
    Command("card.unmark", ("escape",), ("condensing",)),
    Command("cards.filter", ("f",), ("condensing",)),
    Command("breadth.show", ("B",), ("condensing", "synthesis")),
    Command("cards.order", ("s",), ("condensing",)),
    Command("sorting.choose", ("S",), ("condensing",)),
    Command("column.next", ("right", "l"), ("condensing", "negotiating")),
    Command("column.previous", ("left",), ("condensing", "negotiating")),
    Command("subgroup.new", ("n",), ("condensing",), footer=True),
    Command("subgroup.edit", ("r",), ("condensing",)),
    Command("subgroup.remove", ("x",), ("condensing",)),
    Command("condensate.write", ("e",), ("condensing",), footer=True),
    Command("condensate.fetch", ("h",), ("condensing",)),
    Command("condensate.versions", ("t",), ("condensing",)),
    Command("condensate.looked-at", ("L",), ("condensing",)),
)

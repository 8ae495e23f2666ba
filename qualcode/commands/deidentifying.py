"""Going through a transcript for names (avidentifisering)."""

from qualcode.commands.command import Command

DEIDENTIFYING: tuple[Command, ...] = (
    Command("names.open", ("D",), ("study", "speakers")),
    Command("name.decide", ("1", "2", "3", "4", "5"), ("deidentifying",), footer=True),
    Command("name.again", ("full_stop",), ("deidentifying",)),
    Command("name.write", ("e",), ("deidentifying",), footer=True),
    Command("name.next-place", ("right",), ("deidentifying",)),
    Command("name.previous-place", ("left",), ("deidentifying",)),
    Command("name.all-places", ("escape",), ("deidentifying",)),
    Command("name.undecided", ("x",), ("deidentifying",)),
    Command("names.left", ("f",), ("deidentifying",), footer=True),
    Command("names.apply", ("r",), ("deidentifying",), footer=True),
    Command("names.nobody", ("L",), ("deidentifying",)),
    Command("names.seal", ("W",), ("deidentifying",)),
    Command("names.about", ("h",), ("deidentifying",)),
)

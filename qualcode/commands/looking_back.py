"""Looking back from any step: where something comes from and is used, and what is worth a second look."""

from qualcode.commands.command import Command

LOOKING_BACK: tuple[Command, ...] = (
    Command("trace.show", ("z",), ("coding", "condensing", "synthesis", "comparing", "search", "tables", "answering")),
    Command("meetings.open", ("D",), ("condensing", "synthesis")),
    Command("card.example", ("asterisk",), ("condensing",)),
    Command("document.take-back", ("F",), ("synthesis",)),
    Command("advice.show", ("H",), ("reading", "coding", "condensing", "synthesis")),
)

"""Looking again at what corrections have given other words, and at the wordings a transcript has had."""

from qualcode.commands.command import Command

REVIEWING: tuple[Command, ...] = (
    Command("review.open", ("R",), ("study", "coding")),
    Command("words.open", ("enter",), ("reviewing", "deidentifying"), footer=True),
    Command("words.accept", ("L",), ("reviewing",), footer=True),
    Command("words.all", ("f",), ("reviewing",), footer=True),
    Command("revisions.show", ("C",), ("speakers", "reading", "coding", "reviewing")),
)

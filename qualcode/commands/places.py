"""Places, and what works everywhere."""

from qualcode.commands.command import Command

_WORK = ("reading", "coding", "condensing", "synthesis")
_ALL = ("everywhere",)

PLACES: tuple[Command, ...] = (
    Command("place.study", ("f2", "g>s"), _ALL),
    Command("place.speakers", ("f3", "g>n"), _ALL),
    Command("place.reading", ("f4", "g>l"), _ALL),
    Command("place.coding", ("f5", "g>k"), _ALL),
    Command("place.condensing", ("f6", "g>c"), _ALL),
    Command("place.synthesis", ("f7", "g>y"), _ALL),
    Command("place.search", ("f8", "g>f"), _ALL),
    Command("place.back", ("backspace",), _ALL),
    Command("app.help", ("f1", "question_mark"), _ALL),
    Command("app.palette", ("ctrl+p",), _ALL),
    Command("app.language", (), _ALL),
    Command("app.quit", ("ctrl+q",), _ALL),
    Command("history.undo", ("u",), _ALL),
    Command("history.redo", ("U",), _ALL),
    Command("panes.fold", ("b",), ("speakers", *_WORK)),
    Command("analysis.choose", ("A",), ("study", *_WORK, "search", "tables", "negotiating", "codebook", "differing")),
)

"""Step 4: result categories."""

from qualcode.commands.command import Command

SYNTHESIS: tuple[Command, ...] = (
    Command("category.new", ("n",), ("synthesis",)),
    Command("category.edit", ("r",), ("synthesis",)),
    Command("category.remove", ("X",), ("synthesis",)),
    Command("category.choose", ("c",), ("synthesis",), footer=True),
    Command("category.rest-on", ("a",), ("synthesis",)),
    Command("category.up", ("less_than_sign",), ("synthesis",)),
    Command("category.down", ("greater_than_sign",), ("synthesis",)),
    Command("material.filter", ("f",), ("synthesis",)),
    Command("paragraph.write", ("e",), ("synthesis",), footer=True),
    Command("paragraph.new", ("i",), ("synthesis",), footer=True),
    Command("paragraph.remove", ("x",), ("synthesis",)),
    Command("paragraph.up", ("shift+up", "K"), ("synthesis",)),
    Command("paragraph.down", ("shift+down", "J"), ("synthesis",)),
    Command("paragraph.link", ("l",), ("synthesis",)),
    Command("paragraph.sections", ("I",), ("synthesis",)),
    Command("quote.place", ("q",), ("synthesis",), footer=True),
    Command("validation.write", ("v",), ("synthesis",), footer=True),
    Command("validation.done", ("V",), ("synthesis",)),
    Command("passage.add", ("plus",), ("coding", "synthesis")),
    Command("passage.weigh", ("o",), ("synthesis",)),
    Command("passage.open", ("enter",), ("synthesis",)),
    Command("group.outcomes", ("G",), ("synthesis",)),
    Command("recognisability.show", ("W",), ("synthesis",)),
    Command("quote.rule", ("Q",), ("synthesis",)),
    Command("comparison.open", ("C",), ("study", "synthesis")),
    Command("chapter.write", ("t",), ("synthesis",)),
    Command("chapter.preview", ("p",), ("synthesis",), footer=True),
)

"""Steps 1 and 2 with several readers and coders: negotiation, codebook, different readings."""

from qualcode.commands.command import Command

_DIGITS = ("1", "2", "3", "4", "5", "6", "7", "8", "9")

TOGETHER: tuple[Command, ...] = (
    # Before and during the reading
    Command("preconceptions.write", ("F",), ("study", "reading")),
    Command("list.done", ("D",), ("reading", "negotiating")),
    Command("lists.open", ("O",), ("reading", "negotiating")),
    Command("negotiation.open", ("L",), ("reading",), footer=True),
    # The readers' lists side by side
    Command("theme.keep", ("enter",), ("negotiating",), footer=True),
    Command("theme.mark", ("v",), ("negotiating",), footer=True),
    Command("theme.join", ("n",), ("negotiating",), footer=True),
    Command("theme.edit-agreed", ("e",), ("negotiating",), footer=True),
    Command("theme.drop", ("x",), ("negotiating",), footer=True),
    Command("theme.up", ("shift+up", "K"), ("negotiating",)),
    Command("theme.down", ("shift+down", "J"), ("negotiating",)),
    Command("groups.from-themes", ("plus",), ("negotiating",), footer=True),
    # The codebook
    Command("codebook.open", ("B",), ("study", "coding", "negotiating", "differing")),
    Command("group.add", ("n",), ("codebook",), footer=True),
    Command("subgroup.add", ("i",), ("codebook",), footer=True),
    Command("entry.change", ("e", "enter"), ("codebook",), footer=True),
    Command("entry.take-away", ("x",), ("codebook",)),
    Command("entry.up", ("shift+up", "K"), ("codebook",)),
    Command("entry.down", ("shift+down", "J"), ("codebook",)),
    Command("subgroup.move", ("r",), ("codebook",), footer=True),
    Command("group.merge", ("v",), ("codebook",), footer=True),
    Command("group.split", ("d",), ("codebook",), footer=True),
    Command("group.retire", ("o",), ("codebook",)),
    Command("group.units", ("t",), ("codebook",)),
    # Coding: doubt, questions, and what is left
    Command("unit.in-vivo", ("i",), ("coding",)),
    Command("unit.discuss", ("exclamation_mark",), ("coding",)),
    Command("questions.open", ("Q",), ("study", "coding")),
    Command("cursor.next-uncoded", ("l",), ("coding",)),
    # Several coders
    Command("readings.open", ("M",), ("study", "coding", "codebook")),
    Command("reading.keep", _DIGITS, ("differing",), footer=True),
    Command("reading.keep-all", ("plus",), ("differing",), footer=True),
    Command("reading.regroup", ("c",), ("differing",), footer=True),
    Command("reading.neither", ("x",), ("differing",), footer=True),
    Command("reading.explain", ("e",), ("differing",)),
    Command("reading.reopen", ("X",), ("differing",)),
    Command("reading.look", ("enter",), ("differing",)),
    Command("readings.compare", ("f",), ("differing",)),
    Command("agreement.show", ("p",), ("differing",)),
    Command("blind.begin", ("n",), ("differing",), footer=True),
    Command("blind.done", ("r",), ("differing",), footer=True),
    Command("blind.end", ("O",), ("differing",)),
    # Several analyses
    Command("analysis.new", ("N",), ("study",)),
)

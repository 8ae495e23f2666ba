"""Searching, and the tables of what was found."""

from qualcode.commands.command import Command

_HITS = ("search",)

SEARCHING: tuple[Command, ...] = (
    Command("hit.code", ("1", "2", "3", "4", "5", "6", "7", "8", "9"), _HITS, footer=True),
    Command("hit.open", ("enter",), _HITS, footer=True),
    Command("search.write", ("slash", "escape"), ("search",), footer=True),
    Command("search.limit", ("f",), ("search",), footer=True),
    Command("search.choose", ("c",), ("search",)),
    Command("search.save", ("n",), ("search",)),
    Command("search.remove", ("x",), ("search",)),
    Command("hit.turn", ("t",), _HITS),
    Command("hit.next", ("down", "j"), ("search",)),
    Command("hit.previous", ("up", "k"), ("search",)),
    Command("hit.next-page", ("pagedown",), ("search",)),
    Command("hit.previous-page", ("pageup",), ("search",)),
    Command("hit.first", ("home",), ("search",)),
    Command("hit.last", ("end",), ("search",)),
    Command("hits.order", ("s",), ("search",), footer=True),
    Command("hits.export", ("w",), ("search",)),
)

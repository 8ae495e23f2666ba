"""Searching, and the tables of what was found."""

from qualcode.commands.command import Command

_HITS = ("search", "tables")

SEARCHING: tuple[Command, ...] = (
    Command("hit.code", ("1", "2", "3", "4", "5", "6", "7", "8", "9"), _HITS, footer=True),
    Command("hit.open", ("enter",), _HITS, footer=True),
    Command("search.write", ("slash", "escape"), ("search",), footer=True),
    Command("search.limit", ("f",), ("search",), footer=True),
    Command("search.choose", ("c",), ("search",)),
    Command("search.save", ("n",), ("search",)),
    Command("search.remove", ("x",), ("search",)),
    Command("hit.turn", ("t",), _HITS),
    Command("hit.next", ("down", "j"), _HITS),
    Command("hit.previous", ("up", "k"), _HITS),
    Command("hit.next-page", ("pagedown",), _HITS),
    Command("hit.previous-page", ("pageup",), _HITS),
    Command("hit.first", ("home",), _HITS),
    Command("hit.last", ("end",), _HITS),
    Command("hits.order", ("s",), ("search",), footer=True),
    Command("hits.export", ("w",), ("search",)),
    Command("search.tables", ("tab",), ("search",), footer=True),
    # Suggestions
    Command("suggest.groups", ("y",), ("coding",)),
    Command("suggest.passages", ("Y",), ("coding", "search")),
    Command("picture.show", ("P",), ("study", "tables")),
    # The tables
    Command("table.choose", ("c",), ("tables",), footer=True),
    Command("table.percent", ("p",), ("tables",), footer=True),
    Command("table.split", ("d",), ("tables",)),
    Command("table.limit", ("f",), ("tables",), footer=True),
    Command("table.export", ("w",), ("tables",)),
    Command("table.back", ("escape",), ("tables",)),
    Command("table.search", ("tab",), ("tables",), footer=True),
)

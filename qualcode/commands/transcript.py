"""Moving in a transcript and choosing its words."""

from qualcode.commands.command import Command

_TEXT = ("reading", "coding")

TRANSCRIPT: tuple[Command, ...] = (
    # Moving in the text
    Command("cursor.next-sentence", ("down",), _TEXT),
    Command("cursor.previous-sentence", ("up",), _TEXT),
    Command("cursor.next-turn", ("ctrl+down", "J"), _TEXT),
    Command("cursor.previous-turn", ("ctrl+up", "K"), _TEXT),
    Command("cursor.next-page", ("pagedown",), _TEXT),
    Command("cursor.previous-page", ("pageup",), _TEXT),
    Command("cursor.start", ("home",), _TEXT),
    Command("cursor.end", ("end",), _TEXT),
    Command("cursor.next-unit", ("j",), ("coding",)),
    Command("cursor.previous-unit", ("k",), ("coding",)),
    Command("transcript.next", ("N",), ("speakers", *_TEXT)),
    Command("transcript.previous", ("P",), ("speakers", *_TEXT)),
    Command("transcript.choose", ("enter",), ("reading",)),
    # Choosing words
    Command("selection.grow", ("shift+down",), _TEXT),
    Command("selection.shrink", ("shift+up",), _TEXT),
    Command("selection.grow-word", ("shift+right",), _TEXT),
    Command("selection.shrink-word", ("shift+left",), _TEXT),
    Command("selection.mode", ("w",), _TEXT),
    Command("selection.other-end", ("o",), _TEXT),
    Command("selection.turn", ("t",), _TEXT),
    Command("selection.none", ("escape",), _TEXT),
)

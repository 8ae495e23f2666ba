"""Textual's key bindings, made from the one table of commands; each has its command's id, to be remapped by."""

from collections.abc import Iterator

from textual.binding import Binding, BindingType

from qualcode.commands import CHORD, COMMANDS, Command


def bindings_for(screen: str) -> list[BindingType]:
    """The keys of a screen's own commands; for `everywhere`, those of the app."""
    own = [command for command in COMMANDS if screen in command.screens]
    plain = [binding for command in own for binding in _bindings_of(command)]
    prefixes = dict.fromkeys(key.split(CHORD)[0] for command in own for key in command.keys if CHORD in key)
    return [*plain, *(Binding(prefix, f"chord('{prefix}')", show=False) for prefix in prefixes)]


def chords_after(prefix: str) -> dict[str, Command]:
    """What the second key of a chord does: letter -> command."""
    pairs = ((key.split(CHORD), command) for command in COMMANDS for key in command.keys if CHORD in key)
    return {keys[1]: command for keys, command in pairs if keys[0] == prefix}


def _bindings_of(command: Command) -> Iterator[Binding]:
    if command.takes_digit:
        for digit in command.keys:
            yield Binding(digit, f"{command.action}({digit})", id=f"{command.id}.{digit}", show=False)
        return
    keys = [key for key in command.keys if CHORD not in key]
    if keys:
        # A two-way switch of the terminal, such as ctrl+q, must work whatever has the focus.
        priority = keys[0].startswith("ctrl+") and not keys[0].endswith(("down", "up"))
        yield Binding(",".join(keys), command.action, id=command.id, show=False, priority=priority)

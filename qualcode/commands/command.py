"""What one thing a user can do is, and how its keys are written for people."""

from dataclasses import dataclass

from qualcode.locale import say

CHORD = ">"
"""Parts the keys of a chord: `g>k` is `g` and then `k`."""

_SHOWN = {
    "question_mark": "?",
    "full_stop": ".",
    "slash": "/",
    "plus": "+",
    "greater_than_sign": ">",
    "less_than_sign": "<",
    "down": "↓",
    "up": "↑",
    "left": "←",
    "right": "→",
    "pagedown": "PgDn",
    "pageup": "PgUp",
    "backspace": "⌫",
    "escape": "esc",
    "comma": ",",
    "minus": "-",
    "exclamation_mark": "!",
    "asterisk": "*",
}
"""How keys are written for people, where it is not as Textual calls them."""


@dataclass(frozen=True, slots=True)
class Command:
    """One thing a user can do. `keys` are Textual's names for keys, the first one is shown; `screens` where it works.

    `footer` puts it at the bottom of the screen, if there is room among the six; the order is that of the table.
    """

    id: str
    keys: tuple[str, ...]
    screens: tuple[str, ...]
    footer: bool = False

    @property
    def title(self) -> str:
        """A few words, for palette and footer."""
        return say(f"commands.{self.id}.title")

    @property
    def help(self) -> str:
        """One sentence, for F1."""
        return say(f"commands.{self.id}.help")

    @property
    def action(self) -> str:
        """The method that does it, without `action_`: `unit.code` is done by `action_unit_code`."""
        return self.id.replace(".", "_").replace("-", "_")

    @property
    def takes_digit(self) -> bool:
        """Whether its keys are digits, and what it does depends on which: `action_unit_code(3)`."""
        return bool(self.keys) and all(key.isdigit() for key in self.keys) and len(self.keys) > 1

    @property
    def shown_keys(self) -> tuple[str, ...]:
        """Its keys as people write them; those of a row of digits in one: `1-9`."""
        if self.takes_digit:
            return (f"{self.keys[0]}-{self.keys[-1]}",)
        return tuple(show_key(key) for key in self.keys)


def show_key(key: str) -> str:
    """A key as people write it: `.` for `full_stop`, `shift+↓`, `F5`, `g k` for a chord."""
    parts = [_SHOWN.get(part, part) for part in key.replace(CHORD, "+").split("+")]
    shown = (" " if CHORD in key else "+").join(parts)
    return shown.upper() if key[0] == "f" and key[1:].isdigit() else shown

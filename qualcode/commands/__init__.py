"""The one table of what a user can do in the app.

From it come key bindings, palette, help, footer and `qualcode keys`.

A command's title and help are texts of `locale/*/commands.toml` under its id. Keys are those that a Nordic keyboard
types without AltGr. One meaning per key: the same id, or the same verb, has the same key on every screen.
"""

from qualcode.commands.answering import ANSWERING
from qualcode.commands.coding import CODING
from qualcode.commands.command import CHORD, Command, show_key
from qualcode.commands.comparing import COMPARING
from qualcode.commands.condensing import CONDENSING
from qualcode.commands.deidentifying import DEIDENTIFYING
from qualcode.commands.desk import DESK
from qualcode.commands.looking_back import LOOKING_BACK
from qualcode.commands.places import PLACES
from qualcode.commands.reading import READING
from qualcode.commands.reviewing import REVIEWING
from qualcode.commands.searching import SEARCHING
from qualcode.commands.speakers import SPEAKERS
from qualcode.commands.synthesis import SYNTHESIS
from qualcode.commands.together import TOGETHER
from qualcode.commands.transcript import TRANSCRIPT

__all__ = [
    "CHORD",
    "COMMANDS",
    "DIALOG",
    "EVERYWHERE",
    "FOOTER_KEYS",
    "FORBIDDEN_KEYS",
    "SCREENS",
    "Command",
    "command",
    "commands_of",
    "footer_of",
    "show_key",
]

EVERYWHERE = "everywhere"
SCREENS = (
    "welcome",
    "study",
    "participants",
    "speakers",
    "table_log",
    "reading",
    "coding",
    "condensing",
    "synthesis",
    "comparing",
    "search",
    "tables",
    "reviewing",
    "deidentifying",
    "register",
    "negotiating",
    "codebook",
    "differing",
    "answering",
)
DIALOG = "dialog"
FORBIDDEN_KEYS = frozenset("[]{}@\\|`")
FOOTER_KEYS = 6

COMMANDS: tuple[Command, ...] = (
    *PLACES,
    *DESK,
    *DEIDENTIFYING,
    *SPEAKERS,
    *TRANSCRIPT,
    *CODING,
    *READING,
    *CONDENSING,
    *SYNTHESIS,
    *COMPARING,
    *SEARCHING,
    *LOOKING_BACK,
    *REVIEWING,
    *TOGETHER,
    *ANSWERING,
)


def commands_of(screen: str) -> tuple[Command, ...]:
    """What can be done on a screen: its own commands first, then those that work everywhere."""
    own = tuple(command for command in COMMANDS if screen in command.screens)
    return own + tuple(command for command in COMMANDS if EVERYWHERE in command.screens)


def footer_of(screen: str) -> tuple[Command, ...]:
    """The commands at the bottom of a screen, six at most."""
    return tuple(command for command in COMMANDS if command.footer and screen in command.screens)[:FOOTER_KEYS]


def command(identity: str) -> Command:
    """The command of this id."""
    return next(known for known in COMMANDS if known.id == identity)

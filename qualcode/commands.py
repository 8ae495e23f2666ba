"""The one table of what a user can do in the app.

From it come key bindings, palette, help, footer and `qualcode keys`.

A command's title and help are texts of `locale/*/commands.toml` under its id. Keys are those that a Nordic keyboard
types without AltGr. One meaning per key: the same id, or the same verb, has the same key on every screen.
"""

from dataclasses import dataclass

from qualcode.locale import say

EVERYWHERE = "everywhere"
SCREENS = ("welcome", "study", "participants", "speakers", "table_log", "reading", "coding", "condensing", "synthesis")
DIALOG = "dialog"
FORBIDDEN_KEYS = frozenset("[]{}@\\|`")
FOOTER_KEYS = 6
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


_TEXT = ("reading", "coding")
_WORK = ("reading", "coding", "condensing", "synthesis")
_ALL = (EVERYWHERE,)
_FIGURES = ("0", "1", "2", "3", "4", "5", "6", "7", "8", "9")

COMMANDS: tuple[Command, ...] = (
    # Places
    Command("place.study", ("f2", "g>s"), _ALL),
    Command("place.speakers", ("f3", "g>n"), _ALL),
    Command("place.reading", ("f4", "g>l"), _ALL),
    Command("place.coding", ("f5", "g>k"), _ALL),
    Command("place.condensing", ("f6", "g>c"), _ALL),
    Command("place.synthesis", ("f7", "g>y"), _ALL),
    Command("place.back", ("backspace",), _ALL),
    Command("app.help", ("f1", "question_mark"), _ALL),
    Command("app.palette", ("ctrl+p",), _ALL),
    Command("app.language", (), _ALL),
    Command("app.quit", ("ctrl+q",), _ALL),
    Command("history.undo", ("u",), _ALL),
    Command("history.redo", ("U",), _ALL),
    Command("panes.fold", ("b",), ("speakers", *_WORK)),
    Command("analysis.choose", ("A",), ("study", *_WORK)),
    # Welcome
    Command("study.demonstration", ("d",), ("welcome",), footer=True),
    Command("study.new", ("n",), ("welcome",), footer=True),
    Command("study.open", ("o",), ("welcome",), footer=True),
    # Study
    Command("study.enter", ("enter",), ("study",), footer=True),
    Command("transcripts.import", ("i",), ("study",), footer=True),
    Command("substudy.new", ("n",), ("study",), footer=True),
    Command("analysis.edit", ("e",), ("study",), footer=True),
    Command("chapter.export", ("x",), ("study",), footer=True),
    Command("participants.open", ("p",), ("study",)),
    # The participants' table
    Command("substudy.choose", ("c",), ("participants",), footer=True),
    Command("value.edit", ("e", "enter"), ("participants",), footer=True),
    Command("participant.new", ("n",), ("participants",), footer=True),
    Command("attribute.register", ("a",), ("participants",), footer=True),
    Command("attribute.edit", ("r",), ("participants",)),
    Command("participant.remove", ("x",), ("participants",), footer=True),
    Command("participants.import", ("i",), ("participants",), footer=True),
    # Speakers
    Command("person.tag", _FIGURES, ("speakers",)),
    Command("person.asks", ("i",), ("speakers",)),
    Command("person.secretary", ("s",), ("speakers",)),
    Command("person.unknown", ("minus",), ("speakers",)),
    Command("person.again", ("full_stop",), ("speakers",), footer=True),
    Command("proposal.take", ("enter",), ("speakers",)),
    Command("person.doubt", ("exclamation_mark",), ("speakers",), footer=True),
    Command("turn.previous", ("up", "K"), ("speakers",), footer=True),
    Command("turn.next", ("down", "J"), ("speakers",)),
    Command("word.next", ("right",), ("speakers",), footer=True),
    Command("word.previous", ("left",), ("speakers",)),
    Command("turn.whole", ("escape",), ("speakers",)),
    Command("words.correct", ("e",), ("speakers",), footer=True),
    Command("person.choose", ("c",), ("speakers",)),
    Command("turns.left", ("f",), ("speakers",), footer=True),
    Command("turn.split", ("d",), ("speakers",)),
    Command("turn.merge", ("M",), ("speakers",)),
    Command("turn.overlap", ("o",), ("speakers",)),
    Command("turn.inaudible", ("h",), ("speakers",)),
    Command("turn.note", ("m",), ("speakers",)),
    Command("turn.next-page", ("pagedown",), ("speakers",)),
    Command("turn.previous-page", ("pageup",), ("speakers",)),
    Command("turn.first", ("home",), ("speakers",)),
    Command("turn.last", ("end",), ("speakers",)),
    Command("labels.place", ("l",), ("speakers",)),
    Command("people.present", ("p",), ("speakers",)),
    Command("tagging.done", ("r",), ("speakers",)),
    Command("transcript.pick", ("T",), ("speakers",)),
    Command("log.open", ("B",), ("speakers",)),
    Command("sound.play", ("space",), ("speakers",)),
    Command("sound.back", ("comma",), ("speakers",)),
    Command("sound.faster", ("plus", "greater_than_sign"), ("speakers",)),
    Command("sound.slower", ("less_than_sign",), ("speakers",)),
    # The table log, typed live
    Command("log.person", _FIGURES, ("table_log",), footer=True),
    Command("log.moderator", ("i",), ("table_log",)),
    Command("log.secretary", ("s",), ("table_log",)),
    Command("log.choose", ("c",), ("table_log",)),
    Command("log.nod", ("y",), ("table_log",), footer=True),
    Command("log.laughter", ("l",), ("table_log",), footer=True),
    Command("log.overlap", ("o",), ("table_log",)),
    Command("log.note", ("m",), ("table_log",), footer=True),
    Command("log.clock", ("space",), ("table_log",), footer=True),
    Command("log.seat", ("p",), ("table_log",), footer=True),
    Command("log.summary", ("S",), ("table_log",)),
    Command("line.edit", ("e", "enter"), ("table_log",)),
    Command("line.person", ("r",), ("table_log",)),
    Command("line.remove", ("x",), ("table_log",)),
    Command("line.next", ("down", "J"), ("table_log",)),
    Command("line.previous", ("up", "K"), ("table_log",)),
    Command("interview.pick", ("T",), ("table_log",)),
    Command("interview.new", ("n",), ("table_log",)),
    Command("log.wipe", ("W",), ("table_log",)),
    Command("log.close", ("B",), ("table_log",)),
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
    # Coding
    Command("unit.code", ("1", "2", "3", "4", "5", "6", "7", "8", "9"), ("coding",), footer=True),
    Command("unit.again", ("full_stop",), ("coding",), footer=True),
    Command("unit.choose", ("c",), ("coding",), footer=True),
    Command("unit.move", ("r",), ("coding",)),
    Command("unit.remove", ("x",), ("coding",), footer=True),
    Command("unit.split", ("d",), ("coding",)),
    Command("unit.merge", ("v",), ("coding",)),
    Command("unit.resize", ("E",), ("coding",)),
    Command("unit.show", ("enter",), ("coding",)),
    Command("group.new", ("n",), ("coding",)),
    Command("group.edit", ("e",), ("coding",)),
    Command("quote.mark", ("q",), ("coding", "condensing"), footer=True),
    Command("note.write", ("m",), _TEXT, footer=True),
    Command("text.find", ("slash",), _TEXT, footer=True),
    Command("text.next-hit", ("greater_than_sign",), _TEXT),
    Command("text.previous-hit", ("less_than_sign",), _TEXT),
    # Reading
    Command("theme.new", ("n",), ("reading",), footer=True),
    Command("theme.edit", ("e",), ("reading",)),
    Command("theme.remove", ("x",), ("reading",)),
    Command("impression.write", ("h",), ("reading",), footer=True),
    Command("reading.done", ("r",), ("reading",), footer=True),
    # Condensation
    Command("group.choose", ("c",), ("condensing",), footer=True),
    Command("card.place", ("1", "2", "3", "4", "5", "6", "7", "8", "9"), ("condensing",), footer=True),
    Command("card.unplace", ("0",), ("condensing",)),
    Command("card.set-aside", ("a",), ("condensing",), footer=True),
    Command("card.mark", ("v",), ("condensing",)),
    Command("card.open", ("enter",), ("condensing",)),
    Command("card.next", ("down", "j"), ("condensing",)),
    Command("card.previous", ("up", "k"), ("condensing",)),
    Command("card.next-page", ("pagedown",), ("condensing",)),
    Command("card.previous-page", ("pageup",), ("condensing",)),
    Command("card.first", ("home",), ("condensing",)),
    Command("card.last", ("end",), ("condensing",)),
    Command("card.unmark", ("escape",), ("condensing",)),
    Command("cards.filter", ("f",), ("condensing",)),
    Command("cards.order", ("s",), ("condensing",)),
    Command("column.next", ("right", "l"), ("condensing",)),
    Command("column.previous", ("left",), ("condensing",)),
    Command("subgroup.new", ("n",), ("condensing",), footer=True),
    Command("subgroup.edit", ("r",), ("condensing",)),
    Command("subgroup.remove", ("x",), ("condensing",)),
    Command("condensate.write", ("e",), ("condensing",), footer=True),
    Command("condensate.fetch", ("h",), ("condensing",)),
    Command("condensate.looked-at", ("L",), ("condensing",)),
    # Synthesis
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
    Command("quote.place", ("q",), ("synthesis",), footer=True),
    Command("validation.write", ("v",), ("synthesis",), footer=True),
    Command("validation.done", ("V",), ("synthesis",)),
    Command("passage.add", ("plus",), ("synthesis",)),
    Command("passage.open", ("enter",), ("synthesis",)),
    Command("chapter.preview", ("p",), ("synthesis",), footer=True),
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

"""What co-authors changed in Word, walked with the arrows; what is marked is taken back into the study."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from qualcode.locale import say
from qualcode.text.word_changes import GONE, NEW, WordChange
from qualcode.tui.dialogs.dialog import Dialog
from qualcode.tui.shown import shown
from qualcode.tui.widgets.keyed_list import KeyedList, Line
from qualcode.views.checking import Finding
from qualcode.views.taking_back import TextDifference

_WRONG = "!"
_LOOKS = {GONE: "strike $text-error", NEW: "bold underline $text-success"}


class TakeBackDialog(Dialog[list[int]]):
    """Differences to be taken back or left. Space marks the one under the cursor; the answer is the numbers marked."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "turn", show=False),
        Binding("a", "turn_all", show=False),
        Binding("ctrl+s,ctrl+enter,ctrl+j", "take", show=False, priority=True),
    ]

    def __init__(self, title: str, found: Sequence[TextDifference], *, wrong: Sequence[Finding] = ()) -> None:
        """`wrong` is what the check of the file found at fault, to be read before anything is taken back."""
        super().__init__(title)
        self.add_class("tall")
        self._found = tuple(found)
        self._wrong = tuple(wrong)
        self._chosen: set[int] = set()

    def compose_body(self) -> ComposeResult:
        """How many are marked, and the differences."""
        yield Static(classes="explanation count")
        yield KeyedList()

    def keys_line(self) -> Content:
        """What the keys do."""
        return Content(say("takeback.keys"))

    def on_mount(self) -> None:
        """The cursor on the first."""
        self._show()
        self.query_one(KeyedList).focus()

    def action_turn(self) -> None:
        """Mark the one under the cursor, or no longer; go on to the next."""
        key = self.query_one(KeyedList).key
        if key.isdigit():
            self._chosen ^= {int(key)}
            self._show()
        if key:
            self.query_one(KeyedList).action_cursor_down()

    def action_turn_all(self) -> None:
        """Mark all but what must be chosen by itself, or none."""
        every = {one.number for one in self._found if not one.left_alone}
        self._chosen = set() if self._chosen >= every else self._chosen | every
        self._show()

    def on_option_list_option_selected(self) -> None:
        """Enter marks as well."""
        self.action_turn()

    def action_take(self) -> None:
        """Answer with what is marked."""
        self.dismiss(sorted(self._chosen) or None)

    def _show(self) -> None:
        told = [say("takeback.chosen", count=len(self._chosen), total=len(self._found))]
        told += [say("takeback.wrong", count=len(self._wrong))] if self._wrong else []
        self.query_one(".count", Static).update(shown(" · ".join(told)))
        # The cursor goes to what is wrong as well: what it passes by cannot be scrolled to.
        lines: list[Line] = [
            (f"{_WRONG}{number}", shown(f"! {one.where}: {one.message}", "$text-error"))
            for number, one in enumerate(self._wrong)
        ]
        lines += [(str(one.number), _tell(one, chosen=one.number in self._chosen)) for one in self._found]
        self.query_one(KeyedList).show_lines(lines or [(None, shown(say("takeback.same")))])


def _tell(one: TextDifference, *, chosen: bool) -> Content:
    head = say("takeback.head", number=one.number, kind=say(f"takeback.kind.{one.kind}"), where=one.where)
    pieces = [shown("✓ " if chosen else "  ", "bold $primary"), shown(head, "bold")]
    if one.by_likeness:
        pieces += [Content("\n  "), shown(say("takeback.by_likeness"), "$text-muted")]
    pieces += [Content("\n"), *(_word(change) for change in one.changes)]
    if one.left_alone:
        pieces += [Content("\n  "), shown(say(f"takeback.left_here.{one.left_alone}"), "$text-warning")]
    if one.original:
        pieces += [Content("\n"), shown(say("takeback.original", words=one.original), "$text-muted")]
    if one.to_sign:
        pieces += [Content("\n"), shown(say("takeback.to_sign"), "$text-warning")]
    for kind in one.lost:
        pieces += [Content("\n"), shown(say(f"takeback.lost_{kind}"), "$text-warning")]
    for field in one.fields:
        pieces += [Content("\n"), shown(say("takeback.field", shown=field.shown), "$text-muted")]
    return Content.assemble(*pieces, "\n")


def _word(change: WordChange) -> Content:
    """Words that are gone in brackets and words that are new between plus signs, so that colour never speaks alone."""
    signs = {GONE: ("[-", "-]"), NEW: ("{+", "+}")}.get(change.kind, ("", ""))
    return shown(change.words.join(signs), _LOOKS.get(change.kind, ""))

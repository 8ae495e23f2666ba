"""What is suggested, to be taken or refused one by one. Nothing is chosen beforehand, and `esc` decides nothing."""

from collections.abc import Callable, Mapping
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from qualcode.locale import say
from qualcode.tui.dialogs.dialog import Dialog
from qualcode.tui.shown import shortened, shown
from qualcode.views.suggesting import GroupSuggestions, HitRate, PassageSuggestions, SuggestedGroup, SuggestedPassage

NONE = 0
"""The answer that none of the groups is the right one."""

_LINE = 62
Decide = Callable[[SuggestedPassage, int | None], None]


class PassagesDialog(Dialog[int]):
    """Passages for a group. Enter takes the one under the cursor, a digit codes it into that digit's group, `x` is no.

    `decide` does it (None: refused), and may raise. The answer is how many were decided about.
    """

    KEYS: ClassVar[str] = "suggesting"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("x", "refuse", show=False)]

    def __init__(self, found: PassageSuggestions, decide: Decide, *, digits: Mapping[str, int]) -> None:
        rate = shown_rate(found.rate)
        told = say("suggesting.made_from", examples=found.examples, rate=rate)
        if not found.learning:
            told += f" {say('suggesting.by_words')}"
        super().__init__(say("suggesting.title", group=found.group), explanation=told)
        self.add_class("tall")
        self._group_id = found.group_id
        self._left = list(found.passages)
        self._decide = decide
        self._digits = digits
        self._decided = 0

    def compose_body(self) -> ComposeResult:
        """The list, and the whole of the passage under the cursor."""
        yield OptionList(*[Option(_line(one)) for one in self._left], compact=True)
        yield Static(classes="passage")

    def keys_line(self) -> Content:
        """What the keys do."""
        return Content(say("suggesting.keys"))

    def on_mount(self) -> None:
        """The arrows move in the list at once."""
        self.query_one(OptionList).focus()
        self._show()

    @on(OptionList.OptionHighlighted)
    def _moved(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        self._show()

    @on(OptionList.OptionSelected)
    def _take(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self._settle(self._group_id)

    def on_key(self, event: events.Key) -> None:
        """A digit codes into its group."""
        group_id = self._digits.get(event.key)
        if group_id is not None:
            event.stop()
            self._settle(group_id)

    def action_refuse(self) -> None:
        """Say no to the one under the cursor."""
        self._settle(None)

    def action_close(self) -> None:
        """Close, and tell how many were decided about."""
        self.dismiss(self._decided)

    def _settle(self, group_id: int | None) -> None:
        listed = self.query_one(OptionList)
        at = listed.highlighted
        if at is None or not self._left:
            return
        self._decide(self._left[at], group_id)
        self._decided += 1
        del self._left[at]
        listed.remove_option_at_index(at)
        listed.highlighted = min(at, len(self._left) - 1) if self._left else None
        self._show()

    def _show(self) -> None:
        at = self.query_one(OptionList).highlighted
        passage = self.query_one(".passage", Static)
        if not self._left or at is None:
            passage.update(say("suggesting.no_more"))
            return
        one = self._left[min(at, len(self._left) - 1)]
        carried = say("suggesting.carried", words=", ".join(one.words)) if one.words else ""
        passage.update(Content.assemble(shown(one.text), "\n", shown(carried, "$text-muted")))


class GroupsDialog(Dialog[int]):
    """Up to three groups for a passage, by number. The answer is the rank of the one that is taken, or `NONE`."""

    def __init__(self, found: GroupSuggestions, words: str) -> None:
        told = shortened(words, cells=200)
        super().__init__(say("suggesting.groups_title"), explanation=f"«{told}»")
        self._found = found

    def compose_body(self) -> ComposeResult:
        """The groups, with what carried them and how suggestions of each have fared."""
        lines = [_offer(one) for one in self._found.groups] or [Content(say("suggesting.no_group"))]
        if not self._found.learning:
            lines.append(shown(say("suggesting.by_words"), "$text-muted"))
        yield Static(Content("\n").join(lines))

    def keys_line(self) -> Content:
        """What the keys do."""
        return Content(say("suggesting.groups_keys"))

    def on_key(self, event: events.Key) -> None:
        """A number takes that group; `x` is no to all of them."""
        if event.key in [str(one.rank) for one in self._found.groups]:
            event.stop()
            self.dismiss(int(event.key))
        elif event.key == "x":
            event.stop()
            self.dismiss(NONE)


def shown_rate(rate: HitRate) -> str:
    """How suggestions have fared, in words."""
    if not rate.decided:
        return say("suggesting.no_rate")
    return say("suggesting.rate", taken=rate.taken, decided=rate.decided)


def _line(one: SuggestedPassage) -> Content:
    where = f"{one.transcript} {one.turn}"
    return Content.assemble(shown(where, "$text-muted"), "  ", shown(shortened(one.text, cells=_LINE - len(where))))


def _offer(one: SuggestedGroup) -> Content:
    carried = f"{say('suggesting.carried', words=', '.join(one.words))} · " if one.words else ""
    told = shown(f"\n   {carried}{shown_rate(one.rate)}", "$text-muted")
    return Content.assemble((str(one.rank), "bold $primary"), "  ", shown(one.group), told)

"""The printed form of a quote beside its original, with what the two differ in, and the signature for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static, TextArea

from qualcode.locale import say
from qualcode.text.dialogue import lines_of
from qualcode.text.quotes import CLAIMED, Difference, compare_printed, form_of, is_out_of_order, not_said
from qualcode.tui.dialogs.dialog import Dialog
from qualcode.tui.dialogs.fields import ChoiceField, TextPage
from qualcode.tui.shown import shortened, shown
from qualcode.views.quotes import QuoteView

_SIDE_BY_SIDE = 100
_NAME = 40
_YES, _NO = "yes", "no"
_AS_IT_IS = ""
"""The form is what the words show."""


@dataclass(frozen=True, slots=True)
class PrintedForm:
    """How a quote is to be printed. `form` is one that only a person can name, else None.

    `signed`: a person accepts what `printed` changes. `kept` is False when the words are to be no quote any more.
    """

    printed: str
    form: str | None
    golden: bool
    signed: bool
    kept: bool = True


class QuoteDialog(Dialog[PrintedForm]):
    """Original and printed form side by side. `esc` and `ctrl+s` both close and keep; left as it was is no answer.

    A quote that stands in the text of a category or in a comparison (`placed_in` names them) is not taken away here.
    """

    CSS_PATH = "quote.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,ctrl+s,ctrl+enter,ctrl+j", "keep", show=False, priority=True),
        Binding("pagedown", "turn_page(1)", show=False, priority=True),
        Binding("pageup", "turn_page(-1)", show=False, priority=True),
        Binding("down", "app.focus_next", show=False),
        Binding("up", "app.focus_previous", show=False),
        Binding("enter", "app.focus_next", show=False),
    ]

    def __init__(self, quote: QuoteView, *, placed_in: Sequence[str] = ()) -> None:
        super().__init__(_title(quote))
        self._quote = quote
        self._placed_in = placed_in
        self._page = TextPage(quote.printed)
        self._page.tab_behavior = "focus"
        forms = ((_AS_IT_IS, say("quoting.as_it_is")), *((form, _form(form)) for form in CLAIMED))
        self._form = ChoiceField(forms, quote.form)
        self._golden = _yes_or_no("golden", chosen=quote.golden)
        self._signed = _yes_or_no("signed", chosen=quote.signed)
        self._kept = _yes_or_no("kept", chosen=True)
        self._before = self._answer

    def compose_body(self) -> ComposeResult:
        """What was said, what is printed, what differs, and what a person says of it."""
        with Horizontal(classes="sides"):
            with VerticalScroll(classes="original", can_focus=False):
                yield Static(shown(say("quoting.original")), classes="caption")
                yield Static(shown(self._quote.text))
            with Vertical(classes="print"):
                yield Static(shown(say("quoting.printed")), classes="caption")
                yield self._page
        with VerticalScroll(classes="differs", can_focus=False):
            yield Static(classes="changes")
        yield self._signed
        yield self._golden
        yield self._form
        if self._placed_in:
            yield Static(shown(say("quoting.placed", where=_named(self._placed_in))), classes="placed")
        else:
            yield self._kept

    def keys_line(self) -> Content:
        """How one gets about."""
        return Content(say("quoting.keys"))

    def on_mount(self) -> None:
        """Write at once."""
        self._page.focus()
        self._page.move_cursor(self._page.document.end)
        self._show_differences()

    def on_resize(self, event: events.Resize) -> None:
        """Side by side where there is room."""
        self.set_class(event.size.width < _SIDE_BY_SIDE, "-stacked")

    @on(TextArea.Changed)
    def _changed(self, event: TextArea.Changed) -> None:
        event.stop()
        # What is signed is these very words: other words are not signed until somebody says so.
        self._signed.index = int(self._page.text == self._quote.printed and self._quote.signed)
        self._show_differences()

    @on(ChoiceField.Changed)
    def _chosen(self, event: ChoiceField.Changed) -> None:
        event.stop()
        self._show_differences()

    def _show_differences(self) -> None:
        difference = compare_printed(self._quote.text, self._printed)
        named = form_of(self._quote.text, self._printed, self._form.value or None)
        form = shown(say("quoting.is", form=_form(named)), "$text-muted")
        warning = self._warning(difference)
        lines = [Content.assemble(form, shown(f" · {warning}" if warning else "", "$text-warning"))]
        said, _ = lines_of(self._quote.text, self._printed, self._quote.spoken)
        lines += [Content.assemble(shown(f"  {who}: ", "bold"), shown(words)) for who, words in said]
        for change in difference.changes:
            original = shown(f"«{change.original}»", "strike") if change.original else Content("∅")
            printed = shown(f"«{change.printed}»", "bold") if change.printed else Content("∅")
            lines.append(Content.assemble("  ", original, " → ", printed))
        self.query_one(".changes", Static).update(Content("\n").join(lines))
        self._signed.display = self._needs_signature

    def _warning(self, difference: Difference) -> str:
        """What the reader of the printed form could be misled by."""
        if lines_of(self._quote.text, self._printed, self._quote.spoken)[1]:
            return say("quoting.mixed")
        if self._form.value in CLAIMED:
            # Nobody said the words of another language, or spelled dialect so.
            return ""
        new = not_said(self._quote.text, difference)
        if new:
            return say("quoting.not_said", words=", ".join(new))
        return say("quoting.other_order") if is_out_of_order(self._quote.text, difference) else ""

    @property
    def _needs_signature(self) -> bool:
        """Whether the printed form changes words, or hides who of several says what."""
        mixed = lines_of(self._quote.text, self._printed, self._quote.spoken)[1]
        return mixed or compare_printed(self._quote.text, self._printed).differs

    @property
    def _printed(self) -> str:
        return self._page.text if self._page.text.strip() else self._quote.text

    def action_turn_page(self, pages: int) -> None:
        """The original words, and what the two differ in, a page on or back: the cursor stays in the printed form."""
        for pane in self.query(VerticalScroll):
            pane.scroll_relative(y=pages * pane.size.height, animate=False)

    @property
    def _answer(self) -> PrintedForm:
        return PrintedForm(
            printed=self._printed,
            form=self._form.value or None,
            golden=self._golden.value == _YES,
            signed=self._signed.value == _YES and self._needs_signature,
            kept=self._kept.value == _YES,
        )

    def action_keep(self) -> None:
        """Close and keep."""
        answer = self._answer
        self.dismiss(None if answer == self._before else answer)


def _title(quote: QuoteView) -> str:
    who = ", ".join(quote.participants)
    place = say("tracing.turn", transcript=quote.transcript, number=quote.turn)
    return " · ".join(part for part in (say("quoting.title"), who, place) if part)


def _named(places: Sequence[str]) -> str:
    return ", ".join(f"«{shortened(place, cells=_NAME)}»" for place in dict.fromkeys(places))


def _form(form: str) -> str:
    return say(f"quoting.forms.{form}")


def _yes_or_no(name: str, *, chosen: bool) -> ChoiceField:
    choices = tuple((value, say(f"quoting.{name}_{value}")) for value in (_NO, _YES))
    return ChoiceField(choices, _YES if chosen else _NO)

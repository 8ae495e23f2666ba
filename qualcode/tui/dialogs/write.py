"""Writing: one line, a page, or a few fields."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Input, Static

from qualcode.locale import say
from qualcode.text.normal_form import to_name
from qualcode.tui.dialogs.dialog import Dialog
from qualcode.tui.dialogs.fields import ChoiceField, LineInput, TextPage
from qualcode.tui.shown import shown


class TextDialog(Dialog[str]):
    """One line. The answer is the text in normal form; an empty one is no answer, unless it `may_be_empty`."""

    KEYS: ClassVar[str] = "line"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s,ctrl+enter,ctrl+j", "submit", show=False, priority=True),
    ]

    def __init__(
        self, title: str, text: str = "", *, placeholder: str = "", explanation: str = "", may_be_empty: bool = False
    ) -> None:
        super().__init__(title, explanation=explanation)
        self._text = text
        self._placeholder = placeholder
        self._may_be_empty = may_be_empty

    def compose_body(self) -> ComposeResult:
        """The line."""
        yield LineInput(self._text, placeholder=self._placeholder)

    def on_mount(self) -> None:
        """Write at once."""
        self.query_one(LineInput).focus()

    @on(Input.Submitted)
    def _submit(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_submit()

    def action_submit(self) -> None:
        """Answer."""
        text = to_name(self.query_one(LineInput).value)
        self.dismiss(text if text or self._may_be_empty else None)


class WriteDialog(Dialog[str]):
    """A page to write on. `esc`, `ctrl+s` and `ctrl+enter` all close it and keep the text: nothing typed is lost.

    The answer is the whole text, which may be empty; a page left as it was is no answer.
    """

    KEYS: ClassVar[str] = "write"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,ctrl+s,ctrl+enter,ctrl+j", "keep", show=False, priority=True),
    ]

    def __init__(self, title: str, text: str = "", *, explanation: str = "", unsaved: bool = False) -> None:
        """`unsaved` says that the text is not kept anywhere yet: then it is an answer as it is."""
        super().__init__(title, explanation=explanation)
        self.add_class("tall")
        self._page = TextPage(text)
        self._before = None if unsaved else self._page.text

    def compose_body(self) -> ComposeResult:
        """The page."""
        yield self._page

    def on_mount(self) -> None:
        """Write on at the end."""
        self._page.focus()
        self._page.move_cursor(self._page.document.end)

    def action_keep(self) -> None:
        """Close and keep."""
        text = self._page.text
        self.dismiss(None if text == self._before else text)


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a form: one line, several (`lines`), or one of `choices` (value, as shown)."""

    name: str
    label: str
    text: str = ""
    lines: int = 1
    choices: Sequence[tuple[str, str]] = ()


class _Fields(VerticalScroll, can_focus=False, inherit_bindings=False):
    """The fields of a form: arrows go from one to the next, also where there are more than fit, and do not scroll."""


class FormDialog(Dialog[dict[str, str]]):
    """A few labelled fields. Enter goes on to the next and, from the last, answers; `ctrl+s` answers from anywhere.

    The answer is the text of each field by its name. Unless it `may_be_empty`, the first field has to be filled:
    without it there is no answer, and a form in which anything else was written stays.
    """

    KEYS: ClassVar[str] = "form"
    AUTO_FOCUS: ClassVar[str | None] = ""  # it would scroll the first field's label out of sight
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s,ctrl+enter,ctrl+j", "submit", show=False, priority=True),
        Binding("enter", "next", show=False),
        Binding("down", "app.focus_next", show=False),
        Binding("up", "app.focus_previous", show=False),
    ]

    def __init__(
        self, title: str, fields: Sequence[Field], *, explanation: str = "", may_be_empty: bool = False
    ) -> None:
        super().__init__(title, explanation=explanation)
        self._may_be_empty = may_be_empty
        self._asked = fields
        self._fields = [(field, _widget(field)) for field in fields]
        self._before = {field.name: _text(widget) for field, widget in self._fields}

    def compose_body(self) -> ComposeResult:
        """A label over each field."""
        with _Fields(classes="form"):
            for field, widget in self._fields:
                yield Static(shown(field.label), classes="label")
                yield widget

    def on_mount(self) -> None:
        """Write in the first field at once."""
        self._fields[0][1].focus(scroll_visible=False)

    def on_descendant_focus(self) -> None:
        """A field comes into sight with the label over it; of itself it would come alone, and later."""
        labels = list(self.query(".label"))
        at = next((at for at, (_, widget) in enumerate(self._fields) if widget is self.focused), None)
        if at is not None:
            for part in (self._fields[at][1], labels[at]):
                self.call_after_refresh(part.scroll_visible, animate=False, immediate=True)

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_next()

    def action_next(self) -> None:
        """On to the next field, or done."""
        if self.focused is self._fields[-1][1]:
            self.action_submit()
        else:
            self.focus_next()

    def filled_in(self, answers: dict[str, str]) -> "FormDialog":
        """The same form with these answers on it, to be put right where they were refused."""
        fields = [replace(field, text=answers[field.name]) for field in self._asked]
        return FormDialog(self._title, fields, explanation=self._explanation, may_be_empty=self._may_be_empty)

    def action_keep(self) -> None:
        """Answer, before the app is left, if anything was written."""
        if self._before != {field.name: _text(widget) for field, widget in self._fields}:
            self.action_submit()

    def action_submit(self) -> None:
        """Answer."""
        answers = {field.name: _text(widget) for field, widget in self._fields}
        first, widget = self._fields[0]
        if self._may_be_empty or answers[first.name]:
            self.dismiss(answers)
        elif answers == self._before:
            self.dismiss(None)
        else:
            widget.focus()
            self.app.clear_notifications()
            self.notify(say("app.must_be_filled", field=first.label), severity="error", markup=False)


def _widget(field: Field) -> LineInput | TextPage | ChoiceField:
    if field.choices:
        return ChoiceField(field.choices, field.text, name=field.name)
    if field.lines > 1:
        page = TextPage(field.text, name=field.name)
        page.styles.height = field.lines
        page.tab_behavior = "focus"
        return page
    return LineInput(field.text, name=field.name)


def _text(widget: LineInput | TextPage | ChoiceField) -> str:
    if isinstance(widget, ChoiceField):
        return widget.value
    return to_name(widget.value) if isinstance(widget, LineInput) else widget.text

"""Fields to type in. Letters are letters here, and what is pasted cannot command the terminal."""

from collections.abc import Callable, Sequence
from typing import ClassVar

from rich.text import Text
from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Input, TextArea

from qualcode.locale import say
from qualcode.text.display import visible
from qualcode.text.normal_form import to_name, to_normal_form


class LineInput(Input):
    """One line of text, in normal form from the start."""

    def __init__(self, text: str = "", *, placeholder: str = "", name: str | None = None) -> None:
        super().__init__(
            to_name(text), placeholder=visible(placeholder), name=name, select_on_focus=False, compact=True
        )

    @property
    def _value(self) -> Text:
        """The line as it is drawn: a sign for each character that hides or reorders what stands around it."""
        return Text("".join(visible(sign)[:1] for sign in self.value), no_wrap=True, overflow="ignore", end="")

    def _on_paste(self, event: events.Paste) -> None:
        # Textual calls the base class's handler after this one.
        event.text = to_name(event.text)


class FilterInput(LineInput):
    """A line to type in over a list: `steer` is offered each key first, and takes those that move in the list."""

    def __init__(self, steer: Callable[[str], bool], *, offers_new: bool = False) -> None:
        super().__init__(placeholder=say("app.type_to_filter_or_make" if offers_new else "app.type_to_filter"))
        self._steer = steer

    def on_key(self, event: events.Key) -> None:
        """Keys that were taken are no text."""
        if self._steer(event.key):
            event.stop()
            event.prevent_default()


class TextPage(TextArea):
    """Several lines of text; what cannot be seen is drawn as a sign, one for one, so that the cursor stays right."""

    def __init__(self, text: str = "", *, name: str | None = None) -> None:
        super().__init__(to_normal_form(text)[0], name=name, soft_wrap=True, compact=True, highlight_cursor_line=False)

    def get_line(self, line_index: int) -> Text:
        """The line as it is drawn."""
        line = self.document.get_line(line_index)
        return Text("".join(visible(sign)[:1] for sign in line), end="", no_wrap=True)


class ChoiceField(Widget, can_focus=True):
    """One of a few values, changed with the arrows or the space bar."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,space,plus", "step(1)", show=False),
        Binding("left,minus", "step(-1)", show=False),
    ]
    DEFAULT_CSS = """
    ChoiceField { height: 1; &:focus { background: $block-cursor-background; color: $block-cursor-foreground; } }
    """

    index: reactive[int] = reactive(0)

    class Changed(Message):
        """Another value was chosen."""

    def __init__(self, choices: Sequence[tuple[str, str]], value: str = "", *, name: str | None = None) -> None:
        """`choices` are (value, as shown)."""
        super().__init__(name=name)
        self._choices = list(choices)
        values = [known for known, _ in choices]
        self.set_reactive(ChoiceField.index, values.index(value) if value in values else 0)

    @property
    def value(self) -> str:
        """What is chosen."""
        return self._choices[self.index][0]

    def render(self) -> Content:
        """The value between arrows."""
        return Content.assemble(("‹ ", "$text-muted"), visible(self._choices[self.index][1]), (" ›", "$text-muted"))

    def on_click(self) -> None:
        """A click is a step."""
        self.action_step(1)

    def action_step(self, step: int) -> None:
        """The next value, round and round."""
        self.index = (self.index + step) % len(self._choices)
        self.post_message(self.Changed())

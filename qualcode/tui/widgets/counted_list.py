"""A list whose lines end in counts: filled anew without losing its place, and only where a line has changed."""

from collections.abc import Iterable

from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

Line = tuple[int | None, Content]
"""A line, and the key of the row it stands for; None for a heading, which cannot be chosen."""


class CountedList(OptionList):
    """A subclass gives `lines(width)` and its own `Chosen`, and calls `fill` when something of it has changed."""

    class Chosen(Message):
        """The line with this key was chosen, by enter or a click."""

        def __init__(self, key: int) -> None:
            super().__init__()
            self.key = key

    def __init__(self, *, classes: str = "") -> None:
        super().__init__(compact=True, classes=classes)
        self._filled: list[Line] = []

    def lines(self, width: int) -> Iterable[Line]:
        """The lines, so many cells wide."""
        raise NotImplementedError

    @property
    def chosen(self) -> int | None:
        """The key of the line under the list's own cursor."""
        option = self.highlighted_option
        return None if option is None else key_of(option)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Say which was chosen; headings cannot be."""
        event.stop()
        key = key_of(event.option)
        if key is not None:
            self.post_message(self.Chosen(key))

    def on_resize(self) -> None:
        """The counts stand at the right edge."""
        self.fill()

    def fill(self) -> None:
        """Show the lines as they are now."""
        lines = list(self.lines(max(16, self.scrollable_content_region.width)))
        if [key for key, _ in lines] != [key for key, _ in self._filled]:
            chosen = self.chosen
            self.set_options(_option(line) for line in lines)
            self.choose(chosen)
        else:
            for index, (old, new) in enumerate(zip(self._filled, lines, strict=True)):
                if old != new:
                    self.replace_option_prompt_at_index(index, new[1])
        self._filled = lines

    def choose(self, key: int | None) -> None:
        """Put the list's own cursor on the line with this key, if there is one."""
        keys = [key_of(option) for option in self.options]
        self.highlighted = keys.index(key) if key is not None and key in keys else None


def key_of(option: Option) -> int | None:
    """The key that a line stands for."""
    return None if option.id is None else int(option.id)


def set_apart(left: Content, right: str, *, width: int) -> Content:
    """A line with something at each edge; what stands at the left is cut short where there is no room."""
    room = max(1, width - len(right) - 1)
    name = left.truncate(room, ellipsis=True)
    return Content.assemble(name, " " * (width - name.cell_length - len(right)), (right, "$text-muted"))


def _option(line: Line) -> Option:
    key, content = line
    return Option(content, id=None if key is None else str(key), disabled=key is None)

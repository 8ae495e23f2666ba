"""A list whose lines are known by a key, so that the cursor stays where it is when the lines change."""

from collections.abc import Sequence

from textual.actions import SkipAction
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

Line = tuple[str | None, Content]
"""A line's key, and how it is shown, over as many rows as it takes. Without a key the cursor passes it by."""


class KeyedList(OptionList):
    """Lines with keys. `key` is that of the line under the cursor."""

    def __init__(self, *, classes: str = "") -> None:
        super().__init__(compact=True, classes=classes)
        self._keyed: list[Line] = []

    @property
    def key(self) -> str:
        """The key of the line under the cursor, empty where there is none."""
        option = self.highlighted_option
        return option.id or "" if option is not None else ""

    def action_select(self) -> None:
        """Choose the line; where there is none, the key is the screen's."""
        if self.highlighted is None:
            raise SkipAction
        super().action_select()

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show these. The cursor stays on its line; when that has gone, it is where the line was."""
        if list(lines) == self._keyed:
            return
        key, at = self.key, self.highlighted or 0
        self._keyed = list(lines)
        self.set_options(Option(shown, id=known, disabled=known is None) for known, shown in lines)
        if not self.go_to(key):
            near = sorted(range(len(lines)), key=lambda index: (abs(index - at), -index))
            self.highlighted = next((index for index in near if lines[index][0] is not None), None)

    def go_to(self, key: str) -> bool:
        """To the line with this key; False if it is not there."""
        keys = [known for known, _ in self._keyed]
        if not key or key not in keys:
            return False
        self.highlighted = keys.index(key)
        return True

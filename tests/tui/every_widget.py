"""An app that shows hostile words in one widget kind after the other, as the program draws them; `n` is the next kind.

`test_widget_kinds.py` runs it in a terminal of its own.
"""

from asyncio import sleep
from collections.abc import Callable, Iterable
from typing import Any, ClassVar

from rich.text import Text
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import DataTable, Header, Log, OptionList, RichLog, Static, Tree

from qualcode.text.display import visible
from qualcode.tui.dialogs.fields import LineInput, TextPage
from qualcode.tui.shown import shown
from tests.tui.attacks import ESCAPES, HIDING, MARKUP

CASES = tuple(f"case{number}{attack}{HIDING}" for number, attack in enumerate((*ESCAPES, *MARKUP), start=10))


def _table(headings: Iterable[Any], rows: Iterable[tuple[Any, ...]]) -> Widget:
    table: DataTable[Any] = DataTable()
    table.add_columns(*headings)
    for row in rows:
        table.add_row(*row)
    return table


def _tree() -> Widget:
    tree: Tree[None] = Tree(Text("cases"))
    tree.root.expand()
    for case in CASES:
        tree.root.add_leaf(Text(visible(case)))
    return tree


def _rich_log() -> Widget:
    log = RichLog()
    for case in CASES:
        log.write(Text(visible(case)))
    return log


KINDS: dict[str, Callable[[], Iterable[Widget]]] = {
    "Static": lambda: [Static(shown(case)) for case in CASES],
    "Input": lambda: [LineInput(case) for case in CASES],
    "TextArea": lambda: [TextPage("\n".join(CASES))],
    "OptionList": lambda: [OptionList(*map(shown, CASES))],
    "DataTable": lambda: [_table(["n"], ((Text(visible(case)),) for case in CASES))],
    "DataTable headings": lambda: [_table([Text(visible(case))], []) for case in CASES],
    "Tree": lambda: [_tree()],
    "Log": lambda: [Log().write_lines(map(visible, CASES))],
    "RichLog": lambda: [_rich_log()],
    "Header": lambda: [Header()],
    "notify": list,
}
"""The widget kinds in which words of a file were seen to reach the terminal as they were."""


class EveryWidget(App[None]):
    """One kind at a time, its name first."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("n", "next", priority=True)]
    CSS = "Toast { width: 80; max-width: 100%; padding: 0; margin: 0 } DataTable { height: auto }"

    def compose(self) -> ComposeResult:
        """An empty page."""
        yield VerticalScroll()

    def on_mount(self) -> None:
        """Wait for the first `n`."""
        self._left = list(KINDS)

    async def action_next(self) -> None:
        """The next kind, alone on the page."""
        page = self.query_one(VerticalScroll)
        await page.remove_children()
        kind = self._left.pop(0)
        await page.mount(Static(Content(f"kind {kind}.")), *KINDS[kind]())
        if kind == "Header":
            for case in CASES:
                self.title = visible(case)
                await sleep(0.04)
        elif kind == "notify":
            self.notify("\n".join(map(visible, CASES)), markup=False)

    def action_pwn(self) -> None:
        """What one of the attacks would have done."""
        self.exit(message="pwned")


if __name__ == "__main__":
    EveryWidget().run()

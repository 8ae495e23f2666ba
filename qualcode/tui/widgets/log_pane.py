"""The table log beside the transcript: the lines around what is being said."""

from bisect import bisect_right
from collections.abc import Sequence
from typing import ClassVar

from textual.content import Content
from textual.widget import Widget

from qualcode.locale import say
from qualcode.services.tagging.log_words import clock, line_text
from qualcode.tui.shown import shown
from qualcode.views.table_log import LogLineView, TableLogView


class LogPane(Widget):
    """A log's lines, the one that belongs to the turn at hand marked and in sight."""

    ALLOW_SELECT: ClassVar[bool] = False

    def __init__(self, *, classes: str = "") -> None:
        super().__init__(classes=classes)
        self._log: TableLogView | None = None
        self._at_ms: int | None = None

    def show_log(self, log: TableLogView) -> None:
        """Show this log."""
        self._log = log
        self.refresh()

    def go_to(self, at_ms: int | None) -> None:
        """Show what was written down around this time; None: stay."""
        if at_ms is not None and at_ms != self._at_ms:
            self._at_ms = at_ms
            self.refresh()

    def render(self) -> Content:
        """The lines that there is room for."""
        if self._log is None or not (self._log.lines or self._log.summary):
            return Content.styled(say("speakers_screen.no_log"), "$text-muted")
        lines = self._log.lines
        height = max(1, self.size.height)
        here = line_at(lines, self._at_ms)
        first = max(0, min(here - height // 3, len(lines) - height))
        shown_lines = [
            _line(line, here=self._at_ms is not None and at == here)
            for at, line in enumerate(lines[first : first + height], start=first)
        ]
        if self._log.summary and len(shown_lines) < height:
            shown_lines.append(shown(self._log.summary, "$text-muted italic"))
        return Content("\n").join(shown_lines)


def line_at(lines: Sequence[LogLineView], at_ms: int | None) -> int:
    """The index of the last line written by this time; 0 where there is none."""
    if at_ms is None or not lines:
        return 0
    times: list[int] = []
    for line in lines:
        times.append(line.at_ms if line.at_ms is not None else times[-1] if times else 0)
    return max(0, bisect_right(times, at_ms) - 1)


def _line(line: LogLineView, *, here: bool) -> Content:
    time = clock(line.at_ms).rjust(5)
    return Content.assemble(
        ("▸" if here else " ", "$primary"), (f"{time} ", "$text-muted"), shown(line_text(line), "bold" if here else "")
    )

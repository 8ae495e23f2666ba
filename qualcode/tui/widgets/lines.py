"""The lines around a place: where one is, what is asked, and what can be done."""

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Static

from qualcode.commands import COMMANDS, Command, command, footer_of
from qualcode.tui.shown import shortened, shown

_BETWEEN = "  "
_PREFIX = "place."
_PLACES = [known for known in COMMANDS if known.id.startswith(_PREFIX) and known.id != "place.back"]
_LONG = 8
_CUT = 4
"""A place's name of more letters than the one may be cut to the other."""

_SIDE_BY_SIDE = 140
"""Columns from which status and keys share a row."""


class TopLine(Widget):
    """Study, analysis, transcript; the places at the right, the current one marked, each to be clicked."""

    DEFAULT_CSS = """
    TopLine { height: 1; padding: 0 1; }
    """

    heading: reactive[tuple[str, ...]] = reactive(())

    def __init__(self, place: str) -> None:
        super().__init__()
        self._place = place

    def show_heading(self, heading: tuple[str, ...]) -> None:
        """Say where one is."""
        self.heading = tuple(heading)

    def render(self) -> Content:
        """The line, the heading cut short where there is no room for all of it."""
        places = Content("").join(self._places())
        room = max(0, self.content_size.width - places.cell_length - 1)
        # Where there is no room the end says more than the beginning: the transcript before the study.
        parts = list(self.heading)
        while len(parts) > 1 and len(" · ".join(parts)) > room:
            parts.pop(0)
        heading = shown(_fit(" · ".join(parts), room), "bold").truncate(room, ellipsis=True)
        gap = max(1, self.content_size.width - places.cell_length - heading.cell_length)
        return Content.assemble(heading, " " * gap, places)

    async def on_click(self, event: events.Click) -> None:
        """Go to the place that was clicked."""
        offset = event.get_content_offset(self)
        places = self._places()
        right = self.content_size.width - sum(place.cell_length for place in places)
        for known, place in zip(_PLACES, places, strict=True):
            left, right = right, right + place.cell_length
            if offset is not None and left <= offset.x < right:
                await self.app.run_action(known.action)

    def _places(self) -> list[Content]:
        """The places; where one is comes first, so the long ones are cut short before its name is."""
        places = [self._shown(known, cut=False) for known in _PLACES]
        wanted = len(self.heading[-1]) + 1 if self.heading else 0
        if self.content_size.width - sum(place.cell_length for place in places) >= wanted:
            return places
        return [self._shown(known, cut=True) for known in _PLACES]

    def _shown(self, known: Command, *, cut: bool) -> Content:
        if known.id == _PREFIX + self._place:
            return Content.styled(f"[{known.title}]", "bold $primary")
        long = cut and len(known.title) > _LONG
        return shown(f" {known.title[:_CUT]}. " if long else f" {known.title} ", "$text-muted")


def _fit(heading: str, room: int) -> str:
    """The heading, without its middle where it is too long: the end is often what tells it from another."""
    line = " ".join(heading.split())
    if len(line) <= room or room < _LONG:
        return shortened(line, cells=room)
    end = room // 3
    return f"{line[: room - end - 1].rstrip()}…{line[-end:].lstrip()}"


class QuestionLine(Static):
    """The research question, which decides what a meaning unit is."""

    DEFAULT_CSS = """
    QuestionLine { height: auto; max-height: 2; padding: 0 1; color: $text-muted; text-style: italic; }
    """

    def show_question(self, question: str) -> None:
        """Show it; a question not yet asked takes no room."""
        self.update(shown(" ".join(question.split())))
        self.display = bool(question.strip())


class BottomLine(Horizontal):
    """What is under the cursor, in words, then at most six keys."""

    DEFAULT_CSS = """
    BottomLine {
        height: 1; dock: bottom; padding: 0 1; background: $panel;
        & > .status { width: 1fr; height: 1; text-wrap: nowrap; text-overflow: ellipsis; }
        & > .keys { width: auto; height: 1; padding-left: 2; }
        &.stacked { layout: vertical; height: 2; }
        &.stacked > .status { width: 100%; }
        &.stacked > .keys { padding-left: 0; }
    }
    """

    def __init__(self, place: str) -> None:
        super().__init__()
        self._place = place
        self._status = Static(classes="status")

    def compose(self) -> ComposeResult:
        """Status at the left, keys at the right; on a narrow screen one over the other."""
        yield self._status
        yield Static(Content("").join(self._keys()), classes="keys")

    def on_resize(self) -> None:
        """Side by side where both have room, else one over the other."""
        self.set_class(self.screen.size.width < _SIDE_BY_SIDE, "stacked")

    def show_status(self, text: str | Content) -> None:
        """Say what is under the cursor."""
        self._status.update(text if isinstance(text, Content) else shown(text), layout=False)

    def show_keys(self, told: str = "") -> None:
        """Tell other keys, while those of the place are text; the place's again where nothing is told."""
        self.query_one(".keys", Static).update(shown(told) if told else Content("").join(self._keys()))

    def _keys(self) -> list[Content]:
        known = [*footer_of(self._place), command("app.help")]
        return [
            Content.assemble(
                (one.shown_keys[-1 if one.id == "app.help" else 0], "bold $primary"), f" {one.title}", _BETWEEN
            )
            for one in known
        ]

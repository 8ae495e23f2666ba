"""The code groups one codes into: digit, colour, how many units here and in all."""

from collections.abc import Iterator, Mapping, Sequence

from textual.color import Color, ColorParseError
from textual.content import Content

from qualcode.locale import say
from qualcode.tui.shown import shown
from qualcode.tui.widgets.counted_list import CountedList, Line, set_apart
from qualcode.views.groups import GroupView

BAR = "▌"
_COUNT = 5
"""Cells for a count."""


class GroupList(CountedList):
    """A line per code group under a heading; posts `Chosen`."""

    class Chosen(CountedList.Chosen):
        """The words are to go into the group with this key."""

    def __init__(self, *, classes: str = "") -> None:
        super().__init__(classes=classes)
        self._groups: tuple[GroupView, ...] = ()
        self._here: dict[int, int] = {}

    def show_groups(self, groups: Sequence[GroupView], here: Mapping[int, int]) -> None:
        """Show these; `here` tells by id how many units each has in the transcript that is open."""
        self._groups, self._here = tuple(groups), dict(here)
        self.fill()

    def lines(self, width: int) -> Iterator[Line]:
        """The heading, and the groups in the order of the codebook."""
        counts = f"{say('coding.here'):>{_COUNT}}{say('coding.in_all'):>{_COUNT}}"
        yield None, set_apart(Content.styled(say("coding.groups"), "bold"), counts, width=width)
        for group in self._groups:
            name = shown(" ".join(group.name.split()))
            named = Content.assemble((f"{group.key or ' '} ", "bold"), bar(group.colour), name)
            counts = f"{self._here.get(group.id, 0):>{_COUNT}}{group.units:>{_COUNT}}"
            yield group.id, set_apart(named, counts, width=width)


def bar(colour: str) -> Content:
    """A group's bar in its colour; without one, or with one that cannot be read, plain."""
    ink = _ink(colour)
    return Content.styled(BAR, ink) if ink else Content(BAR)


def _ink(colour: str) -> str:
    try:
        return Color.parse(colour).hex if colour else ""
    except ColorParseError:
        return ""

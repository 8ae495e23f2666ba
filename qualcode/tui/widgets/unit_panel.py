"""What is under the cursor, unit by unit, and under it the themes that the groups grew from."""

from collections.abc import Iterator, Mapping, Sequence

from textual.content import Content
from textual.widgets import Static

from qualcode.locale import say
from qualcode.tui.shown import shown
from qualcode.tui.widgets.group_list import bar
from qualcode.tui.widgets.transcript import TranscriptPane
from qualcode.views.coverage import Coverage
from qualcode.views.groups import GroupView
from qualcode.views.reading import ThemeView
from qualcode.views.transcript import PlacedUnit


class UnitPanel(Static):
    """The units under the cursor of `pane` with their letters, groups and coders; then the preliminary themes.

    It fills what room it is given, so that showing another unit moves nothing else on the screen.
    """

    def __init__(self, pane: TranscriptPane) -> None:
        super().__init__()
        self._pane = pane
        self._groups: Mapping[int, GroupView] = {}
        self._themes: tuple[ThemeView, ...] = ()
        self._coder = ""
        self._shares: tuple[Coverage, ...] = ()
        self._asked = 0
        self._marked: frozenset[int] = frozenset()
        self._shown: Content | None = None

    def on_mount(self) -> None:
        """Letters are those of the page in sight."""
        self.watch(self._pane, "scroll_y", self.show_under, init=False)

    def know(self, groups: Sequence[GroupView], themes: Sequence[ThemeView], *, coder: str) -> None:
        """What the units and the list of themes are to be shown with; `coder` is the one who needs no initials."""
        self._themes, self._coder = tuple(themes), coder
        self.regroup(groups)
        self.show_under()

    def regroup(self, groups: Sequence[GroupView]) -> None:
        """The code groups as they are now."""
        self._groups = {group.id: group for group in groups}

    def cover(self, shares: Sequence[Coverage], *, asked: int) -> None:
        """How much of each participant's own words is coded here, and how many questions wait for an answer."""
        self._shares, self._asked = tuple(shares), asked

    def mark(self, units: Sequence[PlacedUnit]) -> None:
        """Show that these are marked."""
        self._marked = frozenset(unit.id for unit in units)
        self.show_under()

    def show_under(self) -> None:
        """Show the units that are under the cursor now."""
        content = Content("\n").join([*self._units_shown(), *self._themes_shown(), *self._shares_shown()])
        if content != self._shown:
            self._shown = content
            self.update(content, layout=False)

    def _units_shown(self) -> Iterator[Content]:
        for unit in self._pane.units_under:
            standing_out = unit == self._pane.current_unit or unit.id in self._marked
            letter = Content.styled(self._pane.letter_of(unit) or " ", "bold reverse" if standing_out else "bold")
            for index, group_id in enumerate([group_id for group_id, _ in unit.groups] or [0]):
                yield Content.assemble(
                    " " if index else letter, " ", self._group_shown(group_id), self._told(unit, index)
                )

    def _group_shown(self, group_id: int) -> Content:
        group = self._groups.get(group_id)
        if group is None:
            return Content.styled(say("coding.no_group"), "$text-muted")
        return Content.assemble(bar(group.colour), shown(" ".join(group.name.split())))

    def _told(self, unit: PlacedUnit, index: int) -> Content:
        """After a unit's first group: whose it is if it is another's, and that there are notes on it."""
        if index:
            return Content("")
        told = [unit.coder] if unit.coder != self._coder else []
        told += [say("coding.notes", count=unit.notes)] if unit.notes else []
        told += [say("coding.to_discuss")] if unit.discuss else []
        return shown("".join(f" · {part}" for part in told), "$text-muted")

    def _themes_shown(self) -> Iterator[Content]:
        if self._themes:
            yield Content("")
            agreed = not self._themes[0].coder
            yield Content.styled(say("coding.themes" if agreed else "coding.own_themes"), "bold")
            for theme in self._themes:
                yield Content.assemble(("· ", "$text-muted"), shown(" ".join(theme.name.split())))

    def _shares_shown(self) -> Iterator[Content]:
        """What is left uncoded is to be seen, as it is meant to be: not a bar to be filled."""
        if self._shares:
            yield Content("")
            yield Content.styled(say("coding.own_words"), "bold")
        for one in self._shares:
            left = say("coding.untouched", count=one.untouched) if one.untouched else ""
            yield Content.assemble(shown(f"{one.participant} "), f"{one.percent} %", shown(f" {left}", "$text-muted"))
        if self._asked:
            yield Content("")
            yield shown(say("coding.asked", count=self._asked))

"""The transcripts of an analysis by substudy: which are read, how much is coded, which one is open."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from textual.content import Content

from qualcode.tui.shown import shown
from qualcode.tui.widgets.counted_list import CountedList, Line, set_apart
from qualcode.views.transcript import TranscriptLine

_NONE = "·"


class TranscriptList(CountedList):
    """A line per transcript under the name of its substudy; posts `Chosen`."""

    class Chosen(CountedList.Chosen):
        """The transcript with this key is to be opened."""

    def __init__(self, *, classes: str = "") -> None:
        super().__init__(classes=classes)
        self._transcripts: tuple[TranscriptLine, ...] = ()
        self._current: int | None = None
        self._units = 0

    def show_transcripts(self, transcripts: Sequence[TranscriptLine], current: int | None, *, units: int) -> None:
        """Show these; the `current` one is open and has so many `units`, which may have changed since it was read."""
        moved = current != self._current
        self._transcripts, self._current, self._units = tuple(transcripts), current, units
        self.fill()
        if moved:
            self.choose(current)

    def count_units(self, units: int) -> None:
        """The transcript that is open has so many units now."""
        if units != self._units:
            self._units = units
            self.fill()

    def lines(self, width: int) -> Iterator[Line]:
        """Each substudy with how many of its transcripts are read, and its transcripts."""
        for substudy, group in groupby(self._transcripts, key=lambda line: line.substudy):
            listed = list(group)
            read = sum(line.read for line in listed)
            heading = set_apart(shown(" ".join(substudy.split())), f"{read}/{len(listed)}", width=width)
            yield None, heading.stylize("bold")
            for line in listed:
                yield line.id, self._transcript_shown(line, width)

    def _transcript_shown(self, line: TranscriptLine, width: int) -> Content:
        here = line.id == self._current
        mark = "▸" if here else "✓" if line.read else " "
        units = self._units if here else line.units
        named = Content.assemble((f"{mark} ", "$primary"), shown(" ".join(line.name.split())))
        content = set_apart(named, str(units or _NONE), width=width)
        return content.stylize("bold") if here else content

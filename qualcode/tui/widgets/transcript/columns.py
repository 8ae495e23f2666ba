"""How the width of the page is shared between letters, turn numbers, speakers and the text. Pure."""

from dataclasses import dataclass

from qualcode.tui.widgets.transcript.glyphs import count_cells, visible_character
from qualcode.views.transcript import TranscriptView

_ROOMY, _NARROW, _SCANT = 76, 44, 24
_LANES = {_ROOMY: 3, _NARROW: 2, _SCANT: 1}
_SPEAKER = {_ROOMY: 12, _NARROW: 6, _SCANT: 4}


@dataclass(frozen=True, slots=True)
class Columns:
    """Cells from left to right: `left` empty ones, `lanes` for letters and one for a bar, `number`, `speaker`, `text`.

    A part that there is no room for is 0. `total` is the width of the whole page.
    """

    left: int
    lanes: int
    number: int
    speaker: int
    text: int
    total: int

    @property
    def text_start(self) -> int:
        """The column where the text begins, counted from 0; continued rows hang under it."""
        return self.left + _margin(self.lanes, self.number, self.speaker)


def share_width(transcript: TranscriptView, total: int, *, text_width: int | None, show_units: bool) -> Columns:
    """The columns of a page so many cells wide; with `text_width` the text is no wider, and the page is centred."""
    step = next((limit for limit in (_ROOMY, _NARROW, _SCANT) if total >= limit), 0)
    lanes = _LANES.get(step, 0) if show_units else 0
    number = max(2, len(str(len(transcript.turns)))) if step >= _NARROW else 0
    speaker = min(_longest_name(transcript), _SPEAKER.get(step, 0))
    margin = _margin(lanes, number, speaker)
    text = max(1, total - margin - 1)
    if text_width is not None:
        text = min(text, text_width)
    return Columns(max(0, (total - margin - text) // 2) if text_width else 0, lanes, number, speaker, text, total)


def _margin(lanes: int, number: int, speaker: int) -> int:
    """Letters, bar and a space; number and two spaces; speaker and two spaces."""
    return (lanes + 2 if lanes else 0) + (number + 2 if number else 0) + (speaker + 2 if speaker else 0)


def _longest_name(transcript: TranscriptView) -> int:
    names = {turn.speaker.shown for turn in transcript.turns if turn.speaker is not None}
    return max((count_cells("".join(map(visible_character, name))) for name in names), default=1)

"""A picture as the numbers it shows; how they are drawn is another room's."""

from dataclasses import dataclass

from qualcode.views.table import Cell

BARS = "bars"
HEAT = "heat"
NETWORK = "network"
SPANS = "spans"
LINES = "lines"

FREQUENCIES = "frequencies"
MATRIX = "matrix"
COOCCURRENCE = "cooccurrence"
PORTRAIT = "portrait"
PROGRESS = "progress"
RECRUITMENT = "recruitment"
PICTURES = (FREQUENCIES, MATRIX, COOCCURRENCE, PORTRAIT, PROGRESS, RECRUITMENT)


@dataclass(frozen=True, slots=True)
class PictureView:
    """What is drawn, and in which form.

    The form says how the rows are to be read:

    - bars: a label, then a number for each series (`columns` after the first);
    - heat: a label, then a number for each column;
    - network: a label, then how often it stands together with each of the labels, in order (with itself: how large);
    - spans: interview, code group, start, end, and the length of the interview, in characters;
    - lines: a day, then a number for each series.

    `alternative` is the text for those who do not see it.
    """

    kind: str
    form: str
    title: str
    alternative: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...] = ()

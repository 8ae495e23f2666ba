"""What every text is before anyone knows who speaks: lines with a place."""

from dataclasses import dataclass

from qualcode.importers.places import Place


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a text file or a paragraph of a Word file; tabs are still in it.

    `is_heading` when the file marks it as one. `label` is the speaker where the file has a column for it; then `text`
    is speech and nothing else. Times in ms where the file has them outside the words. `breaks` when a new paragraph
    begins here.
    """

    text: str
    place: Place
    is_heading: bool = False
    label: str | None = None
    start_ms: int | None = None
    end_ms: int | None = None
    breaks: bool = True

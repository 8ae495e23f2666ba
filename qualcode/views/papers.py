"""Papers for the analysis meeting and for appendices: headings, prose, and tables of words."""

from dataclasses import dataclass

from qualcode.views.table import TableView


@dataclass(frozen=True, slots=True)
class PaperTable:
    """A table of words as printed; `shares` are the columns' parts of the width."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    shares: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PaperSection:
    """A part of a paper: its heading of level 2 or 3, prose (paragraphs parted by blank lines), and perhaps a table."""

    heading: str
    level: int
    text: str = ""
    table: PaperTable | None = None


@dataclass(frozen=True, slots=True)
class PaperView:
    """A whole paper in a language (nb, nn, en), and `flat`: the same as one table, for spreadsheets and programs.

    `wide_margin` leaves room to write beside the words; `lying` lays the page on its long side.
    """

    title: str
    language: str
    sections: tuple[PaperSection, ...]
    flat: TableView
    wide_margin: bool = False
    lying: bool = False


@dataclass(frozen=True, slots=True)
class MeetingView:
    """The note of an analysis meeting: `held` is its date (ISO), who was `present`, and what was `decided`."""

    id: int
    uid: str
    analysis: str
    held: str
    present: str
    decided: str
    coder: str
    version: int = 0

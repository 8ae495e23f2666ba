"""Tables in Word: a head that repeats on every page, rows that stay whole, horizontal lines only.

A table of few lines stays together on one page.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from qualcode.exporters.word.markup import attribute, paragraph, run


@dataclass(frozen=True, slots=True)
class Column:
    """A column as printed: its heading, the letter of its note (or nothing), its width, and whether it holds numbers.

    `width` is in twentieths of a point.
    """

    heading: str
    width: int
    mark: str = ""
    numeric: bool = False


@dataclass(frozen=True, slots=True)
class TableLooks:
    """The ids of the styles a table is written with."""

    table: str
    text: str


def table_xml(
    columns: Sequence[Column],
    rows: Iterable[Sequence[str]],
    *,
    looks: TableLooks,
    title: str,
    description: str,
    noted: bool = False,
) -> str:
    """A table whose cells are words as printed; `title` and `description` are read aloud to those who cannot see it.

    The last row is on the page of what follows where it is `noted`, with small print under it.
    """
    total = sum(column.width for column in columns)
    grid = "".join(f'<w:gridCol w:w="{column.width}"/>' for column in columns)
    head = (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{attribute(looks.table)}"/><w:tblW w:w="{total}" w:type="dxa"/>'
        '<w:tblLayout w:type="fixed"/><w:tblLook w:val="0420" w:firstRow="1" w:lastRow="0" w:firstColumn="0" '
        'w:lastColumn="0" w:noHBand="0" w:noVBand="1"/>'
        f'<w:tblCaption w:val="{attribute(title)}"/><w:tblDescription w:val="{attribute(description)}"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>"
    )
    printed = list(rows)
    last = len(printed) - 1
    kept = {*range(last if _is_small(columns, printed) else 0), *([last] if noted else [])}
    openings = [_cell_openings(columns, looks, kept=True), _cell_openings(columns, looks, kept=False)]
    body = "".join(
        "<w:tr><w:trPr><w:cantSplit/></w:trPr>"
        + "".join(
            f"{opening}{run(words) if words else ''}</w:p></w:tc>"
            for opening, words in zip(openings[number not in kept], row, strict=True)
        )
        + "</w:tr>"
        for number, row in enumerate(printed)
    )
    return f"{head}{_head_row(columns, looks)}{body}</w:tbl>"


def whole_words(
    headings: Sequence[str], rows: Sequence[Sequence[str]], *, shares: Sequence[int], text_width: int
) -> list[int]:
    """Column widths by their parts of the page, but no word is broken that a quarter of the page has room for.

    What a column needs more than its part, the widest one gives, down to half of its own.
    """
    widths = [text_width * share // sum(shares) for share in shares]
    widest = max(range(len(widths)), key=widths.__getitem__)
    spare = widths[widest] // 2
    for place, cells in enumerate(zip(headings, *rows, strict=True)):
        if place != widest:
            longest = max(len(word) for cell in cells for word in cell.split() or [""])
            more = min(_in_points(longest), text_width // 4) - widths[place]
            given = max(0, min(more, spare))
            widths[place] += given
            widths[widest] -= given
            spare -= given
    return widths


def share_width(
    headings: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    text_width: int,
    longest: int = 44,
    numeric: Collection[int] = (),
) -> list[int]:
    """Column widths in twentieths of a point: room for the longest word first, then after how much there is to read.

    The table is at most `text_width` wide, and narrower where its words ask for less. A cell counts as at most
    `longest` characters, for beyond that it had better have more lines than more width. `numeric` are the places of
    columns of figures, which have air after them.
    """
    columns = list(zip(headings, *rows, strict=True))
    wished = [_in_points(min(longest, max(len(line) for cell in cells for line in _lines(cell)))) for cells in columns]
    needed = [_in_points(max(len(word) for cell in cells for word in cell.split() or [""])) for cells in columns]
    for place in numeric:
        wished[place] += _AIR
        needed[place] += _AIR
    spare = text_width - sum(needed)
    more = [max(0, wish - need) for wish, need in zip(wished, needed, strict=True)]
    if spare <= 0:
        return [max(200, need * text_width // sum(needed)) for need in needed]
    if sum(more) <= spare:
        air = min(spare - sum(more), sum(wished) // 2) // len(columns)
        return [need + extra + air for need, extra in zip(needed, more, strict=True)]
    return [need + extra * spare // sum(more) for need, extra in zip(needed, more, strict=True)]


def _head_row(columns: Sequence[Column], looks: TableLooks) -> str:
    cells = "".join(
        f"{opening}{run(column.heading)}{run(column.mark, properties=_SUPERSCRIPT) if column.mark else ''}</w:p></w:tc>"
        for column, opening in zip(columns, _cell_openings(columns, looks, kept=True), strict=True)
    )
    return f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{cells}</w:tr>"


def _cell_openings(columns: Sequence[Column], looks: TableLooks, *, kept: bool) -> list[str]:
    """Each column's cell and its paragraph, up to the words; `kept` on the page of the next row.

    Figures stand to the right, with air before words that stand to the left of the next column.
    """
    openings = []
    for column, following in zip(columns, [*columns[1:], None], strict=True):
        air = f'<w:ind w:right="{_AIR}"/>' if following is not None and not following.numeric else ""
        side = f'{air}<w:jc w:val="right"/>' if column.numeric else ""
        opened = paragraph("", style=looks.text, properties=(_KEPT if kept else "") + side).removesuffix("</w:p>")
        openings.append(f'<w:tc><w:tcPr><w:tcW w:w="{column.width}" w:type="dxa"/></w:tcPr>{opened}')
    return openings


def _is_small(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> bool:
    """Whether a page has room for it beside other text: its rows have few lines together."""
    return (
        len(rows) <= _FEW_LINES
        and sum(
            max(_lines_taken(words, column.width) for words, column in zip(row, columns, strict=True)) for row in rows
        )
        <= _FEW_LINES
    )


def _lines_taken(words: str, width: int) -> int:
    """About how many lines a cell has: of what a line has room for, words at its end leave a part empty."""
    return sum(max(1, -(-_in_points(len(line)) // width)) for line in _lines(words))


def _in_points(characters: int) -> int:
    """The width, in twentieths of a point, of so many characters of table text with the air beside them."""
    return 200 + 120 * characters


def _lines(cell: str) -> list[str]:
    return cell.split("\n")


_FEW_LINES = 20
_KEPT = "<w:keepNext/>"
_AIR = 170
_SUPERSCRIPT = '<w:vertAlign w:val="superscript"/>'

"""The parts of an .xlsx as text (ECMA-376 part 1, section 18).

Written here and not by openpyxl, which puts every sheet in the system's temporary folder first: what participants said
would lie there after a crash. Words stand in their cells (`inlineStr`), so a sheet is written in one pass.
"""

from collections.abc import Iterable, Sequence
from html import escape

from qualcode.exporters.packaging import CORE_PROPERTIES
from qualcode.exporters.wording import plain

MOST_IN_A_CELL = 32_767

_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_CORE_RELATION = f"{_PACKAGE}/relationships/metadata/core-properties"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_PACKAGE_TYPE = "application/vnd.openxmlformats-package"

_LOOKS = {"number": 0, "words": 1, "heading": 2, "guarded": 3}
"""Places in `cellXfs` below. A guarded cell (`quotePrefix`) stays text also after somebody has edited it."""

_STYLES = f"""{_DECLARATION}<styleSheet xmlns="{_MAIN}">
<fonts count="2">
<font><sz val="11"/><name val="Calibri"/><family val="2"/></font>
<font><b/><sz val="11"/><name val="Calibri"/><family val="2"/></font>
</fonts>
<fills count="2">
<fill><patternFill patternType="none"/></fill>
<fill><patternFill patternType="gray125"/></fill>
</fills>
<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>
<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>
<cellXfs count="4">
<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" applyAlignment="1">
<alignment vertical="top"/></xf>
<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" applyAlignment="1">
<alignment vertical="top" wrapText="1"/></xf>
<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1" applyAlignment="1">
<alignment vertical="top" wrapText="1"/></xf>
<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" quotePrefix="1" applyAlignment="1">
<alignment vertical="top" wrapText="1"/></xf>
</cellXfs>
<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>
</styleSheet>"""


def frame_parts(names: Sequence[str], properties: bytes) -> list[tuple[str, bytes]]:
    """Every part of a workbook but its sheets, which are `xl/worksheets/sheet1.xml` and on, called `names`."""
    numbered = list(enumerate(names, start=1))
    overrides = "".join(
        f'<Override PartName="/xl/worksheets/sheet{number}.xml" ContentType="{_SHEET_TYPE}.worksheet+xml"/>'
        for number, _ in numbered
    )
    types = (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="{_PACKAGE_TYPE}.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_SHEET_TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_SHEET_TYPE}.styles+xml"/>'
        f'<Override PartName="/{CORE_PROPERTIES}" ContentType="{_PACKAGE_TYPE}.core-properties+xml"/>'
        f"{overrides}</Types>"
    )
    sheets = "".join(
        f'<sheet name="{escape(plain(name))}" sheetId="{number}" r:id="rId{number}"/>' for number, name in numbered
    )
    book = f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{sheets}</sheets></workbook>'
    inside = [(f"{_OFFICE}/worksheet", f"worksheets/sheet{number}.xml") for number, _ in numbered]
    parts = [
        ("[Content_Types].xml", types),
        (
            "_rels/.rels",
            _relations([(f"{_OFFICE}/officeDocument", "xl/workbook.xml"), (_CORE_RELATION, CORE_PROPERTIES)]),
        ),
        ("xl/workbook.xml", book),
        ("xl/_rels/workbook.xml.rels", _relations([*inside, (f"{_OFFICE}/styles", "styles.xml")])),
    ]
    packed = [(name, f"{_DECLARATION}{text}".encode()) for name, text in parts]
    return [*packed, ("xl/styles.xml", _STYLES.encode()), (CORE_PROPERTIES, properties)]


def sheet_xml(head: Sequence[str], rows: Iterable[Sequence[str]], widths: Sequence[int]) -> bytes:
    """A sheet of cells made by `cell_xml`, its first row in view also when the rest is scrolled."""
    columns = "".join(
        f'<col min="{place}" max="{place}" width="{width}" customWidth="1"/>'
        for place, width in enumerate(widths, start=1)
    )
    body = "".join(f"<row>{''.join(row)}</row>" for row in (head, *rows))
    return (
        f'{_DECLARATION}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        f"<cols>{columns}</cols><sheetData>{body}</sheetData></worksheet>"
    ).encode()


def cell_xml(value: str | float | None, *, heading: bool = False, guarded: bool = False) -> str:
    """A cell: words as words (`guarded` where they look like a formula), numbers as numbers, None as an empty cell."""
    if value is None or value == "":
        return "<c/>"
    if not isinstance(value, str):
        return f'<c s="{_LOOKS["number"]}"><v>{value!r}</v></c>'
    look = _LOOKS["heading" if heading else "guarded" if guarded else "words"]
    words = f'<t xml:space="preserve">{escape(value, quote=False)}</t>'
    return f'<c s="{look}" t="inlineStr"><is>{words}</is></c>'


def _relations(targets: Sequence[tuple[str, str]]) -> str:
    lines = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, start=1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{lines}</Relationships>'

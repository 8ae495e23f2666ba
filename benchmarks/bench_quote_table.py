"""The quote table in Word against the same XML written by hand with lxml, and 5,000 rows against 20,000.

Run: `python -m benchmarks.bench_quote_table`. The aim: at most 3 times the hand-written writer, and linear: four times
the rows in about four times the time.
"""

import tempfile
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from lxml import etree

from benchmarks.timing import compare
from qualcode.exporters.registry import write_quotes
from qualcode.views.quotes import QuoteView
from tests.exporters.examples import make_quotes

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TEXT = "word/document.xml"


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        few, many = make_quotes(5_000), make_quotes(20_000)
        for quotes in (few, many):
            _check_that_both_write_the_same(quotes[:200], folder)
            parts = _frame(quotes, folder / "frame.docx")
            compare(
                f"{len(quotes):,} quotes, ours against lxml by hand",
                lambda quotes=quotes: _write(quotes, folder / "ours.docx"),  # type: ignore[misc]
                lambda quotes=quotes, parts=parts: _write_by_hand(quotes, folder / "by_hand.docx", parts),  # type: ignore[misc]
            )
        compare(
            "ours, 20,000 quotes against 5,000 (linear is 4)",
            lambda: _write(many, folder / "ours.docx"),
            lambda: _write(few, folder / "ours.docx"),
        )


def _write(quotes: list[QuoteView], path: Path) -> None:
    write_quotes(quotes, path, title="Sitater.", language="nb")


def _frame(quotes: list[QuoteView], path: Path) -> dict[str, bytes]:
    """Every part of the file as ours writes it, with one row left in the table: its columns are as wide as theirs."""
    _write(quotes, path)
    with ZipFile(path) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    root = etree.fromstring(parts[TEXT])
    for row in list(root.iter(f"{{{W}}}tr"))[2:]:
        row.getparent().remove(row)  # type: ignore[union-attr]
    return parts | {TEXT: etree.tostring(root)}


def _write_by_hand(quotes: list[QuoteView], path: Path, frame: dict[str, bytes]) -> None:
    """The same file: the rows made element by element, the rest taken from the frame."""
    parts = dict(frame)
    root = etree.fromstring(parts[TEXT])
    table = root.find(f".//{{{W}}}tbl")
    assert table is not None
    pattern = table.findall(f"{{{W}}}tr")[-1]
    widths = [cell.get(f"{{{W}}}w", "") for cell in pattern.iter(f"{{{W}}}tcW")]
    table.remove(pattern)
    for quote in quotes:
        row = etree.SubElement(table, f"{{{W}}}tr")
        etree.SubElement(etree.SubElement(row, f"{{{W}}}trPr"), f"{{{W}}}cantSplit")
        for width, words in zip(widths, _words(quote), strict=True):
            _add_cell(row, width, words)
    parts[TEXT] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    with ZipFile(path, "w", ZIP_DEFLATED) as out:
        for name, content in parts.items():
            out.writestr(name, content)


def _add_cell(row: etree._Element, width: str, words: str) -> None:
    cell = etree.SubElement(row, f"{{{W}}}tc")
    measure = etree.SubElement(etree.SubElement(cell, f"{{{W}}}tcPr"), f"{{{W}}}tcW")
    measure.set(f"{{{W}}}w", width)
    measure.set(f"{{{W}}}type", "dxa")
    paragraph = etree.SubElement(cell, f"{{{W}}}p")
    etree.SubElement(etree.SubElement(paragraph, f"{{{W}}}pPr"), f"{{{W}}}pStyle").set(f"{{{W}}}val", "TableText")
    if not words:
        return
    run = etree.SubElement(paragraph, f"{{{W}}}r")
    for place, line in enumerate(words.split("\n")):
        if place:
            etree.SubElement(run, f"{{{W}}}br")
        text = etree.SubElement(run, f"{{{W}}}t")
        text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        text.text = line


def _words(quote: QuoteView) -> tuple[str, ...]:
    said = "\n".join(f"{line.speaker}: «{line.text}»" for line in quote.lines) or f"«{_inner(quote.printed)}»"
    return (
        quote.code_group,
        quote.subgroup,
        f"★ {said}" if quote.golden else said,
        ", ".join(quote.participants),
        "; ".join(f"{name}: {value}" for name, value in quote.attributes),
        quote.transcript,
        str(quote.turn),
    )


def _inner(words: str) -> str:
    for mark in ("‹", "›"):
        words = words.replace('"', mark, 1)
    return words


def _check_that_both_write_the_same(quotes: list[QuoteView], folder: Path) -> None:
    _write(quotes, folder / "ours.docx")
    _write_by_hand(quotes, folder / "by_hand.docx", _frame(quotes, folder / "frame.docx"))
    ours, by_hand = (
        etree.tostring(etree.fromstring(ZipFile(folder / name).read(TEXT)), method="c14n")
        for name in ("ours.docx", "by_hand.docx")
    )
    # The table's description counts its rows, and the frame of the one by hand was made for one.
    assert ours.count(b"<w:tr>") == by_hand.count(b"<w:tr>")
    assert ours[ours.index(b"<w:tr>") :] == by_hand[by_hand.index(b"<w:tr>") :]


if __name__ == "__main__":
    main()

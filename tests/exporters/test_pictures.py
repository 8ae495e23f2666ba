"""Claims about picture files: the same each time, without path, user or date, and words from the study as they are."""

import itertools
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from qualcode.exporters.picture_forms import parts_of
from qualcode.exporters.pictures import draw
from qualcode.exporters.registry import write_picture
from qualcode.views.pictures import BARS, HEAT, LINES, NETWORK, SPANS, PictureView

HOSTILE = "<b>&$x^2$ [/x] \x1b]0;t\x07 \u202e«rød» $"
_COLUMNS = ("what", "Pasientene", HOSTILE)
VIEWS = [
    PictureView("frequencies", BARS, "Søyler", "To søyler.", _COLUMNS, ((HOSTILE, 3, 1), ("Uro", 0, 2))),
    PictureView("matrix", HEAT, HOSTILE, HOSTILE, _COLUMNS, (("P1", 3, 1), (HOSTILE, 0, 2)), ("Et notat.",)),
    PictureView("cooccurrence", NETWORK, "Nett", "Nett.", ("group", "Uro", HOSTILE), (("Uro", 4, 1), (HOSTILE, 1, 2))),
    PictureView("portrait", SPANS, "Løp", "Løp.", ("t", "g", "s", "e", "l"), (("P1", HOSTILE, 0, 5, 90),)),
    PictureView(
        "progress", LINES, "Dager", "Dager.", ("day", "AA", "BB"), (("2026-01-01", 1, 0), ("2026-01-03", 4, 2))
    ),
]


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.form)
def test_svg_is_the_same_each_time_and_holds_the_words_as_text(view: PictureView) -> None:
    image = draw(view, "svg", language="nb")
    assert image == draw(view, "svg", language="nb")
    assert b"Date" not in image
    assert b"\x1b" not in image
    shown = "".join(str(words) for words in etree.fromstring(image).itertext())
    if view.form != LINES:
        assert "<b>&$x^2$" in shown


def test_png_holds_neither_program_nor_date() -> None:
    image = draw(VIEWS[0], "png", language="nb")
    assert image == draw(VIEWS[0], "png", language="nb")
    assert image.startswith(b"\x89PNG")
    assert b"Software" not in image
    assert b"Date" not in image


def test_word_has_the_picture_a_caption_and_an_alternative_text(tmp_path: Path) -> None:
    path = tmp_path / "figur.docx"
    write_picture(VIEWS[1], path, language="nb")
    with zipfile.ZipFile(path) as package:
        text = package.read("word/document.xml").decode()
        images = [name for name in package.namelist() if name.endswith(".png")]
    assert len(images) == 1
    assert 'descr="&lt;b&gt;&amp;$x^2$' in text
    assert "SEQ Figur" in text
    from docx import Document

    document = Document(str(path))
    assert len(document.inline_shapes) == 1
    assert [one.text for one in document.paragraphs if one.style is not None and one.style.style_id == "Caption"]


def test_high_picture_is_parted_so_that_each_part_can_be_read_on_its_page(tmp_path: Path) -> None:
    rows = tuple((f"P{at}", at % 4, at % 3) for at in range(60))
    view = PictureView("matrix", HEAT, "Mange", "Mange.", ("who", "Uro", "Hjem"), rows)
    parts = parts_of(view)
    assert tuple(row for part in parts for row in part.rows) == rows
    path = tmp_path / "figur.docx"
    write_picture(view, path, language="nb")
    from docx import Document

    document = Document(str(path))
    section = document.sections[0]
    assert None not in (section.page_height, section.top_margin, section.bottom_margin)
    room = section.page_height - section.top_margin - section.bottom_margin  # type: ignore[operator]
    assert len(document.inline_shapes) == len(parts) == 2
    assert all(picture.height < room for picture in document.inline_shapes)
    captions = [one.text for one in document.paragraphs if one.style is not None and one.style.style_id == "Caption"]
    assert captions == ["Figur 1. Mange (1 av 2)", "Figur 2. Mange (2 av 2)"]


def test_parts_of_a_picture_have_the_scale_and_the_numbers_of_the_whole() -> None:
    columns = ("group", "Pasientene")
    whole = PictureView("frequencies", BARS, "Mange", "Mange.", columns, (("Uro", 40), ("Hjem", 2)))
    part = replace(whole, rows=whole.rows[1:])
    assert b">40<" in draw(part, "svg", language="nb", whole=whole)
    assert b">40<" not in draw(part, "svg", language="nb")
    rows = tuple((f"P{at // 3}", f"G{at % 3 if at else 3}", 0, 9, 90) for at in range(600))
    portrait = PictureView("portrait", SPANS, "Løp", "Løp.", ("t", "g", "s", "e", "l"), rows)
    parts = parts_of(portrait)
    assert len(parts) > 1
    seen = [{row[0] for row in part.rows} for part in parts]
    assert all(not one & other for one, other in itertools.pairwise(seen)), "an interview stands on one page"
    assert b"4. G0" in draw(parts[-1], "svg", language="nb", whole=portrait)


def test_series_that_a_row_cannot_be_counted_in_has_no_bar() -> None:
    columns = ("group", "Pasientene", "Legene")
    counted = PictureView("frequencies", BARS, "Søyler", "Søyler.", columns, (("Uro", 3, 0), ("Hjem", 1, 2)))
    parted = PictureView("frequencies", BARS, "Søyler", "Søyler.", columns, (("Uro", 3, None), ("Hjem", 1, 2)))
    numbers = [
        [words.text for words in etree.fromstring(draw(view, "svg", language="nb")).iter("{*}text")].count("0")
        for view in (counted, parted)
    ]
    assert numbers == [2, 1]

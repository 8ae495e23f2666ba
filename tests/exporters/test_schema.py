"""Every Word file we write is valid against the schema of ECMA-376, part by part."""

from dataclasses import replace
from functools import cache
from pathlib import Path
from zipfile import ZipFile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from qualcode.exporters.registry import write_chapter, write_paper, write_quotes, write_table
from qualcode.views.chapter import PAPER, ChapterCategory, ChapterParagraph, ChapterQuote
from qualcode.views.papers import PaperSection, PaperView
from qualcode.views.table import TableView
from tests.exporters.examples import CHAPTER, PATIENTS, WHOLE, make_quotes

SCHEMA = Path(__file__).parent / "schema" / "wml.xsd"


@cache
def _schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(str(SCHEMA)))


def faults(path: Path) -> list[str]:
    """What the schema has against the parts of a Word file."""
    found = []
    with ZipFile(path) as archive:
        for name in archive.namelist():
            if name.startswith("word/") and name.endswith(".xml") and "theme" not in name:
                schema = _schema()
                schema.validate(etree.fromstring(archive.read(name)))
                found += [f"{name}:{one.line}: {one.message}" for one in schema.error_log]  # type: ignore[attr-defined]
    return found


@pytest.mark.parametrize("order", ["report", PAPER])
def test_a_chapter_is_valid_in_either_order(tmp_path: Path, order: str) -> None:
    write_chapter(replace(WHOLE, order=order), tmp_path / "chapter.docx")
    assert faults(tmp_path / "chapter.docx") == []


def test_tables_quotes_and_papers_are_valid(tmp_path: Path) -> None:
    path = tmp_path / "file.docx"
    write_quotes(make_quotes(7), path, title="Sitater", language="nb")
    assert faults(path) == []
    write_table(PATIENTS, path, language="nb")
    assert faults(path) == []
    flat = TableView(title="", columns=("a",), rows=())
    write_paper(PaperView("Enheter", "nb", (PaperSection("Uro", 2, "Et.\n\nTo."),), flat, wide_margin=True), path)
    assert faults(path) == []


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.sampled_from("^[]tabel 15()\n\t<&\x00å«»"), max_size=60))
def test_no_text_makes_a_file_invalid(tmp_path: Path, text: str) -> None:
    parts = (ChapterParagraph(text, f"{1:032x}"), ChapterQuote(text, text or "x", text, (), f"{2:032x}"))
    categories = (ChapterCategory(1, text, parts),)
    substudy = replace(CHAPTER.substudies[0], summary=text, ties=(15, 16), categories=categories)
    write_chapter(replace(CHAPTER, substudies=(substudy,)), tmp_path / "chapter.docx")
    assert faults(tmp_path / "chapter.docx") == []

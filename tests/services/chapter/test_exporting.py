"""Bringing the chapter, the quotes and tables out into files."""

import csv
from pathlib import Path

import pytest
from docx import Document

from qualcode.errors import CannotWrite, NothingToExport
from qualcode.services.chapter.exporting import export_chapter, export_quotes, export_table
from qualcode.services.participants.participants import demographic_table
from qualcode.storage.opening import OpenStudy
from tests.builders import SUBSTUDY, add_substudy
from tests.services.written import HEADING, SAID, write_analysis


def test_a_chapter_is_written_over_the_one_that_was_there(study: OpenStudy, tmp_path: Path) -> None:
    write_analysis(study)
    path = tmp_path / "chapter.docx"
    path.write_text("gammelt", encoding="utf-8")
    export_chapter(study, path)
    assert f"Resultatkategori 1: {HEADING}" in [paragraph.text for paragraph in Document(str(path)).paragraphs]


def test_the_quote_table_calls_attributes_what_the_reader_calls_them(study: OpenStudy, tmp_path: Path) -> None:
    write_analysis(study)
    export_quotes(study, tmp_path / "quotes.csv")
    text = (tmp_path / "quotes.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    assert [row["quote"] for row in rows] == list(SAID.values())
    assert rows[0]["attributes"] == "Alder: 30"


def test_a_table_is_written_by_its_ending_and_in_the_study_s_language(study: OpenStudy, tmp_path: Path) -> None:
    write_analysis(study)
    view = demographic_table(study, SUBSTUDY)
    export_table(study, view, tmp_path / "table.docx")
    texts = [paragraph.text for paragraph in Document(str(tmp_path / "table.docx")).paragraphs]
    assert any(text.startswith("Tabell 1.") for text in texts)
    export_table(study, view, tmp_path / "table.csv")
    assert (tmp_path / "table.csv").read_text(encoding="utf-8").splitlines()[:2] == ["participant,age", "P1,30"]


def test_where_there_is_nothing_nothing_is_written(study: OpenStudy, tmp_path: Path) -> None:
    add_substudy(study)
    with pytest.raises(NothingToExport):
        export_chapter(study, tmp_path / "chapter.docx")
    with pytest.raises(NothingToExport):
        export_quotes(study, tmp_path / "quotes.docx")
    assert not list(tmp_path.glob("*.docx"))


def test_a_folder_that_is_not_there_is_told(study: OpenStudy, tmp_path: Path) -> None:
    write_analysis(study)
    with pytest.raises(CannotWrite):
        export_chapter(study, tmp_path / "nowhere" / "chapter.docx")

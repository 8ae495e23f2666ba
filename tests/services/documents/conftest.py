"""A written chapter as a Word file, and what a changed file differs in."""

from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree

from qualcode.services.chapter.chapter_texts import write_chapter_text
from qualcode.services.chapter.exporting import export_chapter
from qualcode.services.documents.taking_back import text_differences
from qualcode.services.synthesis.synthesis import add_paragraph
from qualcode.storage.opening import OpenStudy
from qualcode.views.taking_back import TextDifference
from tests.builders import SUBSTUDY
from tests.exporters.reading import W, read_text
from tests.services.word_edits import edit
from tests.services.written import Written, write_analysis

Change = Callable[[etree._Element], object]
SUMMARY = "Uroen var størst før timen.\n\nEtterpå gikk den over hos de fleste."
MORE = "Likevel gikk alle til timen, også den som først hadde sagt nei."


@pytest.fixture
def written(study: OpenStudy) -> Written:
    made = write_analysis(study)
    add_paragraph(study, made.category, text=MORE)
    write_chapter_text(study, "summary", SUMMARY, substudy=SUBSTUDY)
    return made


@pytest.fixture
def chapter(study: OpenStudy, written: Written, tmp_path: Path) -> Path:
    path = tmp_path / "chapter.docx"
    export_chapter(study, path)
    return path


def differences(study: OpenStudy, path: Path, *changes: Change) -> tuple[TextDifference, ...]:
    def all_of_them(root: etree._Element) -> None:
        for change in changes:
            change(root)

    return text_differences(study, edit(path, all_of_them))


def cited(path: Path) -> list[str]:
    """The citations of Zotero in a Word file, by their ids."""
    codes = (str(code.text) for code in read_text(path).iter(f"{W}instrText") if "ZOTERO" in str(code.text))
    return [code.split('"')[3] for code in codes]

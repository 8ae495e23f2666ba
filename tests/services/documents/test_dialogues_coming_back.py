"""A dialogue in a Word file that comes back: joined words must be signed, and are told of once."""

from pathlib import Path

import pytest

from qualcode.services.chapter.exporting import export_chapter
from qualcode.services.condensing.quotes import change_printed, mark_quote, sign_off
from qualcode.services.documents.document_checking import check_document
from qualcode.services.synthesis.synthesis import add_paragraph
from qualcode.storage.opening import OpenStudy
from tests.builders import add_group, add_transcript, code_words
from tests.services.written import write_analysis

SAID = [("FL6", "Hos oss lå det i posten."), ("FL7", "I tre uker var det?")]
JOINED = " ".join(words for _, words in SAID)


@pytest.fixture
def quote(study: OpenStudy) -> int:
    """A placed quote in which two speak, printed without a line for each; signed by nobody."""
    written = write_analysis(study)
    talk = add_transcript(study, "G1", SAID)
    unit = code_words(study, talk, "\n\n".join(words for _, words in SAID), add_group(study, "Resymeet"))
    key = mark_quote(study, unit.coding_id, printed=JOINED)
    add_paragraph(study, written.category, quote_id=key)
    return key


def _told(study: OpenStudy, folder: Path, *, traced: bool = False) -> list[str]:
    path = folder / f"{traced}.docx"
    export_chapter(study, path, traced=traced)
    return [finding.message for finding in check_document(study, path).findings]


def test_joined_words_that_nobody_signed_are_told_once_though_the_appendix_repeats_them(
    study: OpenStudy, quote: int, tmp_path: Path
) -> None:
    (told,) = _told(study, tmp_path)
    assert "(FL6, FL7)" in told
    assert _told(study, tmp_path, traced=True) == [told]


@pytest.mark.parametrize("lines", [True, False])
def test_joined_words_that_are_signed_and_lines_for_each_are_no_fault(
    study: OpenStudy, quote: int, tmp_path: Path, lines: bool
) -> None:
    if lines:
        change_printed(study, quote, "")
    else:
        sign_off(study, quote)
    assert _told(study, tmp_path, traced=True) == []

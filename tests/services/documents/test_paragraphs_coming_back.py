"""Paragraphs that were parted, joined, moved or taken out in Word, also with tracked changes."""

from collections.abc import Callable
from copy import deepcopy
from pathlib import Path

from lxml import etree

from qualcode.services.documents.document_checking import check_document
from qualcode.services.documents.taking_back import take_back
from qualcode.services.synthesis.categories import categories
from qualcode.storage.opening import OpenStudy
from tests.exporters.reading import W
from tests.services.documents.conftest import MORE, differences
from tests.services.word_edits import edit, paragraph_with, replace_words
from tests.services.written import HEADING, PROSE, Written

LEAD_IN = "En av dem sa:"


def _tracked(paragraph: etree._Element, kind: str, words: str) -> None:
    """Wrap every run of a paragraph in a tracked change."""
    for run in list(paragraph.iter(f"{W}r")):
        wrapped = etree.Element(f"{W}{kind}")
        wrapped.set(f"{W}author", "BB")
        run.addprevious(wrapped)
        wrapped.append(run)
        for text in list(run.iter(f"{W}t")):
            text.tag = f"{W}{words}"


def _delete_tracked(words: str) -> Callable[[etree._Element], None]:
    return lambda root: _tracked(paragraph_with(root, words), "del", "delText")


def _move_tracked(words: str, *, after: str) -> Callable[[etree._Element], None]:
    """Move a paragraph as Word does with tracked changes: a copy, and the place it came from."""

    def change(root: etree._Element) -> None:
        here, copy = paragraph_with(root, words), deepcopy(paragraph_with(root, words))
        for mark in [*copy.iter(f"{W}bookmarkStart"), *copy.iter(f"{W}bookmarkEnd")]:
            copy.remove(mark)
        _tracked(here, "moveFrom", "t")
        _tracked(copy, "moveTo", "t")
        paragraph_with(root, after).addnext(copy)

    return change


def _join(words: str, other: str) -> Callable[[etree._Element], None]:
    """Take out the paragraph's end before another one."""

    def change(root: etree._Element) -> None:
        first, second = paragraph_with(root, words), paragraph_with(root, other)
        for child in list(second):
            if child.tag != f"{W}pPr":
                first.append(child)
        body = second.getparent()
        assert body is not None
        body.remove(second)

    return change


def _part(words: str, at: str) -> Callable[[etree._Element], None]:
    """Press Enter before these words."""

    def change(root: etree._Element) -> None:
        text = next(one for one in root.iter(f"{W}t") if one.text and words in one.text)
        run, here = text.getparent(), paragraph_with(root, words)
        assert run is not None
        told = str(text.text)
        text.text = told[: told.index(at)]
        rest = etree.Element(f"{W}p")
        rest.append(deepcopy(run))
        rest[0][-1].text = told[told.index(at) :]
        for child in list(run.itersiblings()):
            rest.append(child)
        here.addnext(rest)

    return change


def _texts(study: OpenStudy, written: Written) -> list[str]:
    return [paragraph.text for paragraph in categories(study, written.analysis)[0].paragraphs]


def test_a_paragraph_deleted_with_tracked_changes_is_gone_when_that_is_confirmed(
    study: OpenStudy, chapter: Path, written: Written
) -> None:
    (found,) = differences(study, chapter, _delete_tracked(MORE))
    assert (found.kind, found.before) == ("gone", MORE)
    take_back(study, [found], [1], file="chapter.docx")
    assert _texts(study, written) == [PROSE, LEAD_IN]


def test_a_paragraph_s_end_deleted_with_tracked_changes_is_told_as_that(study: OpenStudy, chapter: Path) -> None:
    def join(root: etree._Element) -> None:
        here = paragraph_with(root, PROSE)
        here.insert(0, etree.fromstring(f'<w:pPr xmlns:w="{W[1:-1]}"><w:rPr><w:del w:author="BB"/></w:rPr></w:pPr>'))

    told = [one.message for one in check_document(study, edit(chapter, join)).findings]
    assert [one for one in told if "BB join this paragraph with the next" in one]
    assert not [one for one in told if "do not change" in one]


def test_a_paragraph_moved_with_tracked_changes_is_no_difference(study: OpenStudy, chapter: Path) -> None:
    assert differences(study, chapter, _move_tracked(MORE, after=PROSE)) == ()


def test_a_lead_in_joined_with_the_paragraph_before_it_stands_there_and_not_twice(
    study: OpenStudy, chapter: Path, written: Written
) -> None:
    found = differences(study, chapter, _join(PROSE, LEAD_IN), replace_words(LEAD_IN, f" {LEAD_IN}"))
    assert {(one.before, one.after) for one in found} == {(LEAD_IN, ""), (PROSE, f"{PROSE} {LEAD_IN}")}
    take_back(study, found, [1, 2], file="chapter.docx")
    assert _texts(study, written) == [f"{PROSE} {LEAD_IN}", "", MORE]


def test_a_paragraph_that_was_only_parted_says_so(study: OpenStudy, chapter: Path, written: Written) -> None:
    parted = MORE.replace(", også", ",\n\nogså")
    (found,) = differences(study, chapter, _part(MORE, "også"))
    assert (found.kind, found.after) == ("changed", parted)
    told = [one.message for one in check_document(study, edit(chapter, _part(MORE, "også"))).findings]
    assert [f'The text in "{HEADING}" has been changed: where paragraphs end' in one for one in told] == [True]
    take_back(study, [found], [1], file="chapter.docx")
    assert _texts(study, written)[-1] == parted

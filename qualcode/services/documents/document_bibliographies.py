"""The bibliographies of a Word file: what stands above each, where it belongs, and whether the study has it so."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from qualcode.locale import LANGUAGES, say
from qualcode.services.chapter.chapter_fields import kept_bibliographies, same_bibliographies, shown_together
from qualcode.services.chapter.chapter_texts import OF_THE_STUDY
from qualcode.services.documents.document_quotes import plain_words
from qualcode.storage.opening import OpenStudy
from qualcode.text.word_changes import GONE, NEW, SAME, WordChange
from qualcode.views.documents import BEFORE_APPENDICES, DocumentParagraph, KeptBibliography, ReadDocument
from qualcode.views.taking_back import BIBLIOGRAPHY, TextDifference

_MOST_WORDS = 4
"""A line of no more words above a bibliography is its heading, whatever style it has."""
_APPENDICES = ("exporting.method_appendix", "exporting.analysis_appendix", "exporting.trace_appendix")
_PARTS = (
    *(f"exporting.{part}" for part in ("recruitment", "participants", "summary", "conclusion", "contents")),
    *(f"chapter.heading.{part}" for part in OF_THE_STUDY),
)
_LEVEL = 2


def headed(document: ReadDocument) -> tuple[list[KeptBibliography], list[DocumentParagraph]]:
    """The bibliographies with their headings, and the paragraphs of the file without these."""
    lists: list[KeptBibliography] = []
    rest = list(document.paragraphs)
    for one in document.bibliographies:
        above = [paragraph for paragraph in rest if paragraph.number <= one.paragraph and paragraph.text.strip()][-1:]
        since = lists[-1].paragraph if lists else 0
        if above and above[0].number > since and _is_its_heading(above[0]):
            rest.remove(above[0])
            level = above[0].style.removeprefix("heading").strip()
            told = " ".join(plain_words(above[0].text).split())
            lists.append(replace(one, heading=told, level=int(level) if level in ("1", "2", "3") else _LEVEL))
        else:
            lists.append(one)
    return lists, rest


def placed_in(
    lists: Sequence[KeptBibliography], paragraphs: Sequence[DocumentParagraph], known: Mapping[int, str]
) -> tuple[KeptBibliography, ...]:
    """The bibliographies with their places. `known` are the uids of the study's texts, by their paragraphs' numbers."""
    appendices = _called(_APPENDICES)

    def follows(one: KeptBibliography) -> str:
        later = [paragraph for paragraph in paragraphs if paragraph.number > one.paragraph and paragraph.text.strip()]
        if not later:
            return ""
        if later[0].style.startswith("heading") and later[0].text.strip() in appendices:
            return BEFORE_APPENDICES
        before = [number for number in known if number <= one.paragraph]
        return known[max(before)] if before else ""

    return tuple(replace(one, follows=follows(one)) for one in lists)


def bibliography_difference(
    study: OpenStudy, lists: Sequence[KeptBibliography], paragraphs: Sequence[DocumentParagraph]
) -> Iterator[TextDifference]:
    """What differs between the bibliographies of a file and the study's, as one.

    A file that has none has lost them only if its citations are alive: some programs make plain text of both.
    """
    kept = kept_bibliographies(study)
    is_alive = any(paragraph.fields for paragraph in paragraphs)
    if same_bibliographies(kept, lists) or not (lists or is_alive):
        return
    before, after = shown_together(kept), shown_together(lists)
    yield TextDifference(
        number=0,
        kind=BIBLIOGRAPHY,
        where=next((one.heading for one in (*lists, *kept) if one.heading), say("takeback.bibliography")),
        before=before,
        after=after,
        changes=tuple(_entry_changes(before.splitlines(keepends=True), after.splitlines(keepends=True))),
        paragraph=lists[0].paragraph if lists else 0,
        newer=False,
        by_likeness=False,
        uid="",
        bibliographies=tuple(lists),
    )


def _entry_changes(before: Sequence[str], after: Sequence[str]) -> Iterator[WordChange]:
    """Entry by entry: word by word, hundreds of entries with the same words take half a minute."""
    for kind, start, end, new_start, new_end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            yield WordChange(SAME, "".join(before[start:end]))
            continue
        if end > start:
            yield WordChange(GONE, "".join(before[start:end]))
        if new_end > new_start:
            yield WordChange(NEW, "".join(after[new_start:new_end]))


def _is_its_heading(above: DocumentParagraph) -> bool:
    words = plain_words(above.text).strip()
    if above.marks or above.in_table or words in _called((*_APPENDICES, *_PARTS)):
        return False
    return above.style.startswith("heading") or (len(words.split()) <= _MOST_WORDS and words[-1:].isalnum())


def _called(keys: tuple[str, ...]) -> set[str]:
    """The chapter's own headings, in every language."""
    return {say(key, language=one) for key in keys for one in (*LANGUAGES, "nn")}

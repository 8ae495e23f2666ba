"""A Word file that comes back from co-authors, with the names that they wrote into it."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from qualcode.importers.word_document import read_document
from qualcode.locale import say
from qualcode.services.documents.document_checking import check_document
from qualcode.services.documents.document_places import places_in
from qualcode.services.protecting.confirmed_names import confirmed_names
from qualcode.storage.opening import OpenStudy
from qualcode.text.identifying import Sought, occurrences
from qualcode.text.known_names import KnownNames
from qualcode.text.marks import nth_place
from qualcode.text.shortening import shortened
from qualcode.views.checking import ERROR, NOTE, CheckReport, Finding
from qualcode.views.documents import DocumentParagraph
from qualcode.views.linkage import KnownPerson

_AROUND = 30


def check_returned(study: OpenStudy, path: Path, *, people: Sequence[KnownPerson] = ()) -> CheckReport:
    """Look through a Word file that has been with co-authors (`check_document`), and for names in it.

    A name confirmed in review or standing in the linkage key (`people`) is an error, in text, footnotes and comments;
    of an author who is cited and called the same, a note. Raises `UnreadableFile`.
    """
    report = check_document(study, path)
    with study.reading() as connection:
        confirmed = confirmed_names(connection)
    known = KnownNames((name for one in people for name in one.names), exactly=(one.contact for one in people))
    findings = [*_named(read_document(path).paragraphs, known, confirmed), *report.findings]
    findings.sort(key=lambda finding: finding.level != ERROR)
    return CheckReport(all(finding.level != ERROR for finding in findings), tuple(findings))


def _named(
    paragraphs: Sequence[DocumentParagraph], known: KnownNames, confirmed: Sequence[Sought]
) -> Iterator[Finding]:
    places = places_in(paragraphs)
    for paragraph in paragraphs:
        where = places[paragraph.number]
        cited = [(nth_place(paragraph.text, one.shown, one.before), len(one.shown)) for one in paragraph.fields]
        for text in (paragraph.text, *paragraph.comments):
            for start, end, source in _places(text, known, confirmed):
                words = " ".join(text[max(0, start - _AROUND) : end + _AROUND].split())
                if text is paragraph.text and any(0 <= at <= start and end <= at + long for at, long in cited):
                    yield Finding(NOTE, "name", where, say("leaks.name_cited", name=text[start:end]))
                else:
                    yield Finding(ERROR, "name", where, say(f"leaks.name_{source}", words=shortened(words)))


def _places(text: str, known: KnownNames, confirmed: Sequence[Sought]) -> list[tuple[int, int, str]]:
    found = [(one.span.start, one.span.end, "key") for one in known.find(text)] if known else []
    found += [(one.start, one.end, "review") for one in occurrences(text, confirmed)] if confirmed else []
    return sorted(found)

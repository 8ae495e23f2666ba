"""Parts of the chapter that were written in Word and not in the study: prose under a heading that the chapter has."""

from collections.abc import Collection, Iterator, Sequence

from sqlalchemy import Connection

from qualcode.locale import LANGUAGES, say
from qualcode.services.chapter import chapter_texts
from qualcode.services.chapter.chapter_comparison import comparison_of
from qualcode.services.chapter.chapter_layout import layout_of
from qualcode.services.chapter.chapter_offers import offers_of
from qualcode.services.chapter.chapter_texts import OF_THE_STUDY, part_name, written_texts
from qualcode.services.documents.document_quotes import is_prose, mark_of, plain_words
from qualcode.storage.opening import OpenStudy
from qualcode.text.marks import TEXT
from qualcode.text.word_changes import word_changes
from qualcode.views.documents import DocumentParagraph
from qualcode.views.taking_back import NEW, TextDifference

_LANGUAGES = (*LANGUAGES, "nn")
Place = tuple[str, str]
"""A part of the chapter, and the substudy or analysis it is of by name, empty for the study's own."""
Headings = Sequence[tuple[str, Sequence[Place]]]
"""The headings of the chapter's parts, each with the places that stand under it."""


def part_differences(
    study: OpenStudy, paragraphs: Sequence[DocumentParagraph], taken: Collection[int]
) -> Iterator[TextDifference]:
    """A new text for each part that the study has not written; what was offered there is not one.

    That is the register's sentences, and what came of the comparison where there is no discussion yet.

    `taken` are the numbers of paragraphs that are known as something else.
    """
    with study.reading() as connection:
        named = _Names(connection)
        # Under a heading that the study shares with a paper, nobody can say whose a text is.
        written = {named.of(place) for place in written_texts(connection)}
        shared = {(part, "") for part, _ in written if part in OF_THE_STUDY}
        papers = (None, *chapter_texts.analysis_titles(connection))
        offered = [
            {named.of(place): text for place, text in offers_of(connection, language, paper).items()}
            for language in _LANGUAGES
            for paper in papers
        ]
        headings = part_headings(connection)
    discussed = comparison_of(study, _LANGUAGES[0]).text
    offered = [{("discussion", ""): discussed, **texts} for texts in offered]
    told = _prose_under(paragraphs, taken, headings)
    for place, found in told.items():
        text = "\n\n".join(plain_words(paragraph.words).strip() for paragraph in found)
        offers = [texts.get(place, "") for texts in offered]
        if place in written | shared or _even(text) in {_even(offer) for offer in offers}:
            continue
        mark = next((one for one in _marks() if text.startswith(one)), "")
        after = text.removeprefix(mark).strip()
        likely = [one.removeprefix(mark).strip() for one in offers if mark and one.startswith(mark)]
        offer = max(likely, key=lambda one: len({*one.split()} & {*after.split()}), default="")
        yield TextDifference(
            number=0,
            kind=NEW,
            where=part_name(*place),
            before=offer,
            after=after,
            changes=word_changes(offer, after),
            paragraph=found[0].number,
            newer=False,
            by_likeness=False,
            uid="",
            fields=tuple(field for paragraph in found for field in paragraph.fields),
            part=place,
        )


def added_prose(
    paragraphs: Sequence[DocumentParagraph], taken: Collection[int], headings: Headings
) -> dict[str, list[DocumentParagraph]]:
    """What was written under the heading of a part, beside the words that are known as the study's, by the part's name.

    Word ends a bookmark with the words it was set around: what is typed before or after these is outside it.
    """
    told = _prose_under(paragraphs, taken, headings)
    written = {place: [one for one in found if not mark_of(one, TEXT)[0]] for place, found in told.items()}
    offered = tuple(_marks())
    return {
        part_name(*place): found
        for place, found in written.items()
        if found and not plain_words(found[0].text).startswith(offered)
    }


def _prose_under(
    paragraphs: Sequence[DocumentParagraph], taken: Collection[int], headings: Headings
) -> dict[Place, list[DocumentParagraph]]:
    """The prose that stands under each heading of a part, in order."""
    known, names = _known(headings), [name for name, _ in headings]
    found: dict[Place, list[DocumentParagraph]] = {}
    owner, place = "", None
    for paragraph in paragraphs:
        if paragraph.style.startswith("heading"):
            title = _even(plain_words(paragraph.text))
            owner = next((name for name in names if _even(name) == title), owner)
            place = known.get((title, "")) or known.get((title, owner))
        elif place and paragraph.number not in taken and is_prose(paragraph) and paragraph.text.strip():
            found.setdefault(place, []).append(paragraph)
    return found


def part_headings(connection: Connection) -> Headings:
    """The headings of the chapter's parts in order, each with what may stand under it."""
    named = _Names(connection)
    return [(part.heading, [named.of(place) for _, place in part.places]) for part in layout_of(connection)]


class _Names:
    """What substudies and analyses are called."""

    def __init__(self, connection: Connection) -> None:
        self._substudies = chapter_texts.substudy_names(connection)
        self._analyses = chapter_texts.analysis_titles(connection)

    def of(self, place: chapter_texts.Place) -> Place:
        """A place in the chapter by name."""
        part, owner = place
        name = self._substudies.get(owner.substudy or 0) or self._analyses.get(owner.analysis or 0)
        return part, name or ""


def _known(headings: Headings) -> dict[tuple[str, str], Place]:
    """Which part stands under a heading, by its words and the part it stands in."""
    known: dict[tuple[str, str], Place] = {}
    for language in _LANGUAGES:
        for part in OF_THE_STUDY:
            known[_even(say(f"chapter.heading.{part}", language=language)), ""] = (part, "")
        for name, places in headings:
            for place in places:
                heading = say(f"exporting.{place[0]}", language=language)
                known[_even(heading), name] = place
                # In a paper's order it stands in the appendix on the method, with its substudy's name.
                known[_even(f"{heading}: {name}"), ""] = place
    return known


def _marks() -> list[str]:
    return [say("reporting.offered.mark", language=language) for language in _LANGUAGES]


def _even(text: str) -> str:
    return " ".join(text.split()).casefold()

"""Parts of the chapter that were written in Word and not in the study: prose under a heading that the chapter has."""

from collections.abc import Collection, Iterator, Sequence

from sqlalchemy import select
from sqlmodel import col

from qualcode.locale import LANGUAGES, say
from qualcode.model import Substudy
from qualcode.services.chapter.chapter_offers import offers_of
from qualcode.services.chapter.chapter_texts import OF_A_SUBSTUDY, OF_THE_STUDY, texts_by_part
from qualcode.services.documents.document_quotes import is_prose, mark_of, plain_words
from qualcode.services.documents.document_stored import part_name
from qualcode.storage.opening import OpenStudy
from qualcode.text.marks import TEXT
from qualcode.text.word_changes import word_changes
from qualcode.views.documents import DocumentParagraph
from qualcode.views.taking_back import NEW, TextDifference

_LANGUAGES = (*LANGUAGES, "nn")
Place = tuple[str, str]
"""A part of the chapter and the substudy it is of, empty for the study's own."""


def part_differences(
    study: OpenStudy, paragraphs: Sequence[DocumentParagraph], taken: Collection[int]
) -> Iterator[TextDifference]:
    """A new text for each part that the study has not written; what the register offered there is not one.

    `taken` are the numbers of paragraphs that are known as something else.
    """
    with study.reading() as connection:
        names = {row.id: row.name for row in connection.execute(select(col(Substudy.id), col(Substudy.name)))}
        written = {(part, names.get(key, "")) for part, key in texts_by_part(connection)}
        offered = [
            {(part, names.get(key or 0, "")): text for (part, key), text in offers_of(connection, language).items()}
            for language in _LANGUAGES
        ]
    told = _prose_under(paragraphs, taken, list(names.values()))
    for place, found in told.items():
        text = "\n\n".join(plain_words(paragraph.text).strip() for paragraph in found)
        offers = [texts.get(place, "") for texts in offered]
        if place in written or _even(text) in {_even(offer) for offer in offers}:
            continue
        begun = [pair for pair in zip(_marks(), offers, strict=True) if text.startswith(pair[0])]
        mark, before = begun[0] if begun else ("", "")
        after, offer = text.removeprefix(mark).strip(), before.removeprefix(mark).strip()
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
    paragraphs: Sequence[DocumentParagraph], taken: Collection[int], substudies: Sequence[str]
) -> dict[str, list[DocumentParagraph]]:
    """What was written under the heading of a part, beside the words that are known as the study's, by the part's name.

    Word ends a bookmark with the words it was set around: what is typed before or after these is outside it.
    """
    told = _prose_under(paragraphs, taken, substudies)
    written = {place: [one for one in found if not mark_of(one, TEXT)[0]] for place, found in told.items()}
    offered = tuple(_marks())
    return {
        part_name(*place): found
        for place, found in written.items()
        if found and not plain_words(found[0].text).startswith(offered)
    }


def _prose_under(
    paragraphs: Sequence[DocumentParagraph], taken: Collection[int], substudies: Sequence[str]
) -> dict[Place, list[DocumentParagraph]]:
    """The prose that stands under each heading of a part, in order."""
    headings = _headings(substudies)
    found: dict[Place, list[DocumentParagraph]] = {}
    owner, place = "", None
    for paragraph in paragraphs:
        if paragraph.style.startswith("heading"):
            title = _even(plain_words(paragraph.text))
            owner = next((name for name in substudies if _even(name) == title), owner)
            place = headings.get((title, "")) or headings.get((title, owner))
        elif place and paragraph.number not in taken and is_prose(paragraph) and paragraph.text.strip():
            found.setdefault(place, []).append(paragraph)
    return found


def _headings(substudies: Sequence[str]) -> dict[tuple[str, str], Place]:
    """Which part stands under a heading, by its words and the substudy it stands in."""
    known: dict[tuple[str, str], Place] = {}
    for language in _LANGUAGES:
        for part in OF_THE_STUDY:
            known[_even(say(f"chapter.heading.{part}", language=language)), ""] = (part, "")
        for part in OF_A_SUBSTUDY:
            heading = say(f"exporting.{part}", language=language)
            known |= {(_even(heading), name): (part, name) for name in substudies}
            # In a paper's order these stand in the appendix on the method, each with its substudy's name.
            known |= {(_even(f"{heading}: {name}"), ""): (part, name) for name in substudies}
    return known


def _marks() -> list[str]:
    return [say("reporting.offered.mark", language=language) for language in _LANGUAGES]


def _even(text: str) -> str:
    return " ".join(text.split()).casefold()

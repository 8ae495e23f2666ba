"""Where something stands in a Word file, as a person finds it there: under which heading, and which paragraph there."""

from collections.abc import Sequence

from qualcode.locale import say
from qualcode.text.shortening import shortened
from qualcode.views.documents import DocumentParagraph


def places_in(paragraphs: Sequence[DocumentParagraph]) -> dict[int, str]:
    """The place of each paragraph by its number. Empty ones and those in tables do not count."""
    places: dict[int, str] = {}
    heading, count = "", 0
    for one in paragraphs:
        words = one.text.strip()
        if one.style.startswith("heading") and words:
            heading, count = shortened(" ".join(words.split())), 0
            places[one.number] = say("document.heading_at", heading=heading)
            continue
        count += bool(words) and not one.in_table
        kind = "table_under" if one.in_table else "paragraph_under"
        known = say(f"document.{kind}", number=count, heading=heading) if heading else ""
        places[one.number] = known or say("document.paragraph", number=max(count, 1))
    return places

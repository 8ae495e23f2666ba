"""The trained model: persons, organisations, places and others, bokmål and nynorsk. Nothing else loads spaCy."""

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from qualcode.text.identifying.candidate import ORGANISATION, OTHER, PERSON, PLACE
from qualcode.text.identifying.lists import RESOURCES

_KINDS = {"PER": PERSON, "ORG": ORGANISATION, "GPE": PLACE, "LOC": PLACE}
_LONGEST = 4_000
"""Speech without full stops is read in stretches of about so many characters, so that memory stays small."""


Pace = Callable[[int, int], None]
"""Is told how many of how many characters have been read; it may raise, and so stop what takes its time."""


def find_by_model(text: str, *, pace: Pace | None = None) -> Iterator[tuple[int, int, str]]:
    """What the model takes for names, as (start, end, kind), in order of place."""
    stretches = list(_stretches(text))
    documents = _loaded().pipe((text[start:end] for start, end in stretches), batch_size=64)
    for (start, end), document in zip(stretches, documents, strict=True):
        if pace:
            pace(end, len(text))
        for name in document.ents:
            yield start + name.start_char, start + name.end_char, _KINDS.get(name.label_, OTHER)


@cache
def _loaded() -> Any:
    # About a second: only who looks for names waits for it.
    import spacy

    return spacy.load(RESOURCES / "name_model")


def _stretches(text: str) -> Iterator[tuple[int, int]]:
    """The text in stretches that end between turns, or else at a blank."""
    start = 0
    for end in [*(gap.start() for gap in re.finditer("\n\n", text)), len(text)]:
        while end - start > _LONGEST:
            blank = text.rfind(" ", start, start + _LONGEST)
            cut = blank + 1 if blank > start else start + _LONGEST
            yield start, cut
            start = cut
        if end > start:
            yield start, end
            start = end

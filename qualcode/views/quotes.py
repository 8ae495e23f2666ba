"""Quotes: the original words, the printed form, and where they come from."""

from dataclasses import dataclass

from qualcode.text.span import Span


@dataclass(frozen=True, slots=True)
class QuoteLine:
    """A line of a dialogue quote: who says it, and the printed words."""

    speaker: str
    text: str


@dataclass(frozen=True, slots=True)
class QuoteView:
    """One quote. `text` is the original, letter by letter; `printed` what goes on paper; `form` how the two differ.

    `form` is verbatim, shortened, clarified, edited, normalised or translated. `attributes` are (name, value as shown)
    of the participant, when all the words are one participant's. `signed` tells whether a person has accepted what the
    printed form changes; `differs` whether it changes more than ellipsis, capital and brackets, or hides who says what
    (`mixed`: several speak, and the printed form is not divided between them). `lines` has one line per speaker when
    several speak, else it is empty; `spoken` are the turns of the original: where each begins in it, and who says it.
    `analysis` is the title of the one that the code group belongs to. A code, and a transcript's name, are one person's
    and one text's only within the `substudy`.
    """

    id: int
    uid: str
    code_group: str
    subgroup: str
    text: str
    printed: str
    form: str
    golden: bool
    participants: tuple[str, ...]
    attributes: tuple[tuple[str, str], ...]
    transcript: str
    turn: int
    start: int
    end: int
    coder: str
    differs: bool
    signed: bool
    lines: tuple[QuoteLine, ...] = ()
    unit_id: int = 0
    coding_id: int = 0
    version: int = 0
    analysis: str = ""
    mixed: bool = False
    spoken: tuple[tuple[int, str], ...] = ()
    substudy: str = ""
    transcript_id: int = 0


@dataclass(frozen=True, slots=True)
class QuotePlace:
    """A stretch of one text (its key in the texts that were searched), with how many runs of the quote's words it has.

    `runs` of `of` were found; a quote that stands there word for word has them all.
    """

    text: int
    span: Span
    runs: int
    of: int

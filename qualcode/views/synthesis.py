"""Step 4: result categories, what they rest on, and how they were validated."""

from dataclasses import dataclass

from qualcode.views.quotes import QuoteView


@dataclass(frozen=True, slots=True)
class CategoryCondensateView:
    """A condensate that a category may rest on; `path` is `Group/Subgroup`, `uid` the condensate's.

    `must_look` when the units it stands on have changed since a person last looked.
    """

    id: int
    uid: str
    path: str
    text: str
    coder: str
    must_look: bool


@dataclass(frozen=True, slots=True)
class ParagraphView:
    """A paragraph of analytic text; where `quote` is set, a placed quote, and `text` is the lead-in before it."""

    id: int
    text: str
    quote: QuoteView | None
    version: int


@dataclass(frozen=True, slots=True)
class PassageView:
    """A passage that nuances, contradicts or supports (`stance`) a category; `turn` is the first it touches."""

    id: int
    transcript_id: int
    transcript: str
    turn: int
    start: int
    end: int
    text: str
    stance: str
    comment: str
    version: int


@dataclass(frozen=True, slots=True)
class Breadth:
    """How many say what a category rests on: participants by code, and the interviews they said it in, of all there are."""

    participants: tuple[str, ...]
    participants_in_all: int
    interviews: tuple[str, ...]
    interviews_in_all: int


@dataclass(frozen=True, slots=True)
class CategoryView:
    """A result category as it stands. `number` counts from 1 within the analysis.

    `opened` are the transcripts of the analysis that somebody has gone back to, `unopened` those that nobody has.
    """

    id: int
    uid: str
    analysis_id: int
    number: int
    heading: str
    condensates: tuple[CategoryCondensateView, ...]
    paragraphs: tuple[ParagraphView, ...]
    validation: str
    validated: bool
    passages: tuple[PassageView, ...]
    breadth: Breadth
    opened: tuple[str, ...]
    unopened: tuple[str, ...]
    version: int


@dataclass(frozen=True, slots=True)
class SynthesisMaterial:
    """What there is to write from in an analysis: its condensates and its quotes, in the order of the codebook."""

    condensates: tuple[CategoryCondensateView, ...]
    quotes: tuple[QuoteView, ...]


@dataclass(frozen=True, slots=True)
class CategoriesReport:
    """What became of a file of categories: headings by what happened to them."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    unchanged: tuple[str, ...]

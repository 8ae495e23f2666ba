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
    """A paragraph of analytic text; where `quote` is set, a placed quote, and `text` is the lead-in before it.

    `retells` are the paths of the condensates it retells. `coder` wrote it last, at `written`; empty where that is not
    known.
    """

    id: int
    text: str
    quote: QuoteView | None
    version: int
    uid: str = ""
    retells: tuple[str, ...] = ()
    coder: str = ""
    written: str = ""


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
    uid: str = ""


@dataclass(frozen=True, slots=True)
class Breadth:
    """How many say something: participants by code, and the interviews they said it in, of all there are.

    `silent` are the participants that say nothing here, `silent_interviews` the interviews in which nothing is said.
    """

    participants: tuple[str, ...]
    participants_in_all: int
    interviews: tuple[str, ...]
    interviews_in_all: int
    silent: tuple[str, ...] = ()
    silent_interviews: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CategoryView:
    """A result category as it stands. `number` counts from 1 within the analysis.

    `opened` are the transcripts of the analysis that somebody has had open, `unopened` those that nobody has.
    `written` is when its text was last written (empty where that is not known), `reread` are the transcripts that have
    been open since. `validated_by` found at `validated_at` that it holds; empty while nobody has.
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
    written: str = ""
    reread: tuple[str, ...] = ()
    validated_by: str = ""
    validated_at: str = ""


@dataclass(frozen=True, slots=True)
class SynthesisMaterial:
    """What there is to write from in an analysis: its condensates and its quotes, in the order of the codebook."""

    condensates: tuple[CategoryCondensateView, ...]
    quotes: tuple[QuoteView, ...]


@dataclass(frozen=True, slots=True)
class ParagraphRow:
    """A paragraph in a list: `text` of its own, or a placed quote by its original words, with the lead-in before it.

    `retells` are the paths of the condensates that the text retells.
    """

    text: str = ""
    lead_in: str = ""
    transcript: str = ""
    quote: str = ""
    retells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PassageRow:
    """A passage in a list, with its words as `quote`; a file may leave out the words or the place."""

    transcript: str
    start: int | None
    end: int | None
    quote: str
    stance: str
    comment: str


@dataclass(frozen=True, slots=True)
class ValidationRow:
    """How a category was validated."""

    text: str
    validated: bool
    passages: tuple[PassageRow, ...]


@dataclass(frozen=True, slots=True)
class CategoryRow:
    """A result category in `qualcode categories`, in the fields that can be loaded again; `condensates` are paths."""

    uid: str
    analysis: str
    heading: str
    condensates: tuple[str, ...]
    paragraphs: tuple[ParagraphRow, ...]
    validation: ValidationRow


@dataclass(frozen=True, slots=True)
class ReadCategory:
    """A result category as read from a file; what the file says nothing of is None, and stays as it is.

    `analysis` is empty where the file does not say which. Quotes in `paragraphs` are given by their original words.
    """

    heading: str
    analysis: str = ""
    condensates: tuple[str, ...] | None = None
    paragraphs: tuple[ParagraphRow, ...] | None = None
    validation: str | None = None
    validated: bool | None = None
    passages: tuple[PassageRow, ...] | None = None


@dataclass(frozen=True, slots=True)
class GroupOutcomeView:
    """What became of a code group: the categories that rest on its condensates, or why it ended in none.

    `reason` is empty while nobody has given one; `coder` gave it at `written`. `version` is 0 where there is none.
    """

    group_id: int
    uid: str
    group: str
    condensates: int
    categories: tuple[str, ...]
    reason: str
    coder: str
    written: str
    version: int

    @property
    def is_open(self) -> bool:
        """Whether it neither ended in a category nor in a reason why not."""
        return not self.categories and not self.reason


UNIT = "unit"
UNCODED = "uncoded"


@dataclass(frozen=True, slots=True)
class WeighedPassage:
    """A passage to hold up against a category: a unit that it does not carry, or text that nobody has coded.

    `groups` are the code groups that a unit is in, `participants` (or labels) who speaks; `turn` is the first it
    touches.
    """

    kind: str
    transcript_id: int
    transcript: str
    revision_id: int
    turn: int
    start: int
    end: int
    text: str
    groups: tuple[str, ...]
    participants: tuple[str, ...]

"""Step 3: a code group laid out to be sorted and condensed."""

from dataclasses import dataclass

from qualcode.text.word_changes import WordChange
from qualcode.views.synthesis import Breadth

SUBGROUP = "subgroup"
UNSORTED = "unsorted"
SET_ASIDE = "set-aside"
ORDERS = ("participant", "transcript", "time")


@dataclass(frozen=True, slots=True)
class CardView:
    """A meaning unit as a card in its code group: `words` are the participants', `reason` why it was set aside.

    `turn` is the first it touches, counted from 1; `speakers` are labels and `participants` codes, each once. `quoted`
    tells whether a quote is taken from it, `golden` whether that is a golden quote. `version` is the coding's.
    """

    coding_id: int
    unit_id: int
    uid: str
    words: str
    transcript_id: int
    transcript: str
    turn: int
    speakers: tuple[str, ...]
    participants: tuple[str, ...]
    coder: str
    start: int
    end: int
    quoted: bool
    golden: bool
    reason: str
    version: int
    substudy: str = ""


@dataclass(frozen=True, slots=True)
class ColumnView:
    """A column of cards. `kind` is subgroup, unsorted or set-aside; only a subgroup has an id, a name and a version.

    `total` counts all its cards, also those that a filter leaves out of `cards`.
    """

    kind: str
    subgroup_id: int | None
    name: str
    definition: str
    version: int
    total: int
    cards: tuple[CardView, ...]


@dataclass(frozen=True, slots=True)
class CondensateView:
    """A subgroup's condensate, and what it carries; `id` is None and `version` 0 where none is written yet.

    `must_look` when its units are no longer those it was last looked at with. `units` are the subgroup's,
    `participants` and `interviews` how many speak in them. `taken` are the spans of `text` that stand in words that
    participants used.
    """

    id: int | None
    uid: str
    analysis: str
    group: str
    subgroup_id: int
    subgroup: str
    text: str
    coder: str
    written: str
    must_look: bool
    units: int
    participants: int
    interviews: int
    version: int
    taken: tuple[tuple[int, int], ...] = ()

    @property
    def path(self) -> str:
        """`Group/Subgroup`."""
        return f"{self.group}/{self.subgroup}"


@dataclass(frozen=True, slots=True)
class BoardView:
    """A code group on the table: its subgroups' columns in order, then what is not sorted, then what is set aside.

    `condensates` has one for every subgroup, in the order of the columns. `breadth` leaves out what is set aside.
    `participants` are all whose words are in the group, in their own order: what the cards can be filtered by.
    """

    analysis_id: int
    analysis: str
    question: str
    group_id: int
    group: str
    columns: tuple[ColumnView, ...]
    condensates: tuple[CondensateView, ...]
    breadth: Breadth
    participants: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CondensateVersionView:
    """An earlier text of a condensate: who wrote it when, until when it stood, and how many units it carried then.

    `changes` tell, word by word, how it became the text that stands now.
    """

    id: int
    text: str
    coder: str
    written: str
    replaced: str
    units: int
    changes: tuple[WordChange, ...]


@dataclass(frozen=True, slots=True)
class SortingView:
    """How a group was sorted once. `name` is empty for one that was kept by itself.

    `columns` are (subgroup, units in it), `set_aside` and `unsorted` how many of the group's units of today were set
    aside or not placed then. `moved` are the units that lie elsewhere now: (uid, words, column then, column now).
    """

    id: int
    name: str
    coder: str
    created: str
    columns: tuple[tuple[str, int], ...]
    set_aside: int
    unsorted: int
    moved: tuple[tuple[str, str, str, str], ...]

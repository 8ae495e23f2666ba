"""Step 1: what the readers wrote down - preliminary themes, overall impressions, notes."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ThemeView:
    """A preliminary theme: one reader's (`coder` are her initials), or one the team agreed on (`coder` is empty).

    What the team decided: a reader's theme came to the `agreed` one of that name, or was `dropped`; of an agreed theme
    came `code_groups`; `reason` says why. `position` orders it within its list; `version` is what a later change is
    compared with.
    """

    id: int
    uid: str
    analysis: str
    coder: str
    name: str
    note: str
    agreed: str
    dropped: bool
    reason: str
    code_groups: tuple[str, ...]
    position: int
    version: int


@dataclass(frozen=True, slots=True)
class Opening:
    """A reader has had a transcript open for an analysis, `first` and `last` (ISO 8601, UTC); `read` as she marked."""

    transcript_id: int
    transcript: str
    coder: str
    first: str
    last: str
    read: bool


@dataclass(frozen=True, slots=True)
class NoteView:
    """Something a reader wrote: her overall impression of the whole material (`kind` impression), or a note.

    A note stands on a passage (`start`-`end`, `quote` its words), on a meaning unit (`unit_id`; then the place is the
    unit's), or on a whole transcript (no place). An impression has no transcript, and no `created`.
    """

    id: int
    uid: str
    kind: str
    analysis: str
    coder: str
    text: str
    version: int
    transcript: str = ""
    transcript_id: int | None = None
    start: int | None = None
    end: int | None = None
    quote: str = ""
    unit_id: int | None = None
    created: str = ""

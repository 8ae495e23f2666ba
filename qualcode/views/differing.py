"""Step 2: places that coders read differently, and what was decided about them."""

from dataclasses import dataclass

from qualcode.views.blind_coding import BlindView


@dataclass(frozen=True, slots=True)
class Reading:
    """How one coder has a place: her units there with the groups they are in, as (words, group names)."""

    coder: str
    coded: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def groups(self) -> tuple[str, ...]:
        """The groups she has the place in, each once."""
        return tuple(dict.fromkeys(name for _, names in self.coded for name in names))


@dataclass(frozen=True, slots=True)
class Difference:
    """A place of a transcript (`start`-`end`, `words`) where a coder has a group that another one has not.

    `readings` are those of every coder compared, also one who has coded nothing there; `codings` the keys of the
    codings that differ, by coder.
    """

    transcript_id: int
    transcript: str
    revision_id: int
    start: int
    end: int
    words: str
    readings: tuple[Reading, ...]
    codings: tuple[tuple[str, tuple[int, ...]], ...]

    def of(self, coder: str) -> tuple[int, ...]:
        """One coder's codings that differ."""
        return next((keys for initials, keys in self.codings if initials == coder), ())


@dataclass(frozen=True, slots=True)
class SettlementView:
    """What was decided about a place: one (the reading of `kept` stays), all, group (moved to `group`), or neither.

    `readings` are how each had it before. `decided` is ISO 8601 in UTC.
    """

    id: int
    uid: str
    transcript: str
    words: str
    decision: str
    kept: str
    group: str
    reason: str
    readings: tuple[Reading, ...]
    coder: str
    decided: str
    version: int


@dataclass(frozen=True, slots=True)
class ReadingsView:
    """The different readings of an analysis: those that are `left`, in order of place, and those that are `settled`.

    `compared` is how many transcripts were compared; in none of them, nothing is known about what differs. `waiting`
    are those that are still coded blind, and so not compared.
    """

    left: tuple[Difference, ...]
    settled: tuple[SettlementView, ...]
    compared: int
    waiting: tuple[BlindView, ...] = ()

    @property
    def awaited(self) -> tuple[str, ...]:
        """The coders who are not done coding blind, each once."""
        return tuple(sorted({coder for one in self.waiting for coder in one.not_done}))

    @property
    def outcome(self) -> str:
        """The text of `differing` that tells how it stands: how many are left, none, or nothing compared."""
        if self.left:
            return "left"
        return "none_left" if self.compared else "none_compared"

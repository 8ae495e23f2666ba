"""Agreement between coders, for those whose method asks for it: figures by code group, and where they differ."""

from collections.abc import Mapping
from dataclasses import dataclass

LEVELS = ("unit", "turn", "sentence", "character")
FEW = 30
"""Fewer places than this with the group, by either coder, say little: the figures come with a warning."""


@dataclass(frozen=True, slots=True)
class AgreementFigures:
    """How far coders agree on one code group, or (`code_group` empty) on all of them at once.

    `n` is the number of places, `percent` 0-100 of them that all coders have alike (the mean over pairs of coders,
    where there are more than two), `kappa` Cohen's for two coders and Fleiss' for more, `alpha` Krippendorff's for
    nominal data and `unitizing` his alpha for unitizing, which also asks where units begin and end (of all groups at
    once: each unit against those of its own group). None where there is nothing to correct for chance: no coder ever
    differs from herself. `interval` is that of alpha (95 %, bootstrap),
    None at the level of characters, which are not independent of their neighbours. `coded` counts the places that any
    coder has in the group, and `few` warns that they are too few to mean much.
    """

    code_group: str
    n: int
    coded: int
    percent: float
    kappa: float | None
    alpha: float | None
    unitizing: float | None
    interval: tuple[float, float] | None
    few: bool


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A place that coders have in different groups, and which groups each has it in."""

    transcript: str
    start: int
    end: int
    text: str
    codings: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class AgreementView:
    """Agreement of some coders at one level. `groups` are those that any of them has used."""

    analysis: str
    coders: tuple[str, ...]
    level: str
    groups: tuple[AgreementFigures, ...]
    overall: AgreementFigures
    disagreements: tuple[Disagreement, ...]

    @property
    def told(self) -> tuple[AgreementFigures, ...]:
        """The figures of every group, and of all together where there are several."""
        return self.groups if len(self.groups) == 1 else (*self.groups, self.overall)


@dataclass(frozen=True, slots=True)
class AgreementRound:
    """One time that agreement was measured and kept: when (ISO 8601, UTC), by whom, between whom, how far it went."""

    at: str
    by: str
    analysis: str
    coders: tuple[str, ...]
    level: str
    code_group: str
    n: int
    percent: float
    kappa: float | None
    alpha: float | None

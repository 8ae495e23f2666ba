"""Advice: what the method's authors would look at twice. Never a wall."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Advice:
    """One thing to look at: the `step` it belongs to (1-4), its `kind`, `where` it is, a sentence, and the analysis."""

    step: int
    kind: str
    where: str
    message: str
    analysis: str = ""

"""A reporting guideline (COREQ, SRQR) as far as the study can fill it in."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReportItem:
    """An item of a guideline: what it asks about, and what the study knows of it. Open where `answer` is empty."""

    number: int
    domain: str
    subject: str
    answer: str

    @property
    def open(self) -> bool:
        """Whether the authors still have to answer it."""
        return not self.answer


@dataclass(frozen=True, slots=True)
class ReportView:
    """All items of a guideline in order, in the study's language."""

    guideline: str
    title: str
    language: str
    items: tuple[ReportItem, ...]


@dataclass(frozen=True, slots=True)
class PrintedTurn:
    """A turn as it is handed on: who speaks (a participant's code, or the label), the words, times in ms or None."""

    number: int
    speaker: str
    words: str
    start_ms: int | None
    end_ms: int | None


@dataclass(frozen=True, slots=True)
class PrintedTranscript:
    """A transcript as it is handed on; `held_back` counts turns whose words are left out for want of consent."""

    name: str
    substudy: str
    turns: tuple[PrintedTurn, ...]
    held_back: int = 0

    @property
    def timed(self) -> bool:
        """Whether it has times to be captions by."""
        return any(turn.start_ms is not None for turn in self.turns)

"""Step 2: what one coder asks another about a meaning unit."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class QuestionView:
    """A question from `coder` to `asked` about the words of a unit; `answer` and what follows are empty until answered.

    Times are ISO 8601 in UTC.
    """

    id: int
    uid: str
    analysis: str
    analysis_id: int
    transcript: str
    transcript_id: int
    unit_id: int
    start: int
    end: int
    words: str
    coder: str
    asked: str
    text: str
    created: str
    answer: str
    answered_by: str
    answered: str
    version: int

    @property
    def open(self) -> bool:
        """Whether nobody has answered yet."""
        return not self.answered


@dataclass(frozen=True, slots=True)
class DoubtView:
    """A unit that its coder wants talked about."""

    unit_id: int
    uid: str
    analysis: str
    analysis_id: int
    transcript: str
    transcript_id: int
    start: int
    end: int
    words: str
    coder: str

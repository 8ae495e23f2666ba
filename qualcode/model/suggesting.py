"""What was suggested and what became of it: so that a study knows how good its suggestions are."""

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field

from qualcode.model.base import Kept, one_of, span_check
from qualcode.views.suggesting import ASKED


class SuggestionDecision(Kept, table=True):
    """A suggestion that a coder took or refused. Group, transcript and wording by uid; none of its words are kept.

    A refusal holds for the wording it was made in: after a correction the passage may be suggested again.
    """

    __tablename__ = "suggestion_decision"
    __table_args__ = (
        one_of("asked", ASKED, table="suggestion_decision"),
        CheckConstraint("rank > 0", name="ck_suggestion_decision_rank"),
        span_check("suggestion_decision"),
        Index("ix_suggestion_decision_group", "group_uid", "coder_id"),
    )

    group_uid: str = Field(max_length=32)
    transcript_uid: str = Field(max_length=32)
    revision_uid: str = Field(max_length=32)
    start: int
    end: int
    asked: str
    rank: int
    taken: bool
    coder_id: int = Field(foreign_key="coder.id")
    at: str

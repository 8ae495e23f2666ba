"""The matrix of questions and answers: what an evaluation asks, how it is assessed, and what that rests on."""

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from qualcode.model.base import Kept, Versioned, not_blank, one_of
from qualcode.views.answering import EVIDENCE_KINDS


class EvaluationQuestion(Versioned, table=True):
    """A question, or one of its subquestions (`parent_id`), with the assessment (vurdering) that answers it."""

    __tablename__ = "evaluation_question"
    __table_args__ = (
        UniqueConstraint("parent_id", "text", name="uq_evaluation_question_text"),
        not_blank("text", table="evaluation_question"),
    )

    parent_id: int | None = Field(default=None, foreign_key="evaluation_question.id", index=True)
    text: str
    assessment: str = ""
    position: int


class AnswerEvidence(Kept, table=True):
    """Something an assessment rests on: a row of the study by its uid (`refers_uid`), or a table or source in words."""

    __tablename__ = "answer_evidence"
    __table_args__ = (
        UniqueConstraint("question_id", "kind", "refers_uid", "told", name="uq_answer_evidence"),
        one_of("kind", EVIDENCE_KINDS, table="answer_evidence"),
        not_blank("told", table="answer_evidence"),
    )

    question_id: int = Field(foreign_key="evaluation_question.id", index=True)
    kind: str
    refers_uid: str = ""
    told: str
    position: int

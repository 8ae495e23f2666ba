"""Step 2: doubt about a unit - marked for discussion, or asked of a colleague and listed until she has answered."""

from dataclasses import replace
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from qualcode.errors import ValueRefused
from qualcode.locale import say
from qualcode.model import Analysis, Coder, MeaningUnit, Question, Transcript
from qualcode.services.acting import prose, stored_row
from qualcode.services.called import transcripts_called
from qualcode.services.passages import require_unit, unit_words
from qualcode.storage.opening import OpenStudy, ensure_coder
from qualcode.text.normal_form import to_name
from qualcode.views.questions import DoubtView, QuestionView


def mark_discuss(study: OpenStudy, unit_id: int, *, discuss: bool = True) -> None:
    """Say that a unit is in doubt and wants talking about, or no longer. Raises `NothingNamed` if it is gone."""
    with study.change("unit.discuss") as change:
        words = unit_words(change, unit_id)
        change.summary = say("summaries.discuss_marked" if discuss else "summaries.discuss_unmarked", words=words)
        change.change(MeaningUnit, unit_id, discuss=discuss)


def ask(study: OpenStudy, unit_id: int, asked: str, text: str) -> int:
    """Ask a colleague, by her initials, about a unit. Returns the question's key.

    She need not have worked on the study yet. Raises `ValueRefused` for no initials or no text, `NothingNamed` if the
    unit is gone.
    """
    who, written = to_name(asked), prose(text)
    if not who:
        raise ValueRefused(what=say("kinds.coder"), value=asked, choices=say("questions.initials"))
    if not written:
        raise ValueRefused(what=say("kinds.question"), value="", choices=say("errors.reasons.a_text"))
    with study.change("question.ask") as change:
        require_unit(change, unit_id)
        change.summary = say("summaries.question_asked", asked=who, words=unit_words(change, unit_id))
        asked_id = ensure_coder(change.connection, who)
        return change.add(
            Question, unit_id=unit_id, coder_id=change.coder_id, asked_id=asked_id, text=written, created=change.at
        )


def answer(study: OpenStudy, question_id: int, text: str, *, seen: int | None = None) -> None:
    """Answer a question, whoever was asked; an empty answer opens it again. Raises `ChangedMeanwhile`."""
    with study.change("question.answer") as change:
        question, written = stored_row(change, Question, question_id), prose(text)
        change.summary = say("summaries.question_answered", words=unit_words(change, question["unit_id"]))
        by = (
            {"answered_by": change.coder_id, "answered": change.at}
            if written
            else {"answered_by": None, "answered": ""}
        )
        if written != question["answer"]:
            change.change(Question, question_id, seen=seen, answer=written, **by)


def remove_question(study: OpenStudy, question_id: int) -> None:
    """Take a question away, with its answer. Raises `ChangedMeanwhile` if somebody has already."""
    with study.change("question.remove") as change:
        question = stored_row(change, Question, question_id)
        change.summary = say("summaries.question_removed", words=unit_words(change, question["unit_id"]))
        change.remove(Question, question_id)


def questions(
    study: OpenStudy,
    analysis_id: int | None = None,
    *,
    answered: bool = False,
    asked: str | None = None,
    unit_id: int | None = None,
) -> list[QuestionView]:
    """The questions of an analysis (or of all) that wait for an answer, oldest first; with `answered` all of them.

    `asked` keeps those put to one coder, by her initials; `unit_id` those about one unit.
    """
    put_to = aliased(Coder)
    statement = _questions_put(put_to)
    if analysis_id is not None:
        statement = statement.where(col(MeaningUnit.analysis_id) == analysis_id)
    if not answered:
        statement = statement.where(col(Question.answered) == "")
    if unit_id is not None:
        statement = statement.where(col(MeaningUnit.id) == unit_id)
    if asked is not None:
        statement = statement.where(col(put_to.initials) == asked)
    with study.reading() as connection:
        found = [QuestionView(*row) for row in connection.execute(statement)]
        called = transcripts_called(connection, analysis_id) if found else {}
        return [replace(one, transcript=called[one.transcript_id]) for one in found]


def _questions_put(put_to: Any) -> Any:
    """Every question with its unit and the three who may stand by it, oldest first."""
    asking, answering = aliased(Coder), aliased(Coder)
    return (
        select(
            col(Question.id),
            col(Question.uid),
            col(Analysis.title),
            col(Analysis.id).label("analysis_id"),
            col(Transcript.name),
            col(Transcript.id).label("transcript_id"),
            col(MeaningUnit.id).label("unit_id"),
            col(MeaningUnit.start),
            col(MeaningUnit.end),
            col(MeaningUnit.text).label("words"),
            col(asking.initials).label("coder"),
            col(put_to.initials).label("asked"),
            col(Question.text),
            col(Question.created),
            col(Question.answer),
            func.coalesce(col(answering.initials), "").label("answered_by"),
            col(Question.answered),
            col(Question.version),
        )
        .join(MeaningUnit, col(MeaningUnit.id) == col(Question.unit_id))
        .join(Analysis, col(Analysis.id) == col(MeaningUnit.analysis_id))
        .join(Transcript, col(Transcript.id) == col(MeaningUnit.transcript_id))
        .join(asking, col(asking.id) == col(Question.coder_id))
        .join(put_to, col(put_to.id) == col(Question.asked_id))
        .outerjoin(answering, col(answering.id) == col(Question.answered_by))
        .order_by(col(Question.id))
    )


def to_discuss(study: OpenStudy, analysis_id: int | None = None) -> list[DoubtView]:
    """The units of an analysis (or of all) that are marked to be discussed, in order of transcript and place."""
    statement: Any = (
        select(
            col(MeaningUnit.id),
            col(MeaningUnit.uid),
            col(Analysis.title),
            col(Analysis.id).label("analysis_id"),
            col(Transcript.name),
            col(Transcript.id).label("transcript_id"),
            col(MeaningUnit.start),
            col(MeaningUnit.end),
            col(MeaningUnit.text),
            col(Coder.initials),
        )
        .join(Analysis, col(Analysis.id) == col(MeaningUnit.analysis_id))
        .join(Transcript, col(Transcript.id) == col(MeaningUnit.transcript_id))
        .join(Coder, col(Coder.id) == col(MeaningUnit.coder_id))
        .where(col(MeaningUnit.discuss))
        .order_by(col(Analysis.position), col(MeaningUnit.transcript_id), col(MeaningUnit.start), col(MeaningUnit.id))
    )
    if analysis_id is not None:
        statement = statement.where(col(MeaningUnit.analysis_id) == analysis_id)
    with study.reading() as connection:
        found = [DoubtView(*row) for row in connection.execute(statement)]
        called = transcripts_called(connection, analysis_id) if found else {}
        return [replace(one, transcript=called[one.transcript_id]) for one in found]


def colleagues(study: OpenStudy) -> list[str]:
    """The initials of everybody known to the study but the coder at work."""
    with study.reading() as connection:
        known = connection.execute(select(col(Coder.initials)).order_by(col(Coder.initials))).scalars()
        return [initials for initials in known if initials != study.coder]

"""Writing a question and its answer anew, and what there is in the study for an answer to rest on."""

from qualcode.errors import NameTaken, ValueRefused
from qualcode.locale import say
from qualcode.model import EvaluationQuestion
from qualcode.services.acting import prose, stored_row
from qualcode.services.asking.answer_evidence import evidence_there
from qualcode.services.asking.answering import question_key
from qualcode.storage.opening import OpenStudy
from qualcode.text.normal_form import to_name
from qualcode.text.shortening import shortened
from qualcode.views.answering import CATEGORY, CONDENSATE, QUOTE, EvidenceView

_OFFERED = (CATEGORY, CONDENSATE, QUOTE)


def rewrite_answer(
    study: OpenStudy, answer_id: int, *, text: str, assessment: str | None = None, seen: int | None = None
) -> None:
    """Change the words of a question or subquestion, and its assessment; None leaves the assessment as it is.

    Raises `ValueRefused` for no words, `NameTaken` where it is asked already, `ChangedMeanwhile` after `seen`.
    """
    kept = to_name(text)
    if not kept:
        raise ValueRefused(what=say("kinds.evaluation_question"), value="", choices=say("answering.some_words"))
    with study.change("answer.write") as change:
        row = stored_row(change, EvaluationQuestion, answer_id)
        if question_key(change.connection, row["parent_id"], kept) not in (None, answer_id):
            raise NameTaken(kind=say("kinds.evaluation_question"), name=kept)
        change.summary = say("answering.written", question=shortened(kept))
        written = {} if assessment is None else {"assessment": prose(assessment)}
        change.change(EvaluationQuestion, answer_id, seen=seen, text=kept, **written)


def evidence_choices(study: OpenStudy) -> tuple[EvidenceView, ...]:
    """Every result category, condensate and quote that an assessment can rest on, told by its name or words."""
    with study.reading() as connection:
        return tuple(
            EvidenceView(one.uid, kind, one.told) for kind in _OFFERED for one in evidence_there(connection, kind)
        )

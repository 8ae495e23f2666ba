"""Questions and answers of an evaluation: question, subquestion, assessment, and the evidence that it rests on."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, func, select
from sqlmodel import col

from qualcode.errors import ValueRefused
from qualcode.locale import say
from qualcode.model import AnswerEvidence, EvaluationQuestion
from qualcode.services.acting import prose, stored_row
from qualcode.services.asking.answer_evidence import STORED, Evidence, evidence_there, evidence_told, find_evidence
from qualcode.services.coding.units import list_units
from qualcode.services.condensing.quote_lists import quotes
from qualcode.services.register.consent import held_back_voices
from qualcode.services.rows import FileRow, NumberedRows, file_rows
from qualcode.storage.journal import Change
from qualcode.storage.opening import OpenStudy
from qualcode.text.normal_form import to_name
from qualcode.text.shortening import shortened
from qualcode.views.answering import EVIDENCE_KINDS, QUOTE, UNIT, AnswerView, EvidenceView
from qualcode.views.loading import LoadCounts
from qualcode.views.table import TableView

COLUMNS = ("question", "subquestion", "assessment", "evidence")
BETWEEN = ";"
"""Parts several pieces of evidence in a cell."""


def answers(study: OpenStudy) -> tuple[AnswerView, ...]:
    """The matrix: every question with its subquestions after it, in order."""
    with study.reading() as connection:
        return tuple(_answers(connection))


def put_answer(
    study: OpenStudy, question: str, *, subquestion: str = "", assessment: str | None = None, seen: int | None = None
) -> AnswerView:
    """Add a question (or a subquestion of one), or write its assessment anew.

    Raises `ValueRefused` for an empty question, `ChangedMeanwhile` where there is a later version than `seen`.
    """
    with study.change("answer.write") as change:
        key, _ = _put(change, question, subquestion, assessment, seen=seen)
        change.summary = say("answering.written", question=shortened(subquestion or question))
        uid = change.uid(EvaluationQuestion, key)
    return next(one for one in answers(study) if one.uid == uid)


def add_answer_evidence(study: OpenStudy, answer_id: int, evidence: str) -> None:
    """Let an assessment rest on something more; what it rests on already changes nothing.

    `category:TITLE`, `condensate:GROUP/SUBGROUP` (either by uid too, and with `ANALYSIS:` before it where needed),
    `unit:UID`, `quote:UID`, `table:WHAT`, or a source in words. Raises `NothingNamed`, `AmbiguousName`.
    """
    with study.change("answer.evidence") as change:
        row = stored_row(change, EvaluationQuestion, answer_id)
        change.summary = say("answering.rests", question=shortened(row["text"]))
        _rest(change, answer_id, [find_evidence(change.connection, evidence)])


def remove_answer_evidence(study: OpenStudy, answer_id: int, evidence: EvidenceView) -> None:
    """Let an assessment rest on this no longer."""
    with study.change("answer.evidence") as change:
        row = stored_row(change, EvaluationQuestion, answer_id)
        change.summary = say("answering.rests_not", question=shortened(row["text"]))
        for one in _evidence_rows(change.connection, answer_id):
            if (one.kind, one.refers_uid, one.told) == (evidence.kind, evidence.uid, evidence.told) or (
                evidence.uid and one.refers_uid == evidence.uid
            ):
                change.remove(AnswerEvidence, one.id)


def remove_answer(study: OpenStudy, answer_id: int) -> None:
    """Take a question away, with its subquestions and what they rest on."""
    with study.change("answer.remove") as change:
        row = stored_row(change, EvaluationQuestion, answer_id)
        change.summary = say("answering.removed", question=shortened(row["text"]))
        below = select(col(EvaluationQuestion.id)).where(col(EvaluationQuestion.parent_id) == answer_id)
        for key in [*change.connection.execute(below).scalars().all(), answer_id]:
            for one in _evidence_rows(change.connection, int(str(key))):
                change.remove(AnswerEvidence, one.id)
            change.remove(EvaluationQuestion, int(str(key)))


def load_answers(study: OpenStudy, rows: NumberedRows, *, file: str = "", analysis: str | None = None) -> LoadCounts:
    """Take in questions and answers from a table with the columns of the list: all rows or none.

    `evidence` holds pieces parted by semicolons, as in `add_answer_evidence`, or a list of objects, as the list has
    them. A subquestion's question is made if need be. Raises `RowsRefused`, which names the line.
    """
    del analysis
    with study.change("answers.load") as change:
        change.summary = say("answering.loaded", file=file)
        became = []
        for row in file_rows(rows, file=file):
            with row.named():
                became.append(_take(change, row))
    return LoadCounts.of(became)


def answers_table(study: OpenStudy, *, language: str) -> TableView:
    """The matrix as a table, its headings in `language`; a subquestion stands with its question, so that rows sort.

    Of units and quotes in which somebody without consent speaks, the words are held back.
    """
    rows = []
    found = answers(study)
    silent = _held_back(study, {(piece.kind, piece.uid) for one in found for piece in one.evidence})
    for one in found:
        told = [_printed(piece, language, silent) for piece in one.evidence]
        rows.append((one.question, one.subquestion or None, one.assessment or None, "\n".join(told) or None))
    return TableView(
        title=say("answering.title", language=language),
        columns=COLUMNS,
        rows=tuple(rows),
        headings=tuple(say(f"answering.columns.{name}", language=language) for name in COLUMNS),
    )


def _held_back(study: OpenStudy, used: set[tuple[str, str]]) -> set[str]:
    """The uids of those units and quotes that somebody speaks in whose words may not go out."""
    with study.reading() as connection:
        voices = held_back_voices(connection)
    if not voices:
        return set()
    of_units = list_units(study) if any(kind == UNIT for kind, _ in used) else ()
    of_quotes = quotes(study) if any(kind == QUOTE for kind, _ in used) else ()
    heard = [(one.uid, one.substudy, one.participants) for one in (*of_units, *of_quotes)]
    return {uid for uid, substudy, people in heard if any((substudy, code) in voices for code in people)}


def _printed(piece: EvidenceView, language: str, silent: set[str]) -> str:
    told = say("answering.gone", language=language, told=piece.told) if piece.gone else piece.told
    if piece.uid in silent:
        told = say("answering.held_back", language=language)
    return f"{say(f'answering.kinds.{piece.kind}', language=language)}: {told}"


def _take(change: Change, row: FileRow) -> str:
    assessment = row.text("assessment") if row.has("assessment") else None
    key, became = _put(change, row.needed("question"), row.text("subquestion"), assessment)
    listed = row.values.get("evidence")
    if isinstance(listed, list | tuple):
        found = [one for piece in listed if (one := _listed_piece(change.connection, row, piece)) is not None]
    else:
        pieces = [piece for piece in row.text("evidence").split(BETWEEN) if piece.strip()]
        found = [find_evidence(change.connection, piece) for piece in pieces]
    more = _rest(change, key, found)
    return "changed" if more and became == "already_there" else became


def _listed_piece(connection: Connection, row: FileRow, piece: object) -> Evidence | None:
    """A piece of evidence as the list tells it; None for one whose row was gone already when the list was written."""
    if isinstance(piece, str) and piece.strip():
        return find_evidence(connection, piece)
    told = piece if isinstance(piece, Mapping) else {}
    kind, uid, words = (str(told.get(name) or "") for name in ("kind", "uid", "told"))
    if kind not in EVIDENCE_KINDS or not (uid or words):
        row.refuse(say("answering.no_piece", kinds=", ".join(EVIDENCE_KINDS)))
    if told.get("gone"):
        return None
    return evidence_told(connection, kind, uid, words)


def _put(
    change: Change, question: str, subquestion: str, assessment: str | None, *, seen: int | None = None
) -> tuple[int, str]:
    """The key of a question, and whether it was new, changed or already there."""
    asked = [to_name(question), to_name(subquestion)]
    if not asked[0]:
        raise ValueRefused(what=say("kinds.evaluation_question"), value="", choices=say("answering.some_words"))
    key, became, parent = 0, "already_there", None
    for text in filter(None, asked):
        found = question_key(change.connection, parent, text)
        if found is None:
            position = _next_position(change.connection, parent)
            found = change.add(EvaluationQuestion, parent_id=parent, text=text, position=position)
            became = "new"
        key = parent = found
    if assessment is not None:
        written = change.change(EvaluationQuestion, key, seen=seen, assessment=prose(assessment))
        became = "changed" if written and became != "new" else became
    return key, became


def question_key(connection: Connection, parent: int | None, text: str) -> int | None:
    """The key of a question in these words, or of a subquestion of `parent`; None where it is not asked."""
    statement = select(col(EvaluationQuestion.id)).where(col(EvaluationQuestion.text) == text)
    above = col(EvaluationQuestion.parent_id)
    key: int | None = connection.execute(
        statement.where(above.is_(None) if parent is None else above == parent)
    ).scalar()
    return key


def _next_position(connection: Connection, parent: int | None) -> int:
    above = col(EvaluationQuestion.parent_id)
    last = select(func.coalesce(func.max(col(EvaluationQuestion.position)), 0))
    return int(connection.execute(last.where(above.is_(None) if parent is None else above == parent)).scalar_one()) + 1


def _rest(change: Change, answer_id: int, evidence: Iterable[Evidence]) -> int:
    """Write down what an assessment rests on; how much of it is new."""
    known = [(one.kind, one.refers_uid or one.told) for one in _evidence_rows(change.connection, answer_id)]
    fresh = [one for one in dict.fromkeys(evidence) if (one.kind, one.uid or one.told) not in known]
    for place, one in enumerate(fresh, start=len(known) + 1):
        told = {"kind": one.kind, "refers_uid": one.uid, "told": one.told}
        change.add(AnswerEvidence, question_id=answer_id, position=place, **told)
    return len(fresh)


def _answers(connection: Connection) -> Iterable[AnswerView]:
    order = (col(EvaluationQuestion.position), col(EvaluationQuestion.id))
    rows: Any = connection.execute(select(EvaluationQuestion).order_by(*order)).all()
    used: Any = connection.execute(select(col(AnswerEvidence.kind)).distinct()).scalars().all()
    now = {kind: {one.uid: one.told for one in evidence_there(connection, kind)} for kind in used if kind in STORED}
    for row in (one for one in rows if one.parent_id is None):
        yield _view(connection, row, row.text, "", now)
        for below in (one for one in rows if one.parent_id == row.id):
            yield _view(connection, below, row.text, below.text, now)


def _view(
    connection: Connection, row: Any, question: str, subquestion: str, now: dict[str, dict[str, str]]
) -> AnswerView:
    evidence = tuple(
        EvidenceView(
            one.refers_uid,
            one.kind,
            now[one.kind].get(one.refers_uid, one.told) if one.refers_uid else one.told,
            gone=bool(one.refers_uid) and one.refers_uid not in now[one.kind],
        )
        for one in _evidence_rows(connection, row.id)
    )
    return AnswerView(row.id, row.uid, question, subquestion, row.assessment, evidence, row.version)


def _evidence_rows(connection: Connection, answer_id: int) -> list[Any]:
    statement: Any = select(AnswerEvidence).where(col(AnswerEvidence.question_id) == answer_id)
    return list(connection.execute(statement.order_by(col(AnswerEvidence.position), col(AnswerEvidence.id))).all())

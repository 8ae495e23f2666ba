"""A participant withdraws (trekker seg): no further use, her own words replaced, or everything gone.

`stop` holds her back from whatever goes out, and can be undone. The other two cannot: they take words out of the rows,
the journal, the index, the bytes of the file and its backups (`storage.forgetting`), and keep only that somebody
withdrew. What others say of her, and what has gone out already, is listed for a person to deal with.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, select
from sqlmodel import SQLModel, col

from qualcode.errors import ValueRefused
from qualcode.locale import say
from qualcode.model import (
    Analysis,
    AttributeValue,
    CodeGroup,
    Coder,
    Coding,
    Condensate,
    Consent,
    Export,
    ExportedParticipant,
    FieldNote,
    Interview,
    KeptWords,
    LogLine,
    MeaningUnit,
    Note,
    Paragraph,
    Participant,
    Passage,
    Quote,
    Recording,
    RecruitmentStep,
    Seat,
    Speaker,
    StudyRow,
    Subgroup,
    Transcript,
    Turn,
    Withdrawal,
    now,
)
from qualcode.services.acting import prose
from qualcode.services.naming import find_participant
from qualcode.services.protecting.mentions import mentions
from qualcode.services.protecting.sealing import forget_names, kept_words_gone
from qualcode.services.protecting.withdrawal_plan import Plan, plan_of
from qualcode.services.register.rows import key_where
from qualcode.services.validating import reopen
from qualcode.services.withdrawal_marks import marks_of
from qualcode.storage.backups import list_backups
from qualcode.storage.forgetting import forget_wordings, forgetting
from qualcode.storage.journal import Change
from qualcode.storage.opening import OpenStudy
from qualcode.storage.rewording import Replacement, reword
from qualcode.storage.shapes import shape_of
from qualcode.storage.taking_out import bury_older_wordings, take_out, take_out_orphans
from qualcode.storage.turn_order import turns_in_step
from qualcode.text.moments import day
from qualcode.text.values import parse_date
from qualcode.views.linkage import KnownPerson
from qualcode.views.withdrawing import ALL, DEGREES, STOP, ExportMade, WithdrawalView


def preview_withdrawal(
    study: OpenStudy, participant: str, *, degree: str = ALL, people: Sequence[KnownPerson] = ()
) -> WithdrawalView:
    """What a withdrawal would take away, and what is left for a person to look at; nothing is done.

    `people` of the linkage key give the names that others may call her by. Raises `NothingNamed`, `AmbiguousName`,
    `ValueRefused` for a degree that is none.
    """
    _known_degree(degree)
    with study.reading(whole=True) as connection:
        found = find_participant(connection, participant)
        plan = plan_of(connection, found.id, degree)
        view = WithdrawalView(plan.code, plan.substudy, plan.uid, degree, exports=_exports(connection, plan.uid))
        if degree == STOP:
            return view
        names = [name for one in people if one.participant == plan.code for name in one.names]
        return replace(
            view,
            **_counted(connection, plan),
            condensates=_condensates(connection, plan),
            backups=tuple(line.path.name for line in list_backups(study.path)),
            recordings=_recordings(connection, plan),
            mentions=tuple(mentions(connection, plan, names, _gone(connection, plan))),
            name_known=bool(names),
        )


def withdraw_participant(
    study: OpenStudy,
    participant: str,
    *,
    degree: str = ALL,
    date: str = "",
    basis: str = "",
    people: Sequence[KnownPerson] = (),
) -> WithdrawalView:
    """Carry out a withdrawal; what went, and what is left to look at.

    `date` is when she withdrew (today, if it is not said), `basis` how, in words without her name. All but `stop` need
    the study to themselves (`StudyInUse`) and cannot be undone. Raises as `preview_withdrawal`.
    """
    view = preview_withdrawal(study, participant, degree=degree, people=people)
    told = {"date": _day(date), "basis": prose(basis)}
    if degree == STOP:
        _stop(study, view, told)
        return replace(view, done=True)
    with forgetting(study, "participant.withdraw") as change:
        change.summary = say("summaries.withdrew", degree=say(f"withdrawing.degrees.{degree}"), uid=view.uid)
        key = change.key_of(Participant, view.uid) or 0
        plan = plan_of(change.connection, key, degree)
        gone = plan.code if degree == ALL else ""
        told["marks"] = marks_of(change.connection, uid=plan.uid, code=gone, transcripts=plan.transcripts)
        _reopen_categories(change, plan)
        forget_names(change, {*plan.spans, *plan.transcripts})
        for table, keys in list(plan.gone.items()):
            take_out(change, table, keys)
        _replace_words(change, plan)
        take_out(change, KeptWords, kept_words_gone(change.connection, plan.spans))
        _take_register(change, plan, degree)
        _write_down(change, plan.substudy_id, plan.uid, degree, told)
        if degree == ALL:
            _take_person(change, plan)
        take_out_orphans(change)
    return replace(view, done=True)


def withdrawals(study: OpenStudy) -> list[dict[str, str]]:
    """That somebody withdrew: when, how far, on what basis, and whose hands did it."""
    statement: Any = select(Withdrawal, col(Coder.initials)).join(Coder, col(Coder.id) == col(Withdrawal.coder_id))
    with study.reading() as connection:
        rows = connection.execute(statement.order_by(col(Withdrawal.id))).mappings()
        names = ("participant_uid", "degree", "date", "basis", "at")
        return [{**{name: str(row[name]) for name in names}, "coder": str(row["initials"])} for row in rows]


def _stop(study: OpenStudy, view: WithdrawalView, told: dict[str, str]) -> None:
    with study.change("participant.stop") as change:
        change.summary = say("summaries.stopped", participant=view.participant)
        key = change.key_of(Participant, view.uid) or 0
        _register_consent(change, key, told["date"])
        row = change.row(Participant, key) or {}
        _write_down(change, row["substudy_id"], view.uid, STOP, told)


def _register_consent(change: Change, participant_id: int, date: str) -> None:
    known = key_where(change.connection, Consent, {"participant_id": participant_id})
    if known is None:
        change.add(Consent, participant_id=participant_id, withdrawn=date)
    else:
        change.change(Consent, known, withdrawn=date)


def _write_down(change: Change, substudy_id: int, uid: str, degree: str, told: dict[str, str]) -> None:
    """That it took place; a participant is counted once among those who withdrew, however often she goes further."""
    before = key_where(change.connection, Withdrawal, {"participant_uid": uid})
    place = {"participant_uid": uid, "substudy_id": substudy_id, "degree": degree}
    change.add(Withdrawal, **place, **told, coder_id=change.coder_id, at=change.at)
    if before is not None:
        return
    where = {"substudy_id": substudy_id, "step": "withdrew", "reason": ""}
    step = key_where(change.connection, RecruitmentStep, where)
    if step is None:
        change.add(RecruitmentStep, **where, count=1, position=9_999)
    else:
        change.change(RecruitmentStep, step, count=(change.row(RecruitmentStep, step) or {})["count"] + 1)


def _replace_words(change: Change, plan: Plan) -> None:
    """Her turns say that she has withdrawn; what lay partly on them waits for somebody to look at it."""
    language = change.connection.execute(select(col(StudyRow.language))).scalar_one()
    marker = say("withdrawing.marker", language=language)
    for transcript_id, spans in plan.spans.items():
        with turns_in_step(change, transcript_id):
            reword(change, transcript_id, [Replacement(span.start, span.end, marker) for span in spans])
    bury_older_wordings(change, plan.spans)
    forget_wordings(change, plan.spans)
    for table, keys in plan.flagged.items():
        for key in sorted(keys):
            change.change(table, key, words_before=marker)


def _take_register(change: Change, plan: Plan, degree: str) -> None:
    values = select(col(AttributeValue.id)).where(col(AttributeValue.participant_id) == plan.id)
    take_out(change, AttributeValue, _keys(change.connection, values))
    seats = select(col(Seat.id)).where(col(Seat.participant_id) == plan.id)
    for seat in sorted(_keys(change.connection, seats)):
        change.change(Seat, seat, called="")
    take_out(change, Transcript, plan.transcripts)
    take_out(change, Interview, plan.interviews)
    if degree != ALL:
        change.change(Participant, plan.id, pseudonym="")
        _register_consent(change, plan.id, day(now()))


def _take_person(change: Change, plan: Plan) -> None:
    """Her row, and what hangs on it; the turns that are left of a focus group are nobody's by name."""
    language = change.connection.execute(select(col(StudyRow.language))).scalar_one()
    for key in sorted(plan.speakers):
        speaker = change.row(Speaker, key)
        if speaker is not None:
            label = _free_label(
                change.connection, speaker["transcript_id"], say("withdrawing.label", language=language)
            )
            change.change(Speaker, key, label=label, participant_id=None)
    take_out(change, Participant, [plan.id])


def _free_label(connection: Connection, transcript_id: int, label: str) -> str:
    there = set(
        connection.execute(select(col(Speaker.label)).where(col(Speaker.transcript_id) == transcript_id)).scalars()
    )
    numbered = (label if at == 1 else f"{label} {at}" for at in range(1, len(there) + 2))
    return next(one for one in numbered if one not in there)


def _reopen_categories(change: Change, plan: Plan) -> None:
    """A category that quoted her, or rested on a passage of hers, must be validated again."""
    quoted = select(col(Paragraph.category_id)).where(col(Paragraph.quote_id).in_(_quotes(change.connection, plan)))
    noted = select(col(Passage.category_id)).where(
        col(Passage.id).in_(plan.gone[Passage] | plan.flagged[Passage])
        | col(Passage.transcript_id).in_(plan.transcripts)
    )
    for category in sorted(_keys(change.connection, quoted) | _keys(change.connection, noted)):
        summary = change.summary
        reopen(change, category)
        change.summary = summary


def _counted(connection: Connection, plan: Plan) -> dict[str, Any]:
    """How much goes, by what it is."""
    units, quotes = _units(connection, plan), _quotes(connection, plan)
    placed = select(col(Paragraph.id)).where(col(Paragraph.quote_id).in_(quotes))
    values = select(col(AttributeValue.id)).where(col(AttributeValue.participant_id) == plan.id)
    gone = Counter({table: len(keys) for table, keys in plan.gone.items()})
    turns = sum(map(len, plan.spans.values()))
    whole = select(col(Speaker.id)).where(col(Speaker.transcript_id).in_(plan.transcripts))
    return {
        "transcripts": _names(connection, Transcript, plan.spans),
        "taken_out": _names(connection, Transcript, plan.transcripts),
        "turns": turns + _turn_count(connection, _keys(connection, whole) & plan.speakers),
        "units": len(units),
        "units_flagged": len(plan.flagged[MeaningUnit]),
        "quotes": len(quotes),
        "paragraphs": len(_keys(connection, placed)),
        "notes": gone[Note] + gone[FieldNote],
        "attributes": len(_keys(connection, values)),
        "log_lines": gone[LogLine],
    }


def _gone(connection: Connection, plan: Plan) -> dict[str, set[int]]:
    """The rows that go and hold words somebody wrote, by the name of their table."""
    quotes = _quotes(connection, plan)
    placed = select(col(Paragraph.id)).where(col(Paragraph.quote_id).in_(quotes))
    gone = {shape_of(table).name: keys for table, keys in plan.gone.items()}
    whole = {"quote": quotes, "transcript": plan.transcripts, "interview": plan.interviews}
    return gone | whole | {"paragraph": _keys(connection, placed)}


def _turn_count(connection: Connection, speakers: Iterable[int]) -> int:
    return len(_keys(connection, select(col(Turn.id)).where(col(Turn.speaker_id).in_(sorted(speakers)))))


def _units(connection: Connection, plan: Plan) -> set[int]:
    """The units that go: those on her words alone, and those of transcripts that go as a whole."""
    whole = select(col(MeaningUnit.id)).where(col(MeaningUnit.transcript_id).in_(plan.transcripts))
    return plan.gone[MeaningUnit] | _keys(connection, whole)


def _quotes(connection: Connection, plan: Plan) -> set[int]:
    theirs = select(col(Coding.id)).where(col(Coding.unit_id).in_(_units(connection, plan)))
    return plan.gone[Quote] | _keys(connection, select(col(Quote.id)).where(col(Quote.coding_id).in_(theirs)))


def _condensates(connection: Connection, plan: Plan) -> tuple[str, ...]:
    """The condensates that stand on what goes or changes, by analysis and path."""
    units = _units(connection, plan) | plan.flagged[MeaningUnit]
    statement: Any = (
        select(col(Analysis.title), col(CodeGroup.name).label("group"), col(Subgroup.name))
        .join(CodeGroup, col(CodeGroup.analysis_id) == col(Analysis.id))
        .join(Subgroup, col(Subgroup.group_id) == col(CodeGroup.id))
        .join(Condensate, col(Condensate.subgroup_id) == col(Subgroup.id))
        .join(Coding, col(Coding.subgroup_id) == col(Subgroup.id))
        .where(col(Coding.unit_id).in_(units))
        .distinct()
    )
    return tuple(sorted(f"{row.title}: {row.group}/{row.name}" for row in connection.execute(statement)))


def _recordings(connection: Connection, plan: Plan) -> tuple[str, ...]:
    """Recordings with her on them that are not yet deleted, as far as is registered."""
    hers = select(col(Transcript.interview_id)).where(col(Transcript.id).in_({*plan.spans, *plan.transcripts}))
    statement: Any = (
        select(col(Interview.name), col(Recording.device), col(Recording.storage))
        .join(Recording, col(Recording.interview_id) == col(Interview.id))
        .where(col(Interview.id).in_(hers), col(Recording.deleted) == "")
    )
    return tuple(", ".join(part for part in row if part) for row in connection.execute(statement))


def _exports(connection: Connection, uid: str) -> tuple[ExportMade, ...]:
    statement: Any = (
        select(col(Export.at), col(Export.kind), col(Export.file))
        .join(ExportedParticipant, col(ExportedParticipant.export_id) == col(Export.id))
        .where(col(ExportedParticipant.participant_uid) == uid)
        .order_by(col(Export.id))
    )
    return tuple(ExportMade(*row) for row in connection.execute(statement))


def _names(connection: Connection, table: type[SQLModel], keys: Iterable[int]) -> tuple[str, ...]:
    core: Any = table
    statement = select(col(core.name)).where(col(core.id).in_(sorted(keys))).order_by(col(core.id))
    return tuple(connection.execute(statement).scalars())


def _keys(connection: Connection, statement: Any) -> set[int]:
    return set(connection.execute(statement).scalars())


def _known_degree(degree: str) -> None:
    if degree not in DEGREES:
        raise ValueRefused(what=say("kinds.degree"), value=degree, choices=", ".join(DEGREES))


def _day(text: str) -> str:
    date = parse_date(text) if text else day(now())
    if date is None:
        raise ValueRefused(what=say("kinds.day"), value=text, choices=say("journal.a_day"))
    return date

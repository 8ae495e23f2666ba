"""Step 1, each by herself: who reads, how far she has come, and when the lists may be seen by the others.

What is hidden is kept from every reading of the study by `storage.lids`; here is what lifts it.
"""

from typing import Any

from sqlalchemy import Connection, case, func, select
from sqlmodel import col

from qualcode.locale import say
from qualcode.model import (
    Analysis,
    AnalysisSubstudy,
    Coder,
    GroupTheme,
    Impression,
    Interview,
    ListDone,
    Preconceptions,
    ReadingMark,
    Revision,
    Theme,
    Transcript,
)
from qualcode.services.acting import stored_row
from qualcode.services.called import transcripts_called
from qualcode.storage.lids import lid_on
from qualcode.storage.opening import OpenStudy
from qualcode.views.readers import ReadersView, ReaderView


def readers(study: OpenStudy, analysis_id: int) -> ReadersView:
    """Everybody who reads for an analysis: who has opened a transcript, or written something of step 1."""
    with study.reading() as connection:
        material = _material(connection, analysis_id)
        marks = _marks(connection, analysis_id)
        done = _done(connection, analysis_id)
        opened = select(col(Analysis.lists_open)).where(col(Analysis.id) == analysis_id)
        hidden = _hidden(connection, analysis_id)
        return ReadersView(
            tuple(
                _reader(coder, material, marks.get(key, {}), done.get(key, ""))
                for key, coder in _who(connection, analysis_id)
            ),
            open=bool(connection.execute(opened).scalar_one_or_none()),
            hidden=hidden,
            gone_on=hidden and _has_groups_from_themes(connection, analysis_id),
        )


def lists_hidden(study: OpenStudy, analysis_id: int | None = None) -> bool:
    """Whether something of step 1 is kept from the coder at work, in an analysis or in any."""
    with study.reading() as connection:
        return _hidden(connection, analysis_id)


def mark_list_done(study: OpenStudy, analysis_id: int, *, done: bool = True) -> None:
    """Mark one's own list of themes done, which shows the others'; or take that back, which hides them again.

    Done again after new interviews have come, it counts from then.
    """
    with study.change("list.done") as change:
        title = stored_row(change, Analysis, analysis_id)["title"]
        change.summary = say("summaries.list_done" if done else "summaries.list_not_done", analysis=title)
        mark = select(col(ListDone.id)).where(
            col(ListDone.analysis_id) == analysis_id, col(ListDone.coder_id) == change.coder_id
        )
        known = change.connection.execute(mark).scalar_one_or_none()
        if done and known is None:
            change.add(ListDone, analysis_id=analysis_id, coder_id=change.coder_id, at=change.at)
        elif done and known is not None:
            if _came_after(change.connection, analysis_id, stored_row(change, ListDone, known)["at"]):
                change.change(ListDone, known, at=change.at)
        elif known is not None:
            change.remove(ListDone, known)


def open_lists(study: OpenStudy, analysis_id: int, *, opened: bool = True) -> None:
    """Let every reader see every list, whether she is done or not; or let each read by herself again."""
    with study.change("lists.open") as change:
        title = stored_row(change, Analysis, analysis_id)["title"]
        change.summary = say("summaries.lists_opened" if opened else "summaries.lists_closed", analysis=title)
        change.change(Analysis, analysis_id, lists_open=opened)


def _hidden(connection: Connection, analysis_id: int | None) -> bool:
    lid = lid_on(connection)
    hidden = () if lid is None else tuple(key for key, _ in lid.analyses)
    return bool(hidden) if analysis_id is None else analysis_id in hidden


def _has_groups_from_themes(connection: Connection, analysis_id: int) -> bool:
    statement: Any = select(col(GroupTheme.id)).join(Theme, col(Theme.id) == col(GroupTheme.theme_id))
    return connection.execute(statement.where(col(Theme.analysis_id) == analysis_id).limit(1)).first() is not None


def _reader(coder: str, material: dict[int, tuple[str, str]], marks: dict[int, bool], done: str) -> ReaderView:
    came = tuple(name for key, (name, came) in material.items() if done and came > done and not marks.get(key))
    return ReaderView(
        coder=coder,
        opened=sum(key in material for key in marks),
        read=sum(read for key, read in marks.items() if key in material),
        total=len(material),
        done=done,
        came_since=came,
    )


def _material(connection: Connection, analysis_id: int) -> dict[int, tuple[str, str]]:
    """The transcripts of an analysis, in order: what each is called; when it came, by itself or with its substudy."""
    called = transcripts_called(connection, analysis_id)
    statement: Any = (
        select(
            col(Transcript.id),
            case(
                (col(AnalysisSubstudy.created) > col(Revision.created), col(AnalysisSubstudy.created)),
                else_=col(Revision.created),
            ),
        )
        .join(Interview, col(Interview.id) == col(Transcript.interview_id))
        .join(AnalysisSubstudy, col(AnalysisSubstudy.substudy_id) == col(Interview.substudy_id))
        .join(Revision, (col(Revision.transcript_id) == col(Transcript.id)) & (col(Revision.number) == 1))
        .where(col(AnalysisSubstudy.analysis_id) == analysis_id, col(Transcript.removed).is_(False))
        .order_by(col(AnalysisSubstudy.id), col(Interview.position), col(Transcript.id))
    )
    return {key: (called[key], came) for key, came in connection.execute(statement)}


def _came_after(connection: Connection, analysis_id: int, at: str) -> bool:
    return any(came > at for _, came in _material(connection, analysis_id).values())


def _marks(connection: Connection, analysis_id: int) -> dict[int, dict[int, bool]]:
    """By reader, the transcripts she has had open, and whether she has marked them read."""
    statement: Any = select(col(ReadingMark.coder_id), col(ReadingMark.transcript_id), col(ReadingMark.read))
    found: dict[int, dict[int, bool]] = {}
    for coder, transcript, read in connection.execute(statement.where(col(ReadingMark.analysis_id) == analysis_id)):
        found.setdefault(coder, {})[transcript] = bool(read)
    return found


def _done(connection: Connection, analysis_id: int) -> dict[int, str]:
    statement: Any = select(col(ListDone.coder_id), func.max(col(ListDone.at)))
    rows: Any = connection.execute(
        statement.where(col(ListDone.analysis_id) == analysis_id).group_by(col(ListDone.coder_id))
    )
    return {row[0]: row[1] for row in rows}


def _who(connection: Connection, analysis_id: int) -> list[tuple[int, str]]:
    known: set[int | None] = set()
    for table in (ReadingMark, Theme, Impression, Preconceptions, ListDone):
        statement: Any = select(col(table.coder_id)).where(col(table.analysis_id) == analysis_id)
        known.update(connection.execute(statement).scalars())
    statement = select(col(Coder.id), col(Coder.initials)).where(col(Coder.id).in_(known - {None}))
    return [(key, initials) for key, initials in connection.execute(statement.order_by(col(Coder.initials)))]

"""Step 2, each by herself: transcripts that several code without seeing each other's work until all are done.

While one of its coders is not done, everybody sees her own codings of a transcript and nobody else's, whether she is
one of the coders or not. That is kept from every reading of the study by `storage.lids`; here is what begins and ends
it.
"""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Connection, select
from sqlmodel import col

from qualcode.errors import NothingNamed, TooFewCoders
from qualcode.locale import say
from qualcode.model import Analysis, AnalysisSubstudy, BlindCoding, Coder, Interview, Transcript
from qualcode.services.acting import stored_row
from qualcode.services.called import transcripts_called
from qualcode.services.naming import find_analysis
from qualcode.services.reading.reading import require_material
from qualcode.storage.journal import Change
from qualcode.storage.opening import OpenStudy, ensure_coder
from qualcode.text.normal_form import to_name
from qualcode.views.blind_coding import BlindView


def begin_blind(
    study: OpenStudy, analysis_id: int, coders: Sequence[str], *, transcripts: Collection[int] | None = None
) -> int:
    """Let these coders code transcripts of an analysis (all of them, if not said which) blind. Returns how many.

    What is there already is left as it is, and hidden like the rest. Raises `TooFewCoders`,
    `NothingNamed` for a transcript that is not of the analysis.
    """
    names = list(dict.fromkeys(name for name in map(to_name, coders) if name))
    if len(names) < 2:
        raise TooFewCoders(coders=", ".join(names) or say("agreement.nobody"))
    with study.change("blind.begin") as change:
        title = stored_row(change, Analysis, analysis_id)["title"]
        chosen = _material(change, analysis_id) if transcripts is None else list(transcripts)
        for transcript_id in chosen:
            require_material(change.connection, analysis_id, transcript_id)
            there = {row["coder_id"] for row in _rows(change, analysis_id, transcript_id)}
            for coder_id in (ensure_coder(change.connection, name) for name in names):
                if coder_id not in there:
                    where = {"analysis_id": analysis_id, "transcript_id": transcript_id, "coder_id": coder_id}
                    change.add(BlindCoding, **where, started=change.at)
        told = {"coders": ", ".join(names), "analysis": title}
        change.summary = say("summaries.blind_begun", count=len(chosen), **told)
        return len(chosen)


def mark_coded(
    study: OpenStudy, analysis_id: int, *, transcripts: Collection[int] | None = None, done: bool = True
) -> int:
    """Mark one's own blind coding of transcripts done (all of them, if not said which), or not done after all.

    Returns for how many it changed something. Raises `NothingNamed` if the coder codes none of them blind.
    """
    with study.change("blind.done") as change:
        title = stored_row(change, Analysis, analysis_id)["title"]
        own = [row for row in _rows(change, analysis_id, transcripts) if row["coder_id"] == change.coder_id]
        if not own:
            raise NothingNamed(kind=say("kinds.blind_coding"), name=study.coder, nearest=say("blind.none_of_yours"))
        changed = [change.change(BlindCoding, row["id"], done=change.at) for row in own if done and not row["done"]]
        changed += [change.change(BlindCoding, row["id"], done="") for row in own if not done and row["done"]]
        key = "summaries.blind_done" if done else "summaries.blind_not_done"
        change.summary = say(key, count=len(changed), analysis=title)
        return len(changed)


def end_blind(study: OpenStudy, analysis_id: int, *, transcripts: Collection[int] | None = None) -> int:
    """End blind coding for everybody, done or not: a deliberate act of the team. Returns how many transcripts it opens.

    Who coded remains known, so that different readings can be looked at.
    """
    with study.change("blind.end") as change:
        title = stored_row(change, Analysis, analysis_id)["title"]
        left = [row for row in _rows(change, analysis_id, transcripts) if not row["done"]]
        for row in left:
            change.change(BlindCoding, row["id"], done=change.at)
        count = len({row["transcript_id"] for row in left})
        change.summary = say("summaries.blind_ended", count=count, analysis=title)
        return count


def blind_codings(study: OpenStudy, analysis_id: int) -> tuple[BlindView, ...]:
    """The transcripts of an analysis that are or were coded blind, in order of the material."""
    with study.reading() as connection:
        return blind_codings_in(connection, analysis_id)


def blind_codings_in(connection: Connection, analysis_id: int) -> tuple[BlindView, ...]:
    """As `blind_codings`, of one moment with what else is read."""
    statement: Any = (
        select(col(Transcript.id), col(Coder.initials), col(BlindCoding.done))
        .join(BlindCoding, col(BlindCoding.transcript_id) == col(Transcript.id))
        .join(Coder, col(Coder.id) == col(BlindCoding.coder_id))
        .join(Interview, col(Interview.id) == col(Transcript.interview_id))
        .where(col(BlindCoding.analysis_id) == analysis_id, col(Transcript.removed).is_(False))
        .order_by(col(Interview.substudy_id), col(Interview.position), col(Transcript.id), col(Coder.initials))
    )
    found: dict[int, list[tuple[str, str]]] = {}
    for key, coder, done in connection.execute(statement):
        found.setdefault(key, []).append((coder, done))
    called = transcripts_called(connection, analysis_id) if found else {}
    return tuple(
        BlindView(key, called[key], tuple(coder for coder, _ in who), tuple(done for _, done in who))
        for key, who in found.items()
    )


def coded_blind(study: OpenStudy, analysis: str | None = None) -> tuple[BlindView, ...]:
    """The transcripts in which others' codings are hidden now, of an analysis (by its title) or of all, each once.

    Raises `NothingNamed`.
    """
    with study.reading() as connection:
        own = None if analysis is None else find_analysis(connection, analysis).id
        every: Any = connection.execute(select(col(Analysis.id)).order_by(col(Analysis.position))).scalars().all()
    found = (one for key in every if own in (None, key) for one in blind_codings(study, key) if not one.open)
    return tuple({one.transcript_id: one for one in found}.values())


def is_coded_blind(study: OpenStudy, analysis_id: int, transcript_id: int) -> bool:
    """Whether others' codings of a transcript are hidden now in an analysis."""
    return any(one.transcript_id == transcript_id and not one.open for one in blind_codings(study, analysis_id))


def _rows(change: Change, analysis_id: int, transcripts: int | Collection[int] | None) -> list[dict[str, Any]]:
    statement = select(BlindCoding).where(col(BlindCoding.analysis_id) == analysis_id)
    if transcripts is not None:
        wanted = [transcripts] if isinstance(transcripts, int) else list(transcripts)
        statement = statement.where(col(BlindCoding.transcript_id).in_(wanted))
    return [dict(row) for row in change.connection.execute(statement.order_by(col(BlindCoding.id))).mappings()]


def _material(change: Change, analysis_id: int) -> list[int]:
    statement: Any = (
        select(col(Transcript.id))
        .join(Interview, col(Interview.id) == col(Transcript.interview_id))
        .join(AnalysisSubstudy, col(AnalysisSubstudy.substudy_id) == col(Interview.substudy_id))
        .where(col(AnalysisSubstudy.analysis_id) == analysis_id, col(Transcript.removed).is_(False))
        .order_by(col(Transcript.id))
    )
    return list(change.connection.execute(statement).scalars())

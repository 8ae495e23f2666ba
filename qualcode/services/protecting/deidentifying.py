"""De-identification (avidentifisering): what may identify somebody is found, and a person decides about each name.

The finder (`text.identifying`) misses some and calls other words names, so nothing is changed by itself. What is
decided is carried out as a correction: units, quotes and notes move along, and it can be taken back until it is sealed.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, select
from sqlmodel import col

from qualcode.errors import ValueRefused, WordsDiffer
from qualcode.locale import say
from qualcode.model import Deidentification, Interview, Substudy, Transcript
from qualcode.services.material.correcting import carry_out
from qualcode.services.naming import find_transcript, transcript_name, transcripts_called
from qualcode.services.protecting.identifiers import Known, Memory, key_of, remember, within_brackets
from qualcode.services.protecting.name_decisions import forget_decisions, names_of
from qualcode.storage.journal import Change
from qualcode.storage.opening import OpenStudy
from qualcode.storage.rewording import Replacement, require_wording
from qualcode.text.anchoring import replace_stretches
from qualcode.text.identifying import Candidate, Pace, find_candidates, occurrences
from qualcode.text.shortening import shortened
from qualcode.views.identifying import (
    BEGUN,
    DONE,
    KEEP,
    NOT_BEGUN,
    SEALED,
    CandidateRow,
    Deidentified,
    DeidentifiedTranscript,
    NameDecision,
)

_KNOWN = 1.0
"""The score of a name that a person has confirmed elsewhere in the study."""


def candidates(study: OpenStudy, transcript: str | None = None) -> list[CandidateRow]:
    """What may identify somebody, in one transcript or in all, in order of place.

    A name decided about in another transcript comes with what stands for it there; words somebody let stand do not
    come. Raises `NothingNamed`, `AmbiguousName`.
    """
    with study.reading() as connection:
        memory = Memory(connection)
        chosen = [find_transcript(connection, transcript).id] if transcript is not None else _in_order(connection)
        names = transcripts_called(connection)
        texts = [(key, names[key], require_wording(connection, key).text) for key in chosen]
    return [
        CandidateRow(transcript=name, **one._asdict())
        for key, name, text in texts
        for one in candidates_in(text, memory, key)
    ]


def candidates_in(text: str, memory: Memory, transcript_id: int, *, pace: Pace | None = None) -> list[Candidate]:
    """The candidates of a text, with what the study knows of them; names known from elsewhere among them."""
    known = [
        _from_memory(text, one.start, one.end, memory.known[one.key]) for one in occurrences(text, memory.sought())
    ]
    known = [one for one in known if not within_brackets(text, one.start, one.end)]
    taken = {at for one in known for at in range(one.start, one.end)}
    found = [
        one
        for one in find_candidates(text, language=memory.language, pace=pace)
        if taken.isdisjoint(range(one.start, one.end))
    ]
    merged = sorted([*known, *found])
    return [one for one in merged if not memory.is_kept(transcript_id, key_of(one.text))]


def apply_decisions(
    study: OpenStudy, transcript_id: int, decisions: Sequence[NameDecision], *, revision_id: int | None = None
) -> Deidentified:
    """Carry out what was decided in one transcript, as one correction. Raises as `apply_all`.

    `revision_id` is the wording that was looked at: `ChangedMeanwhile` is raised if there is a later one.
    """
    return apply_all(study, {transcript_id: decisions}, revisions={transcript_id: revision_id})[0]


def apply_all(
    study: OpenStudy,
    decided: dict[int, Sequence[NameDecision]],
    *,
    revisions: dict[int, int | None] | None = None,
) -> list[Deidentified]:
    """Carry out what was decided in several transcripts, in one action: one correction in each.

    What was decided is remembered for the rest of the study. A transcript in which nothing is left undecided counts as
    de-identified. Raises `ChangedMeanwhile`, `WordsDiffer` where a place no longer reads as it did, `ValueRefused` for
    places that lie over each other.
    """
    left = _left_after(study, decided)
    with study.change("transcript.deidentify") as change:
        done = []
        for key, decisions in decided.items():
            done.append(_apply(change, key, decisions, left[key], (revisions or {}).get(key)))
        names, count = ", ".join(one.transcript for one in done), sum(one.replaced for one in done)
        change.summary = say("identifying.summaries.applied", count=count, transcripts=names)
        return done


def mark_deidentified(study: OpenStudy, transcript_id: int, *, done: bool = True) -> bool:
    """Somebody has read the transcript and says that it identifies nobody; or that this no longer holds."""
    with study.change("transcript.deidentified") as change:
        told = "identifying.summaries.done" if done else "identifying.summaries.not_done"
        change.summary = say(told, transcript=transcript_name(change.connection, transcript_id))
        return change.change(Transcript, transcript_id, deidentified=done)


def deidentified_transcripts(study: OpenStudy) -> tuple[DeidentifiedTranscript, ...]:
    """How far each transcript has come, by substudy and interview."""
    with study.reading() as connection:
        rows: Any = connection.execute(
            select(
                col(Transcript.id),
                col(Transcript.name),
                col(Substudy.name).label("substudy"),
                col(Transcript.deidentified),
                col(Deidentification.undecided),
                col(Deidentification.sealed),
            )
            .join(Interview, col(Interview.id) == col(Transcript.interview_id))
            .join(Substudy, col(Substudy.id) == col(Interview.substudy_id))
            .outerjoin(Deidentification, col(Deidentification.transcript_id) == col(Transcript.id))
            .where(col(Transcript.removed).is_(False))
            .order_by(col(Substudy.position), col(Interview.position), col(Transcript.id))
        ).all()
    return tuple(
        DeidentifiedTranscript(
            row.id,
            row.name,
            row.substudy,
            _state(deidentified=row.deidentified, undecided=row.undecided, sealed=row.sealed),
            row.undecided,
        )
        for row in rows
    )


def _state(*, deidentified: bool, undecided: int | None, sealed: str | None) -> str:
    if sealed:
        return SEALED
    if deidentified:
        return DONE
    return NOT_BEGUN if undecided is None else BEGUN


def _apply(
    change: Change, transcript_id: int, decisions: Sequence[NameDecision], left: int, revision_id: int | None
) -> Deidentified:
    wording = require_wording(change.connection, transcript_id, seen=revision_id)
    name = transcript_name(change.connection, transcript_id)
    replacements = _replacements(wording.text, decisions, transcript=name)
    remember(change, transcript_id, decisions)
    forget_decisions(change, transcript_id, names_of(decisions))
    corrected = carry_out(change, transcript_id, replacements)
    _write_state(change, transcript_id, revision=corrected.revision, undecided=left)
    if not left:
        change.change(Transcript, transcript_id, deidentified=True)
    kept = sum(one.decision == KEEP for one in decisions)
    return Deidentified(name, len(replacements), kept, left, not left)


def _write_state(change: Change, transcript_id: int, *, revision: int, undecided: int) -> None:
    values: dict[str, Any] = {
        "revision": revision,
        "undecided": undecided,
        "coder_id": change.coder_id,
        "at": change.at,
        "sealed": "",
    }
    there = select(col(Deidentification.id)).where(col(Deidentification.transcript_id) == transcript_id)
    key = change.connection.execute(there).scalar_one_or_none()
    if key is None:
        change.add(Deidentification, transcript_id=transcript_id, **values)
    else:
        change.change(Deidentification, key, **values)


def _left_after(study: OpenStudy, decided: Mapping[int, Sequence[NameDecision]]) -> dict[int, int]:
    """How many candidates nobody will have decided about in each, names that the others make known among them.

    Slow, so it is counted before the study is ours alone.
    """
    with study.reading() as connection:
        memory = Memory(connection)
        texts = {key: require_wording(connection, key).text for key in decided}
        names = {key: transcript_name(connection, key) for key in decided}
    after = {
        key: replace_stretches(texts[key], _replacements(texts[key], decisions, transcript=names[key]))
        for key, decisions in decided.items()
    }
    memory.expect(decided)
    return {key: len(candidates_in(text, memory, key)) for key, text in after.items()}


def _replacements(text: str, decisions: Sequence[NameDecision], *, transcript: str) -> list[Replacement]:
    found: list[Replacement] = []
    for one in sorted(decisions, key=lambda decision: decision.start):
        words = text[one.start : one.end]
        if words != one.words:
            told = {"found": shortened(words), "quote": shortened(one.words)}
            raise WordsDiffer(start=one.start, end=one.end, transcript=transcript, **told)
        if one.decision == KEEP:
            continue
        if not one.replacement.strip():
            raise ValueRefused(what=say("identifying.replacement"), value="", choices=say("errors.reasons.a_word"))
        if found and one.start < found[-1].end:
            where = f"{one.start}–{one.end}"
            raise ValueRefused(what=say("kinds.words"), value=where, choices=say("identifying.apart"))
        found.append(Replacement(one.start, one.end, one.replacement))
    return found


def _from_memory(text: str, start: int, end: int, known: Known) -> Candidate:
    return Candidate(start, end, text[start:end], known.kind, _KNOWN, known.replacement)


def _in_order(connection: Connection) -> list[int]:
    statement: Any = (
        select(col(Transcript.id))
        .join(Interview, col(Interview.id) == col(Transcript.interview_id))
        .join(Substudy, col(Substudy.id) == col(Interview.substudy_id))
        .where(col(Transcript.removed).is_(False))
        .order_by(col(Substudy.position), col(Interview.position), col(Transcript.id))
    )
    return [int(key) for key in connection.execute(statement).scalars()]

"""Turns: who speaks in them, what else is to be said about them, and where one ends and the next begins.

To split or merge is to correct the text (an empty line comes or goes), so everything in it moves with the words.
"""

import re
from itertools import count
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from qualcode.errors import ChangedMeanwhile, ValueRefused
from qualcode.locale import say
from qualcode.model import Participant, Speaker, Transcript, Turn
from qualcode.services.acting import prose, stored_row
from qualcode.storage.journal import Change
from qualcode.storage.opening import OpenStudy
from qualcode.storage.rewording import Replacement, require_wording, reword
from qualcode.storage.turn_order import turns_in_step, unused_number
from qualcode.text.roles import PARTICIPANT, ROLES, UNKNOWN
from qualcode.text.shortening import shortened
from qualcode.text.turns import BETWEEN_CUES, BETWEEN_TURNS
from qualcode.views.transcript import TurnView

_SPACE_BEFORE = re.compile(r"\s*\Z")
_SPACE_AFTER = re.compile(r"\s*")


def tag_turn(
    study: OpenStudy, turn_id: int, speaker_id: int | None, *, doubtful: bool = False, seen: TurnView | None = None
) -> bool:
    """Say who speaks in a turn, None for nobody known; `doubtful` when it is a guess. False if it was so already.

    Who tags what she sees gives the turn as she has `seen` it. Raises `ChangedMeanwhile` for a turn that is gone or
    that somebody has tagged otherwise since it was seen, `NothingNamed` for a speaker of another transcript.
    """
    with study.change("turn.tag") as change:
        return _tag(change, turn_id, speaker_id, doubtful=doubtful, seen=seen)


def tag_person(
    study: OpenStudy,
    turn_id: int,
    *,
    participant_id: int | None = None,
    role: str = PARTICIPANT,
    doubtful: bool = False,
    seen: TurnView | None = None,
) -> bool:
    """Say which participant speaks in a turn, or a person of which other role. False if it was so already.

    The transcript gets a label for the person, if it has none yet: her code, or the role's name. Raises as `tag_turn`,
    `NothingNamed` for a participant that is gone, `ValueRefused` for a role that does not exist.
    """
    with study.change("turn.tag") as change:
        turn = stored_row(change, Turn, turn_id)
        speaker = _speaker_for(change, turn["transcript_id"], participant_id, role)
        return _tag(change, turn_id, speaker, doubtful=doubtful, seen=seen)


def mark_turn(
    study: OpenStudy,
    turn_id: int,
    *,
    overlap: bool | None = None,
    inaudible: bool | None = None,
    doubtful: bool | None = None,
) -> bool:
    """Mark that several speak at once, that words are missing, or that the speaker is a guess; None leaves it as it is.

    False if it was so already. Raises `ChangedMeanwhile` for a turn that is gone.
    """
    with study.change("turn.mark") as change:
        turn = stored_row(change, Turn, turn_id)
        change.summary = say("summaries.turn_marked", **_place(change, turn))
        given = {"overlap": overlap, "inaudible": inaudible, "doubtful": doubtful}
        return change.change(Turn, turn_id, **{name: value for name, value in given.items() if value is not None})


def note_turn(study: OpenStudy, turn_id: int, note: str, *, seen: str | None = None) -> bool:
    """Write what else happened in a turn (laughter, who nodded); an empty note takes it away. False if it was so.

    `seen` is the note that the user looked at. Raises `ChangedMeanwhile` for a turn that is gone or noted otherwise.
    """
    with study.change("turn.note") as change:
        turn = stored_row(change, Turn, turn_id)
        if seen is not None and seen != turn["note"] != prose(note):
            both: dict[str, Any] = {"stands": {"note": turn["note"]}, "wanted": {"note": prose(note)}}
            change.refuse_unseen(Turn, turn_id, version=turn["note"], **both)
        change.summary = say("summaries.turn_noted", **_place(change, turn), words=shortened(note))
        return change.change(Turn, turn_id, note=prose(note))


def split_turn(
    study: OpenStudy,
    turn_id: int,
    at: int,
    *,
    speaker_id: int | None = None,
    doubtful: bool = False,
    revision_id: int | None = None,
) -> int:
    """From the offset `at` in the text on it is another turn, by this speaker. Returns the new turn's key.

    `revision_id` as in `correct_turn`. White space at the cut belongs to neither. Raises `ValueRefused` when the cut
    leaves a half without words, and as `tag_turn`.
    """
    with study.change("turn.split") as change:
        return _split(change, turn_id, at, speaker_id=speaker_id, doubtful=doubtful, revision_id=revision_id)


def split_turn_for(
    study: OpenStudy,
    turn_id: int,
    at: int,
    *,
    participant_id: int | None = None,
    role: str = PARTICIPANT,
    doubtful: bool = False,
    revision_id: int | None = None,
) -> int:
    """From the offset `at` on it is another turn, by this participant or role. As `split_turn` and `tag_person`."""
    with study.change("turn.split") as change:
        turn = stored_row(change, Turn, turn_id)
        speaker = _speaker_for(change, turn["transcript_id"], participant_id, role)
        return _split(change, turn_id, at, speaker_id=speaker, doubtful=doubtful, revision_id=revision_id)


def merge_turn(study: OpenStudy, turn_id: int, *, revision_id: int | None = None) -> int:
    """Make a turn one with the turn before it, whose speaker it gets. Returns the key of the turn that is left.

    `revision_id` as in `correct_turn`. Marks of either stay, notes are joined. Raises `ValueRefused` for the first
    turn, `ChangedMeanwhile`.
    """
    with study.change("turn.merge") as change:
        turn = stored_row(change, Turn, turn_id)
        transcript_id = turn["transcript_id"]
        require_wording(change.connection, transcript_id, seen=revision_id)
        change.summary = say("summaries.turn_merged", **_place(change, turn))
        before: Any = (
            select(Turn)
            .where(col(Turn.transcript_id) == transcript_id, col(Turn.start) < turn["start"])
            .order_by(col(Turn.start).desc())
            .limit(1)
        )
        row = change.connection.execute(before).mappings().one_or_none()
        if row is None:
            raise ValueRefused(what=say("kinds.merge"), value=turn["number"], choices=say("errors.reasons.not_first"))
        with turns_in_step(change, transcript_id):
            change.remove(Turn, turn_id)
            change.change(Turn, row["id"], end=turn["end"], end_ms=_later(row, turn), **_joined(row, turn))
            reword(change, transcript_id, [Replacement(row["end"], turn["start"], BETWEEN_CUES)])
        return int(row["id"])


def _tag(change: Change, turn_id: int, speaker_id: int | None, *, doubtful: bool, seen: TurnView | None = None) -> bool:
    turn = stored_row(change, Turn, turn_id)
    stored = (turn["speaker_id"], bool(turn["doubtful"]))
    if seen is not None and stored not in (_tagged(seen), (speaker_id, doubtful)):
        stands = {"label": _label(change, turn["transcript_id"], turn["speaker_id"])}
        wanted = {"label": _label(change, turn["transcript_id"], speaker_id)}
        change.refuse_unseen(Turn, turn_id, version=stored, stands=stands, wanted=wanted)
    who = _label(change, turn["transcript_id"], speaker_id)
    change.summary = say("summaries.turn_tagged", **_place(change, turn), label=who)
    return change.change(Turn, turn_id, speaker_id=speaker_id, doubtful=doubtful)


def _tagged(turn: TurnView) -> tuple[int | None, bool]:
    return (None if turn.speaker is None else turn.speaker.id), turn.doubtful


def _split(
    change: Change, turn_id: int, at: int, *, speaker_id: int | None, doubtful: bool, revision_id: int | None
) -> int:
    turn = stored_row(change, Turn, turn_id)
    transcript_id, start, end = turn["transcript_id"], turn["start"], turn["end"]
    who = _label(change, transcript_id, speaker_id)
    change.summary = say("summaries.turn_split", **_place(change, turn), label=who)
    text = require_wording(change.connection, transcript_id, seen=revision_id).text
    cut = min(max(at, start), end)
    ends = cut - len(_SPACE_BEFORE.search(text[start:cut]).group())  # type: ignore[union-attr]
    begins = cut + len(_SPACE_AFTER.match(text[cut:end]).group())  # type: ignore[union-attr]
    if not text[start:ends].strip() or not text[begins:end].strip():
        raise ValueRefused(what=say("kinds.cut"), value=at, choices=f"{start + 1}–{end - 1}")
    with turns_in_step(change, transcript_id):
        reword(change, transcript_id, [Replacement(ends, begins, BETWEEN_TURNS)])
        longer = stored_row(change, Turn, turn_id)
        change.change(Turn, turn_id, end=ends, end_ms=None)
        return change.add(
            Turn,
            transcript_id=transcript_id,
            revision_id=longer["revision_id"],
            number=unused_number(change.connection, transcript_id),
            start=ends + len(BETWEEN_TURNS),
            end=longer["end"],
            speaker_id=speaker_id,
            end_ms=turn["end_ms"],
            doubtful=doubtful,
        )


def _speaker_for(change: Change, transcript_id: int, participant_id: int | None, role: str) -> int:
    """The key of a person's label in a transcript, made if there is none.

    A label that reads like her but is placed with somebody else stays his: she gets one with a number.
    """
    if role not in ROLES:
        raise ValueRefused(what=say("kinds.role"), value=role, choices=", ".join(ROLES))
    mine = select(col(Speaker.id)).where(col(Speaker.transcript_id) == transcript_id).order_by(col(Speaker.id))
    who = col(Speaker.role) == role if participant_id is None else col(Speaker.participant_id) == participant_id
    known = change.connection.execute(mine.where(who)).scalars().first()
    if known is not None:
        return known
    label = say(f"speakers.role_labels.{role}")
    if participant_id is not None:
        role, label = PARTICIPANT, stored_row(change, Participant, participant_id)["code"]
    for number in count(2):
        same = change.connection.execute(mine.where(col(Speaker.label) == label)).scalars().first()
        if same is None:
            break
        if stored_row(change, Speaker, same)["role"] == UNKNOWN:
            change.change(Speaker, same, role=role, participant_id=participant_id)
            return same
        label = f"{label.removesuffix(f' {number - 1}')} {number}"
    return change.add(Speaker, transcript_id=transcript_id, label=label, role=role, participant_id=participant_id)


def _label(change: Change, transcript_id: int, speaker_id: int | None) -> str:
    """The label of a speaker of this transcript. Raises `ChangedMeanwhile` for somebody else's."""
    if speaker_id is None:
        return say("speakers.nobody")
    row = change.row(Speaker, speaker_id)
    if row is None or row["transcript_id"] != transcript_id:
        raise ChangedMeanwhile(kind=say("tables.speaker"))
    return str(row["label"])


def _place(change: Change, turn: dict[str, Any]) -> dict[str, Any]:
    """Where a turn is, for summaries."""
    return {"transcript": stored_row(change, Transcript, turn["transcript_id"])["name"], "number": turn["number"]}


def _later(first: Any, second: dict[str, Any]) -> int | None:
    ends = [turn["end_ms"] for turn in (first, second) if turn["end_ms"] is not None]
    return max(ends, default=None)


def _joined(first: Any, second: dict[str, Any]) -> dict[str, Any]:
    marks = {name: bool(first[name] or second[name]) for name in ("doubtful", "overlap", "inaudible")}
    return marks | {"note": "\n".join(note for note in (first["note"], second["note"]) if note)}

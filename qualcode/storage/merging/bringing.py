"""Rows that only the other copy has: they come in, unless this copy has the same thing, or had it taken away."""

from functools import cached_property

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlmodel import SQLModel, col

from qualcode.model import (
    CodeGroup,
    Identifier,
    Interview,
    KeptWords,
    SameRow,
    Speaker,
    Transcript,
    Turn,
    Withdrawal,
)
from qualcode.storage.merging.side import Row
from qualcode.storage.merging.taking import Taking
from qualcode.storage.merging.terms import GOES_ALONG, NoParent, alike, natural_keys
from qualcode.storage.shapes import Shape, has_place, shape_of
from qualcode.storage.turn_order import unused_number
from qualcode.views.withdrawing import STOP


class Bringing(Taking):
    """Additions, parents first; what was withdrawn here stays out, with everything that hangs on it."""

    def _add_rows(self, table: type[SQLModel]) -> None:
        for uid in list(self._theirs.rows(table)):
            if self._here_as(table, uid) is None and self._is_to_come(shape_of(table), uid):
                self._bring(table, uid)

    def _is_to_come(self, shape: Shape, uid: str) -> bool:
        """Whether a row that is not here came later there, or was taken away here and changed there since."""
        past = self._pasts.row(shape.name, uid)
        here, there = past.here, past.there
        if shape.table is Turn:
            return self._turn_comes(uid)
        if here.removed is not None:
            theirs = self._theirs.image(shape, self._theirs.rows(shape.table)[uid])
            if alike(shape, theirs, here.removed):
                return past.is_there_last
            self._tell(shape.table, uid, "", "", self._called(shape.table, uid), "removed_here_changed_there")
            return True
        return self._here.complete or not self._there.complete or there.created or shape.table in GOES_ALONG

    def _turn_comes(self, uid: str) -> bool:
        transcript = self._transcript_of(shape_of(Turn), self._theirs.rows(Turn)[uid])
        return transcript in self._new_transcripts or self._takes_turns(transcript)

    def _bring(self, table: type[SQLModel], uid: str) -> bool:
        """Bring in one row, and what it cannot be without. False if it stays out."""
        shape, row = shape_of(table), self._theirs.rows(table)[uid]
        gone = uid in self._gone or uid in self._withheld
        gone = gone or (table in (Identifier, KeptWords) and self._is_forgotten(row["key"]))
        if gone or self._speaks_of_withdrawn(table, row) or self._marks_withdrawn(shape, row):
            self._withheld.add(uid)
            return False
        image, revision = self._theirs.image(shape, row), None
        if has_place(shape):
            brought = self._places.brought_up(shape, row, self._transcript_of(shape, row))
            if brought is None:
                if uid not in self._without_place:
                    self._without_place.add(uid)
                    self._tell(table, uid, "", "", "", "no_place")
                return False
            revision = {"revision_id": brought["revision_id"]}
            image |= {name: brought[name] for name in shape.journaled if name not in shape.refers}
            image |= self._without_forgotten(image)
        try:
            stored = self._stored(shape, self._in_our_terms(shape, image)) | (revision or {})
        except NoParent:
            self._withheld.add(uid)
            return False
        if self._is_here_by_name(shape, uid, stored):
            return True
        return self._write_new(shape, uid, stored)

    def _write_new(self, shape: Shape, uid: str, stored: Row) -> bool:
        if shape.table is CodeGroup and stored["key"] and self._key_taken(stored):
            stored["key"] = 0
        if shape.table is Turn:
            stored["number"] = unused_number(self._change.connection, stored["transcript_id"])
        along = (
            shape.table in GOES_ALONG
            and self._transcript_of(shape, self._theirs.rows(shape.table)[uid]) in self._new_transcripts
        )
        try:
            key = self._carry(shape, uid, stored) if along else self._change.add(shape.table, uid=uid, **stored)
        except IntegrityError:
            self._tell(shape.table, uid, "", "", self._called(shape.table, uid), "does_not_fit")
            return False
        row = self._change.row(shape.table, key)
        assert row is not None  # noqa: S101 - just written
        if not along:
            self._remember_passed(shape, uid, stored)
        self._ours.put(shape.table, uid, row)
        self._added[shape.name] += 1
        if shape.table is Transcript:
            self._new_transcripts.add(uid)
        return True

    def _carry(self, shape: Shape, uid: str, stored: Row) -> int:
        self._change.carry(shape.table, [{"uid": uid, **stored}])
        core = shape.core
        return int(self._change.connection.execute(select(core.c.id).where(core.c.uid == uid)).scalar_one())

    def _speaks_of_withdrawn(self, table: type[SQLModel], row: Row) -> bool:
        """Whether a transcript or interview that is not here holds the words of somebody who withdrew here."""
        if table not in (Transcript, Interview) or not self._gone:
            return False
        transcripts = (
            {row["id"]}
            if table is Transcript
            else {one["id"] for one in self._theirs.rows(Transcript).values() if one["interview_id"] == row["id"]}
        )
        people = {
            speaker["participant_id"]
            for speaker in self._theirs.rows(Speaker).values()
            if speaker["transcript_id"] in transcripts
        } - {None}
        participant = shape_of(Speaker).refers["participant_id"]
        return any(self._theirs.uid_of(participant, key) in self._gone for key in people)

    def _marks_withdrawn(self, shape: Shape, row: Row) -> bool:
        """Whether a row stands in words that were withdrawn here: it says them again, and no report may."""
        if not has_place(shape) or not self._gone:
            return False
        transcript = self._transcript_of(shape, row)
        if transcript in self._gone or transcript in self._withheld:
            return True
        turns = self._withdrawn_turns.get(transcript, ())
        return row["start"] is not None and any(row["start"] < end and start < row["end"] for start, end in turns)

    @cached_property
    def _withdrawn_turns(self) -> dict[str, list[tuple[int, int]]]:
        """Where those who withdrew here speak in the other copy's transcripts, by the transcripts' uids there."""
        found: dict[str, list[tuple[int, int]]] = {}
        people = self._gone | {
            row["participant_uid"] for row in self._ours.rows(Withdrawal).values() if row["degree"] != STOP
        }
        for uid, row in self._theirs.rows(Turn).items():
            image = self._theirs.image(shape_of(Turn), row)
            speaker = self._theirs.rows(Speaker).get(image["speaker_id"] or "", {})
            participant = self._theirs.image(shape_of(Speaker), speaker)["participant_id"] if speaker else None
            if uid in self._gone or participant in people:
                found.setdefault(self._transcript_of(shape_of(Turn), row), []).append((row["start"], row["end"]))
        return found

    def _is_here_by_name(self, shape: Shape, uid: str, stored: Row) -> bool:
        """Whether this copy has made the same thing by itself; then the two are one from now on."""
        for columns in natural_keys(shape):
            here = self._find(shape, columns, stored)
            if here is None:
                continue
            if here in self._theirs.rows(shape.table) or not self._is_one_thing(shape, uid, here):
                self._rename(stored)
                if self._find(shape, columns, stored) is None:
                    continue
                self._tell(shape.table, uid, "", "", self._called(shape.table, uid), "does_not_fit")
                return True
            self._join(shape, uid, here)
            return True
        return False

    def _find(self, shape: Shape, columns: tuple[str, ...], stored: Row) -> str | None:
        if any(stored[name] is None for name in columns):
            return None
        core = shape.core
        statement = select(core.c.uid).where(*(core.c[name] == stored[name] for name in columns))
        if "removed" in core.c:
            if stored["removed"]:
                return None
            statement = statement.where(core.c.removed.is_(False))
        found = self._change.connection.execute(statement.limit(1)).scalar_one_or_none()
        return None if found is None else str(found)

    def _is_one_thing(self, shape: Shape, uid: str, here: str) -> bool:
        """Interviews of one name are one if their transcripts come from one file, or one has none."""
        if shape.table is not Interview:
            return True
        hashes = [
            {
                row["file_hash"]
                for row in side.rows(Transcript).values()
                if row["interview_id"] == key and not row["removed"]
            }
            for side, key in (
                (self._ours, self._ours.key_of(Interview, here)),
                (self._theirs, self._theirs.key_of(Interview, uid)),
            )
        ]
        return not all(hashes) or bool(hashes[0] & hashes[1])

    def _join(self, shape: Shape, uid: str, here: str) -> None:
        self._same[uid] = here
        if uid not in self._ours.rows(SameRow):
            key = self._change.add(SameRow, uid=uid, stands_for=here)
            row = self._change.row(SameRow, key)
            assert row is not None  # noqa: S101 - just written
            self._ours.put(SameRow, uid, row)
        values = self._values_to_take(shape, uid, self._theirs.rows(shape.table)[uid], here)
        if values:
            self._write_change(shape, here, uid, values)

    def _rename(self, stored: Row) -> None:
        for name in ("name", "title", "code", "label"):
            if name in stored:
                stored[name] = f"{stored[name]} (2)"
                return

    def _key_taken(self, stored: Row) -> bool:
        taken = select(func.count()).where(
            col(CodeGroup.analysis_id) == stored["analysis_id"], col(CodeGroup.key) == stored["key"]
        )
        return bool(self._change.connection.execute(taken).scalar_one())

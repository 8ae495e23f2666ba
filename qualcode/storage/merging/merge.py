"""One copy's work taken into another: rows by uid, parents first, all within one action.

What only the other copy has comes in; what it has changed or taken away since the two parted, is changed or taken away
here, unless this copy has changed it as well. Then this copy's stands and both are told. What was withdrawn from this
study stays out, with everything that hangs on it.
"""

from contextlib import ExitStack
from itertools import pairwise

from sqlalchemy import insert, select
from sqlmodel import SQLModel, col

from qualcode.model import Coder, Revision, Transcript, Turn
from qualcode.storage.merging.entries import BringingEntries
from qualcode.storage.merging.places import Differing
from qualcode.storage.merging.side import Row
from qualcode.storage.merging.terms import DoNotFit, alike, placed_tables, tables_in_order
from qualcode.storage.merging.weighing import SILENT
from qualcode.storage.shapes import Shape, references_to, shape_of
from qualcode.storage.turn_order import turn_places, turns_in_step
from qualcode.views.merging import MergeConflict, MergeReport


class Merge(BringingEntries):
    """One merge, from the reading of both copies to the report."""

    def run(self) -> MergeReport:
        """Merge everything, and say what was done."""
        self._meet_coders()
        tables = tables_in_order()
        # What was taken away there first makes room; what something still refers to is looked at again at the end.
        for table in reversed(tables):
            self._remove_rows(table, telling=False)
        with ExitStack() as in_step:
            for table in tables:
                self._change_rows(table)
                self._add_rows(table)
                if table is Transcript:
                    self._meet_texts(in_step)
            self._try_again()
            for table in reversed(tables):
                self._remove_rows(table, telling=True)
            self._try_again()
            self._tell_unfit()
            self._refuse_overlaps()
        self._turns_first()
        entries = self._bring_entries()
        counts = (dict(self._added), dict(self._changed), dict(self._removed))
        told = tuple(self._conflicts)
        return MergeReport(*counts, len(self._withheld), told, told_before=self._told_before, entries=entries)

    def _meet_coders(self) -> None:
        initials = {row["initials"]: uid for uid, row in self._ours.rows(Coder).items()}
        for uid, row in self._theirs.rows(Coder).items():
            if self._here_as(Coder, uid) is None:
                known = initials.get(row["initials"])
                if known is None:
                    written = insert(Coder).values(uid=uid, initials=row["initials"]).returning(col(Coder.id))
                    key = self._change.connection.execute(written).scalar_one()
                    self._ours.put(Coder, uid, {**row, "id": key})
                else:
                    self._same[uid] = known

    def _meet_texts(self, in_step: ExitStack) -> None:
        for uid in self._theirs.rows(Transcript):
            here = self._here_as(Transcript, uid)
            if here is None:
                continue
            key = self._ours.rows(Transcript)[here]["id"]
            if uid in self._new_transcripts:
                self._bring_text(uid, key)
            in_step.enter_context(turns_in_step(self._change, key))
            moved = uid in self._there.turns_of or not self._there.complete
            before = self._turn_images(key) if moved else {}
            if uid in self._new_transcripts:
                self._places.same(uid, key)
                continue
            self._places.meet(uid, key)
            for one in self._places.differing.get(uid, ()):
                self._tell_of_words(uid, one)
            if moved and uid in self._places.ahead:
                self._meet_turns(uid, key, before)
        self._ours.forget(Revision, *placed_tables())
        self._pair_turns()

    def _tell_of_words(self, uid: str, one: Differing) -> None:
        if self._is_known(Revision, one.revision):
            self._told_before += 1
        else:
            where = self._called(Transcript, uid)
            words = ("words", one.before, one.after)
            self._conflicts.append(MergeConflict("transcript", where, *words, "text_corrected_by_both"))

    def _pair_turns(self) -> None:
        """The turns of a file that each copy took in by itself are the same ones where they stand in the same place."""
        shape = shape_of(Turn)
        here = {(row["transcript_id"], row["start"], row["end"]): uid for uid, row in self._ours.rows(Turn).items()}
        for uid, row in self._theirs.rows(Turn).items():
            transcript = self._transcript_of(shape, row)
            if uid in self._ours.rows(Turn) or transcript not in self._same:
                continue
            brought = self._places.brought_up(shape, row, transcript)
            key = self._ours.key_of(Transcript, self._same[transcript])
            known = brought and here.get((key, brought["start"], brought["end"]))
            if known:
                self._same[uid] = known

    def _meet_turns(self, uid: str, key: int, before: dict[str, Row]) -> None:
        """Take all turns of the other copy where its newest words were taken over; else none, and tell if they differ.

        A cut or a joining changes the text as well, so who had the words before it had the turns before it too.
        """
        shape = shape_of(Turn)
        rows = [row for row in self._theirs.rows(Turn).values() if self._transcript_of(shape, row) == uid]
        brought = [self._places.brought_up(shape, row, uid) for row in rows]
        theirs = sorted((row["start"], row["end"]) for row in brought if row is not None)
        fits = len(theirs) == len(rows) and all(one[1] <= following[0] for one, following in pairwise(theirs))
        if fits and theirs and uid not in self._places.differing:
            self._turns_from[uid] = key
            self._turns_before |= before
        elif not fits or theirs != turn_places(self._change.connection, key):
            self._tell(Transcript, uid, "turns", "", "", "turns_do_not_fit")

    def _turn_images(self, key: int) -> dict[str, Row]:
        shape, rows = shape_of(Turn), self._ours.rows(Turn)
        return {uid: self._change.image(shape, row) for uid, row in rows.items() if row["transcript_id"] == key}

    def _refuse_overlaps(self) -> None:
        for key in self._turns_from.values():
            if any(one[1] > following[0] for one, following in pairwise(turn_places(self._change.connection, key))):
                raise DoNotFit

    def _turns_first(self) -> None:
        """Turns divided or joined together with a correction stand in the entry as they were before it.

        So that an undo, which goes through the entry from the end, takes the correction back before the turns.
        """
        images = self._change.images
        turns = [image for image in images if image["table"] == "turn" and image["uid"] in self._turns_before]
        for image in turns:
            image["before"] = image["before"] and self._turns_before[image["uid"]]
        chosen = {id(image) for image in turns}
        images[:] = [*turns, *(image for image in images if id(image) not in chosen)]

    def _bring_text(self, uid: str, key: int) -> None:
        for row in self._theirs.rows(Revision).values():
            if self._theirs.uid_of(Transcript, row["transcript_id"]) == uid:
                values = {name: row[name] for name in shape_of(Revision).journaled}
                values |= {"transcript_id": key, "coder_id": self._coder_here(row["coder_id"])}
                self._change.carry_one(Revision, uid=row["uid"], **values)
                entry = next(one for one in self._change.images if one["uid"] == uid)
                entry["wording"] = max(row["number"], entry.get("wording", 1))

    def _remove_rows(self, table: type[SQLModel], *, telling: bool) -> None:
        shape = shape_of(table)
        if table is Turn:
            if telling:
                self._remove_turns()
            return
        theirs = {self._here_as(table, uid) for uid in self._theirs.rows(table)}
        for uid, row in list(self._ours.rows(table).items()):
            past = self._pasts.row(shape.name, uid)
            removed = past.there.removed
            if uid in theirs or (removed is None and past.lately_there.removed is None):
                # A copy that never had a row may have heard that it was taken away.
                continue
            if past.lately_here.created:
                # It came again here, which the other copy has not heard of.
                continue
            changed = set(past.here.left) - SILENT and (
                removed is None or not alike(shape, self._ours.image(shape, row), removed)
            )
            stays = changed or self._is_referred_to(shape, row["id"])
            if stays or not past.lately_there.came_or_went:
                if telling and stays:
                    self._tell(table, uid, "", self._called(table, uid, self._ours), "", "removed_there_used_here")
                continue
            self._change.remove(table, row["id"])
            self._ours.drop(table, uid)
            self._removed[shape.name] += 1

    def _remove_turns(self) -> None:
        """Turns stand one after the other: one that has become part of another cannot stay, and its marks are told."""
        shape = shape_of(Turn)
        theirs = {self._here_as(Turn, uid) for uid in self._theirs.rows(Turn)}
        taken = set(self._turns_from.values())
        for uid, row in list(self._ours.rows(Turn).items()):
            if uid in theirs or row["transcript_id"] not in taken:
                continue
            removed = self._there.row(shape.name, uid).removed
            changed = set(self._here.row(shape.name, uid).left) - SILENT - {"start", "end"}
            if changed and (removed is None or not alike(shape, self._ours.image(shape, row), removed)):
                where = f"{row['start']}-{row['end']}"
                self._conflicts.append(MergeConflict(shape.name, where, "", row["note"], "", "turn_joined_there"))
            self._change.remove(Turn, row["id"])
            self._ours.drop(Turn, uid)
            self._removed[shape.name] += 1

    def _is_referred_to(self, shape: Shape, key: int) -> bool:
        for table, column in references_to(shape.table):
            core = shape_of(table).core
            if self._change.connection.execute(select(core.c[column]).where(core.c[column] == key).limit(1)).first():
                return True
        return False

"""One copy's work taken into another: rows by uid, parents first, all within one action.

What only the other copy has comes in; what it has changed or taken away since the two parted, is changed or taken away
here, unless this copy has changed it as well. Then this copy's stands and both are told. What was withdrawn from this
study stays out, with everything that hangs on it.
"""

from contextlib import ExitStack

from sqlalchemy import insert, select
from sqlmodel import SQLModel, col

from qualcode.model import Coder, Revision, Transcript, Turn
from qualcode.storage.merging.bringing import Bringing
from qualcode.storage.merging.side import Row
from qualcode.storage.merging.terms import alike, placed_tables, tables_in_order
from qualcode.storage.merging.weighing import SILENT
from qualcode.storage.shapes import Shape, references_to, shape_of
from qualcode.storage.turn_order import turns_in_step
from qualcode.views.merging import MergeReport


class Merge(Bringing):
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
            for table in reversed(tables):
                self._remove_rows(table, telling=True)
            self._try_again()
        self._turns_first()
        return MergeReport(
            dict(self._added), dict(self._changed), dict(self._removed), len(self._withheld), tuple(self._conflicts)
        )

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
            if self._takes_turns(uid):
                self._remember_turns(key)
            if uid in self._new_transcripts:
                self._places.same(uid, key)
                continue
            self._places.meet(uid, key)
            for one in self._places.differing.get(uid, ()):
                self._tell(Transcript, uid, "words", one.before, one.after, "text_corrected_by_both")
            if self._takes_turns(uid) and not self._turns_fit(uid):
                self._turns_apart.add(uid)
                self._tell(Transcript, uid, "turns", "", "", "turns_do_not_fit")
        self._ours.forget(Revision, *placed_tables())

    def _turns_fit(self, uid: str) -> bool:
        """Whether the other copy's turns stand one after the other in the words as they are here."""
        if uid in self._places.differing:
            return False
        shape, at = shape_of(Turn), 0
        turns = [row for row in self._theirs.rows(Turn).values() if self._transcript_of(shape, row) == uid]
        for row in sorted(turns, key=lambda turn: int(turn["start"])):
            brought = self._places.brought_up(shape, row, uid)
            if brought is None or brought["start"] < at:
                return False
            at = brought["end"]
        return True

    def _remember_turns(self, key: int) -> None:
        shape = shape_of(Turn)
        for uid, row in self._ours.rows(Turn).items():
            if row["transcript_id"] == key:
                self._turns_before[uid] = self._change.image(shape, row)

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
        if table is Turn and not telling:
            return
        theirs = {self._here_as(table, uid) for uid in self._theirs.rows(table)}
        for uid, row in list(self._ours.rows(table).items()):
            removed = self._there.row(shape.name, uid).removed
            if uid in theirs or removed is None or (table is Turn and not self._turn_goes(row)):
                continue
            here = self._here.row(shape.name, uid)
            changed = set(here.left) - SILENT and not alike(shape, self._ours.image(shape, row), removed)
            if changed or self._is_referred_to(shape, row["id"]):
                if telling:
                    self._tell(table, uid, "", self._called(table, uid, self._ours), "", "removed_there_used_here")
                # Turns stand one after the other: one that has become part of another cannot stay.
                if table is not Turn or self._is_referred_to(shape, row["id"]):
                    continue
            self._change.remove(table, row["id"])
            self._ours.drop(table, uid)
            self._removed[shape.name] += 1

    def _turn_goes(self, row: Row) -> bool:
        return self._takes_turns(self._ours.uid_of(Transcript, row["transcript_id"]))

    def _is_referred_to(self, shape: Shape, key: int) -> bool:
        for table, column in references_to(shape.table):
            core = shape_of(table).core
            if self._change.connection.execute(select(core.c[column]).where(core.c[column] == key).limit(1)).first():
                return True
        return False

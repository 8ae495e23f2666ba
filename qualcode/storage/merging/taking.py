"""Rows that both copies have: what the other one has changed since, is changed here."""

from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlmodel import SQLModel

from qualcode.model import Revision, Turn
from qualcode.storage.merging.past import PASSED
from qualcode.storage.merging.side import Row
from qualcode.storage.merging.terms import APART, GOES_ALONG, NoParent, Terms
from qualcode.storage.merging.weighing import Verdict, join, weigh
from qualcode.storage.shapes import SOFT, Shape, has_place, is_place, shape_of


class Taking(Terms):
    """Changes row by row. What cannot be written yet waits for the end."""

    def _change_rows(self, table: type[SQLModel]) -> None:
        shape = shape_of(table)
        for uid, row in self._theirs.rows(table).items():
            here = self._here_as(table, uid)
            if here is not None:
                values = self._values_to_take(shape, uid, row, here)
                if values:
                    self._write_change(shape, here, uid, values)

    def _values_to_take(self, shape: Shape, uid: str, row: Row, here: str) -> Row:
        ours = self._ours.image(shape, self._ours.rows(shape.table)[here])
        theirs = self._in_our_terms(shape, self._theirs.image(shape, row))
        values: Row = {}
        columns = [name for name in shape.journaled if not is_place(shape, name)]
        for name in columns:
            verdict = self._weigh(shape, name, ours[name], theirs[name], (uid, here))
            if verdict is Verdict.TAKE:
                values[name] = theirs[name]
            elif verdict is Verdict.CONFLICT:
                self._tell(
                    shape.table,
                    uid,
                    name,
                    self._shown(shape, name, ours),
                    self._shown(shape, name, theirs),
                    "changed_by_both",
                )
        if shape.table in SOFT and ours["removed"] and self._went_with_a_merge(shape, here):
            values["removed"] = theirs["removed"]
        if shape.table is Turn:
            values |= self._turn_to_take(shape, row)
        elif has_place(shape) and here == uid:
            values |= self._place_to_take(shape, uid, row, ours)
        return values

    def _weigh(self, shape: Shape, name: str, ours: Any, theirs: Any, uids: tuple[str, str]) -> Verdict:
        uid, known_as = uids
        complete = self._here.complete and self._there.complete
        row = self._pasts.row(shape.name, uid, known_as)
        if uid == known_as or (shape.table in GOES_ALONG and (row.here.left or row.there.left)):
            # What came with the file is the same in both, whoever took it in: only what was decided since counts.
            return weigh(name, ours, theirs, row, complete=complete)
        return join(name, ours, theirs)

    def _went_with_a_merge(self, shape: Shape, uid: str) -> bool:
        """Whether a row that is kept though it was taken away went with the undoing of the merge that brought it."""
        return self._here.complete and not self._here.row(shape.name, uid).is_touched

    def _turn_to_take(self, shape: Shape, row: Row) -> Row:
        """All turns of a text stand as they do there, or none does: anything else would say words twice, or never."""
        transcript = self._transcript_of(shape, row)
        brought = self._places.brought_up(shape, row, transcript) if self._takes_turns(transcript) else None
        return {} if brought is None else {name: brought[name] for name in ("start", "end")}

    def _place_to_take(self, shape: Shape, uid: str, row: Row, ours: Row) -> Row:
        """What a passage gets whose borders were moved, or whose new words were looked at, there and not here."""
        past = self._pasts.row(shape.name, uid)
        here, there = past.here, past.there
        columns = ("start", "end", *(("text", "words_before") if "words_before" in row else ()))
        transcript = self._transcript_of(shape, row)
        if not any(there.has_moved(name) for name in columns):
            return {}
        brought = self._places.brought_up(shape, row, transcript)
        if brought is None:
            return {}
        place = (brought["start"], brought["end"])
        if not any(here.has_moved(name) for name in columns) or past.has_moved_there_last(*columns):
            values = {name: brought[name] for name in columns}
            return values | self._without_forgotten(values)
        known = zip(here.left.get("start", ()), here.left.get("end", ()), strict=False)
        if place not in known and place != (ours["start"], ours["end"]):
            stands = f"{ours['start']}-{ours['end']}"
            self._tell(shape.table, uid, "start", stands, f"{place[0]}-{place[1]}", "changed_by_both")
        return {}

    def _write_change(self, shape: Shape, here: str, uid: str, values: Row) -> None:
        try:
            stored = self._stored(shape, values)
        except NoParent:
            return
        key = self._ours.rows(shape.table)[here]["id"]
        try:
            if self._change.change(shape.table, key, **stored):
                self._changed[shape.name] += 1
                self._remember_passed(shape, uid, stored)
                self._ours.put(shape.table, here, self._ours.rows(shape.table)[here] | stored)
        except IntegrityError:
            self._waiting.append((shape, here, uid, values))

    def _remember_passed(self, shape: Shape, uid: str, row: Row) -> None:
        """With what was just written: what it had left behind in the other copy."""
        passed = self._there.row(shape.name, uid).passing(row)
        if passed:
            self._change.images[-1][PASSED] = passed

    def _try_again(self) -> None:
        """What stood in each other's way while only half was done may fit by now, one after the other."""
        before = len(self._waiting) + 1
        while len(self._waiting) < before:
            waiting, self._waiting = self._waiting, []
            before = len(waiting)
            for shape, here, uid, values in waiting:
                self._write_change(shape, here, uid, values)

    def _tell_unfit(self) -> None:
        for shape, _, uid, values in self._waiting:
            told = ", ".join(f"{name} = {value}" for name, value in values.items())
            self._tell(shape.table, uid, "", "", told, "does_not_fit")

    def _stored(self, shape: Shape, image: Row) -> Row:
        """An image as a row of this copy. Raises `NoParent` where what it cannot be without stays out."""
        row = {name: image[name] for name in image if name in shape.journaled}
        for name, target in shape.refers.items():
            uid = row.get(name)
            if uid is None or target is Revision:
                continue
            if self._here_as(target, uid) is None and not self._bring_parent(target, uid):
                if not shape.core.c[name].nullable:
                    raise NoParent
                row[name] = None
                continue
            row[name] = self._ours.rows(target)[self._here_as(target, uid) or ""]["id"]
        return row

    def _bring_parent(self, table: type[SQLModel], uid: str) -> bool:
        if uid not in self._theirs.rows(table) or table in APART:
            return False
        known = uid in self._gone or uid in self._withheld
        if not self._bring(table, uid) or self._here_as(table, uid) is None:
            return False
        if not known:
            self._tell(table, uid, "", "", self._called(table, uid), "removed_here_used_there")
        return True

    def _bring(self, table: type[SQLModel], uid: str) -> bool:
        """Bring in one row; `Bringing` does."""
        raise NotImplementedError

"""Step 2 from a file: codings made elsewhere, each row a passage and the code group it belongs in."""

from typing import Any, NamedTuple

from sqlalchemy import Connection, select
from sqlmodel import col

from qualcode.errors import AmbiguousName, ValueRefused
from qualcode.locale import say
from qualcode.model import Analysis, AnalysisSubstudy, Coding
from qualcode.services.coding.coding import coding_at, ensure_unit
from qualcode.services.naming import find_analysis, find_place, find_subgroup
from qualcode.services.passages import Passage
from qualcode.services.rows import FileRow, NumberedRows, Transcripts, file_rows
from qualcode.storage.journal import Change
from qualcode.storage.opening import OpenStudy, ensure_coder
from qualcode.text.normal_form import to_name
from qualcode.views.coding_files import CodingCounts
from qualcode.views.named import NamedTranscript


def apply_codings(study: OpenStudy, *, file: str, rows: NumberedRows, analysis: str | None = None) -> CodingCounts:
    """Code every row's passage; all rows or none, in one journal entry by the coder at work.

    Columns: `transcript`; `start` and `end`, or a `quote` that stands there exactly once, or both, and then the words
    must agree; `code_group` (a path, or its subgroup in `subgroup`); `coder`, whose units they are (empty: the coder at
    work); `set_aside`, when the unit was put aside in its group. Groups must exist. A row that is there already is
    counted as such. Raises `RowsRefused`, which names the line.
    """
    with study.change("codings.load") as change:
        loading = _Loading(change, analysis)
        for row in file_rows(rows, file=file):
            with row.named():
                loading.take(row)
        counts = loading.counts()
        change.summary = say("summaries.codings_loaded", file=file, codings=counts.codings + counts.changed)
        return counts


class _Place(NamedTuple):
    """Where a row's unit belongs."""

    analysis_id: int
    group_id: int
    subgroup_id: int | None


class _Loading:
    """One file being taken in: what its rows name is looked up once."""

    def __init__(self, change: Change, analysis: str | None) -> None:
        self._change = change
        self._transcripts = Transcripts(change.connection)
        self._places = _Places(change.connection, analysis)
        self._coders = {"": change.coder_id}
        self.rows = self.units = self.codings = self.changed = 0

    def take(self, row: FileRow) -> None:
        """Code one row's passage."""
        transcript = self._transcripts.named(row)
        span = self._transcripts.span(row, transcript)
        if span is None:
            row.refuse(say("rows.no_place"))
        place = self._places.of(row, transcript)
        words = span.slice(self._transcripts.text(transcript))
        unit_id, new = ensure_unit(
            self._change,
            analysis_id=place.analysis_id,
            transcript_id=transcript.id,
            coder_id=self._coder(row.text("coder")),
            span=span,
            passage=Passage(transcript.revision_id, words, transcript.name),
        )
        self.rows += 1
        self.units += new
        self._put(unit_id, place, set_aside=row.truth("set_aside") or False, row=row)

    def counts(self) -> CodingCounts:
        """What the rows taken so far came to."""
        there = self.rows - self.codings - self.changed
        return CodingCounts(self.rows, self.units, self.codings, self.changed, there)

    def _put(self, unit_id: int, place: _Place, *, set_aside: bool, row: FileRow) -> None:
        if set_aside and place.subgroup_id is not None:
            raise ValueRefused(what="set_aside", value=row.text("set_aside"), choices=say("rows.not_in_subgroup"))
        coding = coding_at(self._change.connection, unit_id, place.group_id)
        where = {"subgroup_id": place.subgroup_id, "set_aside": set_aside}
        if coding is None:
            self._change.add(
                Coding, unit_id=unit_id, group_id=place.group_id, created=self._change.at, reason="", **where
            )
            self.codings += 1
        elif set_aside or place.subgroup_id is not None:
            self.changed += self._change.change(Coding, coding, **where)

    def _coder(self, initials: str) -> int:
        name = to_name(initials)
        if name not in self._coders:
            self._coders[name] = ensure_coder(self._change.connection, name)
        return self._coders[name]


class _Places:
    """The code groups and subgroups that a file names, each looked up once per substudy."""

    def __init__(self, connection: Connection, analysis: str | None) -> None:
        self._connection = connection
        self._analysis_id = None if analysis is None else find_analysis(connection, analysis).id
        self._covering: dict[int, int | None] = {}
        self._found: dict[tuple[int | None, str, str], _Place] = {}
        titles: Any = connection.execute(select(col(Analysis.id), col(Analysis.title)))
        self._titles: dict[int, str] = {row.id: row.title for row in titles}
        pairs: Any = connection.execute(select(col(AnalysisSubstudy.analysis_id), col(AnalysisSubstudy.substudy_id)))
        self._covered = {(row.analysis_id, row.substudy_id) for row in pairs}

    def of(self, row: FileRow, transcript: NamedTranscript) -> _Place:
        """The place a row names. Raises `NothingNamed`, `AmbiguousName`."""
        analysis_id = self._analysis_id or self._only_covering(transcript.substudy_id)
        path, subgroup = row.needed("code_group"), row.text("subgroup")
        key = (analysis_id, path, subgroup)
        if key not in self._found:
            place = find_place(self._connection, path, analysis_id=analysis_id)
            within = place.subgroup_id
            if subgroup:
                within = find_subgroup(self._connection, subgroup, group_id=place.group_id).id
            self._found[key] = _Place(place.analysis_id, place.group_id, within)
        found = self._found[key]
        if (found.analysis_id, transcript.substudy_id) not in self._covered:
            title = self._titles[found.analysis_id]
            row.refuse(say("rows.uncovered", analysis=title, transcript=transcript.name))
        return found

    def _only_covering(self, substudy_id: int) -> int | None:
        """The only analysis of this material; None where there are several, and the group's name must tell which."""
        if substudy_id not in self._covering:
            try:
                self._covering[substudy_id] = find_analysis(self._connection, None, substudy_id=substudy_id).id
            except AmbiguousName:
                self._covering[substudy_id] = None
        return self._covering[substudy_id]

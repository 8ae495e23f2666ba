"""A reviewed list of what may identify somebody, taken in from a file: all rows or none."""

from typing import Any

from qualcode.errors import ValueRefused, WordsDiffer
from qualcode.locale import say
from qualcode.services.protecting.deidentifying import apply_all
from qualcode.services.protecting.identifiers import Memory
from qualcode.services.rows import FileRow, NumberedRows, Transcripts, file_rows
from qualcode.storage.opening import OpenStudy
from qualcode.text.identifying.candidate import KINDS, OTHER
from qualcode.text.shortening import shortened
from qualcode.views.identifying import (
    ALWAYS,
    DECISIONS,
    GENERALISE,
    KEEP,
    MASK,
    PSEUDONYM,
    Deidentified,
    NameDecision,
)

_SAID = {
    "skjul": MASK,
    "masker": MASK,
    "generaliser": GENERALISE,
    "behold": KEEP,
    "alltid": ALWAYS,
    "x": MASK,
}
_BEFORE_FORMULAS = "'"
"""A spreadsheet list has this before what would else be a formula: `'+47 …`."""


def apply_file(study: OpenStudy, *, file: str, rows: NumberedRows) -> list[Deidentified]:
    """Carry out the decisions of a reviewed list, in one action; one correction in each transcript.

    Columns: `transcript`, `start`, `end`, `text`, `kind`, `replacement` as the list has them, and `decision`: `mask`,
    `pseudonym`, `generalise`, `keep`, `always` (mask here, and from now on wherever it is found). A row without a
    decision gets its replacement, and is kept if that is empty. Raises `RowsRefused`, which names the line.
    """
    with study.reading() as connection:
        reading = _Reading(Transcripts(connection), Memory(connection))
        decided: dict[int, list[NameDecision]] = {}
        revisions: dict[int, int | None] = {}
        for row in file_rows(rows, file=file):
            with row.named():
                transcript, decision = reading.decision(row)
                decided.setdefault(transcript.id, []).append(decision)
                revisions[transcript.id] = transcript.revision_id
    return apply_all(study, dict(decided), revisions=revisions)


class _Reading:
    """Rows read one by one; a person who has been given a pseudonym keeps it in the rows that follow."""

    def __init__(self, transcripts: Transcripts, memory: Memory) -> None:
        self._transcripts = transcripts
        self._memory = memory

    def decision(self, row: FileRow) -> tuple[Any, NameDecision]:
        """The transcript of a row, and what is decided there."""
        transcript = self._transcripts.named(row)
        span = self._transcripts.span(row, transcript)
        if span is None:
            row.refuse(say("rows.no_place"))
        words = span.slice(self._transcripts.text(transcript))
        said = row.text("text").removeprefix(_BEFORE_FORMULAS)
        if row.has("text") and said != words.removeprefix(_BEFORE_FORMULAS):
            told = {"found": shortened(words), "quote": shortened(said)}
            raise WordsDiffer(start=span.start, end=span.end, transcript=transcript.name, **told)
        kind = row.text("kind") if row.text("kind") in KINDS else OTHER
        decision, replacement = self._decided(row), row.text("replacement").removeprefix(_BEFORE_FORMULAS)
        if not decision:
            decision = MASK if replacement else KEEP
        if decision == MASK and self._memory.is_pseudonym(words, replacement):
            decision = PSEUDONYM
        stands = replacement if decision == KEEP else self._stands(decision, kind, words, replacement)
        return transcript, NameDecision(*_place(span), words, kind, decision, stands, decision == ALWAYS)

    def _decided(self, row: FileRow) -> str:
        said = row.text("decision").casefold()
        decision = _SAID.get(said, said)
        if decision and decision not in DECISIONS:
            raise ValueRefused(what="decision", value=said, choices=say("identifying.decisions"))
        return decision

    def _stands(self, decision: str, kind: str, words: str, replacement: str) -> str:
        """What comes to stand there. Another mark in brackets than the decision asks for is only a proposal."""
        proposals = {self._memory.masked(kind), self._memory.generalised(kind, words), ""}
        if replacement not in proposals:
            if decision == PSEUDONYM:
                self._memory.learn(kind, words, replacement)
            return replacement
        if decision == PSEUDONYM:
            return self._memory.pseudonym(kind, words, taken=())
        if decision == GENERALISE:
            return self._memory.generalised(kind, words)
        return replacement or self._memory.masked(kind)


def _place(span: Any) -> tuple[int, int]:
    return span.start, span.end

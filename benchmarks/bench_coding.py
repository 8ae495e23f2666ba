"""One coding, committed with its checks and its journal entry, against the same rows and selects in raw sqlite3."""

import json
import sqlite3
import tempfile
from itertools import count
from pathlib import Path
from secrets import token_hex

from benchmarks.big_study import make_study
from benchmarks.raw_rows import RawTable
from benchmarks.timing import compare
from qualcode.model import Coding, MeaningUnit, now
from qualcode.services.coding.coding import code_span
from qualcode.storage.sqlite_file import set_pragmas
from qualcode.text.span import Span

EACH = 50
PLACE = ("analysis_id", "transcript_id", "revision_id", "start", "end", "text")
UNIT = RawTable(MeaningUnit, "uid", *PLACE, "coder_id", "created")
CODING = RawTable(Coding, "uid", "unit_id", "group_id", "created")


def main() -> None:
    """200,000 units in 100 transcripts of 8,000 words; 50 codings a round."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "big.qualcode"
        with make_study(path, transcripts=100, words=8000, units=200_000) as study:
            places = count(2)
            raw = sqlite3.connect(path, isolation_level=None)
            set_pragmas(raw)

            def ours() -> None:
                for _ in range(EACH):
                    at = next(places)
                    code_span(study, transcript_id=at % 100 + 1, span=Span(at, at + 150), group_id=at % 8 + 1)

            def theirs() -> None:
                for _ in range(EACH):
                    at = next(places)
                    _code_raw(raw, transcript=at % 100 + 1, start=at, end=at + 150, group=at % 8 + 1)

            compare(f"{EACH} codings at 200,000 units", ours, theirs, rounds=9)
            raw.close()


def _code_raw(raw: sqlite3.Connection, *, transcript: int, start: int, end: int, group: int) -> None:
    run = raw.execute
    run("BEGIN IMMEDIATE")
    (analysis, name) = run("SELECT analysis_id, name FROM code_group WHERE id = ?", (group,)).fetchone()
    revision, words, length, title = run(
        "SELECT r.id, substr(r.text, ?, ?), length(r.text), t.name FROM revision r JOIN transcript t "
        "ON t.id = r.transcript_id WHERE r.transcript_id = ? AND t.removed = 0 ORDER BY r.number DESC LIMIT 1",
        (start + 1, end - start, transcript),
    ).fetchone()
    assert length >= end
    assert run(
        "SELECT s.id FROM analysis_substudy s JOIN interview i ON i.substudy_id = s.substudy_id JOIN transcript t "
        "ON t.interview_id = i.id WHERE t.id = ? AND s.analysis_id = ?",
        (transcript, analysis),
    ).fetchone()
    found = run(
        'SELECT id FROM meaning_unit WHERE analysis_id = ? AND transcript_id = ? AND "start" = ? AND "end" = ? '
        "AND coder_id = 1",
        (analysis, transcript, start, end),
    ).fetchone()
    assert found is None
    at = now()
    unit_uid, coding_uid = token_hex(16), token_hex(16)
    unit = UNIT.add(raw, unit_uid, analysis, transcript, revision, start, end, words, 1, at)
    assert run("SELECT id FROM coding WHERE unit_id = ? AND group_id = ?", (unit, group)).fetchone() is None
    CODING.add(raw, coding_uid, unit, group, at)
    for kind, owner, part in (("units", analysis, transcript), ("codings", group, 0)):
        run("UPDATE tally SET n = n + 1 WHERE kind = ? AND owner = ? AND part = ?", (kind, owner, part))
    images = json.dumps(
        [{"table": "meaning_unit", "uid": unit_uid, "before": None, "after": {"text": words}}], ensure_ascii=False
    )
    (entry,) = run(
        "INSERT INTO journal_entry (uid, at, coder_id, kind, action, summary, brought_with) "
        "VALUES (?, ?, 1, 'change', 'unit.code', ?, '') RETURNING id",
        (token_hex(16), at, f"{name} {title}"),
    ).fetchone()
    run("INSERT INTO journal_images (entry_id, images) VALUES (?, ?)", (entry, images))
    run("COMMIT")


if __name__ == "__main__":
    main()

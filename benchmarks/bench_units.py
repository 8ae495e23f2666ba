"""All units of a code group of 25,000, with speakers and participants, against one raw SQL statement."""

import sqlite3
import tempfile
from pathlib import Path

from benchmarks.big_study import make_study
from benchmarks.timing import compare
from qualcode.cli.main import spare_the_collector
from qualcode.services.coding.units import list_units
from qualcode.storage.sqlite_file import set_pragmas

RAW = """
SELECT u.uid, t.name, u."start", u."end", u.text, g.name || coalesce('/' || sg.name, ''), k.initials, tu.number,
       s.label, p.code, su.name, a.title, u.created
FROM coding c JOIN meaning_unit u ON u.id = c.unit_id JOIN coder k ON k.id = u.coder_id
JOIN code_group g ON g.id = c.group_id LEFT JOIN subgroup sg ON sg.id = c.subgroup_id
JOIN analysis a ON a.id = u.analysis_id JOIN transcript t ON t.id = u.transcript_id
JOIN interview i ON i.id = t.interview_id JOIN substudy su ON su.id = i.substudy_id
JOIN turn tu ON tu.id = (SELECT id FROM turn WHERE transcript_id = u.transcript_id AND "start" <= u."start"
                         ORDER BY "start" DESC LIMIT 1)
LEFT JOIN speaker s ON s.id = tu.speaker_id LEFT JOIN participant p ON p.id = s.participant_id
WHERE c.group_id = 1 ORDER BY su.position, i.position, u."start", u."end", u.id
"""


def main() -> None:
    """200,000 units over eight groups, so 25,000 in the one that is listed; as in the program itself."""
    spare_the_collector()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "big.qualcode"
        with make_study(path, transcripts=100, words=8000, units=200_000) as study:
            raw = sqlite3.connect(path, isolation_level=None)
            set_pragmas(raw)
            rows = list_units(study, group="Gruppe 1")
            plain = raw.execute(RAW).fetchall()
            assert [(row.uid, row.turn) for row in rows] == [(row[0], row[7]) for row in plain]
            compare(
                f"list of {len(rows):,} units",
                lambda: list_units(study, group="Gruppe 1"),
                lambda: raw.execute(RAW).fetchall(),
            )
            raw.close()


if __name__ == "__main__":
    main()

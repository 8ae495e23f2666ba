"""Searching five million words in 200,000 turns, against bare FTS5; a crosstab against raw SQL.

The first fifty hits of each kind of search, with the words around them, in the order of the material. The floor is one
statement on the study's own index that tells the same of each turn: its number, speaker, place and words, cut out of
the one text of the transcript. It leaves out finding the hit in the words, the limits, and the transcript's name. Two
other floors, an FTS5 table that has its own copy of every turn and tells turns with their words marked, by relevance
and by key, are printed too: those know neither place nor speaker. Words are as unevenly common as in
speech. Whole searches, with the number of all hits, are timed too, against nothing.
"""

import random
import sqlite3
import tempfile
from pathlib import Path
from time import perf_counter

from benchmarks import big_study
from benchmarks.timing import compare
from qualcode.cli.main import spare_the_collector
from qualcode.model import Attribute, AttributeValue, Participant
from qualcode.services.asking.searching import first_hits, search
from qualcode.services.asking.tables import count_table
from qualcode.storage.opening import OpenStudy
from qualcode.storage.sqlite_file import set_pragmas
from qualcode.text.lemmas import forms_of
from qualcode.views.counting import TableAsked

_TIMES = 20
"""A search takes so little that what is done around a measurement would be measured."""

_KNOWN = ("og", "det", "jeg", "som", "legen", "lege", "legene", "gå", "går", "gikk", "gått", "trodd", "nav", "redd")
_BARE = "SELECT rowid, highlight(bare, 0, '[', ']') FROM bare WHERE bare MATCH ? ORDER BY {} LIMIT 50"
_ORDERS = ("rank", "rowid")
"""Bare FTS5 by relevance, as it is mostly asked, and in the order of its keys, which is the least it can do."""
_FLOOR = """
SELECT t.number, t."start", t."end", s.label, p.code, substr(r.text, t."start" + 1, t."end" - t."start")
FROM turn_words w JOIN turn t ON t.id = w.rowid JOIN revision r ON r.id = t.revision_id
LEFT JOIN speaker s ON s.id = t.speaker_id LEFT JOIN participant p ON p.id = s.participant_id
WHERE turn_words MATCH ? ORDER BY w.rowid LIMIT 50
"""
_CROSSTAB = """
SELECT v.text, g.name, count(*) FROM coding c JOIN meaning_unit u ON u.id = c.unit_id
JOIN code_group g ON g.id = c.group_id JOIN turn tu ON tu.transcript_id = u.transcript_id
  AND tu."start" <= u."start" AND tu."end" > u."start"
JOIN speaker s ON s.id = tu.speaker_id JOIN attribute_value v ON v.participant_id = s.participant_id
GROUP BY v.text, g.name
"""


class _Speech:
    """Words as they come in speech: a few very often, most of 60,000 hardly ever (Zipf)."""

    def __init__(self) -> None:
        self._words = [*_KNOWN, *(f"ord{n}" for n in range(60_000))]
        weights = [1 / (rank + 1) for rank in range(len(self._words))]
        self._pool = random.Random(3).choices(self._words, weights, k=1_000_000)  # noqa: S311 - the same every time

    def __len__(self) -> int:
        return len(self._pool)

    def __getitem__(self, at: int) -> str:
        return self._pool[at]


def _attributes(study: OpenStudy) -> None:
    """Every participant gets a gender, so that there is something to cross with."""
    with study.change("measure.fill") as change:
        attribute = change.add(Attribute, substudy_id=1, name="gender", kind="category", position=1)
        people = change.connection.exec_driver_sql("SELECT id FROM participant ORDER BY id").scalars().all()
        for at, person in enumerate(people):
            change.add(AttributeValue, participant_id=person, attribute_id=attribute, text="KM"[at % 2])
    assert people, Participant.__name__


def _bare(folder: Path, path: Path) -> sqlite3.Connection:
    """The same turns in an FTS5 table of its own, and nothing else."""
    bare = sqlite3.connect(folder / "bare.db", isolation_level=None)
    bare.execute("CREATE VIRTUAL TABLE bare USING fts5(words, tokenize='unicode61 remove_diacritics 0')")
    bare.execute("ATTACH ? AS study", (str(path),))
    bare.execute("BEGIN")
    bare.execute(
        'INSERT INTO bare(rowid, words) SELECT t.id, substr(r.text, t."start" + 1, t."end" - t."start") '
        "FROM study.turn t JOIN study.revision r ON r.id = t.revision_id"
    )
    bare.execute("COMMIT")
    return bare


def _searches(study: OpenStudy, bare: sqlite3.Connection, raw: sqlite3.Connection) -> None:
    forms = " OR ".join(f'"{form}"' for form in sorted(forms_of("gå", _KNOWN, language="nb")))
    asked = {
        "exact, common": ("legen", '"legen"'),
        "exact, rare": ("ord5000", '"ord5000"'),
        "all forms": ("lemma:gå", forms),
        "phrase": ('"jeg gikk"', '"jeg gikk"'),
        "near": ("NEAR(lege redd, 5)", 'NEAR("lege" "redd", 5)'),
    }
    for name, (query, match) in asked.items():
        hits = first_hits(study, query)
        assert hits, query
        floors = [("FTS5 with turn, speaker and words", raw, _FLOOR)]
        floors += [(f"a copy in FTS5 by {order}", bare, _BARE.format(order)) for order in _ORDERS]
        for floor, connection, statement in floors:
            compare(
                f"first {len(hits)} hits, {name}, {_TIMES} times, against {floor}",
                lambda query=query: [first_hits(study, query) for _ in range(_TIMES)],  # type: ignore[misc]
                lambda connection=connection, statement=statement, match=match: [  # type: ignore[misc]
                    connection.execute(statement, (match,)).fetchall() for _ in range(_TIMES)
                ],
                rounds=9,
            )
    for query in ("legen", "lemma:gå", "legen AND redd"):
        start = perf_counter()
        total = search(study, query, limit=50).total
        print(f"all {total:,} hits of {query}: {perf_counter() - start:.2f} s")


def main() -> None:
    """1,000 transcripts of 5,000 words in 200 turns each, 200,000 units over eight groups."""
    spare_the_collector()
    big_study.WORDS = _Speech()  # type: ignore[assignment]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "big.qualcode"
        with big_study.make_study(path, transcripts=1000, words=5000, units=200_000, turns=200) as study:
            _attributes(study)
            bare = _bare(folder, path)
            raw = sqlite3.connect(path, isolation_level=None)
            set_pragmas(raw)
            _searches(study, bare, raw)
            bare.close()
            asked = TableAsked("crosstab", rows="gender", columns="code-group", split=True)
            compare(
                "crosstab of 200,000 units",
                lambda: count_table(study, asked),
                lambda: raw.execute(_CROSSTAB).fetchall(),
                rounds=3,
            )
            raw.close()


if __name__ == "__main__":
    main()

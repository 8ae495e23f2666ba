"""Searching five million words in 200,000 turns, against bare FTS5; a crosstab against raw SQL.

The first fifty hits of each kind of search, with the words around them and who says them, in the order of the material.
The figure is the ratio to an FTS5 table that has its own copy of every turn and tells fifty turns with their words
marked, by key: the least that FTS5 can do. By relevance, as it is mostly asked, it takes longer; that ratio is printed
too. Both are CPU time. Words are as unevenly common as in speech. Whole searches, with the number of all hits, are
timed too, against nothing; and the first page once more after turns have been split here and there.
"""

import random
import sqlite3
import tempfile
from pathlib import Path
from time import perf_counter, process_time

from benchmarks import big_study
from benchmarks.timing import compare
from qualcode.cli.main import spare_the_collector
from qualcode.model import Attribute, AttributeValue, Participant
from qualcode.services.asking.searching import first_hits, search
from qualcode.services.asking.tables import count_table
from qualcode.services.material.turns import split_turn
from qualcode.storage.opening import OpenStudy
from qualcode.storage.sqlite_file import set_pragmas
from qualcode.text.lemmas import forms_of
from qualcode.views.counting import TableAsked

_TIMES = 20
"""A search takes so little that what is done around a measurement would be measured."""

_KNOWN = ("og", "det", "jeg", "som", "legen", "lege", "legene", "gå", "går", "gikk", "gått", "trodd", "nav", "redd")
_BARE = "SELECT rowid, highlight(bare, 0, '[', ']') FROM bare WHERE bare MATCH ? ORDER BY {} LIMIT 50"
_ORDERS = ("rowid", "rank")
"""Bare FTS5 in the order of its keys, which is the figure, and by relevance."""

_SPLIT = 150
"""So many turns are split before the last round: what is new has the highest keys."""

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


def _searches(study: OpenStudy, bare: sqlite3.Connection) -> None:
    forms = " OR ".join(f'"{form}"' for form in sorted(forms_of("gå", _KNOWN, language="nb")))
    asked = {
        "exact, common": ("legen", '"legen"'),
        "exact, rare": ("ord5000", '"ord5000"'),
        "all forms": ("lemma:gå", forms),
        "phrase": ('"jeg gikk"', '"jeg gikk"'),
        "near": ("NEAR(lege redd, 5)", 'NEAR("lege" "redd", 5)'),
    }
    for order in _ORDERS:
        for name, (query, match) in asked.items():
            _compare_first(study, bare, (query, match), f"{name}, against a copy in FTS5 by {order}", order)
    for query in ("legen", "lemma:gå", "legen AND redd"):
        start = perf_counter()
        total = search(study, query, limit=50).total
        print(f"all {total:,} hits of {query}: {perf_counter() - start:.2f} s")
    _split_some(study)
    for name, (query, match) in asked.items():
        _compare_first(study, bare, (query, match), f"{name}, {_SPLIT} turns split, against a copy by rowid", "rowid")


def _compare_first(study: OpenStudy, bare: sqlite3.Connection, asked: tuple[str, str], name: str, order: str) -> None:
    query, match = asked
    hits = first_hits(study, query)
    assert hits, query
    statement = _BARE.format(order)
    compare(
        f"first {len(hits)} hits, {_TIMES} times, {name}",
        lambda: [first_hits(study, query) for _ in range(_TIMES)],
        lambda: [bare.execute(statement, (match,)).fetchall() for _ in range(_TIMES)],
        rounds=15 if order == _ORDERS[0] else 3,
        clock=process_time,
    )


def _split_some(study: OpenStudy) -> None:
    """Turns from all over the material are cut in two."""
    with study.reading() as connection:
        turns = connection.exec_driver_sql('SELECT id, "start", "end" FROM turn ORDER BY id').all()
    for turn in random.Random(5).sample(turns, _SPLIT):  # noqa: S311 - the same every time
        split_turn(study, turn[0], (turn[1] + turn[2]) // 2)


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
            _searches(study, bare)
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

"""Agreement of two coders by sentence over 1,000 transcripts, against raw SQL and numpy for kappa and alpha.

Five million words, 500,000 sentences and 200,000 units, half of them by each coder; BB often has what AA has, a little
moved, and sometimes in another group. The floor reads the same rows with sqlite3, puts the same sentences into the same
groups, and works out percent, kappa and alpha by the textbook. It leaves out their intervals, alpha for unitizing, the
figures of all groups together, and the list of disagreements with their words.
"""

import random
import sqlite3
import tempfile
from collections import defaultdict
from pathlib import Path

import numpy as np

from benchmarks import big_study
from benchmarks.timing import compare
from qualcode.cli.main import spare_the_collector
from qualcode.model import Coding, MeaningUnit
from qualcode.services.asking.agreement import agreement
from qualcode.storage.opening import OpenStudy, ensure_coder

_TRANSCRIPTS = 1000
_UNITS = 100_000
_FARTHEST = 200
_CODED = """
SELECT u.transcript_id, u."start", u."end", u.coder_id, c.group_id
FROM meaning_unit u JOIN coding c ON c.unit_id = u.id ORDER BY u.transcript_id
"""
_SENTENCES = 'SELECT transcript_id, "start", "end" FROM sentence ORDER BY transcript_id, "start"'


def _second_coder(study: OpenStudy) -> None:
    """BB codes near what AA has coded: mostly in the same group, moved by up to two hundred letters."""
    chance = random.Random(11)  # noqa: S311 - the same every time
    with study.change("measure.fill") as change:
        other = ensure_coder(change.connection, "BB")
        rows = change.connection.exec_driver_sql(
            'SELECT u.analysis_id, u.transcript_id, u.revision_id, u."start", r.text, c.group_id FROM meaning_unit u '
            "JOIN coding c ON c.unit_id = u.id JOIN revision r ON r.id = u.revision_id ORDER BY u.id"
        ).fetchall()
        first = change.connection.exec_driver_sql("SELECT max(id) + 1 FROM meaning_unit").scalar_one()
        units, groups, taken = [], [], set()
        for analysis, transcript, revision, start, text, group in rows:
            begins = max(0, min(start + chance.randint(-_FARTHEST, _FARTHEST), len(text) - 184))
            if (transcript, begins) in taken:
                continue
            taken.add((transcript, begins))
            where = {"analysis_id": analysis, "transcript_id": transcript, "revision_id": revision}
            who = {"coder_id": other, "created": change.at}
            units.append({**where, **who, "start": begins, "end": begins + 184, "text": text[begins : begins + 184]})
            groups.append(group if chance.random() < 0.8 else chance.randint(1, big_study.GROUPS))
        change.carry(MeaningUnit, units)
        placed = [{"unit_id": first + n, "group_id": group, "created": change.at} for n, group in enumerate(groups)]
        change.carry(Coding, placed)


def _floor(raw: sqlite3.Connection) -> list[tuple[float, float, float]]:
    """Percent, kappa and alpha of every group."""
    spans = defaultdict(list)
    for transcript, start, end in raw.execute(_SENTENCES):
        spans[transcript].append((start, end))
    coded = defaultdict(list)
    for transcript, *rest in raw.execute(_CODED):
        coded[transcript].append(rest)
    said = []
    for transcript, units in coded.items():
        starts, ends = np.array(spans[transcript]).T
        here = np.zeros((2, big_study.GROUPS, len(starts)), dtype=bool)
        marks = np.array(units)
        first = np.searchsorted(ends, marks[:, 0], side="right")
        last = np.searchsorted(starts, marks[:, 1], side="left")
        for at, until, coder, group in zip(first, last, marks[:, 2], marks[:, 3], strict=True):
            here[coder - 1, group - 1, at:until] = True
        said.append(here)
    return [_coefficients(*together) for together in np.concatenate(said, axis=2).transpose(1, 0, 2)]


def _coefficients(one: "np.ndarray", other: "np.ndarray") -> tuple[float, float, float]:
    alike, p, q, n = float((one == other).mean()), float(one.mean()), float(other.mean()), 2 * one.size
    chance = p * q + (1 - p) * (1 - q)
    ones = int(one.sum() + other.sum())
    expected = 2 * ones * (n - ones) / (n * (n - 1))
    return 100 * alike, (alike - chance) / (1 - chance), 1 - (1 - alike) / expected


def main() -> None:
    """Sentences of ten words, eight code groups."""
    spare_the_collector()
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "big.qualcode"
        with big_study.make_study(path, transcripts=_TRANSCRIPTS, words=5000, units=_UNITS, turns=500) as study:
            _second_coder(study)
            raw = sqlite3.connect(path, isolation_level=None)
            ours, floor = agreement(study, ["AA", "BB"], level="sentence"), _floor(raw)
            for mine, theirs in zip(ours.groups, floor, strict=True):
                found = (mine.percent, mine.kappa or 0.0, mine.alpha or 0.0)
                assert np.allclose(found, theirs), (mine, theirs)
            told = f"{ours.overall.n:,} sentences, {len(ours.disagreements):,} of them read differently"
            print(f"{2 * _UNITS:,} units, {told}")
            for level in ("sentence", "turn", "unit", "character"):
                compare(
                    f"agreement by {level}",
                    lambda level=level: agreement(study, ["AA", "BB"], level=level),  # type: ignore[misc]
                    lambda: _floor(raw),
                    rounds=3,
                )
            raw.close()


if __name__ == "__main__":
    main()

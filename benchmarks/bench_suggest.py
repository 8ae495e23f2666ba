"""Suggestions: how fast among 50,000 passages, and how good on labelled text beside random, commonest and keyword.

Labelled text is a folder with a CSV of `label` and `dialogue`, or with coded segments: JSON lines of `doc`, `text` and
`codes`, and beside them perhaps a `codebook.csv` of `tag` and `description`. Folders are the arguments, or in
`QUALCODE_LABELLED`, parted by `:`; without any, only time is measured. A third of the interviews is held back: their
passages are to be found for a group (P@5) or to be given their group (MRR), from so many examples of each group in the
other interviews. A passage may have several groups; any of them is right.
"""

import csv
import json
import os
import random
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from statistics import mean, median
from time import perf_counter
from typing import NamedTuple

import numpy as np

from qualcode.analysis.likeness import words_in
from qualcode.analysis.suggesting import Examples, Likeness, others_than
from qualcode.services.asking.suggesting import suggest_groups, suggest_passages
from qualcode.services.coding.coding import code_span
from qualcode.storage.opening import create_study
from qualcode.text.span import Span
from tests.builders import add_group, add_substudy, add_transcript, analysis_of, text_of

_PASSAGES = 50_000
_TRANSCRIPTS = 100
_GROUPS = 30
_FEW = 12
_DRAWS = 4

Ranking = Callable[[str], Sequence[str]]
Finding = Callable[[str], Sequence[int]]


class Known(NamedTuple):
    """A passage of an interview, and the groups that people have put it into."""

    words: str
    groups: frozenset[str]
    interview: str


def _speed(examples: int) -> None:
    """A study of 50,000 passages of 22 words, and groups of so many examples."""
    chance = random.Random(4)  # noqa: S311 - the same every time
    words = [f"{chance.choice('bdfghklmnprst')}{chance.choice('aeiouyæøå')}{n:x}ord" for n in range(40_000)]
    weights = [1 / (rank + 2) for rank in range(len(words))]
    pool = chance.choices(words, weights, k=_PASSAGES * 22)
    with (
        tempfile.TemporaryDirectory() as folder,
        create_study(Path(folder) / "s.qualcode", title="S", language="nb", coder="AA") as study,
    ):
        add_substudy(study)
        each = _PASSAGES // _TRANSCRIPTS
        for transcript in range(_TRANSCRIPTS):
            at = transcript * each * 22
            turns = [(None, f"{' '.join(pool[at + n * 22 : at + n * 22 + 22])}.".capitalize()) for n in range(each)]
            add_transcript(study, f"P{transcript}", turns)
        for name in range(_GROUPS):
            group, begins = add_group(study, f"G{name}"), 0
            for passage in text_of(study, name + 1).split("\n\n")[:examples]:
                code_span(study, transcript_id=name + 1, span=Span(begins, begins + len(passage)), group_id=group)
                begins += len(passage) + 2
        start = perf_counter()
        suggest_passages(study, "G0")
        print(f"{examples} examples: first time, with learning {perf_counter() - start:.1f} s")
        of, found = analysis_of(study), []
        suggest_groups(study, of, transcript_id=2, span=Span(0, 100))
        for _ in range(15):
            start = perf_counter()
            suggest_passages(study, "G0")
            found.append(perf_counter() - start)
        print(f"  passages for a group: {median(found) * 1000:.0f} ms (median of 15)")
        found = []
        for at in range(15):
            start = perf_counter()
            suggest_groups(study, of, transcript_id=2, span=Span(at, at + 120))
            found.append(perf_counter() - start)
        print(f"  groups for a passage: {median(found) * 1000:.0f} ms (median of 15)")


def _labelled(folder: Path) -> tuple[list[Known], dict[str, str]]:
    """The passages whose groups are common enough, and what is written of each group."""
    found: list[Known] = []
    for path in sorted(folder.glob("**/*labelled*.csv")):
        for row in _rows(path):
            found.append(Known(row["dialogue"], frozenset([row["label"]]), row.get("id") or str(len(found))))
    for path in sorted(folder.glob("**/*segments*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            found.append(Known(row["text"], frozenset(row["codes"]), row["doc"]))
    times = Counter(group for one in found for group in one.groups)
    told = {group: group for group, count in times.items() if count >= 2 * _FEW}
    for path in sorted(folder.glob("**/codebook.csv")):
        told |= {row["tag"]: f"{row['tag']}. {row['description']}" for row in _rows(path) if row["tag"] in told}
    return [one._replace(groups=one.groups & set(told)) for one in found if one.groups & set(told)], told


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def _quality(folder: Path) -> None:
    known, told = _labelled(folder)
    print(f"{folder.name}: {len(known)} passages of {len({one.interview for one in known})}, {len(told)} groups")
    for count in (5, 10, 20):
        figures: dict[str, list[tuple[float, float, float]]] = defaultdict(list)
        for draw in range(_DRAWS):
            _measure(known, told, count, random.Random(draw), figures)  # noqa: S311 - the same every time
        for method, values in figures.items():
            p5, mrr, three = (mean(value[at] for value in values) for at in range(3))
            print(f"{count} examples, {method}: P@5 {p5:.2f}, MRR {mrr:.3f}, right one of three {100 * three:.0f} %")


def _measure(
    known: list[Known],
    told: Mapping[str, str],
    count: int,
    chance: random.Random,
    figures: dict[str, list[tuple[float, float, float]]],
) -> None:
    interviews = sorted({one.interview for one in known})
    held = set(chance.sample(interviews, len(interviews) // 3))
    rest, seen = [one for one in known if one.interview in held], [one for one in known if one.interview not in held]
    groups = {}
    for group in told:
        words = [one.words for one in seen if group in one.groups]
        groups[group] = Examples(tuple(chance.sample(words, min(count, len(words)))), told[group])
    common = [group for group, _ in Counter(group for one in seen for group in one.groups).most_common()]
    ways: dict[str, tuple[Finding, Ranking]] = {
        "random": (lambda _: _five(chance, rest), lambda _: chance.sample(list(groups), len(groups))),
        "commonest": (lambda _: _five(chance, rest), lambda _: common),
        "keyword": _by_keyword(groups, rest),
        "words alone": _ours(Likeness([one.words for one in rest], learning=False), groups, len(rest)),
        "ours": _ours(Likeness([one.words for one in rest], learning=True), groups, len(rest)),
    }
    for name, (best, rank) in ways.items():
        precision = mean(mean(group in rest[at].groups for at in best(group)) for group in groups)
        places = [next((n for n, one in enumerate(rank(at.words), 1) if one in at.groups), None) for at in rest]
        mrr, three = mean(1 / at if at else 0 for at in places), mean(bool(at and at <= 3) for at in places)
        figures[name].append((precision, mrr, three))


def _five(chance: random.Random, rest: Sequence[Known]) -> Sequence[int]:
    return chance.sample(range(len(rest)), 5)


def _by_keyword(groups: Mapping[str, Examples], rest: Sequence[Known]) -> tuple[Finding, Ranking]:
    """Words in common with the examples and the description."""
    words = {group: set(words_in(" ".join((*one.words, one.description)))) for group, one in groups.items()}

    def shared(text: str, group: str) -> int:
        return len(words[group].intersection(words_in(text)))

    return (
        lambda group: sorted(range(len(rest)), key=lambda at: -shared(rest[at].words, group))[:5],
        lambda text: sorted(groups, key=lambda group: -shared(text, group)),
    )


def _ours(likeness: Likeness, groups: dict[str, Examples], count: int) -> tuple[Finding, Ranking]:
    everywhere = np.ones(count, dtype=np.bool_)
    by_key = dict(enumerate(groups.values()))
    names, keys = list(groups), {group: at for at, group in enumerate(groups)}

    def best(group: str) -> Sequence[int]:
        direction = likeness.direction(groups[group], others_than(by_key, keys[group]))
        return [one.at for one in likeness.best(direction, open_to=everywhere, most=5)]

    def rank(text: str) -> Sequence[str]:
        return [names[key] for key, _, _ in likeness.groups_for(text, by_key, most=len(by_key))]

    return best, rank


if __name__ == "__main__":
    for given in sys.argv[1:] or filter(None, os.environ.get("QUALCODE_LABELLED", "").split(":")):
        _quality(Path(given))
    for many in (10, 20):
        _speed(many)

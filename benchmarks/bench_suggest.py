"""Suggestions: how fast among 50,000 passages, and how good on labelled text beside random, commonest and keyword.

The labelled text is a CSV with `label` and `dialogue`; its folder is the argument or `QUALCODE_LABELLED`. Where it is
not there, only time is measured. Of each label so many dialogues are examples (half of them at most); the rest are to
be found (P@5) or named (MRR).
"""

import csv
import os
import random
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import mean, median
from time import perf_counter

import numpy as np

from qualcode.analysis.likeness import words_in
from qualcode.analysis.suggesting import Examples, Likeness
from qualcode.services.coding import code_span
from qualcode.services.suggesting import suggest_groups, suggest_passages
from qualcode.storage.opening import create_study
from qualcode.text.span import Span
from tests.builders import add_group, add_substudy, add_transcript, analysis_of, text_of

_PASSAGES = 50_000
_TRANSCRIPTS = 100
_GROUPS = 30
_FEW = 12
_DRAWS = 2

Ranking = Callable[[str, dict[int, Examples]], list[int]]


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


def _labelled(folder: Path) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for path in sorted(folder.glob("**/*labelled*.csv")):
        with path.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                found[row["label"]].append(row["dialogue"])
    return {label: texts for label, texts in found.items() if len(texts) >= 2 * _FEW}


def _quality(folder: Path) -> None:
    known = _labelled(folder)
    if not known:
        print("no labelled text: quality is not measured")
        return
    labels = list(known)
    for count in (5, 10, 20):
        figures: dict[str, list[tuple[float, float]]] = defaultdict(list)
        for draw in range(_DRAWS):
            _measure(known, labels, count, draw, figures)
        for method, values in figures.items():
            p5, mrr = mean(value[0] for value in values), mean(value[1] for value in values)
            print(f"{count} examples, {method}: P@5 {p5:.2f}, MRR {mrr:.3f}")


def _measure(
    known: dict[str, list[str]],
    labels: list[str],
    count: int,
    draw: int,
    figures: dict[str, list[tuple[float, float]]],
) -> None:
    chance = random.Random(draw)  # noqa: S311 - the same every time
    groups, rest = {}, []
    for at, label in enumerate(labels):
        texts = chance.sample(known[label], len(known[label]))
        own = min(count, len(texts) // 2)
        groups[at] = Examples(tuple(texts[:own]), label)
        rest += [(text, at) for text in texts[own:]]
    texts = [text for text, _ in rest]
    common = sorted(groups, key=lambda at: -sum(at == right for _, right in rest))
    keywords = {at: set(words_in(" ".join(one.words))) for at, one in groups.items()}
    ways: dict[str, tuple[Callable[[int], Sequence[int]], Ranking]] = {
        "random": (
            lambda _: chance.sample(range(len(texts)), 5),
            lambda _, some: chance.sample(list(some), len(some)),
        ),
        "commonest": (lambda _: chance.sample(range(len(texts)), 5), lambda _, __: common),
        "keyword": (
            lambda at: sorted(range(len(texts)), key=lambda one: -_shared(texts[one], keywords[at]))[:5],
            lambda text, some: sorted(some, key=lambda at: -_shared(text, keywords[at])),
        ),
    }
    for learning in (False, True):
        ways["words alone" if not learning else "ours"] = _ours(Likeness(texts, learning=learning), groups, len(texts))
    for name, (best, rank) in ways.items():
        precision = [mean(rest[one][1] == at for one in best(at)) for at in groups]
        places = [rank(text, groups) for text, _ in rest]
        mrr = mean(
            1 / (1 + place.index(right)) if right in place else 0
            for place, (_, right) in zip(places, rest, strict=True)
        )
        figures[name].append((mean(precision), mrr))


def _ours(
    likeness: Likeness, groups: dict[int, Examples], count: int
) -> tuple[Callable[[int], Sequence[int]], Ranking]:
    from qualcode.analysis.suggesting import others_than

    everywhere = np.ones(count, dtype=np.bool_)

    def best(at: int) -> Sequence[int]:
        direction = likeness.direction(groups[at], others_than(groups, at))
        return [one.at for one in likeness.best(direction, open_to=everywhere, most=5)]

    return best, lambda text, some: [key for key, _, _ in likeness.groups_for(text, some, most=len(some))]


def _shared(text: str, words: set[str]) -> int:
    return len(words.intersection(words_in(text)))


if __name__ == "__main__":
    given = sys.argv[1] if len(sys.argv) > 1 else os.environ.get("QUALCODE_LABELLED", "")
    _quality(Path(given) if given else Path("nowhere"))
    for many in (10, 20):
        _speed(many)

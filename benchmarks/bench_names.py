"""How fast names are found: words a second of the finder, of the model alone, and of spaCy's tokeniser as the floor.

python -m benchmarks.bench_names [TEXT ...]: transcripts of your own; without, the demonstration interviews. How much is
found is measured by training/evaluate_names.py, which needs annotated text.
"""

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

import spacy

from benchmarks.big_study import make_study
from qualcode.services.keeping.checking import check
from qualcode.services.material.correcting import correct_text
from qualcode.services.material.transcripts import transcript_view
from qualcode.services.protecting.deidentifying import apply_decisions
from qualcode.text.identifying.finding import find_candidates
from qualcode.text.identifying.model import find_by_model
from qualcode.text.identifying.patterns import find_patterns
from qualcode.views.identifying import NameDecision

ROUNDS = 5
DEMONSTRATION = Path(__file__).resolve().parents[1] / "corpora"


def main() -> None:
    """Each reader over the same text, turn by turn; the median of five."""
    paths = [Path(name) for name in sys.argv[1:]] or sorted(DEMONSTRATION.rglob("*.txt"))
    texts = [path.read_text("utf-8", "replace") for path in paths]
    words = sum(len(text.split()) for text in texts)
    blank = spacy.blank("nb")
    readers: dict[str, Callable[[str], object]] = {
        "bare tokeniser (floor)": lambda text: list(blank.make_doc(text)),
        "patterns alone": lambda text: list(find_patterns(text)),
        "model alone": lambda text: list(find_by_model(text)),
        "finder, all signs": find_candidates,
    }
    took: dict[str, list[float]] = {name: [] for name in readers}
    begun = perf_counter()
    find_candidates("Kari")
    print(
        f"first use (model load, spaCy itself apart): {perf_counter() - begun:.2f} s; {len(texts)} texts, {words} words"
    )
    for _ in range(ROUNDS):
        for name, read in readers.items():
            begun = perf_counter()
            for text in texts:
                read(text)
            took[name].append(perf_counter() - begun)
    for name, times in took.items():
        print(f"{name:<24} {words / sorted(times)[ROUNDS // 2]:>10,.0f} words/s")
    confirmed_names_in_a_big_study()


def confirmed_names_in_a_big_study() -> None:
    """What a check takes with 100 confirmed names, against none: 100 transcripts, 1,000,000 words, 20,000 units."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "big.qualcode"
        with make_study(path, transcripts=100, words=10_000, units=20_000, turns=250) as study:
            check(study)
            before = _seconds(study)
            view = transcript_view(study, 1)
            named = {turn.number: f"Navnesen{turn.number}" for turn in view.turns[:100]}
            said = {turn.number: view.text[turn.start : turn.end] for turn in view.turns}
            correct_text(study, 1, {number: f"{said[number]} {name}" for number, name in named.items()})
            text = transcript_view(study, 1).text
            places = [(text.index(f" {name}\n") + 1, name) for name in named.values()]
            decisions = [
                NameDecision(at, at + len(name), name, "person", "mask", f"[navn {at}]") for at, name in places
            ]
            apply_decisions(study, 1, decisions)
            print(f"check: {before:.2f} s without, {_seconds(study):.2f} s with {len(decisions)} confirmed names")


def _seconds(study: object) -> float:
    begun = perf_counter()
    check(study)  # type: ignore[arg-type]
    return perf_counter() - begun


if __name__ == "__main__":
    main()

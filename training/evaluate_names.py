"""How well names are found in text that was not trained on: python training/evaluate_names.py DATA [--speech FILE ...].

DATA holds nob_test.spacy and nno_test.spacy. Each text is read as written, in small letters, as it might be said, and
both. A name is masked when every character of it lies in a candidate of whatever kind: that is what protects.
"""

import argparse
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import spacy
from augmenting import as_said, lowered, pieces_of
from spacy.tokens import DocBin

from qualcode.text.identifying.finding import find_candidates
from qualcode.text.identifying.lists import RESOURCES
from qualcode.text.identifying.speech import SOUNDS

Marked = tuple[str, list[tuple[int, int, str]]]
KINDS = {"PER": "person", "GPE": "place", "LOC": "place", "ORG": "organisation"}
WAYS = ("as written", "small letters", "as said", "as said, small letters")


def marked(pieces: list[tuple[str, str]]) -> Marked:
    """Pieces of text joined, with the places of the names in it."""
    text, names = "", []
    for words, label in pieces:
        if label:
            names.append((len(text), len(text) + len(words.rstrip()), label))
        text += words
    return text, names


def read_texts(data: Path, form: str, way: str, *, split: str = "test") -> Iterator[Marked]:
    """The annotated texts of a written form, in one of the ways they are read."""
    nlp, draw = spacy.blank("nb"), random.Random(11)  # noqa: S311 - the same every time
    for doc in DocBin().from_disk(data / f"{form}_{split}.spacy").get_docs(nlp.vocab):
        sentences = list(pieces_of(doc))
        if way.startswith("as said"):
            sentences = [[*said, (" ", "")] for pieces in sentences if (said := as_said(pieces, draw))]
        if way.endswith("small letters"):
            sentences = [lowered(pieces) for pieces in sentences]
        yield marked([piece for pieces in sentences for piece in pieces])


def model_figures(texts: list[Marked], model: Path) -> None:
    """Precision, recall and F of the model alone, exact place and label, and persons masked whole by any label."""
    nlp = spacy.load(model)
    right = found = there = persons = whole = 0
    for (text, names), doc in zip(texts, nlp.pipe(text for text, _ in texts), strict=True):
        told = {(one.start_char, one.end_char, one.label_) for one in doc.ents}
        right += len(told & set(names))
        found, there = found + len(told), there + len(names)
        covered = {at for start, end, _ in told for at in range(start, end)}
        for start, end, label in names:
            if label == "PER":
                persons += 1
                whole += masked(text, start, end, covered)
    p, r = right / found, right / there
    print(
        f"    model alone: P {p:.3f} R {r:.3f} F {2 * p * r / (p + r):.3f}; persons masked whole {whole / persons:.3f}"
    )


def masked(text: str, start: int, end: int, covered: set[int]) -> bool:
    """Whether nothing of a name shows; a genitive s may."""
    return all(
        at in covered or not text[at].isalnum() or (at == end - 1 and text[at] in "sS") for at in range(start, end)
    )


def finder_figures(texts: list[Marked]) -> None:
    """What share of the names of each kind is masked whole, and how many candidates a person goes through."""
    there: Counter[str] = Counter()
    whole: Counter[str] = Counter()
    candidates = right = words = 0
    began = time.perf_counter()
    for text, names in texts:
        found = find_candidates(text)
        words += len(text.split())
        candidates += len(found)
        real = {at for start, end, _ in names for at in range(start, end)}
        right += sum(any(at in real for at in range(one.start, one.end)) for one in found)
        covered = {at for one in found for at in range(one.start, one.end)}
        for start, end, label in names:
            kind = KINDS.get(label, "other")
            there[kind] += 1
            whole[kind] += masked(text, start, end, covered)
    speed = words / (time.perf_counter() - began)
    shares = ", ".join(f"{kind} {whole[kind] / there[kind]:.3f} ({there[kind]})" for kind in there)
    print(f"    masked whole: {shares}")
    print(
        f"    {1000 * candidates / words:.0f} candidates per 1,000 words, {right / candidates:.2f} of them names;"
        f" {speed:.0f} words/s"
    )


def spoken(paths: Iterable[Path]) -> Iterator[tuple[str, str]]:
    """The speech in transcripts of `label: words` or `[time] label: words`, a text per file."""
    for path in paths:
        lines = [re.sub(r"^(?:\[[\d:.]+\] )?[^\s:]+: ", "", line) for line in path.read_text("utf-8").splitlines()]
        yield path.stem, "\n\n".join(line for line in lines if line.strip())


def speech_figures(paths: list[Path]) -> None:
    """Speech in which only names have capitals: how many of them are found, with their capitals and without."""
    for name, text in spoken(paths):
        words = [
            word.span()
            for word in re.finditer(r"(?<![\w<>])[A-ZÆØÅ][^\W\d_]{2,}", text)
            if word[0].casefold() not in SOUNDS
            and not re.search(r"(?:^|[.?!\n] ?)$", text[max(0, word.start() - 2) : word.start()])
        ]
        told = []
        for read in (text, text.lower()):
            found = find_candidates(read)
            covered = {at for one in found for at in range(one.start, one.end)}
            share = sum(masked(read, *span, covered) for span in words) / max(1, len(words))
            told.append(f"{share:.3f} found, {1000 * len(found) / len(read.split()):.0f} candidates per 1,000 words")
        print(
            f"  {name} ({len(text.split())} words, {len(words)} words with a capital):"
            f" {told[0]}; small letters: {told[1]}"
        )


def score_table(data: Path) -> None:
    """The share of candidates of each sign that were names, on the development texts."""
    from qualcode.text.identifying import evidence

    seen: Counter[float] = Counter()
    right: Counter[float] = Counter()
    evidence.SCORES.update({sign: float(number) for number, sign in enumerate(evidence.SCORES)})
    for form in ("nob", "nno"):
        for way in ("as written", "small letters"):
            for text, names in read_texts(data, form, way, split="dev"):
                real = {at for start, end, _ in names for at in range(start, end)}
                for one in find_candidates(text):
                    seen[one.score, way] += 1
                    right[one.score, way] += any(at in real for at in range(one.start, one.end))
    for number, sign in enumerate(evidence.SCORES):
        for way in ("as written", "small letters"):
            if seen[number, way]:
                print(f"  {sign:14} {way:14} {right[number, way] / seen[number, way]:.2f} of {seen[number, way]}")


def main() -> None:
    """Print the figures."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("data", type=Path)
    options.add_argument("--model", type=Path, default=RESOURCES / "name_model")
    options.add_argument("--speech", type=Path, nargs="*", default=[])
    options.add_argument("--scores", action="store_true")
    chosen = options.parse_args()
    if chosen.scores:
        score_table(chosen.data)
        return
    for form in ("nob", "nno"):
        for way in WAYS:
            print(f"  {form}, {way}")
            texts = list(read_texts(chosen.data, form, way))
            model_figures(texts, chosen.model)
            finder_figures(texts)
    speech_figures(chosen.speech)


if __name__ == "__main__":
    main()

"""2,000 quotes with words left out, found and verified in 8 million words, against going through those words once.

Run: `python -m benchmarks.bench_verify`. The aim: under 2 seconds. Nobody says where the quotes come from, as when a
chapter comes back from co-authors; the words are drawn as words are in speech, few of them most of the time.
"""

import random

from benchmarks.timing import compare
from qualcode.analysis.quote_search import find_places
from qualcode.text.quotes import compare_printed

TRANSCRIPTS, WORDS, QUOTES = 800, 10_000, 2_000
_LETTERS = "abcdefghijklmnoprstuvyæøå"


def main() -> None:
    chance = random.Random(5)  # noqa: S311 - the same words every time is what is wanted
    texts = list(enumerate(_texts(chance)))
    quotes = [_quote(chance, texts[chance.randrange(TRANSCRIPTS)][1]) for _ in range(QUOTES)]
    assert _verify(texts, quotes) == QUOTES
    changed = [quote.replace(" (...) ", " helt nye ord (...) ") for quote in quotes[:50]]
    assert _verify(texts, changed) == 0
    compare(
        f"{QUOTES:,} quotes in {TRANSCRIPTS * WORDS:,} words, against one pass over the words",
        lambda: _verify(texts, quotes),
        lambda: sum(len(text.lower().split()) for _, text in texts),
    )


def _verify(texts: list[tuple[int, str]], quotes: list[str]) -> int:
    """How many of the quotes stand on a transcript."""
    stored = dict(texts)
    found = find_places(texts, quotes, most=1)
    places = zip(quotes, found, strict=True)
    return sum(
        bool(best) and not compare_printed(best[0].span.slice(stored[best[0].text]), quote).differs
        for quote, best in places
    )


def _texts(chance: random.Random) -> list[str]:
    words = ["".join(chance.choices(_LETTERS, k=chance.randint(2, 9))) for _ in range(60_000)]
    weights = [1 / (rank + 3) for rank in range(len(words))]
    texts = []
    for _ in range(TRANSCRIPTS):
        spoken = chance.choices(words, weights, k=WORDS)
        texts.append(".\n\n".join(" ".join(spoken[at : at + 40]) for at in range(0, WORDS, 40)))
    return texts


def _quote(chance: random.Random, text: str) -> str:
    """Some twenty words of one place, ten left out, and twenty more."""
    start = text.index(" ", chance.randrange(len(text) - 1_000)) + 1
    parts = text[start : start + 400].split(" ")[:-1]
    return f"{' '.join(parts[:20])} (...) {' '.join(parts[30:50])}".strip(" .\n")


if __name__ == "__main__":
    main()

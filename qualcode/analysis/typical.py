"""The words of a code group: how often each is said in it, and which are typical of it."""

from collections import Counter, defaultdict
from math import log

from sqlalchemy import Connection

from qualcode.analysis.coded import Scope, codings
from qualcode.analysis.words_said import Spans, joined, texts_of
from qualcode.errors import NothingToCount
from qualcode.locale import say
from qualcode.text.words import split_words
from qualcode.views.counting import CountedTable
from qualcode.views.table import TableView

COLUMNS = ("word", "n", "elsewhere", "per_thousand", "per_thousand_elsewhere", "log_likelihood")
_SHOWN = 50


def typical_words(
    connection: Connection, scope: Scope, group_id: int, *, group: str, language: str, limit: int | None = None
) -> CountedTable:
    """The words said more often in a group's units than in the rest of the material, the most typical first.

    The measure is the log-likelihood ratio G2 (Dunning 1993; Rayson and Garside 2000): above 3.84 the difference would
    come by chance once in twenty, above 10.83 once in a thousand, were words drawn one by one. Raises `NothingToCount`.
    """
    spans: dict[int, Spans] = defaultdict(list)
    for coded in codings(connection, scope):
        if coded.group == group_id:
            spans[coded.transcript].append((coded.start, coded.end))
    if not spans:
        raise NothingToCount(rows=group, columns="n")
    here: Counter[str] = Counter()
    every: Counter[str] = Counter()
    for key, text in texts_of(connection, scope).items():
        every.update(word for word, _, _ in split_words(text))
        for start, end in joined(spans.get(key, ())):
            here.update(word for word, _, _ in split_words(text[start:end]))
    inside, outside = here.total(), every.total() - here.total()
    rows = []
    for word, n in here.items():
        rest = every[word] - n
        if n * outside > rest * inside or not outside:
            figure = round(log_likelihood(n, rest, inside, outside), 1)
            rows.append((word, n, rest, _per_thousand(n, inside), _per_thousand(rest, outside), figure))
    rows.sort(key=lambda row: (-float(row[5]), row[0]))
    view = TableView(
        title=say("counting.words.title", language=language, group=group),
        columns=COLUMNS,
        rows=tuple(rows[: _SHOWN if limit is None else limit]),
        notes=(say("counting.words.note", language=language, inside=inside, outside=outside),),
        headings=tuple(say(f"counting.words.{name}", language=language) for name in COLUMNS),
    )
    return CountedTable(view)


def log_likelihood(n: int, elsewhere: int, inside: int, outside: int) -> float:
    """G2 of a word that is said `n` times among `inside` words and `elsewhere` times among `outside`."""
    whole = n + elsewhere
    expected = inside * whole / (inside + outside)
    expected_elsewhere = outside * whole / (inside + outside)
    told = n * log(n / expected) if n else 0.0
    rest = elsewhere * log(elsewhere / expected_elsewhere) if elsewhere else 0.0
    return 2 * (told + rest)


def _per_thousand(n: int, words: int) -> float:
    return round(1000 * n / words, 1) if words else 0.0

"""The words of a code group: how often each is said in it, and which are typical of it."""

from bisect import bisect_right
from collections import Counter, defaultdict
from math import log

from sqlalchemy import Connection

from qualcode.analysis.coded import Scope, codings
from qualcode.analysis.words_said import Spans, joined, texts_of, words_within
from qualcode.errors import NothingToCount
from qualcode.locale import say
from qualcode.text.turns import count_words
from qualcode.text.words import WORD, fold
from qualcode.views.counting import MOST_OPENED, PLACES, CountedTable, Key
from qualcode.views.table import Cell, TableView

COLUMNS = ("word", "n", "elsewhere", "per_thousand", "per_thousand_elsewhere", "log_likelihood")
_SHOWN = 50


def typical_words(
    connection: Connection,
    scope: Scope,
    group_id: int,
    *,
    group: str,
    language: str,
    subgroup_id: int | None = None,
    limit: int | None = None,
    opened: bool = False,
) -> CountedTable:
    """The words said more often in a group's units than in the rest of the material, the most typical first.

    With `subgroup_id` those of the group's units that are in that subgroup; `group` is then its path. A word of
    which a part is coded counts whole. The measure is the log-likelihood ratio G2 (Dunning 1993; Rayson and Garside
    2000): above 3.84 the difference would come by chance once in twenty, above 10.83 once in a thousand, were words
    drawn one by one. `opened` with where the words are said. Raises `NothingToCount`.
    """
    spans: dict[int, Spans] = defaultdict(list)
    for coded in codings(connection, scope):
        if coded.group == group_id and subgroup_id in (None, coded.subgroup):
            spans[coded.transcript].append((coded.start, coded.end))
    if not spans:
        raise NothingToCount(reason=say("counting.none.group", group=group))
    texts = {key: fold(text) for key, text in texts_of(connection, scope).items()}
    coded_in = {key: joined(_whole_words(texts[key], span) for span in found) for key, found in spans.items()}
    rows, inside, outside = _rows(texts, coded_in)
    rows = rows[: _SHOWN if limit is None else limit]
    view = TableView(
        title=say("counting.words.title", language=language, group=group),
        columns=COLUMNS,
        rows=tuple(rows),
        notes=(say("counting.words.note", language=language, inside=inside, outside=outside),),
        headings=tuple(say(f"counting.words.{name}", language=language) for name in COLUMNS),
    )
    return CountedTable(view, PLACES, _places(texts, coded_in, [str(row[0]) for row in rows]) if opened else {})


def _rows(texts: dict[int, str], coded_in: dict[int, Spans]) -> tuple[list[tuple[Cell, ...]], int, int]:
    """Each word that is said more in these places, the most typical first; words in them, and elsewhere.

    How many words there are in all is told as everywhere (`count_words`); which word it is, as search knows words.
    """
    here: Counter[str] = Counter()
    every: Counter[str] = Counter()
    inside = in_all = 0
    for key, text in texts.items():
        spans = coded_in.get(key, [])
        every.update(WORD.findall(text))
        in_all += count_words(text)
        inside += words_within(text, spans)
        for start, end in spans:
            here.update(WORD.findall(text, start, end))
    outside = in_all - inside
    rows: list[tuple[str, int, int, float, float, float]] = []
    for word, n in here.items():
        rest = every[word] - n
        if n * outside > rest * inside or not outside:
            figure = round(log_likelihood(n, rest, inside, outside), 1)
            rows.append((word, n, rest, _per_thousand(n, inside), _per_thousand(rest, outside), figure))
    rows.sort(key=lambda row: (-row[5], row[0]))
    return list(rows), inside, outside


def _whole_words(text: str, span: tuple[int, int]) -> tuple[int, int]:
    """A span out to the white space around the words that it cuts."""
    start, end = span
    while 0 < start < len(text) and not (text[start].isspace() or text[start - 1].isspace()):
        start -= 1
    while 0 < end < len(text) and not (text[end - 1].isspace() or text[end].isspace()):
        end += 1
    return start, end


def _places(
    texts: dict[int, str], coded_in: dict[int, Spans], words: list[str]
) -> dict[tuple[int, int], tuple[Key, ...]]:
    """Where each of the words is said in these places (columns n, per thousand, G2), and where elsewhere."""
    rows = {word: at for at, word in enumerate(words)}
    found: tuple[list[list[Key]], list[list[Key]]] = [[] for _ in words], [[] for _ in words]
    for key, text in texts.items():
        spans = coded_in.get(key, [])
        starts = [start for start, _ in spans]
        for match in WORD.finditer(text):
            row = rows.get(match[0])
            if row is None:
                continue
            at = bisect_right(starts, match.start()) - 1
            places = found[at < 0 or spans[at][1] <= match.start()][row]
            if len(places) < MOST_OPENED:
                places.append((key, *match.span()))
    columns = ((1, 0), (2, 1), (3, 0), (4, 1), (5, 0))
    return {(row, column): tuple(found[side][row]) for row in range(len(words)) for column, side in columns}


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

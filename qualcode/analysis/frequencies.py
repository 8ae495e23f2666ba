"""How often: code groups by units, participants, transcripts and words; values of an attribute by number."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence

from sqlalchemy import Connection

from qualcode.analysis.coded import Scope, code_groups_of, codings
from qualcode.analysis.crosstab import OTHERS, figure_or_words, value_order, whole_percent
from qualcode.analysis.dimensions import Dimension, Dimensions
from qualcode.analysis.words_said import Spans, substudies_of, texts_of, words_within
from qualcode.errors import NothingToCount
from qualcode.locale import say
from qualcode.text.turns import count_words
from qualcode.views.counting import PEOPLE, UNITS, CountedTable, Key
from qualcode.views.table import Cell, TableView

GROUP_COLUMNS = ("code_group", "units", "participants", "transcripts", "words", "share")
VALUE_COLUMNS = ("value", "label", "n", "percent")


def group_frequencies(connection: Connection, scope: Scope, *, language: str) -> CountedTable:
    """Each code group: units, participants who say it, transcripts, words in it, share of the words in percent.

    The share is of all the words in the material of the group's analysis. Words that lie in several units of a
    group count once. Groups that nobody has used are there with noughts. Raises `NothingToCount` where nothing is
    coded.
    """
    units: dict[int, set[int]] = defaultdict(set)
    people: dict[int, set[int]] = defaultdict(set)
    spans: dict[int, dict[int, Spans]] = defaultdict(lambda: defaultdict(list))
    for coded in codings(connection, scope):
        units[coded.group].add(coded.unit)
        people[coded.group].update(coded.people)
        spans[coded.group][coded.transcript].append((coded.start, coded.end))
    groups = code_groups_of(connection, scope.analyses)
    if not units:
        raise NothingToCount(reason=say("counting.none.coded"))
    texts = texts_of(connection, scope)
    homes = substudies_of(connection)
    said: Counter[int] = Counter()
    for key, text in texts.items():
        said[homes[key]] += count_words(text)
    rows: list[tuple[Cell, ...]] = []
    bases: dict[str, int] = {}
    for group in groups:
        words = sum(words_within(texts[key], places) for key, places in spans[group.id].items())
        counts = (len(units[group.id]), len(people[group.id]), len(spans[group.id]), words)
        base = bases[group.analysis] = sum(said[one] for one in group.substudies)
        rows.append((group.name, *counts, tenths_of_percent(words, base)))
    view = TableView(
        title=say("counting.frequencies.title", language=language),
        columns=GROUP_COLUMNS,
        rows=tuple(rows),
        notes=(_share_of(bases, language),),
        headings=tuple(say(f"counting.frequencies.{name}", language=language) for name in GROUP_COLUMNS),
    )
    behind: dict[tuple[int, int], tuple[Key, ...]] = {
        (at, column): tuple(sorted(units[group.id]))
        for at, group in enumerate(groups)
        for column in range(1, len(GROUP_COLUMNS))
    }
    return CountedTable(view, UNITS, behind)


def _share_of(bases: dict[str, int], language: str) -> str:
    """What a share is a share of: the words of the material, or, where analyses have each their own, of each."""
    if len(set(bases.values())) == 1:
        return say("counting.frequencies.note", language=language, words=next(iter(bases.values())))
    each = ", ".join(f"{analysis} {words}" for analysis, words in bases.items())
    return say("counting.frequencies.note_of_each", language=language, each=each)


def value_frequencies(
    connection: Connection, scope: Scope, side: Dimension, *, language: str, split: bool = False
) -> CountedTable:
    """Each value of an attribute: its label, how many have it, whole percent of those who have any; then the missing.

    Somebody with several values counts once, as annet, unless they are split. Raises `NothingToCount`.
    """
    everybody = Dimensions(connection, scope, language).people(side.substudies)
    other = _other_name(side, language)
    having: dict[str, list[int]] = defaultdict(list)
    missing: list[int] = []
    for person in everybody:
        values = side.values.get(person, ())
        if not values:
            missing.append(person)
        for value in (other,) if len(values) > 1 and not split else values:
            having[value].append(person)
    if not having:
        raise NothingToCount(reason=say("counting.none.values", rows=side.heading))
    order = value_order(having)
    base = len(everybody) - len(missing)
    labels = dict(side.meanings)
    rows: list[tuple[Cell, ...]] = [
        (figure_or_words(value), labels.get(value), len(having[value]), whole_percent(len(having[value]), base))
        for value in order
    ]
    rows.append((say("counting.total", language=language), None, base, 100))
    if missing:
        rows.append((say("counting.missing", language=language), None, len(missing), None))
    view = TableView(
        title=say("counting.values.title", language=language, side=side.heading),
        columns=VALUE_COLUMNS,
        rows=tuple(rows),
        notes=tuple(_notes(side, everybody, base, other, language=language, split=split)),
        headings=(side.heading, *(say(f"counting.values.{name}", language=language) for name in VALUE_COLUMNS[1:])),
    )
    told = [person for person in everybody if side.values.get(person)]
    counted = [*(having[value] for value in order), told, missing]
    return CountedTable(view, PEOPLE, _opened(counted, columns=(2, 3)))


def _notes(
    side: Dimension, everybody: Collection[int], base: int, other: str, *, language: str, split: bool
) -> Iterator[str]:
    several = sum(len(side.values.get(person, ())) > 1 for person in everybody)
    if several:
        how = "split" if split else "folded"
        yield say(f"counting.crosstab.{how}", language=language, side=side.heading, count=several, other=other)
    yield say("counting.crosstab.base", language=language, count=base, cases=len(everybody))


def answered(
    connection: Connection, scope: Scope, sides: tuple[Dimension, Dimension], *, language: str
) -> CountedTable:
    """For each value of the rows, how many have any value of the columns' attribute, of how many, in whole percent.

    So weeks are told against all the notes of the week, and answers against all who were asked. Raises
    `NothingToCount`.
    """
    rows_side, asked = sides
    everybody = Dimensions(connection, scope, language).people(rows_side.substudies & asked.substudies)
    every: dict[str, list[int]] = defaultdict(list)
    with_value: dict[str, list[int]] = defaultdict(list)
    for person in everybody:
        for value in rows_side.values.get(person, ()):
            every[value].append(person)
            if asked.values.get(person):
                with_value[value].append(person)
    if not every:
        raise NothingToCount(reason=say("counting.none.values", rows=rows_side.heading))
    order = value_order(every)
    counts = [(figure_or_words(value), len(with_value[value]), len(every[value])) for value in order]
    counts.append(
        (
            say("counting.total", language=language),
            sum(map(len, with_value.values())),
            sum(map(len, every.values())),
        )
    )
    having = [with_value[value] for value in order]
    asked_of = [every[value] for value in order]
    behind = _opened([*having, [key for keys in having for key in keys]], columns=(1, 3))
    behind |= _opened([*asked_of, [key for keys in asked_of for key in keys]], columns=(2,))
    view = TableView(
        title=say("counting.answered.title", language=language, rows=rows_side.heading, columns=asked.heading),
        columns=(rows_side.name, "with_value", "all", "percent"),
        rows=tuple((*row, whole_percent(*row[1:])) for row in counts),
        notes=tuple(_answered_notes(rows_side, everybody, language)),
        headings=(
            rows_side.heading,
            say("counting.answered.with_value", language=language, columns=asked.heading),
            say("counting.answered.all", language=language),
            say("counting.values.percent", language=language),
        ),
    )
    return CountedTable(view, PEOPLE, behind)


def _answered_notes(side: Dimension, everybody: Collection[int], language: str) -> Iterator[str]:
    missing = sum(not side.values.get(person) for person in everybody)
    several = sum(len(side.values.get(person, ())) > 1 for person in everybody)
    if missing:
        yield say("counting.crosstab.missing", language=language, side=side.heading, count=missing)
    if several:
        yield say("counting.crosstab.split", language=language, side=side.heading, count=several)


def tenths_of_percent(part: int, whole: int) -> float | None:
    """How many percent, with one decimal, halves up; None of nothing."""
    return (2000 * part + whole) // (2 * whole) / 10 if whole else None


def _opened(counted: Sequence[Sequence[int]], *, columns: Sequence[int]) -> dict[tuple[int, int], tuple[Key, ...]]:
    """What stands behind these columns of each row, each key once."""
    return {(at, column): tuple(dict.fromkeys(keys)) for at, keys in enumerate(counted) for column in columns}


def _other_name(side: Dimension, language: str) -> str:
    values: Iterable[Sequence[str]] = side.values.values()
    return next(
        (value for several in values for value in several if value.casefold() in OTHERS),
        say("counting.other", language=language),
    )

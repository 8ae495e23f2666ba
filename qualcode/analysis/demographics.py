"""The demographic table of a substudy, in one of three forms, with the line that sums it up.

exact: one row per participant, as registered; banded: ages in decades, other numbers in bands, categories by the group
their label belongs to, free text left out; totals: how many there are of each value. Counts, mean, median and range in
the last note are always those of the values as registered.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from string import ascii_lowercase
from typing import Any

from sqlalchemy import Connection, select
from sqlmodel import col

from qualcode.analysis.bands import band_of, band_width, decade_of
from qualcode.analysis.figures import summarise
from qualcode.locale import LANGUAGES, has_text, say
from qualcode.model import Attribute, AttributeLabel, AttributeValue, Participant, Substudy
from qualcode.model.studies import RECORDS
from qualcode.text.ordering import natural_key
from qualcode.text.values import CATEGORY, DATE, NUMBER, TEXT, parse_number, split_values
from qualcode.views.counting import PEOPLE, CountedTable, Key
from qualcode.views.participants import AttributeView, LabelView
from qualcode.views.table import Cell, TableView

EXACT = "exact"
BANDED = "banded"
TOTALS = "totals"
FORMS = (EXACT, BANDED, TOTALS)

PARTICIPANT = "participant"

_AGES = frozenset({"age", "alder"})
_MISSING = ""
_BETWEEN = "; "


@dataclass(frozen=True, slots=True)
class _Registered:
    """What is registered in a substudy: its attributes in order, and each participant's values by attribute."""

    substudy: str
    of_records: bool
    attributes: tuple[AttributeView, ...]
    people: tuple[tuple[int, str, dict[int, str]], ...]

    def values(self, attribute: AttributeView) -> list[str]:
        """Every participant's value, in order; empty where there is none."""
        return [values.get(attribute.id, _MISSING) for _, _, values in self.people]


def demographics(
    connection: Connection,
    substudy_id: int,
    *,
    form: str,
    language: str,
    chosen: bool = False,
    without: frozenset[int] = frozenset(),
) -> CountedTable:
    """The table of a substudy's participants (CONTRACT.md, `table demographics`), headings and notes in `language`.

    Behind a row of it is the participant, behind a number of `totals` those that it counts.

    `chosen` tells only the figures (mean or median) that the author chose for each number, as the chapter does.
    `without` are participants who are in none of it, rows or figures: those who have not consented.
    First column the participant, then the attributes in the order they were imported; `totals` instead has attribute,
    value and number. A table without participants has no rows and no notes.
    """
    registered = _read(connection, substudy_id, without)
    called = "attributes.title_of_records" if registered.of_records else "attributes.title"
    title = say(called, language=language, substudy=registered.substudy, count=len(registered.people))
    if form == TOTALS:
        return _totals(registered, title, language, chosen=chosen)
    shown = [attribute for attribute in registered.attributes if form == EXACT or attribute.kind != TEXT]
    left_out = [attribute for attribute in registered.attributes if attribute not in shown]
    columns = [_column(registered, attribute, form=form) for attribute in shown]
    marks, lettered = _lettered(shown, form=form)
    notes = [f"{heading_of(_named(shown, name), language)}: {dict(lettered)[letter]}" for name, letter in marks]
    view = TableView(
        title=title,
        columns=(PARTICIPANT, *(attribute.name for attribute in shown)),
        rows=tuple((code, *(column[at] for column in columns)) for at, (_, code, _) in enumerate(registered.people)),
        notes=(*notes, *_closing(registered, left_out, language, chosen=chosen)),
        headings=(
            say("attributes.record" if registered.of_records else "attributes.participant", language=language),
            *(heading_of(a, language) for a in shown),
        ),
        marks=marks,
        lettered=lettered,
    )
    people = [key for key, _, _ in registered.people]
    behind = {(at, column): (key,) for at, key in enumerate(people) for column in range(1, len(view.columns))}
    return CountedTable(view, PEOPLE, behind)


def heading_of(attribute: AttributeView, language: str) -> str:
    """What an attribute is called on paper: the user's caption, a known name translated, or the name as it is."""
    return attribute.caption or translated(attribute.name, language)


def is_called(name: str, attribute: str, caption: str) -> bool:
    """Whether `name` is what an attribute is called: its name, the user's caption, or a known name in any language."""
    called = {attribute, caption, *(translated(attribute, language) for language in LANGUAGES)}
    return name.casefold() in {one.casefold() for one in called if one}


def translated(name: str, language: str) -> str:
    """The name of an attribute in a language, if it is a known one; otherwise as it is."""
    key = f"attributes.names.{name.casefold()}"
    return say(key, language=language) if has_text(key, language=language) else name


def read_attributes(connection: Connection, substudy_id: int) -> tuple[AttributeView, ...]:
    """A substudy's attributes in the order they were imported, with the labels of coded values."""
    labels: dict[int, list[LabelView]] = {}
    rows: Any = connection.execute(
        select(
            col(AttributeLabel.attribute_id),
            col(AttributeLabel.value),
            col(AttributeLabel.label),
            col(AttributeLabel.broader),
        )
        .join(Attribute, col(Attribute.id) == col(AttributeLabel.attribute_id))
        .where(col(Attribute.substudy_id) == substudy_id)
        .order_by(col(AttributeLabel.position))
    ).all()
    for row in rows:
        labels.setdefault(row.attribute_id, []).append(LabelView(row.value, row.label, row.broader))
    found: Any = connection.execute(
        select(Attribute).where(col(Attribute.substudy_id) == substudy_id).order_by(col(Attribute.position))
    ).all()
    return tuple(
        AttributeView(
            row.id,
            row.name,
            row.caption,
            row.kind,
            tuple(labels.get(row.id, ())),
            figures=row.figures,
            multiple=bool(row.multiple),
        )
        for row in found
    )


def _read(connection: Connection, substudy_id: int, without: frozenset[int]) -> _Registered:
    named: Any = select(col(Substudy.name), col(Substudy.design)).where(col(Substudy.id) == substudy_id)
    name, design = connection.execute(named).one()
    here = col(Participant.substudy_id) == substudy_id
    everybody: Any = connection.execute(select(col(Participant.id), col(Participant.code)).where(here)).all()
    people = [row for row in everybody if row.id not in without]
    values: dict[int, dict[int, str]] = {row.id: {} for row in people}
    columns = (col(AttributeValue.participant_id), col(AttributeValue.attribute_id), col(AttributeValue.text))
    joined = select(*columns).join(Participant, col(Participant.id) == col(AttributeValue.participant_id))
    for participant, attribute, text in connection.execute(joined.where(here)):
        if participant in values:
            values[participant][attribute] = text
    in_order = sorted(people, key=lambda row: natural_key(row.code))
    return _Registered(
        substudy=name,
        of_records=design == RECORDS,
        attributes=read_attributes(connection, substudy_id),
        people=tuple((row.id, row.code, values[row.id]) for row in in_order),
    )


def _column(registered: _Registered, attribute: AttributeView, *, form: str) -> list[Cell]:
    values = registered.values(attribute)
    if form == EXACT:
        return [_exact(attribute, value) for value in values]
    return [shown or None for shown in _broadened(attribute, values)]


def _exact(attribute: AttributeView, value: str) -> Cell:
    """A value as registered; figures are numbers, also where they are codes."""
    number = parse_number(value) if attribute.kind in (NUMBER, CATEGORY) else None
    if number is None or value.endswith("%"):
        return value or None
    return int(number) if number.is_integer() else number


def _broadened(attribute: AttributeView, values: Sequence[str]) -> list[str]:
    """The values so that they fit several people: decade, band, year, or the group that the label belongs to."""
    if attribute.kind == NUMBER:
        numbers = [parse_number(value) for value in values]
        if attribute.name.casefold() in _AGES:
            return ["" if number is None else decade_of(number) for number in numbers]
        width = band_width([number for number in numbers if number is not None])
        return ["" if number is None else band_of(number, width) for number in numbers]
    if attribute.kind == DATE:
        return [value[:4] for value in values]
    broader = {label.value: label.broader or label.label for label in attribute.labels}
    return [_translated(value, broader, attribute) for value in values]


def _translated(text: str, words: Mapping[str, str], attribute: AttributeView) -> str:
    """A cell with each of its values put into other words."""
    values = split_values(text, multiple=attribute.multiple)
    return _BETWEEN.join(dict.fromkeys(words.get(value, value) for value in values))


def _totals(registered: _Registered, title: str, language: str, *, chosen: bool) -> CountedTable:
    shown = [attribute for attribute in registered.attributes if attribute.kind != TEXT]
    rows: list[tuple[Cell, ...]] = []
    behind: dict[tuple[int, int], tuple[Key, ...]] = {}
    for attribute in shown:
        values = _broadened(attribute, registered.values(attribute))
        if attribute.labels:
            words = {label.value: label.label for label in attribute.labels}
            values = [_translated(value, words, attribute) for value in registered.values(attribute)]
        having: dict[str, list[int]] = defaultdict(list)
        for (key, _, _), value in zip(registered.people, values, strict=True):
            for one in split_values(value, multiple=attribute.multiple) or [_MISSING]:
                having[one].append(key)
        missing = having.pop(_MISSING, [])
        counted = [(value, having[value]) for value in _in_order(attribute, having)]
        counted += [(say("attributes.missing_value", language=language), missing)] if missing else []
        for value, people in counted:
            behind[len(rows), 2] = tuple(people)
            rows.append((heading_of(attribute, language), value, len(people)))
    columns = ("attribute", "value", "n")
    left_out = [attribute for attribute in registered.attributes if attribute.kind == TEXT]
    view = TableView(
        title=title,
        columns=columns,
        rows=tuple(rows),
        notes=_closing(registered, left_out, language, chosen=chosen),
        headings=tuple(say(f"attributes.totals.{column}", language=language) for column in columns),
    )
    return CountedTable(view, PEOPLE, behind)


def _in_order(attribute: AttributeView, present: Iterable[str]) -> list[str]:
    """Values that have labels in the labels' order, then the others in natural order."""
    words = list(dict.fromkeys(label.label for label in attribute.labels))
    known = {word: at for at, word in enumerate(words)}
    return sorted(present, key=lambda value: (known.get(value, len(known)), natural_key(value)))


def _lettered(
    shown: Sequence[AttributeView], *, form: str
) -> tuple[tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]]:
    """A letter for each column of coded values, and what its values mean; broadened values say it themselves."""
    coded = [attribute for attribute in shown if attribute.labels and form == EXACT]
    letters = list(zip(coded, _letters(len(coded)), strict=True))
    marks = tuple((attribute.name, letter) for attribute, letter in letters)
    meanings = (", ".join(f"{label.value}={label.label}" for label in attribute.labels) for attribute in coded)
    return marks, tuple((letter, meaning) for (_, letter), meaning in zip(letters, meanings, strict=True))


def _letters(count: int) -> list[str]:
    """a, b, ... z, aa, bb, ..."""
    return [ascii_lowercase[at % 26] * (1 + at // 26) for at in range(count)]


def _named(attributes: Sequence[AttributeView], name: str) -> AttributeView:
    return next(attribute for attribute in attributes if attribute.name == name)


def _closing(
    registered: _Registered, left_out: Sequence[AttributeView], language: str, *, chosen: bool
) -> tuple[str, ...]:
    if not registered.people:
        return ()
    omitted = ", ".join(heading_of(attribute, language) for attribute in left_out)
    notes = [say("attributes.left_out", language=language, names=omitted)] if omitted else []
    for attribute in registered.attributes:
        values = registered.values(attribute) if attribute.kind == CATEGORY else ()
        several = sum(len(split_values(value, multiple=attribute.multiple)) > 1 for value in values)
        if several:
            side = heading_of(attribute, language)
            notes.append(say("counting.crosstab.split", language=language, side=side, count=several))
    summaries = [
        f"{heading_of(attribute, language)}: {summary}"
        for attribute in registered.attributes
        if (summary := summarise(attribute, registered.values(attribute), language=language, chosen=chosen))
    ]
    opening = say("attributes.summary", language=language, count=len(registered.people))
    return (*notes, " ".join([opening, *(f"{summary}." for summary in summaries)]))

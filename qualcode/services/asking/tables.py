"""Tables that count the material: asked for by the names a user sees, and opened to what they count."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, select
from sqlmodel import col

from qualcode.analysis import cooccurrence as together
from qualcode.analysis import crosstab as crossing
from qualcode.analysis import frequencies, matrix, talk, typical
from qualcode.analysis.coded import Scope, material_of
from qualcode.analysis.demographics import FORMS, demographics, translated
from qualcode.analysis.dimensions import CODE_GROUP, NAMED, PEOPLE, PERIODS, Dimension, Dimensions
from qualcode.errors import NothingToCount, OptionUnused, ValueMissing, ValueRefused
from qualcode.locale import say
from qualcode.model import Analysis, AnalysisSubstudy, Attribute, AttributeValue, CodeGroup, Substudy
from qualcode.model.studies import RECORDS
from qualcode.services.asking.material_tables import counted_informants, recruitment_table
from qualcode.services.naming import find_analysis, find_place, find_substudy, only_substudy
from qualcode.services.register.consent import held_back
from qualcode.services.written_language import chapter_language
from qualcode.storage.opening import OpenStudy
from qualcode.text.values import NUMBER, day_of
from qualcode.views.counting import PLACES, UNITS, CountedTable, TableAsked

CROSSTAB = "crosstab"
FREQUENCIES = "frequencies"
ANSWERED = "answered"
COOCCURRENCE = "cooccurrence"
MATRIX = "matrix"
FRAMEWORK = "framework"
WORDS = "words"
COURSE = "course"
TALK = "talk"
ROUNDS = "rounds"
DEMOGRAPHICS = "demographics"
INFORMANTS = "informants"
RECRUITMENT = "recruitment"
OF_PEOPLE = (DEMOGRAPHICS, INFORMANTS, RECRUITMENT)
KINDS = (CROSSTAB, FREQUENCIES, ANSWERED, COOCCURRENCE, MATRIX, FRAMEWORK, WORDS, COURSE, TALK, ROUNDS, *OF_PEOPLE)

_OPTIONS = {
    "rows": (CROSSTAB, FREQUENCIES, ANSWERED),
    "columns": (CROSSTAB, ANSWERED),
    "percent": (CROSSTAB,),
    "split": (CROSSTAB, FREQUENCIES),
    "group": (WORDS,),
    "within": (COOCCURRENCE,),
    "limit": (WORDS,),
    "form": (DEMOGRAPHICS,),
    "by": (INFORMANTS,),
}
"""What can be asked of some tables only."""

_ROW_PER_PERSON = (MATRIX, FRAMEWORK, INFORMANTS)
_Made = Callable[[Connection, Scope, TableAsked, str, bool], CountedTable]


def count_table(
    study: OpenStudy, asked: TableAsked, *, opened: bool = False, consenting: bool = False, language: str | None = None
) -> CountedTable:
    """The table that is asked for, in the study's language; `opened` with what stands behind its numbers.

    `consenting` leaves out what people without consent say, as in what leaves the study. Without `analysis` the code
    groups of all of them are counted; without `substudy` all material is. Raises `ValueRefused`,
    `ValueMissing`, `OptionUnused`, `NothingNamed`, `AmbiguousName`, `NothingToCount`.
    """
    _refuse_unused(asked)
    spoken = language or chapter_language(study)
    if asked.kind == RECRUITMENT:
        # Who was invited is registered as a number: there is nobody behind it.
        return CountedTable(recruitment_table(study, asked.substudy, language=spoken))
    make = _MADE.get(asked.kind)
    if make is None:
        raise ValueRefused(what=say("kinds.table"), value=asked.kind, choices=", ".join(KINDS))
    with study.reading() as connection:
        scope = scope_of(connection, asked)
        if consenting:
            scope = scope._replace(without=held_back(connection))
        table = make(connection, scope, asked, spoken, opened)
        if asked.kind in OF_PEOPLE:
            if not table.view.rows:
                left_out = len(scope.without)
                key = "counting.none.consenting" if left_out else "counting.none.registered"
                raise NothingToCount(reason=say(key, count=left_out))
            return table
        limits = told_limits(connection, scope, asked, spoken, of_codings=table.of in (UNITS, PLACES))
        return replace(table, view=replace(table.view, notes=(*limits, *table.view.notes)))


def has_option(kind: str, option: str) -> bool:
    """Whether a kind of table can be asked for with this option of `TableAsked`."""
    return kind in _OPTIONS[option]


def _refuse_unused(asked: TableAsked) -> None:
    """An option that a table knows nothing of would leave the table as it is, and be believed."""
    plain = TableAsked("")
    for option, kinds in _OPTIONS.items():
        if asked.kind in KINDS and asked.kind not in kinds and getattr(asked, option) != getattr(plain, option):
            raise OptionUnused(table=asked.kind, option=option, tables=", ".join(kinds))


def table_sides(study: OpenStudy) -> tuple[tuple[str, str], ...]:
    """What a table of this study can be parted by: its attributes, in order, days by period too; our own sides.

    Each as its name and what it is called on paper.
    """
    with study.reading() as connection:
        language = chapter_language(study)
        rows: Any = select(col(Attribute.name), col(Attribute.caption)).order_by(
            col(Attribute.substudy_id), col(Attribute.position)
        )
        dated = _dated(connection)
        known = {}
        for name, caption in connection.execute(rows):
            called = known[name] = caption or translated(name, language)
            for period in PERIODS if name in dated else ():
                known[f"{name}:{period}"] = f"{called}, {say(f'counting.periods.{period}', language=language)}"
    ours = {name: say(f"counting.sides.{name}", language=language) for name in NAMED if name not in known}
    return tuple((known | ours).items())


def _dated(connection: Connection) -> set[str]:
    """The names of the attributes in which a day stands somewhere."""
    values: Any = select(col(Attribute.name), col(AttributeValue.text)).distinct()
    values = values.join(AttributeValue, col(AttributeValue.attribute_id) == col(Attribute.id))
    return {name for name, text in connection.execute(values.where(col(Attribute.kind) != NUMBER)) if day_of(text)}


def scope_of(connection: Connection, asked: TableAsked) -> Scope:
    """What a table counts: the codings of the analyses in the material that it is limited to.

    Raises `NothingNamed`, and `NothingToCount` for an analysis that is not of the substudy.
    """
    one = None if asked.analysis is None else find_analysis(connection, asked.analysis).id
    within = None if asked.substudy is None else find_substudy(connection, asked.substudy).id
    analyses = (one,) if one is not None else _analyses(connection, within)
    if within is not None:
        if one is not None and within not in material_of(connection, (one,))[one]:
            reason = say("counting.none.covered", analysis=asked.analysis, substudy=asked.substudy)
            raise NothingToCount(reason=reason)
        return Scope(analyses, (within,))
    covered: Any = select(col(Substudy.id)).order_by(col(Substudy.position))
    if one is not None:
        material = select(col(AnalysisSubstudy.substudy_id)).where(col(AnalysisSubstudy.analysis_id) == one)
        covered = covered.where(col(Substudy.id).in_(material))
    substudies = _keys(connection, covered)
    if asked.kind in _ROW_PER_PERSON:
        # A row for each of a thousand sick notes is no matrix, unless it is asked for.
        of_people = _keys(connection, covered.where(col(Substudy.design) != RECORDS))
        substudies = of_people if asked.kind == INFORMANTS else of_people or substudies
    return Scope(analyses, substudies)


def told_limits(
    connection: Connection, scope: Scope, asked: TableAsked, language: str, *, of_codings: bool
) -> Iterator[str]:
    """What a table counts of the study, where it is not all there is or more than one analysis."""
    titles: Any = select(col(Analysis.title)).where(col(Analysis.id).in_(scope.analyses))
    if asked.analysis is None:
        # Records have an analysis too, often without any code group: it has no part in what is counted.
        titles = titles.where(col(Analysis.id).in_(select(col(CodeGroup.analysis_id))))
    names = connection.execute(titles.order_by(col(Analysis.position))).scalars().all()
    if of_codings and asked.group == "" and (asked.analysis is not None or len(names) > 1):
        yield say("counting.analyses", language=language, count=len(names), names=", ".join(names))
    if asked.substudy is not None:
        name = connection.execute(select(col(Substudy.name)).where(col(Substudy.id) == scope.substudies[0])).scalar()
        yield say("counting.substudy", language=language, name=name)


def _analyses(connection: Connection, substudy_id: int | None) -> tuple[int, ...]:
    """The analyses of a substudy's material, but for retired ones; all there are, where no substudy is named."""
    statement: Any = select(col(Analysis.id)).where(col(Analysis.retired).is_(False)).order_by(col(Analysis.position))
    if substudy_id is not None:
        covering = select(col(AnalysisSubstudy.analysis_id)).where(col(AnalysisSubstudy.substudy_id) == substudy_id)
        statement = statement.where(col(Analysis.id).in_(covering))
    return _keys(connection, statement)


def _keys(connection: Connection, statement: Any) -> tuple[int, ...]:
    return tuple(connection.execute(statement).scalars())


def _crosstab(connection: Connection, scope: Scope, asked: TableAsked, language: str, opened: bool) -> CountedTable:
    if asked.percent not in ("", *crossing.PERCENTS):
        raise ValueRefused(what=say("kinds.percent"), value=asked.percent, choices=", ".join(crossing.PERCENTS))
    rows, columns = (_side(connection, scope, name, what, language) for what, name in _named_sides(asked))
    if rows.name == columns.name == CODE_GROUP:
        raise ValueRefused(what=say("kinds.table_side.columns"), value=CODE_GROUP, choices=COOCCURRENCE)
    how = crossing.Asked(rows, columns, asked.percent, asked.split, language)
    return crossing.crosstab(connection, scope, how, opened=opened)


def _named_sides(asked: TableAsked) -> tuple[tuple[str, str], tuple[str, str]]:
    return ("rows", asked.rows), ("columns", asked.columns)


def _side(connection: Connection, scope: Scope, name: str, what: str, language: str) -> Dimension:
    if not name:
        raise ValueMissing(what=say(f"kinds.table_side.{what}"), value="", choices=say("counting.sides_possible"))
    return Dimensions(connection, scope, language).find(name)


def _attribute(connection: Connection, scope: Scope, name: str, what: str, language: str) -> Dimension:
    """A side that is an attribute (or the participant). Raises `ValueRefused` for what is not of people."""
    side = _side(connection, scope, name, what, language)
    if side.of != PEOPLE:
        raise ValueRefused(what=say(f"kinds.table_side.{what}"), value=name, choices=say("counting.an_attribute"))
    return side


def _frequencies(connection: Connection, scope: Scope, asked: TableAsked, language: str, _: bool) -> CountedTable:
    if asked.rows in ("", CODE_GROUP):
        return frequencies.group_frequencies(connection, scope, language=language)
    side = _attribute(connection, scope, asked.rows, "rows", language)
    return frequencies.value_frequencies(connection, scope, side, language=language, split=asked.split)


def _answered(connection: Connection, scope: Scope, asked: TableAsked, language: str, _: bool) -> CountedTable:
    rows, columns = (_attribute(connection, scope, name, what, language) for what, name in _named_sides(asked))
    return frequencies.answered(connection, scope, (rows, columns), language=language)


def _cooccurrence(connection: Connection, scope: Scope, asked: TableAsked, language: str, opened: bool) -> CountedTable:
    if asked.within not in together.WAYS:
        raise ValueRefused(what=say("kinds.within"), value=asked.within, choices=", ".join(together.WAYS))
    return together.cooccurrence(connection, scope, way=asked.within, language=language, opened=opened)


def _words(connection: Connection, scope: Scope, asked: TableAsked, language: str, opened: bool) -> CountedTable:
    only = scope.analyses[0] if len(scope.analyses) == 1 else None
    if not asked.group:
        raise ValueMissing(what=say("kinds.code_group"), value="", choices=say("counting.group_option"))
    place = find_place(connection, asked.group, analysis_id=only)
    # What else is said is what else is said in the material that the group is used on.
    material = material_of(connection, (place.analysis_id,))[place.analysis_id]
    within = scope._replace(
        analyses=(place.analysis_id,), substudies=tuple(one for one in scope.substudies if one in material)
    )
    named = f"{place.group}/{place.subgroup}" if place.subgroup else place.group
    how: dict[str, Any] = {"group": named, "language": language, "limit": asked.limit, "opened": opened}
    return typical.typical_words(connection, within, place.group_id, subgroup_id=place.subgroup_id, **how)


def _demographics(connection: Connection, scope: Scope, asked: TableAsked, language: str, _: bool) -> CountedTable:
    if asked.form not in FORMS:
        raise ValueRefused(what=say("kinds.form"), value=asked.form, choices=", ".join(FORMS))
    named = find_substudy(connection, asked.substudy) if asked.substudy else only_substudy(connection)
    return demographics(connection, named.id, form=asked.form, language=language, without=scope.without)


def _informants(connection: Connection, scope: Scope, asked: TableAsked, language: str, _: bool) -> CountedTable:
    return counted_informants(connection, list(scope.substudies), by=asked.by or None, language=language)


def _plain(table: Callable[..., CountedTable]) -> _Made:
    """A table that needs nothing said of it but its scope."""
    return lambda connection, scope, _asked, language, _opened: table(connection, scope, language=language)


_MADE: dict[str, _Made] = {
    CROSSTAB: _crosstab,
    FREQUENCIES: _frequencies,
    ANSWERED: _answered,
    COOCCURRENCE: _cooccurrence,
    MATRIX: _plain(matrix.matrix),
    FRAMEWORK: _plain(matrix.framework),
    WORDS: _words,
    COURSE: _plain(talk.course),
    TALK: _plain(talk.talk_shares),
    ROUNDS: _plain(talk.rounds),
    DEMOGRAPHICS: _demographics,
    INFORMANTS: _informants,
}

"""What is worth a second look at each step, as the method's literature has it: shown on a quiet page, never a wall."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, func, select
from sqlmodel import col

from qualcode.locale import say
from qualcode.model import Analysis, CodeGroup, Coder, Coding, Subgroup, Substudy, Theme
from qualcode.services.called import names_in_analysis
from qualcode.services.coding.units import list_units
from qualcode.services.condensing.cards import material_of
from qualcode.services.condensing.quote_lists import quotes
from qualcode.services.naming import find_analysis
from qualcode.services.participants.described_people import people_of
from qualcode.services.synthesis.categories import categories
from qualcode.services.synthesis.outcomes import finished_groups
from qualcode.services.written_language import chapter_language
from qualcode.storage.opening import OpenStudy
from qualcode.text.group_paths import split_path
from qualcode.text.shortening import shortened
from qualcode.views.advice import Advice
from qualcode.views.synthesis import CategoryView

STEPS = (1, 2, 3, 4)
FEWEST_THEMES, MOST_THEMES = 4, 8
FEWEST_SUBGROUPS, MOST_SUBGROUPS = 2, 3
OFTEN_QUOTED = 4

_Person = tuple[str, str]
"""A participant: the name of the substudy, and the code."""


def advice(study: OpenStudy, *, analysis: str | None = None, step: int | None = None) -> list[Advice]:
    """What to look at twice in one analysis (by its title) or in all, at one step (1-4) or at all, in order.

    A preliminary list of other than 4-8 themes; other than 2-3 subgroups; a code group, subgroup or category on one
    participant's words; a subgroup without a quote; a lead-in that says another sex or age than who speaks has; a
    participant who is never quoted, or four times. Nothing is said of code groups that are retired or end in no
    category. What the one at work may not see yet (readers' own lists, others' codings while she codes blind) is not
    counted. Raises `NothingNamed`.
    """
    with study.reading() as connection:
        statement: Any = select(col(Analysis.id), col(Analysis.title)).order_by(col(Analysis.position))
        chosen = None if analysis is None else find_analysis(connection, analysis).id
        statement = statement.where(~col(Analysis.retired) if chosen is None else col(Analysis.id) == chosen)
        found_in = connection.execute(statement).all()
    looks = {1: _themes, 2: _groups, 3: _subgroups, 4: _synthesis}
    return [
        replace(found, analysis=title)
        for key, title in found_in
        for number, look in looks.items()
        if step in (None, number)
        for found in look(study, key, title)
    ]


def _themes(study: OpenStudy, analysis_id: int, title: str) -> Iterator[Advice]:
    with study.reading() as connection:
        counted: Any = (
            select(col(Coder.initials), func.count())
            .select_from(Theme)
            .outerjoin(Coder, col(Coder.id) == col(Theme.coder_id))
            .where(col(Theme.analysis_id) == analysis_id)
            .where(col(Theme.coder_id).is_(None) | (col(Coder.initials) == study.coder))
            .group_by(col(Coder.initials))
        )
        for reader, count in connection.execute(counted).all():
            if not FEWEST_THEMES <= count <= MOST_THEMES:
                yield _advice(1, "themes", reader or title, count=count)


def _groups(study: OpenStudy, analysis_id: int, title: str) -> Iterator[Advice]:
    with study.reading() as connection:
        finished, called = finished_groups(connection, analysis_id), names_in_analysis(connection, analysis_id)
    for path, people in _speaking(study, title, finished).items():
        if not split_path(path)[1] and len(people) == 1:
            (person,) = people
            yield _advice(2, "group_on_one", path, participant=called.person(person))


def _subgroups(study: OpenStudy, analysis_id: int, title: str) -> Iterator[Advice]:
    with study.reading() as connection:
        finished, called = finished_groups(connection, analysis_id), names_in_analysis(connection, analysis_id)
        counts, sorted_groups = _subgroup_counts(connection, analysis_id)
    for group, count in counts.items():
        if (
            group in sorted_groups
            and group not in finished.values()
            and not FEWEST_SUBGROUPS <= count <= MOST_SUBGROUPS
        ):
            yield _advice(3, "subgroups", group, count=count)
    quoted = {f"{quote.code_group}/{quote.subgroup}" for quote in quotes(study, analysis=title)}
    for path, people in _speaking(study, title, finished).items():
        _, _, subgroup = split_path(path)
        if subgroup and len(people) == 1:
            (person,) = people
            yield _advice(3, "subgroup_on_one", path, participant=called.person(person))
        if subgroup and path not in quoted:
            yield _advice(3, "without_quote", path)


def _synthesis(study: OpenStudy, analysis_id: int, title: str) -> Iterator[Advice]:
    del title
    written = categories(study, analysis_id)
    placed: Counter[_Person] = Counter()
    for category in written:
        quoted = [paragraph.quote for paragraph in category.paragraphs if paragraph.quote is not None]
        placed.update((quote.substudy, code) for quote in quoted for code in quote.participants)
        if not category.condensates:
            yield _advice(4, "on_nothing", category.heading)
        elif len(category.breadth.participants) == 1:
            yield _advice(4, "category_on_one", category.heading, participant=category.breadth.participants[0])
        if category.paragraphs and not quoted:
            yield _advice(4, "category_without_quote", category.heading)
    yield from _lead_ins(study, analysis_id, written)
    if not placed:
        return
    with study.reading() as connection:
        people = material_of(connection, analysis_id).people
        named: Any = connection.execute(select(col(Substudy.id), col(Substudy.name))).all()
        substudies = dict(named)
    for (substudy_id, code), name in people.items():
        times = placed[substudies[substudy_id], code]
        if not times:
            yield _advice(4, "never_quoted", name)
        elif times >= OFTEN_QUOTED:
            yield _advice(4, "often_quoted", name, count=times)


def _lead_ins(study: OpenStudy, analysis_id: int, written: Iterable[CategoryView]) -> Iterator[Advice]:
    with study.reading() as connection:
        called = names_in_analysis(connection, analysis_id)
        people = {one.name: one for one in people_of(connection, chapter_language(study))}
    for category in written:
        for lead_in, quote in ((one.text, one.quote) for one in category.paragraphs):
            if quote is None or not lead_in or len(quote.participants) != 1:
                continue
            told = {"lead_in": shortened(lead_in), "participant": called.people_in(quote)[0]}
            if people[quote.substudy].contradicts(quote.participants[0], lead_in):
                yield _advice(4, "lead_in_of_another", category.heading, **told)


def _speaking(study: OpenStudy, title: str, finished: Mapping[int, str]) -> dict[str, set[_Person]]:
    """Who speaks in each code group and subgroup that has units, by path; those set aside count with their group."""
    people: dict[str, set[_Person]] = {}
    for unit in list_units(study, analysis=title):
        for path in (one for one in unit.code_groups if split_path(one)[0] not in finished.values()):
            for known in dict.fromkeys((split_path(path)[0], path)):
                people.setdefault(known, set()).update((unit.substudy, code) for code in unit.participants)
    return people


def _subgroup_counts(connection: Connection, analysis_id: int) -> tuple[dict[str, int], set[str]]:
    """How many subgroups each code group has, and the groups in which sorting has begun."""
    statement: Any = (
        select(col(CodeGroup.name), func.count(col(Subgroup.id)))
        .outerjoin(Subgroup, col(Subgroup.group_id) == col(CodeGroup.id))
        .where(col(CodeGroup.analysis_id) == analysis_id)
        .group_by(col(CodeGroup.id))
        .order_by(col(CodeGroup.position))
    )
    begun: Any = (
        select(col(CodeGroup.name))
        .join(Coding, col(Coding.group_id) == col(CodeGroup.id))
        .where(col(CodeGroup.analysis_id) == analysis_id, col(Coding.subgroup_id).is_not(None))
        .distinct()
    )
    counts = {row[0]: row[1] for row in connection.execute(statement)}
    return counts, set(connection.execute(begun).scalars())


def _advice(step: int, kind: str, where: str, **values: Any) -> Advice:
    return Advice(step, kind, where, say(f"advice.{kind}", where=where, **values))

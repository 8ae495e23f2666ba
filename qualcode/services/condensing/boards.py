"""A code group laid out for condensation: its units as cards in columns, and what its condensates carry.

Four reads, whatever the size: the cards, the turns of their transcripts, the quotes, the condensates.
"""

from collections.abc import Callable, Iterable
from typing import Any

from sqlalchemy import Connection, select
from sqlmodel import col

from qualcode.errors import ChangedMeanwhile, ValueRefused
from qualcode.locale import say
from qualcode.model import (
    Analysis,
    CodeGroup,
    Coder,
    Condensate,
    Participant,
    Subgroup,
)
from qualcode.services.condensing.cards import LaidCard, Material, Person, cards_of, material_of
from qualcode.services.condensing.fingerprints import fingerprint_of
from qualcode.services.condensing.traits import people_with
from qualcode.services.naming import find_analysis, find_participant
from qualcode.storage.opening import OpenStudy
from qualcode.text.own_words import words_taken
from qualcode.views.condensing import (
    ORDERS,
    SET_ASIDE,
    SUBGROUP,
    UNSORTED,
    BoardView,
    ColumnView,
    CondensateView,
)
from qualcode.views.synthesis import Breadth


def board(
    study: OpenStudy,
    group_id: int,
    *,
    participant: str | None = None,
    attribute: tuple[str, str] | None = None,
    order: str = "participant",
) -> BoardView:
    """A code group's units in columns: its subgroups, what is unsorted, what is set aside.

    `participant` keeps the cards in which that participant speaks, `attribute` (its heading and value, as `traits_of`
    lists them) those in which somebody with that value does; counts and condensates stay whole. `order` is participant,
    transcript (place in the material) or time (when coded). Raises `NothingNamed` for a participant who is not there,
    `ValueRefused` for another order, `ChangedMeanwhile` for a group that is gone.
    """
    if order not in ORDERS:
        raise ValueRefused(what=say("kinds.order"), value=order, choices=", ".join(ORDERS))
    with study.reading() as connection:
        group = _group(connection, group_id)
        material = material_of(connection, group.analysis_id)
        laid = cards_of(connection, group_id)
        shown = laid if participant is None else _with(laid, {_person(connection, participant, material)})
        if attribute is not None:
            shown = _with(shown, people_with(connection, material, attribute))
        ordered = sorted(shown, key=_order(order, list(material.people)))
        subgroups = _subgroups(connection, group_id)
        return BoardView(
            analysis_id=group.analysis_id,
            analysis=group.title,
            question=group.question,
            group_id=group_id,
            group=group.name,
            columns=_columns(subgroups, laid, ordered),
            condensates=tuple(_condensates(group, subgroups, laid)),
            breadth=_breadth([one for one in laid if not one.set_aside], material),
            participants=_shown(laid, material),
        )


def condensates(study: OpenStudy, *, analysis: str | None = None) -> list[CondensateView]:
    """The condensates that are written, in the order of the codebook, of one analysis by title or of all."""
    statement: Any = select(col(CodeGroup.id)).join(Analysis, col(Analysis.id) == col(CodeGroup.analysis_id))
    with study.reading() as connection:
        if analysis is not None:
            statement = statement.where(col(CodeGroup.analysis_id) == find_analysis(connection, analysis).id)
        groups = connection.execute(statement.order_by(col(Analysis.position), col(CodeGroup.position))).scalars()
        written: list[CondensateView] = []
        for group_id in groups.all():
            subgroups = _subgroups(connection, group_id)
            if any(subgroup.condensate_id is not None for subgroup in subgroups):
                found = _condensates(_group(connection, group_id), subgroups, cards_of(connection, group_id))
                written += [condensate for condensate in found if condensate.id is not None]
        return written


def _group(connection: Connection, group_id: int) -> Any:
    statement: Any = (
        select(col(CodeGroup.analysis_id), col(CodeGroup.name), col(Analysis.title), col(Analysis.question))
        .join(Analysis, col(Analysis.id) == col(CodeGroup.analysis_id))
        .where(col(CodeGroup.id) == group_id)
    )
    group = connection.execute(statement).one_or_none()
    if group is None:
        raise ChangedMeanwhile(kind=say("tables.code_group"))
    return group


def _subgroups(connection: Connection, group_id: int) -> list[Any]:
    statement: Any = (
        select(
            col(Subgroup.id),
            col(Subgroup.name),
            col(Subgroup.definition),
            col(Subgroup.version),
            col(Condensate.id).label("condensate_id"),
            col(Condensate.uid),
            col(Condensate.text),
            col(Condensate.stands_on),
            col(Condensate.written),
            col(Condensate.version).label("seen"),
            col(Coder.initials),
        )
        .outerjoin(Condensate, col(Condensate.subgroup_id) == col(Subgroup.id))
        .outerjoin(Coder, col(Coder.id) == col(Condensate.coder_id))
        .where(col(Subgroup.group_id) == group_id)
        .order_by(col(Subgroup.position), col(Subgroup.id))
    )
    return list(connection.execute(statement))


def _person(connection: Connection, name: str, material: Material) -> Person:
    for person, shown in material.people.items():
        if shown == name:
            return person
    found = find_participant(connection, name)
    statement = select(col(Participant.substudy_id)).where(col(Participant.id) == found.id)
    return connection.execute(statement).scalar_one(), found.name


def _with(laid: list[LaidCard], people: set[Person]) -> list[LaidCard]:
    return [one for one in laid if not people.isdisjoint(one.people)]


def _order(order: str, people: list[Person]) -> Callable[[LaidCard], Any]:
    """A key to sort by; cards that it finds equal stay in order of transcript and place."""
    if order == "participant":
        places = {person: at for at, person in enumerate(people)}
        return lambda one: min((places.get(person, len(people)) for person in one.people), default=len(people))
    if order == "time":
        return lambda one: (one.created, one.card.coding_id)
    return lambda _one: 0


def _columns(subgroups: list[Any], laid: list[LaidCard], ordered: list[LaidCard]) -> tuple[ColumnView, ...]:
    def column(kind: str, key: int | None, name: str = "", definition: str = "", version: int = 0) -> ColumnView:
        def belongs(one: LaidCard) -> bool:
            return one.column == key and one.set_aside == (kind == SET_ASIDE)

        cards = tuple(one.card for one in ordered if belongs(one))
        return ColumnView(kind, key, name, definition, version, sum(map(belongs, laid)), cards)

    return (
        *(column(SUBGROUP, row.id, row.name, row.definition, row.version) for row in subgroups),
        column(UNSORTED, None),
        column(SET_ASIDE, None),
    )


def _condensates(group: Any, subgroups: list[Any], laid: list[LaidCard]) -> Iterable[CondensateView]:
    for row in subgroups:
        carried = [one for one in laid if one.column == row.id]
        standing = fingerprint_of((one.card.uid, one.card.words) for one in carried)
        written = row.condensate_id is not None
        yield CondensateView(
            id=row.condensate_id,
            uid=row.uid or "",
            analysis=group.title,
            group=group.name,
            subgroup_id=row.id,
            subgroup=row.name,
            text=row.text or "",
            coder=row.initials or "",
            written=row.written or "",
            must_look=written and row.stands_on != standing,
            units=len(carried),
            participants=len({person for one in carried for person in one.people}),
            interviews=len({one.interview for one in carried}),
            version=row.seen or 0,
            taken=words_taken(row.text, [one.card.words for one in carried]) if written else (),
        )


def _breadth(laid: list[LaidCard], material: Material) -> Breadth:
    heard = {one.interview for one in laid}
    speaking = {person for one in laid for person in one.people}
    return Breadth(
        _shown(laid, material),
        len(material.people),
        tuple(name for held, name in material.held.items() if held in heard),
        material.interviews,
        tuple(name for person, name in material.people.items() if person not in speaking),
        tuple(name for held, name in material.held.items() if held not in heard),
    )


def _shown(laid: list[LaidCard], material: Material) -> tuple[str, ...]:
    there = {person for one in laid for person in one.people}
    return tuple(name for person, name in material.people.items() if person in there)

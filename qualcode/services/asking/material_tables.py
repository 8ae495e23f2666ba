"""Tables of who took part: informants by institution and round, and the flow of recruitment."""

from typing import Any

from sqlalchemy import Connection, select
from sqlmodel import col

from qualcode.analysis.informants import informants
from qualcode.errors import NothingNamed, NothingToExport
from qualcode.locale import say
from qualcode.model import Attribute, Substudy
from qualcode.model.studies import RECORDS
from qualcode.services.naming import find_substudy
from qualcode.services.register.recruitment import recruitment_flow
from qualcode.services.written_language import chapter_language
from qualcode.storage.opening import OpenStudy
from qualcode.text.normal_form import to_name
from qualcode.text.ordering import nearest
from qualcode.views.counting import CountedTable
from qualcode.views.register import FlowView
from qualcode.views.table import Cell, TableView


def informants_table(
    study: OpenStudy, substudy: str | None = None, *, by: str | None = None, language: str | None = None
) -> TableView:
    """How many informants there are by institution and round of fieldwork, with totals, in the study's language.

    `by` is another attribute than the institution; `substudy` limits it to one. Raises `NothingNamed`.
    """
    with study.reading() as connection:
        chosen = [find_substudy(connection, substudy).id] if substudy else _substudies(connection)
        return counted_informants(connection, chosen, by=by, language=language or chapter_language(study)).view


def counted_informants(
    connection: Connection, substudy_ids: list[int], *, by: str | None, language: str
) -> CountedTable:
    """The table of informants of these substudies, with who stands behind its numbers. Raises `NothingNamed`."""
    name = _attribute(connection, substudy_ids, by) if by else None
    return informants(connection, substudy_ids, by=name, language=language)


def recruitment_table(study: OpenStudy, substudy: str | None = None, *, language: str | None = None) -> TableView:
    """The flow of recruitment of a substudy (of all that have counts, if none is named): step, number, way or reason.

    Raises `NothingNamed`, and `NothingToExport` where no counts are registered.
    """
    spoken = language or chapter_language(study)
    flows = recruitment_flow(study, substudy)
    if not flows:
        raise NothingToExport(kind=say("kinds.recruitment"))
    several = len(flows) > 1
    columns = ("substudy", "step", "count", "reasons") if several else ("step", "count", "reasons")
    headings = {name: say(f"register.flow.{name}", language=spoken) for name in columns if name != "substudy"}
    headings["substudy"] = say("register.informants.substudy", language=spoken).capitalize()
    title = "register.flow.title_of_several" if several else "register.flow.title"
    return TableView(
        title=say(title, language=spoken, substudy=flows[0].substudy),
        columns=columns,
        rows=tuple((*((flow.substudy,) if several else ()), *row) for flow in flows for row in flow_rows(flow, spoken)),
        notes=tuple(
            f"{flow.substudy}: {note}" if several else note for flow in flows for note in flow_notes(flow, spoken)
        ),
        headings=tuple(headings[name] for name in columns),
    )


def flow_rows(flow: FlowView, language: str) -> list[tuple[Cell, ...]]:
    """The steps of a flow in words: step, number, and the ways or reasons with their numbers."""
    rows: list[tuple[Cell, ...]] = []
    for step in flow.steps:
        whole = len(step.reasons) == 1 and step.reasons[0][1] == step.count
        told = (reason if whole else f"{reason}: {count}" for reason, count in step.reasons)
        rows.append((say(f"register.step.{step.step}", language=language), step.count, "; ".join(told) or None))
    if flow.took_part is not None:
        rows.append((say("register.step.took_part", language=language), flow.took_part, None))
    return rows


def flow_notes(flow: FlowView, language: str) -> tuple[str, ...]:
    """What does not add up between a flow and the participants who are registered."""
    if flow.took_part is None or flow.took_part == flow.participants:
        return ()
    counts = {"participants": flow.participants, "count": flow.took_part}
    return (say("register.flow.differs", language=language, **counts),)


def _substudies(connection: Connection) -> list[int]:
    """Those of people: a sick note is no informant."""
    people = select(col(Substudy.id)).where(col(Substudy.design) != RECORDS)
    rows: Any = connection.execute(people.order_by(col(Substudy.position), col(Substudy.id)))
    return list(rows.scalars())


def _attribute(connection: Connection, substudy_ids: list[int], name: str) -> str:
    """The name of an attribute as it stands. Raises `NothingNamed`."""
    here = col(Attribute.substudy_id).in_(substudy_ids)
    known: Any = connection.execute(select(col(Attribute.name)).where(here).distinct()).scalars().all()
    found = [one for one in known if one.casefold() == to_name(name).casefold()]
    if found:
        return str(found[0])
    names = ", ".join(f"«{one}»" for one in nearest(name, known) or known[:5])
    hint = say("errors.reasons.nearest", names=names) if names else say("errors.reasons.none_yet")
    raise NothingNamed(kind=say("kinds.attribute"), name=name, nearest=hint)

"""The comparison across substudies: topics that the team writes, and what each analysis says about them.

What there is to read is `comparison_view`; the base of the discussion part of the chapter.
"""

from typing import Any

from sqlalchemy import Connection, select
from sqlmodel import SQLModel, col

from qualcode.errors import NameRefused, NameTaken, NothingNamed, ValueRefused
from qualcode.locale import say
from qualcode.model import (
    Analysis,
    CodeGroup,
    Coding,
    ComparisonCell,
    ComparisonEvidence,
    ComparisonTopic,
    Condensate,
    Quote,
    ResultCategory,
    Subgroup,
)
from qualcode.model.comparing import COMPARISON_STANCES
from qualcode.services.acting import prose, stored_row
from qualcode.services.evidence import drop_evidence
from qualcode.services.synthesis.comparisons import comparison_view
from qualcode.storage.journal import Change
from qualcode.storage.opening import OpenStudy
from qualcode.text.normal_form import to_name
from qualcode.views.comparing import CATEGORY, CONDENSATE, EVIDENCE_KINDS, QUOTE

__all__ = [
    "add_evidence",
    "add_topic",
    "change_topic",
    "comparison_view",
    "move_topic",
    "remove_evidence",
    "remove_topic",
    "write_cell",
]

_COLUMNS = {CATEGORY: "category_id", CONDENSATE: "condensate_id", QUOTE: "quote_id"}


def add_topic(study: OpenStudy, title: str, *, text: str = "") -> int:
    """A new topic to compare, last; its key. Raises `NameRefused` for an empty title, `NameTaken`."""
    with study.change("topic.add") as change:
        return insert_topic(change, title, text=text)


def change_topic(
    study: OpenStudy, topic_id: int, *, title: str | None = None, text: str | None = None, seen: int | None = None
) -> None:
    """Another title, or what comes of the comparison; None leaves it. Raises as `add_topic`, and `ChangedMeanwhile`."""
    with study.change("topic.edit") as change:
        before = stored_row(change, ComparisonTopic, topic_id)
        told: dict[str, str] = {} if text is None else {"text": prose(text)}
        if title is not None:
            told["title"] = _free_title(change.connection, title, but=topic_id)
        change.summary = say("summaries.topic_changed", title=told.get("title", before["title"]))
        change.change(ComparisonTopic, topic_id, seen=seen, **told)


def remove_topic(study: OpenStudy, topic_id: int) -> None:
    """Take a topic away with its cells; what they rest on stays."""
    with study.change("topic.remove") as change:
        topic = stored_row(change, ComparisonTopic, topic_id)
        change.summary = say("summaries.topic_removed", title=topic["title"])
        cells: Any = select(col(ComparisonCell.id)).where(col(ComparisonCell.topic_id) == topic_id)
        for cell_id in change.connection.execute(cells).scalars().all():
            drop_evidence(change, cell_id=cell_id)
            change.remove(ComparisonCell, cell_id)
        change.remove(ComparisonTopic, topic_id)


def move_topic(study: OpenStudy, topic_id: int, by: int) -> bool:
    """Move a topic up (-1) or down (+1); False at the end of the list."""
    with study.change("topic.move") as change:
        row = stored_row(change, ComparisonTopic, topic_id)
        change.summary = say("summaries.topic_moved", title=row["title"])
        position = col(ComparisonTopic.position)
        beyond, order = (
            (position < row["position"], position.desc()) if by < 0 else (position > row["position"], position)
        )
        statement: Any = select(col(ComparisonTopic.id), position).where(beyond).order_by(order)
        neighbour = change.connection.execute(statement.limit(1)).one_or_none()
        if neighbour is None:
            return False
        change.change(ComparisonTopic, topic_id, position=neighbour.position)
        change.change(ComparisonTopic, neighbour.id, position=row["position"])
        return True


def write_cell(
    study: OpenStudy,
    topic_id: int,
    analysis_id: int,
    *,
    stance: str | None = None,
    text: str | None = None,
    seen: int | None = None,
) -> None:
    """Say how an analysis stands to a topic; None leaves it as it is. `seen` is the cell's version, 0 if there is none.

    Raises `ValueRefused` for another stance, `ChangedMeanwhile`.
    """
    with study.change("comparison.write") as change:
        put_cell(change, topic_id, analysis_id, stance=stance, text=text, seen=seen)


def add_evidence(study: OpenStudy, topic_id: int, analysis_id: int, *, kind: str, key: int) -> None:
    """Let a cell rest on a category, condensate or quote of its analysis; one that it rests on changes nothing.

    Raises `NothingNamed` for what belongs to another analysis, `ValueRefused` for another kind.
    """
    with study.change("evidence.add") as change:
        topic = stored_row(change, ComparisonTopic, topic_id)
        change.summary = say("summaries.evidence_added", title=topic["title"])
        put_evidence(change, topic_id, analysis_id, kind=kind, key=key)


def remove_evidence(study: OpenStudy, evidence_id: int) -> None:
    """A cell rests on this no longer."""
    with study.change("evidence.remove") as change:
        row = stored_row(change, ComparisonEvidence, evidence_id)
        topic = stored_row(change, ComparisonTopic, stored_row(change, ComparisonCell, row["cell_id"])["topic_id"])
        change.summary = say("summaries.evidence_removed", title=topic["title"])
        change.remove(ComparisonEvidence, evidence_id)


def insert_topic(change: Change, title: str, *, text: str = "") -> int:
    """Within an action: a new topic, last."""
    kept = _free_title(change.connection, title)
    change.summary = say("summaries.topic_added", title=kept)
    last = select(col(ComparisonTopic.position)).order_by(col(ComparisonTopic.position).desc()).limit(1)
    position = int(change.connection.execute(last).scalar_one_or_none() or 0) + 1
    return change.add(ComparisonTopic, title=kept, text=prose(text), position=position)


def put_cell(
    change: Change,
    topic_id: int,
    analysis_id: int,
    *,
    stance: str | None = None,
    text: str | None = None,
    seen: int | None = None,
) -> bool:
    """Within an action: bring a cell up to date; False if it was so already. Raises as `write_cell`."""
    topic, analysis = stored_row(change, ComparisonTopic, topic_id), stored_row(change, Analysis, analysis_id)
    change.summary = say("summaries.cell_written", title=topic["title"], analysis=analysis["title"])
    if stance is not None and stance not in COMPARISON_STANCES:
        raise ValueRefused(what=say("kinds.stance"), value=stance, choices=", ".join(COMPARISON_STANCES[1:]))
    told: dict[str, str] = {} if stance is None else {"stance": stance}
    if text is not None:
        told["text"] = prose(text)
    cell_id = _cell(change.connection, topic_id, analysis_id)
    if cell_id is None:
        if not any(told.values()):
            return False
        change.add(ComparisonCell, topic_id=topic_id, analysis_id=analysis_id, **told)
        return True
    # A cell that was not there when it was looked at was version 0 then.
    return change.change(ComparisonCell, cell_id, seen=seen, **told)


def put_evidence(change: Change, topic_id: int, analysis_id: int, *, kind: str, key: int) -> bool:
    """Within an action: let a cell rest on something; False if it did already. Raises as `add_evidence`."""
    if kind not in EVIDENCE_KINDS:
        raise ValueRefused(what=say("kinds.evidence"), value=kind, choices=", ".join(EVIDENCE_KINDS))
    if _analysis_of(change, kind, key) != analysis_id:
        raise NothingNamed(kind=say(f"kinds.{kind}"), name="", nearest=say("synthesis.other_analysis"))
    cell_id = _cell(change.connection, topic_id, analysis_id)
    if cell_id is None:
        cell_id = change.add(ComparisonCell, topic_id=topic_id, analysis_id=analysis_id)
    column = _COLUMNS[kind]
    there = select(col(ComparisonEvidence.id)).where(
        col(ComparisonEvidence.cell_id) == cell_id, col(getattr(ComparisonEvidence, column)) == key
    )
    if change.connection.execute(there).scalar_one_or_none() is not None:
        return False
    change.add(ComparisonEvidence, cell_id=cell_id, **{column: key})
    return True


def _cell(connection: Connection, topic_id: int, analysis_id: int) -> int | None:
    statement = select(col(ComparisonCell.id)).where(
        col(ComparisonCell.topic_id) == topic_id, col(ComparisonCell.analysis_id) == analysis_id
    )
    return connection.execute(statement).scalar_one_or_none()


def _analysis_of(change: Change, kind: str, key: int) -> int:
    """The analysis that a category, condensate or quote belongs to. Raises `ChangedMeanwhile` if it is gone."""
    if kind == CATEGORY:
        return int(stored_row(change, ResultCategory, key)["analysis_id"])
    table: type[SQLModel] = Condensate if kind == CONDENSATE else Quote
    row = stored_row(change, table, key)
    if kind == CONDENSATE:
        group_id = stored_row(change, Subgroup, row["subgroup_id"])["group_id"]
    else:
        group_id = stored_row(change, Coding, row["coding_id"])["group_id"]
    return int(stored_row(change, CodeGroup, group_id)["analysis_id"])


def _free_title(connection: Connection, title: str, *, but: int | None = None) -> str:
    kept = to_name(title)
    if not kept:
        raise NameRefused(kind=say("tables.comparison_topic"), name=title, reason=say("errors.reasons.empty_name"))
    taken = select(col(ComparisonTopic.id)).where(col(ComparisonTopic.title) == kept)
    if connection.execute(taken).scalar_one_or_none() not in (None, but):
        raise NameTaken(kind=say("kinds.comparison_topic"), name=kept)
    return kept

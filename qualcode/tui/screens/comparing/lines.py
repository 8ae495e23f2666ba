"""The comparison as lines: a topic, what each column says about it, and what that rests on."""

from collections.abc import Iterator
from dataclasses import dataclass

from textual.content import Content

from qualcode.locale import say
from qualcode.tui.shown import shortened, shown
from qualcode.tui.widgets.keyed_list import Line
from qualcode.views.comparing import (
    ComparisonCellView,
    ComparisonColumn,
    ComparisonTopicView,
    ComparisonView,
    EvidenceView,
)

SIGNS = {"agrees": "+", "divided": "±", "disagrees": "−", "silent": "○", "": "·"}
_SHOWN = 300


@dataclass(frozen=True, slots=True)
class Spot:
    """What is under the cursor: a topic, one of its cells with its column, one of the cell's pieces of evidence."""

    topic: ComparisonTopicView | None = None
    column: ComparisonColumn | None = None
    cell: ComparisonCellView | None = None
    evidence: EvidenceView | None = None


def spot_of(view: ComparisonView, key: str) -> Spot:
    """What the line with this key is: `topic`, `topic/analysis`, or `topic/analysis/evidence`."""
    topic_key, _, rest = key.partition("/")
    analysis_key, _, evidence_key = rest.partition("/")
    topic = next((one for one in view.topics if str(one.id) == topic_key), None)
    if topic is None:
        return Spot()
    cell = next((one for one in topic.cells if str(one.analysis_id) == analysis_key), None)
    column = next((one for one in view.columns if cell and one.analysis_id == cell.analysis_id), None)
    evidence = next((one for one in cell.evidence if str(one.id) == evidence_key), None) if cell else None
    return Spot(topic, column, cell, evidence)


def lines_of(view: ComparisonView) -> list[Line]:
    """Every line, in order."""
    return [line for topic in view.topics for line in _topic(topic, view.columns)]


def column_content(column: ComparisonColumn) -> Content:
    """A column's head: the analysis, and its categories in order."""
    lines = [shown(column.title, "bold")]
    lines += [shown(f"{at} {heading}") for at, (_, _, heading) in enumerate(column.categories, start=1)]
    return Content("\n").join(lines)


def _topic(topic: ComparisonTopicView, columns: tuple[ComparisonColumn, ...]) -> Iterator[Line]:
    heading = [shown(topic.title, "bold")]
    if topic.text:
        heading.append(shown(topic.text, "italic"))
    yield str(topic.id), Content("\n").join(heading)
    width = max((len(column.title) for column in columns), default=0)
    for column, cell in zip(columns, topic.cells, strict=True):
        key = f"{topic.id}/{cell.analysis_id}"
        stance = say(f"comparing.stances.{cell.stance or 'none'}")
        head = shown(
            f"  {column.title.ljust(width)}  {SIGNS[cell.stance]} {stance}", "" if cell.stance else "$text-muted"
        )
        words = shown(f"  {cell.text}") if cell.text else Content("")
        yield key, Content.assemble(head, words)
        for one in cell.evidence:
            kind = say(f"kinds.{one.kind}")
            what = shortened(f"{one.label} {one.text}", cells=_SHOWN)
            yield f"{key}/{one.id}", Content.assemble(shown(f"      ↳ {kind} ", "$text-muted"), shown(what))
    yield None, Content("")

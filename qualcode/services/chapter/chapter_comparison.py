"""The comparison across actor groups as the chapter prints it: a table under the discussion, and what came of it."""

from collections.abc import Sequence
from typing import NamedTuple

from qualcode.locale import say
from qualcode.services.synthesis.comparisons import comparison_view
from qualcode.storage.opening import OpenStudy
from qualcode.views.comparing import ComparisonCellView, ComparisonColumn, ComparisonTopicView
from qualcode.views.table import TableView


class Compared(NamedTuple):
    """`text` is what came of the comparison, topic by topic; it stands in the discussion while that is not written."""

    table: TableView | None
    text: str


NOT_COMPARED = Compared(None, "")


def comparison_of(study: OpenStudy, language: str) -> Compared:
    """The comparison in the study's language; nothing where there are not two groups to compare.

    An analysis of which nothing is said has no column where all its substudies have others, as one across them all.
    """
    view = comparison_view(study)
    told = [topic for topic in view.topics if any(map(_says, topic.cells))]
    if len(view.columns) < 2 or not told:
        return NOT_COMPARED
    shown = _shown(view.columns, told)
    rows = [
        (
            topic.title,
            *(
                ": ".join(
                    part
                    for part in (
                        say(f"chapter.stance.{cell.stance}", language=language) if cell.stance else "",
                        cell.text,
                    )
                    if part
                )
                or None
                for cell in map(topic.cells.__getitem__, shown)
            ),
        )
        for topic in told
    ]
    names = tuple(view.columns[place].title for place in shown)
    table = TableView(
        title=say("chapter.comparison", language=language),
        columns=("topic", *names),
        rows=tuple(rows),
        headings=(say("chapter.topic", language=language), *names),
    )
    return Compared(table, "\n\n".join(topic.text for topic in told if topic.text))


def _shown(columns: Sequence[ComparisonColumn], told: Sequence[ComparisonTopicView]) -> list[int]:
    """The places of the columns that are printed."""
    said = [place for place in range(len(columns)) if any(_says(topic.cells[place]) for topic in told)]
    heard = {substudy for place in said for substudy in columns[place].substudies}
    return [place for place, one in enumerate(columns) if place in said or not heard.issuperset(one.substudies)]


def _says(cell: ComparisonCellView) -> bool:
    return bool(cell.stance or cell.text)

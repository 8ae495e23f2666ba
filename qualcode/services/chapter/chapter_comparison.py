"""The comparison across actor groups as the chapter prints it: a table under the discussion, and what came of it."""

from typing import NamedTuple

from qualcode.locale import say
from qualcode.services.synthesis.comparisons import comparison_view
from qualcode.storage.opening import OpenStudy
from qualcode.views.table import TableView


class Compared(NamedTuple):
    """`text` is what came of the comparison, topic by topic; it stands in the discussion while that is not written."""

    table: TableView | None
    text: str


NOT_COMPARED = Compared(None, "")


def comparison_of(study: OpenStudy, language: str) -> Compared:
    """The comparison in the study's language; nothing where there are not two groups to compare."""
    view = comparison_view(study)
    told = [topic for topic in view.topics if any(cell.stance or cell.text for cell in topic.cells)]
    if len(view.columns) < 2 or not told:
        return NOT_COMPARED
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
                for cell in topic.cells
            ),
        )
        for topic in told
    ]
    names = tuple(column.title for column in view.columns)
    table = TableView(
        title=say("chapter.comparison", language=language),
        columns=("topic", *names),
        rows=tuple(rows),
        headings=(say("chapter.topic", language=language), *names),
    )
    return Compared(table, "\n\n".join(topic.text for topic in told if topic.text))

"""The result chapter in Word, in the report's order (METHOD: purpose to ethics, each substudy, discussion)."""

from datetime import datetime
from pathlib import Path

from qualcode.exporters.word.writing import HEADINGS, WordText
from qualcode.locale import say
from qualcode.views.chapter import ChapterCategory, ChapterQuote, ChapterSubstudy, ChapterView


def write_chapter(
    view: ChapterView, path: Path, *, template: Path | None = None, written: datetime | None = None
) -> None:
    """Write the chapter as .docx, in the house form or on the user's template.

    Raises `TemplateUnusable` and `CannotWrite`.
    """
    text = WordText(language=view.language, needs=(*HEADINGS, "quote", "caption"), template=template)
    text.heading(view.title, level=1)
    text.contents()
    for heading, prose in view.sections:
        _section(text, heading, prose, level=2)
    for substudy in view.substudies:
        _substudy(text, substudy)
    discussion, prose = view.discussion
    if prose.strip():
        _section(text, discussion, prose, level=2)
    text.save(path, title=view.title, written=written)


def _section(text: WordText, heading: str, prose: str, *, level: int) -> None:
    text.heading(heading, level=level)
    text.prose(prose)


def _substudy(text: WordText, substudy: ChapterSubstudy) -> None:
    text.heading(substudy.heading, level=2)
    if substudy.recruitment.strip() or substudy.table is not None:
        _section(text, say("exporting.recruitment", language=text.language), substudy.recruitment, level=3)
    if substudy.table is not None:
        text.caption(substudy.table.title, number=substudy.table_number)
        text.table(substudy.table)
    if substudy.summary.strip():
        _section(text, say("exporting.summary", language=text.language), substudy.summary, level=3)
    for category in substudy.categories:
        _category(text, category)
    if substudy.conclusion.strip():
        _section(text, say("exporting.conclusion", language=text.language), substudy.conclusion, level=3)


def _category(text: WordText, category: ChapterCategory) -> None:
    key = "exporting.category" if category.heading.strip() else "exporting.category_without_heading"
    heading = say(key, language=text.language, number=category.number, heading=category.heading)
    text.heading(heading, level=3)
    for part in category.parts:
        if isinstance(part, ChapterQuote):
            text.lead_in(part.lead_in)
            text.quote(part.text, lines=part.lines, source=part.source)
        else:
            text.prose(part.text)

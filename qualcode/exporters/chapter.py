"""The result chapter in Word: in the report's order (purpose to ethics, each substudy, discussion), or in a paper's.

A paper has its results first and its method last, as an appendix.
"""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from qualcode.exporters.word.writing import HEADINGS, WordText
from qualcode.locale import say
from qualcode.text.marks import HEADING, QUOTE, TEXT, mark_name
from qualcode.views.chapter import PAPER, ChapterCategory, ChapterQuote, ChapterSubstudy, ChapterView
from qualcode.views.documents import BEFORE_APPENDICES

_Known = tuple[str, int]
"""The uid of a stored text, and its version."""


def write_chapter(
    view: ChapterView, path: Path, *, template: Path | None = None, written: datetime | None = None
) -> None:
    """Write the chapter as .docx, in the house form or on the user's template.

    Raises `TemplateUnusable` and `CannotWrite`.
    """
    tables = [substudy.table_number for substudy in view.substudies if substudy.table is not None]
    tables += [view.comparison_number] if view.comparison is not None else []
    needs = (*HEADINGS, "quote", "caption")
    text = WordText(language=view.language, needs=needs, template=template, tables=tables)
    _Chapter(view, text).write()
    text.save(path, title=view.title, written=written, settings=view.settings)


class _Chapter:
    """A chapter on its way into Word."""

    def __init__(self, view: ChapterView, text: WordText) -> None:
        self._view, self._text = view, text
        self._lists = list(view.bibliographies)
        self._is_paper = view.order == PAPER

    def write(self) -> None:
        """Everything, in order."""
        view, text = self._view, self._text
        text.heading(view.title, level=1)
        text.contents()
        in_front = [one for one in view.sections if not self._is_paper or self._is_purpose(one[0])]
        for heading, prose in in_front:
            self._section(heading, prose, level=2, known=view.uids.get(heading))
        for substudy in view.substudies:
            self._substudy(substudy)
        self._discussion()
        self._bibliographies(after=BEFORE_APPENDICES)
        self._appendix()
        # One that stood after a text that is not in this file is last, as in most papers.
        self._bibliographies()
        self._trace()

    def _is_purpose(self, heading: str) -> bool:
        return heading == say("chapter.heading.purpose", language=self._view.language)

    def _section(self, heading: str, prose: str, *, level: int, known: _Known | None = None) -> None:
        self._text.heading(heading, level=level)
        self._prose(prose, known)

    def _prose(self, prose: str, known: _Known | None, *, tie: tuple[str, Sequence[int]] | None = None) -> None:
        uid, version = known or ("", 0)
        fields = self._view.fields.get(uid, ())
        self._text.prose(prose, mark=mark_name(TEXT, uid, version), fields=fields, tie=tie)
        self._bibliographies(after=uid)

    def _bibliographies(self, *, after: str | None = None) -> None:
        """Those that stand after this text, or all that are left."""
        due = [one for one in self._lists if after is None or (after and one.follows == after)]
        self._lists = [one for one in self._lists if one not in due]
        for one in due:
            self._text.bibliography(one)

    def _substudy(self, substudy: ChapterSubstudy) -> None:
        text = self._text
        text.heading(substudy.heading, level=2)
        told = "" if self._is_paper else substudy.recruitment
        if told.strip() or substudy.table is not None:
            key = "exporting.participants" if self._is_paper else "exporting.recruitment"
            self._section(say(key, language=text.language), told, level=3, known=substudy.uids.get("recruitment"))
        if substudy.table is not None:
            text.caption(substudy.table.title, number=substudy.table_number)
            text.table(substudy.table)
        if substudy.summary.strip() or substudy.ties:
            text.heading(say("exporting.summary", language=text.language), level=3)
            tie = (say("exporting.tie", language=text.language), substudy.ties) if substudy.ties else None
            self._prose(substudy.summary, substudy.uids.get("summary"), tie=tie)
        for category in substudy.categories:
            self._category(category)
        if substudy.conclusion.strip():
            heading = say("exporting.conclusion", language=text.language)
            self._section(heading, substudy.conclusion, level=3, known=substudy.uids.get("conclusion"))

    def _category(self, category: ChapterCategory) -> None:
        text = self._text
        key = "exporting.category" if category.heading.strip() else "exporting.category_without_heading"
        heading = say(key, language=text.language, number=category.number, heading=category.heading)
        text.heading(heading, level=3, mark=mark_name(HEADING, category.uid, category.version))
        for part in category.parts:
            fields = self._view.fields.get(part.uid, ())
            if isinstance(part, ChapterQuote):
                text.lead_in(part.lead_in, mark=mark_name(TEXT, part.uid, part.version), fields=fields)
                mark = mark_name(QUOTE, part.uid, part.quote_version)
                text.quote(part.text, lines=part.lines, source=part.source, mark=mark)
            else:
                text.prose(part.text, mark=mark_name(TEXT, part.uid, part.version), fields=fields)
            self._bibliographies(after=part.uid)

    def _discussion(self) -> None:
        view = self._view
        heading, prose = view.discussion
        table = view.comparison
        if prose.strip() or table is not None:
            self._section(heading, prose, level=2, known=view.uids.get(heading))
        if table is not None:
            self._text.caption(table.title, number=view.comparison_number)
            self._text.table(table)

    def _appendix(self) -> None:
        """A paper's method, and how the analysis was done."""
        view, language = self._view, self._text.language
        method: list[tuple[str, str, _Known | None]] = []
        if self._is_paper:
            method = [(one, prose, view.uids.get(one)) for one, prose in view.sections if not self._is_purpose(one)]
            recruitment = say("exporting.recruitment", language=language)
            method += [
                (f"{recruitment}: {one.heading}", one.recruitment, one.uids.get("recruitment"))
                for one in view.substudies
                if one.recruitment.strip()
            ]
        sections = [*method, *((heading, prose, None) for heading, prose in view.appendix)]
        if sections:
            key = "exporting.method_appendix" if self._is_paper else "exporting.analysis_appendix"
            self._text.heading(say(key, language=language), level=2)
        for heading, prose, known in sections:
            self._section(heading, prose, level=3, known=known)

    def _trace(self) -> None:
        """From every category back to what was said."""
        if not self._view.trace:
            return
        self._text.heading(say("exporting.trace_appendix", language=self._text.language), level=2)
        for section in self._view.trace:
            self._text.heading(section.heading, level=3)
            self._text.prose(section.text)
            if section.table is not None:
                table = section.table
                self._text.rows(table.headings, table.rows, shares=table.shares, title=section.heading)

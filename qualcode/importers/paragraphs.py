"""What a word processor's file and a web page have in common: paragraphs and tables, and things beside them."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from qualcode.importers.lines import Line
from qualcode.importers.places import Place, cleaning_problems, problem
from qualcode.importers.talk import read_talk
from qualcode.importers.talk_tables import TalkTable, table_lines
from qualcode.text.labels import LONGEST, NOTHING_TOLD, ToldLabels, is_label_shaped
from qualcode.text.normal_form import Cleaned, to_normal_form
from qualcode.views.importing import Problem, ReadTranscript

MOST_PARAGRAPHS = 200_000


@dataclass
class Seen:
    """What was met in the file beside plain text: counts by kind, told as problems."""

    counts: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph: its text (tabs and soft breaks in it), and how much of its beginning is bold.

    `is_numbered` when the program puts a number before it that is not in the text. Times in ms where the file has them
    outside the words.
    """

    text: str
    bold_until: int = 0
    is_heading: bool = False
    is_numbered: bool = False
    start_ms: int | None = None
    end_ms: int | None = None


@dataclass
class Gathering:
    """The lines of a file on their way to being talk. Places are paragraphs, counted from 1, or rows of a table."""

    lines: list[Line] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    seen: Seen = field(default_factory=Seen)
    cleaned: Counter[str] = field(default_factory=Counter)
    paragraphs: int = 0
    tables: int = 0

    def take_paragraph(self, paragraph: Paragraph) -> None:
        """The next paragraph; each of its soft-broken lines may open a turn."""
        self.paragraphs += 1
        text = self.normal(_part_bold_label(paragraph))
        place = Place("paragraph", self.paragraphs)
        if paragraph.is_numbered and text.strip():
            self.seen.counts["numbered"] += 1
        rows = [row for row in text.split("\n") if row.strip()]
        for index, row in enumerate(rows):
            self.lines.append(
                Line(
                    row,
                    place,
                    is_heading=paragraph.is_heading,
                    breaks=index == 0,
                    start_ms=paragraph.start_ms if index == 0 else None,
                    end_ms=paragraph.end_ms if index == len(rows) - 1 else None,
                )
            )

    def take_table(self, rows: Sequence[Sequence[str]], *, marked_header: bool) -> None:
        """The next table, its cells as text."""
        self.tables += 1
        cells = tuple(tuple(self.normal(cell).replace("\t", " ").strip() for cell in row) for row in rows)
        lines, told = table_lines(TalkTable(self.tables, cells, marked_header))
        self.lines.extend(lines)
        self.problems.extend(told)

    def normal(self, text: str) -> str:
        """The text in normal form, tabs kept; what that took out is remembered."""
        normal, cleaned = to_normal_form(text, keep_tabs=True)
        for lost in cleaned:
            self.cleaned[lost.kind] += lost.count
        return normal

    def finish(
        self, name: str, *, encoding: str = "utf-8", media: str = "", told: ToldLabels = NOTHING_TOLD
    ) -> ReadTranscript:
        """The turns, and all there is to tell."""
        talk = read_talk(self.lines, told=told)
        lost = cleaning_problems(tuple(Cleaned(kind, count) for kind, count in self.cleaned.items()))
        beside = [problem(None, kind, count=count) for kind, count in sorted(self.seen.counts.items())]
        problems = (*lost, *self.problems, *beside, *talk.problems)
        return ReadTranscript(name, encoding, talk.turns, problems, media=media or talk.media)


def _part_bold_label(paragraph: Paragraph) -> str:
    """`**Kari** Jeg tenkte` gets the tab that the bold type stands for, and so does `**Kari**` alone over the words."""
    label, rest = paragraph.text[: paragraph.bold_until], paragraph.text[paragraph.bold_until :]
    if not rest.strip() and not paragraph.is_heading and is_label_shaped(label.strip()) and ":" not in label:
        return f"{label.strip()}\t"
    stands_alone = not rest.strip() or not label.strip()
    if stands_alone or len(label.strip()) > LONGEST or label.rstrip()[-1] in ":\n" or rest.lstrip(" ")[0] in ":\t\n":
        return paragraph.text
    has_time = re.match(r"\s*[\[(]?\d+:\d\d", rest) is not None
    return paragraph.text if has_time else f"{label.rstrip()}\t{rest.lstrip()}"

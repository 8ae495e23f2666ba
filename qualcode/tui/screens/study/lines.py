"""The lines of the study's page: what they say, and where they lead."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from textual.content import Content

from qualcode.locale import say
from qualcode.tui.shown import shown
from qualcode.views.backups import BackupLine
from qualcode.views.material import AnalysisView
from qualcode.views.status import AnalysisStatus, NextStep, StudyFigures, StudyStatus
from qualcode.views.transcript import TranscriptLine

_BAR = 16
_PLACES = {0: "speakers", 1: "reading", 2: "coding", 3: "condensing", 4: "synthesis"}
_TARGETS = {
    "unread": "transcript_id",
    "uncoded": "transcript_id",
    "came-since": "transcript_id",
    "blind": "transcript_id",
    "unknown-speakers": "transcript_id",
    "unsorted": "group_id",
    "no-condensate": "group_id",
    "look-again": "group_id",
    "unsigned": "group_id",
    "unused": "group_id",
    "unvalidated": "category_id",
}
"""What the `target` of a next step is, by its kind."""

_OF_SUBGROUPS = ("no-condensate", "look-again", "unsigned")
_BETWEEN = re.compile(r"(?<! )/(?! )")
"""What stands between code group and subgroup."""

_COMMANDS = {
    "no-substudy": "substudy_new",
    "no-transcripts": "transcripts_import",
    "no-question": "analysis_edit",
    "words-changed": "review_open",
    "names-left": "names_open",
    "names-waiting": "names_open",
    "no-preconceptions": "preconceptions_write",
    "asked": "questions_open",
    "different-readings": "readings_open",
}
"""Next steps that are taken on the study's own page, and the action that takes them."""

_ELSEWHERE = {"undecided": "negotiating"}
"""Next steps that are taken in another place than their step's."""

Lines = Mapping[int, Sequence[TranscriptLine]]
"""The transcripts of each analysis, by its key."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line: its words, and the place it leads to (looking at `looking`) or the action it does (`command`)."""

    words: Content
    place: str = ""
    command: str = ""
    looking: dict[str, Any] = field(default_factory=dict)

    @property
    def leads(self) -> bool:
        """Whether there is somewhere to go from it."""
        return bool(self.place or self.command)


def work_lines(
    state: StudyStatus, analyses: Sequence[AnalysisView], lines: Lines, *, only_records: Collection[int] = ()
) -> list[Line]:
    """Per analysis its question, and a line per step with what is next under it; first what comes before step 1.

    The analyses of `only_records` have open texts of records, which are coded, and which nobody has to read.
    """
    keys = {analysis.title: analysis.id for analysis in analyses}
    retired = {analysis.title for analysis in analyses if analysis.retired}
    first = [_next_line(step, {}) for step in state.next if not step.analysis]
    made = [*first, _gap()] if first else []
    for one in state.analyses:
        looking = {"analysis_id": keys[one.title]} if one.title in keys else {}
        if one.title in retired:
            made += [Line(_muted(f"{one.title} · {say('study.retired')}"), "coding", looking=looking), _gap()]
            continue
        made += [_title(one.title), _question(one.question)]
        coming = [step for step in state.next if step.analysis == one.title]
        waiting = sum(step.count for step in coming if step.kind == "unsorted")
        key = looking.get("analysis_id", 0)
        for number, done, total, words in _steps(one, waiting, lines.get(key, ())):
            told = say("study.records", count=total) if number == 1 and key in only_records else words
            made.append(Line(_step(number, done, total, told), _PLACES[number], looking=looking))
            made += [_next_line(step, looking) for step in coming if step.step == number]
        made.append(_gap())
    return made[:-1] if made else []


def material_lines(state: StudyStatus, analyses: Sequence[AnalysisView], lines: Lines) -> list[Line]:
    """Per substudy how much there is, and how far its transcripts are in the first analysis that covers them.

    Which that is is said where there are several.
    """
    made: list[Line] = [] if state.substudies else [Line(_muted(say("study.no_material"))), _gap()]
    for one in state.substudies:
        design = shown(f"  {say(f'study.designs.{one.design}')}", "$text-muted")
        made += [Line(Content.assemble(shown(one.name, "bold $primary"), design)), Line(_muted(_amount(one)))]
        every = [analysis for analysis in analyses if one.name in analysis.substudies]
        covering = next(iter(every), None)
        if covering is not None:
            if len(every) > 1:
                made.append(Line(_muted(say("study.units_of", analysis=covering.title))))
            own = [line for line in lines.get(covering.id, ()) if line.substudy == one.name]
            width = max((len(line.name) for line in own), default=0)
            made += [_transcript(line, covering.id, min(width, 24)) for line in own]
        made.append(_gap())
    return made[:-1]


def backup_lines(taken: Sequence[BackupLine]) -> list[Line]:
    """When the last backup was taken; nothing where there is none yet."""
    if not taken:
        return []
    day = datetime.fromisoformat(taken[0].at).astimezone()
    return [_gap(), Line(_muted(say("backups.last", at=f"{day:%d.%m.%y %H:%M}")), command="backup_take")]


def figures_lines(figures: StudyFigures) -> tuple[list[Line], list[Line]]:
    """The same two lists from the first figures, in which nothing leads anywhere yet."""
    work: list[Line] = []
    for analysis in figures.analyses:
        words = say("study.units", count=analysis.meaning_units)
        work += [_title(analysis.title), _question(analysis.question), Line(_muted(words)), _gap()]
    material: list[Line] = []
    for substudy in figures.substudies:
        amount = say("study.transcripts", count=substudy.transcripts)
        words = say("study.words", count=_number(substudy.words))
        material += [_title(substudy.name), Line(_muted(f"{amount} · {words}")), _gap()]
    return work[:-1], material[:-1]


def _steps(one: AnalysisStatus, waiting: int, lines: Sequence[TranscriptLine]) -> list[tuple[int, int, int, str]]:
    """(step, done, total, words) for the four steps; `waiting` is how many units wait for a place in a subgroup."""
    read, coded, total = sum(line.read for line in lines), sum(line.units > 0 for line in lines), len(lines)
    placed = one.codings - waiting
    coding = f"{say('study.units', count=one.meaning_units)} · {say('study.groups', count=one.code_groups)}"
    condensing = say("study.placed", placed=placed, total=one.codings, count=one.condensates)
    validated, categories = one.result_categories_validated, one.result_categories
    return [
        (1, read, total, say("study.read", read=read, total=total)),
        (2, coded, total, f"{say('study.coded', coded=coded, total=total)} · {coding}"),
        (3, placed, one.codings, condensing),
        (4, validated, categories, say("study.validated", validated=validated, total=categories)),
    ]


def _step(number: int, done: int, total: int, words: str) -> Content:
    filled = round(_BAR * done / total) if total else 0
    return Content.assemble(
        f"{number} {say(f'commands.place.{_PLACES[number]}.title'):<13} ",
        ("━" * filled, "$primary"),
        ("─" * (_BAR - filled), "$text-muted"),
        f"  {words}",
    )


def _next_line(step: NextStep, looking: Mapping[str, Any]) -> Line:
    from qualcode.services.overview.next_steps import step_sentence

    words = Content.assemble(("  → ", "$primary"), shown(step_sentence(step)))
    if step.kind in _COMMANDS:
        return Line(words, command=_COMMANDS[step.kind], looking=dict(looking))
    if step.kind in _ELSEWHERE:
        return Line(words, _ELSEWHERE[step.kind], looking=dict(looking))
    target: dict[str, Any] = {_TARGETS[step.kind]: step.target} if step.kind in _TARGETS else {}
    if step.kind in _OF_SUBGROUPS:
        target["subgroup"] = _BETWEEN.split(step.name)[-1]
    return Line(words, _PLACES.get(step.step, "reading"), looking={**looking, **target})


def _transcript(line: TranscriptLine, analysis_id: int, width: int) -> Line:
    state = say("app.read" if line.read else "app.opened" if line.opened else "app.unread")
    mark = "✓ " if line.read else "· " if line.opened else "  "
    words = say("study.words", count=_number(line.words))
    beside = f"  {words:>14}  {say('study.units', count=line.units) if line.units else state}"
    name = (
        shown(" ".join(line.name.split())).truncate(width, ellipsis=True).pad_right(width - min(width, len(line.name)))
    )
    text = Content.assemble((mark, "$success"), name, (beside, "$text-muted"))
    return Line(text, "reading", looking={"analysis_id": analysis_id, "transcript_id": line.id, "span": None})


def _amount(one: Any) -> str:
    from qualcode.model.studies import RECORDS

    of_records = one.design == RECORDS
    people = say("study.record_count" if of_records else "study.participants", count=one.participants)
    material = say("study.records" if of_records else "study.transcripts", count=one.transcripts)
    return f"{people} · {material} · {say('study.words', count=_number(one.words))}"


def _number(count: int) -> str:
    return f"{count:,}".replace(",", "\u00a0")


def _title(title: str) -> Line:
    return Line(shown(title, "bold $primary"))


def _question(question: str) -> Line:
    return Line(shown(" ".join(question.split()) or say("study.no_question"), "italic $text-muted"))


def _muted(words: str) -> Content:
    return Content.styled(words, "$text-muted")


def _gap() -> Line:
    return Line(Content(""))

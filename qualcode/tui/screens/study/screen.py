"""The study's page: what there is, how far each analysis has come, and what is next. The page a supervisor opens."""

from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from qualcode.locale import say
from qualcode.tui.bindings import bindings_for
from qualcode.tui.screens.study.lines import Line, backup_lines, figures_lines, material_lines, work_lines
from qualcode.tui.screens.study.together import TogetherActions
from qualcode.tui.shown import shown
from qualcode.views.material import AnalysisView
from qualcode.views.status import StudyFigures

_RECENT = 4


class StudyScreen(TogetherActions):
    """Left the analyses, a line per step and what is next; right the material; below the latest work."""

    PLACE = "study"
    CSS_PATH = "study.tcss"
    SHOWS_QUESTION = False
    HORIZONTAL_BREAKPOINTS: list[tuple[int, str]] | None = [(0, "-narrow"), (130, "-wide")]  # noqa: RUF012 - as Textual
    BINDINGS: ClassVar[list[BindingType]] = bindings_for("study")

    def compose_body(self) -> ComposeResult:
        """Two lists and the latest work."""
        with Horizontal(classes="panes"):
            yield LineList(classes="work main")
            yield LineList(classes="material")
        with Vertical(classes="recent"):
            yield Static(say("study.recent"), classes="heading")
            yield Static(classes="entries")

    def show_figures(self, figures: StudyFigures) -> None:
        """The first figures, before anything can be done."""
        work, material = figures_lines(figures)
        self.query_one(".work", LineList).show_lines(work)
        self.query_one(".material", LineList).show_lines(material)
        self.status(say("app.opening", name=figures.title))

    def show_place(self) -> None:
        """How far everything has come."""
        from qualcode.model.studies import RECORDS
        from qualcode.services.keeping.backups import backups
        from qualcode.services.keeping.history import history
        from qualcode.services.material.transcripts import transcript_lines
        from qualcode.services.overview.studies import status

        session = self.session
        session.read_again()
        state = status(session.study)
        # Records by the hundred are counted, not listed, and nobody is to read them all.
        records = {one.name for one in state.substudies if one.design == RECORDS}
        at_hand = sorted(session.analyses, key=lambda one: one.id != session.looking.analysis_id)
        every = {analysis.id: transcript_lines(session.study, analysis.id) for analysis in session.analyses}
        talks = {key: tuple(one for one in told if one.substudy not in records) for key, told in every.items()}
        lines = {key: talks[key] or told for key, told in every.items()}
        only = {key for key, told in talks.items() if every[key] and not told}
        self.query_one(".work", LineList).show_lines(work_lines(state, session.analyses, lines, only_records=only))
        material = [*material_lines(state, at_hand, talks), *backup_lines(backups(session.study))]
        self.query_one(".material", LineList).show_lines(material)
        entries = [_entry(row) for row in history(session.study, limit=_RECENT)]
        self.query_one(".entries", Static).update(Content("\n").join(entries or [Content(say("study.no_work"))]))
        count = sum(one.transcripts for one in state.substudies)
        transcripts = say("study.transcripts", count=count)
        self.status(say("study.status", transcripts=transcripts, coder=session.study.coder))
        self.focus_unless_taken(self.query_one(".work", LineList))

    def heading(self) -> tuple[str, ...]:
        """The study alone: here one sees all of it."""
        return (self.session.title,)

    @on(OptionList.OptionSelected)
    def _enter(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        listed = event.option_list
        line = listed.lines[event.option_index] if isinstance(listed, LineList) else None
        if line is not None and self.app.session is not None:
            self._go(line)

    def _go(self, line: Line) -> None:
        if line.command:
            self.run_action_of(line.command)
        elif line.place:
            self.app.go_to(line.place, **line.looking)

    def run_action_of(self, action: str) -> None:
        """Do what a line stands for that leads to no other place."""
        self.call_later(self.app.run_action, action, self)

    def action_study_enter(self) -> None:
        """Go where the line says."""
        if isinstance(self.focused, LineList):
            self.focused.action_select()

    def action_transcripts_import(self) -> None:
        """Take in transcripts."""
        from qualcode.tui.screens.study.importing import ImportTask

        ImportTask(self).begin()

    def action_records_import(self) -> None:
        """Take in records or answers of a survey."""
        from qualcode.tui.screens.study.records import RecordsTask

        RecordsTask(self).begin()

    def action_substudy_new(self) -> None:
        """Add a substudy."""
        from qualcode.tui.screens.study.tasks import ask_substudy

        ask_substudy(self, lambda _: self.show())

    def action_review_open(self) -> None:
        """To what corrections have given other words."""
        self.app.go_to("reviewing")

    def action_names_open(self) -> None:
        """To the names in the transcripts."""
        self.app.go_to("deidentifying")

    def action_journal_open(self) -> None:
        """Who has done what."""
        from qualcode.tui.screens.study.history import ask_history

        ask_history(self)

    def action_register_open(self) -> None:
        """To the register."""
        self.app.go_to("register")

    def action_answers_open(self) -> None:
        """To the matrix of questions and answers."""
        self.app.go_to("answering")

    def action_comparison_open(self) -> None:
        """To the comparison across substudies."""
        self.app.go_to("comparing")

    def action_participants_open(self) -> None:
        """To the participants' table."""
        self.app.go_to("participants")

    def action_analysis_edit(self) -> None:
        """Change the analysis under the cursor: question, frame, title, substudies."""
        from qualcode.tui.screens.study.analyses import ask_analysis

        analysis = self.analysis_under()
        if analysis is not None:
            ask_analysis(self, analysis)

    def action_analysis_retire(self) -> None:
        """Retire the analysis under the cursor, or bring it back; an empty one is taken away."""
        from qualcode.services.material.substudies import retire_analysis

        analysis = self.analysis_under()
        if analysis is not None:
            retired = not analysis.retired
            gone = retire_analysis(self.session.study, analysis.title, retired=retired)
            key = "material.gone" if gone else f"material.{'retired' if retired else 'back'}"
            self.session.read_again()
            if self.session.analysis is None or (retired and self.session.analysis.id == analysis.id):
                self.session.look_at(analysis_id=self.session.analyses[0].id, group_id=None, category_id=None)
            self.show()
            self.tell(say(key, title=analysis.title))

    def action_backup_take(self) -> None:
        """Take a backup now."""
        from qualcode.tui.keeping import take_backup_in_worker

        take_backup_in_worker(self)

    def action_chapter_export(self) -> None:
        """Write the chapter or the quote table to a file."""
        from qualcode.tui.screens.study.tasks import ask_export

        ask_export(self)

    def analysis_under(self) -> AnalysisView | None:
        """The analysis under the cursor, else the one at work."""
        listed = self.query_one(".work", LineList)
        at = listed.highlighted
        wanted = listed.lines[at].looking.get("analysis_id") if at is not None and at < len(listed.lines) else None
        known: Any = (analysis for analysis in self.session.analyses if analysis.id == wanted)
        found: AnalysisView | None = next(known, self.session.analysis)
        return found


class LineList(OptionList):
    """Lines to read, some of which lead somewhere."""

    def __init__(self, *, classes: str) -> None:
        super().__init__(classes=classes, compact=True)
        self.lines: list[Line] = []

    def show_lines(self, lines: list[Line]) -> None:
        """Show these; the cursor stays where it was, or goes to the first that leads somewhere."""
        before = self.highlighted
        self.lines = lines
        self.clear_options()
        self.add_options([Option(line.words, disabled=not line.leads) for line in lines])
        leading = [at for at, line in enumerate(lines) if line.leads]
        if leading:
            self.highlighted = min(leading, key=lambda at: abs(at - (before or 0)))


def _entry(row: Any) -> Content:
    return Content.assemble(
        shown(f"{row.coder:<4} ", "bold"), shown(f"{local_time(row.at)}  ", "$text-muted"), shown(row.summary)
    )


def local_time(at: str) -> str:
    """A stored time (ISO 8601, UTC) as it is here, to the minute."""
    from datetime import datetime

    return f"{datetime.fromisoformat(at).astimezone():%d.%m.%y %H:%M}"

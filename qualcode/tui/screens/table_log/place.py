"""What the table log screen shows: who sits there, the lines so far, and the line that is being typed."""

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from qualcode.locale import say
from qualcode.services.tagging import table_logs
from qualcode.services.tagging.log_words import clock
from qualcode.services.tagging.reading_table_logs import logged_interviews
from qualcode.tui.dialogs.fields import LineInput
from qualcode.tui.screen import PlaceScreen
from qualcode.tui.screens.table_log.words import at_the_table, line_shown, person_shown, since
from qualcode.tui.shown import shown
from qualcode.views.table_log import NOD, SAID, LogLineView, Person, TableLogView

_TICK = 1.0
RETELL = "retell"
"""What the next key answers, when it is asked who a line was about."""


class TableLogPlace(PlaceScreen):
    """The log of one interview. A line is stored as it is finished; its time is that of the key that began it."""

    SHOWS_QUESTION = False

    interview_id: int | None = None
    table: TableLogView | None = None
    people: tuple[Person, ...] = ()
    _came_with: int | None = None
    _waits_for: str = SAID
    _line: int | None = None
    _typing: tuple[Person | None, str, int | None] | None = None

    def compose_body(self) -> ComposeResult:
        """Who there is, the lines, the line that is being typed."""
        yield Static(classes="people")
        with Vertical(classes="panes"):
            yield OptionList(classes="main lines", compact=True)
            with Horizontal(classes="typing"):
                yield Static(classes="prompt")
                yield LineInput()

    def on_mount(self) -> None:
        """The clock is seen to run."""
        self.query_one(".typing").display = False
        self.set_interval(_TICK, self._tick)

    def heading(self) -> tuple[str, ...]:
        """Study, substudy, interview."""
        return (self.session.title, *((self.table.substudy, self.table.interview) if self.table else ()))

    def show_place(self) -> None:
        """The log of the interview whose transcript one came with; else of the one that was open."""
        listed = logged_interviews(self.session.study)
        came_with = self.session.looking.transcript_id
        if came_with is not None and came_with != self._came_with:
            self._came_with = came_with
            of_it = (one.id for one in listed if one.transcript_id == came_with)
            self.interview_id = next(of_it, self.interview_id)
        if self.interview_id not in {one.id for one in listed}:
            self.interview_id = listed[0].id if len(listed) == 1 else None
        self._show_log()
        self.focus_unless_taken(self._lines)

    @property
    def _lines(self) -> OptionList:
        return self.query_one(".lines", OptionList)

    def _show_log(self, *, last: bool = False) -> None:
        """The lines, the cursor where it was, or on the last one when that has just been written."""
        study, options = self.session.study, self._lines
        before = options.highlighted
        options.clear_options()
        if self.interview_id is None:
            self.table, self.people = None, ()
            options.add_option(Option(shown(say("table_log.screen.empty"), "$text-muted"), disabled=True))
        else:
            self.table = table_logs.table_log(study, self.interview_id)
            self.people = table_logs.log_people(study, self.interview_id)
            lines = [Option(line_shown(line)) for line in self.table.lines]
            if not lines:
                lines = [Option(shown(say("table_log.screen.no_lines"), "$text-muted"), disabled=True)]
            options.add_options(lines)
            count = len(self.table.lines)
            if count:
                options.highlighted = count - 1 if last or before is None else min(before, count - 1)
        self.query_one(".people", Static).update(at_the_table(self.people))
        self._tick()

    def _tick(self) -> None:
        if self.app.session is None or not self.is_current:
            return
        if self.table is None:
            self.status(say("table_log.screen.empty"))
            return
        ms = since(self.table.started)
        time = say("table_log.screen.clock_off") if ms is None else say("table_log.screen.clock_on", time=clock(ms))
        said = {NOD: "who_nods", RETELL: "who_was_it"}.get(self._waits_for, "help")
        count = say("table_log.screen.lines", count=len(self.table.lines))
        self.status(f"{say(f'table_log.screen.{said}')} · {time} · {count}")

    @property
    def _chosen(self) -> LogLineView | None:
        at = self._lines.highlighted
        return (
            self.table.lines[at] if self.table is not None and at is not None and at < len(self.table.lines) else None
        )

    def _wait_for(self, what: str) -> None:
        self._waits_for = what
        self._tick()

    def _now(self) -> int | None:
        return since(self.table.started) if self.table is not None else None

    def _type(self, person: Person | None, kind: str) -> None:
        """A line is begun: its time is that of the key, not of the words."""
        if self.table is None:
            return
        self._typing = (person, kind, self._now())
        who = person_shown(person) if person else say("commands.log.note.title")
        self.query_one(".prompt", Static).update(shown(f"{clock(self._typing[2])} {who}:".strip()))
        self.query_one(".typing").display = True
        line = self.query_one(LineInput)
        line.value = ""
        line.focus()

    @on(Input.Submitted)
    def _typed(self, event: Input.Submitted) -> None:
        event.stop()
        self._finish_line(event.value)

    def action_keep(self) -> None:
        """Store the words that are being typed, before the app is left."""
        words = self.query_one(LineInput).value
        if self._typing is not None and words.strip():
            self._finish_line(words)

    def _finish_line(self, words: str) -> None:
        """The line is closed when it is stored: what cannot be stored stays in it."""
        typing = self._typing
        if typing is not None and (words.strip() or typing[1] == SAID):
            self._write(typing[0], typing[1], typing[2], words)
        self._typing = None
        self.query_one(".typing").display = False
        self._lines.focus()

    def _write(self, person: Person | None, kind: str, at_ms: int | None, words: str = "") -> None:
        if self.interview_id is not None:
            study = self.session.study
            table_logs.add_line(study, self.interview_id, person=person, at_ms=at_ms, kind=kind, words=words)
            self._show_log(last=True)

    def on_key(self, event: events.Key) -> None:
        """Esc keeps what is typed; a line without words is not begun after all."""
        if event.key == "escape" and self._typing is not None:
            event.stop()
            event.prevent_default()
            words = self.query_one(LineInput).value
            if words.strip():
                self._finish_line(words)
            else:
                self._typing = None
                self._finish_line("")
        elif event.key == "escape" and self._waits_for != SAID:
            event.stop()
            self._wait_for(SAID)

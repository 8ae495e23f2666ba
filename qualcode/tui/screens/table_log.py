"""The table log, typed live: one key for who speaks, a few words, enter. Every line is kept at once."""

from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from qualcode.locale import say
from qualcode.services import table_logs
from qualcode.services.log_words import clock
from qualcode.services.reading_table_logs import logged_interviews
from qualcode.text.roles import is_known_label
from qualcode.tui.bindings import bindings_for
from qualcode.tui.dialogs.choose import Choice, ChooseDialog, NewName
from qualcode.tui.dialogs.fields import LineInput
from qualcode.tui.dialogs.show import AgreeDialog
from qualcode.tui.dialogs.write import Field, FormDialog, TextDialog, WriteDialog
from qualcode.tui.screen import PlaceScreen
from qualcode.tui.screens.table_log_words import (
    at_the_table,
    line_shown,
    person_shown,
    since,
    wipe_dialog,
    wiped_words,
)
from qualcode.tui.shown import shown
from qualcode.views.table_log import LAUGHTER, NOD, NOTE, OVERLAP, SAID, LogLineView, Person, TableLogView

_ROLES = ("participant", "moderator", "secretary", "unknown")
_TICK = 1.0


class TableLogScreen(PlaceScreen):
    """The lines so far, the line one is typing under them, and who sits where above."""

    PLACE = "table_log"
    CSS_PATH = "table_log.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings_for("table_log")
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
        if self.focused is None:
            self._lines.focus()

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
        said = {NOD: "who_nods", "person": "who_was_it"}.get(self._waits_for, "help")
        count = say("table_log.screen.lines", count=len(self.table.lines))
        self.status(f"{say(f'table_log.screen.{said}')} · {time} · {count}")

    def action_log_person(self, figure: int) -> None:
        """The person with this figure says something, or does what was said she does."""
        person = next((one for one in self.people if one.key == str(figure)), None)
        if person is None:
            self.tell(say("table_log.screen.no_key", key=figure))
        else:
            self._about(person)

    def action_log_moderator(self) -> None:
        """The one who asks."""
        if self.people:
            self._about(self.people[0])

    def action_log_secretary(self) -> None:
        """The secretary."""
        if self.people:
            self._about(self.people[1])

    def action_log_choose(self) -> None:
        """Whoever is found by typing; a name that is not there is a temporary one."""
        if self.table is not None:
            choices = [Choice(one, person_shown(one), one.key) for one in self.people]
            offers = say("table_log.screen.person")
            self.ask(ChooseDialog(say("table_log.screen.choose"), choices, offers_new=offers), self._about_chosen)

    def _about_chosen(self, chosen: Person | NewName) -> None:
        if isinstance(chosen, NewName):
            self._about(Person("participant", called=chosen.name))
        else:
            self._about(chosen)

    def action_log_nod(self) -> None:
        """Somebody nods; the next key says who."""
        self._wait_for(SAID if self._waits_for == NOD else NOD)

    def action_log_laughter(self) -> None:
        """There is laughter."""
        self._write(None, LAUGHTER, self._now())

    def action_log_overlap(self) -> None:
        """Several speak at once."""
        self._write(None, OVERLAP, self._now())

    def action_log_note(self) -> None:
        """Something else happens."""
        self._type(None, NOTE)

    def action_log_clock(self) -> None:
        """The recording starts now."""
        if self.table is None or self.interview_id is None:
            return
        running = since(self.table.started)
        if running is None:
            self._start_clock(self.interview_id)
        else:
            question = shown(say("table_log.screen.restart", time=clock(running)))
            dialog, interview_id = AgreeDialog(say("table_log.screen.restart_title"), question), self.interview_id
            self.ask(dialog, lambda _: self._start_clock(interview_id))

    def _start_clock(self, interview_id: int) -> None:
        table_logs.start_clock(self.session.study, interview_id)
        self._show_log()

    def action_log_seat(self) -> None:
        """Somebody at the table: a code, or a temporary name until the code is known."""
        if self.table is not None:
            roles = [(role, say(f"material.role.{role}")) for role in _ROLES]
            fields = [
                Field("who", say("table_log.screen.who")),
                Field("called", say("table_log.screen.called")),
                Field("role", say("table_log.screen.role"), choices=roles),
            ]
            self.ask(FormDialog(say("table_log.screen.seat"), fields), self._seat)

    def _seat(self, answer: dict[str, str]) -> None:
        """What looks like a code, or has a temporary name beside it, is a code."""
        who, called = answer["who"], answer["called"]
        is_code = bool(called) or is_known_label(who)
        if self.interview_id is not None:
            names = {"code": who, "called": called} if is_code else {"called": who}
            table_logs.seat(self.session.study, self.interview_id, role=answer["role"], **names)
            self._show_log()

    def action_log_summary(self) -> None:
        """The summing up at the end."""
        if self.table is not None:
            self.ask(WriteDialog(say("table_log.screen.summary"), self.table.summary), self._sum_up)

    def _sum_up(self, text: str) -> None:
        if self.interview_id is not None:
            table_logs.write_closing_summary(self.session.study, self.interview_id, text)
            self._show_log()

    def action_line_edit(self) -> None:
        """Correct the words of the line."""
        line = self._chosen
        if line is not None:
            self.ask(TextDialog(say("table_log.screen.edit"), line.words), lambda text: self._edit(line, text))

    def _edit(self, line: LogLineView, text: str) -> None:
        table_logs.change_line(self.session.study, line.id, words=text, seen=line.version)
        self._show_log()

    def action_line_person(self) -> None:
        """The line is about somebody else; the next key says who."""
        if self._chosen is not None:
            self._line = self._chosen.id
            self._wait_for("person")

    def action_line_remove(self) -> None:
        """Take the line away."""
        if self._chosen is not None:
            table_logs.remove_line(self.session.study, self._chosen.id)
            self._show_log()

    def action_line_next(self) -> None:
        """To the next line."""
        self._lines.action_cursor_down()

    def action_line_previous(self) -> None:
        """To the line before."""
        self._lines.action_cursor_up()

    def action_interview_pick(self) -> None:
        """Choose which interview."""
        listed = logged_interviews(self.session.study)
        choices = [
            Choice(one.id, one.name, f"{one.substudy} · {say('table_log.screen.lines', count=one.lines)}")
            for one in listed
        ]
        dialog = ChooseDialog(say("table_log.screen.pick"), choices, highlighted=self.interview_id)
        self.ask(dialog, self._open)

    def _open(self, interview_id: int) -> None:
        self.interview_id = interview_id
        self.show()

    def action_interview_new(self) -> None:
        """An interview that is about to be held."""
        from qualcode.services.substudies import substudies

        known = [(one.name, one.name) for one in substudies(self.session.study)]
        if not known:
            self.tell(say("table_log.screen.no_substudy"))
            return
        fields = [
            Field("name", say("table_log.screen.name")),
            Field("substudy", say("table_log.screen.substudy"), choices=known),
        ]
        self.ask(FormDialog(say("table_log.screen.new"), fields), self._new)

    def _new(self, answer: dict[str, str]) -> None:
        study = self.session.study
        self._open(table_logs.new_interview(study, answer["name"], substudy=answer["substudy"]))

    def action_log_wipe(self) -> None:
        """Wipe the temporary names."""
        if self.table is None or not any(seat.called for seat in self.table.seats):
            self.tell(say("table_log.screen.nothing_to_wipe"))
        else:
            self.ask(wipe_dialog(self.table), lambda _: self._wipe())

    def _wipe(self) -> None:
        if self.interview_id is not None:
            report = table_logs.wipe_temporary_names(self.session.study, self.interview_id)
            self._show_log()
            self.tell(wiped_words(report))

    def action_log_close(self) -> None:
        """Back to the speakers."""
        self.app.go_to("speakers")

    @property
    def _chosen(self) -> LogLineView | None:
        at = self._lines.highlighted
        return self.table.lines[at] if self.table is not None and at is not None and at < len(self.table.lines) else None

    def _about(self, person: Person) -> None:
        """Do what the keys so far asked for, with this person."""
        waited, self._waits_for = self._waits_for, SAID
        if waited == "person" and self._line is not None:
            table_logs.retell_line(self.session.study, self._line, person)
            self._show_log()
        elif waited == NOD:
            self._write(person, NOD, self._now())
        else:
            self._type(person, SAID)

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
        with self.app.noticing():
            self._finish_line(event.value)

    def _finish_line(self, words: str) -> None:
        typing, self._typing = self._typing, None
        self.query_one(".typing").display = False
        self._lines.focus()
        if typing is not None and (words.strip() or typing[1] == SAID):
            self._write(typing[0], typing[1], typing[2], words)

    def _write(self, person: Person | None, kind: str, at_ms: int | None, words: str = "") -> None:
        if self.interview_id is not None:
            study = self.session.study
            table_logs.add_line(study, self.interview_id, person=person, at_ms=at_ms, kind=kind, words=words)
            self._show_log(last=True)

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.action_line_edit()

    def on_key(self, event: events.Key) -> None:
        """Esc keeps what is typed; a line without words is not begun after all."""
        if event.key == "escape" and self._typing is not None:
            event.stop()
            event.prevent_default()
            words = self.query_one(LineInput).value
            with self.app.noticing():
                if words.strip():
                    self._finish_line(words)
                else:
                    self._typing = None
                    self._finish_line("")
        elif event.key == "escape" and self._waits_for != SAID:
            event.stop()
            self._wait_for(SAID)

"""The table log, typed live: one key for who speaks, a few words, enter. Every line is kept at once."""

from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.widgets import OptionList

from qualcode.locale import say
from qualcode.services.material.substudies import substudies
from qualcode.services.tagging import table_logs
from qualcode.services.tagging.log_words import clock
from qualcode.services.tagging.reading_table_logs import logged_interviews
from qualcode.text.roles import is_known_label
from qualcode.tui.bindings import bindings_for
from qualcode.tui.dialogs.choose import Choice, ChooseDialog, NewName
from qualcode.tui.dialogs.show import AgreeDialog
from qualcode.tui.dialogs.wiping import wipe_dialog, wiped_words
from qualcode.tui.dialogs.write import Field, FormDialog, TextDialog, WriteDialog
from qualcode.tui.screens.table_log.place import RETELL, TableLogPlace
from qualcode.tui.screens.table_log.words import person_shown, since
from qualcode.tui.shown import shown
from qualcode.views.table_log import LAUGHTER, NOD, NOTE, OVERLAP, SAID, LogLineView, Person

_ROLES = ("participant", "moderator", "secretary", "unknown")


class TableLogScreen(TableLogPlace):
    """What the hands do: a key for a person, and a key for each thing that happens at a table."""

    PLACE = "table_log"
    CSS_PATH = "table_log.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings_for("table_log")

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
            self._wait_for(RETELL)

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

    def _about(self, person: Person) -> None:
        """Do what the keys so far asked for, with this person."""
        waited, self._waits_for = self._waits_for, SAID
        if waited == RETELL and self._line is not None:
            table_logs.retell_line(self.session.study, self._line, person)
            self._show_log()
        elif waited == NOD:
            self._write(person, NOD, self._now())
        else:
            self._type(person, SAID)

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.action_line_edit()

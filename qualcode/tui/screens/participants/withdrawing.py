"""A participant withdraws, question by question: how far, what goes, and the code typed before it is gone."""

from textual.content import Content

from qualcode.locale import say
from qualcode.services.protecting.withdrawal_words import withdrawal_lines
from qualcode.services.protecting.withdrawing import preview_withdrawal, withdraw_participant
from qualcode.tui.dialogs.progress import Progress, ProgressDialog, ask_progress
from qualcode.tui.dialogs.show import AgreeDialog
from qualcode.tui.dialogs.write import Field, FormDialog, TextDialog
from qualcode.tui.screen import PlaceScreen
from qualcode.tui.shown import shown
from qualcode.tui.tasks.leaving import ask_lock, people_behind
from qualcode.views.linkage import KeyLock
from qualcode.views.withdrawing import DEGREES, STOP, WithdrawalView


class WithdrawalTask:
    """Each question follows the last; nothing is done before the end."""

    def __init__(self, screen: PlaceScreen, substudy: str, participant: str) -> None:
        self._screen = screen
        self._participant = participant
        self._named = f"{substudy}:{participant}"
        self._told: dict[str, str] = {}

    def begin(self) -> None:
        """How far it is to go, when and how it was told."""
        degrees = [(degree, say(f"withdrawing.degrees.{degree}")) for degree in DEGREES]
        fields = [
            Field("degree", say("kinds.degree"), STOP, choices=degrees),
            Field("date", say("withdrawing.date")),
            Field("basis", say("withdrawing.basis")),
        ]
        title = say("withdrawing.choose", participant=self._participant)
        self._screen.ask(FormDialog(title, fields), self._preview)

    def _preview(self, told: dict[str, str]) -> None:
        self._told = told
        if told["degree"] == STOP:
            self._look_through(None)
        else:
            ask_lock(self._screen, self._look_through)

    def _look_through(self, lock: KeyLock | None) -> None:
        """With the names of the linkage key, others' mentions of her are found by name too."""
        study, degree = self._screen.session.study, self._told["degree"]

        def work(_progress: Progress) -> WithdrawalView:
            return preview_withdrawal(study, self._named, degree=degree, people=people_behind(lock))

        ask_progress(self._screen, ProgressDialog(say("withdrawing.looking"), work), self._show)

    def _show(self, view: WithdrawalView) -> None:
        title = say("withdrawing.title", participant=view.participant, substudy=view.substudy)
        body = Content("\n").join(_line(line) for line in withdrawal_lines(view))
        self._screen.ask(AgreeDialog(title, body), lambda _: self._confirm(view))

    def _confirm(self, view: WithdrawalView) -> None:
        """What undo cannot answer is asked for by typing the code."""
        if view.degree == STOP:
            self._carry_out()
            return
        asked = say("withdrawing.type_code", participant=view.participant)
        self._screen.ask(TextDialog(asked, explanation=say("withdrawing.not_undone")), self._typed)

    def _typed(self, code: str) -> None:
        if code == self._participant:
            self._carry_out()
        else:
            self._screen.tell(say("withdrawing.other_code"))

    def _carry_out(self) -> None:
        study, told = self._screen.session.study, self._told

        def work(_progress: Progress) -> WithdrawalView:
            return withdraw_participant(
                study, self._named, degree=told["degree"], date=told["date"], basis=told["basis"]
            )

        ask_progress(self._screen, ProgressDialog(say("withdrawing.carrying_out"), work), self._done)

    def _done(self, view: WithdrawalView) -> None:
        self._screen.session.read_again()
        self._screen.show()
        self._screen.tell(say(f"withdrawing.done.{view.degree}", participant=view.participant))


def _line(line: str) -> Content:
    return shown(line, "bold" if line.endswith(":") and not line.startswith(" ") else "")

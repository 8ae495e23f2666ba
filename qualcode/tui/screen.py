"""What all screens are made of: keys from the one table, lines above and below, and questions that are answered."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual import events
from textual.app import ComposeResult
from textual.message import Message
from textual.screen import ModalScreen, Screen
from textual.widget import Widget

from qualcode.commands import Command, commands_of
from qualcode.errors import (
    ChangedMeanwhile,
    MissingError,
    QualcodeError,
    RuleError,
    StudyBusy,
    StudyFull,
    StudyGone,
    StudyReadOnly,
)
from qualcode.locale import current_language, say
from qualcode.tui.shown import shown
from qualcode.tui.widgets.lines import BottomLine, QuestionLine, TopLine
from qualcode.views.status import StudyFigures

if TYPE_CHECKING:
    from qualcode.tui.app import QualcodeApp
    from qualcode.tui.session import Session
    from qualcode.views.tracing import TracedStep

T = TypeVar("T")

NOT_SAVED = (StudyBusy, StudyFull, StudyGone, StudyReadOnly)
"""What keeps a study from being written for a while."""


_SHORT = 60
"""So many characters are soon written again."""


class CommandScreen(Screen[None]):
    """A screen whose keys, palette, help and footer come from `commands.py` under its `PLACE`.

    A subclass sets `PLACE` and `BINDINGS = bindings_for(PLACE)`, and has an `action_` for each of its commands.
    """

    PLACE: ClassVar[str] = ""
    HORIZONTAL_BREAKPOINTS: list[tuple[int, str]] | None = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012 - as Textual
    AUTO_FOCUS: ClassVar[str | None] = None

    app: "QualcodeApp"
    _spoken = ""
    _covered = False

    def __init__(self) -> None:
        super().__init__()
        # Not the app's own, so that the first frame need not wait for it.
        self.css_path = [Path(__file__).with_name("app.tcss"), *self.css_path]

    def ask(self, dialog: ModalScreen[T], then: Callable[[T], object]) -> None:
        """Open a dialog; `then` gets the answer, and is not called when it is closed without one.

        A notice from before gives way: it would lie over the question. What `then` raises of the user's errors becomes
        a notice; a form whose values are refused comes back as it was filled in, to be put right.
        """

        def act(answer: T) -> None:
            try:
                then(answer)
            except NOT_SAVED as fault:
                self._ask_again(fault, answer, act)
            except (RuleError, MissingError):
                filled_in = getattr(dialog, "filled_in", None)
                if filled_in is not None:
                    self.ask(filled_in(answer), then)
                raise

        def answered(answer: T | None) -> None:
            if answer is not None:
                self.carry_out(lambda: act(answer), wrote=answer if isinstance(answer, str) else "")

        self.app.clear_notifications()
        self.app.push_screen(dialog, answered)

    def _ask_again(self, fault: QualcodeError, answer: T, act: Callable[[T], object]) -> None:
        """The study could not be written just now: what was typed is shown, and kept for another try."""
        from qualcode.tui.dialogs.show import AgainDialog

        typed = "\n".join(answer.values()) if isinstance(answer, dict) else answer if isinstance(answer, str) else ""
        told = shown(f"{fault.hint}\n\n{say('app.try_again')}\n\n{typed}".rstrip())
        self.ask(AgainDialog(fault.message, told), lambda _: self.carry_out(lambda: act(answer)))

    def carry_out(self, act: Callable[[], object], *, wrote: str = "") -> None:
        """Do what may turn out to be written over somebody else's work: then both are shown, and one chooses.

        Where what it was written for is gone, what somebody `wrote` is shown: it is nowhere else.
        """
        with self.app.noticing():
            try:
                act()
            except ChangedMeanwhile as conflict:
                if not self._show_both(conflict, act):
                    self._show_written(conflict, wrote)
                    raise

    def _show_written(self, conflict: ChangedMeanwhile, text: str) -> None:
        if len(text) > _SHORT:
            from qualcode.tui.dialogs.show import ShowDialog

            self.ask(ShowDialog(conflict.message, text), lambda _: None)

    def _show_both(self, conflict: ChangedMeanwhile, again: Callable[[], object]) -> bool:
        """After two have changed the same thing: show what stands and what was to be written, and ask which.

        False where there is nothing to show. What was typed is on the screen until that has been answered.
        """
        session, row = self.app.session, conflict.values.get("row")
        if session is None or row is None:
            return False
        from qualcode.tui.dialogs.conflict import ConflictDialog

        def write_over(_: bool) -> None:
            with session.study.having_seen(row, conflict.values["version"]):
                again()

        self.ask(ConflictDialog(conflict), write_over)
        self.app.show_soon()
        return True

    def tell(self, text: str) -> None:
        """A short notice that something has been done."""
        self.app.tell(text)

    def run_command(self, command: Command) -> None:
        """Do what a command does, as its key would; one that takes a digit asks which."""
        if command.takes_digit:
            from qualcode.tui.dialogs.choose import Choice, ChooseDialog

            digits = [Choice(digit, digit) for digit in command.keys]
            self.ask(ChooseDialog(command.title, digits), lambda digit: self._run(f"{command.action}({digit})"))
        else:
            self._run(command.action)

    def _run(self, action: str) -> None:
        own = hasattr(self, f"action_{action.partition('(')[0]}")
        self.call_later(self.app.run_action, action, self if own else self.app)

    async def _dispatch_message(self, message: Message) -> None:
        """What the user can put right becomes a notice, whichever handler came upon it; else the app would stop."""
        with self.app.noticing():
            await super()._dispatch_message(message)

    def on_screen_resume(self) -> None:
        """Arriving: in the language that is spoken now, and with what is stored now."""
        if self._spoken and self._spoken != current_language():
            self.speak()
        elif not self._covered:
            self._spoken = current_language()
            self.show()
        self._covered = False

    def on_screen_suspend(self) -> None:
        """Tell leaving from being covered by a dialog, after which there is nothing to read anew."""
        self._covered = self.app.screen_stack[0] is self

    def speak(self) -> None:
        """Build the screen anew, after the language has changed."""
        self._spoken = current_language()
        self.call_later(self._compose_anew)

    def show(self) -> None:
        """Show what is stored now."""

    def show_taken_back(self) -> None:
        """Show what is stored now, after undo or redo."""
        self.show()

    def show_figures(self, figures: StudyFigures) -> None:
        """Show the first figures, while the study is being opened."""

    async def _compose_anew(self) -> None:
        await self.recompose()
        self.show()


class PlaceScreen(CommandScreen):
    """One of the places of an open study: top line, research question, body, bottom line.

    A subclass gives `compose_body` (the widgets between the lines; side panes have the class `side`, the text `main`)
    and `show_place` (reads from services and shows). It is called on arrival, after undo and redo, and by the subclass
    after it has changed something (through `show`).
    """

    SHOWS_QUESTION: ClassVar[bool] = True

    @property
    def session(self) -> "Session":
        """The open study. Only where the study is known to be open: in `show_place` and in actions."""
        session = self.app.session
        assert session is not None  # noqa: S101 - check_action keeps keys from working before
        return session

    def compose(self) -> ComposeResult:
        """The lines, and the subclass's body between them."""
        yield TopLine(self.PLACE)
        if self.SHOWS_QUESTION:
            yield QuestionLine()
        yield from self.compose_body()
        yield BottomLine(self.PLACE)

    def compose_body(self) -> ComposeResult:
        """What stands between the lines."""
        yield from ()

    def show_place(self) -> None:
        """Read what this place shows, and show it."""

    def heading(self) -> tuple[str, ...]:
        """What the top line says: study, analysis, and what the subclass adds (a transcript, a code group)."""
        analysis = self.session.analysis
        return (self.session.title, *([analysis.title] if analysis else []))

    def focus_unless_taken(self, widget: Widget) -> None:
        """Give the keys to this widget, if nothing has them."""
        if self.focused is None:
            widget.focus()

    def status(self, text: str) -> None:
        """What is under the cursor, in words."""
        self.query_one(BottomLine).show_status(text)

    def show(self) -> None:
        """Show what is stored now, in the body and in the lines around it."""
        if self.app.session is None or not self.is_mounted:
            return
        with self.app.noticing():
            self.show_place()
        self.query_one(TopLine).show_heading(self.heading())
        analysis = self.session.analysis
        for line in self.query(QuestionLine):
            line.show_question(analysis.question if analysis else "")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The screen's own commands wait until the study is open."""
        del parameters
        own = (command.action for command in commands_of(self.PLACE) if self.PLACE in command.screens)
        return self.app.session is not None or action not in own

    def action_panes_fold(self) -> None:
        """Fold the side panes away, or out again; the keys go where one looks."""
        self.toggle_class("-turned")
        sides = [pane for pane in self.query(".side") if pane.display]
        unfolded = self.has_class("-narrow") and self.has_class("-turned")
        wanted = sides if unfolded else list(self.query(".main"))
        self.call_after_refresh(self._focus_first, wanted)

    def unless_used(
        self,
        uses: "tuple[TracedStep, ...]",
        act: Callable[[], object],
        *,
        in_the_end: Callable[[], object] | None = None,
    ) -> None:
        """Do something to units; where something stands on them, show what, and do it when that has been read.

        What cannot be done at all is not offered: it is said why at once. `in_the_end` is what changes the study, where
        `act` only asks on.
        """
        if not uses:
            act()
            return
        self.session.study.rehearse(in_the_end or act)
        from qualcode.tui.dialogs.show import AgreeDialog
        from qualcode.tui.dialogs.trace import tell_uses

        self.ask(AgreeDialog(say("tracing.used"), tell_uses(uses)), lambda _: act())

    def action_analysis_choose(self) -> None:
        """Choose which analysis one works on."""
        from qualcode.tui.dialogs.choose import Choice, ChooseDialog

        choices = [
            Choice(line.id, line.title, say("study.retired") if line.retired else line.question)
            for line in self.session.analyses
        ]
        self.ask(ChooseDialog(say("app.choose_analysis"), choices), self._choose_analysis)

    def _choose_analysis(self, analysis_id: object) -> None:
        self.session.look_at(analysis_id=analysis_id, group_id=None, unit_id=None, category_id=None)
        self.show()

    def _focus_first(self, panes: list[Widget]) -> None:
        for pane in panes:
            for widget in (pane, *pane.query("*")):
                if widget.focusable:
                    widget.focus()
                    return

    def on_key(self, event: events.Key) -> None:
        """With the side panes over the text, esc puts them away."""
        if event.key == "escape" and self.has_class("-narrow") and self.has_class("-turned"):
            event.stop()
            event.prevent_default()
            self.action_panes_fold()

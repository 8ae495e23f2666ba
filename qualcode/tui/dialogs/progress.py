"""Work that takes its time: runs beside the screen, shows how far it has come, and can be called off."""

from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import ComposeResult
from textual.content import Content
from textual.message import Message
from textual.widgets import Static
from textual.worker import Worker, get_current_worker

from qualcode.errors import QualcodeError
from qualcode.locale import say
from qualcode.tui.dialogs.dialog import Dialog
from qualcode.tui.shown import shown

if TYPE_CHECKING:
    from qualcode.tui.screen import CommandScreen

_BAR = 40
_SECONDS_BETWEEN = 0.05


@dataclass(frozen=True, slots=True)
class Done:
    """What came of the work: its result, or the error that stopped it."""

    result: Any = None
    error: QualcodeError | None = None


class CalledOff(Exception):
    """Stops work that has been called off: what the user asked for, and no error."""


class Progress:
    """What the work tells the dialog, and asks of it."""

    def __init__(self, dialog: "ProgressDialog", worker: Worker[None]) -> None:
        self._dialog = dialog
        self._worker = worker
        self._told = float("-inf")

    def __call__(self, done: int, total: int, what: str = "") -> None:
        """So many of so many are done, and this is at hand. Told oftener than the eye sees, it is not passed on."""
        now = monotonic()
        if now - self._told < _SECONDS_BETWEEN:
            return
        self._told = now
        self._dialog.post_message(ProgressDialog.Moved(done, total, what))

    def pace(self, done: int, total: int) -> None:
        """For work that cannot ask whether it has been called off: raises `CalledOff` if it has."""
        if self.cancelled():
            raise CalledOff
        self(done, total)

    def cancelled(self) -> bool:
        """Whether it has been called off, or the app is closing: it would wait for the work."""
        return self._dialog.called_off or self._worker.is_cancelled


class ProgressDialog(Dialog[Done]):
    """Runs `work(progress)` in a thread; the answer is `Done`. `esc` asks the work to stop."""

    KEYS: ClassVar[str] = "progress"

    class Moved(Message):
        """The work has come further."""

        def __init__(self, done: int, total: int, what: str) -> None:
            super().__init__()
            self.done, self.total, self.what = done, total, what

    class Ended(Message):
        """The work is over."""

        def __init__(self, done: Done) -> None:
            super().__init__()
            self.done = done

    def __init__(self, title: str, work: Callable[[Progress], Any]) -> None:
        super().__init__(title)
        self._work = work
        self.called_off = False

    def compose_body(self) -> ComposeResult:
        """The bar, and what is at hand."""
        yield Static(classes="bar")

    def on_mount(self) -> None:
        """Begin."""
        self.run_worker(self._run, thread=True, exit_on_error=True)

    def _run(self) -> None:
        worker = get_current_worker()
        try:
            done = Done(result=self._work(Progress(self, worker)))
        except CalledOff:
            done = Done()
        except QualcodeError as error:
            done = Done(error=error)
        if not worker.is_cancelled:
            self.post_message(self.Ended(done))

    def on_progress_dialog_moved(self, message: Moved) -> None:
        """Draw the bar."""
        share = message.done / message.total if message.total else 0.0
        bar = "━" * round(share * _BAR)
        line = Content.assemble(
            (bar, "$primary"), ("─" * (_BAR - len(bar)), "$text-muted"), f" {message.done}/{message.total}\n"
        )
        self.query_one(".bar", Static).update(Content.assemble(line, shown(message.what)))

    def on_progress_dialog_ended(self, message: Ended) -> None:
        """Close with the answer."""
        self.dismiss(message.done)

    def action_close(self) -> None:
        """Call it off; it closes when the work has stopped."""
        self.called_off = True
        self.query_one(".bar", Static).update(say("app.stopping"))


def ask_progress(
    screen: "CommandScreen",
    dialog: ProgressDialog,
    then: Callable[[Any], object],
    *,
    ended: Callable[[], object] = lambda: None,
) -> None:
    """Long work: its error becomes a notice; without one, and with something to show for it, `then` goes on.

    `ended` comes before, however it ended.
    """

    def done(outcome: Done) -> None:
        ended()
        if outcome.error is not None:
            # Not raised: what is tried again after an error is what comes of an answer, and the work is over.
            screen.app.notice(outcome.error)
        elif outcome.result:
            then(outcome.result)

    screen.ask(dialog, done)

"""What works everywhere: going from place to place and back, undo, help, the language, and what is told on the way."""

import asyncio
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from traceback import format_exception
from typing import TYPE_CHECKING, Any, ClassVar

from rich.text import Text
from textual.binding import BindingType
from textual.dom import DOMNode
from textual.screen import Screen

from qualcode.commands import EVERYWHERE
from qualcode.errors import ConflictError, QualcodeError
from qualcode.locale import LANGUAGES, current_language, say, use_language
from qualcode.text.display import visible
from qualcode.tui.bindings import bindings_for
from qualcode.tui.typed import TypedApp

if TYPE_CHECKING:
    from qualcode.tui.screen import CommandScreen
    from qualcode.tui.session import Session


_TO_KEEP = 5
"""Seconds to keep what is being written when the terminal is gone; then the program ends, whatever it is at."""


class EverywhereApp(TypedApp, inherit_bindings=False):
    """The commands that work on every screen, and the one place where the user's errors become notices."""

    BINDINGS: ClassVar[list[BindingType]] = bindings_for(EVERYWHERE)

    session: "Session | None" = None
    """The open study, None until it is open."""
    wanted: str | None = None
    """The place somebody asked for while the study was being opened."""
    leaving = False
    """Whether what is being written is kept just now, before the app is left."""

    def __init__(self) -> None:
        super().__init__()
        self.faults: list[str] = []
        """What the app said when a fault stopped it."""

    @property
    def place(self) -> "CommandScreen | None":
        """The screen one is on, also when a dialog lies over it; None in the first frame."""
        from qualcode.tui.screen import CommandScreen

        screen = self.screen_stack[0]
        return screen if isinstance(screen, CommandScreen) else None

    def go_to(self, place: str, **what: Any) -> None:
        """Go to a place, to look at `what` (`transcript_id=`, `span=`, `group_id=`, `unit_id=`, `category_id=`...)."""
        if self.session is not None:
            self.session.go(place, **what)
            self.show_screen(place)
        elif self.current_mode == "study":
            self.wanted = place

    def show_screen(self, place: str) -> None:
        """Put the screen of a place on, or bring it up to date if it is on."""
        if place != self.current_mode:
            self.switch_mode(place)
        else:
            self.show_soon()

    def show_soon(self) -> None:
        """Let the screen show what is stored now, as soon as it has done what it is at."""
        if self.place is not None:
            self.place.call_later(self.place.show)

    async def run_action(self, action: Any, default_namespace: DOMNode | None = None, namespaces: Any = None) -> bool:
        """Do what a key, a click or the palette asks for."""
        with self.noticing():
            return await super().run_action(action, default_namespace, namespaces)
        return True

    @contextmanager
    def noticing(self) -> Iterator[None]:
        """What the user can put right becomes a notice; everything else is a fault and stops the app."""
        try:
            yield
        except QualcodeError as error:
            self.notice(error)

    def notice(self, error: QualcodeError) -> None:
        """Say what is wrong and what to do; after a conflict, show what is there now."""
        text = visible(f"{error.message}\n{error.hint}", keep_newlines=True)
        self.clear_notifications()
        self.notify(text, severity="error", timeout=8, markup=False)
        if isinstance(error, ConflictError):
            self.show_soon()

    def _fatal_error(self) -> None:
        """The app stops by a fault: say where, without the words that were at hand, and nothing for a terminal to obey.

        Textual would print every local variable: transcripts, names, what opens a linkage key.
        """
        error = self._exception
        told = str(error) if isinstance(error, QualcodeError) else "".join(format_exception(error))
        self.faults.append(visible(told, keep_newlines=True))
        self._exit_renderables.append(Text(self.faults[-1]))
        self._close_messages_no_wait()

    def tell(self, text: str, *, seconds: float = 3) -> None:
        """A short notice that something has been done. It takes the place of the last: they lie over the text."""
        self.clear_notifications()
        self.notify(visible(text), timeout=seconds, markup=False)

    def speak(self, language: str) -> None:
        """Speak this language from now on."""
        before = current_language()
        use_language(language)
        if current_language() != before and self.place is not None:
            self.place.speak()

    def action_place_study(self) -> None:
        """To the study's page."""
        self.go_to("study")

    def action_place_speakers(self) -> None:
        """To the speakers."""
        self.go_to("speakers")

    def action_place_reading(self) -> None:
        """To the reading."""
        self.go_to("reading")

    def action_place_coding(self) -> None:
        """To the coding."""
        self.go_to("coding")

    def action_place_condensing(self) -> None:
        """To the condensation."""
        self.go_to("condensing")

    def action_place_synthesis(self) -> None:
        """To the synthesis."""
        self.go_to("synthesis")

    def action_place_search(self) -> None:
        """To the search."""
        self.go_to("search")

    def action_place_back(self) -> None:
        """Back to what one looked at before."""
        if self.session is not None and self.session.go_back():
            self.show_screen(self.session.looking.place)

    def action_chord(self, prefix: str) -> None:
        """Wait for the second key."""
        from qualcode.tui.dialogs.chord import ChordDialog

        if self.place is not None:
            self.place.ask(ChordDialog(prefix), partial(self.call_later, self.run_action))

    def action_app_help(self) -> None:
        """Every key of this screen."""
        from qualcode.tui.dialogs.help import HelpScreen

        if self.place is not None:
            self.push_screen(HelpScreen(self.place.PLACE))

    def action_app_palette(self) -> None:
        """Every command, found by typing."""
        self.action_command_palette()

    def action_app_language(self) -> None:
        """The other language."""
        at = LANGUAGES.index(current_language())
        self.speak(LANGUAGES[(at + 1) % len(LANGUAGES)])

    def action_app_quit(self) -> None:
        """Leave; what is being written is kept first, by the dialog or screen that has it (`action_keep`).

        Also by a place one has gone away from. What cannot be kept is told, in its place, and one does not leave; nor
        where keeping it has led to a question, as after others' work on the same.
        """
        hidden = [screen for stack in self._screen_stacks.values() for screen in stack if screen is not self.screen]
        for screen in (self.screen, *hidden):
            keep = getattr(screen, "action_keep", None)
            if keep is not None:
                with self._kept_in(screen):
                    keep()
        leave: Callable[..., object] = partial(self._leave, (self.screen, *hidden))
        for screen in hidden:
            # What a dialog has answered is on its way to the place that asked.
            if screen.is_running and not screen.is_modal:
                leave = partial(screen.call_later, leave)
        self.call_after_refresh(leave)

    def leave_when_hung_up(self) -> None:
        """Where the terminal is closed or the machine shut down, leave as by the key, and in any case."""
        for name in ("SIGHUP", "SIGTERM"):
            with suppress(AttributeError, NotImplementedError, RuntimeError):  # not on Windows; not in a thread
                asyncio.get_running_loop().add_signal_handler(getattr(signal, name), self._hung_up)

    def _hung_up(self) -> None:
        signal.alarm(_TO_KEEP)
        self.call_later(self.run_action, "app_quit")

    def _leave(self, known: Sequence[Screen[Any]]) -> None:
        if self.screen in known:
            self.exit()

    @contextmanager
    def _kept_in(self, screen: Screen[Any]) -> Iterator[None]:
        """Where something cannot be kept, that is where one goes."""
        self.leaving = True
        try:
            yield
        except QualcodeError:
            if screen is not self.screen:
                self.show_screen(getattr(screen, "PLACE", "study"))
            raise
        finally:
            self.leaving = False

    def action_history_undo(self) -> None:
        """Take back the last thing one did."""
        from qualcode.services.keeping.history import undo

        self._go_through_history(undo)

    def action_history_redo(self) -> None:
        """Do again what was taken back last."""
        from qualcode.services.keeping.history import redo

        self._go_through_history(redo)

    def _go_through_history(self, step: Callable[..., str]) -> None:
        if self.session is None:
            return
        summary = step(self.session.study)
        self.session.read_again()
        if self.place is not None:
            self.place.call_later(self.place.show_taken_back)
        self.tell(say(f"journal.{step.__name__}", summary=summary))

"""The app: paints, opens a study, and knows which screen is which. What works everywhere is in `everywhere.py`.

It paints first, and so imports here only what the first frame needs. Then come the screen and the first figures, by
plain SQL; then, in a worker, the models and services.
"""

import pkgutil
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual.content import Content
from textual.screen import Screen

from qualcode.errors import StudyLocked, WrongPassphrase
from qualcode.locale import say
from qualcode.settings import coder_initials, read_settings, remember_study
from qualcode.text.display import visible
from qualcode.tui.closed_widgets import let_go_of_closed_widgets
from qualcode.tui.themes import DARK, THEMES
from qualcode.tui.watching import WatchingApp

if TYPE_CHECKING:
    from textual.command import Provider

    from qualcode.tui.opening import FiguresRead, OpeningRefused, StudyOpened

SCREENS = {
    "welcome": "welcome:WelcomeScreen",
    "study": "study.screen:StudyScreen",
    "participants": "participants.screen:ParticipantsScreen",
    "speakers": "speakers.screen:SpeakersScreen",
    "table_log": "table_log.screen:TableLogScreen",
    "reading": "reading:ReadingScreen",
    "coding": "coding.screen:CodingScreen",
    "condensing": "condensing.screen:CondensingScreen",
    "synthesis": "synthesis.screen:SynthesisScreen",
    "comparing": "comparing.screen:ComparingScreen",
    "search": "search.screen:SearchScreen",
    "tables": "tables:TablesScreen",
    "reviewing": "reviewing:ReviewingScreen",
    "deidentifying": "deidentifying.screen:DeidentifyingScreen",
    "register": "register.screen:RegisterScreen",
    "negotiating": "negotiating:NegotiatingScreen",
    "codebook": "codebook.screen:CodebookScreen",
    "differing": "differing.screen:DifferingScreen",
    "answering": "answering:AnsweringScreen",
}
"""Where in `screens/` the class of each place is; its file is loaded when one goes there."""


def _commands_provider() -> "type[Provider]":
    from qualcode.tui.palette import CommandsProvider

    return CommandsProvider


class FirstFrame(Screen[None]):
    """What is there at once, until the screen that was asked for has been loaded."""

    def render(self) -> Content:
        """The program's name, and the study's."""
        path = getattr(self.app, "path", None)
        return Content.assemble((" qualcode", "bold"), f" · {visible(path.stem)}" if path else "")


class QualcodeApp(WatchingApp):
    """The terminal app, on the study at `path` or on the page of choices, with `coder` (initials) at work."""

    TITLE = "qualcode"
    COMMANDS: ClassVar[set["type[Provider] | Callable[[], type[Provider]]"]] = {_commands_provider}

    def __init__(self, path: Path | None = None, *, coder: str | None = None) -> None:
        super().__init__()
        let_go_of_closed_widgets()
        self.path = path
        self.settings = read_settings()
        self.coder = coder_initials(self.settings, coder)
        for place in SCREENS:
            self.add_mode(place, partial(_made, place))

    def get_default_screen(self) -> Screen[Any]:
        """The first frame."""
        return FirstFrame()

    def on_mount(self) -> None:
        """Dress, paint, and only then load the screen."""
        for theme in THEMES:
            self.register_theme(theme)
        self.leave_when_hung_up()
        wanted = self.settings.theme
        self.theme = wanted if wanted in self.available_themes else DARK.name
        self.call_after_refresh(self._begin)

    def _begin(self) -> None:
        if self.path is None:
            self.show_screen("welcome")
        else:
            self.open_study(self.path)

    def open_study(self, path: Path) -> None:
        """Open a study and go to its page; figures first, the rest in a worker."""
        self.path = path = path.resolve()
        self.show_screen("study")
        self.call_after_refresh(self._open_in_worker, path)

    def _open_in_worker(self, path: Path) -> None:
        from qualcode.tui.opening import open_in_steps

        self.run_worker(partial(open_in_steps, self, path, self.coder), thread=True, exclusive=True, group="opening")

    def on_figures_read(self, message: "FiguresRead") -> None:
        """The first figures are there."""
        if not self.settings.language and message.figures.language:
            self.speak(message.figures.language)
        if self.place is not None:
            # Queued behind a screen that is just being built anew in the study's language.
            self.place.call_later(self.place.show_figures, message.figures)

    def on_study_opened(self, message: "StudyOpened") -> None:
        """The study is open: everything works from now on."""
        from qualcode.tui.keeping import keep_in_worker

        self.close_study()
        self.session = message.session
        self.look_for_others()
        keep_in_worker(self, message.session.study)
        remember_study(message.session.study.path)
        wanted, self.wanted = self.wanted, None
        if wanted is not None:
            message.session.go(wanted)
            self.call_later(self.show_screen, wanted)
        else:
            self.show_soon()

    def on_opening_refused(self, message: "OpeningRefused") -> None:
        """It cannot be opened: say why, and offer the choices again."""
        self.wanted = None
        self.show_screen("study" if self.session else "welcome")
        if isinstance(message.error, StudyLocked | WrongPassphrase) and self.path is not None:
            self.call_after_refresh(self._ask_passphrase, self.path, message.error.message)
        else:
            self.notice(message.error)

    def _ask_passphrase(self, path: Path, why: str) -> None:
        """An encrypted study is opened by its passphrase, asked for until it is right or one gives up."""
        from qualcode.tui.dialogs.secret import SecretDialog

        def unlock(passphrase: str) -> None:
            from qualcode.storage.ciphers import unlock

            try:
                unlock(path, passphrase)
            except WrongPassphrase as error:
                self._ask_passphrase(path, error.message)
            else:
                self.open_study(path)

        if self.place is not None:
            self.place.ask(SecretDialog(say("encrypting.ask", name=path.name), explanation=why), unlock)

    def action_command_palette(self) -> None:
        """Every command, found by typing; Textual's own asks in English."""
        from textual.command import CommandPalette

        if not isinstance(self.screen, CommandPalette):
            self.push_screen(CommandPalette(id="--command-palette", placeholder=say("app.find_command")))

    def close_study(self) -> None:
        """Let go of the study's file."""
        if self.session is not None:
            self.session.study.close()
            self.session = None

    def on_unmount(self) -> None:
        """Leaving: let go of the file."""
        self.close_study()


def screen_of(place: str) -> type[Screen[Any]]:
    """The class of the screen of a place, loaded now if it has not been."""
    found: type[Screen[Any]] = pkgutil.resolve_name(f"qualcode.tui.screens.{SCREENS[place]}")
    return found


def _made(place: str) -> Screen[Any]:
    return screen_of(place)()

"""The page one starts from: a demonstration, a new study, or one that exists."""

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from qualcode.commands import command
from qualcode.locale import current_language, say
from qualcode.settings import recent_studies
from qualcode.storage import STUDY_SUFFIX
from qualcode.tui.bindings import bindings_for
from qualcode.tui.screen import CommandScreen
from qualcode.tui.shown import shown

_CHOICES = ("study.demonstration", "study.new", "study.open")


class WelcomeScreen(CommandScreen):
    """Three choices, a sentence each, and the studies opened last."""

    _recent: Sequence[Path] = ()

    PLACE = "welcome"
    CSS_PATH = "welcome.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings_for("welcome")

    def compose(self) -> ComposeResult:
        """The choices in the middle of the page."""
        with Vertical(classes="page"):
            yield Static("qualcode", classes="name")
            yield Static(say("app.welcome.motto"), classes="motto")
            yield OptionList(compact=True)
            yield Static(say("app.welcome.keys"), classes="keys")

    def show(self) -> None:
        """The choices, and the recent studies as they are now."""
        self._recent = recent_studies()
        options = self.query_one(OptionList)
        options.clear_options()
        options.add_options([Option(_choice(identity), id=identity) for identity in _CHOICES])
        if self._recent:
            options.add_option(Option(Content.styled(say("app.welcome.recent"), "$text-muted"), disabled=True))
            options.add_options([Option(_recent(path)) for path in self._recent])
        options.highlighted = options.option_count - len(self._recent) if self._recent else 0
        options.focus()

    def action_study_demonstration(self) -> None:
        """Build the example study here, if it is not here already, and open it."""
        from qualcode.tui.dialogs.progress import Progress, ProgressDialog, ask_progress

        def work(_progress: Progress) -> Path:
            from qualcode.services.demonstration import build_demonstration

            return build_demonstration(Path.cwd()).study

        ask_progress(self, ProgressDialog(say("app.welcome.demonstration"), work), self.app.open_study)

    def action_study_new(self) -> None:
        """A title, and where to keep it."""
        from qualcode.tui.dialogs.write import Field, FormDialog

        fields = [
            Field("title", say("app.welcome.title")),
            Field("file", say("app.welcome.file", folder=Path.cwd())),
            Field(
                "encrypted",
                say("encrypting.on_disk"),
                choices=[("", say("register_screen.no")), ("yes", say("register_screen.yes"))],
            ),
        ]
        self.ask(FormDialog(say("app.welcome.new"), fields), self._ask_passphrase)

    def _ask_passphrase(self, answer: dict[str, str], why: str = "") -> None:
        """Twice, so that nobody is locked out by a slip of the finger."""
        if not answer["encrypted"]:
            self._make_study(answer, "")
            return
        from qualcode.tui.dialogs.secret import SecretDialog

        def once(first: str) -> None:
            def again(second: str) -> None:
                if first == second:
                    self._make_study(answer, first)
                else:
                    self._ask_passphrase(answer, say("encrypting.differ"))

            self.ask(SecretDialog(say("encrypting.ask_again")), again)

        self.ask(SecretDialog(say("encrypting.ask_new"), explanation=why or say("encrypting.warning")), once)

    def _make_study(self, answer: dict[str, str], passphrase: str) -> None:
        from qualcode.services.overview.studies import create

        path = study_path(answer["file"] or answer["title"], folder=Path.cwd())
        told = {"language": current_language(), "coder": self.app.coder, "passphrase": passphrase}
        create(path, title=answer["title"], **told).close()
        self.app.open_study(path)

    def action_study_open(self) -> None:
        """A study that exists."""
        from qualcode.tui.dialogs.files import FilesDialog

        dialog = FilesDialog(say("app.welcome.open"), [STUDY_SUFFIX], several=False)
        self.ask(dialog, lambda paths: self.app.open_study(paths[0]))

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        if event.option_id:
            self.run_command(command(event.option_id))
        else:
            self.app.open_study(self._recent[event.option_index - len(_CHOICES) - 1])


def study_path(name: str, *, folder: Path) -> Path:
    """The file of a study called so: under the folder unless it is a whole path, with the ending that studies have."""
    path = Path(name).expanduser() if "/" in name else folder / name
    return path if path.suffix == STUDY_SUFFIX else path.with_name(path.name + STUDY_SUFFIX)


def _choice(identity: str) -> Content:
    known = command(identity)
    return Content.assemble((known.keys[0], "bold $primary"), "  ", (known.title, "bold"), f"\n   {known.help}\n")


def _recent(path: Path) -> Content:
    return Content.assemble("   ", shown(path.stem), "  ", shown(path.parent, "$text-muted"))

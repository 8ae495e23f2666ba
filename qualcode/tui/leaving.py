"""A file leaves the study from the app: written aside, looked through, asked about if it would expose somebody."""

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from textual.content import Content

from qualcode.locale import say
from qualcode.services.linkage import identity_lock, known_people
from qualcode.services.outgoing import Outgoing, Writer, write_aside
from qualcode.settings import read_settings
from qualcode.tui.dialogs.progress import Progress, ProgressDialog, ask_progress
from qualcode.tui.dialogs.secret import SecretDialog
from qualcode.tui.dialogs.show import AgreeDialog
from qualcode.tui.screen import PlaceScreen
from qualcode.tui.shown import shown
from qualcode.views.leaks import ERROR, Leak
from qualcode.views.linkage import KeyLock, KnownPerson

_NOTES_SHOWN = 20


class PassphraseDialog(SecretDialog):
    """The linkage key's passphrase. Left empty, the key stays shut."""

    MAY_BE_EMPTY: ClassVar[bool] = True


class LeaksDialog(AgreeDialog):
    """What would expose somebody: enter lets it out, `esc` does not; both are answers."""

    def action_close(self) -> None:
        """Keep it."""
        self.dismiss(False)


class LeavingTask:
    """The linkage key's passphrase if there is one, writing, the list, and then the file's place."""

    def __init__(self, screen: PlaceScreen, kind: str, path: Path, write: Writer) -> None:
        self._screen = screen
        self._kind = kind
        self._path = path
        self._write = write

    def begin(self) -> None:
        """Open the linkage key that the settings name, if any."""
        settings = read_settings()
        if not settings.linkage_key:
            self._write_aside(None)
        elif settings.linkage_identity:
            self._write_aside(identity_lock(Path(settings.linkage_identity)))
        else:
            title, without = say("linkage.passphrase"), say("linkage.without")
            dialog = PassphraseDialog(title, explanation=without)
            self._screen.ask(dialog, lambda typed: self._write_aside(KeyLock(typed) if typed else None))

    def _write_aside(self, lock: KeyLock | None) -> None:
        study = self._screen.session.study

        def work(_progress: Progress) -> Outgoing:
            people: Sequence[KnownPerson] = known_people(Path(read_settings().linkage_key), lock) if lock else ()
            return write_aside(study, self._path, self._write, kind=self._kind, people=people)

        ask_progress(self._screen, ProgressDialog(say("study.exporting"), work), self._look)

    def _look(self, outgoing: Outgoing) -> None:
        if outgoing.blocked:
            body = Content("\n").join(_line(leak) for leak in outgoing.leaks[:_NOTES_SHOWN])
            body = Content("\n\n").join([body, shown(say("leaks.go_on"), "bold")])
            self._screen.ask(LeaksDialog(say("leaks.title"), body), lambda yes: self._settle(outgoing, go=yes))
        else:
            self._settle(outgoing, go=True)

    def _settle(self, outgoing: Outgoing, *, go: bool) -> None:
        with outgoing:
            if not go:
                self._screen.tell(say("leaks.kept", path=self._path.name))
                return
            written = outgoing.place()
        told = say("study.exported", path=written[0] if len(written) == 1 else self._path)
        notes = sum(leak.level != ERROR for leak in outgoing.leaks)
        self._screen.tell(f"{told} {say('leaks.to_weigh', count=notes)}" if notes else told)


def _line(leak: Leak) -> Content:
    style = "$error" if leak.level == ERROR else "$text-muted"
    return Content.assemble((say(f"leaks.levels.{leak.level}"), style), shown(f"  {leak.where}: {leak.message}"))

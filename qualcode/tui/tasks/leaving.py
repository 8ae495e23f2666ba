"""A file leaves the study from the app: written aside, looked through, asked about if it would expose somebody."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import ClassVar

from qualcode.locale import say
from qualcode.services.protecting.leaks import accept_leaks
from qualcode.services.protecting.linkage import identity_lock, known_people
from qualcode.services.protecting.outgoing import Outgoing, Writer, write_aside
from qualcode.settings import read_settings
from qualcode.tui.dialogs.leaks import Answer, LeaksDialog, ReasonDialog
from qualcode.tui.dialogs.progress import Progress, ProgressDialog, ask_progress
from qualcode.tui.dialogs.secret import SecretDialog
from qualcode.tui.dialogs.show import AgreeDialog
from qualcode.tui.dialogs.write import TextDialog
from qualcode.tui.screen import PlaceScreen
from qualcode.tui.shown import shown
from qualcode.views.leaks import ERROR, Leak
from qualcode.views.linkage import KeyLock, KnownPerson


class PassphraseDialog(SecretDialog):
    """The linkage key's passphrase. Left empty, the key stays shut."""

    MAY_BE_EMPTY: ClassVar[bool] = True


def ask_lock(screen: PlaceScreen, then: Callable[[KeyLock | None], None]) -> None:
    """What opens the linkage key of the settings: its identity file, else a passphrase; None where it stays shut."""
    settings = read_settings()
    if not settings.linkage_key:
        then(None)
    elif settings.linkage_identity:
        then(identity_lock(Path(settings.linkage_identity)))
    else:
        dialog = PassphraseDialog(say("linkage.passphrase"), explanation=say("linkage.without"))
        screen.ask(dialog, lambda typed: then(KeyLock(typed) if typed else None))


def people_behind(lock: KeyLock | None) -> Sequence[KnownPerson]:
    """Everybody in the linkage key, nobody where it stays shut. Takes three seconds with a passphrase."""
    return known_people(Path(read_settings().linkage_key), lock) if lock else ()


class LeavingTask:
    """The linkage key's passphrase if there is one, writing, the list, and then the file's place."""

    def __init__(
        self, screen: PlaceScreen, kind: str, path: Path, write: Writer, also: Callable[[], Sequence[Leak]] = tuple
    ) -> None:
        self._screen = screen
        self._kind = kind
        self._path = path
        self._write = write
        self._also = also

    def begin(self) -> None:
        """Open the linkage key that the settings name, if any."""
        ask_lock(self._screen, self._write_aside)

    def _write_aside(self, lock: KeyLock | None) -> None:
        study = self._screen.session.study

        def work(_progress: Progress) -> Outgoing:
            people = people_behind(lock)
            return write_aside(study, self._path, self._write, kind=self._kind, people=people, also=self._also)

        ask_progress(self._screen, ProgressDialog(say("study.exporting"), work), self._look)

    def _look(self, outgoing: Outgoing) -> None:
        """What would tell of somebody is read before the file has its place; a note with nothing to do is counted."""
        if any(leak.level == ERROR or leak.fingerprint for leak in outgoing.leaks):
            self._screen.ask(LeaksDialog(outgoing.leaks), lambda answer: self._answered(outgoing, answer))
        else:
            self._settle(outgoing, go=True)

    def _answered(self, outgoing: Outgoing, answer: Answer) -> None:
        if isinstance(answer, Leak):
            self._screen.ask(ReasonDialog(answer), lambda reason: self._accept(outgoing, answer, reason))
        else:
            self._settle(outgoing, go=answer)

    def _accept(self, outgoing: Outgoing, leak: Leak, reason: str) -> None:
        """With a reason it is remembered, and told no more."""
        if reason:
            accept_leaks(self._screen.session.study, [leak], [leak.fingerprint], reason)
            outgoing.leaks = tuple(one for one in outgoing.leaks if one.fingerprint != leak.fingerprint)
        self._look(outgoing)

    def _settle(self, outgoing: Outgoing, *, go: bool) -> None:
        with outgoing:
            if not go:
                self._screen.tell(say("leaks.kept", path=self._path.name))
                return
            written = outgoing.place()
        told = say("study.exported", path=written[0] if len(written) == 1 else self._path)
        if outgoing.left_out:
            told = f"{told} {say('leaks.held_back', count=outgoing.left_out)}"
        notes = sum(leak.level != ERROR for leak in outgoing.leaks)
        self._screen.tell(f"{told} {say('leaks.to_weigh', count=notes)}" if notes else told)


def ask_file(
    screen: PlaceScreen, proposed: Path, write: Callable[[Path], None], *, endings: str = ".xlsx, .docx, .csv, .html"
) -> None:
    """Ask where to write, and by its ending what.

    A file that is there may hold somebody's work, so whether it is to be replaced is asked.
    """

    def chosen(typed: str) -> None:
        path = Path(typed).expanduser()
        if path.exists():
            screen.ask(AgreeDialog(say("study.replace"), shown(path)), lambda _: write(path))
        else:
            write(path)

    screen.ask(TextDialog(say("study.export_file"), str(proposed), explanation=endings), chosen)

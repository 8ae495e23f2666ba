"""The round trip in the app: a Word file that was with co-authors is chosen, and its changes walked."""

from pathlib import Path
from typing import TYPE_CHECKING

from qualcode.locale import say
from qualcode.tui.dialogs.files import FilesDialog
from qualcode.views.checking import ERROR

if TYPE_CHECKING:
    from qualcode.tui.screen import PlaceScreen

_SUFFIXES = (".docx",)


def choose_word_file(screen: "PlaceScreen") -> None:
    """Ask for the file, show what differs, take back what is marked."""
    folder = screen.session.study.path.parent
    screen.ask(
        FilesDialog(say("takeback.which"), _SUFFIXES, folder=folder, several=False), lambda ch: _walk(screen, ch)
    )


def _walk(screen: "PlaceScreen", chosen: list[Path]) -> None:
    from qualcode.services.documents.taking_back import take_back, text_differences
    from qualcode.services.protecting.document_names import check_returned
    from qualcode.tui.dialogs.take_back import TakeBackDialog

    path, study = chosen[0], screen.session.study
    found = text_differences(study, path)
    wrong = [finding for finding in check_returned(study, path).findings if finding.level == ERROR]
    if not found and not wrong:
        screen.tell(say("takeback.same"))
        return

    def take(numbers: list[int]) -> None:
        taken = take_back(study, found, numbers, file=path.name)
        screen.show()
        screen.tell(say("takeback.taken", count=len(taken)))

    screen.ask(TakeBackDialog(say("takeback.title", file=path.name), found, wrong=wrong), take)

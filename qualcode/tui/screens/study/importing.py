"""Taking in transcripts, question by question: into which substudy, which files, what is in them, and then doing it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from qualcode.importers.registry import importer_suffixes
from qualcode.locale import say
from qualcode.services.material.importing import take_in
from qualcode.services.material.previewing import Arrival, look_again, look_at_files
from qualcode.services.material.substudies import substudies
from qualcode.services.participants.participants import participants
from qualcode.tui.dialogs.arrival import ArrivalDialog, Look
from qualcode.tui.dialogs.arrival_lines import result_lines
from qualcode.tui.dialogs.arrivals import ArrivalsDialog
from qualcode.tui.dialogs.choose import Choice, ChooseDialog, NewName
from qualcode.tui.dialogs.files import FilesDialog
from qualcode.tui.dialogs.progress import Done, Progress, ProgressDialog, ask_progress
from qualcode.tui.dialogs.show import ShowDialog
from qualcode.tui.screen import PlaceScreen
from qualcode.tui.screens.study.tasks import ask_substudy
from qualcode.views.importing import Decisions, ImportReport


class ImportTask:
    """Each question follows the last; nothing is stored before the files have been looked at."""

    def __init__(self, screen: PlaceScreen) -> None:
        self._screen = screen
        self._substudy = ""

    def begin(self) -> None:
        """Into which substudy, if there are several; where there is none, it is made."""
        known = substudies(self._screen.session.study)
        if not known:
            ask_substudy(self._screen, self._ask_files)
            return
        if len(known) == 1:
            self._ask_files(known[0].name)
            return
        choices = [Choice(one.name, one.name, say(f"study.designs.{one.design}")) for one in known]
        dialog = ChooseDialog(say("study.into_substudy"), choices, offers_new=say("kinds.substudy"))
        self._screen.ask(dialog, self._chosen)

    def _chosen(self, answer: str | NewName) -> None:
        if isinstance(answer, NewName):
            ask_substudy(self._screen, self._ask_files, name=answer.name)
        else:
            self._ask_files(answer)

    def _ask_files(self, substudy: str) -> None:
        self._substudy = substudy
        folder = self._screen.session.files_folder
        dialog = FilesDialog(say("study.which_files", substudy=substudy), importer_suffixes(), folder=folder)
        self._screen.show()
        self._screen.ask(dialog, self._read)

    def _read(self, paths: list[Path]) -> None:
        self._screen.session.folder = paths[0].parent
        study, substudy = self._screen.session.study, self._substudy

        def work(progress: Progress) -> list[Arrival]:
            return look_at_files(study, paths, substudy, progress=progress, cancelled=progress.cancelled)

        ask_progress(self._screen, ProgressDialog(say("study.reading_files"), work), self._preview)

    def _preview(self, arrivals: list[Arrival]) -> None:
        """One file is a page; several are a list of them."""
        codes = [person.code for person in participants(self._screen.session.study, self._substudy)]
        if len(arrivals) > 1:
            several = ArrivalsDialog(arrivals, self._look(lambda: several.arrivals), codes, substudy=self._substudy)
            self._screen.ask(several, self._import)
            return
        page = ArrivalDialog(arrivals[0], self._look(lambda: ()), codes, substudy=self._substudy, is_alone=True)
        self._screen.ask(page, lambda arrival: self._import([arrival]) if page.is_wanted else None)

    def _look(self, among: Callable[[], tuple[Arrival, ...]]) -> Look:
        study, substudy = self._screen.session.study, self._substudy

        def look(arrival: Arrival, decisions: Decisions) -> Arrival:
            return look_again(study, arrival, decisions, substudy=substudy, among=among())

        return look

    def _import(self, arrivals: list[Arrival]) -> None:
        study, substudy = self._screen.session.study, self._substudy

        def work(progress: Progress) -> list[ImportReport]:
            return take_in(study, arrivals, substudy, progress=progress, cancelled=progress.cancelled)

        self._screen.ask(ProgressDialog(say("study.importing"), work), self._imported)

    def _imported(self, done: Done) -> None:
        if done.error is not None:
            raise done.error
        reports: list[ImportReport] = done.result
        self._screen.show()
        if not reports:
            self._screen.tell(say("arriving.called_off"))
            return
        stored = sum(1 for report in reports if not report.error and not report.already_here)
        title = say("study.imported", count=stored, substudy=self._substudy)
        if len(reports) > 1:
            self._screen.ask(ShowDialog(title, result_lines(reports)), _nothing_more)
        else:
            self._screen.tell(title)


def _nothing_more(_: Any) -> None:
    """What happened has been read."""

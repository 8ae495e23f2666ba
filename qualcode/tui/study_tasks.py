"""What is done from the study's page, question by question: import, new substudy, research question, export."""

from collections.abc import Callable, Sequence
from pathlib import Path

from textual.content import Content

from qualcode.exporters.registry import SUFFIXES
from qualcode.importers.registry import importer_suffixes
from qualcode.locale import say
from qualcode.services.exporting import export_chapter, export_quotes
from qualcode.services.importing import import_files
from qualcode.services.incoming import transcript_files
from qualcode.services.substudies import set_analysis, set_substudy, substudies
from qualcode.storage.opening import OpenStudy
from qualcode.tui.dialogs.choose import Choice, ChooseDialog, NewName
from qualcode.tui.dialogs.files import FilesDialog
from qualcode.tui.dialogs.progress import Progress, ProgressDialog, ask_progress
from qualcode.tui.dialogs.show import AgreeDialog
from qualcode.tui.dialogs.write import Field, FormDialog, TextDialog
from qualcode.tui.screen import PlaceScreen
from qualcode.tui.shown import shown
from qualcode.views.importing import ImportReport
from qualcode.views.material import AnalysisView

_EXPORTS: dict[str, Callable[[OpenStudy, Path], None]] = {"chapter": export_chapter, "quotes": export_quotes}
"""What can be written, and the service that writes it."""


def ask_substudy(screen: PlaceScreen, then: Callable[[str], object], *, name: str = "") -> None:
    """A new substudy; `then` gets its name when it has been made."""

    def make(answer: dict[str, str]) -> None:
        made = set_substudy(
            screen.session.study, answer["name"], design=answer["design"], sampling=answer["sampling"] or None
        )
        screen.session.read_again()
        then(made.name)

    designs = [(value, say(f"study.designs.{value}")) for value in ("individual", "focus-group")]
    samplings = [(value, say(f"study.samplings.{value or 'unsaid'}")) for value in ("", "strategic", "convenience")]
    fields = [
        Field("name", say("study.substudy_name"), name),
        Field("design", say("study.design"), choices=designs),
        Field("sampling", say("study.sampling"), choices=samplings),
    ]
    screen.ask(FormDialog(say("study.new_substudy"), fields, explanation=say("study.new_substudy_help")), make)


def ask_question(screen: PlaceScreen, analysis: AnalysisView) -> None:
    """The research question and the theoretical frame of an analysis."""

    def write(answer: dict[str, str]) -> None:
        question, frame = " ".join(answer["question"].split()), answer["frame"].strip()
        set_analysis(screen.session.study, analysis.title, question=question, frame=frame)
        screen.show()

    fields = [
        Field("question", say("study.question"), analysis.question, lines=3),
        Field("frame", say("study.frame"), analysis.frame, lines=5),
    ]
    screen.ask(FormDialog(analysis.title, fields, explanation=say("study.question_help")), write)


def ask_export(screen: PlaceScreen) -> None:
    """What is to be written, and where."""

    def chosen(kind: str) -> None:
        suffix = SUFFIXES[kind][0]
        path = screen.session.study.path
        proposed = path.with_name(f"{path.stem}-{say(f'study.export_names.{kind}')}{suffix}")
        endings = ", ".join(SUFFIXES[kind])
        dialog = TextDialog(say("study.export_file"), str(proposed), explanation=endings)
        screen.ask(dialog, lambda typed: _agree_to_replace(screen, kind, Path(typed).expanduser()))

    choices = [Choice(kind, say(f"study.exports.{kind}")) for kind in _EXPORTS]
    screen.ask(ChooseDialog(say("study.export_what"), choices), chosen)


def _agree_to_replace(screen: PlaceScreen, kind: str, path: Path) -> None:
    """A file that is there may hold somebody's work, which no undo brings back: the one thing that is asked about."""
    if path.exists():
        dialog = AgreeDialog(say("study.replace"), shown(path))
        screen.ask(dialog, lambda _: _export(screen, kind, path))
    else:
        _export(screen, kind, path)


def _export(screen: PlaceScreen, kind: str, path: Path) -> None:
    study = screen.session.study

    def work(_progress: Progress) -> Path:
        _EXPORTS[kind](study, path)
        return path

    dialog = ProgressDialog(say("study.exporting"), work)
    ask_progress(screen, dialog, lambda written: screen.tell(say("study.exported", path=written)))


class ImportTask:
    """Into which substudy, which files, what is in them, and then taking them in. Each question follows the last."""

    _folder: Path | None = None
    """Where the last files were found, for the next time."""

    def __init__(self, screen: PlaceScreen) -> None:
        self._screen = screen
        self._substudy = ""
        self._paths: list[Path] = []

    def begin(self) -> None:
        """Into which substudy."""
        known = substudies(self._screen.session.study)
        if not known:
            ask_substudy(self._screen, self._ask_files)
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
        folder = ImportTask._folder or self._screen.session.study.path.parent
        dialog = FilesDialog(say("study.which_files", substudy=substudy), importer_suffixes(), folder=folder)
        self._screen.show()
        self._screen.ask(dialog, self._read)

    def _read(self, paths: list[Path]) -> None:
        ImportTask._folder = paths[0].parent
        self._paths = transcript_files(paths)
        self._work(say("study.reading_files"), self._preview, dry_run=True)

    def _preview(self, reports: list[ImportReport]) -> None:
        # One that was called off has fewer reports than files; then only what was looked at is taken in.
        read = zip(self._paths, reports, strict=False)
        self._paths = [path for path, report in read if not report.error and not report.already_here]
        title = say("study.preview", count=len(self._paths), substudy=self._substudy)
        body = Content("\n\n").join(describe_report(report) for report in reports)
        self._screen.ask(AgreeDialog(title, body, agrees=bool(self._paths)), lambda _: self._import())

    def _import(self) -> None:
        self._work(say("study.importing"), self._imported, dry_run=False)

    def _imported(self, reports: list[ImportReport]) -> None:
        self._screen.show()
        self._screen.tell(say("study.imported", count=len(reports), substudy=self._substudy))

    def _work(self, title: str, then: Callable[[list[ImportReport]], None], *, dry_run: bool) -> None:
        study, substudy, paths = self._screen.session.study, self._substudy, self._paths

        def work(progress: Progress) -> list[ImportReport]:
            # A preview tells of every file; the import itself takes all of the good ones or none.
            return import_files(
                study,
                paths,
                substudy,
                dry_run=dry_run,
                keep_going=dry_run,
                progress=progress,
                cancelled=progress.cancelled,
            )

        ask_progress(self._screen, ProgressDialog(title, work), then)


def describe_report(report: ImportReport) -> Content:
    """What was found in a file: format, size, labels with roles, problems with their places."""
    parts = [shown(Path(report.file).name, "bold")]
    if report.error:
        return _lines([*parts, Content.assemble(("✗ ", "$error"), shown(report.error))])
    if report.already_here:
        return _lines([*parts, Content.assemble(("· ", "$text-muted"), say("study.already_here"))])
    amount = f"{say('study.turns', count=report.turns)} · {say('study.words', count=report.words)}"
    parts.append(shown(f"{report.format} · {report.encoding} · {amount}", "$text-muted"))
    speakers = (
        f"{speaker.label} = {speaker.participant or say(f'study.roles.{speaker.role}')} ({speaker.turns})"
        for speaker in report.speakers
    )
    parts.append(shown(" · ".join(speakers)))
    parts += [
        Content.assemble(("! ", "$warning"), shown(f"{problem.place}: {problem.message}"))
        for problem in report.problems
    ]
    return _lines(parts)


def _lines(parts: Sequence[Content]) -> Content:
    return Content("\n  ").join(parts)

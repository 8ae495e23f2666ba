"""What is done from the study's page, question by question: new substudy, research question, export."""

from collections.abc import Callable
from pathlib import Path

from qualcode.exporters.registry import SUFFIXES
from qualcode.locale import say
from qualcode.services.exporting import export_chapter, export_quotes
from qualcode.services.substudies import set_analysis, set_substudy
from qualcode.storage.opening import OpenStudy
from qualcode.tui.dialogs.choose import Choice, ChooseDialog
from qualcode.tui.dialogs.show import AgreeDialog
from qualcode.tui.dialogs.write import Field, FormDialog, TextDialog
from qualcode.tui.leaving import LeavingTask
from qualcode.tui.screen import PlaceScreen
from qualcode.tui.shown import shown
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

    def write(place: Path) -> tuple[Path, ...]:
        _EXPORTS[kind](study, place)
        return (place,)

    LeavingTask(screen, kind, path, write).begin()

"""What is done from the study's page, question by question: new substudy, research question, export."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from qualcode.exporters.registry import SUFFIXES
from qualcode.locale import say
from qualcode.services.chapter.exporting import export_chapter, export_quotes
from qualcode.services.material.substudies import set_substudy
from qualcode.storage.opening import OpenStudy
from qualcode.tui.dialogs.choose import Choice, ChooseDialog
from qualcode.tui.dialogs.show import AgreeDialog
from qualcode.tui.dialogs.write import Field, FormDialog, TextDialog
from qualcode.tui.screen import PlaceScreen
from qualcode.tui.shown import shown
from qualcode.tui.tasks.leaving import LeavingTask
from qualcode.views.chapter import PAPER

PAPERS = ("units", "condensates", "analysis-table", "codebook")


def _write_paper(study: OpenStudy, path: Path, *, kind: str) -> None:
    from qualcode.services.chapter.papers import export_paper

    export_paper(study, kind, path)


def _write_guideline(study: OpenStudy, path: Path, *, guideline: str) -> None:
    from qualcode.services.chapter.reporting import export_guideline

    export_guideline(study, guideline, path)


_EXPORTS: dict[str, Callable[[OpenStudy, Path], None]] = {
    "chapter": export_chapter,
    "chapter_as_paper": partial(export_chapter, order=PAPER),
    "chapter_traced": partial(export_chapter, traced=True),
    "quotes": export_quotes,
    **{kind.replace("-", "_"): partial(_write_paper, kind=kind) for kind in PAPERS},
    "coreq": partial(_write_guideline, guideline="coreq"),
    "srqr": partial(_write_guideline, guideline="srqr"),
}
"""What can be written, each to one file."""

_ENDINGS = {"coreq": "guideline", "srqr": "guideline"} | {kind.replace("-", "_"): "paper" for kind in PAPERS}
_ENDINGS |= {"chapter_as_paper": "chapter", "chapter_traced": "chapter"}
"""Kinds whose endings go by another name."""


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


def ask_export(screen: PlaceScreen) -> None:
    """What is to be written, and where."""

    def chosen(kind: str) -> None:
        suffixes = SUFFIXES[_ENDINGS.get(kind, kind)]
        suffix = suffixes[0]
        path = screen.session.study.path
        proposed = path.with_name(f"{path.stem}-{say(f'study.export_names.{kind}')}{suffix}")
        endings = ", ".join(suffixes)
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

    as_told = "chapter" if kind.startswith("chapter") else kind.replace("_", "-")
    LeavingTask(screen, as_told, path, write).begin()

"""Opening a study step by step, in a thread: first the figures, then the study itself."""

import gc
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual.app import App
from textual.message import Message

from qualcode.errors import QualcodeError
from qualcode.views.status import StudyFigures

if TYPE_CHECKING:
    from qualcode.tui.session import Session

_SHOWN_FIRST = ("overview.studies", "keeping.history", "material.transcripts")
"""The services that the study's page asks as soon as the study is open."""


class FiguresRead(Message):
    """The first figures have been read."""

    def __init__(self, figures: StudyFigures) -> None:
        super().__init__()
        self.figures = figures


class StudyOpened(Message):
    """The study is open."""

    def __init__(self, session: "Session") -> None:
        super().__init__()
        self.session = session


class OpeningRefused(Message):
    """The study cannot be opened."""

    def __init__(self, error: QualcodeError) -> None:
        super().__init__()
        self.error = error


def open_in_steps(app: App[Any], path: Path, coder: str) -> None:
    """Read the figures, open the study, load what the screens need; each step is told to the app."""
    try:
        from qualcode.storage.figures import first_figures

        figures = first_figures(path)
        app.post_message(FiguresRead(figures))
        from qualcode.tui.session import open_session

        session = open_session(path, figures, coder=coder)
        for service in _SHOWN_FIRST:
            import_module(f"qualcode.services.{service}")
        # What was loaded to get here stays; looked through again, it would hold up a key press for a fifth of a second.
        # Once: at the next study, the one before it would stay as well.
        if not gc.get_freeze_count():
            gc.freeze()
    except QualcodeError as error:
        app.post_message(OpeningRefused(error))
    else:
        app.post_message(StudyOpened(session))

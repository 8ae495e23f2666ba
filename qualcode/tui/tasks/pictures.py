"""Pictures in the app: drawn in letters in a dialog, and from there written to a file."""

from pathlib import Path
from typing import Any, ClassVar

from textual.binding import Binding, BindingType

from qualcode.locale import say
from qualcode.services.asking.pictures import export_picture, picture, picture_lines
from qualcode.tui.dialogs.choose import Choice, ChooseDialog
from qualcode.tui.dialogs.show import ReadDialog
from qualcode.tui.screen import PlaceScreen
from qualcode.tui.tasks.leaving import LeavingTask, ask_file
from qualcode.views.pictures import PICTURES

_WIDEST = 112
_FRAME = 10
"""What a dialog needs at its sides."""

_ENDINGS = ".png, .svg, .docx"


class PictureDialog(ReadDialog[bool]):
    """A picture in letters; `w` asks for it as a file (the answer is True)."""

    KEYS: ClassVar[str] = "picture"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("w", "write", show=False)]

    def action_write(self) -> None:
        """Have it in a file."""
        self.dismiss(True)


class PictureTask:
    """Which picture, the picture, and the file if one is wanted: of an analysis (the one at hand), or of a substudy."""

    def __init__(self, screen: PlaceScreen, *, substudy: str | None = None, analysis: str | None = None) -> None:
        at_hand = screen.session.analysis
        self._screen, self._study = screen, screen.session.study
        if analysis is None and at_hand is not None and (substudy is None or substudy in at_hand.substudies):
            analysis = at_hand.title
        self._of: dict[str, Any] = {"analysis": analysis, "substudy": substudy}

    def begin(self) -> None:
        """Ask which."""
        choices = [Choice(kind, say(f"pictures.{kind}.title")) for kind in PICTURES]
        self._screen.ask(ChooseDialog(say("pictures.which"), choices), self._show)

    def _show(self, kind: str) -> None:
        view = picture(self._study, kind, **self._of)
        title, _, *lines = picture_lines(view, width=min(_WIDEST, self._screen.app.size.width - _FRAME))
        dialog = PictureDialog(title, "\n".join(lines))
        dialog.add_class("broad")
        self._screen.ask(dialog, lambda _: self._ask_file(kind))

    def _ask_file(self, kind: str) -> None:
        path = self._study.path
        proposed = path.with_name(f"{path.stem}-{say('pictures.file_name')}-{kind}.png")
        ask_file(self._screen, proposed, lambda chosen: self._write(kind, chosen), endings=_ENDINGS)

    def _write(self, kind: str, path: Path) -> None:
        def write(aside: Path) -> list[Path]:
            export_picture(self._study, picture(self._study, kind, consenting=True, **self._of), aside)
            return [aside]

        LeavingTask(self._screen, "table", path, write).begin()

"""Pictures in the app: drawn in letters in a dialog."""

from qualcode.locale import say
from qualcode.services.pictures import picture, picture_lines
from qualcode.tui.dialogs.choose import Choice, ChooseDialog
from qualcode.tui.dialogs.show import ShowDialog
from qualcode.tui.screen import PlaceScreen
from qualcode.views.pictures import PICTURES

_WIDEST = 112
_FRAME = 10
"""What a dialog needs at its sides."""


def ask_picture(screen: PlaceScreen) -> None:
    """Which picture, and then the picture, of the analysis at hand."""
    choices = [Choice(kind, say(f"pictures.{kind}.title")) for kind in PICTURES]
    screen.ask(ChooseDialog(say("pictures.which"), choices), lambda kind: _show(screen, kind))


def _show(screen: PlaceScreen, kind: str) -> None:
    analysis = screen.session.analysis
    view = picture(screen.session.study, kind, analysis=analysis.title if analysis else None)
    title, _, *lines = picture_lines(view, width=min(_WIDEST, screen.app.size.width - _FRAME))
    dialog = ShowDialog(title, "\n".join(lines))
    dialog.add_class("broad")
    screen.app.push_screen(dialog)

"""Who has done what, in the app: a list that typing filters by person, day, action or words."""

from functools import partial

from qualcode.locale import say
from qualcode.services.keeping.history import history
from qualcode.text.moments import moment
from qualcode.tui.dialogs.choose import Choice, ChooseDialog
from qualcode.tui.dialogs.show import ShowDialog
from qualcode.tui.screen import PlaceScreen
from qualcode.views.history import HistoryRow

_NEWEST = 2_000
"""So many are listed here; `qualcode history` has them all."""


def ask_history(screen: PlaceScreen) -> None:
    """The newest entries of the journal; one that is chosen is shown whole, and then the list again."""
    rows = history(screen.session.study, limit=_NEWEST)
    if not rows:
        screen.tell(say("journal.nothing"))
        return
    choices = [Choice(row, f"{_when(row)}  {row.coder}  {row.summary}", row.action) for row in rows]
    explanation = say("journal.newest", count=_NEWEST) if len(rows) == _NEWEST else ""
    dialog = ChooseDialog(say("journal.title"), choices, explanation=explanation)
    screen.ask(dialog, partial(_show, screen))


def _show(screen: PlaceScreen, row: HistoryRow) -> None:
    told = (str(row.id), row.at, row.coder, row.action, row.summary)
    lines = (f"{say(f'journal.columns.{name}')}: {value}" for name, value in zip(HistoryRow._fields, told, strict=True))
    screen.app.push_screen(ShowDialog(say("journal.title"), "\n".join(lines)), lambda _: ask_history(screen))


def _when(row: HistoryRow) -> str:
    return moment(row.at)

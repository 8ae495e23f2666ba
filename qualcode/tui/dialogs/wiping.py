"""Wiping the temporary names of a table log: what will be gone is agreed to first."""

from collections.abc import Iterable

from qualcode.locale import say
from qualcode.tui.dialogs.show import AgreeDialog
from qualcode.tui.shown import shown
from qualcode.views.table_log import TableLogView, WipeReport


def wipe_dialog(log: TableLogView) -> AgreeDialog:
    """What will be gone, to be agreed to: a wipe cannot be undone."""
    called = {seat.called.casefold(): seat.called for seat in log.seats}
    known = {seat.called.casefold() for seat in log.seats if seat.participant}
    question = say("table_log.wipe_question", names=_listed(name for name in called.values() if name))
    nobody = [name for folded, name in called.items() if name and folded not in known]
    if nobody:
        question = f"{question}\n\n{say('table_log.wipe_nobody', names=_listed(nobody))}"
    return AgreeDialog(say("table_log.wipe_title"), shown(question))


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"«{name}»" for name in names)


def wiped_words(report: WipeReport) -> str:
    """What has been wiped, and whether anything may linger."""
    told = say("table_log.wiped", count=report.names, lines=report.lines)
    return f"{told} {say('table_log.settled' if report.settled else 'table_log.unsettled')}"

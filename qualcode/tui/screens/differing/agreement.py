"""How far coders agree, for those whose method asks for it: asked for by a key, and only then."""

from collections.abc import Sequence
from typing import Any

from textual.content import Content

from qualcode.locale import say
from qualcode.services.asking.agreement import agreement
from qualcode.services.asking.agreement_rounds import agreement_rounds, keep_agreement
from qualcode.services.asking.agreement_words import figures_told, rounds_told, warnings_told
from qualcode.tui.dialogs.choose import Choice, ChooseDialog
from qualcode.tui.dialogs.progress import ProgressDialog, ask_progress
from qualcode.tui.dialogs.show import AgreeDialog, lay_in_columns
from qualcode.tui.screen import PlaceScreen
from qualcode.tui.shown import shortened, shown
from qualcode.views.agreement import LEVELS, AgreementView

_COLUMNS = ("code_group", "coded", "percent", "kappa", "alpha", "interval")
_UNITS_TOO = 100
"""From so many columns of the terminal there is room for alpha for unitizing as well."""
_ROUND_COLUMNS = ("at", "level", "code_group", "percent", "alpha")
_GROUP = 24


def ask_agreement(screen: PlaceScreen, coders: Sequence[str]) -> None:
    """By what it is measured; then the figures, which enter keeps."""
    analysis, study = screen.session.analysis, screen.session.study
    if analysis is None:
        return
    levels = [Choice(name, say(f"agreement.level.{name}"), say(f"agreement.level_help.{name}")) for name in LEVELS]

    def measure(level: str) -> None:
        work = ProgressDialog(
            say("agreement.counting"), lambda _: agreement(study, coders, level=level, analysis=analysis.title)
        )
        ask_progress(screen, work, show)

    def show(measured: AgreementView) -> None:
        told = {"coders": ", ".join(measured.coders), "analysis": measured.analysis}
        title = say("agreement.heading", **told, level=say(f"agreement.level.{measured.level}"))
        dialog = AgreeDialog(title, _told(screen, measured))
        dialog.add_class("broad")
        screen.ask(dialog, lambda _: keep(measured))

    def keep(measured: AgreementView) -> None:
        keep_agreement(study, measured)
        screen.tell(say("agreement.kept"))

    title = say("agreement.which_level", coders=", ".join(coders) or say("agreement.nobody"))
    screen.ask(ChooseDialog(title, levels, highlighted="turn"), measure)


def _told(screen: PlaceScreen, measured: AgreementView) -> Content:
    counted: dict[str, Any] = {"n": measured.overall.n, "differing": len(measured.disagreements)}
    columns = (*_COLUMNS, "unitizing") if screen.app.size.width >= _UNITS_TOO else _COLUMNS
    parts = [shown(say("agreement.stc"), "$text-muted"), Content(""), _table(figures_told(measured, columns))]
    parts += [shown(warning) for warning in warnings_told(measured)]
    parts += [Content(""), shown(say("agreement.of_places", **counted))]
    kept = [
        one
        for one in agreement_rounds(screen.session.study, analysis=measured.analysis)
        if one.coders == measured.coders
    ]
    if kept:
        heading = Content.styled(say("agreement.rounds"), "bold $primary")
        parts += [Content(""), heading, _table(rounds_told(kept, _ROUND_COLUMNS))]
    return Content("\n").join(parts)


def _table(rows: Sequence[tuple[str, ...]]) -> Content:
    short = [tuple(shortened(cell, cells=_GROUP) for cell in row) for row in rows]
    return lay_in_columns(short[1:], heading=short[0])

"""Agreement in words: the figures as rows of text, for the terminal and the app alike."""

from collections.abc import Sequence

from qualcode.locale import current_language, say
from qualcode.text.moments import moment
from qualcode.views.agreement import FEW, AgreementFigures, AgreementRound, AgreementView

COLUMNS = ("code_group", "n", "coded", "percent", "kappa", "alpha", "interval", "unitizing")
ROUND_COLUMNS = ("at", "coders", "level", "code_group", "n", "percent", "kappa", "alpha")


def figures_told(measured: AgreementView, columns: Sequence[str] = COLUMNS) -> list[tuple[str, ...]]:
    """The headings, then a row for each group, and for all of them where there are several; `!` marks few places."""
    rows = [_figures(one) for one in measured.told]
    return [_headings(columns), *(tuple(row[name] for name in columns) for row in rows)]


def rounds_told(rounds: Sequence[AgreementRound], columns: Sequence[str] = ROUND_COLUMNS) -> list[tuple[str, ...]]:
    """The headings, then a row for each measurement that was kept, oldest first."""
    rows = [
        {
            "at": moment(one.at),
            "coders": ", ".join(one.coders),
            "level": say(f"agreement.level.{one.level}"),
            "code_group": one.code_group or say("agreement.overall"),
            "n": str(one.n),
            "percent": _number(one.percent, places=1),
            "kappa": _number(one.kappa),
            "alpha": _number(one.alpha),
        }
        for one in rounds
    ]
    return [_headings(columns), *(tuple(row[name] for name in columns) for row in rows)]


def warnings_told(measured: AgreementView) -> list[str]:
    """What is to be known before the figures are read: that a group has too few places, or that nobody has used it."""
    told = [say("agreement.unused", group=one.code_group) for one in measured.groups if not one.coded]
    if any(one.few and one.coded for one in measured.groups):
        told.append(say("agreement.few", few=FEW))
    return told


def _headings(columns: Sequence[str]) -> tuple[str, ...]:
    return tuple(say(f"agreement.column.{name}") for name in columns)


def _figures(one: AgreementFigures) -> dict[str, str]:
    low, high = one.interval or (None, None)
    return {
        "code_group": one.code_group or say("agreement.overall"),
        "n": str(one.n),
        "coded": f"{one.coded} !" if one.few else str(one.coded),
        "percent": _number(one.percent, places=1),
        "kappa": _number(one.kappa),
        "alpha": _number(one.alpha),
        "interval": say("agreement.none") if one.interval is None else f"{_number(low)} .. {_number(high)}",
        "unitizing": _number(one.unitizing),
    }


def _number(value: float | None, *, places: int = 2) -> str:
    """With so many decimals; decimal comma in Norwegian."""
    if value is None:
        return say("agreement.none")
    told = f"{value:z.{places}f}"
    return told if current_language() == "en" else told.replace(".", ",")

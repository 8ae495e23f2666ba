"""The reporting guidelines COREQ (Tong, Sainsbury and Craig 2007) and SRQR (O'Brien and others 2014).

What an item asks about is said in our own words; each is answered by facts that the study holds, after the authors' own
words where they have given some.
"""

from collections.abc import Mapping
from pathlib import Path

from qualcode.exporters import registry
from qualcode.locale import say
from qualcode.services.chapter.reporting_facts import facts
from qualcode.storage.opening import OpenStudy
from qualcode.views.register import GUIDELINES
from qualcode.views.reporting import ReportItem, ReportView

Facts = Mapping[int, tuple[str, ...]]
"""Which facts answer which item; an item that is not here is for the authors."""

COREQ: Facts = {
    1: ("interviewers",),
    2: ("credentials",),
    3: ("occupation",),
    4: ("gender",),
    5: ("training",),
    6: ("relation",),
    7: ("known_to_participants",),
    8: ("background",),
    9: ("method", "frame"),
    10: ("sampling",),
    11: ("approach",),
    12: ("sample_size",),
    13: ("lost",),
    14: ("setting",),
    15: ("others",),
    16: ("sample",),
    17: ("guide", "involvement"),
    18: ("repeated",),
    19: ("recording",),
    20: ("field_notes",),
    21: ("duration",),
    22: ("information_power",),
    24: ("coders",),
    25: ("codes",),
    26: ("themes",),
    27: ("software",),
    29: ("quotes",),
    30: ("validation",),
    31: ("categories",),
    32: ("breadth",),
}

SRQR: Facts = {
    1: ("title",),
    3: ("purpose",),
    4: ("questions",),
    5: ("method", "frame"),
    6: ("team", "relation", "background"),
    7: ("setting",),
    8: ("sampling", "information_power"),
    9: ("ethics", "consent"),
    10: ("sample_size", "period", "duration", "field_notes"),
    11: ("guide", "involvement", "recording"),
    12: ("sample", "lost"),
    13: ("transcription", "software"),
    14: ("coders", "themes", "codes"),
    15: ("validation", "readers"),
    16: ("categories",),
    17: ("quotes",),
    18: ("discussion",),
}

_ANSWERED: dict[str, Facts] = {"coreq": COREQ, "srqr": SRQR}
_DOMAINS = {"coreq": (1, 9, 24), "srqr": (1, 3, 5, 16, 18, 20)}
"""The items that the parts of a guideline begin with."""


def reporting_guideline(study: OpenStudy, guideline: str, *, analysis: str | None = None) -> ReportView:
    """The items of `coreq` or `srqr`, filled from the study or left open, in its language.

    For the paper of one `analysis`, what is told of the work is that one's. Raises `NothingNamed`.
    """
    known = facts(study, analysis)
    language = known.language
    answered = _ANSWERED[guideline]

    def item(number: int) -> ReportItem:
        part = sum(first <= number for first in _DOMAINS[guideline])
        told = [
            known.own.get((guideline, number), ""),
            *(known.told.get(name, "") for name in answered.get(number, ())),
        ]
        return ReportItem(
            number=number,
            domain=say(f"{guideline}.domain.{part}", language=language),
            subject=say(f"{guideline}.item.{number}", language=language),
            answer="\n".join(one for one in told if one),
        )

    return ReportView(
        guideline=guideline,
        title=say(f"{guideline}.title", language=language, study=known.title),
        language=language,
        items=tuple(item(number) for number in range(1, GUIDELINES[guideline] + 1)),
    )


def export_guideline(
    study: OpenStudy, guideline: str, path: Path, *, analysis: str | None = None, template: Path | None = None
) -> None:
    """Write `coreq` or `srqr` (for the paper of one analysis) as .docx, .xlsx or .csv, by the ending of `path`.

    Raises `CannotWrite`, `TemplateUnusable`, `NothingNamed`.
    """
    registry.write_guideline(reporting_guideline(study, guideline, analysis=analysis), path, template=template)

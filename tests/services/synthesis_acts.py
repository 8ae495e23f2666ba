"""Random work of steps 3 and 4: sorting, condensing, writing up, comparing. What is refused is refused."""

from collections.abc import Callable

from qualcode.model import (
    Analysis,
    CodeGroup,
    Coding,
    ComparisonTopic,
    Condensate,
    Paragraph,
    Quote,
    ResultCategory,
    Sorting,
    Subgroup,
)
from qualcode.services.condensing import condensing, quote_rules, quotes, sortings
from qualcode.services.synthesis import comparing, outcomes, retelling, synthesis
from qualcode.storage.opening import OpenStudy
from tests.builders import analysis_of
from tests.services.acts import Numbers, pick

TEXTS = ("", "Jeg ble sittende.", "Noen ble sittende, andre gikk.", "Ingen sa noe om det.")


def _text(number: int) -> str:
    return TEXTS[number % len(TEXTS)]


def _place(study: OpenStudy, n: Numbers) -> None:
    condensing.place(study, [pick(study, Coding, n[0])], pick(study, Subgroup, n[1]))


def _aside(study: OpenStudy, n: Numbers) -> None:
    condensing.set_aside(study, [pick(study, Coding, n[0])], _text(n[1]))


def _sort(study: OpenStudy, n: Numbers) -> None:
    group = pick(study, CodeGroup, n[0])
    if n[1] % 3 == 0:
        sortings.keep_sorting(study, group, _text(n[2]))
    elif n[1] % 3 == 1:
        sortings.sort_anew(study, group)
    else:
        sortings.restore_sorting(study, pick(study, Sorting, n[2]))


def _condense(study: OpenStudy, n: Numbers) -> None:
    condensing.write_condensate(study, pick(study, Subgroup, n[0]), _text(n[1]))


def _categorise(study: OpenStudy, n: Numbers) -> None:
    analysis = analysis_of(study)
    category, condensate = pick(study, ResultCategory, n[0]), pick(study, Condensate, n[1])
    if n[2] % 4 == 0:
        synthesis.add_category(study, analysis, f"Kategori {n[3] % 3}")
    elif n[2] % 4 == 1:
        synthesis.rest_on(study, category, condensate, on=n[3] % 3 > 0)
    elif n[2] % 4 == 2:
        synthesis.remove_category(study, category)
    else:
        synthesis.write_validation(study, category, validated=n[3] % 2 > 0)


def _write(study: OpenStudy, n: Numbers) -> None:
    category, paragraph = pick(study, ResultCategory, n[0]), pick(study, Paragraph, n[1])
    if n[2] % 5 == 0:
        retelling.link_paragraph(study, paragraph, pick(study, Condensate, n[3]), on=n[1] % 3 > 0)
    elif n[2] % 5 == 1:
        retelling.add_sections(study, category)
    elif n[2] % 5 == 2:
        synthesis.remove_paragraph(study, paragraph)
    elif n[2] % 5 == 3:
        synthesis.change_paragraph(study, paragraph, text=_text(n[3]))
    else:
        synthesis.add_paragraph(study, category, text=_text(n[3]), quote_id=pick(study, Quote, n[1]) or None)


def _quote(study: OpenStudy, n: Numbers) -> None:
    if n[0] % 3:
        quotes.mark_quote(study, pick(study, Coding, n[1]))
    else:
        quotes.unmark_quote(study, pick(study, Quote, n[1]))


def _compare(study: OpenStudy, n: Numbers) -> None:
    topic, analysis = pick(study, ComparisonTopic, n[0]), pick(study, Analysis, n[1])
    if n[2] % 4 == 0:
        comparing.add_topic(study, f"Tema {n[3] % 3}")
    elif n[2] % 4 == 1:
        comparing.write_cell(study, topic, analysis, stance=("agrees", "silent", "")[n[3] % 3])
    elif n[2] % 4 == 2:
        comparing.remove_topic(study, topic)
    else:
        kind, table = (("category", ResultCategory), ("condensate", Condensate), ("quote", Quote))[n[3] % 3]
        comparing.add_evidence(study, topic, analysis, kind=kind, key=pick(study, table, n[1]))


def _end(study: OpenStudy, n: Numbers) -> None:
    if n[0] % 2:
        outcomes.end_without_category(study, pick(study, CodeGroup, n[1]), _text(n[2]))
    else:
        quote_rules.write_quote_rule(study, analysis_of(study), _text(n[2]))


SYNTHESIS: tuple[Callable[[OpenStudy, Numbers], None], ...] = (
    _place,
    _place,
    _aside,
    _sort,
    _condense,
    _condense,
    _categorise,
    _categorise,
    _write,
    _write,
    _quote,
    _compare,
    _end,
)
"""What is done on the boards of Condensation and Synthesis."""

"""How the analysis was done, and the way back from its results: what stands last in the chapter."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from textwrap import shorten

from qualcode.exporters.wording import quoted_lines
from qualcode.locale import say
from qualcode.services.called import Called, names_called
from qualcode.services.condensing.quote_rules import quote_rule_of
from qualcode.services.condensing.quote_sources import QuoteSources
from qualcode.services.reading.preconceptions import preconceptions_of
from qualcode.services.register.consent import is_held_back
from qualcode.services.tracing.tracing import SHORTEST, units_below_each
from qualcode.storage.opening import OpenStudy
from qualcode.text.marks import without_emphasis, without_footnotes
from qualcode.views.papers import PaperSection, PaperTable
from qualcode.views.quotes import QuoteView
from qualcode.views.synthesis import CategoryView
from qualcode.views.units import UnitRow

_DAY = 10
"""So much of an ISO time is the day."""

_BEGINNING = 80
"""So many characters of a paragraph tell which it is."""


def appendix_of(
    study: OpenStudy, analyses: Sequence[int], found: Mapping[int, Sequence[CategoryView]], language: str
) -> tuple[tuple[str, str], ...]:
    """Preconceptions, what was done to quotes, and how the categories were validated; what is empty is left out."""
    parts = {
        "preconceptions": "\n\n".join(_preconceptions(study, analyses, language)),
        "quotes": "\n\n".join(_quote_rules(study, analyses)),
        "validation": "\n\n".join(_validation([one for views in found.values() for one in views], language)),
    }
    return tuple((say(f"chapter.appendix.{name}", language=language), text) for name, text in parts.items() if text)


def trace_of(
    study: OpenStudy, categories: Iterable[CategoryView], voices: frozenset[tuple[str, str]], sources: QuoteSources
) -> tuple[PaperSection, ...]:
    """For each category a table: every condensate and every placed quote, and the units below it.

    Before them stand the paragraphs that say which condensates they retell, with those. Quotes and units of `voices`,
    whose words may not go out, are left out. Who speaks is called as after a quote: in a substudy that prints no codes
    there, a unit is told by the beginning of its uid, and above the table stands how to go on from that.
    """
    language = sources.language
    headings = tuple(say(f"chapter.trace.{name}", language=language) for name in ("what", "units", "participants"))
    sections, listed = [], list(categories)
    with study.reading() as connection:
        called = names_called(connection)
    under = units_below_each(study, {category.analysis_id for category in listed})
    for category in listed:
        below = [("condensate", one.uid, one.path) for one in category.condensates]
        placed = [part.quote for part in category.paragraphs if part.quote is not None]
        shown_quotes = [one for one in placed if not is_held_back(one, voices)]
        below += [("quote", one.uid, _as_printed(one, sources)) for one in shown_quotes]
        free = {uid: [unit for unit in under.get(uid, []) if not _is_held_back(unit, voices)] for _, uid, _ in below}
        rows = list(_paragraphs(category, free, called, sources))
        for kind, uid, shown in below:
            units = free[uid]
            told = say(f"chapter.trace.{kind}", language=language, what=shown)
            places = "; ".join(_place(unit, called, sources) for unit in units)
            rows.append((told, places, _speakers(units, called, sources)))
        silent = {one.substudy for units in free.values() for one in units} - sources.coded
        told = say("chapter.trace.by_uid", language=language, substudies=", ".join(sorted(silent))) if silent else ""
        if not rows:
            told = say("document.no_evidence", language=language, heading=category.heading)
        table = PaperTable(headings, tuple(rows), (38, 47, 15)) if rows else None
        sections.append(PaperSection(category.heading, 3, told, table))
    return tuple(sections)


def _as_printed(quote: QuoteView, sources: QuoteSources) -> str:
    """A quote in quotation marks; a dialogue with a line for each speaker, below the word for it."""
    lines = sources.lines(quote)
    return ("\n" if lines else "") + quoted_lines(quote.printed, lines, language=sources.language)


def _paragraphs(
    category: CategoryView, below: Mapping[str, Sequence[UnitRow]], called: Called, sources: QuoteSources
) -> Iterator[tuple[str, str, str]]:
    """The paragraphs of a category that are tied to condensates: how they begin, what they retell, who is in it."""
    uids = {one.path: one.uid for one in category.condensates}
    for paragraph in category.paragraphs:
        if paragraph.quote is None and paragraph.retells:
            begins = shorten(without_emphasis(without_footnotes(paragraph.text)), width=_BEGINNING, placeholder=" …")
            told = say("chapter.trace.paragraph", language=sources.language, what=begins)
            retold = say("chapter.trace.retells", language=sources.language, what="; ".join(paragraph.retells))
            units = [unit for path in paragraph.retells for unit in below.get(uids.get(path, ""), ())]
            yield told, retold, _speakers(units, called, sources)


def _speakers(units: Iterable[UnitRow], called: Called, sources: QuoteSources) -> str:
    """Who speaks in these units, each once; of a substudy that prints no codes, only who has a pseudonym there."""
    named = (
        called.people.get((unit.substudy, code), code)
        if unit.substudy in sources.coded
        else sources.names.get((unit.substudy, code), "")
        for unit in units
        for code in unit.participants
    )
    return ", ".join(dict.fromkeys(name for name in named if name))


def _is_held_back(unit: UnitRow, voices: frozenset[tuple[str, str]]) -> bool:
    return any((unit.substudy, code) in voices for code in unit.participants)


def _preconceptions(study: OpenStudy, analyses: Sequence[int], language: str) -> Iterator[str]:
    several = len(set(analyses)) > 1
    for analysis_id in dict.fromkeys(analyses):
        for one in preconceptions_of(study, analysis_id):
            key = "late" if one.late else "changed_since" if one.changed_since else "in_time"
            when = {"written": one.written[:_DAY], "changed": one.changed[:_DAY]}
            told = say(f"chapter.preconceptions.{key}", language=language, who=one.coder, **when)
            yield f"{one.analysis}: {told} {one.text}" if several else f"{told} {one.text}"


def _quote_rules(study: OpenStudy, analyses: Sequence[int]) -> Iterator[str]:
    several = len(set(analyses)) > 1
    every = [quote_rule_of(study, analysis_id) for analysis_id in dict.fromkeys(analyses)]
    # An offered sentence tells of the quotes in the chapter: where there are none, there is nothing to tell.
    rules = [rule for rule in every if rule.written or rule.placed]
    texts = {rule.text for rule in rules if rule.text}
    if len(texts) == 1 and all(rule.text for rule in rules):
        yield texts.pop()
        return
    for rule in rules:
        if rule.text:
            yield f"{rule.analysis}: {rule.text}" if several else rule.text


def _validation(categories: Sequence[CategoryView], language: str) -> Iterator[str]:
    """A paragraph for each category that has been gone back on; how many were not, at the end."""
    told = [one for one in categories if one.validated or one.validation]
    for one in told:
        stances = Counter(passage.stance for passage in one.passages)
        counts = {"nuances": stances["nuances"], "contradicts": stances["contradicts"]}
        state = "validated" if one.validated else "begun"
        head = say(f"chapter.validation.{state}", language=language, heading=one.heading)
        found = say("chapter.validation.passages", language=language, **counts) if any(counts.values()) else ""
        yield " ".join(part for part in (head, one.validation, _reread(one, language), found) if part)
    missing = len([one for one in categories if not one.validated])
    if told and missing:
        yield say("chapter.validation.missing", language=language, count=missing)


def _reread(category: CategoryView, language: str) -> str:
    """How many transcripts have been open since the text was written, known from their having been opened."""
    if not category.written or not category.reread:
        return ""
    total = len(category.opened) + len(category.unopened)
    return say("chapter.validation.reread", language=language, count=len(category.reread), total=total)


def _place(unit: UnitRow, called: Called, sources: QuoteSources) -> str:
    """Where a unit stands, and who coded it when. A transcript is often named after the one who speaks in it."""
    if unit.substudy in sources.coded:
        told = {"transcript": called.transcript(unit), "number": unit.turn}
        place = say("papers.units.place", language=sources.language, **told)
    else:
        place = say("chapter.trace.unit", language=sources.language, uid=unit.uid[:SHORTEST])
    # Hyphens that do not break: a date is one word.
    day = unit.created[:_DAY].replace("-", "\u2011")
    return f"{place} ({unit.coder} {day})"

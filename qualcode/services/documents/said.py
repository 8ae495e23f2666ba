"""What was said, to hold a text that comes from outside against: the study's quotes, and the transcripts themselves."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from sqlalchemy import Connection, select
from sqlmodel import col

from qualcode.locale import say
from qualcode.model import Analysis, Interview, Revision, StudyRow, Substudy, Transcript
from qualcode.services.called import names_called
from qualcode.services.condensing.quote_lists import quotes
from qualcode.services.condensing.quote_sources import QuoteSources, quote_sources
from qualcode.services.naming import current_revision
from qualcode.services.synthesis.categories import categories
from qualcode.services.voices import TurnPlaces, turn_places
from qualcode.storage.opening import OpenStudy
from qualcode.text.quotes import Change, compare_printed
from qualcode.text.span import Span
from qualcode.views.quotes import QuotePlace as Place
from qualcode.views.quotes import QuoteView
from qualcode.views.synthesis import CategoryView

_NEAR = 0.5
"""A place with at least so many of a quote's runs of words is where it comes from, though words were changed."""
_FEW = 0.2
_MOST_FEW = 5
_END_MARKS = ".!?…,"
_MARGIN = 60
"""Characters on both sides of a place in which the quote's first and last words are looked for."""
_WORD = re.compile(r"\w+(?:[-'’]\w+)*")


@dataclass(frozen=True, slots=True)
class Verified:
    """A place that a quote stands on. `words` are those of the transcript, `printed` as the study prints them.

    `changes` are what the quote does to them beyond ellipsis, capital and brackets. `sources` are the names that may
    stand after it (code, pseudonym, transcript), `all_sources` everybody's. `is_dialogue` when several speak there.
    `all_there` when all that the quote says stands there, in whatever order; `is_near` when half of it does.
    """

    words: str
    printed: str
    where: str
    changes: tuple[Change, ...]
    sources: frozenset[str]
    all_sources: frozenset[str]
    speakers: tuple[str, ...]
    is_dialogue: bool
    is_near: bool = True
    all_there: bool = False


class Said:
    """Everything a document is held against; made by `said_in`."""

    def __init__(self, study: OpenStudy, words: Sequence[str]) -> None:
        self._quotes = quotes(study)
        with study.reading() as connection:
            self._language = connection.execute(select(col(StudyRow.language))).scalar_one()
            self._sources = quote_sources(connection, self._language)
            # Where names are alike in two substudies, print may have them after the substudy.
            self._told_apart = self._sources.told_apart({substudy for substudy, _ in self._sources.names}).names
            self._transcripts = _transcripts(connection)
            self._called = names_called(connection)
            self._turns = turn_places(connection, list(self._transcripts))
            analyses: Any = connection.execute(select(col(Analysis.id)).order_by(col(Analysis.position))).scalars()
            keys = list(analyses)
        views = [view for key in keys for view in categories(study, key)]
        self.categories: dict[str, CategoryView] = {view.uid: view for view in views}
        self.placed = {
            part.uid: self._known(part.quote) for view in views for part in view.paragraphs if part.quote is not None
        }
        self._places = _find(self._transcripts, words)

    def printed_as(self, words: str) -> Verified | None:
        """The quote of the study that is printed with these words, or a line of one, None where there is none."""
        found = self._by_words.get(_letters(words))
        if found is None:
            return None
        quote, printed = found
        known = self._known(quote)
        is_line = printed != quote.printed
        return replace(known, words=printed, printed=printed, is_dialogue=False) if is_line else known

    def verified(self, number: int, words: str) -> Verified | None:
        """Where the quote of this number stands in the transcripts, or where it most likely comes from."""
        candidates = self._places[number] or self._few_words(words)
        best: Verified | None = None
        for place in candidates:
            share = place.runs / place.of
            if share < _FEW:
                continue
            found = self._hold_against(place.text, place.span, words)
            if best is None or len(found.changes) < len(best.changes):
                best = replace(found, is_near=share >= _NEAR, all_there=found.all_there or place.runs == place.of)
            if not found.changes:
                break
        return best

    def everybody_who_says(self, place: Verified) -> frozenset[str]:
        """The names of all who say these very words, wherever it is: short ones are said by several."""
        names = set(place.sources)
        for key, transcript in self._transcripts.items():
            at = transcript.text.find(place.words) if place.words else -1
            while at >= 0:
                span = Span(at, at + len(place.words))
                names |= self._hold_against(key, span, place.words).sources
                at = transcript.text.find(place.words, span.end)
        return frozenset(names)

    def named(self, source: str) -> frozenset[str]:
        """Whom what stands in parentheses may mean: as it stands, part by part, and word by word.

        A name after its substudy means that substudy's, and not who is called alike in another.
        """
        whole, rest = set(), source
        for name in sorted(set(self._told_apart.values()) - set(self._sources.names.values()), key=len, reverse=True):
            rest, found = re.subn(rf"(?<!\w){re.escape(name)}(?!\w)", " ", rest)
            whole |= {name} if found else set()
        parts = [part.strip() for part in rest.replace(";", ",").split(",")]
        return frozenset({*whole, rest.strip(), *parts, *(word for part in parts for word in part.split())} - {""})

    def _few_words(self, words: str) -> list[Place]:
        """Where a quote stands that has not three words in a row: looked for as it is."""
        spoken = _WORD.findall(words)
        if not spoken or len(spoken) > _MOST_FEW:
            return []
        pattern = re.compile(r"\b" + r"\W+".join(re.escape(word) for word in spoken) + r"\b", re.IGNORECASE)
        found = ((key, pattern.search(one.text)) for key, one in self._transcripts.items())
        return [Place(key, Span(hit.start(), hit.end()), 1, 1) for key, hit in found if hit][:_MOST_FEW]

    def category_heading(self, text: str) -> str:
        """The title in a heading of a result category ("Resultatkategori 2: ..."), empty in any other paragraph."""
        pattern = say("exporting.category", language=self._language, number="\x00", heading="\x01")
        wanted = re.escape(pattern).replace("\x00", r"\d+").replace("\x01", "(.+)")
        found = re.fullmatch(wanted, " ".join(text.split()))
        return found[1] if found else ""

    def category_named(self, heading: str) -> CategoryView | None:
        """The category of this heading."""
        return next((view for view in self.categories.values() if view.heading == heading), None)

    @cached_property
    def _by_words(self) -> Mapping[str, tuple[QuoteView, str]]:
        lines = {_letters(line.text): (quote, line.text) for quote in reversed(self._quotes) for line in quote.lines}
        return lines | {_letters(quote.printed): (quote, quote.printed) for quote in reversed(self._quotes)}

    def _known(self, quote: QuoteView) -> Verified:
        """A quote of the study, as it stands there."""
        names = {self._sources.of(quote), *self._interview(quote.substudy, quote.transcript), *quote.participants}
        names |= {self._told_apart.get((quote.substudy, code), "") for code in quote.participants}
        # Words of several that a person has signed as joined are printed so.
        several = bool(quote.lines) or (quote.mixed and not quote.signed)
        return Verified(
            words=quote.text,
            printed=quote.printed,
            where=say("document.place", transcript=self._called.transcript(quote), number=quote.turn),
            changes=(),
            sources=frozenset(name for name in names if name),
            all_sources=self.everybody,
            speakers=tuple(dict.fromkeys(speaker for _, speaker in quote.spoken if speaker)),
            is_dialogue=several,
        )

    def _hold_against(self, key: int, span: Span, words: str) -> Verified:
        """A quote held against a place in a transcript."""
        transcript, turns = self._transcripts[key], self._turns.get(key, TurnPlaces())
        touched = _touched(turns, span, transcript.text)
        original = _whole(transcript.text, span, words, touched)
        said = original.slice(transcript.text)
        changes = compare_printed(said, words).changes
        number, labels, codes = turns.at(original.start, original.end) if turns.starts else (0, (), ())
        speakers = codes or labels
        called, printed = (transcript.substudy, transcript.name), (self._sources.names, self._told_apart)
        names = {
            *self._interview(*called),
            *codes,
            *(names.get((transcript.substudy, code), "") for names in printed for code in codes),
        }
        return Verified(
            words=said,
            printed=said,
            where=say(
                "document.place", transcript=self._called.transcripts.get(called, transcript.name), number=number
            ),
            changes=changes,
            sources=frozenset(name for name in names if name),
            all_sources=self.everybody,
            speakers=speakers,
            is_dialogue=len(set(labels) | set(codes)) > 1 and len(labels) > 1,
            all_there=_only_moved(changes, touched.slice(transcript.text)),
        )

    def _interview(self, substudy: str, transcript: str) -> frozenset[str]:
        """The transcript's name, which may stand after a quote from it where it is not a person's code."""
        return frozenset() if (substudy, transcript) in self._sources.names else frozenset({transcript})

    @cached_property
    def everybody(self) -> frozenset[str]:
        """Every name that may stand after a quote: code, pseudonym, transcript."""
        return _names(self._sources) | {name for name in self._told_apart.values() if name}


def said_in(study: OpenStudy, words: Sequence[str]) -> Said:
    """What the study holds, ready to be asked for these quotes by their number."""
    return Said(study, words)


@dataclass(frozen=True, slots=True)
class _Spoken:
    """A transcript's name and text, and the substudy it is of."""

    name: str
    text: str
    substudy: str


def _transcripts(connection: Connection) -> dict[int, _Spoken]:
    statement: Any = (
        select(col(Transcript.id), col(Transcript.name), col(Revision.text), col(Substudy.name).label("substudy"))
        .join(Revision, col(Revision.transcript_id) == col(Transcript.id))
        .join(Interview, col(Interview.id) == col(Transcript.interview_id))
        .join(Substudy, col(Substudy.id) == col(Interview.substudy_id))
        .where(current_revision(), col(Transcript.removed).is_(False))
        .order_by(col(Substudy.position), col(Interview.position))
    )
    return {row.id: _Spoken(row.name, row.text, row.substudy) for row in connection.execute(statement)}


def _find(transcripts: Mapping[int, _Spoken], words: Sequence[str]) -> list[list[Place]]:
    """The likeliest places of each quote. Loaded here, since it needs numpy, which no other command waits for."""
    from qualcode.analysis.quote_search import find_places

    return find_places(((key, one.text) for key, one in transcripts.items()), words)


def _touched(turns: TurnPlaces, span: Span, text: str) -> Span:
    """The turns that a span touches, from the first one's start to the last one's end."""
    start = max((at for at in turns.starts if at <= span.start), default=0)
    return Span(start, min((at for at in turns.ends if at >= span.end), default=len(text)))


def _only_moved(changes: Sequence[Change], said: str) -> bool:
    """Whether what a quote adds to its place are words in a row that stand elsewhere in these turns."""
    added = [_letters(change.printed).split() for change in changes if _letters(change.printed)]
    there = f" {_letters(said)} "
    return bool(added) and all(len(words) > 1 and f" {' '.join(words)} " in there for words in added)


def _whole(text: str, span: Span, words: str, touched: Span) -> Span:
    """The span let out to the quote's own first and last words, where these stand close by.

    Where they do not, they were changed: as many words are taken in as the quote has more, of the turns it touches.
    """
    shown = [word.lower() for word in _WORD.findall(words)]
    if not shown:
        return span
    base = max(0, span.start - _MARGIN)
    near = text[base : span.end + _MARGIN].lower()
    first = [base + found.start() for found in re.finditer(rf"\b{re.escape(shown[0])}\b", near)]
    last = [base + found.end() for found in re.finditer(rf"\b{re.escape(shown[-1])}\b", near)]
    missing = max(0, len(shown) - len(_WORD.findall(text, span.start, span.end)))
    # A word like the first or the last one in another turn is another's, unless the quote has the words up to there.
    first = [at for at in first if at >= touched.start or len(_WORD.findall(text, at, span.start)) <= missing]
    last = [at for at in last if at <= touched.end or len(_WORD.findall(text, span.end, at)) <= missing]
    start = max((at for at in first if at <= span.start), default=-1)
    end = min((at for at in last if at >= span.end), default=-1)
    if start < 0:
        before = [found.start() for found in _WORD.finditer(text, max(base, touched.start), span.start)]
        start = before[-missing] if 0 < missing <= len(before) else span.start
    if end < 0:
        after = [found.end() for found in _WORD.finditer(text, span.end, min(touched.end, span.end + 4 * _MARGIN))]
        end = after[missing - 1] if 0 < missing <= len(after) else span.end
    if end < len(text) and text[end] in _END_MARKS and words.rstrip()[-1:] in _END_MARKS:
        end += 1
    return Span(start, end)


def _letters(words: str) -> str:
    """The words and nothing else, to know a printed quote by."""
    return " ".join(_WORD.findall(words.lower()))


def _names(sources: QuoteSources) -> frozenset[str]:
    return frozenset({name for name in sources.names.values() if name} | {code for _, code in sources.names})

"""Looking through a file before it leaves the study: who would be exposed by it.

The file itself is read, as anybody who gets it could, and not the study that it was made from: whatever writes it, and
whatever a template brought along, is seen. Names that are known (linkage key, review), candidates nobody has decided
about (`undecided`), words of people without consent, and marks of who made the file hold it back. The rest is told for
a person to weigh. So is a table or lead-in that fits one person: in a small sample they nearly always do.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select
from sqlmodel import col

from qualcode.errors import NothingNamed, ValueRefused
from qualcode.exporters.written import WrittenText, telling_properties, written_texts
from qualcode.locale import say
from qualcode.model import AcceptedFinding, Participant, Quote, Speaker, Turn
from qualcode.services.acting import prose
from qualcode.services.condensing.quote_lists import unsigned_forms
from qualcode.services.protecting.cited import Citations, citations
from qualcode.services.protecting.confirmed_names import confirmed_names, transcripts_to_go_through
from qualcode.services.protecting.unconsented import unconsented_in
from qualcode.services.protecting.undecided import undecided_in
from qualcode.services.protecting.written_names import names_written
from qualcode.services.register.consent import holds_back
from qualcode.storage.opening import OpenStudy
from qualcode.text.identifying import Sought, occurrences
from qualcode.text.known_names import KnownNames
from qualcode.text.shortening import shortened
from qualcode.text.span import Span
from qualcode.views.counting import PEOPLE, CountedTable, TableAsked
from qualcode.views.leaks import ERROR, NAMED, NOTE, Leak
from qualcode.views.linkage import KnownPerson

WITHOUT_SPEECH = ("coreq", "srqr", "table")
"""Kinds in which nothing stands that was said."""

_QUOTING = ("chapter", "quotes")
"""What prints quotes as they are to be printed."""

_AROUND = 30
_CELLS_SHOWN = 5
_LEAST_LETTERS = 4
_WORD = re.compile(r"\w+")
_HOME = re.compile(r"(?:/home/|/Users/|[A-Za-z]:\\+Users\\+|file:///)[\w.~-]+[^\s<>\"']*")


def leaks_in(
    study: OpenStudy,
    path: Path,
    *,
    kind: str,
    people: Sequence[KnownPerson] = (),
    also: Sequence[Leak] = (),
    accepted: bool = False,
) -> list[Leak]:
    """What a file (or a folder of files) that has been written would tell of somebody; errors first.

    `people` are those of the linkage key, `also` what whoever wrote the file has to tell of it. With `accepted`, also
    what a person has accepted, with a reason.
    """
    texts = list(written_texts(path))
    with study.reading() as connection:
        cited = citations(connection)
        found = [
            *_names([*texts, *_file_names(path, texts)], people, confirmed_names(connection), cited),
            *(_unconsented(connection, texts) if holds_back() else ()),
            *(_property(where, told) for where, told in telling_properties(path)),
            *_paths(texts),
        ]
        settled = () if accepted else _accepted(connection)
    found += _undecided(study, texts, kind, cited)
    if kind not in WITHOUT_SPEECH:
        found += _unread(study)
    found += also
    if kind in _QUOTING:
        found += _unsigned(study, texts)
    if kind != "transcripts":
        found += [*_written_names(study, texts), *_recognisable(study, texts, kind)]
    told = dict.fromkeys(leak for leak in found if not leak.fingerprint or leak.fingerprint not in settled)
    return sorted(told, key=lambda leak: leak.level != ERROR)


def accept_leaks(study: OpenStudy, leaks: Iterable[Leak], chosen: Sequence[str], reason: str) -> int:
    """Let these go out, by their fingerprint or its beginning, with a reason that is remembered. How many.

    Raises `NothingNamed` for one that was not found, `ValueRefused` without a reason.
    """
    kept = prose(reason)
    if not kept:
        raise ValueRefused(what=say("kinds.reason"), value=reason, choices=say("leaks.some_words"))
    known = [leak.fingerprint for leak in leaks if leak.fingerprint]
    named = {one: [mark for mark in known if len(one) >= _LEAST_LETTERS and mark.startswith(one)] for one in chosen}
    for one, marks in named.items():
        if not marks:
            raise NothingNamed(kind=say("kinds.finding"), name=one, nearest=say("leaks.in_the_list"))
    marks = sorted({mark for found in named.values() for mark in found})
    with study.change("leak.accept") as change:
        change.summary = say("summaries.leaks_accepted", count=len(marks))
        there = _accepted(change.connection)
        for mark in marks:
            if mark not in there:
                told: dict[str, Any] = {"reason": kept, "coder_id": change.coder_id, "at": change.at}
                change.add(AcceptedFinding, fingerprint=mark, **told)
    return len(marks)


def alone_in_cells(asked: TableAsked, table: CountedTable) -> tuple[Leak, ...]:
    """That cells of a crosstab of people count one each: whoever knows the one thing of somebody learns the other."""
    if asked.kind != "crosstab" or asked.percent or table.of != PEOPLE or "participant" in (asked.rows, asked.columns):
        return ()
    heads = (table.view.headings or table.view.columns)[1:-1]
    rows = [(row[0], row[1:-1]) for row in table.view.rows[:-1]]
    alone = [f"{row} / {head}" for row, cells in rows for head, cell in zip(heads, cells, strict=True) if cell == 1]
    if not alone:
        return ()
    told = say("leaks.alone", count=len(alone), cells=", ".join(alone[:_CELLS_SHOWN]))
    return (Leak(NOTE, "recognisable", table.view.title, told, _fingerprint("alone", table.view.title, *alone)),)


def _names(
    texts: Sequence[WrittenText], people: Sequence[KnownPerson], confirmed: Sequence[Sought], cited: Citations
) -> Iterator[Leak]:
    """Names of the linkage key, and names that somebody has confirmed on going through the transcripts.

    Of an author who is cited and called the same, one note.
    """
    names = KnownNames((name for one in people for name in one.names), exactly=(one.contact for one in people))
    for text in texts:
        places = [(found.span.start, found.span.end, "key") for found in names.find(text.text)] if names else []
        known = [Span(start, end) for start, end, _ in places]
        if confirmed:
            there = ((one.start, one.end, "review") for one in occurrences(text.text, confirmed))
            places += [one for one in there if not _touches(known, *one[:2])]
        spans = cited.spans_in(text) if places else []
        for start, end, source in sorted(places):
            if _within(spans, start, end):
                name = text.text[start:end]
                told = say("leaks.name_cited", name=name)
                yield Leak(NOTE, "name", text.where, told, _fingerprint("cited", name.casefold()))
                continue
            shown = _shown(text.text, start, end)
            mark = _fingerprint("name", text.text[start:end].casefold(), shown)
            yield Leak(ERROR, "name", text.where, say(f"leaks.name_{source}", words=shown), mark)


def _file_names(path: Path, texts: Sequence[WrittenText]) -> Iterator[WrittenText]:
    """What the file, or each of those in a folder, is called."""
    for name in dict.fromkeys([path.name, *(text.file for text in texts)]):
        yield WrittenText(name, say("leaks.file_name"), re.sub(r"[_\W]+", " ", name))


def _within(spans: Sequence[Span], start: int, end: int) -> bool:
    return any(span.start <= start and end <= span.end for span in spans)


def _touches(spans: Sequence[Span], start: int, end: int) -> bool:
    return any(span.start < end and start < span.end for span in spans)


def _undecided(study: OpenStudy, texts: Sequence[WrittenText], kind: str, cited: Citations) -> Iterator[Leak]:
    """Candidates that nobody has decided about, but for authors who are cited."""
    found = undecided_in(study, texts, speech=kind not in WITHOUT_SPEECH)
    places = {one.where for one in found}
    spans = {(one.where, one.text): cited.spans_in(one) for one in texts if one.where in places}
    for one in found:
        if _within(spans.get((one.where, one.text), ()), one.start, one.end):
            continue
        shown = _shown(one.text, one.start, one.end)
        mark = _fingerprint("candidate", one.text[one.start : one.end].casefold(), shown)
        told = {"kind": say(f"identifying.kinds.{one.kind}"), "words": shown, "transcript": one.transcript}
        yield Leak(
            ERROR, "candidate", one.where, say(f"leaks.{'begun' if one.transcript else 'certain'}", **told), mark
        )


def _shown(text: str, start: int, end: int) -> str:
    """The words, and some around them."""
    return " ".join(text[max(0, start - _AROUND) : end + _AROUND].split())


def _unconsented(connection: Connection, texts: Sequence[WrittenText]) -> Iterator[Leak]:
    """Words of people without consent that are in the file all the same."""
    for one in unconsented_in(connection, texts):
        words = " ".join(one.text[one.start : one.end].split())
        told = say("leaks.consent", participant=one.code, words=shortened(words))
        yield Leak(ERROR, "consent", one.where, told, _fingerprint("consent", one.code, words.casefold()))


def _property(where: str, told: str) -> Leak:
    return Leak(ERROR, "property", where, say("leaks.property", told=told))


def _paths(texts: Sequence[WrittenText]) -> Iterator[Leak]:
    for text in texts:
        for match in _HOME.finditer(text.text):
            mark = _fingerprint("path", match.group())
            yield Leak(NOTE, "path", text.where, say("leaks.path", path=match.group()), mark)


def _unread(study: OpenStudy) -> list[Leak]:
    """The transcripts that nobody has gone through to the end."""
    with study.reading() as connection:
        waiting = list(transcripts_to_go_through(connection))
    return [Leak(NOTE, "candidates", one.where or say("leaks.transcripts"), one.message) for one in waiting]


def _written_names(study: OpenStudy, texts: Sequence[WrittenText]) -> Iterator[Leak]:
    """People named in what researchers wrote themselves."""
    for one in names_written(study, texts):
        shown = _shown(one.text, one.start, one.end)
        told = say("leaks.written", name=one.text[one.start : one.end], text=one.told, words=shown)
        yield Leak(NOTE, NAMED, one.where, told, _fingerprint(NAMED, shown))


def _unsigned(study: OpenStudy, texts: Sequence[WrittenText]) -> Iterator[Leak]:
    """Quotes printed otherwise than they were said, with the difference signed by nobody."""
    with study.reading() as connection:
        forms = unsigned_forms(connection)
    whole = [_words(text.text) for text in texts] if forms else []
    for quote in forms:
        begins = _words(quote.printed.partition("\n")[0])
        if any(begins in text for text in whole):
            told = {"words": shortened(quote.printed), "participants": ", ".join(quote.participants)}
            yield Leak(NOTE, "unsigned", quote.code_group, say("leaks.unsigned", **told))


def _words(text: str) -> str:
    """The words alone: quotation marks within a quote are others in print."""
    return " ".join(_WORD.findall(text))


def _recognisable(study: OpenStudy, texts: Sequence[WrittenText], kind: str) -> Iterator[Leak]:
    """What a reader can put together of lead-ins, quotes and participants' tables, as far as it is in the file."""
    from qualcode.services.synthesis.recognisability import findings_in_file

    for finding in findings_in_file(study, [text.text for text in texts], kind=kind):
        yield Leak(NOTE, "recognisable", finding.where, finding.message, finding.id)


def participants_in(connection: Connection, texts: Sequence[WrittenText]) -> list[str]:
    """The uids of the participants whose code, or a quote of whom, stands in what was written."""
    whole = "\n".join(text.text for text in texts)
    words = set(re.findall(r"\w+(?:[-.]\w+)*", whole))
    people: Any = select(col(Participant.id), col(Participant.uid), col(Participant.code), col(Participant.pseudonym))
    found: dict[str, None] = {}
    for _, uid, code, pseudonym in connection.execute(people.order_by(col(Participant.id))):
        if code in words or (" " in code and code in whole) or (pseudonym and pseudonym in words):
            found[uid] = None
    plain = " ".join(whole.split())
    for uid, printed in connection.execute(_quoted()):
        if uid not in found and " ".join(printed.split()) in plain:
            found[uid] = None
    return list(found)


def _quoted() -> Any:
    """Every quote's printed form, by the uid of each participant who speaks in it."""
    from qualcode.model import Coding, MeaningUnit

    return (
        select(col(Participant.uid), col(Quote.printed))
        .join(Speaker, col(Speaker.participant_id) == col(Participant.id))
        .join(Turn, col(Turn.speaker_id) == col(Speaker.id))
        .join(MeaningUnit, col(MeaningUnit.transcript_id) == col(Turn.transcript_id))
        .join(Coding, col(Coding.unit_id) == col(MeaningUnit.id))
        .join(Quote, col(Quote.coding_id) == col(Coding.id))
        .where(col(Turn.start) < col(Quote.end), col(Turn.end) > col(Quote.start))
        .distinct()
    )


def _accepted(connection: Connection) -> frozenset[str]:
    return frozenset(connection.execute(select(col(AcceptedFinding.fingerprint))).scalars())


def _fingerprint(*parts: str) -> str:
    return sha256("\x1f".join(parts).encode("utf-8", "replace")).hexdigest()[:32]

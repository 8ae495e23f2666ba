"""Correcting the words of a transcript, before and after it was coded.

A correction makes a new wording. Everything in the text moves with the words; what has got other words itself is kept
and waits for somebody to look at it (`reviewing`). Turns stay turns: to split and merge them is in `turns`.
"""

import re
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, select
from sqlmodel import SQLModel, col

from qualcode.errors import (
    ChangedMeanwhile,
    NothingNamed,
    NoWordsLeft,
    QuoteNotFound,
    QuoteNotUnique,
    TurnsDiffer,
    ValueRefused,
)
from qualcode.locale import say
from qualcode.model import Coder, MeaningUnit, Paragraph, Passage, Quote, Revision, Transcript, Turn
from qualcode.services.naming import transcript_name
from qualcode.services.validating import reopen
from qualcode.storage.journal import Change
from qualcode.storage.opening import OpenStudy
from qualcode.storage.rewording import Replacement, require_wording, reword
from qualcode.storage.turn_order import turns_in_step
from qualcode.storage.wordings import newest_wording, old_words, texts_backwards
from qualcode.text.anchoring import find_edits
from qualcode.text.normal_form import to_normal_form
from qualcode.text.shortening import shortened
from qualcode.text.span import Span
from qualcode.text.turns import BETWEEN_TURNS
from qualcode.views.correcting import Corrected, RevisionView, WordsChanged

_EMPTY_LINES = re.compile(r"\n\s*\n")


def correct_turn(
    study: OpenStudy, transcript_id: int, turn: int, text: str, *, revision_id: int | None = None
) -> Corrected:
    """Turn number `turn` (counted from 1) says this from now on. Nothing is done where it says so already.

    Who corrects what she sees gives the `revision_id` of what she sees: `ChangedMeanwhile` is raised if there is a
    later one, or none any more. Raises `NothingNamed` for a turn not there, `NoWordsLeft` for a text without words.
    """
    return correct_text(study, transcript_id, {turn: text}, revision_id=revision_id)


def correct_text(
    study: OpenStudy, transcript_id: int, new_text_by_turn: Mapping[int, str], *, revision_id: int | None = None
) -> Corrected:
    """These turns, by number, say this from now on, in one correction. Raises as `correct_turn`."""
    with study.change("text.correct") as change:
        require_wording(change.connection, transcript_id, seen=revision_id)
        replacements = _replacements(change.connection, transcript_id, new_text_by_turn)
        told = {"transcript": transcript_name(change.connection, transcript_id), "words": _told(replacements)}
        change.summary = say("summaries.text_corrected", count=len(replacements), **told)
        return carry_out(change, transcript_id, replacements)


def correct_whole_text(study: OpenStudy, transcript_id: int, text: str, *, file: str = "") -> Corrected:
    """The whole transcript as `qualcode text` writes it, corrected; turns are parted by empty lines.

    Raises `TurnsDiffer` if there are more or fewer of them than before, and as `correct_turn`.
    """
    turns = _EMPTY_LINES.split(to_normal_form(text)[0].strip())
    with study.reading() as connection:
        name = transcript_name(connection, transcript_id)
        expected = len(_turns(connection, transcript_id))
    if len(turns) != expected:
        raise TurnsDiffer(file=file, found=len(turns), transcript=name, expected=expected)
    return correct_text(study, transcript_id, dict(enumerate(turns, start=1)))


def replace_words(
    study: OpenStudy, transcript_id: int | None, old: str, new: str, *, every: bool = False
) -> list[Corrected]:
    """Write `new` for the words `old`: the one place where they stand in a transcript, or with `every` all of them.

    Without a transcript: every place in the whole study, in one action. Whole words are replaced, as they are
    written: `far` is not found in `farge`. Raises `QuoteNotFound`; `QuoteNotUnique` where there are several places and
    not `every`; `ValueRefused` for words that are none; `NoWordsLeft`.
    """
    was, becomes = to_normal_form(old)[0], to_normal_form(new)[0]
    if not was.strip() or "\n" in was:
        raise ValueRefused(what=say("kinds.words"), value=old, choices=say("errors.reasons.a_word"))
    sought = _whole_words(was, taken_out=not becomes)
    with study.change("text.replace") as change:
        chosen = _transcripts(change.connection) if transcript_id is None else [transcript_id]
        found: dict[int, list[Replacement]] = {}
        for key in chosen:
            turns = _turns(change.connection, key)
            times = sum(len(sought.findall(words)) for _, words in turns.values())
            if times > 1 and not every and transcript_id is not None:
                raise QuoteNotUnique(quote=was, transcript=transcript_name(change.connection, key), times=times)
            if times:
                texts = {n: sought.sub(lambda _: becomes, words) for n, (_, words) in turns.items()}
                found[key] = _replacements(change.connection, key, texts)
        if not found:
            where = (
                say("material.whole_study")
                if transcript_id is None
                else transcript_name(change.connection, transcript_id)
            )
            raise QuoteNotFound(quote=was, transcript=where)
        names = ", ".join(transcript_name(change.connection, key) for key in found)
        told = {"old": shortened(was), "new": shortened(becomes), "transcripts": names}
        change.summary = say("summaries.words_replaced", count=sum(map(len, found.values())), **told)
        return [carry_out(change, key, replacements) for key, replacements in found.items()]


def revisions(study: OpenStudy, transcript_id: int) -> list[RevisionView]:
    """The wordings of a transcript, newest first: who, when, and which words became which."""
    statement: Any = (
        select(Revision, col(Coder.initials))
        .join(Coder, col(Coder.id) == col(Revision.coder_id))
        .where(col(Revision.transcript_id) == transcript_id)
    )
    with study.reading() as connection:
        wording = newest_wording(connection, transcript_id)
        if wording is None:
            raise ChangedMeanwhile(kind=say("tables.transcript"))
        rows = {row["number"]: row for row in connection.execute(statement).mappings()}
        return [
            RevisionView(
                number=number,
                created=rows[number]["created"],
                coder=rows[number]["initials"],
                words=rows[number]["words"],
                hash=rows[number]["hash"],
                previous_hash=rows[number]["previous_hash"],
                takes_back=rows[number]["takes_back"],
                changes=tuple(_words_changed(rows[number]["edits"], text)),
            )
            for number, text in texts_backwards(connection, transcript_id, wording.text)
        ]


def turns_changed(change: WordsChanged) -> str:
    """What a change did that changed no words: a turn was split in two, or two were merged; empty for all others."""
    if change.before.strip() or change.after.strip():
        return ""
    was, became = (BETWEEN_TURNS in words for words in (change.before, change.after))
    return "" if was == became else say("correcting.turn_split" if became else "correcting.turns_merged")


def revision_text(study: OpenStudy, transcript_id: int, number: int) -> str:
    """The whole text of one of a transcript's wordings. Raises `NothingNamed` for a number that is none."""
    with study.reading() as connection:
        wording = require_wording(connection, transcript_id)
        for known, text in texts_backwards(connection, transcript_id, wording.text):
            if known == number:
                return text
    nearest = say("errors.reasons.nearest", names=f"1–{wording.number}")
    raise NothingNamed(kind=say("kinds.revision"), name=str(number), nearest=nearest)


def reword_turn(change: Change, transcript_id: int, turn: int, text: str) -> Corrected | None:
    """Within an action: this turn says this from now on; None where it says so already. Raises as `correct_turn`."""
    replacements = _replacements(change.connection, transcript_id, {turn: text})
    return carry_out(change, transcript_id, replacements) if replacements else None


def carry_out(change: Change, transcript_id: int, replacements: list[Replacement]) -> Corrected:
    """Reword, let what follows follow, and say what it came to; categories that quote changed words open again."""
    with turns_in_step(change, transcript_id):
        reworded = reword(change, transcript_id, replacements)
    _reopen(change, reworded.touched)
    waiting = {table: _waiting(change, table, keys) for table, keys in reworded.touched.items()}
    return Corrected(
        transcript=transcript_name(change.connection, transcript_id),
        revision=reworded.wording.number,
        places=len(replacements),
        units=len(waiting.get(MeaningUnit, ())),
        quotes=len(waiting.get(Quote, ())),
        passages=len(waiting.get(Passage, ())),
        uids=tuple(uid for uids in waiting.values() for uid in uids),
    )


def _told(replacements: list[Replacement]) -> str:
    return shortened(next((one.words for one in replacements if one.words.strip()), "…"))


def _waiting(change: Change, table: type[SQLModel], keys: tuple[int, ...]) -> list[str]:
    """The uids of those that now have other words than somebody has seen."""
    rows = (change.row(table, key) or {} for key in keys)
    return [row["uid"] for row in rows if row.get("words_before")]


def _reopen(change: Change, touched: Mapping[type[SQLModel], tuple[int, ...]]) -> None:
    placed = select(col(Paragraph.category_id)).where(col(Paragraph.quote_id).in_(touched.get(Quote, ())))
    noted = select(col(Passage.category_id)).where(col(Passage.id).in_(touched.get(Passage, ())))
    categories = {key for statement in (placed, noted) for key in change.connection.execute(statement).scalars()}
    for key in sorted(categories):
        reopen(change, key)


def _replacements(connection: Connection, transcript_id: int, texts: Mapping[int, str]) -> list[Replacement]:
    """The words that change, in order of place. Raises `NothingNamed`, `NoWordsLeft`."""
    turns = _turns(connection, transcript_id)
    found: list[Replacement] = []
    for number in sorted(texts):
        if number not in turns:
            nearest = say("errors.reasons.nearest", names=f"1–{len(turns)}")
            raise NothingNamed(kind=say("kinds.turn"), name=str(number), nearest=nearest)
        start, before = turns[number]
        after = before if texts[number] == before else _speech(texts[number])
        if not after:
            raise NoWordsLeft(turn=number, transcript=transcript_name(connection, transcript_id))
        shift = 0
        for edit in find_edits(before, after):
            at = edit.start + shift
            found.append(Replacement(start + edit.start, start + edit.end, after[at : at + edit.length]))
            shift += edit.length - (edit.end - edit.start)
    return found


def _speech(text: str) -> str:
    """What somebody typed as the words of a turn: in normal form, its paragraphs parted by one newline."""
    return _EMPTY_LINES.sub("\n", to_normal_form(text)[0].strip())


def _turns(connection: Connection, transcript_id: int) -> dict[int, tuple[int, str]]:
    """By number: where each turn begins, and its words. Raises `ChangedMeanwhile` for a transcript that is gone."""
    text = require_wording(connection, transcript_id).text
    statement: Any = select(col(Turn.number), col(Turn.start), col(Turn.end)).order_by(col(Turn.start))
    rows = connection.execute(statement.where(col(Turn.transcript_id) == transcript_id))
    return {number: (start, Span(start, end).slice(text)) for number, start, end in rows}


def _whole_words(words: str, *, taken_out: bool) -> re.Pattern[str]:
    """The words where they stand as whole words; `taken_out` with the space that would be left over."""
    ahead = r"(?<!\w)" if words[:1].isalnum() else ""
    behind = r"(?!\w)" if words[-1:].isalnum() else ""
    exactly = f"{ahead}{re.escape(words)}{behind}"
    if taken_out:
        return re.compile(rf"^{exactly}[^\S\n]*|[^\S\n]*{exactly}", re.MULTILINE)
    return re.compile(exactly)


def _words_changed(edits: str, text: str) -> list[WordsChanged]:
    """What a revision changed; `text` is the wording it made."""
    changes: list[WordsChanged] = []
    shift = 0
    for start, end, length, words in old_words(edits):
        at = start + shift
        changes.append(WordsChanged(at, words, text[at : at + length]))
        shift += length - (end - start)
    return changes


def _transcripts(connection: Connection) -> list[int]:
    statement = select(col(Transcript.id)).where(col(Transcript.removed).is_(False)).order_by(col(Transcript.id))
    return [key for key in connection.execute(statement).scalars() if key is not None]

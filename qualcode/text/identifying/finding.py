"""All that speaks for a name, put together: the model, the lists, the patterns, and a capital where none is due."""

import re
from collections.abc import Iterable, Iterator
from functools import cache

from qualcode.text.identifying.candidate import HEALTH, ORGANISATION, OTHER, PERSON, PLACE, Candidate
from qualcode.text.identifying.evidence import SCORES, Sign
from qualcode.text.identifying.lists import (
    employers,
    everyday_words,
    first_names,
    institutions,
    is_name,
    places,
    surnames,
)
from qualcode.text.identifying.model import Pace, find_by_model
from qualcode.text.identifying.patterns import find_patterns
from qualcode.text.identifying.replacing import proposed
from qualcode.text.identifying.speech import SOUNDS, is_lower_cased, without_marks
from qualcode.text.identifying.spoken import find_spoken, is_number
from qualcode.text.lemmas import is_listed_form

_WORD = re.compile(r"(?<!\w)[^\W\d_]+(?:[-'’.][^\W\d_]+)*")
_BEFORE_SENTENCE = re.compile(r"(?:^|[.!?…:«»\"“”(\n–—-]\s*)$")
_DEFINITE = re.compile(r"[^\W\d_]+(?:en|et|ene|ane)")
_PARTS = re.compile(r"[\s-]+")
_JOINED = re.compile(r" |-| (?:van|von|de|der|den|el|al|bin|ibn) ")
_ABBREVIATIONS = frozenset(
    re.split(" ", "tv pc mr ct ekg eeg adhd dna usb pga bl dvs osv nb ps cv id sms gps dps bup ppt bht aap kols ptsd")
)
_EVERYBODYS = frozenset({"nav", "navs"})
"""What everybody has to do with points to nobody."""


def find_candidates(text: str, *, language: str = "nb", pace: Pace | None = None) -> list[Candidate]:
    """What in a text may identify somebody, in order of place; none overlaps another.

    `language` is that of the study, in which replacements are proposed. What stands in square brackets and the marks
    of a transcription are no candidates. It misses some: a person has to read the text as well. `pace` is told how
    many characters the model has read, which is what takes time.
    """
    speech = without_marks(text)
    small = is_lower_cased(speech.text)
    signs = [
        *find_patterns(speech.text),
        *find_spoken(speech.text),
        *_from_model(speech.text, small=small, pace=pace),
        *_from_lists(speech.text, small=small),
    ]
    signs += _from_capitals(speech.text) if not small else []
    found = []
    for sign in _joined(signs, speech.text):
        for start, end in speech.origins_of(sign.start, sign.end):
            words = text[start:end]
            replacement = proposed(sign.kind, words, language=language)
            found.append(Candidate(start, end, words, sign.kind, SCORES[sign.sign], replacement))
    return found


def _from_model(text: str, *, small: bool, pace: Pace | None) -> Iterator[Sign]:
    for start, end, kind in find_by_model(text, pace=pace):
        begin, stop = _without_genitive(text, *_trimmed(text, start, end))
        words = text[begin:stop]
        if (
            not words
            or is_number(words)
            or words.casefold() in SOUNDS | _EVERYBODYS
            or not any(map(str.isalpha, words))
        ):
            continue
        if words.islower() and not small and not (" " in words and _all_listed(words)):
            continue
        if kind == PERSON and begins_sentence(text, begin) and _is_definite(words):
            continue
        yield Sign(begin, stop, _kind_of(words, kind), _worth(words, kind, small=small))


def _is_definite(words: str) -> bool:
    """Whether this is an everyday noun in its definite form and no name: `Undersøkelsen`, `Legen`, not `Moen`."""
    return bool(_DEFINITE.fullmatch(words)) and not _on_a_list(words) and is_listed_form(words, language="nb")


def _worth(words: str, kind: str, *, small: bool) -> str:
    if _all_listed(words):
        return "model-listed"
    if small:
        return "model-small"
    return "model-other" if kind == OTHER else "model"


def _from_lists(text: str, *, small: bool) -> Iterator[Sign]:
    run: list[re.Match[str]] = []
    for word in [*_WORD.finditer(text), None]:
        if word and _on_a_list(word[0]):
            if run and not _JOINED.fullmatch(text, run[-1].end(), word.start()):
                yield from _listed(text, run, small=small)
                run = []
            run.append(word)
        elif run:
            yield from _listed(text, run, small=small)
            run = []
    for kind, known in ((HEALTH, institutions()), (ORGANISATION, employers())):
        for match in _any_of(known).finditer(text):
            if not match[0].islower() or len(match[0]) > 3:
                yield Sign(*match.span(), kind, "listed")


def _listed(text: str, run: list[re.Match[str]], *, small: bool) -> Iterator[Sign]:
    """A run of listed words is a name, unless it may as well be everyday words."""
    written = [word for word in run if word[0][0].isupper()]
    if all(_stem(word[0]) in everyday_words() for word in run):
        sure = len(written) == len(run) and (len(run) > 1 or not begins_sentence(text, run[0].start()))
    else:
        sure = bool(written) or small or _is_full_name(run)
    if sure:
        start, end = _without_genitive(text, run[0].start(), run[-1].end())
        parts = [_stem(part) for part in _PARTS.split(text[start:end])]
        is_place = parts[0] in places() and not any(part in first_names() for part in parts)
        yield Sign(start, end, PLACE if is_place else PERSON, "listed" if written else "listed-small")


def _is_full_name(run: list[re.Match[str]]) -> bool:
    return len(run) > 1 and _stem(run[0][0]) in first_names() and _stem(run[-1][0]) in surnames()


def _from_capitals(text: str) -> Iterator[Sign]:
    """A word with a capital in the middle of a sentence."""
    for word in _WORD.finditer(text):
        written = word[0]
        is_word = len(written) < 2 or written.casefold() in SOUNDS | _ABBREVIATIONS | _EVERYBODYS
        if written[0].isupper() and not is_word and not begins_sentence(text, word.start()):
            yield Sign(*_without_genitive(text, *word.span()), OTHER, "capital")


@cache
def _any_of(names: frozenset[str]) -> re.Pattern[str]:
    """Any of these names, the longest first, with or without a genitive."""
    longest_first = "|".join(sorted(map(re.escape, names), key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{longest_first})(?=s?(?!\w))", re.IGNORECASE)


def begins_sentence(text: str, at: int) -> bool:
    """Whether a capital is due here: what begins at `at` is the first of its sentence."""
    return bool(_BEFORE_SENTENCE.search(text[max(0, at - 8) : at])) or at == 0


def _on_a_list(word: str) -> bool:
    stem = _stem(word)
    if len(stem) < 3 and not word[0].isupper():
        return False
    parts = stem.split("-")
    return is_name(stem) or stem in places() or (len(parts) > 1 and all(is_name(_stem(part)) for part in parts))


def _stem(word: str) -> str:
    """A word in small letters without a genitive, if it is a name only without."""
    small = word.casefold()
    if (
        small.endswith("s")
        and not (is_name(small) or small in places())
        and (is_name(small[:-1]) or small[:-1] in places())
    ):
        return small[:-1]
    return small


def _all_listed(words: str) -> bool:
    parts = [_stem(part) for part in _PARTS.split(words) if part]
    return bool(parts) and all(part in first_names() or part in surnames() or part in places() for part in parts)


def _kind_of(words: str, kind: str) -> str:
    """The model's kind, unless the lists know better."""
    small = words.casefold()
    if small in institutions():
        return HEALTH
    if kind in (OTHER, PLACE, ORGANISATION) and small in first_names() and small not in places() | everyday_words():
        return PERSON
    return kind


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and not text[start].isalnum():
        start += 1
    while end > start and not (text[end - 1].isalnum() or text[end - 1] == "."):
        end -= 1
    if "\n" in text[start:end]:
        end = text.index("\n", start)
    return start, end


def _without_genitive(text: str, start: int, end: int) -> tuple[int, int]:
    """The place of a name without its genitive, so that `Karis` becomes `[navn]s`."""
    last = _PARTS.split(text[start:end])[-1]
    return (start, end - 1) if last.casefold().endswith("s") and _stem(last) != last.casefold() else (start, end)


_RANK = {"certain": 0, "pattern": 1, "model-listed": 2, "model": 3, "listed": 4, "model-other": 5, "model-small": 6}


def _joined(signs: Iterable[Sign], text: str) -> list[Sign]:
    """Signs that lie over each other made one, as wide as all of them; the strongest says what it is.

    What has a capital right behind a person's name belongs to it.
    """
    joined: list[Sign] = []
    for sign in sorted(sign for sign in signs if sign.end > sign.start):
        last = joined[-1] if joined else None
        if last is not None and last.kind == PERSON and sign.sign == "capital" and text[last.end : sign.start] == " ":
            joined[-1] = last._replace(end=sign.end)
            continue
        if last is None or sign.start >= last.end:
            joined.append(sign)
            continue
        first, other = sorted((last, sign), key=lambda one: _RANK.get(one.sign, 9))
        worth = "model-listed" if {first.sign, other.sign} == {"model", "listed"} else first.sign
        joined[-1] = Sign(last.start, max(last.end, sign.end), first.kind, worth)
    return joined

"""Where a query is met in one turn: every hit as a span of the turn's words.

A word, phrase, prefix or lemma is a hit at each occurrence; AND and NEAR give one, the shortest stretch with all of
them in it.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache, partial
from itertools import accumulate
from operator import itemgetter

from qualcode.text.queries import PREFIX, Either, Near, Phrase, Query, Wanted
from qualcode.text.words import IN_WORD, LETTER, MARK, WORD, Word, fold, split_words

Place = tuple[int, int]
"""First word and the one after the last, counted from 0; or so many code points."""

_AT_ONCE = 2
"""So many words are looked for in many texts at once."""

_END = itemgetter(1)
_SPAN = re.Match.span
_LETTERS = re.compile(rf"{LETTER}+").findall


def find_hits(query: Query, text: str) -> list[Place]:
    """The hits in a turn's text as code points, half-open, in order of place; the same place once."""
    return hit_finder(query)(text)


def hit_finder(query: Query) -> Callable[[str], list[Place]]:
    """What finds the hits of a query, as `find_hits`, in one text after the other."""
    if isinstance(query, Phrase) and _stands_apart(query):
        found_in = _pattern(query).finditer
        return lambda text: list(map(_SPAN, found_in(fold(text))))
    if isinstance(query, Near) and all(map(_stands_apart, query.phrases)):
        patterns = [_pattern(phrase) for phrase in query.phrases]
        return lambda text: _near_stretch(patterns, query.distance, fold(text))
    return lambda text: _hits_among_words(query, split_words(text))


def hits_finder(query: Query) -> Callable[[Sequence[str]], Iterable[list[Place]]]:
    """What finds the hits of a query in texts, in each as `find_hits`; a word, or two near each other, in all at once.

    To begin anew for each of fifty short texts takes three times as long as to look through them.
    """
    phrases = query.phrases if isinstance(query, Near) else (query,)
    single = [phrase for phrase in phrases if isinstance(phrase, Phrase) and len(phrase.words) == 1]
    if len(single) < len(phrases) or len(phrases) > _AT_ONCE:
        return partial(map, hit_finder(query))
    patterns = [_pattern(phrase) for phrase in single]
    near = query.distance if isinstance(query, Near) else None
    return lambda texts: _among_all(patterns, near, [fold(text) for text in texts])


def _among_all(patterns: Sequence[re.Pattern[str]], distance: int | None, folded: Sequence[str]) -> list[list[Place]]:
    """The hits of words in each of these texts; of two, the shortest stretch with both at most so far apart."""
    # No word goes on over the end of a line.
    joined = "\n".join(folded)
    begins = [0, *accumulate(len(text) + 1 for text in folded)]
    lists = [_parted(map(_SPAN, pattern.finditer(joined)), begins) for pattern in patterns]
    if distance is None:
        return lists[0]
    pairs = zip(*lists, folded, strict=True)
    return [_near_two(ones, others, distance, text) if ones and others else [] for ones, others, text in pairs]


def _parted(spans: Iterable[Place], begins: list[int]) -> list[list[Place]]:
    """The places of a joined text as those of its parts; `begins` are where these begin, and where the next would."""
    found: list[list[Place]] = [[] for _ in begins[1:]]
    at, begin, after = -1, 0, 0
    for start, end in spans:
        while start >= after:
            at += 1
            begin, after = begins[at], begins[at + 1]
        found[at].append((start - begin, end - begin))
    return found


def _hits_among_words(query: Query, words: Sequence[Word]) -> list[Place]:
    found = sorted(set(_places(query, words)))
    return [(words[first][1], words[after - 1][2]) for first, after in found]


def index_expression(query: Query) -> str:
    """The query for the full-text index: it finds every turn that can hold a hit, and perhaps a few more.

    Only quoted words and the operators written here are in it.
    """
    if isinstance(query, Phrase):
        return _phrase_expression(query)
    if isinstance(query, Near):
        if all(_is_plain(phrase) for phrase in query.phrases):
            return f"NEAR({' '.join(map(_phrase_expression, query.phrases))}, {query.distance})"
        return _joined("AND", query.phrases)
    return _joined("OR" if isinstance(query, Either) else "AND", query.parts)


def _near_stretch(patterns: Sequence[re.Pattern[str]], distance: int, folded: str) -> list[Place]:
    """The hit of phrases near each other, in code points, without cutting all of the text into words."""
    lists: list[list[Place]] = []
    for pattern in patterns:
        spans = list(map(_SPAN, pattern.finditer(folded)))
        if not spans:
            return []
        lists.append(spans)

    def reaches(after: int, last: int) -> bool:
        return _are_within(distance, folded, after, last)

    return _shortest(lists, lambda start, end: end - start, reaches)


def _near_two(ones: list[Place], others: list[Place], distance: int, folded: str) -> list[Place]:
    """The same for two words that stand here, at half the time: there are mostly two, and somebody waits."""
    best: Place | None = None
    one = other = 0
    while one < len(ones) and other < len(others):
        (start, end), (begin, after) = ones[one], others[other]
        if begin < start:
            start, end, begin, after = begin, after, start, end
            other += 1
        else:
            one += 1
        if after < end:
            end, after = after, end
        shorter = best is None or after - start < best[1] - best[0]
        # So many words and what parts them are longer than this.
        if shorter and (begin - end <= 2 * distance + 2 or _are_within(distance, folded, end, begin)):
            best = start, after
    return [] if best is None else [best]


def _are_within(most: int, folded: str, start: int, end: int) -> bool:
    """Whether no more than so many words stand here."""
    # A mark on a letter can part a word in two here, which makes them more, never fewer; and it takes half the time.
    return len(_LETTERS(folded, start, end)) <= most or len(WORD.findall(folded, start, end)) <= most


def _stands_apart(phrase: Phrase) -> bool:
    """Whether no two hits of a phrase can share a word, as those of `så så` do: then one pattern finds them all."""
    words = phrase.words
    if len(words) == 1:
        return True
    every = [form for word in words for form in word.forms]
    return len(set(every)) == len(every) and all(word.kind != PREFIX for word in words)


@lru_cache(maxsize=64)
def _pattern(phrase: Phrase) -> re.Pattern[str]:
    """The words of a phrase in one of their forms, with anything but words between them."""
    between = rf"(?!{IN_WORD})[\W_]+"
    words = [[re.escape(form) for form in _longest_first(word)] for word in phrase.words]
    # Nothing of a word may stand before the first. That is looked for behind its letters, not before them, because
    # `re` runs through a text many times as fast after letters as after a condition.
    words[0] = [rf"{form}(?<!{LETTER}{form})(?<!{MARK}{form})" for form in words[0]]
    ending = rf"{IN_WORD}*" if phrase.words[-1].kind == PREFIX else rf"(?!{IN_WORD})"
    return re.compile(between.join(f"(?:{'|'.join(forms)})" for forms in words) + ending)


def _longest_first(word: Wanted) -> list[str]:
    return sorted(word.forms, key=len, reverse=True)


def _places(query: Query, words: Sequence[Word]) -> list[Place]:
    if isinstance(query, Phrase):
        return _phrase_places(query, words)
    if isinstance(query, Either):
        return [place for part in query.parts for place in _places(part, words)]
    if isinstance(query, Near):
        lists = [_phrase_places(phrase, words) for phrase in query.phrases]
        if not all(lists):
            return []
        return _shortest(lists, _length_of(words), lambda after, last: last - after <= query.distance)
    lists = [_places(part, words) for part in query.parts]
    if not all(lists) or any(_places(part, words) for part in query.without):
        return []
    return lists[0] if len(lists) == 1 else _shortest(lists, _length_of(words))


def _phrase_places(phrase: Phrase, words: Sequence[Word]) -> list[Place]:
    length = len(phrase.words)
    places = _word_places(phrase.words[0], words)
    for step, wanted in enumerate(phrase.words[1:], start=1):
        here = set(_word_places(wanted, words))
        places = [at for at in places if at + step in here]
    return [(at, at + length) for at in places]


def _word_places(wanted: Wanted, words: Sequence[Word]) -> list[int]:
    if wanted.kind == PREFIX:
        return [at for at, word in enumerate(words) if word[0].startswith(wanted.text)]
    forms = wanted.forms
    return [at for at, word in enumerate(words) if word[0] in forms]


def _length_of(words: Sequence[Word]) -> Callable[[int, int], int]:
    return lambda first, after: words[after - 1][2] - words[first][1]


def _shortest(
    lists: Sequence[list[Place]],
    length: Callable[[int, int], int],
    reaches: Callable[[int, int], bool] | None = None,
) -> list[Place]:
    """The shortest stretch, in characters, with a place of each list in it.

    `length` is that of a stretch; `reaches` says whether it is near enough from where the first place ends to where
    the last begins.
    """
    best: tuple[int, Place] | None = None
    for held in _candidates(lists):
        first, after = held[0][0], max(map(_END, held))
        long = length(first, after)
        shorter = best is None or long < best[0]
        if shorter and (reaches is None or reaches(min(map(_END, held)), held[-1][0])):
            best = (long, (first, after))
    return [] if best is None else [best[1]]


def _candidates(lists: Sequence[list[Place]]) -> Iterator[list[Place]]:
    """A place of each list, in order: the first of each, then time after time the next of what begins first."""
    places = [_innermost(one) for one in lists]
    at = [0] * len(places)
    while True:
        held = [one[here] for one, here in zip(places, at, strict=True)]
        first = held.index(min(held))
        held.sort()
        yield held
        at[first] += 1
        if at[first] == len(places[first]):
            return


def _innermost(places: list[Place]) -> list[Place]:
    """The places that have no other of them inside, in order: of these, what begins later ends later."""
    if len(places) == 1:
        return places
    kept: list[Place] = []
    for place in sorted(places, key=_outermost_first):
        while kept and kept[-1][1] >= place[1]:
            kept.pop()
        kept.append(place)
    return kept


def _outermost_first(place: Place) -> Place:
    return place[0], -place[1]


def _is_plain(phrase: Phrase) -> bool:
    """Whether the index knows such a phrase: one form for each word, a beginning only at its end."""
    return all(len(word.forms) == 1 for word in phrase.words) and all(word.kind != PREFIX for word in phrase.words[:-1])


def _phrase_expression(phrase: Phrase) -> str:
    if _is_plain(phrase):
        text = " ".join(word.text for word in phrase.words)
        return f'"{text}" *' if phrase.words[-1].kind == PREFIX else f'"{text}"'
    parts = [_word_expression(word) for word in phrase.words]
    return parts[0] if len(parts) == 1 else f"({' AND '.join(parts)})"


def _word_expression(word: Wanted) -> str:
    star = " *" if word.kind == PREFIX else ""
    forms = " OR ".join(f'"{form}"{star}' for form in sorted(word.forms))
    return f"({forms})"


def _joined(operator: str, parts: Sequence[Query]) -> str:
    return f"({f' {operator} '.join(map(index_expression, parts))})"

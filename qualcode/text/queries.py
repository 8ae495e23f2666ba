"""What a researcher searches for, as she types it: words, "phrases", AND OR NOT, NEAR, prefix* and `lemma:`.

    får                 the word, whatever its case; `far` is another word
    "å bli trodd"       these words in a row
    tro*                words that begin so
    lemma:gå            all forms of a word
    a AND b, a b        both in one turn; NOT b: without it; a OR b: either
    NEAR(a b, 5)        at most five words between the first and the last (ten, where nothing is said)

NOT binds before AND, and AND before OR; parentheses as usual. Nothing that was typed reaches the database as it is:
what is read here becomes quoted words (`qualcode.text.matching`).
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import NoReturn

from qualcode.errors import QueryRefused
from qualcode.locale import say
from qualcode.text.normal_form import to_name
from qualcode.text.words import split_words

EXACT = "exact"
PREFIX = "prefix"
LEMMA = "lemma"

NEAR_WORDS = 10
"""How many words may stand between what is near, where nothing is said."""

_LEMMA_MARK = "lemma:"
_QUOTES = str.maketrans(dict.fromkeys("«»“”„‟", '"'))
_PIECE = re.compile(
    r'\s*(?:(?P<near>NEAR\s*\()|(?P<open>\()|(?P<close>\))|(?P<lemma>lemma:\s*)?"(?P<phrase>[^"]*)"(?P<star>\*?)'
    r'|(?P<quote>")|(?P<word>(?:lemma:\s*)?[^\s"()]+))'
)
_DISTANCE = re.compile(r"(.*?)(,?)\s*(?<![^\s,])(\d+)\s*", re.DOTALL)
_MINUS = re.compile(r"-[^\W_]")
"""How others write NOT."""

_OPERATORS = ("AND", "OR", "NOT")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A word that is looked for: exactly, as a beginning, or in all its forms.

    `forms` are the words it may be, folded; of a lemma only itself until `expand` has found the others.
    """

    kind: str
    forms: frozenset[str]

    @property
    def text(self) -> str:
        """The word as it was typed, folded."""
        return min(self.forms)


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words in a row; often only one."""

    words: tuple[Wanted, ...]


@dataclass(frozen=True, slots=True)
class Near:
    """Phrases in one turn with at most `distance` words between the end of the first and the beginning of the last."""

    phrases: tuple[Phrase, ...]
    distance: int


@dataclass(frozen=True, slots=True)
class Both:
    """All of `parts` in one turn, and none of `without`."""

    parts: "tuple[Query, ...]"
    without: "tuple[Query, ...]" = ()


@dataclass(frozen=True, slots=True)
class Either:
    """One of `parts`."""

    parts: "tuple[Query, ...]"


Query = Phrase | Near | Both | Either

DEEPEST = 50
"""Parentheses within parentheses; nobody writes so many, and the reading of them would run out of stack."""


def parse_query(text: str) -> Query | None:
    """What `text` asks for; None where it has no word in it. Raises `QueryRefused` for what cannot be understood."""
    cleaned = to_name(text).translate(_QUOTES)
    pieces = _pieces(cleaned)
    if not any(piece.words for piece in pieces):
        return None
    return _Parser(to_name(text), pieces).whole()


def expand(query: Query, forms_of: Callable[[str], frozenset[str]]) -> Query:
    """The query with every lemma replaced by all the forms of the word."""
    if isinstance(query, Phrase):
        return Phrase(tuple(_expand_word(word, forms_of) for word in query.words))
    if isinstance(query, Near):
        phrases = tuple(Phrase(tuple(_expand_word(word, forms_of) for word in one.words)) for one in query.phrases)
        return replace(query, phrases=phrases)
    parts = tuple(expand(part, forms_of) for part in query.parts)
    if isinstance(query, Either):
        return Either(parts)
    return Both(parts, tuple(expand(part, forms_of) for part in query.without))


def has_lemma(query: Query) -> bool:
    """Whether a word is looked for in all its forms."""
    if isinstance(query, Phrase):
        return any(word.kind == LEMMA for word in query.words)
    parts: tuple[Query, ...] = query.phrases if isinstance(query, Near) else query.parts
    return any(map(has_lemma, parts + (query.without if isinstance(query, Both) else ())))


def _expand_word(word: Wanted, forms_of: Callable[[str], frozenset[str]]) -> Wanted:
    return replace(word, forms=word.forms | forms_of(word.text)) if word.kind == LEMMA else word


@dataclass(frozen=True, slots=True)
class _Piece:
    """A piece of what was typed: a sign or operator (`sign`), or a phrase, or the inside of NEAR()."""

    sign: str
    text: str
    words: tuple[Wanted, ...] = ()
    near: Near | None = None


def _pieces(text: str) -> list[_Piece]:
    pieces: list[_Piece] = []
    at = 0
    while match := _PIECE.match(text, at):
        at = match.end()
        if match["near"]:
            inside = text[at:].partition(")")
            at += len(inside[0]) + len(inside[1])
            pieces.append(_near_piece(inside[0], text))
        else:
            pieces.append(_piece(match, text))
    return pieces


def _piece(match: re.Match[str], text: str) -> _Piece:
    if match["open"] or match["close"]:
        return _Piece(match[0].strip(), match[0])
    if match["quote"]:
        # With words behind it the quotation is refused; a lone mark is no word.
        if split_words(text):
            raise QueryRefused(query=text, reason=say("search.refused.quotation"))
        return _Piece("", match[0])
    if match["phrase"] is not None:
        kind = LEMMA if match["lemma"] else EXACT
        return _Piece("", match[0], _wanted(match["phrase"], kind, starred=bool(match["star"])))
    word = match["word"]
    if word in _OPERATORS or re.fullmatch(r"NEAR(?:/\d+)?", word):
        return _Piece(word, word)
    return _Piece("", word, _single(word, text))


def _single(word: str, query: str) -> tuple[Wanted, ...]:
    """The words in what was typed without a space: mostly one, two in `e-post`."""
    if _MINUS.match(word) and not query.startswith(word):
        raise QueryRefused(query=query, reason=say("search.refused.minus", word=word[1:]))
    kind = LEMMA if word.startswith(_LEMMA_MARK) else EXACT
    bare = word.removeprefix(_LEMMA_MARK)
    starred = kind == EXACT and bare.endswith("*")
    if "*" in bare.rstrip("*") and split_words(bare):
        raise QueryRefused(query=query, reason=say("search.refused.star", word=word))
    return _wanted(bare, kind, starred=starred)


def _wanted(text: str, kind: str, *, starred: bool) -> tuple[Wanted, ...]:
    words = [Wanted(kind, frozenset((word,))) for word, _, _ in split_words(text)]
    if starred and words:
        words[-1] = replace(words[-1], kind=PREFIX)
    return tuple(words)


def _near_piece(inside: str, query: str) -> _Piece:
    match = _DISTANCE.fullmatch(inside)
    distance = NEAR_WORDS
    # Of `a 3`, nothing would be left for a to be near to: there 3 is a word.
    if match and split_words(match[1]) and (match[2] or len(_pieces(match[1])) > 1):
        inside, distance = match[1], int(match[3][:6])
    pieces = [piece for piece in _pieces(inside) if piece.words or piece.sign]
    words = tuple(word for piece in pieces for word in piece.words)
    if any(piece.sign for piece in pieces) or (words and len(pieces) < 2):
        raise QueryRefused(query=query, reason=say("search.refused.near"))
    near = Near(tuple(Phrase(piece.words) for piece in pieces), distance)
    return _Piece("", inside, words, near)


class _Parser:
    """Reads the pieces from left to right, the weakest operator first."""

    def __init__(self, text: str, pieces: list[_Piece]) -> None:
        self._text = text
        # A sign without letters or figures among words says nothing: `hva ?!` is `hva`.
        self._pieces = [piece for piece in pieces if piece.sign or piece.words]
        self._at = 0
        self._depth = 0

    def whole(self) -> Query:
        """The whole query."""
        found = self._either()
        if self._sign() == ")":
            self._refuse("parenthesis")
        return found

    def _either(self) -> Query:
        parts = [self._both()]
        while self._take("OR"):
            parts.append(self._both())
        return parts[0] if len(parts) == 1 else Either(tuple(parts))

    def _both(self) -> Query:
        parts: list[Query] = []
        without: list[Query] = []
        waiting = ""
        while self._at < len(self._pieces) and self._sign() not in (")", "OR"):
            if self._take("AND"):
                if waiting or not parts:
                    self._refuse("operator", operator="AND")
                waiting = "AND"
            elif self._take("NOT"):
                if waiting == "NOT" or not parts:
                    self._refuse("not")
                waiting = "NOT"
            else:
                (without if waiting == "NOT" else parts).append(self._one())
                waiting = ""
        if waiting:
            self._refuse("operator", operator=waiting)
        if not parts:
            self._refuse("operator", operator=self._sign() or self._pieces[-1].sign)
        return parts[0] if len(parts) == 1 and not without else Both(tuple(parts), tuple(without))

    def _one(self) -> Query:
        first = self._primary()
        phrases, distance = [first], NEAR_WORDS
        while self._sign().startswith("NEAR"):
            told = self._sign().partition("/")[2]
            distance = int(told[:6]) if told else distance
            self._at += 1
            if self._at >= len(self._pieces):
                self._refuse("operator", operator="NEAR")
            phrases.append(self._primary())
        if len(phrases) == 1:
            return first
        near = tuple(phrase for phrase in phrases if isinstance(phrase, Phrase))
        if len(near) < len(phrases):
            self._refuse("near")
        return Near(near, distance)

    def _primary(self) -> Query:
        if self._take("("):
            self._depth += 1
            if self._depth > DEEPEST:
                self._refuse("too_deep")
            inside = self._either()
            self._depth -= 1
            if not self._take(")"):
                self._refuse("parenthesis")
            return inside
        piece = self._pieces[self._at]
        if piece.sign:
            self._refuse("operator", operator=piece.sign)
        self._at += 1
        return piece.near or Phrase(piece.words)

    def _sign(self) -> str:
        return self._pieces[self._at].sign if self._at < len(self._pieces) else ""

    def _take(self, sign: str) -> bool:
        taken = self._sign() == sign
        self._at += taken
        return taken

    def _refuse(self, reason: str, **values: str) -> NoReturn:
        raise QueryRefused(query=self._text, reason=say(f"search.refused.{reason}", **values))

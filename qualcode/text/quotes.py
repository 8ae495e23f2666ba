"""A quote's original words and its printed form: where they stand, and what printing changed.

The printed form may leave words out where it shows `(...)` or `…`, begin with a capital, and add a clarification in
`[ ]`, beside the words or in place of at most three of them. Everything else is a change that a person must accept.
"""

import re
from dataclasses import dataclass

VERBATIM = "verbatim"
SHORTENED = "shortened"
CLARIFIED = "clarified"
EDITED = "edited"
NORMALISED = "normalised"
TRANSLATED = "translated"

FORMS = (VERBATIM, SHORTENED, CLARIFIED, EDITED, NORMALISED, TRANSLATED)
"""From the one nearest to what was said to the one farthest from it."""

CLAIMED = (NORMALISED, TRANSLATED)
"""Forms that only a person can name: nothing in the words tells them from a light edit."""

_REPLACED_BY_BRACKET = 3
_ELLIPSIS = "(...)"
_WILD = (_ELLIPSIS, "[", "]")
_TOKEN = re.compile(r"(?P<cut>[(\[](?:\.{2,}|…)[)\]]|\.{3,}|…)|\w+(?:[-'’]\w+)*|[^\w\s]")
_SAME_MARK = str.maketrans({**dict.fromkeys("«»„“”‹›", '"'), **dict.fromkeys("’‘`´", "'"), **dict.fromkeys("–—", "-")})

_LONE_MARKS = frozenset("'’‘`´")
"""Outside a word they are as good as any quotation mark: an English text has them within others."""


@dataclass(frozen=True, slots=True)
class Change:
    """One place where the printed form says something else: words of the original (may be empty), words in print."""

    original: str
    printed: str


@dataclass(frozen=True, slots=True)
class Difference:
    """How a printed form relates to its original.

    `form` is verbatim, shortened, clarified or edited: the most far-reaching that applies. `changes` are, in order,
    what it does beyond ellipsis, first capital and brackets; they need a person's signature. `shortens` and `clarifies`
    tell whether it leaves words out where it shows that, and whether it adds in brackets, whatever else it does.
    """

    form: str
    changes: tuple[Change, ...]
    shortens: bool = False
    clarifies: bool = False

    @property
    def differs(self) -> bool:
        """Whether there is anything to sign."""
        return bool(self.changes)


@dataclass(frozen=True, slots=True)
class _Token:
    shown: str
    word: str
    is_cut: bool = False
    may_be_capital: bool = False
    bracket_ends: int = 0
    at: int = 0


def find_quote(text: str, quote: str) -> list[int]:
    """Every place (code points) where exactly these words stand in the text; none for an empty quote."""
    places: list[int] = []
    at = text.find(quote) if quote else -1
    while at >= 0:
        places.append(at)
        at = text.find(quote, at + 1)
    return places


def classify(original: str, printed: str) -> str:
    """The form of a printed quote: verbatim, shortened, clarified or edited (the most far-reaching that applies)."""
    return compare_printed(original, printed).form


def form_of(original: str, printed: str, claimed: str | None = None) -> str:
    """The form of a printed quote that a person has perhaps named: she may claim more than the words show, never less.

    What changes nothing is verbatim, whatever it is called. `claimed` is one of `FORMS`.
    """
    shown = classify(original, printed)
    return shown if claimed is None or shown == VERBATIM else max(shown, claimed, key=FORMS.index)


def compare_printed(original: str, printed: str) -> Difference:
    """Compare, word by word and in order, what was said with what is printed.

    White space and the kind of quotation marks, apostrophes and dashes do not count as changes.
    """
    said, shown = _tokens(original), _mark_brackets(_tokens(printed))
    if len(said) == len(shown) and _all_same(said, shown):
        return Difference(VERBATIM, ())
    if _reads_straight(said, shown):
        # Without a gap in print it would have as many words as were said.
        return Difference(SHORTENED, (), shortens=True)
    before, after = _common_ends(said, shown)
    steps = _cheapest_path(said[before : len(said) - after], shown[before : len(shown) - after])
    changes = _changes(steps)
    kinds = {step.kind for step in steps}
    shortens, clarifies = "cut" in kinds, "bracket" in kinds
    form = EDITED if changes else CLARIFIED if clarifies else SHORTENED if shortens else VERBATIM
    return Difference(form, changes, shortens, clarifies)


def reads_the_same(first: str, second: str) -> bool:
    """Whether two printed forms have the same words and marks, capitals too.

    White space, the kind of marks and dashes, and how a gap is shown are Word's to change.
    """
    return [token.word for token in _tokens(first)] == [token.word for token in _tokens(second)]


def not_said(original: str, difference: Difference) -> tuple[str, ...]:
    """The words that a printed form puts in which the original does not have anywhere, each once, in order."""
    said = {token.word.casefold() for token in _tokens(original)}
    printed = (token for change in difference.changes for token in _tokens(change.printed))
    new = (token.shown for token in printed if token.word.casefold() not in said and token.shown[0].isalnum())
    return tuple(dict.fromkeys(new))


def is_out_of_order(original: str, difference: Difference) -> bool:
    """Whether a printed form has words of the original in another place than they were said."""
    return any(not _in_turn(change) for change in difference.changes) and not not_said(original, difference)


def _in_turn(change: Change) -> bool:
    """Whether the words that are printed in a place are, in their order, among those that were said in it."""
    said = iter(_words(change.original))
    return all(word in said for word in _words(change.printed))


def _words(text: str) -> list[str]:
    return [token.word.casefold() for token in _tokens(text) if token.shown[0].isalnum()]


def words_kept(original: str, printed: str) -> tuple[tuple[int, int], ...]:
    """Which words of the original are printed: where each begins there, and in print (code points, in order)."""
    said, shown = _tokens(original), _mark_brackets(_tokens(printed))
    before, after = _common_ends(said, shown)
    steps = _cheapest_path(said[before : len(said) - after], shown[before : len(shown) - after])
    ends = [*zip(said[:before], shown[:before], strict=True)]
    ends += [(step.said[0], step.shown[0]) for step in steps if step.kind == "same"]
    ends += zip(said[len(said) - after :], shown[len(shown) - after :], strict=True)
    return tuple((one.at, other.at) for one, other in ends if one.shown[0].isalnum())


def _tokens(text: str) -> list[_Token]:
    tokens: list[_Token] = []
    begins = True
    for match in _TOKEN.finditer(text):
        shown, is_cut = match.group(), match.group("cut") is not None
        word = _ELLIPSIS if is_cut else '"' if shown in _LONE_MARKS else shown.translate(_SAME_MARK)
        tokens.append(_Token(shown, word, is_cut, begins, at=match.start()))
        begins = is_cut or (begins and not shown[0].isalnum())
    return tokens


def _mark_brackets(tokens: list[_Token]) -> list[_Token]:
    """Note at each `[` where its clarification ends (index after the `]`)."""
    marked = list(tokens)
    opened: int | None = None
    for index, token in enumerate(tokens):
        if token.word == "[":
            opened = index
        elif token.word == "]" and opened is not None:
            start = tokens[opened]
            marked[opened] = _Token(start.shown, start.word, bracket_ends=index + 1 - opened, at=start.at)
            opened = None
    return marked


def _reads_straight(said: list[_Token], shown: list[_Token]) -> bool:
    """Whether what is shown is what was said with nothing but gaps where it shows them: by far the most quotes.

    Stretches between gaps are looked for as early as they can stand; the last one must stand at the end.
    """
    if any(token.bracket_ends for token in shown):
        return False
    stretches: list[list[_Token]] = [[]]
    for token in shown:
        if token.is_cut:
            stretches.append([])
        else:
            stretches[-1].append(token)
    first, *between = stretches
    last = between.pop() if between else []
    at, end = len(first), len(said) - len(last)
    if at > end or (len(stretches) == 1 and at != end):
        return False
    if not _all_same(said[:at], first) or not _all_same(said[end:], last):
        return False
    for stretch in between:
        while at + len(stretch) <= end and not _all_same(said[at : at + len(stretch)], stretch):
            at += 1
        at += len(stretch)
    return at <= end


def _all_same(said: list[_Token], shown: list[_Token]) -> bool:
    return all(_same(one, other) for one, other in zip(said, shown, strict=True))


def _common_ends(said: list[_Token], shown: list[_Token]) -> tuple[int, int]:
    """How many equal words the two begin and end with: they need no weighing, unlike marks that can mean more."""
    shortest = min(len(said), len(shown))
    before = 0
    while before < shortest and said[before].word == shown[before].word not in _WILD:
        before += 1
    after = 0
    while after < shortest - before and said[-1 - after].word == shown[-1 - after].word not in _WILD:
        after += 1
    return before, after


@dataclass(frozen=True, slots=True)
class _Step:
    """One step of the cheapest reading: `kind` is same, cut, bracket or change."""

    kind: str
    said: tuple[_Token, ...] = ()
    shown: tuple[_Token, ...] = ()


def _cheapest_path(said: list[_Token], shown: list[_Token]) -> list[_Step]:
    """Read the printed form against the original with as few changed words as possible (edit distance with wildcards).

    `cost[i][j]` is what it takes to get from the first i said words to the first j shown ones.
    """
    rows, columns = len(said) + 1, len(shown) + 1
    unreached = rows + columns + 1
    cost = [[unreached] * columns for _ in range(rows)]
    came: list[list[tuple[int, int, str]]] = [[(0, 0, "")] * columns for _ in range(rows)]
    cost[0][0] = 0
    for i in range(rows):
        for j in range(columns):
            for kind, price, down, across in _moves(said, shown, i, j):
                total = cost[i][j] + price
                if total < cost[i + down][j + across]:
                    cost[i + down][j + across] = total
                    came[i + down][j + across] = (i, j, kind)
    return _walk_back(said, shown, came)


def _moves(said: list[_Token], shown: list[_Token], i: int, j: int) -> list[tuple[str, int, int, int]]:
    """The ways on from (i, j), the preferred ones first: kind, price, words of the original, words in print."""
    moves: list[tuple[str, int, int, int]] = []
    left = i < len(said)
    if j < len(shown):
        token = shown[j]
        if left and _same(said[i], token):
            moves.append(("same", 0, 1, 1))
        if token.bracket_ends and j + token.bracket_ends <= len(shown):
            most = min(_REPLACED_BY_BRACKET, len(said) - i)
            moves.extend(("bracket", 0, taken, token.bracket_ends) for taken in range(most + 1))
        if token.is_cut:
            moves.append(("cut", 0, 0, 1))
            if left:
                moves.append(("cut", 0, 1, 0))
        if left:
            moves.append(("change", 1, 1, 1))
        moves.append(("change", 1, 0, 1))
    if left:
        moves.append(("change", 1, 1, 0))
    return moves


def _same(said: _Token, shown: _Token) -> bool:
    if said.word == shown.word:
        return True
    first_differs = said.word[0] != shown.word[0] and said.word[1:] == shown.word[1:]
    return shown.may_be_capital and first_differs and said.word[0].upper() == shown.word[0]


def _walk_back(said: list[_Token], shown: list[_Token], came: list[list[tuple[int, int, str]]]) -> list[_Step]:
    steps: list[_Step] = []
    i, j = len(said), len(shown)
    while (i, j) != (0, 0):
        before_i, before_j, kind = came[i][j]
        steps.append(_Step(kind, tuple(said[before_i:i]), tuple(shown[before_j:j])))
        i, j = before_i, before_j
    return steps[::-1]


def _changes(steps: list[_Step]) -> tuple[Change, ...]:
    """Neighbouring changed words told as one change."""
    changes: list[Change] = []
    said: list[_Token] = []
    shown: list[_Token] = []
    for step in [*steps, _Step("same")]:
        if step.kind == "change":
            said.extend(step.said)
            shown.extend(step.shown)
        elif said or shown:
            changes.append(Change(_spell(said), _spell(shown)))
            said, shown = [], []
    return tuple(changes)


def _spell(tokens: list[_Token]) -> str:
    """The tokens as written, marks close to the word before them."""
    words = ""
    for token in tokens:
        glued = not words or (len(token.shown) == 1 and token.shown in ".,;:!?)]»”")
        words += token.shown if glued else f" {token.shown}"
    return words

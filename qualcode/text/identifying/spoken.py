"""Dates, high ages and telephone numbers said in words, as a verbatim transcript has them; bokmål and nynorsk."""

import re
from collections.abc import Iterator

from qualcode.text.identifying.candidate import AGE, DATE, PHONE
from qualcode.text.identifying.evidence import Sign

_MONTHS = "januar|februar|mars|april|mai|juni|juli|august|september|oktober|november|desember"
_FIGURES = "null|én|ein|en|ett|eitt|to|tre|fire|fem|seks|sju|syv|åtte|ni"
_TENS = "tjue|tretti|førti|femti|seksti|sytti|åtti|nitti"
_ORDINALS = "første|fyrste|andre|tredje|fjerde|femte|sjette|(?:sju|syv|ått|ni|ti)(?:ende|ande)"
_DAYS = (
    rf"{_ORDINALS}|ell?[ei]vte|tolvte|(?:tret|fjor|fem|seks|syt|at|nit)t(?:ende|ande)|tju(?:ende|ande)"
    rf"|tjue(?:{_ORDINALS})|(?:{_FIGURES})ogtyvende|tretti(?:ende|ande|første|fyrste)"
)
_YEAR = rf"(?:nitten ?(?:hundre ?(?:og ?)?)?)?(?:{_TENS})(?:{_FIGURES})?"
_AMOUNTS = "år (?:siden|sidan|etter|før)|prosent|kron|minutt|time|timar|dag|kilo|kilometer|meter|mil|tusen|i|og"
_NUMBER = rf"(?:(?:{_TENS})(?:{_FIGURES})?|ti|elleve|tolv|tretten|fjorten|femten|seksten|sytten|atten|nitten)"

# The first and the seventeenth of May are everybody's.
_DATE = re.compile(
    rf"\b(?!(?:første|fyrste|syttende|syttande) mai\b)(?:{_DAYS}) (?:{_MONTHS})(?: {_YEAR})?\b", re.IGNORECASE
)
_AGE = re.compile(
    rf"\b(?:er|var|ble|blei|vart|vert|blir|fyller|fylte|fylt) (?P<what>nitti(?:{_FIGURES})?)\b"
    rf"(?! (?:{_AMOUNTS}|{_NUMBER}))",
    re.IGNORECASE,
)
_ONE_BY_ONE = re.compile(rf"\b(?!(?:en|ein|én) to tre\b)(?:{_FIGURES})(?:,? (?:{_FIGURES})){{7}}\b", re.IGNORECASE)
_TWO_BY_TWO = re.compile(rf"\b(?:{_TENS})(?:{_FIGURES})?(?:,? {_NUMBER}){{3}}\b", re.IGNORECASE)
_SAID_NUMBERS = re.compile(
    rf"(?:{_NUMBER}|{_FIGURES}|hundre|tusen)(?: (?:{_NUMBER}|{_FIGURES}|hundre|tusen|og))*", re.IGNORECASE
)
_ROUND = re.compile(rf"(?:{_TENS}|ti)", re.IGNORECASE)


def find_spoken(text: str) -> Iterator[Sign]:
    """What in a text is a date, a high age or a telephone number in words."""
    for kind, pattern in ((DATE, _DATE), (AGE, _AGE), (PHONE, _ONE_BY_ONE), (PHONE, _TWO_BY_TWO)):
        for match in pattern.finditer(text):
            if pattern is not _TWO_BY_TWO or not _is_counting(match[0]):
                yield Sign(*match.span("what" if "what" in pattern.groupindex else 0), kind, "pattern")


def is_number(words: str) -> bool:
    """Whether these are nothing but numbers in words, which a model with no capitals to go by takes for names."""
    return _SAID_NUMBERS.fullmatch(words) is not None


def _is_counting(words: str) -> bool:
    """Whether these are round numbers in a row, `tjue, tretti, førti, femti`, and no telephone."""
    return sum(_ROUND.fullmatch(word) is not None for word in re.findall(r"\w+", words)) > 2

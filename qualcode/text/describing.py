"""What a few words before a quote say of who speaks: sex, decade, age. Bokmål, nynorsk and English.

Only what is said of one person counts; a word that is not understood says nothing.
"""

import re
from dataclasses import dataclass

WOMAN = "woman"
MAN = "man"

SEXES = {
    **dict.fromkeys(("kvinne", "kvinna", "kvinnelig", "kvinneleg", "dame", "woman", "female", "k", "f"), WOMAN),
    **dict.fromkeys(("mann", "mannen", "mannlig", "mannleg", "man", "male", "m"), MAN),
}
"""Words for a person's sex, as they are registered or written, and which they mean."""

_TENS = {"tjue": 20, "tretti": 30, "førti": 40, "femti": 50, "seksti": 60, "sytti": 70, "åtti": 80, "nitti": 90}
_TENS |= {"twenties": 20, "thirties": 30, "forties": 40, "fifties": 50, "sixties": 60, "seventies": 70}
_TENS |= {"eighties": 80, "nineties": 90}
_WORD = re.compile(r"\w+")
_DECADE = re.compile(r"\b([1-9]0)(?:\s*[-–]?\s*år(?:ene|a)\b|['’]?s\b)")
_SPELT_DECADE = re.compile(r"\b(tjue|tretti|førti|femti|seksti|sytti|åtti|nitti)\s*-?år(?:ene|a)\b")
_AGE = re.compile(
    r"\b(?:på|er|var|ble|fylte|aged)\s+(\d{1,3})(?:\s*år\b|\b(?=[\s.,;:!?]|$)(?!\s*\w))"
    r"|\b(\d{1,3})(?:\s*[-–]?\s*år(?:ig|ing|ingen|igen)\b|\s+år\s+gamm\w+|[-– ]years?[-– ]old\b)"
)
"""A number of years is an age where it is said to be: "på 54 år", "en 54-åring", not "etter 4 år i jobben"."""

_THEIR_DECADE = re.compile(r"\bin\s+(her|his)\s+(?:early\s+|mid-?\s*|late\s+)?(\w+)")


@dataclass(frozen=True, slots=True)
class Described:
    """What is said of a person: `sex` is woman, man or empty; `decade` and `age` are None where nothing is said."""

    sex: str = ""
    decade: int | None = None
    age: int | None = None

    @property
    def says_something(self) -> bool:
        """Whether there is anything to tell people apart by."""
        return bool(self.sex) or self.decade is not None or self.age is not None


def described_in(words: str) -> Described:
    """What a lead-in says of who speaks: "En kvinnelig deltaker i 50-årene" is a woman between 50 and 59."""
    text = words.casefold()
    theirs = _THEIR_DECADE.search(text)
    sex = next((SEXES[word] for word in _WORD.findall(text) if len(word) > 1 and word in SEXES), "")
    if not sex and theirs:
        sex = WOMAN if theirs[1] == "her" else MAN
    age = _AGE.search(text)
    return Described(sex, _decade(text), int(age[1] or age[2]) if age else None)


def holds_words(text: str, words: str) -> bool:
    """Whether a text holds these words as whole words, whatever the case."""
    wanted = " ".join(words.casefold().split())
    if not wanted:
        return False
    return re.search(rf"(?<!\w){re.escape(wanted)}(?!\w)", " ".join(text.casefold().split())) is not None


def _decade(text: str) -> int | None:
    written = _DECADE.search(text)
    if written:
        return int(written[1])
    spelt = _SPELT_DECADE.search(text)
    if spelt:
        return _TENS[spelt[1]]
    return next((_TENS[word] for word in _WORD.findall(text) if word.endswith("ties") and word in _TENS), None)

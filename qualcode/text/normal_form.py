r"""The one form that every text gets before anything counts characters in it.

NFC, so that `å` is one character however it was typed; `\n` as the only line break; no byte order mark, no NUL, no
lone surrogates and no other control characters, so that the text can go into SQLite, XML and a terminal. Zero-width and
bidirectional characters are kept: they belong to some scripts, and `display.visible` shows them.
"""

import re
import unicodedata
from dataclasses import dataclass
from hashlib import sha256

REPLACEMENT = "\ufffd"

_LINE_BREAK = re.compile("\r\n|[\r\x85\u2028\u2029\x0b\x0c]")
_ODD_BREAK = re.compile("[\x85\u2028\u2029\x0b\x0c]")
_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
# U+FFFE and U+FFFF are not characters; XML, and so Word, refuses them.
_UNWANTED = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ufffe\uffff]")
_ANYTHING_ODD = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Cleaned:
    r"""What was taken out or exchanged, and how often.

    `kind` is `line-separator` (unusual line breaks made into `\n`), `nul`, `control`, `byte-order-mark` (all taken
    out) or `surrogate` (half a character, shown as U+FFFD). Ordinary line ends, tabs and composing go untold.
    """

    kind: str
    count: int


def to_normal_form(text: str, *, keep_tabs: bool = False) -> tuple[str, tuple[Cleaned, ...]]:
    """Give the text its normal form, and say what was lost on the way.

    A tab becomes a space, unless `keep_tabs`: importers need it where it parts a label from the words. Doing it again
    changes nothing.
    """
    if not _ANYTHING_ODD.search(text):
        return unicodedata.normalize("NFC", text), ()
    cleaned: list[Cleaned] = []
    if _SURROGATE.search(text):
        text = _PAIR.sub(_join_pair, text)
        text, count = _SURROGATE.subn(REPLACEMENT, text)
        _note(cleaned, "surrogate", count)
    _note(cleaned, "line-separator", len(_ODD_BREAK.findall(text)))
    text = _LINE_BREAK.sub("\n", text)
    _note(cleaned, "byte-order-mark", text.count("\ufeff"))
    _note(cleaned, "nul", text.count("\x00"))
    unwanted = len(_UNWANTED.findall(text)) - text.count("\ufeff") - text.count("\x00")
    _note(cleaned, "control", unwanted)
    text = _UNWANTED.sub("", text)
    if not keep_tabs:
        text = text.replace("\t", " ")
    return unicodedata.normalize("NFC", text), tuple(cleaned)


def to_name(text: str) -> str:
    """A name in normal form: on one line, without white space around it or doubled within it."""
    return " ".join(to_normal_form(text)[0].split())


def content_hash(text: str) -> str:
    """The text's fingerprint: SHA-256 of its UTF-8 bytes, in hex. Two texts with the same one are the same text."""
    return sha256(text.encode("utf-8")).hexdigest()


def _join_pair(match: re.Match[str]) -> str:
    return match.group().encode("utf-16-le", "surrogatepass").decode("utf-16-le")


def _note(cleaned: list[Cleaned], kind: str, count: int) -> None:
    if count:
        cleaned.append(Cleaned(kind, count))

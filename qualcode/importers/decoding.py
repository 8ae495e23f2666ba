"""From bytes to characters. No guessing by statistics: detectors call Norwegian text Central European."""

import codecs
import re
from collections.abc import Sequence
from dataclasses import dataclass

_MARKS = (
    # UTF-32 first: its mark begins with UTF-16's.
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_UNDECODED = re.compile("[\udc80-\udcff]")
_SAMPLE = 4096
# æ ø å Æ Ø Å as Mac Roman writes them, read as Windows-1252.
_MAC_LOOKALIKES = "¾¿Œ®¯\x81"
_BINARY_SHARE = 0.02
# Text that a terminal or a recorder has left its control characters in is still text.
_STRAY_SHARE = 0.2
_TEXT_CONTROLS = b"\t\n\r\x0b\x0c\x1a\x1b"
_CONTROLS = bytes(code for code in range(0x20) if code not in _TEXT_CONTROLS)


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file's characters, and the encoding they were written in (`utf-8`, `utf-16-le`, `cp1252`, ...).

    `looks_like_mac` when Windows-1252 gave letters that no Norwegian or English word holds but Mac Roman explains.
    """

    text: str
    encoding: str
    looks_like_mac: bool = False


def decode(raw: bytes, *, encoding: str | None = None) -> Decoded:
    """Decode by byte order mark, by NULs (UTF-16 without a mark), as strict UTF-8, else as Windows-1252.

    With `encoding` (`mac-roman`, say) only that one is used; bytes that it has no character for become U+FFFD.
    """
    if encoding is not None:
        return Decoded(raw.decode(encoding, "replace").removeprefix("\ufeff"), encoding)
    for mark, name in _MARKS:
        if raw.startswith(mark):
            return Decoded(raw[len(mark) :].decode(name, "replace"), name)
    wide = _utf16_by_nuls(raw)
    if wide is not None:
        return Decoded(raw.decode(wide, "replace"), wide)
    try:
        return Decoded(raw.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        text = _decode_cp1252(raw)
        return Decoded(text, "cp1252", _looks_like_mac(text))


def fitting_encoding(raw: bytes, encodings: Sequence[str]) -> str:
    """The first of these in which every byte is a character; the first of all where there is none."""
    for encoding in encodings:
        try:
            raw.decode(encoding)
        except (UnicodeError, LookupError):
            continue
        return encoding
    return encodings[0]


def is_known(encoding: str) -> bool:
    """Whether Python can decode text in this encoding."""
    try:
        return bool(getattr(codecs.lookup(encoding), "_is_text_encoding", True))
    except (LookupError, ValueError):
        return False


def is_binary(raw: bytes) -> bool:
    """Whether these bytes are no text in any encoding: too many control characters."""
    sample = raw[:_SAMPLE]
    if not sample or any(sample.startswith(mark) for mark, _ in _MARKS) or _utf16_by_nuls(sample):
        return False
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    return controls > len(sample) * (_STRAY_SHARE if _is_utf8(sample) else _BINARY_SHARE)


def _is_utf8(sample: bytes) -> bool:
    """Whether it decodes, but for a character that the end of the sample may have cut."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample)
    except UnicodeDecodeError:
        return False
    return True


def _utf16_by_nuls(raw: bytes) -> str | None:
    """UTF-16 text in Latin letters has a NUL in nearly every other byte, and hardly one in the others."""
    sample = raw[: _SAMPLE // 2 * 2]
    pairs = len(sample) // 2
    if pairs == 0:
        return None
    high_first, high_last = sample[0::2].count(0), sample[1::2].count(0)
    if high_last > pairs * 0.6 and high_first < pairs * 0.05:
        return "utf-16-le"
    if high_first > pairs * 0.6 and high_last < pairs * 0.05:
        return "utf-16-be"
    return None


def _decode_cp1252(raw: bytes) -> str:
    """Windows-1252; its five empty places become control characters, which the normal form takes out and tells."""
    return _UNDECODED.sub(lambda byte: chr(ord(byte.group()) - 0xDC00), raw.decode("cp1252", "surrogateescape"))


def _looks_like_mac(text: str) -> bool:
    if any(letter in text for letter in "æøåÆØÅ"):
        return False
    found = sum(
        1
        for before, mark, after in zip(text, text[1:], text[2:], strict=False)
        if mark in _MAC_LOOKALIKES and (before.isalpha() or after.isalpha())
    )
    return found >= 2

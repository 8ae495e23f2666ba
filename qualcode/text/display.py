"""How text from a file is shown, so that a terminal shows it and never obeys it."""

import re

_CONTROL_PICTURES = 0x2400
_DELETE_PICTURE = "\u2421"

# C0, DEL, C1, soft hyphen, bidirectional and zero-width characters, line separators, tags, surrogates: everything that
# moves, hides or reorders what stands around it.
_UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u070f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\u3164\ud800-\udfff\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_UNSEEN_BUT_NEWLINE = re.compile(_UNSEEN.pattern.replace("\x00-\x1f", "\x00-\x09\x0b-\x1f"))


def visible(text: str, *, keep_newlines: bool = False) -> str:
    """The text with everything unseen made visible: ESC as ␛, a right-to-left override as ⟨202E⟩.

    Newlines are pictures too (␊), unless they are to be kept because the text is shown over several lines. What comes
    out is for eyes only: its characters are not where the text's own are.
    """
    return (_UNSEEN_BUT_NEWLINE if keep_newlines else _UNSEEN).sub(_picture, text)


def _picture(match: re.Match[str]) -> str:
    code = ord(match.group())
    if code < 0x20:
        return chr(_CONTROL_PICTURES + code)
    return _DELETE_PICTURE if code == 0x7F else f"⟨{code:02X}⟩"

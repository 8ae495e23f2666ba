"""How words and numbers are printed in a chapter's language: quotation marks, decimal sign, what paper cannot hold."""

import math
import re
from dataclasses import dataclass

from qualcode.views.quotes import QuoteLine
from qualcode.views.table import Cell, TableView

MISSING = "–"

_LOCALES = {"nb": "nb-NO", "nn": "nn-NO", "en": "en-GB"}
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_UNPRINTABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_DOUBLE_MARKS = re.compile('["«»“”„‟]')


@dataclass(frozen=True, slots=True)
class _Marks:
    opening: str
    closing: str
    inner_opening: str
    inner_closing: str


_NORWEGIAN = _Marks("«", "»", "‹", "›")
_ENGLISH = _Marks("“", "”", "‘", "’")


def paper_language(language: str) -> str:
    """The language a file is written in: `nb`, `nn` or `en`; `no` is bokmål, one we have no words for English."""
    short = language[:2].lower()
    return {"no": "nb"}.get(short, short if short in _LOCALES else "en")


def locale_of(language: str) -> str:
    """The language as Word spells it (`nb-NO`), for spelling and hyphenation."""
    return _LOCALES[paper_language(language)]


def plain(text: str) -> str:
    """`text` without the control characters that no file format can hold; every line end becomes a newline."""
    return _UNPRINTABLE.sub("", _LINE_ENDS.sub("\n", text))


def plain_cell(text: str) -> str:
    """`plain` for the cell of a table: also without the characters that make what follows them read backwards.

    They are no letters, and in a table nobody would see that a name or a number has been turned round.
    """
    return _TURNING.sub("", plain(text))


def printed_cell(cell: Cell, *, language: str) -> str:
    """A table's value as it is printed: decimal comma in Norwegian, a dash where there is none.

    A whole number that was counted or registered has no decimals; one that was worked out (a float) keeps its nought,
    so that 3,0 stands under 3,5.
    """
    if cell is None or (isinstance(cell, float) and not math.isfinite(cell)):
        return MISSING
    if isinstance(cell, float):
        digits = f"{cell:.10f}".rstrip("0")
        digits += "0" if digits.endswith(".") else ""
        return digits if paper_language(language) == "en" else digits.replace(".", ",")
    return str(cell) if cell != "" else MISSING


def quoted(words: str, *, language: str) -> str:
    """`words` in the language's quotation marks, « » or “ ”, with the marks inside them turned into ‹ › or ‘ ’.

    Single marks are left as they are: most are apostrophes, and in dialect ('n Ola) they stand where a mark would.
    """
    marks = _marks(language)
    if marks is _ENGLISH:
        words = words.replace("‹", marks.inner_opening).replace("›", marks.inner_closing)
    return f"{marks.opening}{_with_inner_marks(words, marks)}{marks.closing}"


def quoted_lines(text: str, lines: tuple[QuoteLine, ...], *, language: str) -> str:
    """A quote as printed: `text` in quotation marks, or, in a dialogue, a line for each speaker."""
    if not lines:
        return quoted(text, language=language)
    return "\n".join(
        f"{line.speaker}: {quoted(line.text, language=language)}"
        if line.speaker
        else quoted(line.text, language=language)
        for line in lines
    )


def table_notes(view: TableView) -> list[str]:
    """What stands under a table: "a) Kjønn: K=kvinne, M=mann", then the notes that no letter has said already."""
    shown = dict(zip(view.columns, view.headings or view.columns, strict=True))
    said = [text for _, text in view.lettered]
    lettered = [
        f"{letter}) {', '.join(shown[column] for column, mark in view.marks if mark == letter)}: {text}"
        for letter, text in view.lettered
    ]
    return lettered + [note for note in view.notes if not any(note.endswith(text) for text in said if text)]


def _marks(language: str) -> _Marks:
    return _ENGLISH if paper_language(language) == "en" else _NORWEGIAN


def _with_inner_marks(words: str, marks: _Marks) -> str:
    depth = 0

    def turn(match: re.Match[str]) -> str:
        nonlocal depth
        before, after = words[: match.start()][-1:], words[match.end() :][:1]
        opens = _opens(match[0], before, after, depth)
        depth = max(0, depth + (1 if opens else -1))
        return marks.inner_opening if opens else marks.inner_closing

    return _DOUBLE_MARKS.sub(turn, words)


def _opens(mark: str, before: str, after: str, depth: int) -> bool:
    """Does this mark begin a quotation? What stands beside it decides; then its shape; then whether one is open."""
    can_open = before == "" or before.isspace() or before in "([{–—-/«“„‹‘\"'"
    can_close = after == "" or after.isspace() or after in ".,;:!?)]}…–—»”›’\"'"
    if can_open != can_close:
        return can_open
    if mark in "«“„":
        return True
    return mark != "»" and depth == 0

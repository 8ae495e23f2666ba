"""How the texts of a study are known again in a Word file: names of hidden bookmarks, footnotes and italics in a text.

A bookmark whose name begins with `_` is not shown in Word and goes where its words go. Word takes 40 characters.
"""

import re
from collections.abc import Iterable

TEXT = "_qc"
"""Around a paragraph of analytic text, a lead-in, or a part of the chapter's prose; then the row's uid."""

QUOTE = "_qq"
"""Around a placed quote; then the uid of the paragraph that places it. The version is that of the quote itself."""

HEADING = "_qh"
"""Around a result category's heading; then the category's uid."""

_TOO_LONG = 10_000

FOOTNOTE = re.compile(r"\^\[((?:[^\[\]]|\[[^\[\]]*\])+)\]")
"""A footnote where it belongs in the text, as Markdown has it: `words^[what stands at the foot of the page]`."""

EMPHASIS = re.compile(r"(?<![\w*])\*(?=[\w«“\"(‹‘'])([^*\n]*[\w»”\").,:;!?…›’'])\*(?![\w*])")
"""Words in italics, as Markdown has them: `*ikke*`. A star within a word or beside a space is a star."""


def mark_name(kind: str, uid: str, version: int = 0) -> str:
    """The name of a mark: what it is around, the row's uid, and the version it was written from (0: not told)."""
    told = f"_{version}" if 0 < version < _TOO_LONG else ""
    return f"{kind}{uid}{told}" if uid else ""


def read_mark(name: str, kind: str) -> tuple[str, int]:
    """The uid and version that a mark of this kind names; an empty uid for another name."""
    uid, _, version = name.removeprefix(kind).partition("_")
    if not name.startswith(kind) or not uid:
        return "", 0
    return uid, int(version) if version.isascii() and version.isdigit() else 0


def nth_place(text: str, words: str, before: int) -> int:
    """Where `words` stand for the time after `before` times, or the last time if they stand fewer times; -1 for never.

    In code points.
    """
    at = text.find(words) if words else -1
    for _ in range(before if at >= 0 else 0):
        later = text.find(words, at + len(words))
        if later < 0:
            break
        at = later
    return at


def without_footnotes(text: str) -> str:
    """The text as it runs on the page."""
    return FOOTNOTE.sub("", text)


def without_emphasis(text: str) -> str:
    """The text without the stars around words in italics."""
    return EMPHASIS.sub(r"\1", text)


def emphasised(text: str, italics: Iterable[tuple[int, int]]) -> tuple[str, bool]:
    """The text with stars around these stretches (code points, half-open), and whether each could be marked so.

    Those that begin or end within a word cannot, nor those that go over a line.
    """
    told, every = text, True
    for start, end in sorted(italics, reverse=True):
        words = text[start:end].strip()
        at = start + len(text[start:end]) - len(text[start:end].lstrip())
        starred = f"{told[:at]}*{words}*{told[at + len(words) :]}"
        found = EMPHASIS.match(starred, at) if words else None
        if found is not None and found[1] == words:
            told = starred
        else:
            every = every and not words
    return told, every

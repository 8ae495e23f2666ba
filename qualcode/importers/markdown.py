r"""Markdown: `**Name:** text`, as podcasts and Descript write it, with times that may be escaped: `\[01:46\]`."""

import re
from html import unescape

from qualcode.importers.lines import Line
from qualcode.importers.places import cleaning_problems
from qualcode.importers.plain_text import lines_of
from qualcode.importers.source import Source
from qualcode.importers.talk import read_talk
from qualcode.text.labels import LONGEST
from qualcode.text.times import CLOCK
from qualcode.views.importing import ReadTranscript

_HEADING = re.compile(r"[ ]{0,3}#{1,6}(?:[ \t]+(?P<words>[^\n]*))?")
_RULE = re.compile(r"[ ]{0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,}|={3,}[ \t]*|```.*|~~~.*)")
_QUOTED = re.compile(r"[ ]{0,3}(?:>[ ]?)+")
_BOLD_LABEL = re.compile(rf"(?:\*\*|__)(?P<label>[^*\n]{{1,{LONGEST}}}?)(?:\*\*|__)(?P<space>[ \t]*)(?P<rest>[^\n]*)")
# `**Break:** [07:13] to [08:53]`: a stretch of the recording, and nobody speaks.
_STRETCH = re.compile(rf"[^:\n]{{1,{LONGEST}}}:[ \t]*\[?{CLOCK}\]?[ \t]*(?:to|til|-|–|—)[ \t]*\[?{CLOCK}\]?")
_MARKS = (
    (re.compile(r"!\[[^\[\]\n]*\]\([^()\n]*\)"), ""),
    (re.compile(r"\[([^\[\]\n]+)\]\((?:[^()\s]*)(?:[ \t]+\"[^\"\n]*\")?\)"), r"\1"),
    (re.compile(r"(?<![\w\\])(\*\*|__)(?=\S)([^*\n]{1,1000}?)(?<=[^\s\\])\1(?!\w)"), r"\2"),
    (re.compile(r"(?<![\w*\\])\*(?=[^\s*])([^*\n]{1,1000}?)(?<=[^\s*\\])\*(?![\w*])"), r"\1"),
    (re.compile(r"(?<![\w\\])_(?=[^\s_])([^_\n]{1,1000}?)(?<=[^\s_\\])_(?!\w)"), r"\1"),
    (re.compile(r"<!--[^<>\n]{0,1000}-->"), ""),
    (re.compile(r"\\([!-/:-@\[-`{-~])"), r"\1"),
)
_ANY_MARK = re.compile(r"[*_\[\\<]")
_FRONT = re.compile(r"\s*---[ \t]*\n.*?\n(?:---|\.\.\.)[ \t]*(?=\n|$)", re.DOTALL)


def read(source: Source) -> ReadTranscript:
    """Read a Markdown file's turns. Places are lines, counted from 1."""
    text, cleaned = source.normal
    front = _FRONT.match(text)
    if front:
        text = "\n" * front.group().count("\n") + text[front.end() :]
    talk = read_talk([_plain(line) for line in lines_of(text) if not _RULE.fullmatch(line.text)], told=source.told)
    problems = (*cleaning_problems(cleaned), *talk.problems)
    return ReadTranscript("md", source.decoded.encoding, talk.turns, problems, media=talk.media)


def _plain(line: Line) -> Line:
    """The line as it reads when it is set: marks gone, headings known."""
    heading = _HEADING.fullmatch(line.text)
    text = (heading["words"] or "").rstrip(" #") if heading else _QUOTED.sub("", line.text, count=1)
    labelled = None if heading else _BOLD_LABEL.fullmatch(text.lstrip(" "))
    if labelled and labelled["rest"]:
        label, rest = labelled["label"].strip(), labelled["rest"]
        has_mark = label.endswith(":") or rest[:1] == ":" or re.match(rf"\\?[\[(]?{CLOCK}", rest)
        text = f"{label}{labelled['space'] if has_mark else chr(9)}{rest}"
    if _ANY_MARK.search(text):
        for mark, instead in _MARKS:
            text = mark.sub(instead, text)
    text = (unescape(text) if "&" in text else text).removesuffix("\\").rstrip(" ")
    is_stretch = _STRETCH.fullmatch(text.strip()) is not None
    return Line(text, line.place, is_heading=heading is not None or is_stretch, breaks=line.breaks)

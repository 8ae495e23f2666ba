"""CHAT, the transcripts of TalkBank: main lines are speech with codes in it, the lines below them are analyses."""

import re
from collections.abc import Iterator

from qualcode.importers.lines import Line
from qualcode.importers.media import media_name
from qualcode.importers.places import Place, cleaning_problems, problem, told_backwards
from qualcode.importers.source import Source
from qualcode.text.normal_form import to_name, to_normal_form
from qualcode.text.turns import BETWEEN_CUES, merge_turns
from qualcode.views.importing import ReadTranscript, ReadTurn

_MAIN = re.compile(r"\*(?P<who>[^\s:]{1,40}):[ \t]*(?P<said>.*)", re.DOTALL)
_MEDIA = re.compile(r"@Media:[ \t]*(?P<name>[^,\n]*)", re.IGNORECASE)
# Times stand between two U+0015: 125_475, in old files with the sound file's name before them.
_BULLET = re.compile(r"\x15[^\x15\n]*?(\d{1,9})_(\d{1,9})\x15")
# Where somebody has taken the marks away, or made them visible ones.
_BARE_BULLET = re.compile(r"[ \t]+[•·]?(\d{1,9}_\d{1,9})[•·]?[ \t]*$")
_STRAY_BULLET = re.compile(r"\x15[^\x15\n]*\x15?")
_CODES = (
    (re.compile(r"\[=!?[ \t]*([^\[\]]*)\]"), r"(\1)"),  # [=! laughing], [= the dog]
    (re.compile(r"\[[^\[\]]*\]"), ""),  # [//], [>], [: replacement], [* error]
    (re.compile(r"&=(?:[a-z]+:)?([\w:]+)"), r"(\1)"),  # &=laughs
    (re.compile(r"&[-+~*]"), ""),  # &-um, &+fr
    (re.compile(r"(?<!\S)\+(?:\.\.|/|//)?\?"), "?"),
    (re.compile(r"(?<!\S)\+\.\.\.?"), "…"),
    (re.compile(r"(?<!\S)\+(?:/{1,2}|\"/?|!)?\."), "–"),
    (re.compile(r"(?<!\S)\+[<^,+\"≋≈]+(?=\s)"), ""),
    (re.compile(r"(?<=\w)\(([\w']+)\)|(?<![\w.])\(([a-zæøå']+)\)(?=\w)"), r"\1\2"),  # (be)cause
    (re.compile(r"(?<=\w)@[a-z](?::\w+)?\b"), ""),  # word@f
    (re.compile(r"[<>‹›⌈⌉⌊⌋]"), ""),
    (re.compile(r"(?<!\S)0(?:\w*)(?!\S)"), ""),  # an action without words, a word left out
    (re.compile(r"[ \t]*[‡„]"), ","),
    (re.compile(r"[ \t]+([.,?!…])(?!\S)"), r"\1"),
)


def read(source: Source) -> ReadTranscript:
    """Read a CHAT file's turns. Places are lines, counted from 1."""
    _, cleaned = source.normal
    cleaned = tuple(lost for lost in cleaned if lost.kind != "control")
    pieces: list[ReadTurn] = []
    places: list[tuple[Place, int | None]] = []
    below, media = 0, ""
    for line in _whole_lines(source.decoded.text):
        main = _MAIN.fullmatch(line.text)
        if main:
            piece = _utterance(main["who"], main["said"])
            pieces.append(piece)
            places.append((line.place, piece.start_ms))
        elif line.text.startswith("%"):
            below += 1
        elif not media and (named := _MEDIA.match(line.text)):
            media = media_name(to_name(named["name"]))
    told = [problem(None, "lines-below", count=below)] if below else []
    turns = merge_turns((piece for piece in pieces if piece.text), between=BETWEEN_CUES)
    problems = (*cleaning_problems(cleaned), *told, *told_backwards(places))
    return ReadTranscript("cha", source.decoded.encoding, turns, problems, media=media)


def _whole_lines(text: str) -> Iterator[Line]:
    """Lines with those that go on with a tab or space joined to them."""
    number, parts = 1, [""]
    for index, row in enumerate(re.split(r"\r\n|\r|\n", text), start=1):
        if row[:1] in ("\t", " "):
            parts.append(row.strip())
            continue
        yield Line(" ".join(parts), Place("line", number))
        number, parts = index, [row]
    yield Line(" ".join(parts), Place("line", number))


def _utterance(who: str, said: str) -> ReadTurn:
    """What was said without codes and times."""
    said = _BARE_BULLET.sub("\x15\\1\x15", said)
    times = [(int(start), int(end)) for start, end in _BULLET.findall(said)]
    words = to_normal_form(_STRAY_BULLET.sub("", said))[0]
    for code, instead in _CODES:
        words = code.sub(instead, words)
    start, end = (times[0][0], times[-1][1]) if times else (None, None)
    return ReadTurn(to_name(who), " ".join(words.split()), start, end)

"""Speech on top of speech, as noScribe writes it: `S00: jeg tenkte //S01: ja// at jeg gikk`."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from qualcode.importers.lines import Line
from qualcode.text.labels import is_label_shaped, read_opening
from qualcode.text.times import take_times

_OVERLAP = re.compile(r"(?<![:/])//[ \t]*(?P<label>[^/:\s][^/:\n]{0,39}?):[ \t]*(?P<words>(?:(?!//)[^\n])*)(?://|$)")
_MARKS_AT_ENDS = re.compile(r"^//[ \t]*(?:[^/:\s][^/:\n]{0,39}?:[ \t]*)?|[ \t]*//$")


def part_overlaps(lines: Sequence[Line]) -> Sequence[Line]:
    """The lines with every overlap as its speaker's own line, and what follows it given back to who spoke before."""
    if not any("//" in line.text and line.label is None for line in lines):
        return lines
    return list(_parted(lines))


def without_marks(words: str) -> str:
    """A cue's words without the marks that tell that they overlap."""
    return _MARKS_AT_ENDS.sub("", words)


def _parted(lines: Sequence[Line]) -> Iterator[Line]:
    speaker: str | None = None
    for line in lines:
        if line.label is not None or line.is_heading:
            yield line
            continue
        pieces = [match for match in _OVERLAP.finditer(line.text) if is_label_shaped(match["label"])]
        before = line.text[: pieces[0].start()] if pieces else line.text
        speaker = read_opening(before).label or speaker
        if before.strip():
            yield replace(line, text=before, end_ms=None) if pieces else line
        cuts = [piece.start() for piece in pieces[1:]] + [len(line.text)]
        for piece, end in zip(pieces, cuts, strict=bool(pieces)):
            over, rest = take_times(piece["words"]), take_times(line.text[piece.end() : end])
            # The line is at its end where its last words are.
            last = line.end_ms if end == len(line.text) else None
            goes_on = bool(rest.text.strip())
            ends = None if goes_on else last
            label = piece["label"].strip()
            yield Line(over.text.strip(), line.place, label=label, start_ms=over.start_ms, end_ms=ends)
            if goes_on:
                yield Line(rest.text.strip(), line.place, label=speaker, start_ms=rest.start_ms, end_ms=last)

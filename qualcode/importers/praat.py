"""Praat's TextGrid, long or short: to Praat both are the same strings and numbers, and the rest is for human eyes."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from qualcode.errors import UnreadableFile
from qualcode.importers.places import cleaning_problems, problem
from qualcode.importers.source import Source
from qualcode.importers.tiers import Annotation, Tier, tiers_to_turns
from qualcode.locale import say
from qualcode.text.labels import fold
from qualcode.text.normal_form import Cleaned
from qualcode.views.importing import Problem, ReadTranscript

_TOKEN = re.compile(
    r'"(?P<text>[^"]*(?:""[^"]*)*)"|(?<!\S)(?P<number>-?\d{1,15}(?:\.\d{1,20})?(?:[eE][-+]?\d{1,3})?)(?!\S)'
)
_LONGEST_S = 1e7
# MFA writes a tier for words and one for sounds, each under the speaker's name.
_OF_WORDS = re.compile(r"(?P<speaker>.+?)\s+-\s+words", re.IGNORECASE)
_LAST_PART = re.compile(r"(?P<stem>.+)[_ -](?P<part>[^_ -]*[^\W\d_][^_ -]*)")
_SAME_LENGTH = 0.01


@dataclass(frozen=True, slots=True)
class Grid:
    """A TextGrid: how long it is in seconds, its interval tiers, and how many tiers of points it has beside them."""

    length: float
    tiers: tuple[Tier, ...]
    points: int


def read(source: Source) -> ReadTranscript:
    """Read one file's turns."""
    return read_together([source])


def read_together(sources: Sequence[Source]) -> ReadTranscript:
    """Read the files of one conversation, one a speaker, as one transcript, in the order of time."""
    tiers: list[Tier] = []
    problems: list[Problem] = []
    cleaned: list[Cleaned] = []
    parts = [last_part(source.path) for source in sources]
    grids = [read_grid(source) for source in sources]
    names = {fold(tier.name) for grid in grids for tier in grid.tiers}
    all_the_same = len(sources) > 1 and len(names) == 1
    for source, grid, part in zip(sources, grids, parts, strict=True):
        cleaned.extend(source.normal[1])
        lone = len(grid.tiers) == 1 and part is not None and (grid.tiers[0].is_generic or all_the_same)
        tiers.extend(replace(tier, name=part) if lone and part else tier for tier in grid.tiers)
        if grid.points:
            problems.append(problem(None, "point-tiers", count=grid.points))
    turns, told = tiers_to_turns(_spoken(tiers))
    if len(sources) > 1:
        files = ", ".join(source.path.name for source in sources)
        problems.insert(0, problem(None, "read-together", files=files, count=len(sources)))
    encoding = sources[0].decoded.encoding
    return ReadTranscript("textgrid", encoding, turns, (*cleaning_problems(tuple(cleaned)), *problems, *told))


def last_part(path: Path) -> str | None:
    """What stands last in a file's name and may name a speaker: `doctor` in `day1_doctor.TextGrid`."""
    parted = _LAST_PART.fullmatch(path.stem)
    return parted["part"] if parted else None


def belong_together(sources: Sequence[Source]) -> bool:
    """Whether these files are one conversation: one tier each, and all as long as the first."""
    try:
        grids = [read_grid(source) for source in sources]
    except UnreadableFile:
        return False
    length = grids[0].length
    return all(
        len(grid.tiers) == 1 and not grid.points and abs(grid.length - length) <= length * _SAME_LENGTH
        for grid in grids
    )


def read_grid(source: Source) -> Grid:
    """The tiers as they stand. UnreadableFile where the file ends before what it promises."""
    tokens = _tokens(source.text)
    try:
        return _grid(tokens)
    except (StopIteration, ValueError, TypeError, OverflowError):
        reason = say("importing.reason.cut-off")
        raise UnreadableFile(file=str(source.path), reason=reason) from None


def _tokens(text: str) -> Iterator[str | float]:
    """Strings and free-standing numbers; `intervals [1]:` and `xmin =` are neither."""
    for match in _TOKEN.finditer(text):
        if match["number"] is None:
            yield match["text"].replace('""', '"')
        else:
            yield float(match["number"])


def _grid(tokens: Iterator[str | float]) -> Grid:
    kind, written = _string(tokens), _string(tokens)
    if not kind.startswith("ooText") or written != "TextGrid":
        raise ValueError(written)
    start, end = _number(tokens), _number(tokens)
    tiers: list[Tier] = []
    points = 0
    for _ in range(_count(tokens)):
        shape, name = _string(tokens), _string(tokens)
        _number(tokens), _number(tokens)
        many = _count(tokens)
        if shape == "IntervalTier":
            tiers.append(Tier(name, tuple([_interval(tokens) for _ in range(many)])))
        else:
            marks = [(_number(tokens), _string(tokens))[1] for _ in range(many)]
            points += any(mark.strip() for mark in marks)
    return Grid(end - start, tuple(tiers), points)


def _interval(tokens: Iterator[str | float]) -> Annotation:
    start, end = _number(tokens), _number(tokens)
    return Annotation(_string(tokens), round(start * 1000), round(end * 1000))


def _string(tokens: Iterator[str | float]) -> str:
    token = next(tokens)
    if not isinstance(token, str):
        raise TypeError(token)
    return token


def _number(tokens: Iterator[str | float]) -> float:
    token = next(tokens)
    if not isinstance(token, float) or not abs(token) < _LONGEST_S:
        raise TypeError(token)
    return token


def _count(tokens: Iterator[str | float]) -> int:
    """How many follow; a file that promises more than it holds runs out of tokens."""
    return int(_number(tokens))


def _spoken(tiers: Sequence[Tier]) -> list[Tier]:
    """The tiers; where a speaker has nothing but words one by one, these under the speaker's name."""
    named = [(tier, _OF_WORDS.fullmatch(tier.name.strip())) for tier in tiers]
    whole = {fold(tier.name) for tier, of_words in named if of_words is None and tier.holds_words}
    return [
        tier
        if of_words is None or fold(of_words["speaker"]) in whole
        else Tier(of_words["speaker"], tier.annotations, of_words["speaker"])
        for tier, of_words in named
    ]

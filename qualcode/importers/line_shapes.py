"""How a file writes who speaks and when, learnt from all of its lines, and written the one way `labels.py` reads.

Programs and people have endless ways: `Intervjuer, 00:03:`, `00:00:03 Kari: Hei`, `<P4> Ja`, `Kari | Ja`. One line
tells little, for speech holds times, dashes and names too. A shape is taken for the file's only if the same few names
come back in it, and its times rise.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from qualcode.importers.lines import Line
from qualcode.text.labels import NOTHING_TOLD, ToldLabels, fold, is_label_shaped, looks_like_a_name, never_speaks
from qualcode.text.roles import is_known_label
from qualcode.text.times import CLOCK, clock_to_ms

_FEWEST = 3
_SHARE = 0.25
_SHARE_RISING = 0.9
_SAMPLE = 1000
_SHARE_OF_ORDINARY = 0.8
_SHARE_OVER_WORDS = 0.9
_MOST_COUNTED = 4
_LONGEST_LINE = 20_000
_LONGEST_NAME = 60

_LABEL = r"(?P<label>[^\W\d_][^:|\t\[\]<>{}*\"“”«»=;]{0,39}?)"
_BARE = rf"(?:{CLOCK}|(?:\d{{1,2}}h)?\d{{1,2}}m\d{{1,2}}s)"
_TIME = rf"[\[(]?(?P<start>{_BARE})(?:[ ]*(?:-->|->|-|–|—)[ ]*(?P<end>{_BARE}))?[\])]?"
_BOLD = r"(?:\*\*)?"
_REST = r"[ \t]*(?P<rest>[^\n]*)"
_SHAPES = (
    # `Kari, 00:03: Hei`, `Kari | 00:03`, `Kari: 00:03 Hei`, `Kari 00:03`
    rf"{_BOLD}{_LABEL}{_BOLD}(?:[ \t]*[,|:@–—-][ \t]*|[ \t]+)(?:tid[ ]|at[ ])?{_TIME}(?:[ ]*[:|]|(?=\s)|$){_REST}",
    # `[Kari 00:03] Hei`, `[Kari] [00:03] Hei`
    rf"\[{_LABEL}(?:\][ ]*|,?[ ]+)[\[(]?(?P<start>{_BARE})[\])]*[ ]*:?{_REST}",
    # `00:00:03 Kari: Hei`, `00:03 | Kari | Hei`, `[00:03] **Kari**: Hei`
    rf"{_TIME}(?:[ ]*[-–—|,:][ ]*|\t|[ ]+){_BOLD}{_LABEL}(?:[ ]*:(?=[\s*]|$)|\*\*:?|[ ]*\||\t|[ ]{{2,}}){_BOLD}{_REST}",
    # `<P4> Ja`, `{P4} Ja`, `**P4**: Ja`, `"P4": Ja`
    rf"(?:[<{{\"“«]|\*{{1,2}}|__?){_LABEL}:?(?:[>}}\"”»]|\*{{1,2}}|__?)[ ]*:?[ \t]{_REST}",
    # `(P4): Ja`
    rf"\({_LABEL}\)[ ]*:[ \t]{_REST}",
    # `- P4: Ja`, `> **P4**: Ja`
    rf"[-*•>][ ]+{_BOLD}{_LABEL}{_BOLD}:{_BOLD}[ ]+{_REST}",
    # `P4 > Ja`, `P4 | Ja`, `| P4 | Ja |`, `P4 -- Ja`
    rf"\|?[ ]*{_LABEL}[ ]*(?:>{{1,3}}|\||--)[ ]+{_REST}",
)
_PATTERNS = tuple(map(re.compile, _SHAPES))
_TABLE_EDGE = re.compile(r"[ ]*\|[ ]*$")
_ORDINARY = re.compile(rf"{_LABEL}[ ]*:[ ]+\S")
_NAME_ALONE = re.compile(rf"(?:{_TIME}[ ]*[-–—|]?[ ]*)?[\[(<*_]*{_LABEL}[\])>*_]*:?")
_COUNTED = re.compile(rf"{_LABEL}[ ]?\(?(?P<number>\d{{1,3}})\)?[ ]*[:.][ \t]+(?P<rest>\S[^\n]*)")
_TIME_FIRST = re.compile(
    rf"(?:(?:tid|time)[ ]*:[ ]*)?(?P<start>{_BARE})(?:[ ]*(?:-->|->|-|–|—)[ ]*(?P<end>{_BARE}))?"
    r"(?:[ ]*\|[ ]*|[ ]+(?![-–—])|$)(?P<rest>[^\n]*)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Shaped:
    """Lines rewritten, by index; and the labels, folded, that come back in them."""

    texts: dict[int, str]
    labels: frozenset[str]


_NONE = Shaped({}, frozenset())


def in_one_shape(lines: Sequence[Line], told: ToldLabels = NOTHING_TOLD) -> tuple[list[Line], ToldLabels]:
    """The lines, those that open a turn in the file's own shape written `[0:00:03.000] Kari: Hei`.

    With what is told of the labels, to which those are added that the shape shows to be speakers.
    """
    texts = [_text(line) for line in lines]
    shaped = labels_in_shape(texts, told)
    if not shaped.texts:
        shaped = _counted(texts)
    if not shaped.texts and any(line.is_heading for line in lines):
        shaped = labels_in_shape([line.text.strip() if line.is_heading else _text(line) for line in lines], told)
    found = _times_first([shaped.texts.get(at, text) for at, text in enumerate(texts)]) | shaped.texts
    changed = [
        replace(line, text=found[at], is_heading=False) if at in found else line for at, line in enumerate(lines)
    ]
    return changed, replace(told, taken=told.taken | shaped.labels)


def labels_in_shape(texts: Sequence[str], told: ToldLabels = NOTHING_TOLD) -> Shaped:
    """Of these lines those that name a speaker in a shape of the file's own; none in most files."""
    shaped = _labelled(texts, told)
    return shaped if shaped.texts else _names_alone(texts, told)


def _text(line: Line) -> str:
    plain = line.label is None and not line.is_heading and len(line.text) < _LONGEST_LINE
    return line.text.strip() if plain else ""


def _labelled(texts: Sequence[str], told: ToldLabels) -> Shaped:
    filled = sum(1 for text in texts if text)
    ordinary: int | None = None
    sample = [text for text in texts if text][:: filled // _SAMPLE + 1]
    for pattern in _PATTERNS:
        if sum(1 for text in sample if pattern.match(text)) < len(sample) * _SHARE / 2:
            continue
        matches = _matches(texts, pattern, told)
        speakers = _speakers(matches)
        if ordinary is None:
            ordinary = sum(_speakers(_matches(texts, _ORDINARY, told)).values())
        count = sum(speakers.values())
        is_timed = "start" in pattern.groupindex
        needed = ordinary * _SHARE_OF_ORDINARY if is_timed else ordinary + 1
        if not speakers or count < max(needed, filled * _SHARE):
            continue
        if not is_timed or _rises(match["start"] for match in matches.values()):
            taken = {at: match for at, match in matches.items() if _is_one_of(match["label"], speakers)}
            return Shaped({at: _written(match) for at, match in taken.items()}, frozenset(speakers))
    return _NONE


def _matches(texts: Iterable[str], pattern: re.Pattern[str], told: ToldLabels) -> dict[int, re.Match[str]]:
    found = ((at, pattern.match(text)) for at, text in enumerate(texts) if text)
    return {at: match for at, match in found if match and _may_be_label(match["label"].strip(), told)}


def _may_be_label(label: str, told: ToldLabels) -> bool:
    return is_label_shaped(label) and fold(label) not in told.dropped


def _speakers(matches: dict[int, re.Match[str]]) -> Counter[str]:
    """How often each label comes that comes back; empty where they cannot be the people of a talk."""
    labels = [label for match in matches.values() if not never_speaks(label := match["label"].strip())]
    back = Counter({label: count for label, count in Counter(map(fold, labels)).items() if count > 1})
    some_known = any(is_known_label(label) for label in labels if fold(label) in back)
    return back if sum(back.values()) >= _FEWEST and (len(back) > 1 or some_known) else Counter()


def _is_one_of(label: str, speakers: Counter[str]) -> bool:
    label = label.strip()
    return fold(label) in speakers or (not never_speaks(label) and (is_known_label(label) or looks_like_a_name(label)))


def _rises(clocks: Iterable[str]) -> bool:
    times = [at for clock in clocks if (at := clock_to_ms(clock)) is not None]
    steps = [after >= before for before, after in pairwise(times)]
    return bool(steps) and sum(steps) >= len(steps) * _SHARE_RISING


def _written(match: re.Match[str]) -> str:
    rest = _TABLE_EDGE.sub("", match["rest"]).strip()
    return f"{_clock(match)}{match['label'].strip().rstrip(',')}: {rest}".rstrip(" ")


def _clock(match: re.Match[str]) -> str:
    groups = match.groupdict()
    start, end = (clock_to_ms(groups.get(name) or "") for name in ("start", "end"))
    if start is None:
        return ""
    return f"[{_shown(start)}] " if end is None else f"[{_shown(start)} --> {_shown(end)}] "


def _shown(ms: int) -> str:
    seconds, thousandths = divmod(ms, 1000)
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}.{thousandths:03}"


def _names_alone(texts: Sequence[str], told: ToldLabels) -> Shaped:
    """Names on lines of their own over the words: the same few come back, and words follow each."""
    filled = [(at, text) for at, text in enumerate(texts) if text]
    alone = {at: match for at, text in filled if (match := _as_name_alone(text, told))}
    back = _speakers(alone)
    names = {at: match for at, match in alone.items() if fold(match["label"]) in back}
    over_words = sum(1 for (at, _), (below, _) in pairwise(filled) if at in names and below not in names)
    enough = len(back) > 1 and len(names) > _FEWEST and len(names) >= len(filled) * _SHARE
    if not enough or over_words < len(names) * _SHARE_OVER_WORDS:
        return _NONE
    texts_of = {at: f"{_clock(match)}{match['label'].strip()}:" for at, match in names.items()}
    return Shaped(texts_of, frozenset(back))


def _as_name_alone(text: str, told: ToldLabels) -> re.Match[str] | None:
    match = _NAME_ALONE.fullmatch(text) if len(text) <= _LONGEST_NAME else None
    if match is None or not _may_be_label(label := match["label"].strip(), told) or label.endswith((".", ",")):
        return None
    return match if looks_like_a_name(label) or is_known_label(label) else None


def _counted(texts: Sequence[str]) -> Shaped:
    """`Q1: ... A1: ... Q2: ...`: the number counts the questions and is no person's."""
    matches = _matches(texts, _COUNTED, NOTHING_TOLD)
    numbers = [int(match["number"]) for match in matches.values()]
    stems = Counter(fold(match["label"]) for match in matches.values())
    labels = Counter((fold(match["label"]), match["number"]) for match in matches.values())
    one_by_one = all(0 <= after - before <= 1 for before, after in pairwise(numbers))
    if len(numbers) <= _FEWEST or not one_by_one or max(labels.values()) > 1 or len(stems) > _MOST_COUNTED:
        return _NONE
    if min(stems.values()) < 2:
        return _NONE
    written = {at: f"{match['label'].strip()}: {match['rest']}" for at, match in matches.items()}
    return Shaped(written, frozenset(stems))


def _times_first(texts: Sequence[str]) -> dict[int, str]:
    """Lines that begin with a bare time, `00:03 Hei`, or are nothing else, where these rise through the file."""
    found = {at: match for at, text in enumerate(texts) if text and (match := _TIME_FIRST.fullmatch(text))}
    filled = sum(1 for text in texts if text)
    if len(found) < _FEWEST or len(found) < filled * _SHARE or not _rises(match["start"] for match in found.values()):
        return {}
    return {at: f"{_clock(match)}{match['rest']}".strip() for at, match in found.items()}

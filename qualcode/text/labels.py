"""Which words at the beginning of lines are the names of speakers.

A label is short, has no sentence punctuation, stands first in a line, is followed by a colon, a tab or a time, and
comes back. What never comes back is a speaker only if it can hardly be anything else (`I`, `P4`, `Informant 1`), if it
is a name among names, or if the file is too short to tell; every such case is told as a `Doubt`. A file in which no
speakers can be told apart from speech keeps its text as it is.
"""

import re
from dataclasses import dataclass

from qualcode.text.label_words import FIELDS, SAYINGS
from qualcode.text.roles import bare_label, is_known_label
from qualcode.text.times import CLOCK, clock_to_ms, take_times

LONGEST = 40
_MOST_WORDS = 6

_WITH_COLON = re.compile(r"(?P<label>[^\s:][^:\t]{0,59}?)[ \t]*:(?P<space>\s*)(?P<rest>.*)", re.DOTALL)
_WITH_TAB = re.compile(r"(?P<label>[^\s:][^:\t]{0,59}?)\t+(?P<rest>.*)", re.DOTALL)
_WITH_TIME = re.compile(rf"(?P<label>[^\s:][^:\t]{{0,59}}?)[ \t]+[\[(]?(?P<clock>{CLOCK})[\])]?:?")
_IN_BRACKETS = re.compile(r"\[(?P<label>[^\[\]:\d][^\[\]:]{0,59})\]:?[ \t]+(?P<rest>\S.*)", re.DOTALL)
_IN_ROUND = re.compile(r"\((?P<label>[^()\d:][^():]{0,39})\):?[ \t]+(?P<rest>\S.*)", re.DOTALL)
_WITH_DASH = re.compile(r"(?P<label>[^\s:–—-][^:\t–—]{0,29}?)[ \t]+[–—-][ \t]+(?P<rest>\S.*)", re.DOTALL)
MANNERS = {"brackets": _IN_BRACKETS, "round": _IN_ROUND, "dash": _WITH_DASH}
"""Ways of writing labels that remarks and speech use too: they count where most lines begin so."""
_SPEAKER_CHANGE = re.compile(r">>+[ \t]*")
_ALONE = re.compile(r"(?:speaker|taler)[ _]?\d{1,2}", re.IGNORECASE)
_SENTENCE_MARK = re.compile(r"[!?;…«»\"“”=<>/\\|*#@]|\.\.|\w{4}\.\s|,(?!\s?[A-ZÆØÅ])")
_NUMBERED_HEADING = re.compile(r"\d{1,2}(?:\.\d{1,2})*[.)]\s")


@dataclass(frozen=True, slots=True)
class Opening:
    """How a line begins. If `label` is taken to be a speaker, `rest` is what is said; if not, `whole` is.

    Both are without times. `is_cue` when the line is one machine-made stretch of a turn rather than a paragraph;
    `inside` counts times that stood among the words. `follows_break` when an empty line, or the file's beginning, is
    before it. `manner` is how the label is marked: empty for a colon, tab or time, `brackets` for `[doctor]`, `round`
    for `(I)`, `dash` for `I – `, `alone` for a role or code without any mark on a line of its own.
    """

    label: str | None
    rest: str
    whole: str
    start_ms: int | None = None
    end_ms: int | None = None
    is_cue: bool = False
    inside: int = 0
    follows_break: bool = False
    manner: str = ""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A label to look at: met `times` times, first at line `at` (index); `taken` as a speaker or kept as text."""

    label: str
    at: int
    taken: bool
    times: int = 1


@dataclass(frozen=True, slots=True)
class LabelChoice:
    """The labels that are speakers, folded form to the spelling most used, and what was doubtful about the choice.

    `manner` is how they are marked. `is_one_sided` when only one person is named, and what others say has no label.
    """

    labels: dict[str, str]
    doubts: tuple[Doubt, ...]
    manner: str = ""
    is_one_sided: bool = False

    def speaker_of(self, opening: Opening) -> str | None:
        """The label this line opens a turn with, as it is spelt most often; None when it opens none."""
        if opening.label is None or opening.manner != self.manner:
            return None
        return self.labels.get(fold(opening.label))


@dataclass(frozen=True, slots=True)
class ToldLabels:
    """What a person has said about labels, folded: `dropped` are no speakers whatever they look like, `taken` are."""

    dropped: frozenset[str] = frozenset()
    taken: frozenset[str] = frozenset()


NOTHING_TOLD = ToldLabels()


def fold(label: str) -> str:
    """Labels that differ only in case, spaces or a final full stop are one speaker's."""
    return "".join(label.casefold().split()).rstrip(".")


def read_opening(line: str, *, follows_break: bool = False) -> Opening:
    """Read how a line begins; tabs must still be in it."""
    timed = take_times(line)
    text = _SPEAKER_CHANGE.sub("", timed.text, count=1) if timed.text.startswith(">>") else timed.text
    whole = text.replace("\t", " ").strip()
    manner, (label, rest, start) = _read_label(text)
    if label is not None and not is_label_shaped(label):
        label, rest, start = None, whole, None
    return Opening(
        label=label,
        rest=rest.replace("\t", " ").strip(),
        whole=whole,
        start_ms=timed.start_ms if start is None else start,
        end_ms=timed.end_ms,
        is_cue=timed.is_cue,
        inside=timed.inside,
        follows_break=follows_break,
        manner=manner if label is not None else "",
    )


def is_label_shaped(label: str) -> bool:
    """Whether this could be a speaker's label by its look alone: short, a name or code, no sentence."""
    if is_known_label(label):
        return len(label) <= LONGEST
    if not 1 <= len(label) <= LONGEST or len(label.split()) > _MOST_WORDS or _SENTENCE_MARK.search(label):
        return False
    if _NUMBERED_HEADING.match(label):
        return False
    return any(c.isalnum() for c in label) and (label[0].isalnum() or label[0] in "([")


def _read_label(text: str) -> tuple[str, tuple[str | None, str, int | None]]:
    """How the label is marked; and the label, what follows it, and the time between them (ms)."""
    bracketed = None if _WITH_TIME.fullmatch(text) else _IN_BRACKETS.fullmatch(text)
    if bracketed:
        return "brackets", (bracketed["label"], bracketed["rest"], None)
    plain = _split_label(text)
    rounded = _IN_ROUND.fullmatch(text) if plain[0] is None or ") " in plain[0] else None
    if rounded:
        return "round", (rounded["label"], rounded["rest"], None)
    dashed = _WITH_DASH.fullmatch(text)
    if dashed and (plain[0] is None or not is_label_shaped(plain[0]) or _is_speech_after(dashed["label"], plain[0])):
        return "dash", (dashed["label"], dashed["rest"], None)
    is_alone = plain[0] is None and is_known_label(text)
    return ("alone", (text, "", None)) if is_alone else ("", plain)


def _is_speech_after(label: str, longer: str) -> bool:
    """`P4 – hun sa: nei` is P4 speaking; `NN – moderator: hei` is somebody's label."""
    after = longer[len(label) :].lstrip(" \t–—-")
    return is_known_label(label) and after[:1].islower() and not is_known_label(after)


def _split_label(text: str) -> tuple[str | None, str, int | None]:
    """The label, what follows it, and the time between them (ms)."""
    timed = _WITH_TIME.fullmatch(text)
    if timed:
        return timed["label"].strip("[]() "), "", clock_to_ms(timed["clock"])
    parted = _WITH_COLON.match(text)
    if parted and _parts_label(parted):
        return parted["label"], parted["rest"], None
    tabbed = _WITH_TAB.match(text)
    if tabbed:
        return tabbed["label"].rstrip(), tabbed["rest"], None
    return (text, "", None) if _ALONE.fullmatch(text) else (None, text, None)


def _parts_label(match: re.Match[str]) -> bool:
    r"""`I:Hei` has lost its space; `10:30`, `https://` and `C:\` are something else."""
    rest = match["rest"]
    return bool(match["space"]) or not rest or not (rest[0].isdigit() or rest[0] in "/\\:")


def looks_like_a_name(label: str) -> bool:
    """Every word begins with a capital or holds a digit, and there are at most four; a remark may follow."""
    words = bare_label(label).split()
    return 0 < len(words) <= 4 and all(word[0].isupper() or any(c.isdigit() for c in word) for word in words)


def never_speaks(label: str) -> bool:
    """`Dato`, `Til stede`; `Og så sa hun`: a field of the heading, or words that begin what people say."""
    words = label.split()
    if fold(label) in _FOLDED_NEVER or (len(words) == 2 and fold(words[0].rstrip(",")) == fold(words[1])):
        return True
    if len(words) < 2 or words[0].casefold() not in SAYINGS:
        return False
    return not looks_like_a_name(label) or all(word.casefold() in SAYINGS or word == "I" for word in words)


_FOLDED_NEVER = frozenset(fold(word) for word in FIELDS | SAYINGS)

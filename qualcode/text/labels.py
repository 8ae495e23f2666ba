"""Which words at the beginning of lines are the names of speakers.

A label is short, has no sentence punctuation, stands first in a line, is followed by a colon, a tab or a time, and
comes back. What never comes back is a speaker only if it can hardly be anything else (`I`, `P4`, `Informant 1`), if it
is a name among names, or if the file is too short to tell; every such case is told as a `Doubt`. A file in which no
speakers can be told apart from speech keeps its text as it is.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from qualcode.text.label_words import FIELDS, SAYINGS
from qualcode.text.roles import UNKNOWN, is_known_label, likely_role
from qualcode.text.times import CLOCK, clock_to_ms, take_times

LONGEST = 40
_MOST_WORDS = 6
_HEADER_LINES = 15
_TIMES_UNLESS_NAME = 3
_SHARE_OF_ONE_SPEAKER = 0.5
_SHARE_OF_KNOWN = 0.3
_SHARE_IN_BRACKETS = 0.8
_SHARE_OF_ALL = 0.8
_SHARE_ALONE = 0.25

_WITH_COLON = re.compile(r"(?P<label>[^\s:][^:\t]{0,59}?)[ \t]*:(?P<space>\s*)(?P<rest>.*)", re.DOTALL)
_WITH_TAB = re.compile(r"(?P<label>[^\s:][^:\t]{0,59}?)\t+(?P<rest>.*)", re.DOTALL)
_WITH_TIME = re.compile(rf"(?P<label>[^\s:][^:\t]{{0,59}}?)[ \t]+[\[(]?(?P<clock>{CLOCK})[\])]?:?")
_IN_BRACKETS = re.compile(r"\[(?P<label>[^\[\]:\d][^\[\]:]{0,59})\]:?[ \t]+(?P<rest>\S.*)", re.DOTALL)
_IN_ROUND = re.compile(r"\((?P<label>[^()\d:][^():]{0,39})\):?[ \t]+(?P<rest>\S.*)", re.DOTALL)
_WITH_DASH = re.compile(r"(?P<label>[^\s:–—-][^:\t–—]{0,29}?)[ \t]+[–—-][ \t]+(?P<rest>\S.*)", re.DOTALL)
_MANNERS = {"brackets": _IN_BRACKETS, "round": _IN_ROUND, "dash": _WITH_DASH}
"""Ways of writing labels that remarks and speech use too: they count where most lines begin so."""
_SPEAKER_CHANGE = re.compile(r">>+[ \t]*")
_ALONE = re.compile(r"(?:speaker|taler)[ _]?\d{1,2}", re.IGNORECASE)
_SENTENCE_MARK = re.compile(r"[!?;…«»\"“”=<>/\\|*#@]|\.\.|\w{4}\.\s|,(?!\s?[A-ZÆØÅ])")
_SENTENCE_END = re.compile(r"[.!?…][\"»”)\]]*$")

_UNNUMBERED_PERSON = re.compile(r"(?:informant|deltake|deltaka|deltage|participant|respondent|pasient|patient)\w*")


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
    return any(c.isalnum() for c in label) and (label[0].isalnum() or label[0] in "([")


def choose_labels(
    openings: Sequence[Opening], *, may_have_heading: bool = True, told: ToldLabels = NOTHING_TOLD
) -> LabelChoice:
    """Decide which of the labels that lines open with are speakers; what a person has `told` comes before all rules.

    `may_have_heading` where lines about the interview may stand before the talk; cues have none.
    """
    return _Choosing(openings, may_have_heading=may_have_heading, told=told).choose()


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


class _Choosing:
    """The choice for one file: what each candidate looks like, and then who is in."""

    def __init__(self, openings: Sequence[Opening], *, may_have_heading: bool, told: ToldLabels) -> None:
        self.openings = openings
        self.told = told
        self.may_have_heading = may_have_heading
        self.lines = [index for index, opening in enumerate(openings) if opening.whole]
        self.counts: Counter[str] = Counter()
        self.covers: Counter[str] = Counter()
        self.spellings: dict[str, Counter[str]] = {}
        self.first: dict[str, int] = {}
        marked = Counter(opening.manner for opening in openings if opening.manner)
        needed = len(self.lines) * _SHARE_IN_BRACKETS
        self.manner = next((manner for manner in _MANNERS if marked[manner] >= needed > 0), "")
        plain = sum(1 for opening in openings if opening.label and not opening.manner)
        if not self.manner and marked["alone"] > plain and marked["alone"] >= len(self.lines) * _SHARE_ALONE:
            self.manner = "alone"
        for index, opening in enumerate(openings):
            if opening.label is None or opening.manner != self.manner:
                continue
            key = fold(opening.label)
            if key in told.taken or self._may_be_speaker(key, opening.label):
                self.counts[key] += 1
                # Alone on its line, a label speaks for the line below too.
                self.covers[key] += 1 if opening.rest else 2
                self.spellings.setdefault(key, Counter())[opening.label] += 1
                self.first.setdefault(key, index)

    def _may_be_speaker(self, key: str, label: str) -> bool:
        return key not in self.told.dropped and key not in _FOLDED_NEVER and not _begins_speech(label)

    def choose(self) -> LabelChoice:
        by_word = self.told.taken & self.counts.keys()
        recurring = {key for key in self.counts if key in by_word or self._recurs(key)}
        known_once = {key for key in self.counts if self.counts[key] == 1 and is_known_label(self.spelling(key))}
        known_once = {key for key in known_once if not self._is_heading_field(key, recurring)}
        taken = recurring | known_once
        if not by_word and not self._is_talk(recurring, taken):
            asked = {key for key in recurring if likely_role(self.spelling(key)) != UNKNOWN}
            if asked == recurring == taken and self._is_one_sided(asked):
                labels = {key: self.spelling(key) for key in asked}
                return LabelChoice(labels, self._doubts(asked, set()), self.manner, is_one_sided=True)
            return LabelChoice({}, self._doubts(set(), set()))
        named_once = {key for key in self.counts if key not in taken and self._is_named_once(key, taken)}
        return LabelChoice(
            {key: self.spelling(key) for key in taken | named_once},
            self._doubts(taken | named_once, known_once | named_once),
            self.manner,
            is_one_sided=self._is_one_sided(taken | named_once),
        )

    def _is_one_sided(self, taken: set[str]) -> bool:
        """One person is named, again and again, and many paragraphs that begin anew are not hers by any sign."""
        if len(taken) != 1:
            return False
        (key,) = taken
        begun = [index for index in self.lines if self.openings[index].follows_break]
        return self.counts[key] >= _TIMES_UNLESS_NAME and self.covers[key] < len(begun) * _SHARE_OF_ALL

    def spelling(self, key: str) -> str:
        return self.spellings[key].most_common(1)[0][0]

    def _recurs(self, key: str) -> bool:
        label = self.spelling(key)
        needed = 2 if is_known_label(label) or _looks_like_a_name(label) else _TIMES_UNLESS_NAME
        return self.counts[key] >= needed

    def _is_talk(self, recurring: set[str], taken: set[str]) -> bool:
        """Whether the file is speech with labels: two that recur, or fewer where they are beyond doubt.

        Where only those who ask are labelled, everything else would become theirs, so their lines must be the most.
        """
        if not taken:
            return False
        share = sum(self.covers[key] for key in taken) / len(self.lines)
        if all(likely_role(self.spelling(key)) != UNKNOWN for key in taken):
            return share >= _SHARE_OF_ONE_SPEAKER
        if len(recurring) >= 2:
            return True
        if not any(is_known_label(self.spelling(key)) for key in taken):
            return sum(self.covers.values()) / len(self.lines) >= _SHARE_OF_ONE_SPEAKER
        heads_the_file = self.lines.index(min(self.first[key] for key in taken)) < _HEADER_LINES
        says_it_all = heads_the_file and (len(taken) > 1 or not recurring)
        return share >= _SHARE_OF_KNOWN or says_it_all

    def _is_heading_field(self, key: str, recurring: set[str]) -> bool:
        """`Intervjuer: Kari Hansen` or `Deltaker: P4` above a talk between I and P4 tells who they are."""
        if not self.may_have_heading or not recurring or not self._is_before(key, recurring):
            return False
        role = likely_role(self.spelling(key))
        if role != UNKNOWN and any(likely_role(self.spelling(other)) == role for other in recurring):
            return True
        says = self.openings[self.first[key]].rest
        names_one = fold(says) in recurring
        return names_one or (_UNNUMBERED_PERSON.fullmatch(key) is not None and len(recurring) >= 2)

    def _is_named_once(self, key: str, taken: set[str]) -> bool:
        """A name that stands only once, in a short file or among other names: rather a speaker than not."""
        opening, label = self.openings[self.first[key]], self.spelling(key)
        if self.counts[key] > 1 or not _looks_like_a_name(label):
            return False
        in_heading = self.may_have_heading and self._is_before(key, taken)
        if in_heading and not _SENTENCE_END.search(opening.rest):
            return False
        if len(taken) < 2:
            return True
        among_names = any(not is_known_label(self.spelling(other)) for other in taken)
        return among_names and (opening.follows_break or not self._has_breaks())

    def _is_before(self, key: str, others: set[str]) -> bool:
        return self.first[key] < min(self.first[other] for other in others)

    def _has_breaks(self) -> bool:
        """Whether turns in this file are parted by empty lines."""
        starts = sum(1 for index in self.lines if self.openings[index].follows_break)
        return starts * 2 > len(self.lines)

    def _doubts(self, taken: set[str], once: set[str]) -> tuple[Doubt, ...]:
        doubts = [Doubt(self.spelling(key), self.first[key], taken=True) for key in once]
        start = min((self.first[key] for key in taken), default=-1)
        doubts.extend(
            Doubt(self.spelling(key), self.first[key], taken=False, times=self.counts[key])
            for key in self.counts
            if key not in taken and self.first[key] > start and _looks_like_a_name(self.spelling(key))
        )
        return tuple(sorted(doubts, key=lambda doubt: doubt.at))


def _looks_like_a_name(label: str) -> bool:
    """Every word begins with a capital or holds a digit, and there are at most four."""
    words = label.split()
    return len(words) <= 4 and all(word[0].isupper() or any(c.isdigit() for c in word) for word in words)


def _begins_speech(label: str) -> bool:
    """`Og så sa hun: nei`: more than one word, the first of which begins what people say."""
    first, _, more = label.partition(" ")
    return bool(more) and first.casefold() in SAYINGS and not _looks_like_a_name(label)


_FOLDED_NEVER = frozenset(fold(word) for word in FIELDS | SAYINGS)

"""Choosing among the labels of a file: whose they are who speak in it.

What is chosen and why stands in `labels.py`, which reads how each line begins.
"""

import re
from collections import Counter
from collections.abc import Sequence

from qualcode.text.labels import (
    MANNERS,
    NOTHING_TOLD,
    Doubt,
    LabelChoice,
    Opening,
    ToldLabels,
    fold,
    looks_like_a_name,
    never_speaks,
)
from qualcode.text.roles import UNKNOWN, is_known_label, likely_role

_HEADER_LINES = 15
_TIMES_UNLESS_NAME = 3
_SHARE_OF_ONE_SPEAKER = 0.5
_SHARE_OF_KNOWN = 0.3
_SHARE_IN_BRACKETS = 0.8
_SHARE_OF_ALL = 0.8
_SHARE_ALONE = 0.25
_MANY_ALONE = 10
_TIMES_OF_A_MAIN_SPEAKER = 4

_SENTENCE_END = re.compile(r"[.!?…][\"»”)\]]*$")
_UNNUMBERED_PERSON = re.compile(r"(?:informant|deltake|deltaka|deltage|participant|respondent|pasient|patient)\w*")
# `KL` may be Kari Lie, though `kl` is a time.
_INITIALS = re.compile(r"[A-ZÆØÅ]{2,3}")
_SHORT_FORM = re.compile(r".+?[ ]\((?P<short>[^()]{1,12})\)")


def choose_labels(
    openings: Sequence[Opening], *, may_have_heading: bool = True, told: ToldLabels = NOTHING_TOLD
) -> LabelChoice:
    """Decide which of the labels that lines open with are speakers; what a person has `told` comes before all rules.

    `may_have_heading` where lines about the interview may stand before the talk; cues have none.
    """
    return _Choosing(openings, may_have_heading=may_have_heading, told=told).choose()


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
        self.last: dict[str, int] = {}
        spelt = Counter(opening.label for opening in openings if opening.label)
        self.initials = {label for label in spelt if _INITIALS.fullmatch(label) and spelt[label] >= _TIMES_UNLESS_NAME}
        self.manner = self._manner()
        for index, opening in enumerate(openings):
            if opening.label is not None and opening.manner == self.manner:
                self._count(index, opening.label, alone=not opening.rest)

    def _manner(self) -> str:
        """How the file marks its labels: in brackets of one kind, alone on their lines, or, empty, before the words."""
        marked = Counter(opening.manner for opening in self.openings if opening.manner)
        needed = len(self.lines) * _SHARE_IN_BRACKETS
        in_brackets = next((manner for manner in MANNERS if marked[manner] >= needed > 0), "")
        if in_brackets:
            return in_brackets
        plain = sum(1 for opening in self.openings if opening.label and not opening.manner)
        alone = Counter(fold(opening.whole) for opening in self.openings if opening.manner == "alone")
        come_back = sum(1 for count in alone.values() if count >= _TIMES_UNLESS_NAME) > 1
        share = len(self.lines) * _SHARE_ALONE
        enough = min(share, _MANY_ALONE) if self.may_have_heading and come_back else share
        return "alone" if marked["alone"] > plain and marked["alone"] >= enough else ""

    def _count(self, index: int, label: str, *, alone: bool) -> None:
        key = fold(label)
        if key in self.told.taken or self._may_be_speaker(key, label):
            self.counts[key] += 1
            # Alone on its line, a label speaks for the line below too.
            self.covers[key] += 2 if alone else 1
            self.spellings.setdefault(key, Counter())[label] += 1
            self.first.setdefault(key, index)
            self.last[key] = index

    def _may_be_speaker(self, key: str, label: str) -> bool:
        return key not in self.told.dropped and (label in self.initials or not never_speaks(label))

    def choose(self) -> LabelChoice:
        by_word = self.told.taken & self.counts.keys()
        recurring = {key for key in self.counts if key in by_word or self._recurs(key)}
        fields = self._heading_fields() - by_word
        recurring -= fields
        known_once = {
            key for key in self.counts if self.counts[key] == 1 and is_known_label(self.spelling(key))
        } - fields
        known_once = {key for key in known_once if not self._is_heading_field(key, recurring)}
        taken = recurring | known_once
        if not by_word and not self._is_talk(recurring, taken):
            asked = {key for key in recurring if likely_role(self.spelling(key)) != UNKNOWN}
            if asked == recurring == taken and self._is_one_sided(asked):
                labels = {key: self.spelling(key) for key in asked}
                return LabelChoice(labels, self._doubts(asked, set()), self.manner, is_one_sided=True)
            return LabelChoice({}, self._doubts(set(), set()))
        named_once = {key for key in self.counts if key not in taken | fields and self._is_named_once(key, taken)}
        return LabelChoice(
            self._spelt(taken | named_once),
            self._doubts(taken | named_once, known_once | named_once),
            self.manner,
            is_one_sided=self._is_one_sided(taken | named_once),
        )

    def _spelt(self, taken: set[str]) -> dict[str, str]:
        """Each label's spelling; `Intervjuer (I)`, who is `I` from then on, is spelt so."""
        spelt = {key: self.spelling(key) for key in taken}
        for key, label in spelt.items():
            told = _SHORT_FORM.fullmatch(label)
            if told and self.counts[key] == 1 and fold(told["short"]) in taken:
                spelt[key] = self.spelling(fold(told["short"]))
        return spelt

    def _heading_fields(self) -> set[str]:
        """What stands only above a talk between others: fields of a form, which say no sentence, or nothing."""
        main = [key for key in self.counts if self.counts[key] >= _TIMES_OF_A_MAIN_SPEAKER]
        if not self.may_have_heading or len(main) < 2:
            return set()
        start = min(self.first[key] for key in main)
        said: dict[str, list[str]] = {key: [] for key in self.counts if self.last[key] < start}
        for opening in self.openings[:start]:
            if opening.label is not None and fold(opening.label) in said:
                said[fold(opening.label)].append(opening.rest)
        return {
            key
            for key, words in said.items()
            if not any(_SENTENCE_END.search(text) for text in words)
            and (not is_known_label(self.spelling(key)) or self._says_nothing(key))
        }

    def _says_nothing(self, key: str) -> bool:
        """A label on a line of its own, and another right below it."""
        index = self.first[key]
        below = self.openings[index + 1] if index + 1 < len(self.openings) else None
        return not self.openings[index].rest and below is not None and below.label is not None

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
        needed = 2 if is_known_label(label) or looks_like_a_name(label) else _TIMES_UNLESS_NAME
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
        if self.counts[key] > 1 or not looks_like_a_name(label):
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
            if key not in taken and self.first[key] > start and looks_like_a_name(self.spelling(key))
        )
        return tuple(sorted(doubts, key=lambda doubt: doubt.at))

"""Annotation programs put speech on tiers, one a speaker, and much else on others. Shared by ELAN and Praat."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from qualcode.importers.cues import Cue, cues_to_turns
from qualcode.importers.places import problem
from qualcode.text.labels import fold
from qualcode.text.normal_form import to_name, to_normal_form
from qualcode.views.importing import Problem, ReadTurn

# What annotators call tiers that hold no talk.
_NOT_TALK = re.compile(
    r"(?:.*[\s_@.:-])?(?:words?|ord|phones?|phonemes?|fonem(?:er)?|segments?|syllables?|stavels(?:e|er)|mor(?:ph)?s?|pos"
    r"|gloss(?:es)?|lemmas?|translations?|oversettelse|ipa|pitch|tobi|tones?|breaks?|silences?|pauses?|stillhet"
    r"|gestures?|gester|gest|gaze|blikk|notes?|notater|comments?|kommentar(?:er)?|merknad(?:er)?|markers?|events?"
    r"|noise|topics?|tema)",
    re.IGNORECASE,
)
_OF_WORDS = re.compile(r"(?:.*[\s_@.:-])?(?:words?|ord)", re.IGNORECASE)
_WORDS_OF_TALK = 3
# A tier that is named for what it holds names nobody.
_GENERIC = re.compile(
    r"speakers?|taler|trans(?:cripts?|cription|kript|kripsjon)|te(?:ks|x)t|utterances?|ytring(?:er)?|replikk(?:er)?"
    r"|sentences?|setning(?:er)?|default|tier\d?|untitled|speech|tale|talk|orthograph(?:y|ic)|ort"
)


@dataclass(frozen=True, slots=True)
class Annotation:
    """Words on a tier, from when to when (ms, None where the file does not tell)."""

    words: str
    start_ms: int | None
    end_ms: int | None


@dataclass(frozen=True, slots=True)
class Tier:
    """A tier's name, and its annotations. `speaker` where the file names the person whose tier it is.

    `kind` is what the annotator's program calls the tier's kind, where it is the kind of the tiers that name people.
    """

    name: str
    annotations: tuple[Annotation, ...]
    speaker: str | None = None
    kind: str = ""

    @property
    def holds_sentences(self) -> bool:
        """Whether its annotations are several words long, as talk is and marks are not."""
        words = [len(annotation.words.split()) for annotation in self.annotations if annotation.words.strip()]
        return bool(words) and sum(words) >= len(words) * _WORDS_OF_TALK

    @property
    def holds_words(self) -> bool:
        """Whether anything stands on it."""
        return any(annotation.words.strip() for annotation in self.annotations)

    @property
    def label(self) -> str | None:
        """What its speaker is called; None when the file calls it nothing."""
        return to_name(self.speaker or self.name) or None

    @property
    def is_generic(self) -> bool:
        """Whether its name says what it holds and not who speaks."""
        return self.speaker is None and _GENERIC.fullmatch(fold(self.name)) is not None


def _most_like_words(tiers: Sequence[Tier]) -> Sequence[Tier]:
    """Where there is nothing but words and sounds one by one, the words."""
    return [tier for tier in tiers if _OF_WORDS.fullmatch(tier.name.strip())] or tiers


def tiers_to_turns(tiers: Sequence[Tier]) -> tuple[tuple[ReadTurn, ...], list[Problem]]:
    """The talk of all speakers' tiers in the order of time.

    Where some tiers name a person, those that do not are left out, and told, unless they are of the same kind and hold
    sentences: somebody has forgotten the name. So are tiers whose names say that they hold words one by one, sounds,
    glosses or notes, and nobody is named by a lone tier that is called `text`.
    """
    filled = [tier for tier in tiers if tier.holds_words]
    talk = [tier for tier in filled if not _NOT_TALK.fullmatch(tier.name.strip())] or _most_like_words(filled)
    named = [tier for tier in talk if tier.speaker]
    talk = [tier for tier in talk if tier.speaker or (tier.kind and tier.holds_sentences)] if named else talk
    if len(talk) == 1 and talk[0].is_generic:
        talk = [replace(talk[0], name="")]
    left_out = [tier.name for tier in filled if all(tier.annotations is not kept.annotations for kept in talk)]
    spoken = [(tier.label, annotation) for tier in talk for annotation in tier.annotations if annotation.words.strip()]
    spoken.sort(key=lambda pair: pair[1].start_ms or 0)
    cues = [
        Cue(number, said.start_ms, said.end_ms, tuple(to_normal_form(said.words)[0].split("\n")), label)
        for number, (label, said) in enumerate(spoken, start=1)
    ]
    turns, told = cues_to_turns(cues)
    names = ", ".join(to_name(name) for name in left_out[:10])
    aside = [problem(None, "tiers", count=len(left_out), names=names)] if left_out else []
    return turns, [*aside, *told]

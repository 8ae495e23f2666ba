"""Words one by one with a speaker each, as WhisperX, Deepgram and Amazon write them: cut where the speaker changes."""

from collections.abc import Callable, Mapping, Sequence
from itertools import groupby
from typing import Any

Stretch = Mapping[str, Any]
_WORD = ("punctuated_word", "word", "text", "alternatives.0.content", "content")
_SPEAKER = ("speaker", "speaker_label")
_CLINGS = frozenset(".,;:!?…")


def cut_by_speaker(words: Sequence[Any], first: Callable[[Stretch, Sequence[str]], Any]) -> list[Stretch]:
    """The words as stretches of one speaker each; none where no word has a speaker. `first` finds a path's value.

    A word without a speaker is the one's before; a punctuation mark on its own clings to the word before.
    """
    told = [word for word in words if isinstance(word, dict) and isinstance(first(word, _WORD), str)]
    speakers: list[Any] = []
    for word in told:
        who = first(word, _SPEAKER)
        speakers.append(who if who is not None else speakers[-1] if speakers else None)
    if all(who is None for who in speakers):
        return []
    runs = [list(run) for _, run in groupby(zip(speakers, told, strict=True), key=lambda pair: str(pair[0]))]
    return [_stretch(run[0][0], [word for _, word in run], first) for run in runs]


def says_the_same(stretches: Sequence[Stretch], text: str) -> bool:
    """Whether these are the words of the text and no others: only then may they stand for it."""
    return " ".join(str(stretch["text"]) for stretch in stretches).split() == text.split()


def _stretch(who: Any, words: list[Stretch], first: Callable[[Stretch, Sequence[str]], Any]) -> Stretch:
    text = ""
    for word in words:
        said = str(first(word, _WORD)).strip()
        text += said if said in _CLINGS or not text else f" {said}"
    starts = [at for word in words if (at := first(word, ("start", "start_time"))) is not None]
    ends = [at for word in words if (at := first(word, ("end", "end_time"))) is not None]
    return {"text": text, "speaker": who, "start": next(iter(starts), None), "end": ends[-1] if ends else None}

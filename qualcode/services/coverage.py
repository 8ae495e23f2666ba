"""Step 2: how much of what participants said is coded, and what is left: as it should be, but to be seen."""

from collections.abc import Sequence

from qualcode.services.stretches import holds, merged, shares_words
from qualcode.text.roles import PARTICIPANT
from qualcode.text.span import Span
from qualcode.text.turns import words_at
from qualcode.views.coverage import Coverage
from qualcode.views.transcript import PlacedUnit, TranscriptView, TurnView


def coverage(transcript: TranscriptView, units: Sequence[PlacedUnit]) -> tuple[Coverage, ...]:
    """For each participant of a transcript, in order of speaking: her own words, those that stand in a unit, turns.

    A word counts as coded when it begins in a unit. The turns of interviewers and of unknown speakers are left out.
    """
    coded = merged((unit.start, unit.end) for unit in units)
    found: dict[str, list[int]] = {}
    for turn in _own(transcript):
        words = [turn.start + at for at in words_at(transcript.text[turn.start : turn.end])]
        within = sum(holds(coded, at) for at in words)
        sums = found.setdefault(turn.speaker.shown if turn.speaker else "", [0, 0, 0, 0])
        for place, count in enumerate((len(words), within, 1, not shares_words(coded, turn.start, turn.end))):
            sums[place] += count
    return tuple(Coverage(name, *sums) for name, sums in found.items())


def next_uncoded(transcript: TranscriptView, units: Sequence[PlacedUnit], after: int) -> Span | None:
    """The next turn of a participant, beginning after a place, that no unit touches; from the start again at the end.

    None when every participant's turn is touched.
    """
    coded = merged((unit.start, unit.end) for unit in units)
    left = [turn for turn in _own(transcript) if not shares_words(coded, turn.start, turn.end)]
    turn = next((turn for turn in left if turn.start > after), left[0] if left else None)
    return None if turn is None else Span(turn.start, turn.end)


def _own(transcript: TranscriptView) -> list[TurnView]:
    return [turn for turn in transcript.turns if turn.speaker is not None and turn.speaker.role == PARTICIPANT]

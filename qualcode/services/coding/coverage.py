"""Step 2: how much of what participants said is coded, and what is left: as it should be, but to be seen."""

from collections.abc import Sequence
from dataclasses import replace

from qualcode.services.called import names_in_analysis, transcripts_called
from qualcode.services.coding.units import units_in_transcript
from qualcode.services.material.transcripts import transcript_lines, transcript_view
from qualcode.storage.opening import OpenStudy
from qualcode.text.roles import PARTICIPANT
from qualcode.text.span import Span
from qualcode.text.stretches import holds, merged, shares_words
from qualcode.text.turns import words_at
from qualcode.views.coverage import Coverage, UncodedText, UncodedTurn
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


def uncoded_text(study: OpenStudy, analysis_id: int, *, transcripts: Sequence[int] | None = None) -> list[UncodedText]:
    """What is left uncoded in the transcripts of an analysis (or in these), participant by participant.

    Of several substudies, each is called by what tells her and the transcript apart.
    """
    found: list[UncodedText] = []
    with study.reading() as connection:
        people, transcript = names_in_analysis(connection, analysis_id), transcripts_called(connection, analysis_id)
    for line in transcript_lines(study, analysis_id):
        if transcripts is None or line.id in transcripts:
            view = transcript_view(study, line.id)
            units = units_in_transcript(study, analysis_id=analysis_id, transcript_id=line.id)
            left = _untouched(view, units)
            for one in coverage(view, units):
                untouched = tuple(turn for who, turn in left if who == one.participant)
                who = people.person((line.substudy, one.participant))
                found.append(UncodedText(transcript.get(line.id, line.name), replace(one, participant=who), untouched))
    return found


def _untouched(transcript: TranscriptView, units: Sequence[PlacedUnit]) -> list[tuple[str, UncodedTurn]]:
    """The turns that no unit touches, by who speaks."""
    coded = merged((unit.start, unit.end) for unit in units)
    return [
        (turn.speaker.shown if turn.speaker else "", UncodedTurn(turn.number, turn.start, turn.end, words))
        for turn in _own(transcript)
        if not shares_words(coded, turn.start, turn.end)
        for words in (transcript.text[turn.start : turn.end],)
    ]


def next_uncoded(transcript: TranscriptView, units: Sequence[PlacedUnit], after: int) -> Span | None:
    """The next turn of a participant, beginning after a place, that no unit touches; from the start again at the end.

    None when every participant's turn is touched.
    """
    left = [turn for _, turn in _untouched(transcript, units)]
    turn = next((turn for turn in left if turn.start > after), left[0] if left else None)
    return None if turn is None else Span(turn.start, turn.end)


def _own(transcript: TranscriptView) -> list[TurnView]:
    return [turn for turn in transcript.turns if turn.speaker is not None and turn.speaker.role == PARTICIPANT]

"""What a person has decided about a file's labels, done to what was read: whose they are, and which are nobody's."""

from collections.abc import Mapping
from dataclasses import replace

from qualcode.text.labels import ToldLabels, fold
from qualcode.text.turns import merge_turns
from qualcode.views.importing import Decisions, ReadTranscript


def told_labels(decisions: Decisions) -> ToldLabels:
    """What the reading has to know beforehand: whether a line opens with a speaker decides where its words go."""
    return ToldLabels(frozenset(map(fold, decisions.dropped)), frozenset(map(fold, decisions.taken)))


def decide_labels(transcript: ReadTranscript, decisions: Decisions, *, between: str) -> ReadTranscript:
    """The transcript with merged labels as one, consecutive turns of one speaker joined by `between`.

    A dropped label that stood among the words has gone back to them in the reading, and they are the speaker's before.
    One that is still there stood in a field of its own (a voice, a column, a tier): its words stay, said by nobody
    known.
    """
    same = dict(resolved(decisions.merged))
    dropped = frozenset(map(fold, decisions.dropped)) - same.keys()
    if not any(turn.label is not None and fold(turn.label) in same.keys() | dropped for turn in transcript.turns):
        return transcript
    spelt = {fold(turn.label): turn.label for turn in reversed(transcript.turns) if turn.label is not None}

    def renamed(label: str | None) -> str | None:
        key = "" if label is None else fold(label)
        if label is None or key in dropped:
            return None
        wanted = same.get(key, label)
        return spelt.get(fold(wanted), wanted)

    turns = (replace(turn, label=renamed(turn.label)) for turn in transcript.turns)
    return replace(transcript, turns=merge_turns(turns, between=between))


def resolved(merged: tuple[tuple[str, str], ...]) -> Mapping[str, str]:
    """Folded label to the one it ends as: what is merged into a label that is itself merged goes with it."""
    direct = {fold(label): into for label, into in merged if fold(label) != fold(into)}
    ends: dict[str, str] = {}
    for label, first in direct.items():
        into, seen = first, {label}
        while fold(into) in direct and fold(into) not in seen:
            seen.add(fold(into))
            into = direct[fold(into)]
        ends[label] = into
    return ends

"""What a person decides about the labels of a file at the door; a later decision replaces an earlier.

Pure steps from decisions to decisions: nothing is read and nothing is stored here.
"""

from dataclasses import replace

from qualcode.text.labels import fold
from qualcode.views.importing import Decisions


def drop_label(decisions: Decisions, label: str) -> Decisions:
    """This is no speaker: the word goes back into the text. Said of one that is dropped, it is a speaker again."""
    was_dropped = _holds(decisions.dropped, label)
    kept = _without(decisions, label)
    return kept if was_dropped else replace(kept, dropped=(*kept.dropped, label))


def merge_label(decisions: Decisions, label: str, into: str) -> Decisions:
    """This label is the same speaker as that one, or is to be called that; with its own name it is itself again."""
    kept = _without(decisions, label)
    if fold(label) == fold(into):
        return kept
    return replace(kept, merged=(*kept.merged, (label, into)))


def take_label(decisions: Decisions, label: str) -> Decisions:
    """This is a speaker, though it was not taken for one."""
    kept = _without(decisions, label)
    return replace(kept, taken=(*kept.taken, label))


def give_role(decisions: Decisions, label: str, role: str, participant: str | None = None) -> Decisions:
    """This is who the label is: a role, and for a participant perhaps her code."""
    others = tuple(told for told in decisions.roles if fold(told[0]) != fold(label))
    return replace(decisions, roles=(*others, (label, role, participant)))


def merged_into(decisions: Decisions, label: str) -> str | None:
    """The label that this one was said to be the same as, None where nothing was said."""
    return next((into for told, into in decisions.merged if fold(told) == fold(label)), None)


def is_dropped(decisions: Decisions, label: str) -> bool:
    """Whether this was said to be no speaker."""
    return _holds(decisions.dropped, label)


def _holds(labels: tuple[str, ...], label: str) -> bool:
    return fold(label) in map(fold, labels)


def _without(decisions: Decisions, label: str) -> Decisions:
    """The decisions without any about this label, but that others are the same as it."""
    key = fold(label)
    return replace(
        decisions,
        merged=tuple(told for told in decisions.merged if fold(told[0]) != key),
        dropped=tuple(told for told in decisions.dropped if fold(told) != key),
        taken=tuple(told for told in decisions.taken if fold(told) != key),
        roles=tuple(told for told in decisions.roles if fold(told[0]) != key),
    )

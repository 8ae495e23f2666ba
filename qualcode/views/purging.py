"""What is to be deleted when a project ends."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PurgeView:
    """Everything that holds personal data, as far as is known: `files` are ours to delete, the rest is done by hand.

    `files` are the study and the backups beside it; `beside` other studies in its folder, any of which may be a copy;
    `recordings` those not registered as deleted; `exports` the names of files that went out; `linkage_key` the path in
    the settings, or empty. `ends` is the project's end date.
    """

    title: str
    ends: str
    participants: int
    transcripts: int
    files: tuple[str, ...]
    beside: tuple[str, ...]
    recordings: tuple[str, ...]
    exports: tuple[str, ...]
    linkage_key: str = ""
    done: bool = False

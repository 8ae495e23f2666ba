"""Records: short structured cases, their attributes and open text."""

from dataclasses import dataclass

from qualcode.views.participants import AttributeTaken


@dataclass(frozen=True, slots=True)
class RecordsReport:
    """What became of a file of records: how many were new, changed, or there already.

    `several` are (attribute, how many records have more than one value of it). `transcripts` and `reworded` count
    the open texts that are new, and those that say something else than before; `emptied` names texts that the file
    no longer has, and that were kept; `withdrawn` are records that stay away. `labels_passed_over` are attributes
    that the labels speak of and the records have not.
    """

    name: str
    records: int
    added: int
    changed: int
    unchanged: int
    attributes: tuple[AttributeTaken, ...]
    several: tuple[tuple[str, int], ...]
    transcripts: int
    reworded: int
    emptied: tuple[str, ...]
    withdrawn: tuple[str, ...]
    labels: int
    labels_passed_over: tuple[str, ...]

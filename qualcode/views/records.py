"""Records: short structured cases, their attributes and open text."""

from dataclasses import dataclass

from qualcode.views.participants import AttributeTaken, UnlikeCell


@dataclass(frozen=True, slots=True)
class RecordColumns:
    """Which columns of a file of records are what: the one that names them, open text, those with several values."""

    id: str
    text: tuple[str, ...] = ()
    multiple: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RecordsReport:
    """What became of a file of records: how many were new, changed, or there already.

    `several` are (attribute, how many records have more than one value of it). `transcripts` and `reworded` count
    the open texts that are new, and those that say something else than before, and `to_look_at` how many units and
    quotes of theirs say something else now; a record whose text is new or reworded is a changed one. `emptied` names
    texts that the file no longer has, and that were kept; `unlike` are cells among numbers or dates that are none;
    `dates_unclear` are columns of dates with slashes whose order is not known, and that stay text;
    `withdrawn` are records that stay away. `labels_passed_over` are attributes
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
    to_look_at: int = 0
    unlike: tuple[UnlikeCell, ...] = ()
    dates_unclear: tuple[str, ...] = ()

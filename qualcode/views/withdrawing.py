"""What a withdrawal takes away, and what a person has to look at."""

from dataclasses import dataclass

STOP = "stop"
OWN_WORDS = "own-words"
ALL = "all"
DEGREES = (STOP, OWN_WORDS, ALL)
"""No further use; own turns replaced; everything, also from the bytes of file and backups."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A place where others may be speaking of her, or in her words. `words` are those around it.

    `reason`: code, pseudonym, name (of the linkage key), or words (that are hardly anybody else's).
    """

    where: str
    reason: str
    words: str


@dataclass(frozen=True, slots=True)
class ExportMade:
    """A file that went out with her words or code in it: when (ISO 8601), what kind of thing, and its name."""

    at: str
    kind: str
    file: str


@dataclass(frozen=True, slots=True)
class WithdrawalView:
    """What goes, counted; what is left to look at; and what cannot be called back.

    `transcripts` have her turns replaced, `taken_out` go as a whole. Units that also hold others' words are
    `units_flagged` and stay. `condensates` are those that stand on what goes, by their paths. `recordings` are not in
    the study and have to be deleted by hand, as have the `exports`. `mentions` are by name too where
    the linkage key told it (`name_known`). `done` says whether it was carried out.
    """

    participant: str
    substudy: str
    uid: str
    degree: str
    transcripts: tuple[str, ...] = ()
    taken_out: tuple[str, ...] = ()
    turns: int = 0
    units: int = 0
    units_flagged: int = 0
    quotes: int = 0
    paragraphs: int = 0
    notes: int = 0
    attributes: int = 0
    log_lines: int = 0
    condensates: tuple[str, ...] = ()
    backups: tuple[str, ...] = ()
    recordings: tuple[str, ...] = ()
    exports: tuple[ExportMade, ...] = ()
    mentions: tuple[Mention, ...] = ()
    name_known: bool = False
    done: bool = False

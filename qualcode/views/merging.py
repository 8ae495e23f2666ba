"""What a merge did, and what it left for people to settle."""

from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from qualcode.views.withdrawing import Mention


class MergeConflict(NamedTuple):
    """One thing that reads differently in the two copies: the study keeps `ours`, and `theirs` is told here.

    `kind` is the table's name, `where` the thing's own name or words, `field` the column, empty for a thing as a whole.
    """

    kind: str
    where: str
    field: str
    ours: str
    theirs: str
    reason: str


@dataclass(frozen=True, slots=True)
class MergeReport:
    """How many things came in, were brought up to date and went, by table; what was withheld; what is to be settled.

    `no_backup` says why there is no `backup`. `coders_in_both` are initials that were at work in both copies since they
    parted: one person's, it is to be hoped. `told_before` is how many differences an earlier merge of the same work has
    told, `entries` how much of what was done in the other copy this one's history has got. `mentions` are places in
    texts that came in where somebody who has withdrawn here may be meant, or quoted.
    """

    added: dict[str, int]
    changed: dict[str, int]
    removed: dict[str, int]
    withheld: int
    conflicts: tuple[MergeConflict, ...]
    backup: Path | None = None
    no_backup: str = ""
    coders_in_both: tuple[str, ...] = ()
    told_before: int = 0
    entries: int = 0
    mentions: tuple[Mention, ...] = ()

    @property
    def did_something(self) -> bool:
        """Whether the study is another one than before."""
        return bool(self.added or self.changed or self.removed)

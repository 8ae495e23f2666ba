"""Before step 1: what each reader expected."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PreconceptionsView:
    """One reader's preconceptions (forforståelse). Times are ISO 8601 in UTC, empty where there is none.

    `began` is when she first opened a transcript of the analysis; `late` says that the text was first written after
    that, `changed_since` that it was written before and changed afterwards.
    """

    id: int
    uid: str
    analysis: str
    coder: str
    text: str
    written: str
    changed: str
    version: int
    began: str = ""

    @property
    def late(self) -> bool:
        """Whether the first words were written after the reading had begun."""
        return bool(self.began) and self.written > self.began

    @property
    def changed_since(self) -> bool:
        """Whether it was written in time, and changed after the reading had begun."""
        return bool(self.began) and not self.late and self.changed > self.began

"""Step 1, together: the readers' lists side by side, what was agreed on, and what came of it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReadersTheme:
    """A theme of one reader's list: the `agreed` theme it came to, or that it was `dropped`, and why."""

    id: int
    coder: str
    name: str
    note: str
    agreed: str
    dropped: bool
    reason: str
    version: int

    @property
    def settled(self) -> bool:
        """Whether the team has decided about it."""
        return self.dropped or bool(self.agreed)


@dataclass(frozen=True, slots=True)
class AgreedTheme:
    """A theme the team agreed on, with the readers' themes it came from, and the code groups that came from it."""

    id: int
    name: str
    note: str
    reason: str
    sources: tuple[ReadersTheme, ...]
    groups: tuple[str, ...]
    version: int


@dataclass(frozen=True, slots=True)
class NegotiationView:
    """The lists that the coder at work may see, by reader, and what was agreed on, each in its order."""

    lists: tuple[tuple[str, tuple[ReadersTheme, ...]], ...]
    agreed: tuple[AgreedTheme, ...]

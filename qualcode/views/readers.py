"""Step 1: how far each reader has come, and whose lists may be seen."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReaderView:
    """One reader of an analysis: transcripts she has had `opened` and has `read`, of `total`; when her list was `done`.

    `came_since` names the transcripts that came after she was done, and that she has not read: the step is open again.
    """

    coder: str
    opened: int
    read: int
    total: int
    done: str
    came_since: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadersView:
    """The readers of an analysis, by initials.

    `open`: the team has opened the lists; `hidden`: something of others' is kept from the coder at work until her own
    list is done; `gone_on`: some of what they agreed on has become code groups all the same, which she sees.
    """

    readers: tuple[ReaderView, ...]
    open: bool
    hidden: bool
    gone_on: bool = False

    def of(self, coder: str) -> ReaderView | None:
        """One of them."""
        return next((reader for reader in self.readers if reader.coder == coder), None)

    @property
    def came_since(self) -> tuple[str, ...]:
        """Transcripts that came after somebody was done, and that she has not read; each once."""
        return tuple(dict.fromkeys(name for reader in self.readers for name in reader.came_since))

"""Step 2: transcripts that several code without seeing each other's work."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class BlindView:
    """A transcript coded blind: its coders by initials, and when each was done (ISO 8601, empty while she is not)."""

    transcript_id: int
    transcript: str
    coders: tuple[str, ...]
    done: tuple[str, ...]

    @property
    def not_done(self) -> tuple[str, ...]:
        """The coders who are still coding."""
        return tuple(coder for coder, at in zip(self.coders, self.done, strict=True) if not at)

    @property
    def open(self) -> bool:
        """Whether all are done, so that everybody sees everything."""
        return all(self.done)

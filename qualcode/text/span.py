"""A stretch of text: where it begins and where it ends."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open, in code points: the characters from `start` up to, not including, `end`.

    Spans order by start, then end. A span that ends before it begins, or begins before the text, cannot be made
    (ValueError): it would be a fault of the program, not of a file.
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: {self.start}-{self.end}")

    @property
    def length(self) -> int:
        """How many code points it holds."""
        return self.end - self.start

    @property
    def is_empty(self) -> bool:
        """A place between two characters rather than a stretch of text."""
        return self.start == self.end

    def overlaps(self, other: "Span") -> bool:
        """Whether the two share at least one character; neighbours that only touch do not."""
        return max(self.start, other.start) < min(self.end, other.end)

    def contains(self, other: "Span") -> bool:
        """Whether the other lies wholly inside this one, or coincides with it."""
        return self.start <= other.start and other.end <= self.end

    def shift(self, by: int) -> "Span":
        """The same stretch `by` code points later (earlier, if negative); ValueError before the text's beginning."""
        return Span(self.start + by, self.end + by)

    def fits(self, text: str) -> bool:
        """Whether it lies inside this text."""
        return self.end <= len(text)

    def slice(self, text: str) -> str:
        """The words themselves."""
        return text[self.start : self.end]

"""A passage cut short, where there is room for its beginning only."""


def shortened(words: str, *, length: int = 40) -> str:
    """The beginning of a passage, on one line, for summaries."""
    line = " ".join(words.split())
    return line if len(line) <= length else f"{line[: length - 1].rstrip()}…"

"""How words from a study, a file or a person come on the screen: as they are, never as markup, never as commands."""

from textual.content import Content

from qualcode.text.display import visible


def shown(text: object, style: str = "") -> Content:
    """Words on one line or several, with everything unseen made visible and no markup read from them."""
    words = visible(str(text), keep_newlines=True)
    return Content.styled(words, style) if style else Content(words)


def shortened(text: str, *, cells: int) -> str:
    """The beginning of a text, on one line, in no more than so many characters."""
    line = " ".join(text.split())
    return line if len(line) <= cells else f"{line[: max(0, cells - 1)].rstrip()}…"

"""Two wordings side by side: what has gone from the one, and what has come in the other."""

from textual.content import Content

from qualcode.text.anchoring import find_edits
from qualcode.tui.shown import shown

GONE = "strike $text-error"
COME = "underline bold $text-success"


def compared(before: str, after: str) -> tuple[Content, Content]:
    """Both wordings; words that are only in the first are struck out, those only in the second underlined."""
    old: list[Content] = []
    new: list[Content] = []
    at, shift = 0, 0
    for edit in find_edits(before, after):
        same = shown(before[at : edit.start])
        old += [same, shown(before[edit.start : edit.end], GONE)]
        begins = edit.start + shift
        new += [same, shown(after[begins : begins + edit.length], COME)]
        at, shift = edit.end, shift + edit.length - (edit.end - edit.start)
    rest = shown(before[at:])
    return Content.assemble(*old, rest), Content.assemble(*new, rest)

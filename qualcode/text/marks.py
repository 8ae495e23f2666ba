"""How the texts of a study are known again in a Word file: names of hidden bookmarks, and footnotes within a text.

A bookmark whose name begins with `_` is not shown in Word and goes where its words go. Word takes 40 characters.
"""

import re

TEXT = "_qc"
"""Around a paragraph of analytic text, a lead-in, or a part of the chapter's prose; then the row's uid."""

QUOTE = "_qq"
"""Around a placed quote; then the uid of the paragraph that places it."""

HEADING = "_qh"
"""Around a result category's heading; then the category's uid."""

FOOTNOTE = re.compile(r"\^\[((?:[^\[\]]|\[[^\[\]]*\])+)\]")
"""A footnote where it belongs in the text, as Markdown has it: `words^[what stands at the foot of the page]`."""


def without_footnotes(text: str) -> str:
    """The text as it runs on the page."""
    return FOOTNOTE.sub("", text)

"""Which tables the codes in parentheses after quotes lead to, for the sentence that says so."""

import re
from collections.abc import Mapping, Sequence

from qualcode.services.condensing.quote_sources import QuoteSources
from qualcode.services.register.consent import is_held_back
from qualcode.views.synthesis import CategoryView

_TIES = r"\bparenth?es\w*\b[^.]*\btab(?!\w+ \d)"
"""A sentence of the author's that already leads from the parentheses to the table, without its number."""


def tied_tables(
    categories: Sequence[CategoryView],
    numbers: Mapping[str, int],
    summary: str,
    sources: QuoteSources,
    voices: frozenset[tuple[str, str]],
) -> tuple[int, ...]:
    """The tables whose rows the codes after quotes lead to, none where the summary says so or one leads nowhere.

    `numbers` are those of the tables with a row for every participant, by substudy; `voices` are not printed.
    """
    placed = [part.quote for one in categories for part in one.paragraphs if part.quote is not None]
    printed = [one for one in placed if one.participants and not is_held_back(one, voices)]
    coded = {one.substudy for one in printed if sources.of(one) == ", ".join(one.participants)}
    if not coded <= numbers.keys():
        return ()
    tied = tuple(sorted(numbers[name] for name in coded))
    listed = "|".join(str(number) for number in tied)
    return () if re.search(rf"(?i)\btab\w+ (?:{listed})\b|{_TIES}", summary) else tied

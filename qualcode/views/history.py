"""What has been done to the study, by whom and when."""

from typing import NamedTuple


class HistoryRow(NamedTuple):
    """An entry of the journal, in the fields of `history`. `at` is ISO 8601 in UTC; `action` the command's id."""

    id: int
    at: str
    coder: str
    action: str
    summary: str

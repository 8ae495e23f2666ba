"""Times are told by the clock on the wall."""

import time
from collections.abc import Iterator

import pytest

from qualcode.text.moments import day, moment


@pytest.fixture
def _in_norway(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "Europe/Oslo")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.usefixtures("_in_norway")
@pytest.mark.parametrize(
    ("at", "minute", "date"),
    [
        ("2026-03-02T10:15:30.120Z", "2026-03-02 11:15", "2026-03-02"),
        ("2026-07-31T22:30:00.000Z", "2026-08-01 00:30", "2026-08-01"),
        ("2026-03-02", "2026-03-02", "2026-03-02"),
        ("", "", ""),
    ],
)
def test_a_time_is_told_by_the_clock_on_the_wall(at: str, minute: str, date: str) -> None:
    assert (moment(at), day(at)) == (minute, date)

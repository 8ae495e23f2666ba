"""When something was done, as the people who did it know it: kept in UTC, told by the clock on the wall."""

from datetime import datetime

_DAY = "%Y-%m-%d"
_MINUTE = "%Y-%m-%d %H:%M"


def moment(at: str) -> str:
    """Day and time of day of an ISO 8601 time, in the time zone of this machine: "2026-03-02 10:15"."""
    return _told(at, _MINUTE)


def day(at: str) -> str:
    """The day of an ISO 8601 time, in the time zone of this machine: "2026-03-02". A day alone stays as it is."""
    return _told(at, _DAY)


def _told(at: str, form: str) -> str:
    """Empty for no time; a day without a time belongs to no time zone."""
    return f"{datetime.fromisoformat(at).astimezone():{form}}" if "T" in at else at

"""How lines of a table log and times are put into words."""

from qualcode.locale import say
from qualcode.text.roles import PARTICIPANT
from qualcode.views.table_log import NOTE, SAID, LogLineView, SeatView


def clock(ms: int | None) -> str:
    """`41:05`, from the hour on `1:02:03`; empty where there is no time."""
    if ms is None:
        return ""
    minutes, seconds = divmod(ms // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes:02}:{seconds:02}"


def seat_name(seat: SeatView | None) -> str:
    """Who sits there: the code, the temporary name, else the role; empty for nobody."""
    if seat is None:
        return ""
    return seat.name or ("" if seat.role == PARTICIPANT else say(f"material.role.{seat.role}"))


def line_text(line: LogLineView) -> str:
    """A line as it reads: `FL8 «lå i posten»`, `FL9 nikker`, `latter`, a note as it was written."""
    who = seat_name(line.seat)
    if line.kind == SAID:
        return f"{who} «{line.words}»".strip() if line.words else who
    if line.kind == NOTE:
        return f"{who}: {line.words}" if who else line.words
    happened = say(f"table_log.line.{line.kind}")
    said = f" «{line.words}»" if line.words else ""
    return f"{who} {happened}{said}".strip()

"""What stands over a lane, over the cards set aside, and in a lane that is empty."""

from rich.cells import cell_len, set_cell_size
from textual.content import Content

from qualcode.locale import say
from qualcode.text.display import visible
from qualcode.tui.widgets.board.lanes import Lane

NINE = 9
"""So many digits there are to place with; subgroups beyond them have none."""


def lane_heading(lane: Lane, width: int, *, more: tuple[str, str]) -> str:
    """Number, name and how many; "!" where the condensate must be looked at; `more` points to lanes out of sight."""
    name = " ".join(lane.name.split()) or say("condensing_screen.unplaced")
    loose = lane.aside_from
    count = str(lane.total) if loose == lane.total else f"{loose}/{lane.total}"
    tail = f" ({count})"
    if lane.aside_total:
        tail += f" · {say('condensing_screen.aside_short', count=lane.aside_total)}"
    if lane.must_look:
        tail += " !"
    before, after = more
    head = f"{before or ' '}{lane.number if lane.number <= NINE else ' '} "
    room = width - cell_len(head) - cell_len(tail) - cell_len(after)
    shown = visible(name)
    if cell_len(shown) > room:
        shown = set_cell_size(shown, max(0, room - 1)).rstrip() + "…"
    return set_cell_size(head + shown + tail, width - cell_len(after)) + after


def aside_rule(lane: Lane) -> str:
    """The line over the cards that are set aside."""
    shown = len(lane.cards) - lane.aside_from
    count = lane.aside_total if shown == lane.aside_total else f"{shown}/{lane.aside_total}"
    return f"── {say('condensing_screen.aside', count=count)} "


def nothing_here(lane: Lane, width: int) -> list[str]:
    """What belongs in an empty lane and which key puts it there, over as many rows as it takes."""
    if lane.total or lane.aside_total:
        text = say("condensing_screen.filtered_away")
    elif not lane.number:
        text = say("condensing_screen.all_placed")
    else:
        text = say("condensing_screen.empty_lane", number=lane.number) if lane.number <= NINE else ""
    return [set_cell_size(f" {line.plain}", width) for line in Content(text).wrap(max(1, width - 2))] if text else []

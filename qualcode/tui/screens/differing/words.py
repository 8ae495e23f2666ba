"""What the screen of different readings says. Pure."""

from collections.abc import Iterator, Sequence

from textual.content import Content

from qualcode.locale import say
from qualcode.text.moments import day
from qualcode.tui.shown import shortened, shown
from qualcode.views.blind_coding import BlindView
from qualcode.views.differing import Difference, Reading, ReadingsView, SettlementView

_WORDS = 34


def blind_line(one: BlindView) -> Content:
    """A transcript coded blind: who is done."""
    told = ", ".join(f"{coder} {'✓' if done else '…'}" for coder, done in zip(one.coders, one.done, strict=True))
    return Content.assemble(shown(f"{one.transcript} "), shown(told, "$text-muted"))


def tell_outcome(view: ReadingsView) -> str:
    """How far the comparing has come, and who is waited for."""
    told = say(f"differing.{view.outcome}", count=len(view.left))
    if not view.waiting:
        return told
    return f"{told} {say('differing.waiting', count=len(view.waiting), coders=', '.join(view.awaited))}"


def place_line(place: Difference | SettlementView) -> Content:
    """A place in the list."""
    mark = "✓ " if isinstance(place, SettlementView) else "≠ "
    words = shortened(place.words, cells=_WORDS)
    return Content.assemble((mark, "$primary"), shown(f"{place.transcript} ", "$text-muted"), shown(f"«{words}»"))


def tell_place(place: Difference | SettlementView) -> Content:
    """The words, how each has read them, and what was decided."""
    lines = [shown(f"«{place.words}»"), Content(""), *_readings(place.readings)]
    if isinstance(place, SettlementView):
        lines.append(Content.styled(say("differing.settled_heading"), "bold $primary"))
        lines.append(shown(say(f"differing.decision_{place.decision}", kept=place.kept, group=place.group)))
        lines += [shown(place.reason)] if place.reason else []
        lines.append(shown(say("differing.decided_by", coder=place.coder, day=day(place.decided)), "$text-muted"))
    return Content("\n").join(lines)


def _readings(readings: Sequence[Reading]) -> Iterator[Content]:
    for number, one in enumerate(readings, start=1):
        yield Content.assemble((f"{number} ", "bold $primary"), shown(one.coder, "bold"))
        if not one.coded:
            yield shown(f"  {say('differing.nothing')}", "$text-muted")
        for words, groups in one.coded:
            yield Content.assemble(shown(f"  «{words}»", "$text-muted"), shown(f" – {', '.join(groups)}"))
        yield Content("")

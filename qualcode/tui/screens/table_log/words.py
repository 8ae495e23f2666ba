"""The words of the table log screen, and the clock it goes by."""

from datetime import UTC, datetime

from textual.content import Content

from qualcode.locale import say
from qualcode.services.tagging.log_words import clock, line_text
from qualcode.tui.shown import shown
from qualcode.views.table_log import LogLineView, Person


def since(started: str, at: datetime | None = None) -> int | None:
    """How long the clock has been running (ms); None where it was never started."""
    if not started:
        return None
    begun = datetime.fromisoformat(started)
    return max(0, round(((at or datetime.now(UTC)) - begun).total_seconds() * 1000))


def at_the_table(people: tuple[Person, ...]) -> Content:
    """Every key and whom it means."""
    asks = next((one for one in people if one.participant_id is None and not one.called), None)
    parts = [_key("i", say(f"material.role.{asks.role}"))] if asks else []
    parts += [_key("s", say("material.role.secretary"))] if asks else []
    keyed = sorted((one for one in people if one.key), key=lambda one: (one.key == "0", one.key))
    parts += [_key(one.key, one.name) for one in keyed]
    return Content(" · ").join(parts)


def line_shown(line: LogLineView) -> Content:
    """A line as it stands in the list."""
    return Content.assemble((f"{clock(line.at_ms):>7}  ", "$text-muted"), shown(line_text(line)))


def person_shown(person: Person) -> str:
    """Whom a line is about, in words."""
    return person.name or say(f"material.role.{person.role}")


def _key(key: str, name: str) -> Content:
    return Content.assemble((key, "bold $primary"), "\N{NO-BREAK SPACE}", shown(name))

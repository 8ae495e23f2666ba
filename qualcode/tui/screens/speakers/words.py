"""The words of the speaker screen: who there is, how far one has come, what to do now."""

from collections.abc import Sequence
from itertools import accumulate

from textual.content import Content

from qualcode.locale import say
from qualcode.text.span import Span
from qualcode.tui.shown import shortened, shown
from qualcode.views.speaking import TaggingView, is_left, is_tagged
from qualcode.views.table_log import Person
from qualcode.views.transcript import TurnView

_BETWEEN = " · "


def people_line(view: TaggingView, width: int) -> Content:
    """Every key and whom it means, and to the right, or below it, how far one has come, which is never cut."""
    progress = _progress(view)
    parts = [_key("i", say(f"material.role.{view.people[0].role}")), _key("s", say("material.role.secretary"))]
    known = [person for person in view.people if person.participant_id is not None]
    keyed = sorted((person for person in known if person.key), key=lambda person: (person.key == "0", person.key))
    parts += [_key(person.key, person.name) for person in keyed]
    if len(known) > len(keyed):
        parts.append(Content(say("speakers_screen.more_people", count=len(known) - len(keyed))))
    parts.append(Content(say("speakers_screen.unknown")) if known else shown(say("speakers_screen.no_people")))
    people = Content(_BETWEEN).join(parts)
    gap = width - people.cell_length - progress.cell_length
    if gap >= 2:
        return Content.assemble(people, " " * gap, progress)
    fits = _how_many_fit(parts, width)
    first, rest = Content(_BETWEEN).join(parts[:fits]), Content(_BETWEEN).join(parts[fits:])
    rest = rest.truncate(max(0, width - progress.cell_length - 2), ellipsis=True)
    gap = width - rest.cell_length - progress.cell_length
    return Content.assemble(first.truncate(width, ellipsis=True), "\n", rest, " " * gap, progress)


def _how_many_fit(parts: Sequence[Content], width: int) -> int:
    """How many of the keys have room on the first line, at least one."""
    ends = accumulate(part.cell_length + len(_BETWEEN) for part in parts)
    return max(1, sum(1 for end in ends if end - len(_BETWEEN) <= width))


def describe_turn(view: TaggingView, turn: TurnView | None, *, word: Span | None, only_left: bool) -> str:
    """What to do with the turn at hand, in plain words."""
    if turn is None:
        return say("speakers_screen.empty")
    said = _question(view, turn, word)
    marks = [say(f"speakers_screen.marks.{name}") for name in ("overlap", "inaudible") if getattr(turn, name)]
    if marks:
        said = say("speakers_screen.help.marks", help=said, marks=", ".join(marks))
    if only_left:
        left = say("speakers_screen.left", count=sum(map(is_left, view.turns)))
        said = say("speakers_screen.help.left", left=left, help=said)
    return said


def person_name(person: Person) -> str:
    """A person in a sentence: the code, else the role."""
    return person.name or say(f"material.role.{person.role}")


def remark_on(turn: TurnView) -> str:
    """What stands under a turn's words: marks and the note, on one line."""
    marks = [say(f"speakers_screen.marks.{name}") for name in ("overlap", "inaudible") if getattr(turn, name)]
    note = [" ".join(turn.note.split())] if turn.note else []
    return f"({_BETWEEN.join([*marks, *note])})" if marks or note else ""


def _question(view: TaggingView, turn: TurnView, word: Span | None) -> str:
    if word is not None and word.start > turn.start:
        return say("speakers_screen.help.word", word=shortened(view.text[word.start : word.end], cells=20))
    if turn.speaker is not None and is_tagged(turn):
        return say(f"speakers_screen.help.{'doubtful' if turn.doubtful else 'tagged'}", name=turn.speaker.shown)
    proposal = view.proposals.get(turn.id)
    if proposal is not None:
        return say("speakers_screen.help.proposed", name=person_name(proposal.person))
    if all(person.participant_id is None for person in view.people):
        return say("speakers_screen.help.first")
    if turn.speaker is not None:
        return say("speakers_screen.help.label", label=turn.speaker.label)
    return say("speakers_screen.help.turn")


def _key(key: str, name: str) -> Content:
    return Content.assemble((key, "bold $primary"), " ", shown(name))


def _progress(view: TaggingView) -> Content:
    tagged, doubts = sum(map(is_tagged, view.turns)), sum(turn.doubtful for turn in view.turns)
    said = [say("speakers_screen.progress", tagged=tagged, total=len(view.turns))]
    said += [say("speakers_screen.doubts", count=doubts)] if doubts else []
    said += [say("speakers_screen.finished")] if view.done else []
    return Content.styled(_BETWEEN.join(said), "bold")

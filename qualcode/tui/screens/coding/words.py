"""The words of the Coding screen's bottom line, and everything there is to tell about one unit. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from textwrap import wrap

from textual.content import Content

from qualcode.locale import say
from qualcode.text.display import visible
from qualcode.text.moments import moment
from qualcode.text.turns import count_words
from qualcode.tui.shown import shortened, shown
from qualcode.tui.widgets.transcript import Selection
from qualcode.views.groups import GroupView
from qualcode.views.questions import QuestionView
from qualcode.views.quotes import QuoteView
from qualcode.views.reading import NoteView
from qualcode.views.transcript import PlacedUnit

Groups = Mapping[int, GroupView]
"""Code groups by id, in the order of the codebook."""

_LABEL, _TOLD = 13, 58
"""Cells for what a line is about, and for what it says of it."""


def describe_coding(units: Sequence[PlacedUnit], groups: Groups, *, coder: str) -> str:
    """What the words are coded as, one's own groups first: "kodet i Uro før timen (BB: Plikt)", or "ukodet"."""
    by_coder: dict[str, set[int]] = {}
    for unit in units:
        by_coder.setdefault(unit.coder, set()).update(group_id for group_id, _ in unit.groups)
    own = _names(by_coder.pop(coder, set()), groups)
    others = "; ".join(f"{initials}: {_names(held, groups)}" for initials, held in sorted(by_coder.items()))
    told = say("coding.coded_in", groups=own) if own else say("coding.uncoded")
    if any(unit.changed for unit in units):
        told = f"{told}, {say('coding.words_changed')}"
    return f"{told} ({others})" if others else told


def describe_resizing(unit: PlacedUnit, selection: Selection, letter: str) -> str:
    """What is under way: "enhet A: 7 → 12 ord (enter setter)"."""
    before = count_words(selection.transcript.text[unit.start : unit.end])
    return say("coding.resizing", letter=letter, before=before, after=selection.words)


def name_unit(unit: PlacedUnit, text: str, *, letter: str = "", length: int = 30) -> str:
    """A unit as one speaks of it: "A «Med jakka på.»"."""
    words = f"«{shortened(text[unit.start : unit.end], cells=length)}»"
    return f"{letter} {words}" if letter else words


def tell_unit(
    unit: PlacedUnit,
    selection: Selection,
    units: Sequence[PlacedUnit],
    groups: Groups,
    *,
    notes: Sequence[NoteView],
    quotes: Sequence[QuoteView],
    asked: Sequence[QuestionView],
) -> Content:
    """Everything about a unit; `selection` covers its words, `units` are all of the transcript."""
    rows = [
        ("coding.unit.place", [_place(selection)]),
        ("coding.unit.groups", [_path(place, groups) for place in unit.groups]),
        ("coding.unit.coder", [f"{unit.coder}, {_when(unit.created)}"]),
        ("coding.unit.version", [str(unit.version)]),
        ("coding.unit.doubt", [say("coding.to_discuss")] if unit.discuss else []),
        ("coding.unit.quotes", [_quote(quote) for quote in quotes]),
        ("coding.unit.notes", [f"{note.coder}, {_when(note.created)}: {note.text}" for note in notes]),
        ("coding.unit.questions", [line for one in asked for line in _question(one)]),
        *_neighbours(unit, selection.transcript.text, units, groups),
    ]
    lines = [_row(say(label), told) for label, told in rows if told]
    return Content("\n").join([shown(f"«{selection.text}»"), Content(""), *lines])


def _names(group_ids: set[int], groups: Groups) -> str:
    return ", ".join(" ".join(group.name.split()) for key, group in groups.items() if key in group_ids)


def _place(selection: Selection) -> str:
    turns = selection.turns
    if not turns:
        return ""
    voices = dict.fromkeys(turn.speaker.shown for turn in turns if turn.speaker is not None)
    numbers = f"{turns[0].number}" if len(turns) == 1 else f"{turns[0].number}-{turns[-1].number}"
    where = say("coding.unit.turn", transcript=selection.transcript.name, number=numbers)
    return " · ".join([where, *([", ".join(voices)] if voices else []), say("app.words", count=selection.words)])


def _path(place: tuple[int, int | None], groups: Groups) -> str:
    group = groups.get(place[0])
    if group is None:
        return "?"
    subgroup = next((f" / {known.name}" for known in group.subgroups if known.id == place[1]), "")
    return f"{group.name}{subgroup}"


def _when(created: str) -> str:
    return moment(created)


def _quote(quote: QuoteView) -> str:
    golden = f" ({say('coding.unit.golden')})" if quote.golden else ""
    return f"«{quote.printed}» – {quote.code_group}{golden}"


def _question(one: QuestionView) -> Iterator[str]:
    yield f"{one.coder} → {one.asked}, {_when(one.created)}: {one.text}"
    if not one.open:
        yield say("questions.answer", coder=f"{one.answered_by}, {_when(one.answered)}", text=one.answer)


def _neighbours(
    unit: PlacedUnit, text: str, units: Sequence[PlacedUnit], groups: Groups
) -> Iterator[tuple[str, list[str]]]:
    """The units that overlap it, and the nearest before and after it."""

    def told(known: PlacedUnit) -> str:
        held = _names({group_id for group_id, _ in known.groups}, groups)
        return f"{name_unit(known, text, length=44)} – {held}, {known.coder}"

    overlapping = [
        known for known in units if known.id != unit.id and known.start < unit.end and known.end > unit.start
    ]
    before = [known for known in units if known.end <= unit.start]
    after = [known for known in units if known.start >= unit.end]
    yield "coding.unit.overlapping", [told(known) for known in overlapping]
    yield "coding.unit.before", [told(max(before, key=lambda known: known.end))] if before else []
    yield "coding.unit.after", [told(min(after, key=lambda known: known.start))] if after else []


def _row(label: str, told: Sequence[str]) -> Content:
    """A label and, hanging beside it, what belongs to it, each thing on lines of its own."""
    lines = [line for one in told for line in wrap(visible(" ".join(one.split())), _TOLD)]
    named = Content.styled(label.ljust(_LABEL), "$text-muted")
    return Content.assemble(named, f"\n{' ' * _LABEL}".join(lines))

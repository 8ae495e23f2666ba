"""What the codebook's screen says of a group or a subgroup. Pure."""

from collections.abc import Iterator, Sequence

from textual.content import Content

from qualcode.locale import say
from qualcode.text.moments import day
from qualcode.tui.shown import shown
from qualcode.tui.widgets.group_list import bar
from qualcode.views.groups import GroupView, SubgroupView
from qualcode.views.history import HistoryRow
from qualcode.views.negotiating import AgreedTheme

_TOLD = ("definition", "inclusion", "exclusion", "example")


def entry_line(group: GroupView, subgroup: SubgroupView | None) -> Content:
    """A line of the list: digit, colour and name, or a subgroup under its group; and how many units."""
    if subgroup is not None:
        return Content.assemble(shown(f"{subgroup.units:>9} ", "$text-muted"), shown(_line(subgroup.name)))
    style = "$text-muted" if group.retired else "bold"
    told = f" · {say('codebook.retired')}" if group.retired else ""
    mark = Content.assemble((f"{group.key or ' '} ", "bold"), bar(group.colour))
    units = shown(f"{group.units:>4} ", "$text-muted")
    return Content.assemble(mark, units, shown(_line(group.name), style), shown(told, "$text-muted"))


def tell_entry(
    group: GroupView, subgroup: SubgroupView | None, *, origins: Sequence[AgreedTheme], past: Sequence[HistoryRow]
) -> Content:
    """Everything the codebook knows of a group or one of its subgroups."""
    lines = list(_subgroup(group, subgroup) if subgroup is not None else _group(group))
    if subgroup is None:
        lines += _origins(origins)
        lines += _past(past)
    return Content("\n").join(lines)


def _group(group: GroupView) -> Iterator[Content]:
    yield Content.assemble(bar(group.colour), shown(f" {_line(group.name)}", "bold"))
    counts = say("codebook_screen.counts", count=group.units, unsorted=group.unsorted, aside=group.set_aside)
    yield shown(counts, "$text-muted")
    for field in _TOLD:
        text = getattr(group, field)
        yield Content("")
        yield Content.styled(say(f"coding.group.{field}"), "bold $primary")
        yield shown(text) if text else Content.styled(say("codebook_screen.not_written"), "$text-muted")


def _subgroup(group: GroupView, subgroup: SubgroupView) -> Iterator[Content]:
    yield shown(f"{_line(group.name)} / {_line(subgroup.name)}", "bold")
    yield shown(say("coding.units", count=subgroup.units), "$text-muted")
    yield Content("")
    yield Content.styled(say("coding.group.definition"), "bold $primary")
    empty = Content.styled(say("codebook_screen.not_written"), "$text-muted")
    yield shown(subgroup.definition) if subgroup.definition else empty


def _origins(origins: Sequence[AgreedTheme]) -> Iterator[Content]:
    if origins:
        yield Content("")
        yield Content.styled(say("codebook_screen.from_themes"), "bold $primary")
    for theme in origins:
        sources = ", ".join(f"{one.coder}: {_line(one.name)}" for one in theme.sources)
        yield Content.assemble(shown(_line(theme.name)), shown(f" ← {sources}" if sources else "", "$text-muted"))
        if theme.reason:
            yield shown(say("negotiating.because", reason=_line(theme.reason)), "$text-muted")


def _past(past: Sequence[HistoryRow]) -> Iterator[Content]:
    if past:
        yield Content("")
        yield Content.styled(say("codebook_screen.past"), "bold $primary")
    for row in past:
        yield Content.assemble(shown(f"{day(row.at)} {row.coder}  ", "$text-muted"), shown(row.summary))


def _line(text: str) -> str:
    return " ".join(text.split())

"""Files at the door as lines to read: one line a file, and a page for one of them."""

from collections.abc import Iterator

from textual.content import Content

from qualcode.importers.registry import is_text_format
from qualcode.locale import say
from qualcode.services.material.deciding import is_dropped, merged_into
from qualcode.services.material.previewing import Arrival
from qualcode.tui.shown import shortened, shown
from qualcode.tui.widgets.keyed_list import Line
from qualcode.views.importing import ImportReport

FORMAT, ENCODING, LABEL = "format", "encoding", "label:"
_NAME, _WHO, _SAID = 18, 16, 200


def file_lines(arrivals: list[Arrival], left_out: set[int]) -> list[Line]:
    """A line for each file, known by its place; those in `left_out` stay outside."""
    return [(str(at), _file_line(arrival, out=at in left_out)) for at, arrival in enumerate(arrivals)]


def _file_line(arrival: Arrival, *, out: bool) -> Content:
    report = arrival.report
    name = shown(shortened(report.file, cells=40), "$text-muted" if out else "bold")
    if arrival.incoming is None or out:
        why = say("arriving.left_out") if out else _why_not(report)
        return Content.assemble(("· " if out or report.already_here else "✗ ", "$error"), name, "  ", shown(why))
    labels = ", ".join(speaker.label for speaker in report.speakers) or say("arriving.no_speakers")
    amount = f"{report.format} · {_amount(report)} · {labels}"
    doubts = Content.styled(f"  ! {len(report.problems)}", "$warning") if report.problems else Content("")
    return Content.assemble(("✓ ", "$success"), name, "  ", shown(shortened(amount, cells=90), "$text-muted"), doubts)


def page_lines(arrival: Arrival) -> list[Line]:
    """All about one file. What can be decided has a key that begins `format`, `encoding` or `label:`."""
    return list(_page_lines(arrival))


def _page_lines(arrival: Arrival) -> Iterator[Line]:
    report = arrival.report
    if report.error or report.already_here:
        yield "why", Content.assemble(("✗ ", "$error"), shown(_why_not(report)))
    read_as = arrival.decisions.format or report.format or "–"
    yield FORMAT, _row(say("arriving.format"), read_as, shown(report.reason, "$text-muted"))
    if arrival.incoming is None or is_text_format(report.format):
        encoding = report.encoding or "".join(arrival.decisions.encodings[:1]) or "–"
        yield ENCODING, _row(say("arriving.encoding"), encoding, Content(""))
    if arrival.incoming is None:
        return
    if report.media:
        yield "media", _row(say("arriving.media"), report.media, Content(""))
    yield None, shown(f"{_amount(report)} · {say('arriving.speakers')}", "bold $secondary")
    yield from _label_lines(arrival)
    if report.problems:
        yield None, shown(say("arriving.problems"), "bold $secondary")
    for at, problem in enumerate(report.problems):
        yield f"problem:{at}", Content.assemble(("! ", "$warning"), shown(f"{problem.place}: {problem.message}"))
    yield None, shown(say("arriving.beginning"), "bold $secondary")
    for at, turn in enumerate(arrival.beginning):
        said = shown(shortened(turn.text, cells=_SAID))
        yield f"turn:{at}", Content.assemble(shown(_padded(turn.label or "?", _NAME), "$text-muted"), said)


def _label_lines(arrival: Arrival) -> Iterator[Line]:
    speakers = {speaker.label: speaker for speaker in arrival.report.speakers}
    for label in [*arrival.found, *(label for label in speakers if label not in arrival.found)]:
        speaker, into = speakers.get(label), merged_into(arrival.decisions, label)
        if is_dropped(arrival.decisions, label):
            told = shown(say("arriving.dropped"), "$text-muted")
        elif into is not None:
            told = shown(f"= {into}", "$text-muted")
        elif speaker is None:
            continue
        else:
            who = speaker.participant or say(f"study.roles.{speaker.role}")
            told = shown(f"{_padded(who, _WHO)}{say('study.turns', count=speaker.turns)}")
        yield f"{LABEL}{label}", Content.assemble(shown(_padded(label, _NAME), "bold"), told)


def result_lines(reports: list[ImportReport]) -> Content:
    """What happened to each file."""
    return Content("\n").join(_result_line(report) for report in reports)


def _result_line(report: ImportReport) -> Content:
    name = shown(report.file, "bold")
    if report.error or report.already_here:
        return Content.assemble(("· " if report.already_here else "✗ ", "$error"), name, "  ", shown(_why_not(report)))
    told = f"{_amount(report)}"
    doubts = f" · {say('arriving.to_look_at', count=len(report.problems))}" if report.problems else ""
    return Content.assemble(("✓ ", "$success"), name, "  ", shown(f"{told}{doubts}", "$text-muted"))


def _why_not(report: ImportReport) -> str:
    if report.already_here and report.problems:
        return report.problems[0].message
    return report.error


def _amount(report: ImportReport) -> str:
    return f"{say('study.turns', count=report.turns)} · {say('study.words', count=report.words)}"


def _row(name: str, value: str, more: Content) -> Content:
    return Content.assemble(shown(_padded(name, _NAME), "$text-muted"), shown(f"{value}  ", "bold"), more)


def _padded(text: str, cells: int) -> str:
    """The beginning of a text in a column so wide, with room after it."""
    cut = shortened(text, cells=cells - 2)
    return cut + " " * max(1, cells - shown(cut).cell_length)

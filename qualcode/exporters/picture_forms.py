"""How each form of picture is drawn on matplotlib's axes, and how high it is.

Colours are Okabe and Ito's, which the colour-blind tell apart, in an order that also falls from dark to light; what has
the same form is told apart by hatching, line or figure too, so that a print in grey can be read.
"""

import math
from dataclasses import replace
from datetime import date
from itertools import groupby
from operator import itemgetter
from textwrap import wrap
from typing import Any

from qualcode.exporters.wording import plain
from qualcode.locale import say
from qualcode.views.pictures import BARS, HEAT, LINES, NETWORK, SPANS, PictureView

_COLOURS = ("#0072B2", "#E69F00", "#009E73", "#56B4E9", "#D55E00", "#F0E442", "#CC79A7", "#000000")
_HATCHES = ("", "//", "..", "xx", "\\\\", "--", "++", "oo")
_LINES = ("-", "--", "-.", ":")
_MARKS = "os^Dv*Px"
_LABEL = 34
_SMALL = 26

_TRACK = 0.13
_THINNEST = 0.09
_HIGHEST = 9.5
"""A track of an interview is so high, in inches, unless all of them would be higher than a page; then down to this."""

_READABLE = 12.5
"""What is higher than this, in inches, would be too small to read on one page."""

_PAIRS_TOLD = 24
"""In a net with more pairs than this, only so many of the strongest have their number on them."""

_POINTS = 72
"""Points to the inch."""


def height_of(view: PictureView) -> float:
    """How high the picture is, in inches."""
    rows = len(view.rows)
    if view.form == BARS:
        return 1.2 + sum(max(0.34, 0.2 * len(_given(row))) for row in view.rows)
    if view.form == HEAT:
        return 2.4 + 0.3 * rows
    if view.form == SPANS:
        return 1.5 + _tracks(view) * _track_height(view) + 0.17 * math.ceil(len(_each(view, 1)) / 2)
    return min(6.4, 3.2 + 0.4 * rows) if view.form == NETWORK else 3.8


def parts_of(view: PictureView) -> list[PictureView]:
    """The picture in parts that can each be read on a page, with all of an interview in one; most are one part."""
    if view.form not in (BARS, HEAT, SPANS):
        return [view]
    parts: list[PictureView] = []
    for _, rows in groupby(view.rows, key=itemgetter(0)):
        here = tuple(rows)
        longer = replace(view, rows=(*parts[-1].rows, *here)) if parts else None
        if longer is not None and height_of(longer) <= _READABLE:
            parts[-1] = longer
        else:
            parts.append(replace(view, rows=here))
    return parts


def draw_form(axes: Any, view: PictureView, language: str, *, whole: PictureView) -> None:
    """Draw the picture, on the scale and in the colours of the `whole` that it may be a part of."""
    _DRAWN[view.form](axes, view, whole, language)


def _bars(axes: Any, view: PictureView, whole: PictureView, _language: str) -> None:
    series = view.columns[1:]
    bottom = 0.0
    middles: list[float] = []
    seen: set[int] = set()
    for row in view.rows:
        given = _given(row)
        for at in given:
            looks = {"color": _COLOURS[at % 8], "hatch": _HATCHES[at % 8], "edgecolor": "white", "linewidth": 0.5}
            named = {} if at in seen else {"label": _lines_of(series[at])}
            place = bottom + given.index(at) + 0.5
            bar = axes.barh(place, _number(row[at + 1]), height=0.92, **looks, **named)
            axes.bar_label(bar, padding=2, fontsize=8)
            seen.add(at)
        middles.append(bottom + len(given) / 2)
        bottom += len(given) + (0.9 if len(series) > 1 else 0.25)
    axes.set_yticks(middles, [_lines_of(row[0]) for row in view.rows])
    axes.set_ylim(bottom, -0.4)
    axes.set_xlim(0, 1.1 * (_largest(whole) or 1))
    _plain_axis(axes.xaxis)
    axes.spines[["top", "right"]].set_visible(False)
    if len(seen) > 1:
        axes.legend(frameon=False, fontsize=8)


def _given(row: tuple[Any, ...]) -> list[int]:
    """The series that a row has a number of; what cannot be counted there has none."""
    return [at for at, cell in enumerate(row[1:]) if cell is not None] or [0]


def _largest(view: PictureView) -> float:
    return max((_number(cell) for row in view.rows for cell in row[1:]), default=0)


def _heat(axes: Any, view: PictureView, whole: PictureView, _language: str) -> None:
    cells = [[math.nan if cell is None else _number(cell) for cell in row[1:]] for row in view.rows]
    largest = _largest(whole) or 1
    axes.set_facecolor("#E6E6E6")
    axes.imshow(cells, cmap="Blues", vmin=0, vmax=largest, aspect="auto")
    for row, numbers in enumerate(cells):
        for column, number in enumerate(numbers):
            if math.isnan(number):
                axes.text(column, row, "–", color="#666666", fontsize=8, ha="center", va="center")
                continue
            ink = "#999999" if not number else "white" if number > 0.6 * largest else "black"
            axes.text(column, row, f"{number:g}", color=ink, fontsize=8, ha="center", va="center")
    axes.set_yticks(range(len(cells)), [_lines_of(row[0]) for row in view.rows])
    headings = [_lines_of(name, _SMALL) for name in view.columns[1:]]
    axes.set_xticks(range(len(headings)), headings, rotation=40, ha="right", rotation_mode="anchor", fontsize=8)
    axes.tick_params(length=0)


def _network(axes: Any, view: PictureView, _whole: PictureView, _language: str) -> None:
    count = len(view.rows)
    cells = [[_number(cell) for cell in row[1:]] for row in view.rows]
    turns = [math.tau * at / count + math.pi / 2 for at in range(count)]
    places = [(math.cos(turn), math.sin(turn)) for turn in turns] if count > 1 else [(0.0, 0.0)]
    pairs = [(cells[one][two], one, two) for one in range(count) for two in range(one + 1, count) if cells[one][two]]
    _pairs(axes, sorted(pairs, reverse=True), places)
    largest = max((cells[at][at] for at in range(count)), default=1) or 1
    for at, (x, y) in enumerate(places):
        size = 200 + 900 * cells[at][at] / largest
        axes.scatter([x], [y], s=size, color=_COLOURS[0], edgecolor="black", linewidth=0.8, zorder=4)
        axes.text(x, y, f"{cells[at][at]:g}", ha="center", va="center", color="white", fontsize=8, zorder=5)
        side = "center" if abs(x) < 0.1 else "left" if x > 0 else "right"
        over = "center" if abs(y) < 0.5 and count > 1 else "top" if y < 0 else "bottom"
        turn = turns[at] if count > 1 else math.pi / 2
        away = math.sqrt(size) / 2 + 3
        beside = {"xytext": (away * math.cos(turn), away * math.sin(turn)), "textcoords": "offset points"}
        axes.annotate(_lines_of(view.rows[at][0], _SMALL), (x, y), ha=side, va=over, zorder=5, **beside)
    axes.set_xlim(-2.2, 2.2)
    axes.set_ylim(-1.55, 1.55)
    axes.set_axis_off()


def _pairs(axes: Any, pairs: list[tuple[float, int, int]], places: list[tuple[float, float]]) -> None:
    """The lines of a net, the strongest first; the stronger, the thicker and darker."""
    most = pairs[0][0] if pairs else 1
    for at, (number, one, two) in enumerate(pairs):
        (x1, y1), (x2, y2) = places[one], places[two]
        grey = str(round(0.75 - 0.4 * number / most, 2))
        axes.plot([x1, x2], [y1, y2], color=grey, linewidth=0.8 + 5 * number / most, zorder=1 + number / most)
        if at < _PAIRS_TOLD:
            box = {"boxstyle": "round,pad=0.15", "facecolor": "white", "edgecolor": "none"}
            x, y = x1 * 0.58 + x2 * 0.42, y1 * 0.58 + y2 * 0.42
            axes.text(x, y, f"{number:g}", ha="center", va="center", fontsize=8, bbox=box, zorder=3)


def _spans(axes: Any, view: PictureView, whole: PictureView, language: str) -> None:
    groups = _each(whole, 1)
    low, middles, thick = 0, [], _track_height(view)
    size = min(7.0, thick * _POINTS * 0.95)
    interviews = _each(view, 0)
    for interview in interviews:
        spans = [row for row in view.rows if row[0] == interview]
        here = [group for group in groups if any(row[1] == group for row in spans)]
        for track, group in enumerate(here, start=low):
            at = groups.index(group)
            looks = {"color": _COLOURS[at % 8], "edgecolor": "black", "linewidth": 0.2}
            axes.broken_barh([_stretch(row) for row in spans if row[1] == group], (track + 0.08, 0.84), **looks)
            axes.text(100.6, track + 0.5, f"{at + 1}", fontsize=size, va="center", clip_on=False)
        middles.append(low + len(here) / 2)
        low += len(here)
        axes.axhline(low, color="#999999", linewidth=0.6)
    axes.set_yticks(middles, [_lines_of(name) for name in interviews])
    axes.set_ylim(low, 0)
    axes.set_xlim(0, 100)
    axes.set_xlabel(say("pictures.course", language=language))
    axes.spines[["top", "right"]].set_visible(False)
    for at, group in enumerate(groups):
        axes.broken_barh([], (0, 0), color=_COLOURS[at % 8], label=f"{at + 1}. {_short(group, 2 * _SMALL)}")
    axes.figure.legend(frameon=False, fontsize=8, loc="outside lower center", ncols=2)


def _stretch(row: tuple[Any, ...]) -> tuple[float, float]:
    """Where a span begins and how long it is, in percent of the interview; never too short to be seen."""
    share = 100 / max(1, _number(row[4]))
    return _number(row[2]) * share, max(0.5, (_number(row[3]) - _number(row[2])) * share)


def _tracks(view: PictureView) -> int:
    """A track for each group of each interview."""
    return len({(row[0], row[1]) for row in view.rows})


def _track_height(view: PictureView) -> float:
    return max(_THINNEST, min(_TRACK, _HIGHEST / max(1, _tracks(view))))


def _lines(axes: Any, view: PictureView, _whole: PictureView, _language: str) -> None:
    days = [date.fromisoformat(str(row[0])).toordinal() for row in view.rows]
    for at, name in enumerate(view.columns[1:]):
        looks = {"color": _COLOURS[at % 8], "linestyle": _LINES[at % 4], "marker": _MARKS[at % 8]}
        numbers = [_number(row[at + 1]) for row in view.rows]
        axes.plot(days, numbers, label=_short(name), markersize=4, **looks)
    _plain_axis(axes.yaxis)
    _plain_axis(axes.xaxis)
    axes.set_xlim(min(days) - 0.5, max(days) + 0.5)
    axes.xaxis.set_major_formatter(lambda day, _: date.fromordinal(max(1, round(day))).isoformat())
    axes.tick_params(axis="x", rotation=30)
    axes.set_ylim(bottom=0)
    axes.spines[["top", "right"]].set_visible(False)
    axes.legend(frameon=False, fontsize=8, loc="upper left")


def _plain_axis(axis: Any) -> None:
    """Marks at whole numbers only: units and days have no halves."""
    from matplotlib.ticker import MaxNLocator

    axis.set_major_locator(MaxNLocator(nbins=7, integer=True, min_n_ticks=1))


def _each(view: PictureView, column: int) -> list[Any]:
    return list(dict.fromkeys(row[column] for row in view.rows))


def _number(cell: object) -> float:
    return float(cell) if isinstance(cell, int | float) else 0.0


def _lines_of(text: object, length: int = _LABEL) -> str:
    """A label in at most two lines."""
    lines = wrap(" ".join(plain(str(text)).split()), length, max_lines=2, placeholder=" …")
    return "\n".join(lines)


def _short(text: object, length: int = _LABEL) -> str:
    line = " ".join(plain(str(text)).split())
    return line if len(line) <= length else f"{line[: length - 1]}…"


_DRAWN = {BARS: _bars, HEAT: _heat, NETWORK: _network, SPANS: _spans, LINES: _lines}

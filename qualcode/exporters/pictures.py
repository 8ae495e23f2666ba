"""Pictures as files: SVG and PNG by matplotlib (the extra `pictures`), and Word with caption and alternative text.

Colours are Okabe and Ito's, which the colour-blind tell apart, in an order that also falls from dark to light; series
are told apart by hatching or line too, so that a print in grey can be read. The same numbers give the same file: no
date, no path, no user. Words from the study are drawn as they are: `$` begins no formula.
"""

import math
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import Any

from qualcode.errors import ExtraMissing
from qualcode.exporters.files import replacing
from qualcode.exporters.wording import paper_language, plain
from qualcode.locale import say
from qualcode.views.pictures import BARS, HEAT, LINES, NETWORK, SPANS, PictureView

_COLOURS = ("#0072B2", "#E69F00", "#009E73", "#56B4E9", "#D55E00", "#F0E442", "#CC79A7", "#000000")
_HATCHES = ("", "//", "..", "xx", "\\\\", "--", "++", "oo")
_LINES = ("-", "--", "-.", ":")
_MARKS = "os^Dv*Px"
_WIDTH = 7.2
_LABEL = 34
_SETTINGS: dict[str, Any] = {
    "svg.hashsalt": "qualcode",
    "svg.fonttype": "none",
    "text.parse_math": False,
    "font.family": "DejaVu Sans",
    "font.size": 9,
    "hatch.linewidth": 0.6,
}


def can_draw() -> bool:
    """Whether picture files can be made here: the extra `pictures` is installed."""
    return find_spec("matplotlib") is not None


def write_image(view: PictureView, path: Path, *, language: str) -> None:
    """Write the picture as SVG or PNG, by the ending of `path`. Raises `CannotWrite`, `ExtraMissing`."""
    image = draw(view, path.suffix.lower().removeprefix("."), language=language)
    with replacing(path) as out:
        out.write(image)


def write_word(view: PictureView, path: Path, *, language: str, template: Path | None = None) -> None:
    """Write the picture in Word, under it "Figur 1. ...", with its alternative text. Raises as `write_image`."""
    image = draw(view, "png", language=language, titled=False)
    from qualcode.exporters.word.writing import WordText

    text = WordText(language=paper_language(language), needs=("caption",), template=template)
    text.picture(image, title=view.title, description=plain(view.alternative))
    for note in view.notes:
        text.note(note)
    text.save(path, title=view.title)


def draw(view: PictureView, form: str, *, language: str, titled: bool = True) -> bytes:
    """The picture as the bytes of an SVG or PNG, with its title over it if `titled`. Raises `ExtraMissing`."""
    if not can_draw():
        raise ExtraMissing(what=say("kinds.picture"), extra="pictures")
    out = BytesIO()
    with _quietly():
        from matplotlib.figure import Figure

        figure = Figure(figsize=(_WIDTH, _height(view)), layout="constrained")
        _DRAWN[view.form](figure.subplots(), view, language)
        if titled:
            figure.suptitle(_short(view.title, 80), fontsize=11, fontweight="bold")
        if form == "svg":
            about = {"Date": None, "Creator": None, "Title": plain(view.title), "Description": plain(view.alternative)}
        else:
            about = {"Software": None, "Title": plain(view.title)}
        figure.savefig(out, format=form, dpi=200, metadata=about)
    return out.getvalue()


@contextmanager
def _quietly() -> Iterator[None]:
    """Our own settings, whatever the user's are; a sign that the font lacks is drawn as a box, without a word."""
    import matplotlib as mpl

    with warnings.catch_warnings(), mpl.rc_context():
        warnings.simplefilter("ignore")
        mpl.rcdefaults()
        settings: Any = mpl.rcParams
        settings.update(_SETTINGS)
        yield


def _height(view: PictureView) -> float:
    rows = len(view.rows)
    if view.form == BARS:
        return 1.2 + rows * max(0.3, 0.2 * (len(view.columns) - 1))
    if view.form == HEAT:
        return 2.4 + 0.3 * rows
    if view.form == SPANS:
        return 1.6 + 0.26 * len({row[0] for row in view.rows})
    return 6.4 if view.form == NETWORK else 3.8


def _bars(axes: Any, view: PictureView, _language: str) -> None:
    series = view.columns[1:]
    thick = 0.8 / len(series)
    for at, name in enumerate(series):
        places = [row + (at - (len(series) - 1) / 2) * thick for row in range(len(view.rows))]
        looks = {"color": _COLOURS[at % 8], "hatch": _HATCHES[at % 8], "edgecolor": "white", "linewidth": 0.5}
        bars = axes.barh(places, _numbers(view, at + 1), height=thick * 0.92, label=_short(name), **looks)
        axes.bar_label(bars, padding=2, fontsize=8)
    axes.set_yticks(range(len(view.rows)), [_short(row[0]) for row in view.rows])
    axes.invert_yaxis()
    axes.margins(x=0.1)
    axes.spines[["top", "right"]].set_visible(False)
    if len(series) > 1:
        axes.legend(frameon=False, fontsize=8)


def _heat(axes: Any, view: PictureView, _language: str) -> None:
    cells = [[_number(cell) for cell in row[1:]] for row in view.rows]
    largest = max((max(row) for row in cells), default=0) or 1
    axes.imshow(cells, cmap="Blues", vmin=0, vmax=largest, aspect="auto")
    for row, numbers in enumerate(cells):
        for column, number in enumerate(numbers):
            looks = {"color": "white" if number > 0.6 * largest else "black", "fontsize": 8}
            axes.text(column, row, f"{number:g}", ha="center", va="center", **looks)
    axes.set_yticks(range(len(cells)), [_short(row[0]) for row in view.rows])
    axes.set_xticks(
        range(len(view.columns) - 1), [_short(name, 28) for name in view.columns[1:]], rotation=30, ha="right"
    )
    axes.tick_params(length=0)


def _network(axes: Any, view: PictureView, _language: str) -> None:
    labels, count = [row[0] for row in view.rows], len(view.rows)
    places = [
        (math.cos(turn), math.sin(turn)) for turn in (math.tau * (at / count) + math.pi / 2 for at in range(count))
    ]
    cells = [[_number(cell) for cell in row[1:]] for row in view.rows]
    pairs = [(cells[one][two], one, two) for one in range(count) for two in range(one + 1, count) if cells[one][two]]
    most = max((pair[0] for pair in pairs), default=1)
    largest = max((cells[at][at] for at in range(count)), default=1) or 1
    for number, one, two in pairs:
        (x1, y1), (x2, y2) = places[one], places[two]
        axes.plot([x1, x2], [y1, y2], color="#777777", linewidth=0.8 + 5 * number / most, zorder=1)
        box = {"boxstyle": "round,pad=0.15", "facecolor": "white", "edgecolor": "none"}
        axes.text(
            x1 * 0.55 + x2 * 0.45, y1 * 0.55 + y2 * 0.45, f"{number:g}", ha="center", va="center", fontsize=8, bbox=box
        )
    for at, (x, y) in enumerate(places):
        size = 200 + 900 * cells[at][at] / largest
        axes.scatter([x], [y], s=size, color=_COLOURS[0], edgecolor="black", linewidth=0.8, zorder=2)
        axes.text(x, y, f"{cells[at][at]:g}", ha="center", va="center", color="white", fontsize=8, zorder=3)
        side = "center" if abs(x) < 0.1 else "left" if x > 0 else "right"
        axes.text(x * 1.2, y * 1.2, _short(labels[at], 28), ha=side, va="center")
    axes.set_xlim(-2.3, 2.3)
    axes.set_ylim(-1.5, 1.5)
    axes.set_axis_off()


def _spans(axes: Any, view: PictureView, language: str) -> None:
    interviews, groups = _each(view, 0), _each(view, 1)
    thick = 0.84 / max(1, len(groups))
    for at, group in enumerate(groups):
        looks = {"color": _COLOURS[at % 8], "hatch": _HATCHES[at % 8], "edgecolor": "black", "linewidth": 0.2}
        for row in (one for one in view.rows if one[1] == group):
            low = interviews.index(row[0]) - 0.42 + at * thick
            share = 100 / max(1, _number(row[4]))
            width = max(0.5, (_number(row[3]) - _number(row[2])) * share)
            axes.broken_barh([(_number(row[2]) * share, width)], (low, thick), **looks)
        axes.broken_barh([], (0, 0), label=f"{at + 1}. {_short(group)}", **looks)
    for at in range(len(interviews)):
        axes.axhline(at + 0.5, color="#cccccc", linewidth=0.5)
    axes.set_yticks(range(len(interviews)), [_short(name) for name in interviews])
    axes.set_ylim(len(interviews) - 0.5, -0.5)
    axes.set_xlim(0, 100)
    axes.set_xlabel(say("pictures.course", language=language, count=len(groups)))
    axes.spines[["top", "right"]].set_visible(False)
    axes.legend(frameon=False, fontsize=8, loc="upper center", bbox_to_anchor=(0.5, -0.14), ncols=2)


def _lines(axes: Any, view: PictureView, _language: str) -> None:
    days = [str(row[0]) for row in view.rows]
    for at, name in enumerate(view.columns[1:]):
        looks = {"color": _COLOURS[at % 8], "linestyle": _LINES[at % 4], "marker": _MARKS[at % 8]}
        axes.plot(range(len(days)), _numbers(view, at + 1), label=_short(name), **looks)
    step = max(1, len(days) // 10)
    axes.set_xticks(range(0, len(days), step), days[::step], rotation=30, ha="right")
    axes.set_ylim(bottom=0)
    axes.spines[["top", "right"]].set_visible(False)
    axes.legend(frameon=False, fontsize=8)


def _each(view: PictureView, column: int) -> list[Any]:
    return list(dict.fromkeys(row[column] for row in view.rows))


def _numbers(view: PictureView, column: int) -> Sequence[float]:
    return [_number(row[column]) for row in view.rows]


def _number(cell: object) -> float:
    return float(cell) if isinstance(cell, int | float) else 0.0


def _short(text: object, length: int = _LABEL) -> str:
    line = " ".join(plain(str(text)).split())
    return line if len(line) <= length else f"{line[: length - 1]}…"


_DRAWN = {BARS: _bars, HEAT: _heat, NETWORK: _network, SPANS: _spans, LINES: _lines}

"""Pictures in letters: bars, heat and an interview's course, for a terminal. Pure functions on labels and numbers."""

from collections.abc import Sequence
from math import floor

_EIGHTHS = " ▏▎▍▌▋▊▉█"
_SHADES = " ░▒▓█"
_LABEL = 26
_NUMBER = 6


def draw_bars(rows: Sequence[tuple[str, Sequence[float | None]]], *, series: Sequence[str], width: int) -> list[str]:
    """A bar for each number; with several series, each under its label and named. Where there is none, no bar."""
    if not rows:
        return []
    largest = max([number for _, numbers in rows for number in numbers if number is not None], default=0) or 1
    names = [name for name, _ in rows] if len(series) < 2 else [f"  {name}" for name in series]
    label = min(max(_LABEL, width // 2), max(len(name) for name in names))
    room = max(8, width - label - _NUMBER - 3)
    lines: list[str] = []
    for name, numbers in rows:
        if len(series) > 1:
            lines.append(_cut(name, width))
        for part, number in zip(series, numbers, strict=True):
            if number is None:
                continue
            own = _cut(name, label) if len(series) < 2 else f"  {_cut(part, label - 2)}"
            lines.append(f"{own:<{label}} {_bar(number / largest, room)} {_number(number)}".rstrip())
    return lines


def draw_heat(rows: Sequence[tuple[str, Sequence[float | None]]], *, columns: Sequence[str], width: int) -> list[str]:
    """A field for each number, the darker the larger, with the number in it; columns by letter, named below.

    A nought is a dot; where there is no number, there is a dash.
    """
    if not rows:
        return []
    largest = max([number for _, numbers in rows for number in numbers if number is not None], default=0) or 1
    label = min(_LABEL, max(len(name) for name, _ in rows))
    letters = [_letter(at) for at in range(len(columns))]
    across = max(1, (width - label - 1) // 7)
    lines: list[str] = []
    for first in range(0, len(columns), across):
        part = slice(first, first + across)
        lines.append(" " * (label + 1) + "".join(f"{one:^7}" for one in letters[part]).rstrip())
        for name, numbers in rows:
            cells = "".join(_field(number, largest) for number in numbers[part])
            lines.append(f"{_cut(name, label):<{label}} {cells}".rstrip())
        lines.append("")
    return [*lines, *(_cut(f"{letter}  {name}", width) for letter, name in zip(letters, columns, strict=True))]


def draw_course(
    rows: Sequence[tuple[str, str, int, int, int]], *, width: int, uncoded: str = "·", coded: str = "█"
) -> list[str]:
    """Each interview from beginning to end: a line for each code group, filled where it is coded."""
    interviews: dict[str, dict[str, list[tuple[int, int, int]]]] = {}
    for interview, group, start, end, length in rows:
        interviews.setdefault(interview, {}).setdefault(group, []).append((start, end, length))
    label = min(_LABEL, max((len(group) for groups in interviews.values() for group in groups), default=0))
    room = max(8, width - label - 3)
    lines: list[str] = []
    for interview, groups in interviews.items():
        lines.append(_cut(interview, width))
        for group, spans in groups.items():
            cells = [uncoded] * room
            for start, end, length in spans:
                first = floor(start * room / max(1, length))
                last = max(first + 1, -floor(-end * room / max(1, length)))
                cells[first:last] = [coded] * (min(last, room) - first)
            lines.append(f"  {_cut(group, label):<{label}} {''.join(cells[:room])}")
        lines.append("")
    return lines[:-1]


def _bar(share: float, room: int) -> str:
    eighths = round(max(0.0, share) * room * 8)
    bar = "█" * (eighths // 8) + _EIGHTHS[eighths % 8].strip()
    return bar or ("▏" if share > 0 else "")


def _field(number: float | None, largest: float) -> str:
    if number is None:
        return "    –  "
    shade = _SHADES[0] if number <= 0 else _SHADES[1 + min(3, floor(4 * number / largest * 0.999))]
    return f"{shade}{_number(number):>4}{shade} " if number else "    ·  "


def _number(number: float) -> str:
    return str(int(number)) if number == int(number) else f"{number:.1f}"


def _letter(at: int) -> str:
    """A, B, ... Z, AA, AB, ..."""
    return (_letter(at // 26 - 1) if at >= 26 else "") + chr(ord("A") + at % 26)


def _cut(text: str, width: int) -> str:
    line = " ".join(text.split())
    return line if len(line) <= width else f"{line[: max(0, width - 1)]}…"

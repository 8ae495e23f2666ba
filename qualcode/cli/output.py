"""The only writer to stdout.

On a terminal, control characters in what people and files said are shown as pictures; into a pipe or a file every
character goes as it is.
"""

import dataclasses
import json
import sys
from collections.abc import Mapping, Sequence
from typing import Any

from qualcode.text.display import visible


def print_json(value: Any) -> None:
    """One JSON value, UTF-8, and nothing else. Dataclasses and named tuples become objects."""
    text = json.dumps(plain(value), ensure_ascii=False, indent=2)
    _write(text + "\n")


def print_line(text: str = "") -> None:
    """One line for a person to read."""
    _write((visible(text) if sys.stdout.isatty() else text) + "\n")


def print_text(text: str) -> None:
    """Text exactly as it is, with no newline added; on a terminal its control characters are shown as pictures."""
    _write(visible(text, keep_newlines=True) if sys.stdout.isatty() else text)


def print_columns(rows: Sequence[Sequence[object]], *, header: Sequence[str] = (), empty: str = "") -> None:
    """Rows in columns as wide as their widest cell; the last column is left as it is. `empty` is said of no rows."""
    if not rows and empty:
        print_line(empty)
        return
    cells = [[_cell(value) for value in row] for row in [*([header] if header else []), *rows]]
    widths = [max(len(row[at]) for row in cells) for at in range(len(cells[0]))] if cells else []
    for row in cells:
        padded = [text.ljust(width) for text, width in zip(row[:-1], widths[:-1], strict=True)]
        print_line("  ".join([*padded, *row[-1:]]).rstrip())


def plain(value: Any) -> Any:
    """A value as JSON knows it."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        return {name: plain(part) for name, part in value._asdict().items()}
    if isinstance(value, Mapping):
        return {str(name): plain(part) for name, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(part) for part in value]
    return value if isinstance(value, (str, int, float, bool, type(None))) else str(value)


def _cell(value: object) -> str:
    return "" if value is None else " ".join(str(value).split("\n"))


def _write(text: str) -> None:
    stream = sys.stdout
    if hasattr(stream, "buffer"):
        stream.flush()
        stream.buffer.write(text.encode("utf-8", errors="replace"))
        stream.buffer.flush()
    else:
        stream.write(text)

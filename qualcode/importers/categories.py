"""Result categories from a file: JSON, with all a category holds, or a table, with its prose only.

JSON is a list of objects in the fields that `qualcode categories --json` writes. A table has the columns `heading`,
`analysis`, `condensates` (paths, one a line or parted by `;`), `text` (paragraphs parted by a blank line), `validation`
and `validated`; quotes cannot be placed from a table.
"""

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from qualcode.errors import BadTable
from qualcode.importers.recognising import recognise
from qualcode.importers.source import read_source
from qualcode.importers.tables import read_table
from qualcode.locale import say
from qualcode.text.normal_form import to_normal_form
from qualcode.views.synthesis import ParagraphRow, PassageRow, ReadCategory

T = TypeVar("T")

_PARTED = re.compile(r"[;\n]")
_BLANK_LINES = re.compile(r"\n\s*\n")


def read_categories(path: Path) -> tuple[tuple[int, ReadCategory], ...]:
    """The categories, each with its line, or in JSON with its place in the list from 1.

    Raises `BadTable` naming the place, and what `read_table` raises.
    """
    source = read_source(path)
    if source.raw.strip() and recognise(source).kind == "json":
        return _from_json(path, source.decoded.text)
    table = read_table(path)
    table.require("heading", file=path)
    return tuple((line, _from_cells(_Told(path, say("synthesis.line", line=line), row))) for line, row in table.rows)


class _Told:
    """What an object or a row says, and where it stands."""

    def __init__(self, path: Path, place: str, fields: object) -> None:
        self._path = path
        self._place = place
        self._fields: Mapping[str, Any] = fields if isinstance(fields, Mapping) else self.refuse("not_an_object")

    def text(self, name: str) -> str:
        """A text in normal form, empty where nothing is said."""
        value = self._fields.get(name)
        if value is None:
            return ""
        if not isinstance(value, str):
            self.refuse("not_text", field=name)
        return to_normal_form(value)[0].strip()

    def optional(self, name: str) -> str | None:
        """A text, None where the file does not speak of it."""
        return None if self._fields.get(name) is None else self.text(name)

    def truth(self, name: str) -> bool | None:
        """Yes or no, None where the file does not speak of it."""
        value = self._fields.get(name)
        if value is None or isinstance(value, bool):
            return value
        known = {
            "true": True,
            "1": True,
            "ja": True,
            "yes": True,
            "false": False,
            "0": False,
            "nei": False,
            "no": False,
        }
        if str(value).casefold() not in known:
            self.refuse("not_truth", field=name)
        return known[str(value).casefold()]

    def place(self, name: str) -> int | None:
        """An offset, None where nothing is said."""
        value = self._fields.get(name)
        if value is not None and (not isinstance(value, int) or isinstance(value, bool)):
            self.refuse("not_whole", field=name)
        return value

    def list(self, name: str, read: "Callable[[_Told], T]") -> tuple[T, ...] | None:
        """A list of objects, None where the file does not speak of it."""
        value = self._fields.get(name)
        if value is None:
            return None
        if not isinstance(value, list):
            self.refuse("not_a_list", field=name)
        return tuple(
            read(_Told(self._path, f"{self._place}, {name} {at}", one)) for at, one in enumerate(value, start=1)
        )

    def texts(self, name: str) -> tuple[str, ...] | None:
        """A list of texts, None where the file does not speak of it."""
        value = self._fields.get(name)
        if value is None:
            return None
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            self.refuse("not_a_list", field=name)
        return tuple(to_normal_form(one)[0].strip() for one in value)

    def within(self, name: str) -> "_Told":
        """An object within, empty where the file does not speak of it."""
        value = self._fields.get(name)
        return _Told(self._path, f"{self._place}, {name}", {} if value is None else value)

    def refuse(self, reason: str, **values: Any) -> Any:
        """Refuse the file because of what stands here."""
        raise BadTable(file=str(self._path), place=self._place, reason=say(f"synthesis.{reason}", **values))


def _from_json(path: Path, text: str) -> tuple[tuple[int, ReadCategory], ...]:
    whole = _Told(path, say("synthesis.whole_file"), {})
    try:
        told = json.loads(text)
    except (ValueError, RecursionError) as trouble:
        whole.refuse("bad_json", trouble=trouble)
    if not isinstance(told, list):
        whole.refuse("not_a_list", field=path.name)
    return tuple(
        (number, _from_object(_Told(path, say("synthesis.entry", number=number), one)))
        for number, one in enumerate(told, start=1)
    )


def _from_object(told: _Told) -> ReadCategory:
    validation = told.within("validation")
    return ReadCategory(
        heading=_heading(told),
        analysis=told.text("analysis"),
        condensates=told.texts("condensates"),
        paragraphs=told.list("paragraphs", _paragraph),
        validation=validation.optional("text"),
        validated=validation.truth("validated"),
        passages=validation.list("passages", _passage),
    )


def _from_cells(told: _Told) -> ReadCategory:
    paths, prose = told.optional("condensates"), told.optional("text")
    parted = None if paths is None else [path.strip() for path in _PARTED.split(paths)]
    return ReadCategory(
        heading=_heading(told),
        analysis=told.text("analysis"),
        condensates=None if parted is None else tuple(path for path in parted if path),
        paragraphs=None
        if prose is None
        else tuple(ParagraphRow(text=one.strip()) for one in _BLANK_LINES.split(prose)),
        validation=told.optional("validation"),
        validated=told.truth("validated"),
    )


def _heading(told: _Told) -> str:
    return told.text("heading") or told.refuse("missing", field="heading")


def _paragraph(told: _Told) -> ParagraphRow:
    words = (told.text("text"), told.text("lead_in"), told.text("transcript"), told.text("quote"))
    row = ParagraphRow(*words, retells=told.texts("retells") or ())
    if bool(row.text) is bool(row.quote):
        told.refuse("text_or_quote")
    return row


def _passage(told: _Told) -> PassageRow:
    return PassageRow(
        transcript=told.text("transcript") or told.refuse("missing", field="transcript"),
        start=told.place("start"),
        end=told.place("end"),
        quote=told.text("quote"),
        stance=told.text("stance") or "nuances",
        comment=told.text("comment"),
    )

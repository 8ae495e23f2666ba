"""The forms of the register, made from the fields of its entries."""

from collections.abc import Mapping, Sequence
from dataclasses import Field as EntryField
from dataclasses import dataclass, fields
from typing import Any

from qualcode.locale import has_text, say
from qualcode.tui.dialogs.write import Field
from qualcode.views.register import NAMED_BY, SECTIONS, RegisterView

FIXED = ("project", "substudies", "attributes", "interviews", "transcripts")
"""Sections whose entries keep their names here: they are named where they are made."""

OFFERED = ("project", "substudies", "attributes", "transcripts")
"""Sections whose entries are all there already."""

_LONG = {"questions": 6, "text": 6, "answer": 5, "topics": 4} | dict.fromkeys(
    ("sampling_reason", "background", "relation", "known_to_participants", "how", "assessment", "reason", "others"), 3
)
"""Fields with room for more than a line, and how many lines."""


@dataclass(frozen=True, slots=True)
class Known:
    """What fields may refer to: names by field."""

    names: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, held: RegisterView | None, analyses: Sequence[str]) -> "Known":
        """All that the register and the study know by name."""
        substudies = () if held is None else tuple(one.substudy for one in held.substudies)
        interviews = () if held is None else tuple(dict.fromkeys(one.interview for one in held.interviews))
        return cls({"substudy": substudies, "interview": interviews, "analysis": tuple(analyses)})


def form_fields(section: str, filled: Any, known: Known, *, new: bool) -> list[Field]:
    """The fields of an entry's form; `filled` is an entry, or values by field, or None for an empty one."""
    asked: list[Field] = []
    for one in _asked(section, new=new):
        value = filled.get(one.name, "") if isinstance(filled, Mapping) else getattr(filled, one.name, "")
        asked += _fields(section, one, value, known)
    return asked


def read_form(section: str, told: Mapping[str, str], before: Any) -> dict[str, Any]:
    """What a form says, by the entry's fields; what it does not ask for is as it was."""
    values: dict[str, Any] = {}
    for one in fields(SECTIONS[section]):
        ticks = {name.partition(".")[2]: answer for name, answer in told.items() if name.startswith(f"{one.name}.")}
        if ticks:
            values[one.name] = tuple(choice for choice, answer in ticks.items() if answer == "yes")
        elif one.name in told:
            values[one.name] = told[one.name]
        elif before is not None:
            values[one.name] = getattr(before, one.name)
    return values


def kept_form(section: str, values: Mapping[str, Any], *, before: Any, now: Any) -> dict[str, Any]:
    """A form that was refused: what was written on it, and in fields left alone what stands there `now`."""
    asked = {one.name: one for one in form_fields(section, before, Known({}), new=before is None)}
    kept: dict[str, Any] = {}
    for one in fields(SECTIONS[section]):
        written = values.get(one.name, "")
        alone = one.name in asked and asked[one.name].text == written
        kept[one.name] = getattr(now, one.name) if alone and now is not None else written
    return kept


def _asked(section: str, *, new: bool) -> list["EntryField[Any]"]:
    hidden = set(NAMED_BY[section]) if section in FIXED and not new else {"uid"}
    return [one for one in fields(SECTIONS[section]) if one.name not in hidden]


def _fields(section: str, one: "EntryField[Any]", value: Any, known: Known) -> list[Field]:
    label, choices = say(f"register_screen.field.{one.name}"), one.metadata.get("choices", ())
    if one.type is bool:
        return [Field(one.name, label, "yes" if value in (True, "yes") else "no", choices=_yes_or_no())]
    if choices and one.type is str:
        return [Field(one.name, label, str(value or ""), choices=[(each, _choice(each)) for each in choices])]
    if choices:
        return [
            Field(f"{one.name}.{each}", _choice(each), "yes" if each in value else "no", choices=_yes_or_no())
            for each in choices
        ]
    if known.names.get(one.name):
        required = section != "field_notes" and one.name in NAMED_BY[section] and section != "user_involvement"
        names = known.names[one.name] if required else ("", *known.names[one.name])
        return [Field(one.name, label, str(value or ""), choices=[(each, each or "–") for each in names])]
    apart = "\n" if one.name in _LONG else "; "
    text = apart.join(value) if isinstance(value, tuple) else "" if value is None else str(value)
    return [Field(one.name, label, text, lines=_LONG.get(one.name, 1))]


def _yes_or_no() -> list[tuple[str, str]]:
    return [(answer, say(f"register_screen.{answer}")) for answer in ("no", "yes")]


def _choice(value: str) -> str:
    key = f"register_screen.choice.{value or 'none'}"
    return say(key) if has_text(key) else value

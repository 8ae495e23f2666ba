"""One entry of the register at a time, as it is written on a form."""

from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any, NoReturn

from qualcode.errors import ChangedMeanwhile, EntryRefused, NameTaken
from qualcode.locale import say
from qualcode.services.register.register import entries_of, take_row
from qualcode.services.register.rows import REMOVE, RegisterRow
from qualcode.storage.journal import Change
from qualcode.storage.opening import OpenStudy
from qualcode.views.loading import NEW
from qualcode.views.register import NAMED_BY


class FormRow(RegisterRow):
    """What a form says: it has a section, and no line."""

    __slots__ = ()

    def refuse(self, reason: str) -> NoReturn:
        """Refuse what stands on the form."""
        raise EntryRefused(section=self.file, reason=reason)


def save_entry(study: OpenStudy, section: str, values: Mapping[str, Any], *, before: Any = None) -> None:
    """Write an entry of the register: a new one, or what `before` (as it was read) says from now on.

    `values` are by field, as in a file. An entry whose name changes is the same entry under another name. Raises
    `EntryRefused`, `NameTaken` where a new one would write over another, `NothingNamed`, and `ChangedMeanwhile` if
    `before` is not as it was read.
    """
    with study.change("register.write") as change:
        change.summary = say("summaries.register_written", entry=_name(section, values), section=_title(section))
        _require_unchanged(change, section, before)
        renamed = before is None or _name(section, asdict(before)) != _name(section, values)
        if before is not None and renamed:
            _take_away(change, section, before)
        outcome = take_row(change, section, FormRow(_title(section), 0, values))
        if renamed and outcome != NEW:
            raise NameTaken(kind=_title(section), name=_name(section, values))


def remove_entry(study: OpenStudy, section: str, before: Any) -> None:
    """Take an entry away. Raises `EntryRefused` for one that stays, `ChangedMeanwhile`."""
    with study.change("register.remove") as change:
        change.summary = say(
            "summaries.register_removed", entry=_name(section, asdict(before)), section=_title(section)
        )
        _require_unchanged(change, section, before)
        _take_away(change, section, before)


def _require_unchanged(change: Change, section: str, before: Any) -> None:
    if before is not None and before not in entries_of(change.connection, section):
        raise ChangedMeanwhile(kind=_title(section))


def _take_away(change: Change, section: str, before: Any) -> None:
    values = {one.name: getattr(before, one.name) for one in fields(before)}
    take_row(change, section, FormRow(_title(section), 0, {**values, REMOVE: "true"}))


def _name(section: str, values: Mapping[str, Any]) -> str:
    named = (" ".join(str(values.get(field) or "").split()) for field in NAMED_BY[section])
    return ", ".join(part for part in named if part)


def _title(section: str) -> str:
    return say(f"register.section.{section}")

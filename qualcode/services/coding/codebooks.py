"""Step 2: the codebook - code groups, what belongs in them, and their subgroups.

A new group gets the next free digit (1 to 9) and the next colour by itself, so that it can be coded into at once.
"""

from dataclasses import replace
from typing import Any

from sqlalchemy import func, select
from sqlmodel import col

from qualcode.errors import StillInUse, ValueRefused
from qualcode.locale import say
from qualcode.model import Analysis, CodeGroup, Coding, Subgroup
from qualcode.services.acting import prose, stored_row
from qualcode.services.coding.codebook_rows import (
    KEYS,
    TOLD,
    drop_origins,
    drop_subgroup,
    edit_group,
    free_name,
    make_group,
    make_subgroup,
)
from qualcode.services.coding.coding import place_span
from qualcode.services.coding.keeping import drop_kept_of_group
from qualcode.services.naming import find_analysis, possible_name
from qualcode.services.passages import read_passage
from qualcode.services.rows import TRUTHS
from qualcode.storage.journal import Change
from qualcode.storage.opening import OpenStudy
from qualcode.text.shortening import shortened
from qualcode.text.span import Span
from qualcode.views.codebook import CodebookCounts, CodebookRow, ReadCodebook, ReadGroup, ReadSubgroup

_TOLD = (*TOLD, "colour")

_NAME = 60
"""So many characters of somebody's words make the name of a group."""

_AROUND = " .,;:!?–-…«»\"'()"
"""What is left out at the ends of such a name."""


def codebook(study: OpenStudy, *, analysis: str | None = None) -> list[CodebookRow]:
    """The codebook of one analysis, or of all of them: each group, followed by its subgroups, in order."""
    with study.reading() as connection:
        groups: Any = (
            select(CodeGroup, col(Analysis.title))
            .join(Analysis, col(Analysis.id) == col(CodeGroup.analysis_id))
            .order_by(col(Analysis.position), col(Analysis.id), col(CodeGroup.position), col(CodeGroup.id))
        )
        if analysis is not None:
            groups = groups.where(col(CodeGroup.analysis_id) == find_analysis(connection, analysis).id)
        subgroups: dict[int, list[Any]] = {}
        statement = select(Subgroup).order_by(col(Subgroup.position), col(Subgroup.id))
        for subgroup in connection.execute(statement).mappings():
            subgroups.setdefault(subgroup["group_id"], []).append(subgroup)
        rows = []
        for group in connection.execute(groups).mappings():
            told = {name: group[name] for name in _TOLD}
            path = {"analysis": group["title"], "code_group": group["name"]}
            told |= {"key": group["key"] or None, "retired": bool(group["retired"])}
            rows.append(CodebookRow(**path, subgroup="", **told))
            rows += [
                CodebookRow(**path, subgroup=subgroup["name"], definition=subgroup["definition"])
                for subgroup in subgroups.get(group["id"], [])
            ]
        return rows


def add_group(
    study: OpenStudy, analysis_id: int, name: str, *, colour: str = "", key: int | None = None, **told: str
) -> int:
    """Add a code group at the end of an analysis's codebook and return its key in the study.

    `told` is what belongs in it: `definition`, `inclusion`, `exclusion`, `example`. Without a colour or a digit it gets
    the next free one; digit 0 is none. Raises `NameRefused`, `NameTaken`, `ValueRefused` (colour, key).
    """
    with study.change("group.new") as change:
        made = make_group(change, analysis_id, name, colour=colour, key=key, **told)
        change.summary = say("summaries.group_added", name=stored_row(change, CodeGroup, made)["name"])
        return made


def code_into_new_group(
    study: OpenStudy, analysis_id: int, name: str, *, transcript_id: int, span: Span, revision_id: int | None = None
) -> int:
    """Add a code group and put these words into it at once: one act, taken back as one. Returns the group's key.

    Raises as `add_group` and as `code_span`.
    """
    with study.change("group.new") as change:
        made = make_group(change, analysis_id, name, key=None)
        place_span(change, transcript_id=transcript_id, span=span, group_id=made, revision_id=revision_id)
        return made


def code_in_vivo(
    study: OpenStudy, analysis_id: int, *, transcript_id: int, span: Span, revision_id: int | None = None
) -> int:
    """Put words into a code group that is called what they say, made if there is none. Returns the group's key.

    The name is the words on one line, shortened if they are many. Raises as `code_span`.
    """
    with study.change("group.in-vivo") as change:
        words = read_passage(change.connection, transcript_id, span, revision_id=revision_id).words
        name = possible_name(shortened(words, length=_NAME).strip(_AROUND).replace(":", " –"), kind="code_group")
        chosen = select(col(CodeGroup.id)).where(col(CodeGroup.analysis_id) == analysis_id, col(CodeGroup.name) == name)
        group_id = change.connection.execute(chosen).scalar_one_or_none()
        if group_id is None:
            group_id = make_group(change, analysis_id, name, key=None)
        place_span(change, transcript_id=transcript_id, span=span, group_id=group_id, revision_id=revision_id)
        return group_id


def change_group(study: OpenStudy, group_id: int, *, seen: int | None = None, **fields: Any) -> None:
    """Change a code group: `name`, `definition`, `inclusion`, `exclusion`, `example`, `colour`, `key`.

    A digit that another group has changes places with this one's. Raises `NameRefused`, `NameTaken`, `ValueRefused`,
    and `ChangedMeanwhile` if there is a later version than `seen`.
    """
    with study.change("group.edit") as change:
        group = stored_row(change, CodeGroup, group_id)
        edit_group(change, group, seen=seen, **fields)
        change.summary = say("summaries.group_changed", name=fields.get("name", group["name"]))


def remove_group(study: OpenStudy, group_id: int) -> None:
    """Take away a code group that holds no units, with its subgroups. Raises `StillInUse` with the count."""
    with study.change("group.remove") as change:
        group = stored_row(change, CodeGroup, group_id)
        held = select(func.count()).select_from(Coding).where(col(Coding.group_id) == group_id)
        count = change.connection.execute(held).scalar_one()
        if count:
            raise StillInUse(name=f"«{group['name']}»", uses=say("codebook.units_in_it", count=count))
        chosen = select(col(Subgroup.id)).where(col(Subgroup.group_id) == group_id)
        for subgroup_id in list(change.connection.execute(chosen).scalars()):
            drop_subgroup(change, stored_row(change, Subgroup, subgroup_id or 0))
        drop_kept_of_group(change, group_id)
        drop_origins(change, group_id)
        change.remove(CodeGroup, group_id)
        change.summary = say("summaries.group_removed", name=group["name"])


def add_subgroup(study: OpenStudy, group_id: int, name: str, *, definition: str = "") -> int:
    """Add a subgroup at the end of a code group. Raises `NameRefused`, `NameTaken`."""
    with study.change("subgroup.new") as change:
        group = stored_row(change, CodeGroup, group_id)
        made = make_subgroup(change, group_id, name, definition=definition)
        name = stored_row(change, Subgroup, made)["name"]
        change.summary = say("summaries.subgroup_added", name=name, group=group["name"])
        return made


def change_subgroup(
    study: OpenStudy,
    subgroup_id: int,
    *,
    seen: int | None = None,
    name: str | None = None,
    definition: str | None = None,
) -> None:
    """Change a subgroup's name or definition. Raises `NameRefused`, `NameTaken`, `ChangedMeanwhile`."""
    with study.change("subgroup.edit") as change:
        subgroup = stored_row(change, Subgroup, subgroup_id)
        values: dict[str, Any] = {}
        if name is not None and name != subgroup["name"]:
            values["name"] = free_name(change.connection, Subgroup, subgroup["group_id"], name, but=subgroup_id)
        if definition is not None:
            values["definition"] = prose(definition)
        change.change(Subgroup, subgroup_id, seen=seen, **values)
        change.summary = say("summaries.subgroup_changed", name=values.get("name", subgroup["name"]))


def remove_subgroup(study: OpenStudy, subgroup_id: int) -> None:
    """Take a subgroup away, with its condensate; its units stay in the group, unsorted.

    Raises `StillInUse` when a result category rests on the condensate.
    """
    with study.change("subgroup.remove") as change:
        subgroup = stored_row(change, Subgroup, subgroup_id)
        placed = select(col(Coding.id)).where(col(Coding.subgroup_id) == subgroup_id)
        for coding_id in list(change.connection.execute(placed).scalars()):
            change.change(Coding, coding_id or 0, subgroup_id=None)
        drop_subgroup(change, subgroup)
        change.summary = say("summaries.subgroup_removed", name=subgroup["name"])


def load_codebook(study: OpenStudy, read: ReadCodebook, *, analysis: str | None = None) -> CodebookCounts:
    """Add or update, by name, the groups and subgroups of a codebook that was read; one journal entry.

    What the file leaves empty stays as it is; nothing is taken away. The analysis is the one given, else the one that
    the file names if the study has it, else the only one. Raises `NothingNamed`, `AmbiguousName`, `NameRefused`,
    `ValueRefused`.
    """
    with study.change("codebook.load") as change:
        known = set(change.connection.execute(select(col(Analysis.title))).scalars())
        chosen = analysis or (read.analysis if read.analysis in known else None)
        named = find_analysis(change.connection, chosen)
        about: dict[str, Any] = {"question": prose(read.question), "frame": prose(read.frame)}
        change.change(Analysis, named.id, **{name: text for name, text in about.items() if text})
        counts = CodebookCounts(named.name)
        _refuse_doubled_keys(read.groups)
        for group in read.groups:
            counts = _load_group(change, named.id, group, counts)
        new = counts.new_groups + counts.new_subgroups
        changed = counts.changed_groups + counts.changed_subgroups
        change.summary = say("summaries.codebook_loaded", analysis=named.name, new=new, changed=changed)
        return counts


def _load_group(change: Change, analysis_id: int, read: ReadGroup, counts: CodebookCounts) -> CodebookCounts:
    told: dict[str, Any] = {name: getattr(read, name).strip() for name in _TOLD if getattr(read, name).strip()}
    key, retired = _key(read.key), _retired(read.retired)
    name = possible_name(read.name, kind="code_group")
    chosen = select(col(CodeGroup.id)).where(col(CodeGroup.analysis_id) == analysis_id, col(CodeGroup.name) == name)
    group_id = change.connection.execute(chosen).scalar_one_or_none()
    if group_id is None:
        group_id = make_group(change, analysis_id, name, key=0 if retired else key, **told)
        change.change(CodeGroup, group_id, retired=bool(retired))
        counts = replace(counts, new_groups=counts.new_groups + 1)
    else:
        told |= {} if key is None else {"key": key}
        told |= {} if retired is None else {"retired": retired}
        if edit_group(change, stored_row(change, CodeGroup, group_id), **told | ({"key": 0} if retired else {})):
            counts = replace(counts, changed_groups=counts.changed_groups + 1)
    for subgroup in read.subgroups:
        counts = _load_subgroup(change, group_id, subgroup, counts)
    return counts


def _load_subgroup(change: Change, group_id: int, read: ReadSubgroup, counts: CodebookCounts) -> CodebookCounts:
    name = possible_name(read.name, kind="subgroup")
    chosen = select(col(Subgroup.id)).where(col(Subgroup.group_id) == group_id, col(Subgroup.name) == name)
    subgroup_id = change.connection.execute(chosen).scalar_one_or_none()
    if subgroup_id is None:
        make_subgroup(change, group_id, name, definition=read.definition)
        return replace(counts, new_subgroups=counts.new_subgroups + 1)
    definition = prose(read.definition)
    if definition and change.change(Subgroup, subgroup_id, definition=definition):
        return replace(counts, changed_subgroups=counts.changed_subgroups + 1)
    return counts


def _key(key: str) -> int | None:
    """The digit that a file gives a group; None where it says nothing. Raises `ValueRefused`."""
    if not key.strip():
        return None
    if key.strip() not in {str(digit) for digit in KEYS}:
        raise ValueRefused(what=say("kinds.key"), value=key, choices="1-9")
    return int(key)


def _retired(told: str) -> bool | None:
    """Whether a file says that a group is retired; None where it says nothing. Raises `ValueRefused`."""
    value = told.strip().casefold()
    if value and value not in TRUTHS:
        raise ValueRefused(what=say("kinds.retired"), value=told, choices=", ".join(TRUTHS))
    return TRUTHS[value] if value else None


def _refuse_doubled_keys(groups: tuple[ReadGroup, ...]) -> None:
    seen: dict[str, str] = {}
    for group in groups:
        key = group.key.strip()
        if key and seen.setdefault(key, group.name) != group.name:
            raise ValueRefused(what=say("kinds.key"), value=key, choices=say("codebook.key_twice", name=seen[key]))

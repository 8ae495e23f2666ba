"""Step 1, together: the readers' lists become agreed themes, and these become code groups that know where from.

Nothing of a reader's list is changed by it: what is decided about her themes stands beside them.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, select
from sqlmodel import col

from qualcode.errors import AmbiguousName, NameRefused, NothingNamed, ValueRefused
from qualcode.locale import say
from qualcode.model import Analysis, CodeGroup, Coder, GroupTheme, Theme, ThemeSource
from qualcode.services.acting import prose, stored_row
from qualcode.services.coding.codebook_rows import make_group
from qualcode.services.naming import possible_name
from qualcode.services.reading.reading import groups_of_themes, theme_list
from qualcode.storage.journal import Change
from qualcode.storage.opening import OpenStudy
from qualcode.text.normal_form import to_name
from qualcode.text.ordering import nearest
from qualcode.views.negotiating import AgreedTheme, NegotiationView, ReadersTheme


def negotiation(study: OpenStudy, analysis_id: int) -> NegotiationView:
    """The readers' lists side by side, and what the team agreed on; without the lists that are under a lid."""
    with study.reading() as connection:
        readers = _readers_themes(connection, analysis_id)
        sources = _sources(connection, analysis_id)
        groups = groups_of_themes(connection)
        by_id = {theme.id: theme for theme in readers}
        agreed = tuple(
            AgreedTheme(
                id=row["id"],
                name=row["name"],
                note=row["note"],
                reason=row["reason"],
                sources=tuple(by_id[key] for key in sources.get(row["id"], ()) if key in by_id),
                groups=groups.get(row["id"], ()),
                version=row["version"],
            )
            for row in theme_list(connection, analysis_id, None)
        )
    coders = dict.fromkeys(theme.coder for theme in readers)
    lists = tuple((coder, tuple(theme for theme in readers if theme.coder == coder)) for coder in coders)
    return NegotiationView(lists, agreed)


def readers_theme(study: OpenStudy, analysis_id: int, told: str) -> ReadersTheme:
    """The reader's theme that `CODER:THEME` names, or THEME where only one list has it.

    Raises `NothingNamed` with the nearest names, `AmbiguousName`.
    """
    listed = [one for _, themes in negotiation(study, analysis_id).lists for one in themes]
    named = {f"{one.coder}:{one.name}": one for one in listed}
    wanted = to_name(told)
    found = [one for full, one in named.items() if full == wanted] or [one for one in listed if one.name == wanted]
    if len(found) > 1:
        choices = ", ".join(f"{one.coder}:{one.name}" for one in found)
        raise AmbiguousName(kind=say("kinds.theme"), name=told, choices=choices)
    if not found:
        names = nearest(wanted, list(named)) or list(named)[:5]
        hint = say("errors.reasons.nearest", names=", ".join(f"«{name}»" for name in names)) if names else ""
        raise NothingNamed(kind=say("kinds.theme"), name=told, nearest=hint)
    return found[0]


def agree_on(
    study: OpenStudy, analysis_id: int, theme_ids: Sequence[int], name: str, *, note: str = "", reason: str = ""
) -> int:
    """Let readers' themes come to one agreed theme of this name: a new one, or the one there is. Returns its key.

    One theme under its own name is kept, under another renamed; several are joined. A theme that came to another agreed
    theme comes to this one instead. Raises `NameRefused`, `ValueRefused` for what is no reader's theme of the analysis.
    """
    with study.change("themes.agree") as change:
        agreed = put_agreed_theme(change, analysis_id, name, note=note, reason=reason)
        themes = [come_to(change, agreed, key) for key in dict.fromkeys(theme_ids)]
        names = ", ".join(f"«{theme['name']}»" for theme in themes)
        change.summary = say("summaries.themes_agreed", name=to_name(name), themes=names or "–")
        return agreed


def put_agreed_theme(change: Change, analysis_id: int, name: str, *, note: str = "", reason: str = "") -> int:
    """Within an action: the agreed theme of this name, made if need be. Raises `NameRefused`."""
    called = to_name(name)
    if not called:
        raise NameRefused(kind=say("tables.theme"), name=name, reason=say("errors.reasons.empty_name"))
    known = {row["name"]: row for row in theme_list(change.connection, analysis_id, None)}
    if called in known:
        agreed = int(known[called]["id"])
        change.change(Theme, agreed, reason=prose(reason) or known[called]["reason"])
        return agreed
    place = max((row["position"] for row in known.values()), default=0) + 1
    told = {"note": prose(note), "reason": prose(reason)}
    stored_row(change, Analysis, analysis_id)
    return change.add(Theme, analysis_id=analysis_id, coder_id=None, name=called, position=place, **told)


def come_to(change: Change, agreed_id: int, theme_id: int) -> dict[str, Any]:
    """Within an action: a reader's theme comes to this agreed one, and to no other. Returns the reader's row.

    Raises `ValueRefused` for what is no reader's theme of the analysis.
    """
    theme = _readers_row(change, stored_row(change, Theme, agreed_id)["analysis_id"], theme_id)
    same = select(col(ThemeSource.agreed_id)).where(col(ThemeSource.theme_id) == theme_id)
    if change.connection.execute(same).scalar_one_or_none() != agreed_id:
        let_go(change, theme_id)
        change.add(ThemeSource, agreed_id=agreed_id, theme_id=theme_id)
    change.change(Theme, theme_id, dropped=False)
    return theme


def link_group(change: Change, theme_id: int, group_id: int) -> None:
    """Within an action: a code group came from this agreed theme."""
    there = select(col(GroupTheme.id)).where(col(GroupTheme.group_id) == group_id, col(GroupTheme.theme_id) == theme_id)
    if change.connection.execute(there).first() is None:
        change.add(GroupTheme, group_id=group_id, theme_id=theme_id)


def drop_themes(study: OpenStudy, theme_ids: Sequence[int], *, reason: str = "", dropped: bool = True) -> None:
    """Let readers' themes go, with a reason if one likes; or take them up again. They stay on their lists.

    Raises `ValueRefused` for an agreed theme, `ChangedMeanwhile` for one that is gone.
    """
    with study.change("theme.drop") as change:
        names: list[str] = []
        for theme_id in theme_ids:
            theme = _readers_row(change, stored_row(change, Theme, theme_id)["analysis_id"], theme_id)
            if dropped:
                let_go(change, theme_id)
            change.change(Theme, theme_id, dropped=dropped, reason=prose(reason) if dropped else "")
            names.append(theme["name"])
        told = "summaries.theme_dropped" if dropped else "summaries.theme_taken_up"
        change.summary = say(told, name="», «".join(names))


def explain_theme(study: OpenStudy, theme_id: int, reason: str, *, seen: int | None = None) -> None:
    """Write why a theme was agreed on, or dropped. Raises `ChangedMeanwhile`."""
    with study.change("theme.explain") as change:
        change.summary = say("summaries.theme_changed", name=stored_row(change, Theme, theme_id)["name"])
        change.change(Theme, theme_id, seen=seen, reason=prose(reason))


def groups_from_themes(study: OpenStudy, analysis_id: int, theme_ids: Sequence[int] | None = None) -> int:
    """Make a code group of each agreed theme (or of these) that none has come from yet. Returns how many themes.

    A theme whose name a code group has already is taken to be where that group came from. What is under a lid for who
    does it is left. Raises `NameRefused` for a theme that is called what no group can be called.
    """
    with study.reading() as connection:
        seen = {row["id"] for row in theme_list(connection, analysis_id, None)}
    with study.change("groups.from-themes") as change:
        title = stored_row(change, Analysis, analysis_id)["title"]
        linked = groups_of_themes(change.connection)
        themes = [
            row
            for row in theme_list(change.connection, analysis_id, None)
            if row["id"] not in linked and row["id"] in (seen if theme_ids is None else theme_ids)
        ]
        for theme in themes:
            link_group(change, theme["id"], _group_for(change, analysis_id, theme))
        change.summary = say("summaries.groups_from_themes", count=len(themes), analysis=title)
        return len(themes)


def group_origins(study: OpenStudy, analysis_id: int) -> dict[int, tuple[AgreedTheme, ...]]:
    """By code group, the agreed themes it came from, each with the readers' themes behind it."""
    agreed = {theme.id: theme for theme in negotiation(study, analysis_id).agreed}
    statement: Any = (
        select(col(GroupTheme.group_id), col(GroupTheme.theme_id))
        .join(CodeGroup, col(CodeGroup.id) == col(GroupTheme.group_id))
        .where(col(CodeGroup.analysis_id) == analysis_id)
        .order_by(col(GroupTheme.id))
    )
    found: dict[int, tuple[AgreedTheme, ...]] = {}
    with study.reading() as connection:
        for group_id, theme_id in connection.execute(statement):
            if theme_id in agreed:  # it may have been made meanwhile
                found[group_id] = (*found.get(group_id, ()), agreed[theme_id])
    return found


def _group_for(change: Change, analysis_id: int, theme: dict[str, Any]) -> int:
    name = possible_name(theme["name"], kind="code_group")
    chosen = select(col(CodeGroup.id)).where(col(CodeGroup.analysis_id) == analysis_id, col(CodeGroup.name) == name)
    known = change.connection.execute(chosen).scalar_one_or_none()
    return known or make_group(change, analysis_id, name, key=None, definition=theme["note"])


def _readers_row(change: Change, analysis_id: int, theme_id: int) -> dict[str, Any]:
    theme = stored_row(change, Theme, theme_id)
    if theme["coder_id"] is None or theme["analysis_id"] != analysis_id:
        raise ValueRefused(what=say("kinds.theme"), value=theme["name"], choices=say("negotiating.readers_themes"))
    return theme


def let_go(change: Change, theme_id: int) -> None:
    """Within an action: a reader's theme comes to no agreed theme any more."""
    statement = select(col(ThemeSource.id)).where(col(ThemeSource.theme_id) == theme_id)
    for source in change.connection.execute(statement).scalars().all():
        change.remove(ThemeSource, source or 0)


def _readers_themes(connection: Connection, analysis_id: int) -> list[ReadersTheme]:
    named = {row["id"]: row["name"] for row in theme_list(connection, analysis_id, None)}
    came_to = {key: named[agreed] for agreed, keys in _sources(connection, analysis_id).items() for key in keys}
    statement: Any = (
        select(Theme, col(Coder.initials))
        .join(Coder, col(Coder.id) == col(Theme.coder_id))
        .where(col(Theme.analysis_id) == analysis_id)
        .order_by(col(Coder.initials), col(Theme.position), col(Theme.id))
    )
    return [
        ReadersTheme(
            id=row["id"],
            coder=row["initials"],
            name=row["name"],
            note=row["note"],
            agreed=came_to.get(row["id"], ""),
            dropped=bool(row["dropped"]),
            reason=row["reason"],
            version=row["version"],
        )
        for row in connection.execute(statement).mappings()
    ]


def _sources(connection: Connection, analysis_id: int) -> dict[int, list[int]]:
    """By agreed theme, the readers' themes it came from."""
    statement: Any = (
        select(col(ThemeSource.agreed_id), col(ThemeSource.theme_id))
        .join(Theme, col(Theme.id) == col(ThemeSource.agreed_id))
        .where(col(Theme.analysis_id) == analysis_id)
        .order_by(col(ThemeSource.id))
    )
    found: dict[int, list[int]] = {}
    for agreed, theme in connection.execute(statement):
        found.setdefault(agreed, []).append(theme)
    return found

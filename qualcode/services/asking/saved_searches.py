"""Searches kept under a name. They stay live: each time they find what is there then."""

import json
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, select
from sqlmodel import col

from qualcode.errors import NameTaken, NothingNamed
from qualcode.locale import say
from qualcode.model import Coder, SavedSearch
from qualcode.services.asking.searching import search
from qualcode.services.naming import possible_name
from qualcode.storage.opening import OpenStudy
from qualcode.text.normal_form import to_name
from qualcode.text.ordering import natural_key, nearest
from qualcode.views.searching import SavedSearchView, SearchLimits, SearchResult


def save_search(
    study: OpenStudy, name: str, query: str, *, limits: SearchLimits | None = None, regex: bool = False
) -> SavedSearchView:
    """Keep a search under a new name, once it has been seen that it can be run. Raises `NameTaken`, and as `search`."""
    search(study, query, limits=limits, regex=regex, limit=0)
    with study.change("search.save") as change:
        kept = possible_name(name, kind="saved_search")
        if any(one.name == kept for one in _saved(change.connection)):
            raise NameTaken(kind=say("kinds.saved_search"), name=kept)
        told = json.dumps({key: value for key, value in asdict(limits or SearchLimits()).items() if value != ""})
        what = {"query": query, "regex": regex, "limits": told}
        change.summary = say("search.saved", name=kept)
        change.add(SavedSearch, name=kept, **what, coder_id=change.coder_id, created=change.at)
    return saved_search(study, kept)


def saved_searches(study: OpenStudy) -> tuple[SavedSearchView, ...]:
    """The searches that are kept, in the order of their names."""
    with study.reading() as connection:
        return tuple(_saved(connection))


def saved_search(study: OpenStudy, name: str) -> SavedSearchView:
    """The search of this name. Raises `NothingNamed`."""
    with study.reading() as connection:
        known = _saved(connection)
    for one in known:
        if one.name == to_name(name):
            return one
    names = [one.name for one in known]
    offered = ", ".join(f"«{one}»" for one in nearest(name, names) or names[:5])
    hint = say("errors.reasons.nearest", names=offered) if offered else say("errors.reasons.none_yet")
    raise NothingNamed(kind=say("kinds.saved_search"), name=name, nearest=hint)


def run_saved_search(study: OpenStudy, name: str, *, limit: int | None = None) -> SearchResult:
    """What a kept search finds now. Raises `NothingNamed`, and as `search`, when what it is limited to is gone."""
    kept = saved_search(study, name)
    return search(study, kept.query, limits=kept.limits, regex=kept.regex, limit=limit)


def remove_saved_search(study: OpenStudy, name: str) -> None:
    """Keep a search no longer. Raises `NothingNamed`."""
    kept = saved_search(study, name)
    with study.change("search.remove") as change:
        change.summary = say("search.removed", name=kept.name)
        change.remove(SavedSearch, kept.id)


def _saved(connection: Connection) -> list[SavedSearchView]:
    statement: Any = select(SavedSearch, col(Coder.initials)).join(Coder, col(Coder.id) == col(SavedSearch.coder_id))
    found = [
        SavedSearchView(
            id=row["id"],
            uid=row["uid"],
            name=row["name"],
            query=row["query"],
            regex=bool(row["regex"]),
            limits=_limits(row["limits"]),
            coder=row["initials"],
            version=row["version"],
        )
        for row in connection.execute(statement).mappings()
    ]
    return sorted(found, key=lambda one: natural_key(one.name))


def _limits(told: str) -> SearchLimits:
    kept: dict[str, Any] = json.loads(told)
    kept["sources"] = tuple(kept.get("sources", SearchLimits().sources))
    return SearchLimits(**kept)

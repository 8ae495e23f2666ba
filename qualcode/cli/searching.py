"""`qualcode search` and `qualcode searches`: what is said where, and the searches that are kept."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from qualcode.cli.leaving import Leaving, leaving_options, write_out
from qualcode.cli.output import print_columns, print_json, print_line
from qualcode.cli.shared import analysis_option, coder_option, command, json_option, opened, study_argument
from qualcode.errors import QueryRefused
from qualcode.locale import say
from qualcode.views.searching import HIT_FIELDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.storage.opening import OpenStudy
    from qualcode.views.searching import SavedSearchView, SearchHit, SearchLimits, SearchResult

_SIDE = 38


@command("search")
@study_argument
@click.argument("query", metavar="[QUERY]", required=False)
@click.option("--group", metavar="GROUP", help=say("cli.search.group"))
@click.option("--role", metavar="ROLE", help=say("cli.search.role"))
@click.option("--participant", metavar="PARTICIPANT", help=say("cli.search.participant"))
@click.option("--attribute", metavar="NAME=VALUE", help=say("cli.search.attribute"))
@click.option("--substudy", metavar="SUBSTUDY", help=say("cli.search.substudy"))
@click.option("--round", metavar="ROUND", help=say("cli.search.round"))
@click.option("--transcript", metavar="TRANSCRIPT", help=say("cli.search.transcript"))
@click.option("--coded/--uncoded", default=None, help=say("cli.search.coded"))
@click.option("--in", "sources", metavar="PLACES", help=say("cli.search.in"))
@click.option("--regex", is_flag=True, help=say("cli.search.regex"))
@click.option("--sort", "order", metavar="ORDER", default="place", show_default=True, help=say("cli.search.sort"))
@click.option("--limit", metavar="N", type=click.IntRange(min=0), help=say("cli.search.limit"))
@click.option("--save", "save_as", metavar="NAME", help=say("cli.search.save"))
@click.option("--saved", metavar="NAME", help=say("cli.search.saved"))
@click.option("-o", "--output", metavar="FILE", type=click.Path(path_type=Path), help=say("cli.search.output"))
@analysis_option
@coder_option
@leaving_options
@json_option
def search_command(
    study: Path, *, coder: str | None, output: Path | None, as_json: bool, leaving: Leaving, **asked: Any
) -> None:
    """Search what is said, and what was written of it."""
    from qualcode.services.asking.search_limits import coded_where

    with opened(study, coder=coder) as here:
        result, limits = _result(here, **asked)
        where = coded_where(here, limits)
        if output is not None:
            write_out(here, output, lambda path: [_written(here, result, path)], kind="search", leaving=leaving)
    if as_json:
        print_json({"query": result.query, "total": result.total, "hits": [_row(hit, asked) for hit in result.hits]})
    elif output is not None:
        print_line(say("export.written", path=output))
    else:
        print_hits(result.hits)
        total = say("search.total", count=result.total) if result.total else say("search.no_hits")
        print_line(f"{total} ({where})" if where else total)


@command("searches")
@study_argument
@click.option("--remove", metavar="NAME", help=say("cli.searches.remove"))
@coder_option
@json_option
def searches_command(study: Path, remove: str | None, coder: str | None, as_json: bool) -> None:
    """List the searches that are kept, or keep one no longer."""
    from qualcode.services.asking.saved_searches import remove_saved_search, saved_searches

    with opened(study, coder=coder) as here:
        if remove is not None:
            remove_saved_search(here, remove)
        kept = saved_searches(here)
    if as_json:
        print_json([_saved_row(one) for one in kept])
    else:
        print_columns([(one.name, one.query, one.coder) for one in kept], empty=say("rows.no_searches"))


def _written(study: "OpenStudy", result: "SearchResult", path: Path) -> Path:
    from qualcode.services.asking.search_tables import export_hits

    export_hits(study, result, path)
    return path


def _result(
    study: "OpenStudy",
    *,
    query: str | None,
    order: str,
    limit: int | None,
    regex: bool,
    save_as: str | None,
    saved: str | None,
    **within: Any,
) -> "tuple[SearchResult, SearchLimits]":
    from qualcode.services.asking.saved_searches import save_search, saved_search
    from qualcode.services.asking.searching import search

    if saved is not None:
        if query is not None or regex or save_as is not None or any(one is not None for one in within.values()):
            raise click.UsageError(say("cli.search.saved_alone"))
        kept = saved_search(study, saved)
        found = search(study, kept.query, limits=kept.limits, regex=kept.regex, order=order, limit=limit)
        return found, kept.limits
    if query is None:
        raise QueryRefused(query="", reason=say("search.refused.nothing"))
    limits = _limits(**within)
    if save_as is not None:
        save_search(study, save_as, query, limits=limits, regex=regex)
    return search(study, query, limits=limits, regex=regex, order=order, limit=limit), limits


def _limits(*, sources: str | None, coded: bool | None, **names: str | None) -> "SearchLimits":
    from qualcode.views.searching import SearchLimits

    chosen = tuple(dict.fromkeys(one.strip() for one in (sources or "talk").split(",") if one.strip()))
    return SearchLimits(sources=chosen, coded=coded, **{name: value or "" for name, value in names.items()})


def _row(hit: "SearchHit", asked: dict[str, Any]) -> dict[str, Any]:
    told = {name: getattr(hit, name) for name in HIT_FIELDS}
    return told | {"source": hit.source, "where": hit.where} if asked["sources"] else told


def _saved_row(one: "SavedSearchView") -> dict[str, Any]:
    from dataclasses import asdict

    limits = {name: value for name, value in asdict(one.limits).items() if value not in ("", None)}
    told = {name: getattr(one, name) for name in ("uid", "name", "query", "regex", "coder")}
    return told | {"limits": limits}


def print_hits(hits: "Sequence[SearchHit]") -> None:
    """Passages, a line each: where, who, and the words with what stands around them, if anything does."""
    side = _SIDE if any(hit.before for hit in hits) else 0
    print_columns(
        [
            (
                hit.where if hit.source != "talk" else hit.transcript,
                hit.turn or "",
                hit.participant or hit.speaker or "",
                _in_context(hit, side),
            )
            for hit in hits
        ]
    )


def _in_context(hit: "SearchHit", side: int) -> str:
    before = f"{_one_line(hit.before)[-_SIDE:]:>{side}} " if side else ""
    return f"{before}[{_one_line(hit.match)}] {_one_line(hit.after)[:_SIDE]}"


def _one_line(text: str) -> str:
    return text.replace("\n", " ")

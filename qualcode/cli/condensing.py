"""`qualcode condensates` and `qualcode quotes`: step 3 without the app."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from qualcode.cli.loading import file_argument, load_file
from qualcode.cli.output import print_columns, print_json
from qualcode.cli.shared import analysis_option, coder_option, command, json_option, opened, study_argument
from qualcode.locale import say
from qualcode.text.moments import moment

if TYPE_CHECKING:
    from qualcode.storage.opening import OpenStudy
    from qualcode.views.condensing import CondensateView
    from qualcode.views.quotes import QuoteView

_WORDS_SHOWN = 60


@command("condensates")
@study_argument
@file_argument
@analysis_option
@click.option("--earlier", is_flag=True, help=say("cli.condensates.earlier"))
@coder_option
@json_option
def condensates_command(
    study: Path, file: Path | None, analysis: str | None, earlier: bool, coder: str | None, as_json: bool
) -> None:
    """List condensates, or their earlier texts, or take them in from a table."""
    from qualcode.services.condensing.condensing import condensates
    from qualcode.services.condensing.condensing_files import load_condensates
    from qualcode.text.shortening import shortened

    with opened(study, coder=coder) as open_study:
        if file is not None:
            load_file(load_condensates, open_study, file, analysis=analysis, as_json=as_json)
            return
        found = condensates(open_study, analysis=analysis)
        if earlier:
            _show_earlier(open_study, found, as_json=as_json)
            return
    if as_json:
        print_json([_condensate_row(condensate) for condensate in found])
        return
    print_columns(
        [
            (
                condensate.path,
                say("rows.carries", count=condensate.units, participants=condensate.participants),
                say("rows.must_look") if condensate.must_look else "",
                shortened(condensate.text, length=_WORDS_SHOWN),
            )
            for condensate in found
        ],
        empty=say("rows.no_condensates"),
    )


def _show_earlier(study: "OpenStudy", found: "list[CondensateView]", *, as_json: bool) -> None:
    """The earlier texts of these condensates, the newest of each first."""
    from qualcode.services.condensing.versions import condensate_versions

    rows = [
        {"code_group": condensate.path, "text": one.text, "coder": one.coder, "units": one.units}
        | {"written": one.written, "replaced": one.replaced}
        for condensate in found
        for one in condensate_versions(study, condensate.subgroup_id)
    ]
    if as_json:
        print_json(rows)
    else:
        lines = [(row["code_group"], moment(str(row["written"])), row["coder"], row["text"]) for row in rows]
        print_columns(lines, empty=say("rows.no_versions"))


@command("quotes")
@study_argument
@file_argument
@analysis_option
@click.option("--substudy", metavar="SUBSTUDY", help=say("cli.quotes.substudy"))
@click.option("--group", metavar="GROUP", help=say("cli.quotes.group"))
@coder_option
@json_option
def quotes_command(
    study: Path,
    file: Path | None,
    analysis: str | None,
    substudy: str | None,
    group: str | None,
    coder: str | None,
    as_json: bool,
) -> None:
    """List quotes, or take them in from a table."""
    from qualcode.services.condensing.condensing_files import load_quotes
    from qualcode.services.condensing.quotes import quotes
    from qualcode.text.shortening import shortened

    with opened(study, coder=coder) as open_study:
        if file is not None:
            load_file(load_quotes, open_study, file, analysis=analysis, as_json=as_json)
            return
        found = quotes(open_study, analysis=analysis, substudy=substudy, group=group)
    if as_json:
        print_json([_quote_row(quote) for quote in found])
        return
    print_columns(
        [
            (
                _path(quote),
                ", ".join(quote.participants),
                quote.transcript,
                quote.turn,
                say(f"quoting.forms.{quote.form}"),
                "★" if quote.golden else "",
                say("rows.unsigned") if quote.differs and not quote.signed else "",
                shortened(quote.printed, length=_WORDS_SHOWN),
            )
            for quote in found
        ],
        empty=say("rows.no_quotes"),
    )


def _condensate_row(condensate: "CondensateView") -> dict[str, Any]:
    columns = ("uid", "analysis", "text", "coder", "written", "must_look", "units", "participants", "interviews")
    return {"code_group": condensate.path} | {name: getattr(condensate, name) for name in columns}


def _quote_row(quote: "QuoteView") -> dict[str, Any]:
    columns = ("uid", "analysis", "transcript", "start", "end", "turn", "participants", "printed", "form", "golden")
    more = ("coder", "differs", "signed", "lines", "substudy")
    words = {"code_group": _path(quote), "quote": quote.text, "attributes": dict(quote.attributes)}
    return words | {name: getattr(quote, name) for name in (*columns, *more)}


def _path(quote: "QuoteView") -> str:
    return f"{quote.code_group}/{quote.subgroup}" if quote.subgroup else quote.code_group

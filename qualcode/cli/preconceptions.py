"""`qualcode preconceptions`: what readers expected before the reading."""

from pathlib import Path

import click

from qualcode.cli.diagnostics import tell_lists_hidden
from qualcode.cli.output import print_json, print_line
from qualcode.cli.shared import analysis_option, coder_option, command, json_option, opened, study_argument
from qualcode.locale import say
from qualcode.text.moments import day

_WORDS_SHOWN = 60


@command("preconceptions")
@study_argument
@click.option("--text", metavar="TEXT", help=say("cli.preconceptions.text"))
@analysis_option
@coder_option
@json_option
def preconceptions_command(
    study: Path, text: str | None, analysis: str | None, coder: str | None, as_json: bool
) -> None:
    """List readers' preconceptions, or write one's own."""
    from qualcode.services.chosen import analysis_if_named, analysis_named
    from qualcode.services.reading.preconceptions import preconceptions_of, write_preconceptions
    from qualcode.services.reading.readers import lists_hidden
    from qualcode.text.shortening import shortened

    with opened(study, coder=coder) as here:
        here.reads_alone = coder is not None
        if text is not None:
            write_preconceptions(here, analysis_named(here, analysis), text)
        chosen = analysis_if_named(here, analysis)
        found, hidden = preconceptions_of(here, chosen), lists_hidden(here, chosen)
    tell_lists_hidden(hidden=hidden)
    if as_json:
        columns = ("uid", "analysis", "coder", "text", "written", "changed", "began", "late", "changed_since")
        print_json([{name: getattr(one, name) for name in columns} for one in found])
        return
    for one in found:
        late = f" ({say('readers.late')})" if one.late else ""
        print_line(f"{one.analysis}  {one.coder}  {day(one.written)}{late}  {shortened(one.text, length=_WORDS_SHOWN)}")
    if not found and not hidden:
        print_line(say("readers.none_written"))

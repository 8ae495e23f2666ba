"""`qualcode reading`: who has read how far, and whether their lists are open."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from qualcode.cli.output import print_columns, print_json, print_line
from qualcode.cli.shared import analysis_option, coder_option, command, json_option, opened, study_argument
from qualcode.locale import say
from qualcode.text.moments import day

if TYPE_CHECKING:
    from qualcode.views.readers import ReaderView


@command("reading")
@study_argument
@click.option("--done/--not-done", default=None, help=say("cli.reading.done"))
@click.option("--open-lists/--close-lists", default=None, help=say("cli.reading.open"))
@analysis_option
@coder_option
@json_option
def reading_command(
    study: Path, done: bool | None, open_lists: bool | None, analysis: str | None, coder: str | None, as_json: bool
) -> None:
    """Say who has read how far, and lift the lid from the lists."""
    from qualcode.services.chosen import analysis_named
    from qualcode.services.reading import readers

    with opened(study, coder=coder) as here:
        here.reads_alone = coder is not None
        chosen = analysis_named(here, analysis)
        if done is not None:
            readers.mark_list_done(here, chosen, done=done)
        if open_lists is not None:
            readers.open_lists(here, chosen, opened=open_lists)
        state = readers.readers(here, chosen)
    if as_json:
        print_json({"open": state.open, "hidden": state.hidden, "gone_on": state.gone_on, "readers": state.readers})
        return
    print_columns([_reader_line(reader) for reader in state.readers], empty=say("rows.no_readers"))
    if state.open or state.hidden:
        print_line(say("readers.lists_open" if state.open else "readers.lists_hidden"))
    if state.gone_on:
        print_line(say("readers.gone_on"))


def _reader_line(reader: "ReaderView") -> tuple[str, str, str]:
    done = say("readers.done", day=day(reader.done)) if reader.done else ""
    came = say("readers.came_since", count=len(reader.came_since), names=", ".join(reader.came_since))
    told = f"{done}; {came}" if reader.came_since else done
    how_far = "readers.how_far_opened" if reader.opened > reader.read else "reading.how_far"
    return reader.coder, say(how_far, read=reader.read, total=reader.total, opened=reader.opened), told

"""`qualcode tablelog`: the secretary's running list from the table, loaded, listed, moved in time, wiped."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from qualcode.cli.loading import file_argument
from qualcode.cli.output import print_columns, print_json, print_line
from qualcode.cli.shared import coder_option, command, json_option, opened, study_argument
from qualcode.locale import say

if TYPE_CHECKING:
    from qualcode.storage.opening import OpenStudy
    from qualcode.views.table_log import LogLineView, SeatView, TableLogView


@command("tablelog")
@study_argument
@click.argument("interview", metavar="INTERVIEW")
@file_argument
@click.option("--substudy", metavar="SUBSTUDY", help=say("cli.tablelog.substudy"))
@click.option("--shift", "shift_by", metavar="SECONDS", type=float, help=say("cli.tablelog.shift"))
@click.option("--wipe", is_flag=True, help=say("cli.tablelog.wipe"))
@coder_option
@json_option
def tablelog_command(
    study: Path,
    interview: str,
    file: Path | None,
    *,
    substudy: str | None,
    shift_by: float | None,
    wipe: bool,
    coder: str | None,
    as_json: bool,
) -> None:
    """List a table log, or load it from a table; move its times; wipe its temporary names."""
    from qualcode.services.tagging.reading_table_logs import find_interview
    from qualcode.services.tagging.table_logs import shift_log, table_log, wipe_temporary_names

    with opened(study, coder=coder) as here:
        if file is not None:
            _load(here, interview, file, substudy=substudy, as_json=as_json)
        with here.reading() as connection:
            found = find_interview(connection, interview if substudy is None else f"{substudy}:{interview}").id
        if shift_by is not None:
            shift_log(here, found, round(shift_by * 1000))
        if wipe:
            report = wipe_temporary_names(here, found)
            if as_json:
                print_json(report)
            else:
                print_line(say("table_log.wiped", count=report.names, lines=report.lines))
                print_line(say("table_log.settled" if report.settled else "table_log.unsettled"))
        elif file is None:
            _list(table_log(here, found), as_json=as_json)


def _load(study: "OpenStudy", interview: str, file: Path, *, substudy: str | None, as_json: bool) -> None:
    from qualcode.importers.tables import read_table
    from qualcode.services.tagging.table_log_files import load_table_log

    table = read_table(file)
    if "words" not in table.columns:
        table.require("who", file=file)
    counts: Any = load_table_log(study, interview, table.rows, file=file.name, substudy=substudy)
    if as_json:
        print_json(counts)
    else:
        print_line(
            say("rows.loaded", file=file.name, new=counts.new, changed=counts.changed, there=counts.already_there)
        )


def _list(log: "TableLogView", *, as_json: bool) -> None:
    if as_json:
        print_json(
            {
                "interview": log.interview,
                "substudy": log.substudy,
                "started": log.started,
                "summary": log.summary,
                "seats": [_seat_row(seat) for seat in log.seats],
                "lines": [_line_row(line) for line in log.lines],
            }
        )
        return
    from qualcode.services.tagging.log_words import clock, line_text

    print_columns([[clock(line.at_ms), line_text(line)] for line in log.lines])
    if log.summary:
        print_line(log.summary)


def _seat_row(seat: "SeatView") -> dict[str, Any]:
    return {"place": seat.position, "participant": seat.participant, "role": seat.role, "called": seat.called}


def _line_row(line: "LogLineView") -> dict[str, Any]:
    seat = line.seat
    return {
        "at_ms": line.at_ms,
        "participant": seat.participant if seat else None,
        "role": seat.role if seat else None,
        "called": seat.called if seat else "",
        "kind": line.kind,
        "words": line.words,
    }

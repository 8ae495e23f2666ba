"""`qualcode participants`: who took part, and what is registered about them."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from qualcode.cli.loading import date_order_option, read_sheet, sheet_option
from qualcode.cli.output import print_columns, print_json, print_line
from qualcode.cli.shared import coder_option, command, json_option, opened, study_argument
from qualcode.locale import say

if TYPE_CHECKING:
    from qualcode.storage.opening import OpenStudy
    from qualcode.views.participants import ParticipantsReport, ParticipantView, UnlikeCell


@command("participants")
@study_argument
@click.argument("file", metavar="[FILE]", required=False, type=click.Path(path_type=Path))
@click.option("--substudy", required=True, metavar="SUBSTUDY", help=say("cli.participants.substudy"))
@click.option("--labels", metavar="FILE", type=click.Path(path_type=Path), help=say("cli.participants.labels"))
@click.option("--multiple", metavar="COLUMN", multiple=True, help=say("cli.participants.multiple"))
@sheet_option
@date_order_option
@coder_option
@json_option
def participants_command(
    study: Path,
    file: Path | None,
    substudy: str,
    sheet: str,
    coder: str | None,
    as_json: bool,
    **told: Any,
) -> None:
    """List a substudy's participants, or take them in from a table."""
    from qualcode.services.participants.participants import participants

    with opened(study, coder=coder) as here:
        if file is None:
            found = participants(here, substudy)
            print_json([_row(person) for person in found]) if as_json else _show(found)
            return
        report = _take_in(here, (file, sheet), substudy, **told)
    print_json(report) if as_json else _tell(report)


def _take_in(
    study: "OpenStudy",
    table: tuple[Path, str],
    substudy: str,
    *,
    labels: Path | None,
    multiple: tuple[str, ...],
    date_order: str | None,
) -> "ParticipantsReport":
    from qualcode.importers.tables import read_rows
    from qualcode.services.participants.participants import import_participants

    return import_participants(
        study,
        read_sheet(*table).rows,
        substudy=substudy,
        file=table[0].name,
        labels=None if labels is None else read_rows(labels),
        labels_file="" if labels is None else labels.name,
        multiple=multiple,
        date_order=date_order or "",
    )


def _row(person: "ParticipantView") -> dict[str, object]:
    known = {"uid": person.uid, "participant": person.code, "pseudonym": person.pseudonym}
    return known | {"attributes": dict(person.values)}


def _show(found: "tuple[ParticipantView, ...]") -> None:
    print_columns(
        [
            (person.code, person.pseudonym, "; ".join(f"{name}: {value}" for name, value in person.values))
            for person in found
        ]
    )


def tell_unlike(cells: "tuple[UnlikeCell, ...]") -> None:
    """The cells for whose sake a column does not count as numbers or dates."""
    for one in cells:
        told = say(f"participants.unlike.{one.kind}", name=one.attribute, value=one.value, line=one.line)
        print_line(told)


def tell_unclear_dates(columns: tuple[str, ...]) -> None:
    """The columns of dates with slashes in which day and month cannot be told apart, and what says it."""
    if columns:
        print_line(say("participants.dates_unclear", names=", ".join(columns)))
        print_line(say("participants.dates_order"))


def _tell(report: "ParticipantsReport") -> None:
    for outcome in ("added", "changed", "unchanged", "withdrawn"):
        codes = getattr(report, outcome)
        if codes:
            print_line(say(f"participants.{outcome}", count=len(codes), codes=", ".join(codes)))
    names = ", ".join(f"{taken.name} ({say(f'participants.kind.{taken.kind}')})" for taken in report.attributes)
    if names:
        print_line(say("participants.attributes", names=names))
    for name, kind, value in report.kinds_lost:
        print_line(say(f"participants.kind_lost.{kind}", name=name, value=value))
    tell_unlike(report.unlike)
    tell_unclear_dates(report.dates_unclear)
    if report.labels:
        print_line(say("participants.labels", count=report.labels))
    if report.labels_passed_over:
        print_line(say("participants.labels_passed_over", names=", ".join(report.labels_passed_over)))
    if report.speakers:
        print_line(say("participants.speakers", count=report.speakers))

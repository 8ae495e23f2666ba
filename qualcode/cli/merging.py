"""`qualcode merge`: another copy's work into this one."""

from collections.abc import Mapping
from pathlib import Path

import click

from qualcode.cli.output import print_json, print_line
from qualcode.cli.passphrases import unlocked
from qualcode.cli.shared import coder_option, command, json_option, opened, study_argument
from qualcode.locale import say
from qualcode.views.merging import MergeConflict, MergeReport


@command("merge")
@study_argument
@click.argument("other", metavar="OTHER", type=click.Path(path_type=Path))
@click.option("--all", "telling_all", is_flag=True, help=say("cli.merge.all"))
@coder_option
@json_option
def merge_command(study: Path, other: Path, coder: str | None, *, telling_all: bool, as_json: bool) -> None:
    """Take another copy's work into this one."""
    from qualcode.services.keeping.merging import merge

    unlocked(other)
    with opened(study, coder=coder, backing_up=False) as open_study:
        report = merge(open_study, other, telling_all=telling_all)
    print_json(report) if as_json else _show(report)


def _show(report: MergeReport) -> None:
    if not report.did_something:
        print_line(say("merging.nothing"))
    for part, counts in (("added", report.added), ("changed", report.changed), ("removed", report.removed)):
        if counts:
            print_line(say(f"merging.{part}", counts=_counts(counts)))
    if report.entries:
        print_line(say("merging.entries", count=report.entries))
    if report.withheld:
        print_line(say("merging.withheld", count=report.withheld))
    if report.did_something:
        _show_what_else(report)
    if report.conflicts:
        print_line(say("merging.conflicts", count=len(report.conflicts)))
        for one in report.conflicts:
            _show_conflict(one)
    if report.told_before:
        print_line(say("merging.told_before", count=report.told_before))


def _show_what_else(report: MergeReport) -> None:
    if report.mentions:
        print_line(say("merging.mentions", count=len(report.mentions)))
        for one in report.mentions:
            print_line(f"  {one.where}: {one.words}")
    if report.backup is not None:
        print_line(say("merging.backup", path=report.backup))
    if report.no_backup:
        print_line(say("merging.no_backup", reason=report.no_backup))
    if report.coders_in_both:
        print_line(say("merging.coders_in_both", coders=", ".join(report.coders_in_both)))


def _show_conflict(one: MergeConflict) -> None:
    where = " ".join(one.where.split())
    print_line(
        f"- {say(f'tables.{one.kind}')} {where[:60]} ({one.field or '-'}): {say(f'merging.reasons.{one.reason}')}"
    )
    for side, text in (("ours", one.ours), ("theirs", one.theirs)):
        if text:
            print_line("    " + say(f"merging.{side}", text=" ".join(text.split())))


def _counts(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{say(f'tables.{table}')}: {count}" for table, count in counts.items())

"""`qualcode check`: whether the study is whole."""

from pathlib import Path

import click

from qualcode.cli.output import print_columns, print_json, print_line
from qualcode.cli.shared import coder_option, command, json_option, opened, study_argument
from qualcode.errors import FindingsRemain
from qualcode.locale import say
from qualcode.views.checking import ERROR, CheckReport


@command("check")
@study_argument
@click.option("--fix", is_flag=True, help=say("cli.check.fix"))
@coder_option
@json_option
def check_command(study: Path, fix: bool, coder: str | None, as_json: bool) -> None:
    """Look for damage, and for spans and quotes that do not verify."""
    from qualcode.services.checking import check

    with opened(study, coder=coder) as open_study:
        report = check(open_study, fix=fix)
    print_json(report) if as_json else _show(report)
    if not report.ok:
        raise FindingsRemain(count=sum(finding.level == ERROR for finding in report.findings))


def _show(report: CheckReport) -> None:
    for line in report.fixed:
        print_line(line)
    print_columns(
        [(say(f"checking.levels.{found.level}"), found.where or found.kind, found.message) for found in report.findings]
    )
    if report.ok:
        print_line(say("checking.all_well"))

"""`qualcode check`: whether the study is whole."""

from pathlib import Path
from typing import Any

import click

from qualcode.cli.output import print_columns, print_json, print_line
from qualcode.cli.shared import coder_option, command, json_option, opened, study_argument
from qualcode.cli.unlocking import key_options, people_to_look_for
from qualcode.errors import FindingsRemain
from qualcode.locale import say
from qualcode.views.checking import ERROR, CheckReport


@command("check")
@study_argument
@click.option("--document", metavar="DOCX", type=click.Path(path_type=Path), help=say("cli.check.document"))
@click.option("--fix", is_flag=True, help=say("cli.check.fix"))
@key_options
@coder_option
@json_option
def check_command(study: Path, document: Path | None, fix: bool, coder: str | None, as_json: bool, **key: Any) -> None:
    """Look for damage, and for spans and quotes that do not verify; or hold a Word file against the study."""
    from qualcode.services.keeping.checking import check
    from qualcode.services.protecting.document_names import check_returned

    with opened(study, coder=coder) as open_study:
        people = people_to_look_for(open_study, **key)
        if document is not None:
            report = check_returned(open_study, document, people=people)
        else:
            report = check(open_study, fix=fix, people=people)
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

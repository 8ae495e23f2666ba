"""`qualcode outcomes` and `qualcode quoterule`: what groups end in, and what was done to quotes in print."""

from pathlib import Path

import click

from qualcode.cli.output import print_columns, print_json, print_line
from qualcode.cli.shared import analysis_option, coder_option, command, json_option, opened, study_argument
from qualcode.locale import say


@command("outcomes")
@study_argument
@click.option("--group", metavar="GROUP", help=say("cli.outcomes.group"))
@click.option("--reason", metavar="TEXT", help=say("cli.outcomes.reason"))
@analysis_option
@coder_option
@json_option
def outcomes_command(
    study: Path, group: str | None, reason: str | None, analysis: str | None, coder: str | None, as_json: bool
) -> None:
    """List what every code group ends in, or say why one ends in no category."""
    from qualcode.services.chosen import analyses_named, group_named
    from qualcode.services.synthesis.outcomes import end_without_category, group_outcomes

    if (group is None) is not (reason is None):
        raise click.UsageError(say("cli.outcomes.both"))
    with opened(study, coder=coder) as here:
        if group is not None:
            end_without_category(here, group_named(here, group, analysis=analysis), reason or "")
        found = [(title, one) for key, title in analyses_named(here, analysis) for one in group_outcomes(here, key)]
    if as_json:
        columns = ("uid", "condensates", "categories", "reason", "coder", "written")
        print_json(
            [
                {"analysis": title, "code_group": one.group} | {name: getattr(one, name) for name in columns}
                for title, one in found
            ]
        )
        return
    print_columns(
        [
            (title, one.group, ", ".join(one.categories) or one.reason or say("synthesis_screen.ends_open"))
            for title, one in found
        ],
        empty=say("rows.no_groups"),
    )


@command("quoterule")
@study_argument
@click.option("--text", metavar="TEXT", help=say("cli.quoterule.text"))
@analysis_option
@coder_option
@json_option
def quoterule_command(study: Path, text: str | None, analysis: str | None, coder: str | None, as_json: bool) -> None:
    """Show or write what was done to the quotes of an analysis in print."""
    from qualcode.services.chosen import analyses_named, analysis_named
    from qualcode.services.condensing.quote_rules import quote_rule_of, write_quote_rule

    with opened(study, coder=coder) as here:
        if text is not None:
            write_quote_rule(here, analysis_named(here, analysis), text)
        rules = [quote_rule_of(here, key) for key, _ in analyses_named(here, analysis)]
    if as_json:
        print_json(
            [
                {"analysis": one.analysis, "text": one.text, "written": one.written, "unsigned": one.unsigned}
                | {"forms": dict(one.forms)}
                for one in rules
            ]
        )
        return
    for one in rules:
        print_line(f"{one.analysis}: {one.text}")

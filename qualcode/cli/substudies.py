"""`qualcode substudy` and `qualcode analysis`."""

from pathlib import Path

import click

from qualcode.cli.output import print_json, print_line
from qualcode.cli.shared import coder_option, command, json_option, opened, study_argument
from qualcode.locale import say


@command("substudy")
@study_argument
@click.argument("name")
@click.option("--design", metavar="individual|focus-group", help=say("cli.substudy.design"))
@click.option("--sampling", metavar="strategic|convenience", help=say("cli.substudy.sampling"))
@coder_option
@json_option
def substudy_command(
    study: Path, name: str, design: str | None, sampling: str | None, coder: str | None, *, as_json: bool
) -> None:
    """Add a substudy, or change it."""
    from qualcode.services.material.substudies import set_substudy

    with opened(study, coder=coder) as here:
        view = set_substudy(here, name, design=design, sampling=sampling)
    if as_json:
        print_json(view)
        return
    told = [say(f"material.design.{view.design}")]
    if view.sampling:
        told.append(say(f"material.sampling.{view.sampling}"))
    print_line(f"{view.name}: {', '.join(told)}")
    print_line(say("material.analysed_in", count=len(view.analyses), analyses=", ".join(view.analyses)))


@command("analysis")
@study_argument
@click.argument("title")
@click.option("--question", metavar="QUESTION", help=say("cli.analysis.question"))
@click.option("--frame", metavar="FRAME", help=say("cli.analysis.frame"))
@click.option("--title", "new", metavar="TITLE", help=say("cli.analysis.title"))
@click.option("--retire/--bring-back", "retired", default=None, help=say("cli.analysis.retire"))
@click.option("--substudy", "substudies", metavar="SUBSTUDY", multiple=True, help=say("cli.analysis.substudy"))
@coder_option
@json_option
def analysis_command(  # noqa: PLR0913 (what can be said of an analysis)
    study: Path,
    title: str,
    question: str | None,
    frame: str | None,
    new: str | None,
    retired: bool | None,
    substudies: tuple[str, ...],
    coder: str | None,
    *,
    as_json: bool,
) -> None:
    """Add an analysis, change it, or retire it."""
    from qualcode.services.material.substudies import rename_analysis, retire_analysis, set_analysis

    if retired is not None and (new or question is not None or frame is not None or substudies):
        raise click.UsageError(say("material.only_retire"))
    with opened(study, coder=coder) as here:
        if retired is not None:
            gone = retire_analysis(here, title, retired=retired)
            print_line(say("material.gone" if gone else f"material.{'retired' if retired else 'back'}", title=title))
            return
        if new:
            rename_analysis(here, title, new)
        view = set_analysis(here, new or title, question=question, frame=frame, substudies=substudies or None)
    if as_json:
        print_json(view)
        return
    print_line(f"{view.title}: {' '.join(view.question.split())}" if view.question else view.title)
    if view.substudies:
        print_line(say("material.covers", substudies=", ".join(view.substudies)))

"""`qualcode new` and `qualcode status`."""

from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING

import click

from qualcode.cli.diagnostics import tell, tell_hidden
from qualcode.cli.output import print_columns, print_json, print_line
from qualcode.cli.passphrases import keep_in_keyring, new_passphrase
from qualcode.cli.shared import coder_option, command, json_option, opened, study_argument, tell_where_it_lies
from qualcode.locale import say
from qualcode.settings import coder_initials, read_settings

if TYPE_CHECKING:
    from qualcode.views.status import AnalysisStatus, StudyStatus, SubstudyStatus

_BY_STEP = (
    ("themes",),
    ("code_groups", "meaning_units", "codings"),
    (
        "subgroups",
        "units_without_subgroup",
        "units_set_aside",
        "condensates",
        "condensates_to_look_at",
        "quotes",
    ),
    ("result_categories", "result_categories_validated"),
)
_MATERIAL = ("participants", "interviews", "transcripts", "turns", "turns_without_speaker", "words")


@command("new")
@study_argument
@click.option("--title", required=True, metavar="TITLE", help=say("cli.new.title"))
@click.option("--language", default="nb", metavar="nb|nn|en", show_default=True, help=say("cli.new.language"))
@click.option("--encrypt", is_flag=True, help=say("cli.new.encrypt"))
@click.option("--keyring", is_flag=True, help=say("cli.encrypt.keyring"))
@coder_option
@json_option
def new_command(study: Path, coder: str | None, *, as_json: bool, encrypt: bool, keyring: bool, **told: str) -> None:
    """Make an empty study."""
    from qualcode.services.overview.studies import create, status

    passphrase = "" if not encrypt or study.exists() else new_passphrase()
    with create(study, coder=coder_initials(read_settings(), coder), passphrase=passphrase, **told) as made:
        if passphrase:
            tell(say("encrypting.encrypted", path=study))
        if passphrase and keyring:
            tell(say("encrypting.kept" if keep_in_keyring(study, passphrase) else "encrypting.no_keyring"))
        if as_json:
            print_json(status(made))
        else:
            print_line(say("status.made", path=study))
            print_line(say("status.add_substudy", path=study))
        tell_where_it_lies(made)


@command("status")
@study_argument
@coder_option
@json_option
def status_command(study: Path, coder: str | None, *, as_json: bool) -> None:
    """Tell what there is in a study, and what is next."""
    from qualcode.services.coding.blind_coding import coded_blind
    from qualcode.services.material.substudies import analyses
    from qualcode.services.overview.studies import status

    with opened(study, coder=coder) as here:
        found, blind = status(here), coded_blind(here)
        retired = {one.title for one in analyses(here) if one.retired}
        tell_where_it_lies(here)
    if as_json:
        print_json(found)
    else:
        _print_status(found, retired)
    tell_hidden(blind)


def _print_status(found: "StudyStatus", retired: Collection[str]) -> None:
    print_line(found.title)
    if found.coders:
        print_line(say("status.coders", coders=", ".join(found.coders)))
    if found.substudies:
        print_line()
        header = [say("kinds.substudy"), say("kinds.design"), *(say(f"status.column.{name}") for name in _MATERIAL)]
        print_columns([_substudy_row(substudy) for substudy in found.substudies], header=header)
    for analysis in found.analyses:
        print_line()
        _print_analysis(analysis, retired=analysis.title in retired)
    if found.next:
        print_line()
        _print_next(found)


def _substudy_row(substudy: "SubstudyStatus") -> list[object]:
    return [
        substudy.name,
        say(f"material.design.{substudy.design}"),
        *(getattr(substudy, name) for name in _MATERIAL),
    ]


def _print_analysis(analysis: "AnalysisStatus", *, retired: bool) -> None:
    print_line(f"{analysis.title} ({say('study.retired')})" if retired else analysis.title)
    if analysis.question:
        print_line(f"  {' '.join(analysis.question.split())}")
    for number, names in enumerate(_BY_STEP, start=1):
        counts = {name: getattr(analysis, name) for name in names}
        told = ", ".join(say(f"status.{name}", count=n) for name, n in counts.items() if n or name == names[0])
        print_line(f"  {number}  {told}")


def _print_next(found: "StudyStatus") -> None:
    from qualcode.services.overview.next_steps import step_sentence

    print_line(say("status.next"))
    rows = [[step.analysis or say("status.material"), step.step or "", step_sentence(step)] for step in found.next]
    print_columns([["", *row] for row in rows])

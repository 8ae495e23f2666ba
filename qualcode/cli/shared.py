"""What commands have in common: the study they work on, and the options every one of them takes."""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import click

from qualcode.cli.diagnostics import tell
from qualcode.errors import NothingNamed, QualcodeError
from qualcode.locale import say
from qualcode.settings import coder_initials, read_settings

if TYPE_CHECKING:
    from qualcode.storage.opening import OpenStudy


class _Listed(Protocol):
    """What a list shows with its uid."""

    @property
    def uid(self) -> str:
        """Its uid."""


F = TypeVar("F", bound=Callable[..., Any])
T = TypeVar("T", bound=_Listed)
_YES = "qualcode.yes"


class _Command(click.Command):
    """A command that is given characters: bytes that are none become a replacement mark, except in a file's name."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the arguments."""
        left = super().parse_args(ctx, args)
        ctx.params = {name: _in_characters(value) for name, value in ctx.params.items()}
        return left


def _in_characters(value: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(_in_characters(one) for one in value)
    return os.fsencode(value).decode("utf-8", "replace") if isinstance(value, str) else value


def command(name: str, **settings: Any) -> Callable[[F], click.Command]:
    """A command with its help from the texts, `--yes` and `--json`; its function takes what it needs of them.

    Options may stand anywhere after the name; `--` ends them.
    """

    def declare(function: F) -> click.Command:
        declared: Callable[[F], click.Command] = click.command(
            name, cls=_Command, help=say(f"cli.{name}.help"), **settings
        )
        made = declared(function)
        yes = click.Option(["--yes"], is_flag=True, expose_value=False, callback=_remember_yes, help=say("cli.yes"))
        made.params.append(yes)
        return made

    return declare


def with_uid(there: Sequence[T], uid: str, *, kind: str) -> T:
    """The one of a command's list that has this uid. Raises `NothingNamed`, which says where the uids are shown."""
    found = next((one for one in there if one.uid == uid), None)
    if found is None:
        listing = say("cli.uids_in_the_list", command=click.get_current_context().info_name)
        nearest = listing if there else say("errors.reasons.none_yet")
        raise NothingNamed(kind=say(f"kinds.{kind}"), name=uid, nearest=nearest)
    return found


def said_yes() -> bool:
    """Whether the command that is running was given `--yes`."""
    return bool(click.get_current_context().meta.get(_YES))


def _remember_yes(context: click.Context, _parameter: click.Parameter, yes: bool) -> None:
    context.meta[_YES] = yes


study_argument = click.argument("study", metavar="STUDY", type=click.Path(path_type=Path))
coder_option = click.option("--coder", metavar="INITIALS", help=say("cli.coder"))
json_option = click.option("--json", "as_json", is_flag=True, help=say("cli.json"))
analysis_option = click.option("--analysis", metavar="ANALYSIS", help=say("cli.analysis_option"))


@contextmanager
def opened(path: Path, *, coder: str | None = None, backing_up: bool = True) -> "Iterator[OpenStudy]":
    """The study at a path, open for the coder at work, closed at the end; first its backup, if one is due."""
    from qualcode.cli.passphrases import unlocked
    from qualcode.storage.opening import open_study

    unlocked(path)
    with open_study(path, coder=coder_initials(read_settings(), coder)) as study:
        if backing_up:
            _back_up_if_due(study)
        yield study


def _back_up_if_due(study: "OpenStudy") -> None:
    """A backup that cannot be made is told of, and stops nobody."""
    from qualcode.services.keeping.backups import back_up_if_due

    try:
        back_up_if_due(study)
    except QualcodeError as error:
        tell(say("backups.automatic_failed", reason=error.message))


def tell_where_it_lies(study: "OpenStudy") -> None:
    """Tell of a folder that others copy or share, and of copies that a service made beside the study."""
    from qualcode.services.keeping.whereabouts import whereabouts

    for finding in whereabouts(study):
        tell(finding.message)

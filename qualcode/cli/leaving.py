"""What every command that writes a file out of the study has in common: it is looked through first."""

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, fields
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from qualcode.cli.diagnostics import tell
from qualcode.cli.shared import said_yes
from qualcode.cli.unlocking import key_options, people_to_look_for
from qualcode.errors import LeaksFound
from qualcode.locale import say
from qualcode.views.leaks import ERROR, NAMED

if TYPE_CHECKING:
    from qualcode.services.protecting.outgoing import Writer
    from qualcode.storage.opening import OpenStudy
    from qualcode.views.leaks import Leak

_NOTES_SHOWN = 5
_MARK_SHOWN = 8

F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Leaving:
    """What a user can say about anything that goes out."""

    linkage_key: Path | None
    identity: Path | None
    passphrase_fd: int | None
    accept: tuple[str, ...]
    reason: str
    unconsented: bool


@dataclass(frozen=True, slots=True)
class Placed:
    """What was written where, and what was said of it."""

    files: tuple[Path, ...]
    leaks: "tuple[Leak, ...]"


def leaving_options(function: F) -> Any:
    """The options of a command that writes a file out of the study; it gets them as `leaving`."""

    @wraps(function)
    def gathered(*arguments: Any, **chosen: Any) -> Any:
        leaving = Leaving(**{field.name: chosen.pop(field.name) for field in fields(Leaving)})
        return function(*arguments, leaving=leaving, **chosen)

    accept = click.option("--accept", metavar="MARK", multiple=True, help=say("cli.export.accept"))
    reason = click.option("--reason", metavar="WHY", default="", help=say("cli.export.reason"))
    including = click.option(
        "--include-unconsented", "unconsented", is_flag=True, help=say("cli.export.include_unconsented")
    )
    return key_options(accept(reason(including(gathered))))


def write_out(
    study: "OpenStudy",
    output: Path,
    write: "Writer",
    *,
    kind: str,
    leaving: Leaving,
    template: Path | None = None,
    also: "Sequence[Leak]" = (),
) -> Placed:
    """Write a file, look through it, and put it in its place.

    Raises `LeaksFound` for what would expose somebody, unless it is accepted or the command was given `--yes`.
    """
    from qualcode.services.protecting.leaks import accept_leaks
    from qualcode.services.protecting.outgoing import write_aside
    from qualcode.services.register.consent import including_unconsented

    people = people_to_look_for(study, leaving.linkage_key, leaving.identity, leaving.passphrase_fd)
    with ExitStack() as scope:
        if leaving.unconsented:
            scope.enter_context(including_unconsented())
        told: Any = {"template": template, "people": people, "also": lambda: also}
        outgoing = scope.enter_context(write_aside(study, output, write, kind=kind, **told))
        leaks = outgoing.leaks
        if leaving.accept:
            accept_leaks(study, leaks, leaving.accept, leaving.reason)
            leaks = tuple(one for one in leaks if not one.fingerprint.startswith(leaving.accept))
        if outgoing.left_out:
            tell(say("leaks.held_back", count=outgoing.left_out))
        _tell(leaks)
        errors = sum(leak.level == ERROR for leak in leaks)
        if errors and not said_yes():
            raise LeaksFound(count=errors, path=output)
        return Placed(outgoing.place(), tuple(leaks))


def _tell(leaks: "Sequence[Leak]") -> None:
    for leak in leaks:
        if leak.level == ERROR:
            tell(f"{say('leaks.levels.error')}  {leak.fingerprint[:_MARK_SHOWN]}  {leak.where}: {leak.message}")
    notes = [leak for leak in leaks if leak.level != ERROR]
    if notes:
        tell(say("leaks.notes", count=len(notes)))
    # Of names every one is told; the rest can be listed by a command of its own.
    names = sum(leak.kind == NAMED for leak in notes)
    shown = sorted(notes, key=lambda leak: leak.kind != NAMED)[: names + _NOTES_SHOWN]
    for leak in shown:
        tell(f"  {leak.fingerprint[:_MARK_SHOWN]}  {leak.where}: {leak.message}")
    if left := len(notes) - len(shown):
        tell("  " + say("leaks.more", count=left))

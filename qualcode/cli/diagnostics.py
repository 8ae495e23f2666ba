"""The only writer to stderr, and the only place that turns an error into an exit code."""

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, NoReturn

from qualcode.errors import QualcodeError
from qualcode.locale import say
from qualcode.text.display import visible

if TYPE_CHECKING:
    from qualcode.views.blind_coding import BlindView


def stop_with(error: QualcodeError) -> NoReturn:
    """Say what is wrong and what to do, one line each, and leave with the error's exit code."""
    tell(error.message)
    tell(error.hint)
    sys.exit(error.exit_code)


def tell(text: str) -> None:
    """One line for a person, apart from what the command was asked for."""
    print(visible(text), file=sys.stderr)


def tell_hidden(blind: Sequence["BlindView"]) -> None:
    """What is not among what was listed, because it is coded blind."""
    if blind:
        tell(say("blind.hidden", transcripts=", ".join(one.transcript for one in blind)))


def tell_lists_hidden(*, hidden: bool) -> None:
    """That others' lists are not among what was listed, because the reader's own is not done."""
    if hidden:
        tell(say("readers.lists_hidden"))


def show_progress(done: int, total: int, what: str) -> None:
    """How far we are, on one line that is written over; only when somebody is looking."""
    if sys.stderr.isatty():
        end = "\n" if done >= total else ""
        print(f"\r\x1b[K{done}/{total} {visible(what)}", file=sys.stderr, end=end, flush=True)

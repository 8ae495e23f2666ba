"""A withdrawal in words, for whoever has to say yes to it."""

from collections.abc import Iterator

from qualcode.locale import say
from qualcode.services.protecting.outgoing import called
from qualcode.text.moments import day
from qualcode.views.withdrawing import ALL, STOP, WithdrawalView

_COUNTED = ("turns", "units", "quotes", "paragraphs", "notes", "attributes", "log_lines")
_MENTIONS_SHOWN = 60


def withdrawal_lines(view: WithdrawalView) -> Iterator[str]:
    """What goes, what stays to be looked at, and what is out already; headings end in a colon."""
    if view.degree == STOP:
        yield say("withdrawing.stop_only")
    else:
        yield say("withdrawing.goes") + ":"
        yield from (f"  {line}" for line in _going(view))
        yield say("withdrawing.not_undone")
        to_look_at = list(_to_look_at(view))
        if to_look_at:
            yield say("withdrawing.stays") + ":"
            yield from (f"  {line}" for line in to_look_at)
        if not view.name_known:
            yield say("withdrawing.name_unknown")
    if view.exports:
        yield say("withdrawing.out_already") + ":"
        yield from (f"  {day(one.at)}  {called(one.kind)}  {one.file}" for one in view.exports)
    if view.degree != STOP:
        yield say("withdrawing.elsewhere")


def _going(view: WithdrawalView) -> Iterator[str]:
    if view.transcripts:
        yield say("withdrawing.transcripts", names=", ".join(view.transcripts))
    if view.taken_out:
        yield say("withdrawing.taken_out", names=", ".join(view.taken_out))
    for name in _COUNTED:
        count = getattr(view, name)
        if count:
            yield say(f"withdrawing.{name}", count=count)
    if view.backups:
        yield say("withdrawing.backups", count=len(view.backups))
    if view.degree == ALL:
        yield say("withdrawing.register_row")


def _to_look_at(view: WithdrawalView) -> Iterator[str]:
    if view.units_flagged:
        yield say("withdrawing.units_flagged", count=view.units_flagged)
    for path in view.condensates:
        yield say("withdrawing.condensate", path=path)
    for name in view.recordings:
        yield say("withdrawing.recording", name=name)
    for one in view.mentions[:_MENTIONS_SHOWN]:
        yield f"{one.where}, {say(f'withdrawing.reasons.{one.reason}')}: {one.words}"
    if len(view.mentions) > _MENTIONS_SHOWN:
        yield f"… {len(view.mentions) - _MENTIONS_SHOWN}"

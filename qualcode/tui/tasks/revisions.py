"""The wordings that a transcript has had: who corrected what, and when."""

from typing import TYPE_CHECKING

from textual.content import Content

from qualcode.locale import say
from qualcode.services.material.correcting import revisions, turns_changed
from qualcode.text.moments import moment
from qualcode.tui.compared import COME, GONE
from qualcode.tui.dialogs.show import ShowDialog
from qualcode.tui.shown import shown
from qualcode.views.correcting import RevisionView, WordsChanged

if TYPE_CHECKING:
    from qualcode.tui.screen import PlaceScreen


def show_revisions(place: "PlaceScreen", transcript_id: int, name: str) -> None:
    """Read how a transcript was corrected, the newest wording first."""
    told = [_told(one) for one in revisions(place.session.study, transcript_id)]
    place.ask(ShowDialog(say("reviewing.revisions", name=name), Content("\n\n").join(told)), lambda _: None)


def _told(one: RevisionView) -> Content:
    when = moment(one.created)
    heading = shown(say("reviewing.revision", number=one.number, coder=one.coder, when=when), "bold")
    if one.number == 1:
        return Content.assemble(heading, "\n", shown(say("correcting.first")))
    lines = [_changed(part) for part in one.changes]
    if one.takes_back is not None:
        lines.insert(0, shown(say("correcting.taken_back", number=one.takes_back)))
    return Content("\n").join([heading, *lines])


def _changed(part: WordsChanged) -> Content:
    turns = turns_changed(part)
    return shown(turns) if turns else Content.assemble(shown(part.before, GONE), " → ", shown(part.after, COME))

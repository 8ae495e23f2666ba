"""What the tests of the Condensation screen share: a code group of six units, and asking the study where they lie."""

from textual.pilot import Pilot
from textual.widgets import Static

from qualcode.services.coding.codebooks import add_subgroup
from qualcode.services.condensing.condensing import board
from qualcode.storage.opening import OpenStudy
from qualcode.tui.app import QualcodeApp
from qualcode.tui.screens.condensing.screen import CondensingScreen
from qualcode.tui.widgets.lines import BottomLine
from qualcode.views.condensing import BoardView, CondensateView
from tests.builders import add_group, code_words
from tests.tui.driving import press
from tests.tui.screens.coding_study import PROVING, SITTING, transcript_key

TRODD, SKAM, BEVIS = "Å bli trodd", "Skam", "Bevis"


def make_board(study: OpenStudy) -> dict[str, int]:
    """A group with two units in each of three transcripts, and two empty subgroups; keys by name."""
    group = add_group(study, TRODD)
    for name in ("P1", "P2", "P4"):
        for words in (SITTING, PROVING):
            code_words(study, transcript_key(study, name), words, group)
    return {TRODD: group, **{name: add_subgroup(study, group, name) for name in (SKAM, BEVIS)}}


def lying(study: OpenStudy, group_id: int) -> dict[str, list[tuple[str, str]]]:
    """Where the cards lie: (transcript, first word) by column, sorted; columns without a name by their kind."""
    return {
        column.name or column.kind: sorted((card.transcript, card.words.split()[0]) for card in column.cards)
        for column in view(study, group_id).columns
    }


def view(study: OpenStudy, group_id: int) -> BoardView:
    """The board as it is stored."""
    return board(study, group_id)


def condensate(study: OpenStudy, group_id: int, name: str) -> CondensateView:
    """A subgroup's condensate as it is stored."""
    return next(one for one in view(study, group_id).condensates if one.subgroup == name)


def screen_of(app: QualcodeApp) -> CondensingScreen:
    """The Condensation screen, which must be the one in front."""
    assert isinstance(app.screen, CondensingScreen)
    return app.screen


def status_line(app: QualcodeApp) -> str:
    """The words at the bottom."""
    return str(app.screen.query_one(BottomLine).query_one(".status", Static).content)


async def rest(pilot: Pilot[None]) -> None:
    """Let the hands rest, so that the board is read again."""
    await pilot.pause(0.4)


async def write(pilot: Pilot[None], words: str) -> None:
    """Type."""
    await press(pilot, *("space" if sign == " " else "full_stop" if sign == "." else sign for sign in words))

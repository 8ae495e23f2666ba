"""A focus group straight from a machine, for the Speakers screen, and who speaks in it."""

from qualcode.services.material.transcripts import transcript_view
from qualcode.storage.opening import OpenStudy
from qualcode.views.importing import ReadTurn
from tests.builders import (
    add_participant,
    add_substudy,
    store_turns,
)
from tests.tui.conftest import HOSTILE

GROUP = "Fastlegene"

SAID = (
    ReadTurn("SPEAKER_00", "Velkommen til dere alle.", 0, 4_000),
    ReadTurn("SPEAKER_01", "Men da må jo resymeet komme før timen.", 4_000, 9_000),
    ReadTurn(None, "Ja. Det gjorde det ikke hos oss.", 9_000, 12_000),
    ReadTurn(None, "Hos oss lå det i posten i tre uker. Hva? Tre? Ja, tre.", 12_000, 20_000),
    ReadTurn("SPEAKER_00", "En om gangen, takk.", 20_000, 23_000),
    ReadTurn("SPEAKER_01", f"Takk. {HOSTILE}", 23_000, 30_000),
)


def make_focus_group(study: OpenStudy) -> int:
    """A focus group with FL6 to FL10, straight from a machine; the transcript's key."""
    add_substudy(study, GROUP, design="focus-group")
    for number in range(6, 11):
        add_participant(study, f"FL{number}", substudy=GROUP)
    return store_turns(study, "Fokusgruppe 2", SAID, substudy=GROUP)


def spoken(study: OpenStudy, transcript: int) -> list[str]:
    """Who speaks, turn by turn: the participant's code, else the role, with `!` in doubt."""
    return [
        "?"
        if turn.speaker is None
        else (turn.speaker.participant or turn.speaker.role) + ("!" if turn.doubtful else "")
        for turn in transcript_view(study, transcript).turns
    ]

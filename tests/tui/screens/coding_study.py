"""What the tests of the Coding screen share: a codebook of three groups, and asking the study what has become of it."""

from pathlib import Path

from qualcode.services.coding.codebooks import add_group
from qualcode.services.coding.units import list_units
from qualcode.services.keeping.history import history
from qualcode.services.material.transcripts import transcript_lines
from qualcode.storage.opening import OpenStudy, open_study
from qualcode.tui.app import QualcodeApp
from qualcode.tui.screens.coding.screen import CodingScreen
from tests.builders import analysis_of

URO, PLIKT, TRODD = "Uro før timen", "Plikt", "Å bli trodd"
GROUPS = (URO, PLIKT, TRODD)

FIRST = "Hva tenkte du da konvolutten lå der?"
SITTING = "Nei, det … jeg ble sittende i gangen en stund."
JACKET = "Med jakka på."
FLAU = "Flau?"
PROVING = "Ja, som om jeg måtte bevise noe."
ASKED = "Og det er jo ingen som har bedt meg om det, egentlig."


def make_groups(study: OpenStudy) -> dict[str, int]:
    """The three groups on the digits 1 to 3; their keys by name."""
    return {name: add_group(study, analysis_of(study), name) for name in GROUPS}


def coded(study: OpenStudy, *, transcript: str = "P1") -> list[tuple[str, tuple[str, ...]]]:
    """The units of a transcript as (words, groups), in order of place."""
    return [(unit.text, unit.code_groups) for unit in list_units(study, transcript=f"Pasientene:{transcript}")]


def coded_by(study: OpenStudy, coder: str) -> list[tuple[str, tuple[str, ...]]]:
    """One coder's units, as (words, groups)."""
    return [(unit.text, unit.code_groups) for unit in list_units(study, coder=coder)]


def actions(study: OpenStudy) -> list[str]:
    """What has been done on the Coding screen, oldest first."""
    made = [entry.action for entry in reversed(history(study))]
    return [action for action in made if not action.startswith(("substudy", "analysis", "transcripts"))]


def transcript_key(study: OpenStudy, name: str) -> int:
    """The key of a transcript."""
    return next(line.id for line in transcript_lines(study, analysis_of(study)) if line.name == name)


def as_coder(path: Path, coder: str) -> OpenStudy:
    """The study, open for somebody else."""
    return open_study(path, coder=coder)


def coding_screen(app: QualcodeApp) -> CodingScreen:
    """The Coding screen, which must be the one in front."""
    assert isinstance(app.screen, CodingScreen)
    return app.screen


def status_line(app: QualcodeApp) -> str:
    """The words at the bottom."""
    from textual.widgets import Static

    from qualcode.tui.widgets.lines import BottomLine

    return str(app.screen.query_one(BottomLine).query_one(".status", Static).content)

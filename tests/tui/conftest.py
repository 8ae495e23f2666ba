"""A study for the app's tests: two substudies, three transcripts, text that would like to be obeyed."""

from pathlib import Path

import pytest

from qualcode.services.material.substudies import set_analysis
from qualcode.storage.opening import OpenStudy
from tests.builders import add_substudy, add_transcript

HOSTILE = "[/x] [a=b] \x1b]52;c;aGFja2Vk\x07 \x1b[31m«rød» {curly} %s"
"""Markup that crashes a careless app, a terminal command that fills the clipboard, a colour, places to be filled."""

QUESTION = "Hvordan opplevde sykmeldte å bli kalt inn til en ny lege?"

TALK = (
    ("I", "Hva tenkte du da konvolutten lå der?"),
    ("P4", "Nei, det … jeg ble sittende i gangen en stund. Med jakka på."),
    ("I", "Flau?"),
    ("P4", "Ja, som om jeg måtte bevise noe. Og det er jo ingen som har bedt meg om det, egentlig."),
)


@pytest.fixture(autouse=True)
def _still(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing moves by itself, and the clock is that of Greenwich."""
    monkeypatch.setenv("TEXTUAL_ANIMATIONS", "none")
    monkeypatch.setenv("TZ", "UTC")


@pytest.fixture
def unwatched(monkeypatch: pytest.MonkeyPatch) -> None:
    """The app does not look for others' work by itself, so that the page stays the old one."""
    monkeypatch.setattr("qualcode.tui.watching._EVERY", 3_600.0)


@pytest.fixture
def material(study: OpenStudy, study_path: Path) -> Path:
    """A study with patients P1, P2 and P4 and one focus group of general practitioners; its path."""
    add_substudy(study, "Pasientene")
    set_analysis(study, "Pasientene", question=QUESTION)
    add_substudy(study, "Fastlegene", design="focus-group")
    for name in ("P1", "P2", "P4"):
        add_transcript(study, name, TALK)
    add_transcript(study, "Fokusgruppe 1", [("M", "Velkommen."), ("FL6", "Takk.")], substudy="Fastlegene")
    return study_path

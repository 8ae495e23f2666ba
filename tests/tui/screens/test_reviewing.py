"""The words that corrections changed: seen in the margin, looked at one by one, and the wordings to read."""

from pathlib import Path

from qualcode.services.keeping.history import history
from qualcode.services.material.correcting import correct_turn
from qualcode.services.material.reviewing import units_to_review
from qualcode.storage.opening import OpenStudy
from tests.tui.driving import NARROW, opened, press, screen_text
from tests.tui.screens.coding_study import URO, coded, make_groups, status_line, transcript_key


async def test_a_unit_whose_words_were_corrected_is_seen_looked_at_and_done(study: OpenStudy, material: Path) -> None:
    make_groups(study)
    async with opened(material) as (app, pilot):
        await press(pilot, "f5", "down", "1")
        assert "A▌" in screen_text(app)
        correct_turn(study, transcript_key(study, "P1"), 2, "Nei, det … jeg ble stående i [b]gangen[/b]. Med jakka på.")
        await press(pilot, "f2", "f5", "up", "down")
        assert "A≠" in screen_text(app)
        assert "ordene er rettet siden" in status_line(app)
        await press(pilot, "f2")
        assert "1 merket tekst har fått andre ord (i P1)" in screen_text(app)
        await press(pilot, "R")
        there = screen_text(app)
        assert "jeg ble sittende i gangen en stund." in there
        assert "jeg ble stående i [b]gangen[/b]." in there
        assert URO in there
        await press(pilot, "enter")
        assert app.session is not None
        assert app.session.looking.place == "coding"
        await press(pilot, "backspace", "L")
        assert units_to_review(study) == []
        assert "Ingenting venter" in screen_text(app)
        await press(pilot, "u")
        assert len(units_to_review(study)) == 1
        await press(pilot, "L")
    assert coded(study)[0][0] == "Nei, det … jeg ble stående i [b]gangen[/b]."
    assert next(entry.action for entry in history(study)) == "words.accept"


async def test_how_a_transcript_was_corrected_can_be_read(study: OpenStudy, material: Path) -> None:
    async with opened(material, NARROW) as (app, pilot):
        correct_turn(study, transcript_key(study, "P1"), 1, "Hva tenkte dere da konvolutten lå der?")
        for place in ("f3", "f4", "f5"):
            await press(pilot, place, "C")
            there = screen_text(app)
            assert "Utgaver av P1" in there
            assert "du → dere" in there
            assert "slik teksten kom inn" in there
            await press(pilot, "escape")

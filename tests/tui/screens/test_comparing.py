"""The comparison across substudies: keys pressed, and the study asked what the cells say and rest on."""

from pathlib import Path

import pytest

from qualcode.services.keeping.history import undo
from qualcode.services.synthesis.comparing import add_topic, comparison_view
from qualcode.services.synthesis.synthesis import add_category
from qualcode.storage.opening import OpenStudy
from tests.builders import analysis_of
from tests.tui.conftest import HOSTILE
from tests.tui.driving import NARROW, WIDE, opened, press, screen_text
from tests.tui.screens.synthesis_study import HEADING, make_category, screen_of
from tests.tui.test_hostile_words import obeyed


@pytest.fixture
def keys(study: OpenStudy, material: Path) -> dict[str, int]:
    """Two analyses, each with a category."""
    made = make_category(study)
    add_category(study, analysis_of(study, "Fastlegene"), "Legene nølte")
    return made


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_categories_stand_side_by_side_and_a_cell_is_judged_and_rests_on_evidence(
    study: OpenStudy, material: Path, keys: dict[str, int], size: tuple[int, int]
) -> None:
    async with opened(material, size) as (app, pilot):
        await press(pilot, "C")
        assert "1 Legene nølte" in screen_text(app)
        await press(pilot, "n", *"Brevet", "enter", "down", "3", "a", *"bevise", "enter", "down", "down", "4")
        (topic,) = comparison_view(study).topics
        assert [(cell.stance, len(cell.evidence)) for cell in topic.cells] == [("disagrees", 1), ("silent", 0)]
        assert "− uenig" in screen_text(app)
        await press(pilot, "4")
        assert comparison_view(study).topics[0].cells[1].stance == ""


async def test_a_cell_and_a_topic_are_written_and_evidence_is_opened_and_taken_away(
    study: OpenStudy, material: Path, keys: dict[str, int]
) -> None:
    async with opened(material, NARROW) as (app, pilot):
        await press(pilot, "f7", "C", "n", *"Brevet", "enter", "e", "tab", *"Felles", "ctrl+s")
        assert comparison_view(study).topics[0].text == "Felles"
        await press(pilot, "down", "e", *"Alle", "ctrl+s")
        assert comparison_view(study).topics[0].cells[0].text == "Alle"
        await press(pilot, "a", *"bevise", "enter", "down", "z")
        assert f"Spor · resultatkategori · {HEADING}" in screen_text(app)
        await press(pilot, "escape", "enter")
        shown = screen_of(app).category
        assert shown is not None
        assert shown.heading == HEADING
        await press(pilot, "backspace", "x")
        assert comparison_view(study).topics[0].cells[0].evidence == ()
        await press(pilot, "home", "x")
        assert comparison_view(study).topics == ()
        undo(study)
        assert comparison_view(study).topics[0].text == "Felles"


async def test_an_empty_comparison_says_what_belongs_there_and_hostile_titles_are_shown_as_written(
    study: OpenStudy, material: Path
) -> None:
    async with opened(material, NARROW) as (app, pilot):
        await press(pilot, "C")
        assert "Her sammenlignes delstudienes kategorier" in screen_text(app)
        await press(pilot, "1", "e", "a", "x", "enter", "less_than_sign", "greater_than_sign")
        add_category(study, analysis_of(study), HOSTILE)
        add_topic(study, HOSTILE)
        await press(pilot, "f2", "C")
        assert not obeyed(app)
        assert "[/x] [a=b]" in screen_text(app)

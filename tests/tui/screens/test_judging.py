"""Synthesis, judging: keys pressed, and the study asked what a paragraph retells, what was weighed and accepted."""

from pathlib import Path

import pytest

from qualcode.services.condensing.quote_rules import quote_rule_of
from qualcode.services.participants.participants import import_participants
from qualcode.services.reading.rereading import mark_opened
from qualcode.services.synthesis.outcomes import group_outcomes
from qualcode.services.synthesis.recognisability import recognisability_findings
from qualcode.services.synthesis.weighing import passages_to_weigh
from qualcode.storage.opening import OpenStudy
from tests.builders import add_group, analysis_of, numbered
from tests.tui.driving import NARROW, opened, press, screen_text
from tests.tui.screens.coding_study import PROVING, coding_screen, transcript_key
from tests.tui.screens.synthesis_study import make_category, stored


@pytest.fixture
def keys(study: OpenStudy, material: Path) -> dict[str, int]:
    """A category with two paragraphs, on one of two condensates."""
    return make_category(study)


async def test_a_paragraph_is_linked_to_what_it_retells_and_a_section_begun_for_the_rest(
    study: OpenStudy, material: Path, keys: dict[str, int]
) -> None:
    async with opened(material, NARROW) as (app, pilot):
        await press(pilot, "f7", "l", *"Bevis", "enter")
        assert stored(study).paragraphs[0].retells == ("Å bli trodd/Bevis",)
        assert "↳ gjenforteller Bevis" in screen_text(app)
        await press(pilot, "I")
        assert [one.retells for one in stored(study).paragraphs] == [("Å bli trodd/Bevis",), (), ("Å bli trodd/Skam",)]
        await press(pilot, "u", "l", *"Bevis", "enter")
        assert [one.retells for one in stored(study).paragraphs] == [(), ()]


async def test_a_lead_in_that_fits_one_participant_warns_while_it_is_written(
    study: OpenStudy, material: Path, keys: dict[str, int]
) -> None:
    people = [{"participant": "P4", "gender": "K", "age": 52}, {"participant": "P9", "gender": "K", "age": 34}]
    import_participants(study, numbered(people), substudy="Pasientene")
    async with opened(material, NARROW) as (app, pilot):
        await press(pilot, "f7", "q", "enter")
        assert "! Passer bare på P4 i delstudien" in screen_text(app), "what is offered is judged too"
        await press(pilot, "home", "ctrl+k", *"En")
        assert "Passer" not in screen_text(app)
        await press(pilot, "space", *"kvinne")
        assert "Passer på 2 i delstudien" in screen_text(app)
        await press(pilot, "space", *"i", "space", *"50s")
        assert "! Passer bare på P4 i delstudien" in screen_text(app)
        await press(pilot, "home", "ctrl+k", *"Man")
        assert "! Passer ikke på P4, som snakker i sitatet" in screen_text(app)
        await press(pilot, "home", "ctrl+k", *"En", "space", *"kvinne", "enter")
        assert stored(study).paragraphs[1].text == "En kvinne", "a warning is no wall"


async def test_what_lies_outside_is_weighed_and_the_transcripts_reread_since_are_counted(
    study: OpenStudy, material: Path, keys: dict[str, int]
) -> None:
    offered = passages_to_weigh(study, keys["category"])
    assert ("unit", PROVING, ("Å bli trodd",)) in [(one.kind, one.text, one.groups) for one in offered]
    assert "uncoded" in {one.kind for one in offered}
    async with opened(material, NARROW) as (_, pilot):
        await press(pilot, "f7", "o", "enter", "ctrl+s")
        (passage,) = stored(study).passages
        assert (passage.text, passage.stance) == (offered[0].text, "nuances")
        assert stored(study).reread == ()
        mark_opened(study, analysis_of(study), transcript_key(study, "P1"))
        assert stored(study).reread == ("P1",)
        await press(pilot, "e", *"Nytt", "escape")
        assert stored(study).reread == (), "the text has been written since"


async def test_a_group_without_category_is_given_a_reason(
    study: OpenStudy, material: Path, keys: dict[str, int]
) -> None:
    add_group(study, "Vaer")
    add_group(study, "Veien dit")
    async with opened(material, NARROW) as (app, pilot):
        await press(pilot, "f7", "G", *"Vaer", "enter", *"Nei", "escape")
        assert [one.reason for one in group_outcomes(study, analysis_of(study))] == ["", "Nei", ""]
        await press(pilot, *"Veien", "enter", *"Utenfor", "escape")
        assert [one.reason for one in group_outcomes(study, analysis_of(study))] == ["", "Nei", "Utenfor"]
        await press(pilot, "G")
        assert "ender ikke i noen kategori: Nei (AA)" in screen_text(app)


async def test_a_finding_of_recognisability_is_accepted_with_a_reason_and_taken_back(
    study: OpenStudy, material: Path, keys: dict[str, int]
) -> None:
    import_participants(study, numbered([{"participant": "P4", "gender": "K", "age": 52}]), substudy="Pasientene")
    async with opened(material, NARROW) as (_, pilot):
        await press(pilot, "f7", "W", "enter", *"fordi", "enter")
        assert [(one.accepted, one.reason) for one in recognisability_findings(study)] == [(True, "fordi")]
        await press(pilot, "W", "enter", *["backspace"] * 5, "enter")
        assert [one.accepted for one in recognisability_findings(study)] == [False]


async def test_the_rule_for_quotes_is_written_and_breadth_leads_to_a_transcript(
    study: OpenStudy, material: Path, keys: dict[str, int]
) -> None:
    async with opened(material, NARROW) as (app, pilot):
        await press(pilot, "f7", "Q")
        assert "Sitatene er gjengitt ordrett." in screen_text(app)
        await press(pilot, *"Og", "escape")
        assert quote_rule_of(study, analysis_of(study)).text == "Sitatene er gjengitt ordrett.Og"
        await press(pilot, "B")
        assert "av 3 intervjuer" in screen_text(app)
        await press(pilot, *"P2", "enter")
        assert coding_screen(app)


async def test_words_selected_in_the_transcript_are_noted_with_the_category(
    study: OpenStudy, material: Path, keys: dict[str, int]
) -> None:
    async with opened(material, NARROW) as (app, pilot):
        await press(pilot, "f5", "down")
        words = coding_screen(app).pane.transcript.text
        await press(pilot, "plus")
        assert "nyanserer" in screen_text(app)
        await press(pilot, "right", "tab", *"Likevel", "ctrl+s")
        (passage,) = stored(study).passages
        assert (passage.stance, passage.comment) == ("contradicts", "Likevel")
        assert words[passage.start : passage.end] == passage.text
        assert passage.text

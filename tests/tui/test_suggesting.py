"""Claims about suggestions in the app: keys pressed, the database looked at."""

from pathlib import Path

import pytest
from sqlalchemy import select
from sqlmodel import col

from qualcode.model import CodeGroup, MeaningUnit, SuggestionDecision
from qualcode.services.participants.speakers import set_speakers
from qualcode.storage.opening import OpenStudy, open_study
from qualcode.tui.dialogs.suggesting import GroupsDialog, PassagesDialog
from tests.builders import add_group, add_substudy, add_transcript, code_words
from tests.services.asking.test_suggesting import DAYS, SAID
from tests.tui.conftest import HOSTILE
from tests.tui.driving import NARROW, opened, press, screen_text, until


@pytest.fixture
def letters(study: OpenStudy, study_path: Path) -> Path:
    """Five letters of seven coded; an eighth would like to be obeyed."""
    add_substudy(study)
    hostile = f"Brevet fra kontoret lå i postkassen {HOSTILE}, og konvolutten var brun og tykk som en bok."
    transcript = add_transcript(study, "P1", [("P1", hostile), ("I", "Ja?"), *SAID])
    set_speakers(study, "P1", [("I", "interviewer", None)])
    for number, name in ((1, "Brevet"), (2, "Annet")):
        key = add_group(study, name)
        with study.change("group.edit") as change:
            change.change(CodeGroup, key, key=number)
    for day in DAYS[:5]:
        code_words(study, transcript, f"Brevet fra kontoret lå i postkassen {day}", 1)
    return study_path


def _decisions(path: Path) -> list[tuple[bool, str, int]]:
    columns = (col(SuggestionDecision.taken), col(SuggestionDecision.asked), col(SuggestionDecision.rank))
    with open_study(path, coder="AA") as study, study.reading() as connection:
        return [tuple(row) for row in connection.execute(select(*columns).order_by(SuggestionDecision.id))]  # type: ignore[arg-type, misc]


def _units(path: Path) -> int:
    with open_study(path, coder="AA") as study, study.reading() as connection:
        return len(connection.execute(select(col(MeaningUnit.id))).all())


async def test_passages_are_taken_refused_and_coded_elsewhere_by_key_and_nothing_before(letters: Path) -> None:
    async with opened(letters, NARROW) as (app, pilot):
        await press(pilot, "f5", "Y", *"brev", "enter")
        await until(pilot, lambda: isinstance(app.screen, PassagesDialog))
        assert "\x1b" not in screen_text(app)
        assert _units(letters) == 5
        await press(pilot, "enter")
        assert _units(letters) == 6
        await press(pilot, "x")
        await press(pilot, "2")
        assert _units(letters) == 7
        await press(pilot, "escape")
        assert [taken for taken, _, _ in _decisions(letters)] == [True, False, False]
        await press(pilot, "u", "u", "u")
        assert _units(letters) == 5
        assert _decisions(letters) == []


async def test_groups_for_the_words_under_the_cursor_are_offered_and_one_is_taken_by_number(letters: Path) -> None:
    async with opened(letters, NARROW) as (app, pilot):
        await press(pilot, "f5", "y")
        await until(pilot, lambda: isinstance(app.screen, GroupsDialog))
        assert "1  Brevet" in screen_text(app)
        await press(pilot, "escape")
        assert _decisions(letters) == []
        await press(pilot, "y")
        await until(pilot, lambda: isinstance(app.screen, GroupsDialog))
        await press(pilot, "1")
        assert _decisions(letters) == [(True, "groups", 1)]
        assert _units(letters) == 6


async def test_group_with_too_few_units_is_told_so(letters: Path) -> None:
    async with opened(letters, NARROW) as (app, pilot):
        await press(pilot, "f8", *"brevet", "enter", "Y", *"annet", "enter")
        await until(pilot, lambda: "for få enheter" in screen_text(app))

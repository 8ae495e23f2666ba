"""The table log screen: typed live, a key and a few words at a time."""

from pathlib import Path

import pytest

from qualcode.services.keeping.history import history
from qualcode.services.tagging.reading_table_logs import logged_interviews
from qualcode.services.tagging.table_logs import new_interview, table_log
from qualcode.storage.opening import OpenStudy
from tests.builders import add_participant, add_substudy
from tests.tui.conftest import HOSTILE
from tests.tui.driving import NARROW, away, opened, paste, press, screen_text, until

GROUP = "Fastlegene"


@pytest.fixture
def interview(study: OpenStudy) -> int:
    """A focus group that is about to begin."""
    add_substudy(study, GROUP, design="focus-group")
    for number in range(6, 11):
        add_participant(study, f"FL{number}", substudy=GROUP)
    return new_interview(study, "Fokusgruppe 2", substudy=GROUP)


def lines(study: OpenStudy, interview: int) -> list[tuple[str, str, str]]:
    """Who (the code, the temporary name, else the role), what kind, which words."""
    return [
        ((line.seat.name or line.seat.role) if line.seat else "", line.kind, line.words)
        for line in table_log(study, interview).lines
    ]


async def test_a_key_and_a_few_words_are_a_line_that_is_kept_at_once(study: OpenStudy, interview: int) -> None:
    async with opened(study.path, NARROW) as (app, pilot):
        await press(pilot, "f3", "B", "space", "8", *"posten 3 uker", "enter")
        assert lines(study, interview) == [("FL8", "said", "posten 3 uker")]
        await press(pilot, "0", "enter", "i", *"takk", "escape", "l", "o", "y", "9", "m", *"pause", "enter")
        assert "pause" in screen_text(app)
    assert lines(study, interview) == [
        ("FL8", "said", "posten 3 uker"),
        ("FL10", "said", ""),
        ("moderator", "said", "takk"),
        ("", "laughter", ""),
        ("", "overlap", ""),
        ("FL9", "nod", ""),
        ("", "note", "pause"),
    ]
    times = [line.at_ms for line in table_log(study, interview).lines]
    assert all(time is not None and time < 60_000 for time in times)
    assert [entry.action for entry in history(study)[:7]] == ["log.line"] * 7


async def test_a_line_that_was_begun_by_mistake_is_left_with_esc(study: OpenStudy, interview: int) -> None:
    async with opened(study.path) as (_, pilot):
        await press(pilot, "f3", "B", "8", "escape", "y", "escape", "6", *"ja", "enter")
    assert lines(study, interview) == [("FL6", "said", "ja")]


async def test_undo_takes_the_last_line_back(study: OpenStudy, interview: int) -> None:
    async with opened(study.path) as (app, pilot):
        await press(pilot, "f3", "B", "8", *"en", "enter", "6", *"to", "enter", "u")
        assert "«en»" in screen_text(app)
        assert "«to»" not in screen_text(app)
    assert lines(study, interview) == [("FL8", "said", "en")]


async def test_lines_are_corrected_given_to_another_and_taken_away(study: OpenStudy, interview: int) -> None:
    async with opened(study.path) as (_, pilot):
        await press(pilot, "f3", "B", "8", *"en", "enter", "6", *"to", "enter", "up", "e", *"s", "enter", "r", "9")
        assert lines(study, interview) == [("FL9", "said", "ens"), ("FL6", "said", "to")]
        await press(pilot, "x")
    assert lines(study, interview) == [("FL6", "said", "to")]


@pytest.mark.parametrize("leave", ["enter", "escape", "ctrl+q"])
async def test_what_is_typed_stays_in_its_line_while_the_study_cannot_be_written(
    study: OpenStudy, interview: int, leave: str
) -> None:
    async with opened(study.path) as (app, pilot):
        await press(pilot, "f3", "B", "8", *"posten")
        with away(study.path):
            await press(pilot, leave)
            await until(pilot, lambda: f"{study.path.name}" in screen_text(app))
            assert "posten" in screen_text(app)
        await press(pilot, "enter")
    assert lines(study, interview) == [("FL8", "said", "posten")]


async def test_what_is_typed_is_stored_when_one_quits_from_elsewhere(study: OpenStudy, interview: int) -> None:
    async with opened(study.path) as (_, pilot):
        await press(pilot, "f3", "B", "8", *"posten", "f4", "ctrl+q")
    assert lines(study, interview) == [("FL8", "said", "posten")]


async def test_a_stranger_has_a_temporary_name_and_a_key_until_the_code_is_known_and_then_it_is_wiped(
    study: OpenStudy, interview: int
) -> None:
    async with opened(study.path) as (app, pilot):
        await press(pilot, "f3", "B", "p", *"grønn genser", "ctrl+s", "1", *"hei", "enter")
        assert lines(study, interview) == [("grønn genser", "said", "hei")]
        await press(pilot, "p", *"FL7", "enter", *"grønn genser", "ctrl+s")
        assert lines(study, interview) == [("FL7", "said", "hei")]
        await press(pilot, "W")
        assert "«grønn genser»" in screen_text(app)
        await press(pilot, "enter", "W")
        assert "ingen midlertidige navn" in screen_text(app)
    assert [place.called for place in table_log(study, interview).seats] == [""]


async def test_the_closing_summary_is_written(study: OpenStudy, interview: int) -> None:
    async with opened(study.path) as (_, pilot):
        await press(pilot, "f3", "B", "S", *"Alle var enige.", "escape")
    assert table_log(study, interview).summary == "Alle var enige."


async def test_an_interview_about_to_be_held_is_made_from_here(study: OpenStudy) -> None:
    add_substudy(study, GROUP, design="focus-group")
    async with opened(study.path) as (app, pilot):
        await press(pilot, "f3", "B")
        assert "n nytt intervju" in screen_text(app)
        await press(pilot, "n", *"Fokusgruppe 9", "ctrl+s", "c", *"blå skjorte", "enter", *"hei", "enter", "B")
        assert app.place is not None
        assert app.place.PLACE == "speakers"
    (listed,) = logged_interviews(study)
    assert (listed.name, listed.lines, listed.transcript_id) == ("Fokusgruppe 9", 1, None)
    assert lines(study, listed.id) == [("blå skjorte", "said", "hei")]


async def test_the_clock_is_not_started_again_without_asking(study: OpenStudy, interview: int) -> None:
    async with opened(study.path, NARROW) as (app, pilot):
        await press(pilot, "f3", "B")
        assert "et par ord, enter. · klokka går ikke" in screen_text(app)
        await press(pilot, "space")
        started = table_log(study, interview).started
        await press(pilot, "space")
        assert "Start klokka på nytt?" in screen_text(app)
        await press(pilot, "escape")
        assert table_log(study, interview).started == started
        await press(pilot, "space", "enter")
        assert table_log(study, interview).started >= started


async def test_words_that_would_command_the_terminal_are_shown_and_not_obeyed(study: OpenStudy, interview: int) -> None:
    async with opened(study.path) as (app, pilot):
        await press(pilot, "f3", "B", "8")
        await paste(pilot, HOSTILE)
        await press(pilot, "enter")
        assert "\x1b" not in screen_text(app)
        assert "[/x] [a=b]" in screen_text(app)


async def test_an_empty_study_takes_every_key(study: OpenStudy, study_path: Path) -> None:
    from qualcode.commands import CHORD, commands_of

    keys = [key for one in commands_of("table_log") if "table_log" in one.screens for key in one.keys]
    async with opened(study_path) as (app, pilot):
        await press(pilot, "f3", "B")
        for key in keys:
            if key != "B" and CHORD not in key:
                await press(pilot, key, "escape")
        assert app.place is not None
        assert app.place.PLACE == "table_log"

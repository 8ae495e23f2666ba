"""What stands beside the text on the Coding screen, at every size, in both languages, and whatever names there are."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.content import Content

from qualcode.locale import use_language
from qualcode.services.coding.codebooks import change_group
from qualcode.services.coding.coding import code_span
from qualcode.services.material.substudies import set_analysis
from qualcode.services.reading.notes import add_note
from qualcode.services.reading.reading import add_theme, mark_read
from qualcode.storage.opening import OpenStudy
from qualcode.text.span import Span
from qualcode.tui.screens.coding.words import describe_coding
from qualcode.tui.widgets.counted_list import set_apart
from qualcode.tui.widgets.group_list import GroupList, bar
from qualcode.views.groups import GroupView
from tests.builders import add_substudy, add_transcript, analysis_of
from tests.tui.conftest import HOSTILE
from tests.tui.driving import NARROW, WIDE, opened, press, screen_text
from tests.tui.screens.coding_study import (
    FIRST,
    PLIKT,
    SITTING,
    TRODD,
    URO,
    as_coder,
    coded,
    coding_screen,
    make_groups,
    status_line,
    transcript_key,
)
from tests.tui.widgets.transcripts import place_unit

ODD = HOSTILE.replace("/", "").replace(":", "")
"""Hostile, and yet a name that a study takes."""


@pytest.fixture
def groups(study: OpenStudy, material: Path) -> dict[str, int]:
    """A codebook of three groups."""
    return make_groups(study)


async def test_all_three_panes_stand_side_by_side_where_there_is_room(
    study: OpenStudy, material: Path, groups: dict[str, int]
) -> None:
    analysis = analysis_of(study)
    mark_read(study, analysis, transcript_key(study, "P2"))
    add_theme(study, analysis, "mistillit", agreed=True)
    add_theme(study, analysis, "bare min egen")
    async with opened(material, WIDE) as (app, pilot):
        await press(pilot, "f5", "down", "1")
        shown = screen_text(app)
        for part in ("Pasientene", "1/3", "▸ P1", "✓ P2", "Kodegrupper", f"1 ▌{URO}", f"A ▌{URO}", "· mistillit"):
            assert part in shown
        assert "bare min egen" not in shown
        listed = next(line for line in shown.splitlines() if "▸ P1" in line)
        assert listed.split("│")[0].split() == ["▸", "P1", "1"]


async def test_ones_own_themes_stand_there_until_some_are_agreed_on(
    study: OpenStudy, material: Path, groups: dict[str, int]
) -> None:
    add_theme(study, analysis_of(study), "min egen")
    async with opened(material, WIDE) as (app, pilot):
        await press(pilot, "f5")
        assert "Foreløpige temaer (egne)" in screen_text(app)
        assert "· min egen" in screen_text(app)


async def test_on_a_narrow_screen_the_panes_fold_and_b_brings_them_over_the_text(
    study: OpenStudy, material: Path, groups: dict[str, int]
) -> None:
    async with opened(material, NARROW) as (app, pilot):
        await press(pilot, "f5", "down")
        assert "Kodegrupper" not in screen_text(app)
        await press(pilot, "b")
        assert "Kodegrupper" in screen_text(app)
        assert "▸ P1" in screen_text(app)
        await press(pilot, "1")
        assert coded(study) == [(SITTING, (URO,))]
        await press(pilot, "b", "down", "2")
        assert "Kodegrupper" not in screen_text(app)
        assert len(coded(study)) == 2


async def test_a_window_that_grows_and_shrinks_keeps_the_cursor_and_unfolds_the_panes(
    study: OpenStudy, material: Path, groups: dict[str, int]
) -> None:
    async with opened(material, NARROW) as (app, pilot):
        await press(pilot, "f5", "down", "shift+left", "1")
        words = coding_screen(app).pane.selection.text
        for size in (WIDE, (101, 30), (45, 12), (160, 48)):
            await pilot.resize_terminal(*size)
            await press(pilot, "2")
            assert coding_screen(app).pane.selection.text == words
        assert coded(study) == [(words, (URO,))]
        line = next(row for row in screen_text(app).splitlines() if f"▌{URO}" in row)
        assert line.rstrip().endswith("1    1")


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_hostile_names_and_words_are_shown_and_never_obeyed(
    study: OpenStudy, material: Path, groups: dict[str, int], size: tuple[int, int]
) -> None:
    analysis = analysis_of(study)
    change_group(study, groups[URO], name=ODD, definition=HOSTILE, example=HOSTILE)
    add_theme(study, analysis, HOSTILE, agreed=True)
    key = add_transcript(study, HOSTILE, [(HOSTILE, f"{HOSTILE} Ja. {HOSTILE}"), (None, HOSTILE)])
    with as_coder(material, "[b]") as other:
        unit = code_span(other, transcript_id=key, span=Span(0, 10), group_id=groups[URO])
        add_note(other, analysis, key, HOSTILE, unit_id=unit.unit_id)
    keys = [
        "j",
        "enter",
        "escape",
        "1",
        "q",
        "c",
        "escape",
        "r",
        "escape",
        "v",
        "v",
        "m",
        "x",
        "escape",
        "e",
        "1",
        "escape",
    ]
    async with opened(material, size) as (app, pilot):
        await press(pilot, "f5")
        app.go_to("coding", transcript_id=key, span=None)
        await press(pilot, *keys, "b", "b", "enter", "e", "escape", "escape", "slash", "left_square_bracket", "enter")
        assert coding_screen(app).pane.transcript.id == key
        drawn = screen_text(app)
        assert "\x1b" not in drawn
        assert "\x07" not in drawn
        assert "[a=b]" in drawn


async def test_the_language_can_be_changed_in_the_middle_of_it(
    study: OpenStudy, material: Path, groups: dict[str, int]
) -> None:
    async with opened(material, WIDE) as (app, pilot):
        await press(pilot, "f5", "down", "1")
        app.speak("en")
        await press(pilot)
        assert "Code groups" in screen_text(app)
        assert coding_screen(app).pane.selection.text == SITTING
        await press(pilot, "2")
        assert f"coded in {URO}, {PLIKT}" in status_line(app)
    use_language("en")


async def test_only_the_groups_of_the_analysis_at_hand_are_coded_into(
    study: OpenStudy, material: Path, groups: dict[str, int]
) -> None:
    set_analysis(study, "Et annet spørsmål", substudies=["Pasientene"])
    async with opened(material, WIDE) as (app, pilot):
        await press(pilot, "f5", "1", "A", *"annet", "enter")
        assert URO not in screen_text(app)
        before = coded(study)
        await press(pilot, "1", "full_stop")
        assert coded(study) == before == [(FIRST, (URO,))]
        await press(pilot, "n", *"Nytt", "enter", "1")
        assert coded(study) == [(FIRST, (URO,)), (FIRST, ("Nytt",))]
        assert "kodet i Nytt" in status_line(app)


async def test_an_analysis_without_transcripts_says_what_belongs_there(study: OpenStudy, study_path: Path) -> None:
    add_substudy(study)
    async with opened(study_path, NARROW) as (app, pilot):
        await press(pilot, "f5", "1", "j", "enter", "down", "t", "x")
        assert "Importer noen" in status_line(app)
        assert "Ingen transkript er åpnet" in screen_text(app)


async def test_a_list_filled_anew_keeps_its_own_cursor(
    study: OpenStudy, material: Path, groups: dict[str, int]
) -> None:
    async with opened(material, WIDE) as (app, pilot):
        await press(pilot, "f5", "tab", "down", "down", "down")
        listed = app.screen.query_one(GroupList)
        assert listed.chosen == groups[TRODD]
        await press(pilot, "n", *"Nytt", "enter")
        assert listed.chosen == groups[TRODD]


def _group(key: int, name: str) -> GroupView:
    return GroupView(key, str(key), name, "", "", "", "", "", key, 0, 0, 0, (), 1)


def test_ones_own_groups_are_told_first_and_each_other_coder_by_initials() -> None:
    groups = {key: _group(key, name) for key, name in enumerate((URO, PLIKT, TRODD), start=1)}
    own, others = place_unit(1, 0, 5, 3, 1), place_unit(2, 0, 5, 2)
    other = type(others)(**{name: getattr(others, name) for name in others.__slots__} | {"coder": "BB"})
    use_language("nb")
    assert describe_coding([], groups, coder="AA") == "ukodet"
    assert describe_coding([own], groups, coder="AA") == f"kodet i {URO}, {TRODD}"
    assert describe_coding([own, other], groups, coder="AA") == f"kodet i {URO}, {TRODD} (BB: {PLIKT})"
    assert describe_coding([other], groups, coder="AA") == f"ukodet (BB: {PLIKT})"


@given(st.text(max_size=40), st.integers(0, 99999), st.integers(16, 60))
def test_a_line_with_a_count_is_never_wider_than_the_list(name: str, count: int, width: int) -> None:
    line = set_apart(Content(name.replace("\n", " ")), str(count), width=width)
    assert line.plain.endswith(str(count))
    assert line.cell_length <= width


@pytest.mark.parametrize("colour", ["", "#4477aa", "[/red]", "no such colour", "rgb(1,2", "\x1b[31m"])
def test_a_colour_that_cannot_be_read_leaves_a_plain_bar(colour: str) -> None:
    assert bar(colour).plain == "▌"

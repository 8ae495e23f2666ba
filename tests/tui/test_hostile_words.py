"""Words from files and people are shown, never obeyed: markup, terminal commands, places to be filled."""

from pathlib import Path

import pytest
from rich.segment import Segment

from qualcode.services.material.substudies import set_analysis
from qualcode.services.reading.notes import add_note
from qualcode.services.reading.reading import add_theme, write_impression
from qualcode.storage.opening import create_study
from qualcode.text.display import visible
from qualcode.tui.app import QualcodeApp
from qualcode.tui.dialogs.choose import Choice, ChooseDialog
from qualcode.tui.dialogs.show import AgreeDialog, ShowDialog, lay_in_columns
from qualcode.tui.dialogs.write import Field, FormDialog, TextDialog, WriteDialog
from qualcode.tui.shown import shown
from tests.builders import add_group, add_substudy, add_transcript, analysis_of, code_words
from tests.tui.conftest import HOSTILE
from tests.tui.driving import NARROW, WIDE, opened, paste, press, screen_text, settled, until

HOSTILE_NAME = "[a=b] {curly} %s [red]"
"""What may be a name: it has lost its control characters before it is kept."""


def obeyed(app: QualcodeApp) -> list[Segment]:
    """Segments on the screen that hold something a terminal would obey, or that hides or reorders what stands there."""
    rows = app.screen._compositor.render_strips()
    return [part for row in rows for part in row if visible(part.text) != part.text]


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    """A study in which everything that can be named or written is hostile."""
    path = tmp_path / "[b]study [a=b].qualcode"
    with create_study(path, title=HOSTILE_NAME, language="nb", coder="[/x]") as study:
        add_substudy(study, HOSTILE_NAME)
        analysis = analysis_of(study, HOSTILE_NAME)
        set_analysis(study, HOSTILE_NAME, question=HOSTILE, frame=HOSTILE)
        said = [
            ("[/x]", f"{HOSTILE} sier hun. Og \x1b]0;tittel\x07 så. [link=x]her[/link]"),
            ("P[1]", "Ja \u202e nei."),
        ]
        transcript = add_transcript(study, HOSTILE_NAME, said * 9, substudy=HOSTILE_NAME)
        group = add_group(study, HOSTILE_NAME, analysis=HOSTILE_NAME)
        code_words(study, transcript, "sier hun.", group)
        write_impression(study, analysis, HOSTILE)
        add_theme(study, analysis, HOSTILE_NAME, note=HOSTILE)
        add_note(study, analysis, transcript, HOSTILE)
    return path


@pytest.mark.parametrize("size", [NARROW, WIDE])
@pytest.mark.parametrize("place", ["f2", "f4", "f5", "f6", "f7", "f8"])
async def test_every_place_shows_hostile_words_as_they_are(hostile: Path, place: str, size: tuple[int, int]) -> None:
    async with opened(hostile, size) as (app, pilot):
        await press(pilot, place)
        assert "[a=b]" in screen_text(app)
        assert obeyed(app) == []
        await press(pilot, "b", "b", "question_mark", "escape", "A", "escape", "ctrl+p", "escape")
        assert obeyed(app) == []


async def test_places_that_have_no_key_of_their_own_show_them_too(hostile: Path) -> None:
    async with opened(hostile, NARROW) as (app, pilot):
        for place in ("codebook", "tables", "reviewing"):
            app.go_to(place)
            await settled(pilot)
            await press(pilot, "enter")
            assert obeyed(app) == [], place
            await press(pilot, "escape")
            assert app.faults == [], place


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_the_page_of_choices_shows_a_hostile_file_name(hostile: Path, size: tuple[int, int]) -> None:
    async with opened(hostile, size):
        pass
    app = QualcodeApp()
    async with app.run_test(size=size, notifications=True) as pilot:
        await until(pilot, lambda: "[b]study [a=b]" in screen_text(app))


@pytest.mark.parametrize(
    "dialog",
    [
        lambda: ChooseDialog(HOSTILE, [Choice(1, HOSTILE, HOSTILE)], offers_new=HOSTILE, explanation=HOSTILE),
        lambda: TextDialog(HOSTILE, HOSTILE, placeholder=HOSTILE, explanation=HOSTILE),
        lambda: WriteDialog(HOSTILE, HOSTILE, explanation=HOSTILE),
        lambda: FormDialog(HOSTILE, [Field("a", HOSTILE, HOSTILE), Field("b", HOSTILE, choices=(("", HOSTILE),))]),
        lambda: ShowDialog(HOSTILE, HOSTILE, explanation=HOSTILE),
        lambda: AgreeDialog(HOSTILE, lay_in_columns([(HOSTILE, 3)], heading=(HOSTILE, "n"))),
    ],
)
async def test_every_dialog_shows_hostile_words_as_they_are(material: Path, dialog: object) -> None:
    async with opened(material, NARROW) as (app, pilot):
        app.push_screen(dialog())  # type: ignore[operator]
        await settled(pilot)
        assert "[/x] [a=b]" in screen_text(app)
        assert obeyed(app) == []
        await press(pilot, "escape")


async def test_what_is_pasted_cannot_command_the_terminal(material: Path) -> None:
    async with opened(material) as (app, pilot):
        await press(pilot, "f4", "n")
        await paste(pilot, HOSTILE)
        assert obeyed(app) == []
        await press(pilot, "tab")
        await paste(pilot, HOSTILE)
        assert obeyed(app) == []
        await press(pilot, "ctrl+s")
        assert obeyed(app) == []
        assert "[/x] [a=b]" in screen_text(app)


async def test_a_notice_shows_hostile_words_as_they_are(material: Path) -> None:
    async with opened(material) as (app, pilot):
        app.tell(HOSTILE)
        await settled(pilot)
        assert "[/x] [a=b]" in screen_text(app)
        assert obeyed(app) == []


def test_words_keep_every_character_when_they_are_shown() -> None:
    assert shown("[b]x[/b] {a}\n\x1b").plain == "[b]x[/b] {a}\n␛"


async def test_an_app_that_stops_by_a_fault_prints_neither_what_was_at_hand_nor_commands(material: Path) -> None:
    app = QualcodeApp(material)

    def fault() -> None:
        at_hand = "Kari " + "Nordmann"
        raise RuntimeError(f"{HOSTILE} {len(at_hand)}")

    async def stop() -> None:
        async with app.run_test(size=NARROW) as pilot:
            await until(pilot, lambda: app.session is not None)
            app.call_later(fault)
            await settled(pilot)

    with pytest.raises(RuntimeError):
        await stop()
    (told,) = app.faults
    assert "RuntimeError" in told
    assert "Kari Nordmann" not in told
    assert visible(told, keep_newlines=True) == told

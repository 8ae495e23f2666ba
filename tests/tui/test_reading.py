"""Reading, step 1: keys pressed, the study asked what became of it."""

from pathlib import Path

from qualcode.services.material.substudies import set_analysis
from qualcode.services.material.transcripts import transcript_lines
from qualcode.services.reading import notes, reading
from qualcode.services.themes import negotiating
from qualcode.storage.opening import OpenStudy, open_study
from tests.builders import SUBSTUDY, add_substudy, add_transcript, analysis_of
from tests.tui.driving import NARROW, WIDE, opened, press, screen_text


async def test_a_theme_is_written_down_changed_and_taken_away(study: OpenStudy, material: Path) -> None:
    analysis = analysis_of(study)
    async with opened(material) as (_, pilot):
        await press(pilot, "f4", "n", *"uro", "enter", *"mye av den", "ctrl+s")
        assert [(one.name, one.note) for one in reading.themes(study, analysis)] == [("uro", "mye av den")]
        await press(pilot, "e", "enter", *" [/x]", "ctrl+s")
        assert [one.name for one in reading.themes(study, analysis)] == ["uro [/x]"]
        await press(pilot, "x", "escape")
        assert len(reading.themes(study, analysis)) == 1
        await press(pilot, "x", "enter")
        assert reading.themes(study, analysis) == []
        await press(pilot, "u", "u")
        assert [one.name for one in reading.themes(study, analysis)] == ["uro"]
        await press(pilot, "U")
        assert [one.name for one in reading.themes(study, analysis)] == ["uro [/x]"]


async def test_undo_works_on_what_was_done_before_the_app_was_closed(study: OpenStudy, material: Path) -> None:
    async with opened(material) as (_, pilot):
        await press(pilot, "f4", "n", *"uro", "ctrl+s")
    async with opened(material) as (app, pilot):
        await press(pilot, "f4")
        assert "uro" in screen_text(app)
        await press(pilot, "u")
        assert reading.themes(study, analysis_of(study)) == []


async def test_the_impression_that_is_left_with_esc_is_kept(study: OpenStudy, material: Path) -> None:
    async with opened(material) as (app, pilot):
        await press(pilot, "f4", "h", *"Mye skam", "enter", *"og stolthet", "escape")
        assert reading.impression(study, analysis_of(study)) == "Mye skam\nog stolthet"
        assert "og stolthet" in screen_text(app)


async def test_a_note_stands_on_the_words_under_the_cursor(study: OpenStudy, material: Path) -> None:
    async with opened(material) as (app, pilot):
        await press(pilot, "f4", "down", "shift+down", "m", *"jakka!", "escape")
        (note,) = notes.notes(study, analysis_of(study))
        assert note.text == "jakka!"
        assert note.quote == "Nei, det … jeg ble sittende i gangen en stund. Med jakka på."
        assert "jakka!" in screen_text(app)


async def test_a_note_is_gone_to_changed_and_taken_away_from_its_list(study: OpenStudy, material: Path) -> None:
    async with opened(material) as (app, pilot):
        await press(pilot, "f4", "m", *"en", "escape", "end", "tab", "enter")
        assert "replikk 1 av 4" in screen_text(app)
        await press(pilot, "tab", "e", *" to", "escape")
        assert [note.text for note in notes.notes(study, analysis_of(study))] == ["en to"]
        await press(pilot, "x")
        assert notes.notes(study, analysis_of(study)) == []


async def test_r_marks_as_read_and_goes_on_to_the_next_that_is_not(study: OpenStudy, material: Path) -> None:
    def read() -> list[str]:
        return [line.name for line in transcript_lines(study, analysis_of(study)) if line.read]

    async with opened(material) as (app, pilot):
        await press(pilot, "f4", "r")
        assert read() == ["P1"]
        assert "P2" in screen_text(app).splitlines()[0]
        await press(pilot, "N", "r")
        assert read() == ["P1", "P4"]
        assert "P2" in screen_text(app).splitlines()[0]
        await press(pilot, "r")
        assert read() == ["P1", "P2", "P4"]
        assert "3 av 3 lest" in screen_text(app)


async def test_a_transcript_that_was_opened_is_recorded_and_nothing_else_is(study: OpenStudy, material: Path) -> None:
    async with opened(material) as (_, pilot):
        await press(pilot, "f4", "N")
    lines = transcript_lines(study, analysis_of(study))
    assert [(line.name, line.opened, line.read) for line in lines] == [
        ("P1", True, False),
        ("P2", True, False),
        ("P4", False, False),
    ]


async def test_others_themes_are_under_a_lid_until_ones_own_list_is_done(study: OpenStudy, material: Path) -> None:
    analysis = analysis_of(study)
    with open_study(material, coder="BB") as other:
        reading.add_theme(other, analysis, "skam")
        negotiating.agree_on(other, analysis, [theme.id for theme in reading.themes(other, analysis)], "skamfull")
        negotiating.groups_from_themes(other, analysis)
    async with opened(material) as (app, pilot):
        await press(pilot, "f4", "r", "r", "r")
        assert "skam" not in screen_text(app)
        assert "Det andre har skrevet" in screen_text(app)
        assert "Noe av det er alt" in screen_text(app)
        await press(pilot, "D")
        text = screen_text(app)
        assert text.index("BB") < text.index("skamfull") < text.rindex("BB") < text.rindex("skam")
        assert "Noe av det er alt" not in text


async def test_what_calls_back_to_the_step_is_said_where_there_is_nothing_beside_the_text(
    study: OpenStudy, material: Path
) -> None:
    async with opened(material, size=NARROW) as (app, pilot):
        await press(pilot, "f4")
        assert "Forforståelsen er ikke skrevet. F skriver." in screen_text(app)
        await press(pilot, "F", *"De ble ikke trodd.", "escape")
        assert "er ikke skrevet" not in screen_text(app)
        await press(pilot, "D")
    add_transcript(study, "P9", "Jeg kom sist.")
    async with opened(material, size=NARROW) as (app, pilot):
        await press(pilot, "f4")
        assert "Nytt siden du var ferdig: P9." in screen_text(app)


async def test_words_are_found_and_walked_through(material: Path) -> None:
    async with opened(material) as (app, pilot):
        await press(pilot, "f4", "slash", *"DET", "enter")
        assert "replikk 2 av 4" in screen_text(app)
        await press(pilot, "greater_than_sign")
        assert "replikk 4 av 4" in screen_text(app)
        await press(pilot, "less_than_sign")
        assert "replikk 2 av 4" in screen_text(app)
        await press(pilot, "escape", "slash", *"finnes ikke")
        assert "Ingen treff på «finnes ikke»" in screen_text(app)


async def test_the_selection_is_told_in_words(material: Path) -> None:
    async with opened(material, WIDE) as (app, pilot):
        await press(pilot, "f4", "ctrl+down")
        assert "replikk 2 av 4 · 1 setning valgt, 10 ord" in screen_text(app)
        await press(pilot, "shift+down")
        assert "2 setninger valgt, 13 ord" in screen_text(app)
        await press(pilot, "escape", "w", "down")
        assert "2 setninger valgt" in screen_text(app)
        await press(pilot, "escape", "J", "t")
        assert "replikk 4 av 4 · 2 setninger valgt" in screen_text(app)


async def test_a_transcript_is_chosen_from_the_list_by_typing(material: Path) -> None:
    async with opened(material, NARROW) as (app, pilot):
        await press(pilot, "f4", "enter", *"p4", "enter")
        assert "P4" in screen_text(app).splitlines()[0]


async def test_an_empty_study_says_what_belongs_here(study: OpenStudy, study_path: Path) -> None:
    async with opened(study_path) as (app, pilot):
        await press(pilot, "f4")
        assert "Importer" in screen_text(app)
        await press(pilot, "down", "n", "m", "r", "x", "N", "t", "slash", "a", "enter", "h", "escape")
        assert app.place is not None
        assert app.place.PLACE == "reading"


async def test_a_transcript_that_has_its_like_in_another_substudy_is_headed_by_its_own(
    study: OpenStudy, material: Path
) -> None:
    add_substudy(study, "Legene")
    add_transcript(study, "P1", "Ja.", substudy="Legene")
    set_analysis(study, SUBSTUDY, substudies=[SUBSTUDY, "Legene"])
    async with opened(material) as (app, pilot):
        await press(pilot, "f4")
        assert "Pasientene:P1" in screen_text(app).splitlines()[0]
        await press(pilot, "N")
        assert "Pasientene:P2" not in screen_text(app).splitlines()[0]

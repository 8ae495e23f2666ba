"""The study's page: what it says, where its lines lead, and what is done from it."""

from pathlib import Path

from qualcode.services.keeping.history import undo
from qualcode.services.material.records import import_records
from qualcode.services.material.substudies import analyses, substudies
from qualcode.services.reading.reading import mark_read
from qualcode.storage.opening import OpenStudy
from qualcode.tui.dialogs.files import FilesDialog
from qualcode.views.records import RecordColumns
from tests.builders import add_group, analysis_of, code_words, numbered, transcript_names, write_file
from tests.tui.driving import WIDE, opened, paste, press, screen_text, until


async def test_it_shows_the_material_the_steps_and_what_is_next(study: OpenStudy, material: Path) -> None:
    group = add_group(study, "Uro før timen")
    code_words(study, 1, "Flau?", group)
    mark_read(study, analysis_of(study), 1)
    async with opened(material, WIDE) as (app, _):
        text = screen_text(app)
        assert "Hvordan opplevde sykmeldte" in text
        assert "1 av 3 lest" in text
        assert "1 enhet · 1 kodegruppe" in text
        assert "0 deltakere · 3 transkripter" in text
        assert "P2 og 1 til er ikke lest" in text


async def test_records_are_counted_as_records_and_nobody_has_to_read_them(study: OpenStudy, study_path: Path) -> None:
    rows = [{"nr": str(at), "note": "Kan ikke løfte." if at else ""} for at in range(3)]
    import_records(study, numbered(rows), name="Lapper", columns=RecordColumns("nr", ("note",)))
    async with opened(study_path, WIDE) as (app, _):
        text = screen_text(app)
        assert "3 registreringer · 2 registreringer med tekst" in text
        assert "0 av 2 kodet" in text
        assert "0 av 0 lest" not in text
        assert "Forforståelsen" not in text


async def test_enter_on_what_is_next_goes_there(study: OpenStudy, material: Path) -> None:
    mark_read(study, analysis_of(study), 1)
    async with opened(material, WIDE) as (app, pilot):
        lines = screen_text(app).splitlines()
        row = next(at for at, line in enumerate(lines) if "P2 og 1 til er ikke lest" in line)
        await pilot.click(offset=(8, row))
        await until(pilot, lambda: app.place is not None and app.place.PLACE == "reading")
        await press(pilot, "down")
        assert "Pasientene · P2" in screen_text(app).splitlines()[0]


async def test_enter_on_a_transcript_opens_it_in_the_analysis_that_covers_it(material: Path) -> None:
    async with opened(material, WIDE) as (app, pilot):
        await until(pilot, lambda: "Fokusgruppe 1" in screen_text(app))
        await press(pilot, "tab", "end", "enter")
        await until(pilot, lambda: "Fastlegene · Fokusgruppe 1" in screen_text(app).splitlines()[0])


async def test_a_substudy_is_added_with_its_design_and_gets_an_analysis(study: OpenStudy, study_path: Path) -> None:
    async with opened(study_path) as (app, pilot):
        assert "delstudie" in screen_text(app)
        await press(pilot, "n", *"NMV-legene", "enter", "right", "enter", "right", "enter")
        (made,) = substudies(study)
        assert (made.name, made.design, made.sampling) == ("NMV-legene", "focus-group", "strategic")
        assert [one.title for one in analyses(study)] == ["NMV-legene"]
        assert "NMV-legene" in screen_text(app)


async def test_a_name_that_is_refused_is_told_and_nothing_is_made(study: OpenStudy, study_path: Path) -> None:
    async with opened(study_path) as (app, pilot):
        await press(pilot, "n", *"a:b", "ctrl+s")
        assert "«a:b»" in screen_text(app) or "a:b" in screen_text(app)
        assert substudies(study) == ()


async def test_the_research_question_is_written_and_stands_over_the_text(study: OpenStudy, material: Path) -> None:
    async with opened(material, WIDE) as (app, pilot):
        await press(pilot, "A", *"fast", "enter", "f4", "f2")
        row = next(at for at, line in enumerate(screen_text(app).splitlines()) if "Problemstillingen er ikke" in line)
        await pilot.click(offset=(8, row))
        await press(pilot, *"Hva mener de?", "ctrl+s")
        assert [one.question for one in analyses(study)][1] == "Hva mener de?"
        await press(pilot, "f4")
        assert "Hva mener de?" in screen_text(app).splitlines()[1]


async def test_files_are_found_previewed_and_taken_in_and_undone_as_one(
    study: OpenStudy, material: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "nye intervjuer"
    said = [("I", "Hei."), ("P7", "Hei på deg [/x] \x1b[31m.")]
    for name in ("P7.txt", "P8.txt"):
        write_file(folder, name, [*said, ("I", name)])
    (folder / "bilde.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    async with opened(material, WIDE) as (app, pilot):
        await press(pilot, "i", "enter", *"nye", "enter")
        assert "bilde.png" in screen_text(app)
        await press(pilot, "space", "space")
        assert "2 merket" in screen_text(app)
        await press(pilot, "enter")
        await until(pilot, lambda: "2 filer kan importeres" in screen_text(app))
        assert "I, P7" in screen_text(app)
        assert transcript_names(study) == ["P1", "P2", "P4", "Fokusgruppe 1"]
        await press(pilot, "i")
        await until(pilot, lambda: len(transcript_names(study)) == 6)
        assert transcript_names(study)[-2:] == ["P7", "P8"]
        await until(pilot, lambda: "2 transkripter er importert" in screen_text(app))
    undo(study)
    assert len(transcript_names(study)) == 4


async def test_what_cannot_be_read_is_told_before_anything_is_stored(
    study: OpenStudy, material: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "a"
    folder.mkdir()
    (folder / "tom.txt").write_bytes(b"")
    async with opened(material, WIDE) as (app, pilot):
        await press(pilot, "i", "enter")
        await paste(pilot, str(folder / "tom.txt"))
        await press(pilot, "enter")
        await until(pilot, lambda: "0 filer kan importeres" in screen_text(app))
        assert "tom.txt" in screen_text(app)
        await press(pilot, "i")
        assert app.screen is app.place
    assert len(transcript_names(study)) == 4


async def test_without_a_substudy_an_import_asks_for_one_first(
    study: OpenStudy, study_path: Path, tmp_path: Path
) -> None:
    path = write_file(tmp_path / "inn", "P1.txt", [("I", "Hei."), ("P1", "Hei.")])
    async with opened(study_path, WIDE) as (app, pilot):
        await press(pilot, "i", *"Pasientene", "ctrl+s")
        await paste(pilot, str(path))
        await press(pilot, "enter")
        await until(pilot, lambda: "1 fil kan importeres" in screen_text(app))
        await press(pilot, "i")
        await until(pilot, lambda: transcript_names(study) == ["P1"])
        await until(pilot, lambda: app.screen is app.place)
        await press(pilot, "i")
        assert "Importer til hvilken delstudie?" not in screen_text(app)
        assert isinstance(app.screen, FilesDialog)


async def test_an_export_is_written_and_one_that_is_there_is_asked_about(
    study: OpenStudy, material: Path, tmp_path: Path
) -> None:
    out = tmp_path / "ut.docx"
    out.write_bytes(b"mine words")
    async with opened(material, WIDE) as (app, pilot):
        await press(pilot, "x", "enter", "ctrl+u")
        await paste(pilot, str(out))
        await press(pilot, "enter")
        assert "Erstatte den?" in screen_text(app)
        await press(pilot, "escape")
        assert out.read_bytes() == b"mine words"
        await press(pilot, "x", "enter", "ctrl+u")
        await paste(pilot, str(out))
        await press(pilot, "enter", "enter")
        await until(pilot, lambda: app.screen is app.place)
        await until(pilot, lambda: out.read_bytes()[:2] == b"PK" or "ingen" in screen_text(app).lower())

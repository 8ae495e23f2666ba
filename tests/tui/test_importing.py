"""Importing in the app: what was found in files is seen and put right by keys, and then it comes in, or it does not."""

from pathlib import Path

import pytest

from qualcode.services.keeping.history import history
from qualcode.services.material.transcripts import transcript_text
from qualcode.services.participants.speakers import speakers
from qualcode.storage.opening import OpenStudy
from tests.builders import add_participant, transcript_names, write_file
from tests.tui.conftest import HOSTILE
from tests.tui.driving import NARROW, WIDE, opened, paste, press, screen_text, until

SAID = [("Int", "Hva hendte på øya?"), ("P7", "Jeg ble redd."), ("Plan", "vi gikk."), ("Int", "Ja?"), ("P7", "Ja.")]
HERE = ["P1", "P2", "P4", "Fokusgruppe 1"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the new interviews are."""
    (tmp_path / "inn").mkdir()
    return tmp_path / "inn"


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_labels_of_a_file_are_put_right_by_keys_before_it_comes_in(
    study: OpenStudy, material: Path, folder: Path, size: tuple[int, int]
) -> None:
    add_participant(study, "P7")
    path = write_file(folder, "P7.txt", [*SAID, ("Plan", "hjem."), ("S07", "Å."), ("Nei", "aldri."), ("S07", "Så.")])
    async with opened(material, size) as (app, pilot):
        await press(pilot, "i", "enter")
        await paste(pilot, str(path))
        await press(pilot, "enter")
        await until(pilot, lambda: "1 fil kan importeres" in screen_text(app))
        assert "utf-8" in screen_text(app)
        assert "Filen er tekst" in screen_text(app)
        await press(pilot, "enter", *"mod", "enter")
        await until(pilot, lambda: "moderator" in screen_text(app))
        await press(pilot, "down", "down", "x")
        await until(pilot, lambda: "ingen taler" in screen_text(app))
        await press(pilot, "down", "c", *"P7", "enter")
        await until(pilot, lambda: "= P7" in screen_text(app))
        await press(pilot, "n", *"Nei", "enter")
        await until(pilot, lambda: "Nei " in screen_text(app))
        assert transcript_names(study) == HERE
        await press(pilot, "i")
        await until(pilot, lambda: "P7" in transcript_names(study))
    assert [(one.label, one.role, one.participant, one.turns) for one in speakers(study, "P7")] == [
        ("Int", "moderator", None, 2),
        ("P7", "participant", "P7", 3),
        ("Nei", "unknown", None, 1),
    ]
    assert "Jeg ble redd.\nPlan: vi gikk." in transcript_text(study, "P7")


async def test_another_encoding_and_format_are_chosen_and_seen_anew(
    study: OpenStudy, material: Path, folder: Path
) -> None:
    path = folder / "P7.txt"
    path.write_bytes("I: Så på øya?\nP7: Ja.\nI: Å?\nP7: Nei.".encode("mac-roman"))
    async with opened(material, WIDE) as (app, pilot):
        await press(pilot, "i", "enter")
        await paste(pilot, str(path))
        await press(pilot, "enter")
        await until(pilot, lambda: "cp1252" in screen_text(app))
        assert "øya" not in screen_text(app)
        await press(pilot, "home", "down", "enter", *"mac", "enter")
        await until(pilot, lambda: "Så på øya?" in screen_text(app))
        await press(pilot, "up", "enter", *"md", "enter")
        await until(pilot, lambda: "valgt av brukeren" in screen_text(app))
        await press(pilot, "escape")
        assert app.screen is app.place
        assert transcript_names(study) == HERE


async def test_of_many_files_one_is_opened_one_left_out_and_the_result_says_what_became_of_each(
    study: OpenStudy, material: Path, folder: Path
) -> None:
    for name in ("P5", "P6", "P7"):
        write_file(folder, f"{name}.txt", [*SAID, ("Int", name)])
    (folder / "P8.txt").write_bytes((folder / "P5.txt").read_bytes())
    (folder / "P9.docx").write_bytes(b"PK\x03\x04 and no more")
    async with opened(material, WIDE) as (app, pilot):
        await press(pilot, "i", "enter")
        await paste(pilot, str(folder))
        await press(pilot, "enter", "space", "space", "space", "space", "space", "enter")
        await until(pilot, lambda: "3 filer kan importeres" in screen_text(app))
        assert "P9.docx" in screen_text(app)
        assert "«P5»" in screen_text(app)
        await press(pilot, "down", "x")
        assert "2 filer kan importeres" in screen_text(app)
        await press(pilot, "down", "enter", "x")
        await until(pilot, lambda: "ingen taler" in screen_text(app))
        await press(pilot, "escape", "i")
        await until(pilot, lambda: "2 transkripter er importert" in screen_text(app))
        assert "P9.docx" in screen_text(app)
        await press(pilot, "escape")
    assert transcript_names(study) == [*HERE, "P5", "P7"]
    assert [one.label for one in speakers(study, "P7")] == ["P7", "Plan"]
    assert history(study)[0].action == "transcripts.import"


async def test_what_a_file_calls_its_speakers_is_shown_and_not_obeyed(
    study: OpenStudy, material: Path, folder: Path
) -> None:
    words = HOSTILE.replace("<", "")
    cues = "\n\n".join(f"00:0{at}.000 --> 00:0{at}.900\n<v [/x] {at % 2}>{words}" for at in range(4))
    (folder / "P7.vtt").write_text(f"WEBVTT\n\n{cues}\n", encoding="utf-8")
    async with opened(material, WIDE) as (app, pilot):
        await press(pilot, "i", "enter")
        await paste(pilot, str(folder / "P7.vtt"))
        await press(pilot, "enter")
        await until(pilot, lambda: "1 fil kan importeres" in screen_text(app))
        assert "[/x] 0" in screen_text(app)
        await press(pilot, "enter", "escape", "c", "escape", "i")
        await until(pilot, lambda: len(transcript_names(study)) == len(HERE) + 1)

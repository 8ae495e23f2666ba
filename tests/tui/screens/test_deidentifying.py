"""Claims about going through a transcript for names by key."""

from pathlib import Path
from threading import Event
from typing import Any

import pytest
from sqlalchemy import select
from sqlmodel import col

from qualcode.model import Identifier, KeptWords, NameDecided, Transcript
from qualcode.services.keeping.history import undo
from qualcode.services.material.correcting import correct_turn
from qualcode.services.protecting.going_through import names_to_decide
from qualcode.services.protecting.name_decisions import decide_name
from qualcode.storage.opening import OpenStudy
from qualcode.text.display import visible
from qualcode.tui.app import QualcodeApp
from qualcode.tui.screens.deidentifying.screen import DeidentifyingScreen
from qualcode.views.identifying import MASK, NameDecision, ReviewView
from tests.builders import add_substudy, add_transcript, text_of
from tests.tui.conftest import HOSTILE
from tests.tui.driving import NARROW, opened, press, screen_text, until

SAID = (
    ("I", "Hva heter du?"),
    ("P1", f"Jeg heter Kari Nordmann. {HOSTILE}"),
    ("I", "Og Kari, jobben er på Ahus?"),
    ("P1", "Ja, og Karis mor er i Tønsberg."),
)


def _screen(app: QualcodeApp) -> DeidentifyingScreen:
    assert isinstance(app.screen, DeidentifyingScreen)
    return app.screen


def _found(app: QualcodeApp) -> bool:
    return isinstance(app.screen, DeidentifyingScreen) and app.screen.view is not None


async def test_a_key_for_each_name_and_one_correction_at_the_end(study: OpenStudy, study_path: Path) -> None:
    add_substudy(study)
    key = add_transcript(study, "P1", SAID)
    before = text_of(study, key)
    async with opened(study_path, NARROW) as (app, pilot):
        await press(pilot, "D")
        await until(pilot, lambda: _found(app))
        assert [one.words for one in _screen(app).names_shown()] == ["Kari Nordmann", "Kari", "Ahus", "Tønsberg"]
        assert "[/x] [a=b]" in screen_text(app)
        drawn = [part.text for row in app.screen._compositor.render_strips() for part in row]
        assert drawn == [visible(part) for part in drawn]
        await press(pilot, "2", "2", "3")
        assert text_of(study, key) == before
        await press(pilot, "4", "r")
        await until(pilot, lambda: _found(app) and not _screen(app).names_shown())
        assert "P1 er avidentifisert" in screen_text(app)
        await press(pilot, "enter")
        assert app.current_mode == "reading"
        await press(pilot, "backspace")
        await until(pilot, lambda: _found(app))
        text = text_of(study, key)
        name = text.split("Jeg heter ")[1].split()[0]
        assert f"Og {name}, jobben er på [sykehus]?" in text
        assert f"{name}s mor er i Tønsberg" in text
        with study.reading() as connection:
            assert connection.execute(select(col(Transcript.deidentified))).scalar_one() is True
            assert connection.execute(select(col(KeptWords.key)).where(~col(KeptWords.ours))).scalars().all() == [
                "tønsberg"
            ]
        await press(pilot, "u")
        await until(pilot, lambda: len(_screen(app).names_shown()) == 4)
    assert text_of(study, key) == before


async def test_one_place_at_a_time_and_words_of_ones_own(study: OpenStudy, study_path: Path) -> None:
    add_substudy(study)
    key = add_transcript(study, "P1", "Så kom Kari inn.\n\nOg en annen Kari gikk.")
    async with opened(study_path) as (app, pilot):
        await press(pilot, "D")
        await until(pilot, lambda: _found(app))
        await press(pilot, "right", "1", "4", "x", "e")
        await press(pilot, *(["end"] + ["backspace"] * 10), *"søsteren", "enter")
        await press(pilot, "r")
        await until(pilot, lambda: text_of(study, key) != "Så kom Kari inn.\n\nOg en annen Kari gikk.")
    assert text_of(study, key) == "Så kom søsteren inn.\n\nOg en annen søsteren gikk."


async def test_sealing_shows_what_goes_and_takes_it_from_the_file(study: OpenStudy, study_path: Path) -> None:
    add_substudy(study)
    add_transcript(study, "P1", "Jeg ringte til Ragnhilda Sørlibråten.")
    study.close()
    async with opened(study_path) as (app, pilot):
        await press(pilot, "D")
        await until(pilot, lambda: _found(app))
        await press(pilot, "5", "r")
        await until(pilot, lambda: not _screen(app).names_shown())
        await press(pilot, "W")
        assert "eldre ordlyd" in screen_text(app)
        await press(pilot, "enter")
        await until(pilot, lambda: _screen(app).transcripts[0].state == "sealed")
    assert not any(b"Ragnhilda" in one.read_bytes() for one in study_path.parent.rglob("study.*") if one.is_file())
    with study.reading() as connection:
        assert connection.execute(select(col(Identifier.key))).scalars().all() == []


async def test_what_is_decided_is_kept_at_once_and_there_when_one_comes_back(
    study: OpenStudy, study_path: Path
) -> None:
    """The program may be killed at any moment, so a decision that is shown as made is in the study."""
    add_substudy(study)
    key = add_transcript(study, "P1", "Så kom Kari inn.\n\nHun bor i Tønsberg.")
    async with opened(study_path) as (app, pilot):
        await press(pilot, "D")
        await until(pilot, lambda: _found(app))
        await press(pilot, "1")
        with study.reading() as connection:
            assert connection.execute(select(col(NameDecided.replacement))).scalars().all() == ["[navn]"]
        await press(pilot, "3", "u")
        assert len(_screen(app).decided) == 1
    assert text_of(study, key) == "Så kom Kari inn.\n\nHun bor i Tønsberg."
    async with opened(study_path) as (app, pilot):
        await press(pilot, "D")
        await until(pilot, lambda: _found(app))
        assert [_screen(app).is_decided(one) for one in _screen(app).names_shown()] == [True, False]
        await press(pilot, "r")
        await until(pilot, lambda: "[navn]" in text_of(study, key))
    assert text_of(study, key) == "Så kom [navn] inn.\n\nHun bor i Tønsberg."
    with study.reading() as connection:
        assert connection.execute(select(NameDecided)).all() == []
    undo(study)
    assert text_of(study, key) == "Så kom Kari inn.\n\nHun bor i Tønsberg."
    with study.reading() as connection:
        assert connection.execute(select(col(NameDecided.words))).scalars().all() == ["Kari"]


async def test_what_was_decided_holds_though_somebody_corrects_the_text_meanwhile(
    study: OpenStudy, study_path: Path
) -> None:
    add_substudy(study)
    key = add_transcript(study, "P1", "Så kom Kari inn.")
    async with opened(study_path) as (app, pilot):
        await press(pilot, "D")
        await until(pilot, lambda: _found(app))
        await press(pilot, "1")
        correct_turn(study, key, 1, "Og så kom Kari inn igjen.")
        await press(pilot, "f2", "D")
        await until(pilot, lambda: _found(app) and _screen(app).names_shown()[0].places[0].start == 10)
        await press(pilot, "r")
        await until(pilot, lambda: "[navn]" in text_of(study, key))
    assert text_of(study, key) == "Og så kom [navn] inn igjen."


@pytest.mark.usefixtures("unwatched")
async def test_what_somebody_else_decided_about_the_same_name_meanwhile_is_not_written_over(
    study: OpenStudy, study_path: Path
) -> None:
    add_substudy(study)
    key = add_transcript(study, "P1", "Så kom Kari inn.\n\nDa gikk Kari ut.")
    async with opened(study_path) as (app, pilot):
        await press(pilot, "D")
        await until(pilot, lambda: _found(app))
        view = names_to_decide(study, key)
        theirs = [NameDecision(one.start, one.end, "Kari", "person", MASK, "Liv") for one in view.names[0].places]
        decide_name(study, key, "Kari", theirs, revision_id=view.revision_id)
        await press(pilot, "4")
        assert "Liv" in screen_text(app)
        await press(pilot, "escape")
        with study.reading() as connection:
            assert connection.execute(select(col(NameDecided.replacement))).scalars().all() == ["Liv", "Liv"]
        await until(pilot, lambda: _found(app) and len(_screen(app).decided) == 2)
        await press(pilot, "4")
        with study.reading() as connection:
            assert connection.execute(select(col(NameDecided.decision))).scalars().all() == ["keep", "keep"]


async def test_where_nothing_is_found_it_is_said_in_full_what_to_do(study: OpenStudy, study_path: Path) -> None:
    add_substudy(study, "Pasientene")
    add_transcript(study, "P1", [("I", "Hvordan gikk det?"), ("P1", "Det gikk bra.")])
    async with opened(study_path, NARROW) as (app, pilot):
        await press(pilot, "D")
        await until(pilot, lambda: _found(app))
        assert "T velger et annet transkript" in " ".join(screen_text(app).split())


async def test_a_search_that_somebody_else_makes_out_of_date_is_done_again_once_and_ends(
    study: OpenStudy, study_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_substudy(study)
    key = add_transcript(study, "P1", "Så kom Kari inn.")
    begun, let_go = Event(), Event()

    def held(*asked: Any, **how: Any) -> ReviewView:
        begun.set()
        let_go.wait(20)
        return names_to_decide(*asked, **how)

    monkeypatch.setattr("qualcode.tui.screens.deidentifying.place.names_to_decide", held)
    async with opened(study_path) as (app, pilot):
        await press(pilot, "D")
        await until(pilot, begun.is_set)
        correct_turn(study, key, 1, "Så kom Kari inn, og så kom Berit.")
        screen = app.place
        assert isinstance(screen, DeidentifyingScreen)
        for _ in range(3):
            screen.show()
        let_go.set()
        await until(pilot, lambda: _found(app) and len(_screen(app).names_shown()) == 2)
        assert app.screen is screen


async def test_a_search_that_is_called_off_leads_back_to_where_one_was(
    study: OpenStudy, study_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_substudy(study)
    add_transcript(study, "P1", "Så kom Kari inn.")
    let_go = Event()

    def held(*asked: Any, pace: Any) -> ReviewView:
        let_go.wait(20)
        return names_to_decide(*asked, pace=pace)

    monkeypatch.setattr("qualcode.tui.screens.deidentifying.place.names_to_decide", held)
    async with opened(study_path) as (app, pilot):
        await press(pilot, "D", "escape")
        let_go.set()
        await until(pilot, lambda: app.current_mode == "study" and app.screen is app.place)
        await press(pilot, "D")
        await until(pilot, lambda: _found(app) and [one.words for one in _screen(app).names_shown()] == ["Kari"])

"""Withdrawal from the participants' table: shown first, the code typed, and then gone."""

from pathlib import Path

import pytest
from pyrage.x25519 import Identity

from qualcode.services.participants.participants import import_participants, participants
from qualcode.services.participants.speakers import match_speakers
from qualcode.services.protecting.linkage import add_people, identity_lock, make_key
from qualcode.storage.opening import OpenStudy, open_study
from qualcode.views.linkage import KnownPerson
from tests.builders import SUBSTUDY, add_substudy, add_transcript, numbered
from tests.tui.driving import NARROW, opened, paste, press, screen_text, until


@pytest.fixture
def peopled(study: OpenStudy) -> Path:
    """P1 and P2, each with a transcript; the study is not open here."""
    add_substudy(study)
    import_participants(study, numbered([{"participant": "P1"}, {"participant": "P2"}]), substudy=SUBSTUDY)
    for code in ("P1", "P2"):
        add_transcript(study, code, [("I", "Hva?"), (code, f"Zeppelinferien til {code}.")])
    with study.change("speakers.set") as change:
        match_speakers(change, 1)
    study.close()
    return study.path


def codes(path: Path) -> list[str]:
    with open_study(path, coder="BB") as other:
        return [one.code for one in participants(other, SUBSTUDY)]


def holds(path: Path, words: bytes) -> bool:
    return words in path.read_bytes()


async def test_somebody_is_gone_when_what_goes_is_read_and_the_code_is_typed(peopled: Path) -> None:
    async with opened(peopled, NARROW) as (app, pilot):
        await press(pilot, "p", "X")
        await press(pilot, "right", "right", "ctrl+s")
        await until(pilot, lambda: "Dette blir borte" in screen_text(app))
        assert "hele transkriptet P1" in screen_text(app)
        await press(pilot, "enter")
        await paste(pilot, "P2")
        await press(pilot, "enter")
        assert codes(peopled) == ["P1", "P2"]
        await press(pilot, "X", "right", "right", "ctrl+s")
        await until(pilot, lambda: "Dette blir borte" in screen_text(app))
        await press(pilot, "enter")
        await paste(pilot, "P1")
        await press(pilot, "enter")
        await until(pilot, lambda: codes(peopled) == ["P2"])
        await until(pilot, lambda: "P1 er borte" in screen_text(app))
    assert not holds(peopled, b"Zeppelinferien til P1")


async def test_others_mentions_by_name_are_found_with_the_linkage_key(
    peopled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    identity, key = tmp_path / "identity.txt", tmp_path / "key.age"
    identity.write_text(str(Identity.generate()), encoding="utf-8")
    make_key(key, identity_lock(identity), beside_study=True)
    add_people(key, identity_lock(identity), (KnownPerson("P1", SUBSTUDY, "Kari Nordmann"),))
    monkeypatch.setenv("QUALCODE_LINKAGE_KEY", str(key))
    monkeypatch.setenv("QUALCODE_LINKAGE_IDENTITY", str(identity))
    with open_study(peopled, coder="AA") as study:
        add_transcript(study, "P3", [("P3", "Det var Kari som sa det.")])
    async with opened(peopled, NARROW) as (app, pilot):
        await press(pilot, "p", "X", "right", "right", "ctrl+s")
        await until(pilot, lambda: "Dette blir borte" in screen_text(app))
        await press(pilot, *["down"] * 20)
        assert "Det var Kari som" in screen_text(app)


async def test_escape_at_any_question_does_nothing(peopled: Path) -> None:
    async with opened(peopled, NARROW) as (_, pilot):
        await press(pilot, "p", "X", "escape", "X", "ctrl+s", "escape")
        await press(pilot, "X", "right", "right", "ctrl+s", "enter", "escape")
    assert codes(peopled) == ["P1", "P2"]

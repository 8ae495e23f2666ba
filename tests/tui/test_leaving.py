"""A file leaves the study from the app only after somebody has read what it would tell."""

from pathlib import Path

import pyrage
import pytest

from qualcode.services.condensing.quotes import mark_quote
from qualcode.services.keeping.history import history
from qualcode.services.protecting.linkage import add_people, make_key
from qualcode.storage.opening import OpenStudy, open_study
from qualcode.views.linkage import KeyLock, KnownPerson
from tests.builders import SUBSTUDY, add_group, add_substudy, add_transcript, code_words
from tests.tui.driving import NARROW, opened, press, screen_text, until

SAID = "Kari sa at jeg bare skulle gå inn."


@pytest.fixture
def quoted(study: OpenStudy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A study with one quote, in which somebody of the linkage key is named; the settings say where the key is."""
    add_substudy(study)
    transcript = add_transcript(study, "P2", [("I", "Ja?"), ("P2", SAID)])
    mark_quote(study, code_words(study, transcript, SAID, add_group(study, "Uro")).coding_id)
    identity, key = tmp_path / "identity.txt", tmp_path / "elsewhere" / "key.age"
    lock = KeyLock(identities=str(pyrage.x25519.Identity.generate()))
    identity.write_text(lock.identities)
    key.parent.mkdir()
    make_key(key, lock, beside_study=True)
    add_people(key, lock, (KnownPerson("P1", SUBSTUDY, "Kari Nordmann"),))
    monkeypatch.setenv("QUALCODE_LINKAGE_KEY", str(key))
    monkeypatch.setenv("QUALCODE_LINKAGE_IDENTITY", str(identity))
    return study.path


def written(path: Path) -> list[str]:
    return [one.name for one in path.parent.iterdir() if one.suffix in (".docx", ".part")]


async def test_the_list_is_shown_and_escape_keeps_the_file_and_enter_lets_it_out(quoted: Path) -> None:
    async with opened(quoted, NARROW) as (app, pilot):
        for answer, names in (("escape", 0), ("enter", 1)):
            await press(pilot, "x", *"sitat", "enter", "enter")
            await until(pilot, lambda: "Kari sa" in screen_text(app))
            assert written(quoted) == [] or all(name.endswith(".part") for name in written(quoted))
            await press(pilot, answer)
            assert len(written(quoted)) == names


async def test_without_an_identity_the_passphrase_is_asked_for_and_may_be_left_out(
    quoted: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("QUALCODE_LINKAGE_IDENTITY")
    async with opened(quoted, NARROW) as (app, pilot):
        await press(pilot, "x", *"sitat", "enter", "enter")
        assert "Passord til koblingsnøkkelen" in screen_text(app)
        await press(pilot, *"hemmelig")
        assert "hemmelig" not in screen_text(app)
        await press(pilot, *["backspace"] * 8, "enter")
        await until(pilot, lambda: written(quoted) != [] and not written(quoted)[0].endswith(".part"))


async def test_a_line_is_accepted_with_a_reason_and_is_told_no_more(quoted: Path) -> None:
    async with opened(quoted, NARROW) as (app, pilot):
        await press(pilot, "x", *"sitat", "enter", "enter")
        await until(pilot, lambda: "Kari sa" in screen_text(app))
        await press(pilot, "L", "escape")  # no reason, nothing accepted
        assert "Kari sa" in screen_text(app)
        await press(pilot, "L", *"sangeren", "enter")
        assert len(written(quoted)) == 1
        await press(pilot, "x", *"sitat", "enter", "enter", "enter")
        await until(pilot, lambda: "å vurdere før den sendes" in screen_text(app) or len(written(quoted)) == 1)
        assert "Kari sa" not in screen_text(app)
    with open_study(quoted, coder="AA") as study:
        (accepted,) = history(study, action="leak.accept")
        assert "1" in accepted.summary

"""An encrypted study in the app."""

from pathlib import Path

import pytest

from qualcode.services.keeping.encrypting import encrypt
from qualcode.storage import ciphers
from qualcode.storage.opening import OpenStudy
from qualcode.tui.app import QualcodeApp
from tests.tui.driving import WIDE, press, screen_text, until

pytest.importorskip("sqlcipher3")


async def test_its_passphrase_is_asked_for_until_it_is_right_and_not_shown(study: OpenStudy, material: Path) -> None:
    study.close()
    encrypt(material, "riktig hest")
    ciphers.forget_key(material)
    app = QualcodeApp(material)
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until(pilot, lambda: "Passordfrase for" in screen_text(app) or "Passphrase of" in screen_text(app))
        await press(pilot, *"feil", "enter")
        await until(pilot, lambda: "åpner ikke" in screen_text(app) or "does not open" in screen_text(app))
        await press(pilot, *"riktig hest")
        assert "riktig" not in screen_text(app)
        await press(pilot, "enter")
        await until(pilot, lambda: app.session is not None)
    ciphers.forget_key(material)


async def test_a_new_study_is_encrypted_when_its_passphrase_is_typed_twice_alike(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    app, path = QualcodeApp(), tmp_path / "ny.qualcode"
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until(pilot, lambda: app.place is not None)
        await press(pilot, "n", *"ny", "enter", "enter", "right", "enter")
        await press(pilot, *"hest", "enter", *"hast", "enter")
        assert not path.exists()
        await press(pilot, *"hest", "enter", *"hest", "enter")
        await until(pilot, lambda: app.session is not None)
        assert "hest" not in screen_text(app)
    ciphers.forget_key(path)
    assert ciphers.looks_encrypted(path)
    ciphers.unlock(path, "hest")
    ciphers.forget_key(path)

"""An encrypted study in the app."""

from pathlib import Path

import pytest

from qualcode.services.encrypting import encrypt
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

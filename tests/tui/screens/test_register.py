"""The register on its screen: keys pressed, the study asked what it holds."""

from pathlib import Path

from qualcode.services.keeping.history import history
from qualcode.services.register.register import load_register, register
from qualcode.storage.opening import OpenStudy
from tests.tui.conftest import HOSTILE
from tests.tui.driving import opened, paste, press, screen_text


def _rows(study: OpenStudy, section: str) -> list[object]:
    return list(getattr(register(study), section))


async def test_a_member_of_the_team_is_written_renamed_taken_away_and_brought_back(
    study: OpenStudy, material: Path
) -> None:
    async with opened(material) as (app, pilot):
        await press(pilot, "f2", "r", "down", "down", "n")
        await paste(pilot, "AA")
        await press(pilot, "tab")
        await paste(pilot, f"lege {HOSTILE}")
        await press(pilot, "ctrl+s")
        assert [(one.name, one.role[:9]) for one in register(study).team] == [("AA", "lege [/x]")]
        await press(pilot, "tab", "down", "e", "B", "ctrl+s")
        assert [one.name for one in register(study).team] == ["AAB"]
        assert [entry.action for entry in history(study)][:2] == ["register.write", "register.write"]
        await press(pilot, "x")
        assert _rows(study, "team") == []
        await press(pilot, "u")
        assert [one.name for one in register(study).team] == ["AAB"]
        assert "AAB" in screen_text(app)


async def test_what_a_member_did_is_ticked_and_left_as_it_was_where_the_form_is_not_touched(
    study: OpenStudy, material: Path
) -> None:
    load_register(study, [("team", 1, {"name": "AA", "did": ("coded",), "background": "fastlege"})], file="x")
    async with opened(material) as (_, pilot):
        await press(pilot, "f2", "r", "down", "down", "tab", "down", "e")
        await press(pilot, *["tab"] * 9, "space", "ctrl+s")
    (member,) = register(study).team
    assert member.did == ("interviewed", "coded")
    assert member.background == "fastlege"


async def test_a_form_that_is_refused_comes_back_with_what_was_written(study: OpenStudy, material: Path) -> None:
    async with opened(material) as (app, pilot):
        await press(pilot, "f2", "r", *["down"] * 4, "n")
        await paste(pilot, "REK")
        await press(pilot, "tab", "tab", "tab")
        await paste(pilot, "i fjor")
        await press(pilot, "ctrl+s")
        assert _rows(study, "ethics") == []
        assert "er ikke en dato" in screen_text(app)
        assert "REK" in screen_text(app)
        await press(pilot, "tab", "tab", "tab", *["backspace"] * 6)
        await paste(pilot, "7.3.2016")
        await press(pilot, "ctrl+s")
    assert [(one.body, one.date) for one in register(study).ethics] == [("REK", "2016-03-07")]


async def test_what_somebody_else_changed_meanwhile_is_not_written_over(study: OpenStudy, material: Path) -> None:
    load_register(study, [("team", 1, {"name": "AA", "role": "leder"})], file="x")
    async with opened(material) as (_, pilot):
        await press(pilot, "f2", "r", "down", "down", "tab", "down", "e")
        load_register(study, [("team", 1, {"name": "AA", "occupation": "lege"})], file="x")
        await press(pilot, "tab", "!", "ctrl+s")
        assert [(one.role, one.occupation) for one in register(study).team] == [("leder", "lege")]
        await press(pilot, "ctrl+s")
        assert [(one.role, one.occupation) for one in register(study).team] == [("leder!", "lege")]


async def test_a_new_entry_does_not_write_over_one_of_the_same_name(study: OpenStudy, material: Path) -> None:
    load_register(study, [("team", 1, {"name": "AA", "role": "leder"})], file="x")
    async with opened(material) as (app, pilot):
        await press(pilot, "f2", "r", "down", "down", "n")
        await paste(pilot, "AA")
        await press(pilot, "ctrl+s")
        assert [one.role for one in register(study).team] == ["leder"]
        assert "AA" in screen_text(app)

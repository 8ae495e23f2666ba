"""Several readers, several coders, several analyses: keys pressed, the study asked what became of it."""

from pathlib import Path

import pytest

from qualcode.services.asking.agreement_rounds import agreement_rounds
from qualcode.services.coding.blind_coding import begin_blind, blind_codings, end_blind
from qualcode.services.coding.codebooks import add_subgroup, change_group
from qualcode.services.coding.differing import readings
from qualcode.services.coding.questions import answer, ask, questions
from qualcode.services.coding.units import code_groups, list_units
from qualcode.services.material.substudies import analyses, set_analysis
from qualcode.services.reading.preconceptions import preconceptions_of
from qualcode.services.reading.readers import readers
from qualcode.services.reading.reading import add_theme
from qualcode.services.themes.negotiating import agree_on, group_origins, negotiation
from qualcode.storage.opening import OpenStudy, open_study
from qualcode.tui.app import QualcodeApp
from qualcode.tui.dialogs.show import AgreeDialog
from qualcode.views.groups import GroupView
from tests.builders import SUBSTUDY, analysis_of, code_words
from tests.tui.conftest import HOSTILE
from tests.tui.driving import NARROW, opened, press, screen_text, until
from tests.tui.screens.coding_study import JACKET, SITTING, make_groups, transcript_key


@pytest.fixture
def groups(study: OpenStudy, material: Path) -> dict[str, int]:
    """Uro før timen, Plikt and Å bli trodd on the digits 1 to 3."""
    return make_groups(study)


def place(app: QualcodeApp) -> str:
    """Where one is."""
    assert app.place is not None
    return app.place.PLACE


def book(study: OpenStudy) -> dict[str, GroupView]:
    """The code groups by name, in order."""
    return {group.name: group for group in code_groups(study, analysis_of(study))}


async def test_preconceptions_are_written_from_the_studys_page_before_the_reading(
    study: OpenStudy, material: Path
) -> None:
    async with opened(material) as (app, pilot):
        assert "Forforståelsen din er ikke skrevet" in screen_text(app)
        await press(pilot, "F", *"motstand", "escape")
    (own,) = preconceptions_of(study, analysis_of(study))
    assert (own.text, own.late) == ("motstand", False)


async def test_the_lists_are_marked_done_and_negotiated_into_code_groups(study: OpenStudy, material: Path) -> None:
    analysis = analysis_of(study)
    with open_study(material, coder="BB") as other:
        add_theme(other, analysis, "skam")
        add_theme(other, analysis, "plikt")
    async with opened(material) as (app, pilot):
        await press(pilot, "f4", "n", *"flau", "ctrl+s")
        assert "skam" not in screen_text(app)
        await press(pilot, "D")
        assert "skam" in screen_text(app)
        await press(pilot, "L")
        assert place(app) == "negotiating"
        await press(pilot, "v", "tab", "v", "n", *"Skam", "ctrl+s")
        (agreed,) = negotiation(study, analysis).agreed
        assert agreed.name == "flauSkam"
        assert [one.name for one in agreed.sources] == ["flau", "skam"]
        await press(pilot, "tab", "shift+tab", "down", "x", *"sies ikke", "enter")
        plikt = negotiation(study, analysis).lists[1][1][1]
        assert (plikt.dropped, plikt.reason) == (True, "sies ikke")
        agree_on(study, analysis, [], "Sist")
        await until(pilot, lambda: "Sist" in screen_text(app))
        await press(pilot, "tab", "K", "down", "K")
        assert [one.name for one in negotiation(study, analysis).agreed] == ["Sist", "flauSkam"]
        await press(pilot, "u", "plus")
        group = next(iter(book(study).values()))
        assert group_origins(study, analysis)[group.id][0].name == "flauSkam"
        await press(pilot, "B")
        assert place(app) == "codebook"
        assert "AA: flau, BB: skam" in screen_text(app)


async def test_three_lists_are_walked_by_arrows_beside_what_is_agreed_and_a_theme_goes_into_an_agreed_one(
    study: OpenStudy, material: Path
) -> None:
    analysis = analysis_of(study)
    for reader, name in (("BB", "skam"), ("CC", "kontroll")):
        with open_study(material, coder=reader) as other:
            add_theme(other, analysis, name)
    async with opened(material, NARROW) as (app, pilot):
        await press(pilot, "f4", "n", *"uro", "ctrl+s", "L")
        assert "skam" not in screen_text(app)
        await press(pilot, "D", "enter")
        assert "kontroll" not in screen_text(app)
        assert "3 lister (← →)" in screen_text(app)
        await press(pilot, "right", "right", "v")
        shown = screen_text(app)
        assert "kontroll" in shown
        assert "Enige om" in shown
        await press(pilot, "right", "n", "ctrl+s")
    (agreed,) = negotiation(study, analysis).agreed
    assert (agreed.name, [one.name for one in agreed.sources]) == ("uro", ["uro", "kontroll"])


async def test_taking_done_back_puts_the_lid_on_again_and_the_team_may_open_it(
    study: OpenStudy, material: Path
) -> None:
    analysis = analysis_of(study)
    with open_study(material, coder="BB") as other:
        add_theme(other, analysis, "skam")
    async with opened(material, NARROW) as (app, pilot):
        await press(pilot, "f4", "b", "D", "D")
        own = readers(study, analysis).of("AA")
        assert own is not None
        assert own.done == ""
        assert "skam" not in screen_text(app)
        await press(pilot, "O")
        assert readers(study, analysis).open
        assert "skam" in screen_text(app)


async def test_the_codebook_is_reordered_split_merged_and_groups_are_retired(
    study: OpenStudy, material: Path, groups: dict[str, int]
) -> None:
    first = transcript_key(study, "P1")
    subgroup = add_subgroup(study, groups["Plikt"], "Jakka")
    code_words(study, first, JACKET, groups["Plikt"], subgroup_id=subgroup)
    code_words(study, first, SITTING, groups["Uro før timen"])
    async with opened(material) as (app, pilot):
        await press(pilot, "B", "M", "B", "J")
        assert list(book(study)) == ["Plikt", "Uro før timen", "Å bli trodd"]
        await press(pilot, "v", *"plikt", "enter")
        assert list(book(study)) == ["Plikt", "Å bli trodd"]
        assert book(study)["Plikt"].units == 2
        assert "Slo sammen" in screen_text(app)
        await press(pilot, "home", "down", "d", "home", *"Med ", "enter")
        assert list(book(study)) == ["Plikt", "Med Jakka", "Å bli trodd"]
        await press(pilot, "end", "o")
        assert book(study)["Å bli trodd"].retired
        await press(pilot, "u", "u", "u")
        assert list(book(study)) == ["Plikt", "Uro før timen", "Å bli trodd"]


async def test_a_retired_group_is_not_coded_into(study: OpenStudy, material: Path, groups: dict[str, int]) -> None:
    async with opened(material) as (app, pilot):
        await press(pilot, "B", "o", "f5", "1")
        assert list_units(study) == []
        await press(pilot, "c", *"uro før")
        assert "ny kodegruppe" in screen_text(app).lower()
        await press(pilot, "escape")


async def test_words_make_a_group_and_a_unit_is_marked_to_be_discussed(
    study: OpenStudy, material: Path, groups: dict[str, int]
) -> None:
    async with opened(material) as (app, pilot):
        await press(pilot, "f5", "down", "down", "i", "exclamation_mark")
        assert [(unit.text, unit.code_groups) for unit in list_units(study)] == [(JACKET, ("Med jakka på",))]
        assert "diskuteres" in screen_text(app)
        await press(pilot, "u", "u")
        assert list(book(study)) == list(groups)


async def test_a_colleague_is_asked_and_answers_from_her_page(
    study: OpenStudy, material: Path, groups: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(material) as (app, pilot):
        await press(pilot, "f5", "1", "Q", "enter", *"BB", "enter", *"uro?", "escape")
        (asked,) = questions(study)
        assert (asked.asked, asked.text) == ("BB", "uro?")
        assert "1 spørsmål venter" in screen_text(app)
        await press(pilot, "f2", "Q", "enter", "down", "enter")
        assert questions(study) == []
        await press(pilot, "u")
        assert [one.uid for one in questions(study)] == [asked.uid]
    monkeypatch.setenv("QUALCODE_CODER", "BB")
    async with opened(material) as (app, pilot):
        assert "AA har spurt deg" in screen_text(app)
        await press(pilot, "Q", "enter")
        assert place(app) == "coding"
        await press(pilot, *"ja", "escape")
    assert questions(study) == []
    assert questions(study, answered=True)[0].answer == "ja"


async def test_blind_coding_is_begun_done_and_its_different_readings_decided(
    study: OpenStudy, material: Path, groups: dict[str, int]
) -> None:
    analysis = analysis_of(study)
    async with opened(material) as (app, pilot):
        await press(pilot, "M", "n", *"BB", "enter", *"P1", "enter")
        assert [(one.transcript, one.coders) for one in blind_codings(study, analysis)] == [("P1", ("AA", "BB"))]
        with open_study(material, coder="BB") as other:
            code_words(other, transcript_key(study, "P1"), JACKET, groups["Plikt"])
        await press(pilot, "f5")
        assert "Plikt" not in screen_text(app).split("Egne ord")[0].split("Kodegrupper")[0]
        assert list_units(study) == []
        await press(pilot, "backspace", "r")
        end_blind(study, analysis)
        await press(pilot, "f2", "M")
        assert "≠ P1" in screen_text(app)
        await press(pilot, "1", *"ikke sagt", "enter")
        view = readings(study, analysis)
        assert view.left == ()
        assert (view.settled[0].kept, view.settled[0].reason) == ("AA", "ikke sagt")
        assert list_units(study) == []
        await press(pilot, "u")
        assert len(readings(study, analysis).left) == 1


async def test_what_was_read_differently_goes_to_a_new_group(
    study: OpenStudy, material: Path, groups: dict[str, int]
) -> None:
    analysis = analysis_of(study)
    begin_blind(study, analysis, ["AA", "BB"])
    code_words(study, transcript_key(study, "P1"), JACKET, groups["Plikt"])
    end_blind(study, analysis)
    async with opened(material, NARROW) as (_, pilot):
        await press(pilot, "M", "c", *"Venting", "enter", "enter")
    assert [unit.code_groups for unit in list_units(study)] == [("Venting",)]


async def test_coders_who_did_not_code_blind_are_compared_and_their_agreement_kept(
    study: OpenStudy, material: Path, groups: dict[str, int]
) -> None:
    analysis, p1 = analysis_of(study), transcript_key(study, "P1")
    code_words(study, p1, SITTING, groups["Uro før timen"])
    with open_study(material, coder="BB") as other:
        code_words(other, p1, SITTING, groups["Plikt"])
    async with opened(material, NARROW) as (app, pilot):
        await press(pilot, "M")
        assert "≠" not in screen_text(app)
        await press(pilot, "f", "enter")
        assert "≠ P1" in screen_text(app)
        await press(pilot, "p", *"repl", "enter")
        await until(pilot, lambda: isinstance(app.screen, AgreeDialog))
        await press(pilot, "enter")
        assert {(one.coders, one.level) for one in agreement_rounds(study)} == {(("AA", "BB"), "turn")}
        await press(pilot, "2", *"etter møtet", "enter")
        assert readings(study, analysis, coders=["AA", "BB"]).left == ()
        assert [unit.code_groups for unit in list_units(study)] == [("Plikt",)]
        await press(pilot, "f", "end", *", ZZ", "enter")
        assert "ZZ" in screen_text(app)
        await press(pilot, "u", "u")
    assert agreement_rounds(study) == []


async def test_a_second_analysis_of_the_same_transcripts_has_groups_of_its_own(
    study: OpenStudy, material: Path, groups: dict[str, int]
) -> None:
    async with opened(material) as (app, pilot):
        await press(pilot, "N", *"Artikkel 2", "enter", *"Hva sier de?", "tab", "tab", "enter", "right", "ctrl+s")
        made = next(one for one in analyses(study) if one.title == "Artikkel 2")
        assert (made.question, len(made.substudies)) == ("Hva sier de?", 1)
        await press(pilot, "f5")
        assert "Hva sier de?" in screen_text(app)
        assert code_groups(study, made.id) == ()
        await press(pilot, "f2", "N", *"Artikkel 2", "ctrl+s")
        assert len(analyses(study)) == 3


async def test_an_analysis_is_retired_and_brought_back_on_the_studys_page(
    study: OpenStudy, material: Path, groups: dict[str, int]
) -> None:
    set_analysis(study, "Tillit")
    async with opened(material, NARROW) as (app, pilot):
        await press(pilot, "o")
        assert [(one.title, one.retired) for one in analyses(study)][-1] == (SUBSTUDY, True)
        assert "ut av bruk" in screen_text(app)
        await press(pilot, "u")
        assert not any(one.retired for one in analyses(study))
    assert groups


async def test_one_walks_to_the_turns_that_nothing_is_coded_in(
    study: OpenStudy, material: Path, groups: dict[str, int]
) -> None:
    from qualcode.services.participants.speakers import set_speakers
    from tests.builders import add_participant

    add_participant(study, "P4")
    set_speakers(study, "P1", [("P4", "participant", "P4")])
    code_words(study, transcript_key(study, "P1"), SITTING, groups["Plikt"])
    async with opened(material) as (app, pilot):
        await press(pilot, "f5", "l")
        assert "1 replikk urørt" in screen_text(app)
        assert "replikk 4" in screen_text(app) or "bevise" in screen_text(app)


async def test_who_asked_can_read_the_answer_afterwards(
    study: OpenStudy, material: Path, groups: dict[str, int]
) -> None:
    unit = code_words(study, transcript_key(study, "P1"), JACKET, groups["Plikt"]).unit_id
    with open_study(material, coder="BB") as other:
        answer(other, ask(study, unit, "BB", "Hører det til?"), "Ja, absolutt")
    async with opened(material) as (app, pilot):
        await press(pilot, "Q")
        assert "0 spørsmål venter" in screen_text(app)
        assert "Hører det til? – Ja, absolutt" in screen_text(app)
        await press(pilot, "escape", "f5", "j", "enter")
        assert "AA → BB" in screen_text(app)
        assert "Ja, absolutt" in screen_text(app)


async def test_hostile_words_are_shown_as_they_are_on_every_one_of_these_screens(
    study: OpenStudy, material: Path, groups: dict[str, int]
) -> None:
    analysis = analysis_of(study)
    begin_blind(study, analysis, ["AA", "BB"])
    hostile = HOSTILE.replace(":", "")
    add_theme(study, analysis, hostile, note=HOSTILE)
    agree_on(study, analysis, [], hostile, reason=HOSTILE)
    change_group(study, groups["Plikt"], name=hostile, definition=HOSTILE)
    add_subgroup(study, groups["Plikt"], hostile)
    unit = code_words(study, transcript_key(study, "P1"), JACKET, groups["Plikt"]).unit_id
    ask(study, unit, "AA", HOSTILE)
    end_blind(study, analysis)
    async with opened(material, NARROW) as (app, pilot):
        for keys in (("B",), ("down",), ("f4", "L"), ("tab",), ("f2", "M"), ("f2", "Q")):
            await press(pilot, *keys)
            assert "\x1b" not in screen_text(app)
            assert "x]" in screen_text(app), screen_text(app)

"""Where something comes from, where it is used, and advice: asked with the same key on every step's screen."""

from pathlib import Path

import pytest

from qualcode.services.asking.answering import add_answer_evidence, put_answer
from qualcode.services.chapter.exporting import export_chapter
from qualcode.services.coding.codebooks import change_group
from qualcode.services.coding.meetings import meetings
from qualcode.services.coding.units import code_groups
from qualcode.services.condensing.quotes import quotes
from qualcode.services.synthesis.synthesis import add_paragraph
from qualcode.storage.opening import OpenStudy
from qualcode.tui.dialogs.quote import QuoteDialog
from qualcode.tui.dialogs.show import AgreeDialog, ShowDialog
from qualcode.tui.dialogs.take_back import TakeBackDialog
from qualcode.tui.dialogs.trace import TraceDialog
from qualcode.tui.screens.coding.screen import CodingScreen
from qualcode.tui.screens.condensing.screen import CondensingScreen
from tests.builders import add_group, analysis_of
from tests.services.word_edits import add_paragraph as type_paragraph
from tests.services.word_edits import edit, replace_words
from tests.tui.driving import NARROW, WIDE, opened, paste, press, screen_text, until
from tests.tui.screens.coding_study import PROVING, SITTING, coded
from tests.tui.screens.synthesis_study import FIRST, HEADING, SECOND, make_category, texts


@pytest.fixture
def keys(study: OpenStudy, material: Path) -> dict[str, int]:
    """A category with two paragraphs, on one of two condensates."""
    return make_category(study)


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_a_category_is_walked_back_to_a_unit_in_its_transcript(
    material: Path, keys: dict[str, int], size: tuple[int, int]
) -> None:
    async with opened(material, size) as (app, pilot):
        await press(pilot, "f7", "z")
        assert isinstance(app.screen, TraceDialog)
        assert HEADING in screen_text(app)
        await press(pilot, "enter")
        assert isinstance(app.screen, TraceDialog)
        assert HEADING in screen_text(app)
        await press(pilot, "backspace")
        assert "Spor · avsnitt" in screen_text(app)
        await press(pilot, "home", "o")
        assert isinstance(app.screen, CondensingScreen)
        await press(pilot, "f7", "z")
        await press(pilot, "escape", "f6", "z", "end", "enter")
        assert isinstance(app.screen, CodingScreen)
        assert app.session is not None
        assert app.session.looking.unit_id is not None


async def test_a_unit_that_is_used_is_taken_away_only_after_its_uses_were_shown(
    study: OpenStudy, material: Path, keys: dict[str, int]
) -> None:
    async with opened(material) as (app, pilot):
        await press(pilot, "f5", "j", "x")
        assert isinstance(app.screen, AgreeDialog)
        assert "kondensat" in screen_text(app)
        await press(pilot, "escape")
        assert [words for words, _ in coded(study)] == [SITTING, PROVING]
        await press(pilot, "x", "enter")
        assert [words for words, _ in coded(study)] == [PROVING]
        await press(pilot, "u")
        assert [words for words, _ in coded(study)] == [SITTING, PROVING]


async def test_a_unit_that_is_used_leaves_its_group_moves_and_is_merged_only_after_its_uses_were_shown(
    study: OpenStudy, material: Path, keys: dict[str, int]
) -> None:
    before = coded(study)
    (group,) = code_groups(study, analysis_of(study))
    change_group(study, group.id, key=1)
    change_group(study, add_group(study, "En annen"), key=2)
    async with opened(material) as (app, pilot):
        for acts in (("1",), ("r", "2"), ("v", "j", "v", "v")):
            await press(pilot, "f5", "home", "j", *acts)
            assert isinstance(app.screen, AgreeDialog), acts
            assert "kondensat" in screen_text(app)
            await press(pilot, "escape")
            assert coded(study) == before
            await press(pilot, "escape", "escape")
        await press(pilot, "f5", "home", "j", "1", "enter")
        assert [words for words, _ in coded(study)] == [PROVING]


async def test_a_unit_whose_quote_stands_in_a_category_is_not_offered_to_be_taken_away(
    study: OpenStudy, material: Path, keys: dict[str, int]
) -> None:
    add_paragraph(study, keys["category"], text="", quote_id=keys["quote"])
    before = coded(study)
    async with opened(material) as (app, pilot):
        for place_in_text in ("j", "jj"):
            await press(pilot, "f5", "home", *place_in_text, "x")
            if isinstance(app.screen, AgreeDialog):
                await press(pilot, "escape")
                continue
            assert f"det står i «{HEADING}»" in screen_text(app)
            assert "F7" in screen_text(app)
            break
        else:
            pytest.fail("it was offered")
        await press(pilot, "q")
        assert isinstance(app.screen, QuoteDialog)
        assert f"Står i «{HEADING}»" in screen_text(app)
        await press(pilot, "escape")
        assert coded(study) == before
        assert len(quotes(study)) == 1


async def test_a_quote_is_printed_and_signed_from_coding_as_from_condensation_in_one_act(
    study: OpenStudy, material: Path, keys: dict[str, int]
) -> None:
    async with opened(material, NARROW) as (app, pilot):
        await press(pilot, "f5", "j", "j", "q", *"Xyz", "tab", "right", "tab", "right", "escape")
        (quote,) = quotes(study)
        assert (quote.printed, quote.signed, quote.golden) == (f"{PROVING}Xyz", True, True)
        assert "«Xyz»" not in screen_text(app)
        await press(pilot, "u")
        (quote,) = quotes(study)
        assert (quote.printed, quote.signed, quote.golden) == (PROVING, False, False)


async def test_a_category_that_an_answer_rests_on_is_taken_away_only_after_that_was_shown(
    study: OpenStudy, material: Path, keys: dict[str, int]
) -> None:
    answer = put_answer(study, "Kjente de seg gransket?", assessment="De fleste.")
    add_answer_evidence(study, answer.id, f"category:{HEADING}")
    async with opened(material) as (app, pilot):
        await press(pilot, "f7", "X")
        assert isinstance(app.screen, AgreeDialog)
        assert "Kjente de seg gransket?" in screen_text(app)
        await press(pilot, "escape")
        assert texts(study) == [FIRST, SECOND]
        await press(pilot, "X", "enter", "u", "z")
        assert texts(study) == [FIRST, SECOND]


async def test_where_there_is_nothing_to_trace_it_is_said(material: Path) -> None:
    async with opened(material, NARROW) as (app, pilot):
        for place in ("f5", "f6", "f7"):
            await press(pilot, place, "z")
            assert not isinstance(app.screen, TraceDialog)


@pytest.mark.parametrize("place", ["f4", "f5", "f6", "f7"])
async def test_advice_on_a_step_is_a_page_of_its_own(material: Path, keys: dict[str, int], place: str) -> None:
    async with opened(material, NARROW) as (app, pilot):
        await press(pilot, place, "H")
        assert isinstance(app.screen, ShowDialog)
        assert "Råd, ikke regler." in screen_text(app)
        await press(pilot, "escape")
        assert not isinstance(app.screen, ShowDialog)


async def test_a_meeting_is_noted_and_changed_and_a_unit_made_an_example(
    study: OpenStudy, material: Path, keys: dict[str, int]
) -> None:
    async with opened(material) as (app, pilot):
        await press(pilot, "f6", "asterisk", "D", *"7.3.202", "enter")
        await press(pilot, "enter", *"AA", "ctrl+s")
        assert meetings(study) == []
        await press(pilot, "end", "6", "ctrl+s")
        assert [(one.held, one.present) for one in meetings(study)] == [("2026-03-07", "AA")]
        await press(pilot, "D", "enter", "enter", "end", *", BB", "ctrl+s")
        assert [one.present for one in meetings(study)] == ["AA, BB"]
        assert "2026-03-07" not in screen_text(app)
        await press(pilot, "D", "enter", "end", *["backspace"] * 10)
        await press(pilot, "enter", "end", *["backspace"] * 6, "ctrl+s")
        assert meetings(study) == []
        await press(pilot, "u")
        assert [one.present for one in meetings(study)] == ["AA, BB"]
    with study.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM coding WHERE example").scalar_one() == 1


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_texts_edited_in_word_are_walked_and_only_those_marked_are_taken_back(
    study: OpenStudy, material: Path, keys: dict[str, int], size: tuple[int, int]
) -> None:
    path = material.parent / "kapittel.docx"
    export_chapter(study, path)
    changes = (
        replace_words(FIRST, "[/x] [a=b] Alle."),
        replace_words(SECOND, "Ingen."),
        type_paragraph("«Dette har ingen sagt noe sted.»", after="Ingen.", style="Quote"),
    )
    changed = edit(path, lambda root: [change(root) for change in changes])
    async with opened(material, size) as (app, pilot):
        await press(pilot, "f7", "F")
        await paste(pilot, str(changed))
        await press(pilot, "enter")
        assert isinstance(app.screen, TakeBackDialog)
        assert "[/x]" in screen_text(app)
        assert "1 feil i fila" in screen_text(app)
        assert "! avsnitt" in screen_text(app)
        await press(pilot, "space", "down", "space", "ctrl+s")
        assert texts(study) == [FIRST, "Ingen."]
        await press(pilot, "u")
        assert texts(study) == [FIRST, SECOND]


async def test_the_units_for_the_meeting_are_written_from_the_study_page(
    study: OpenStudy, material: Path, keys: dict[str, int]
) -> None:
    async with opened(material) as (app, pilot):
        await press(pilot, "x", *"møtet", "enter", "enter")
        await until(pilot, (material.parent / "study-enheter.docx").exists)
        assert app.session is not None

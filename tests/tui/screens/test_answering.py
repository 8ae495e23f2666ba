"""The matrix of questions and answers on its screen: keys pressed, the study and the Word file asked what they hold."""

from pathlib import Path

from docx import Document

from qualcode.services.asking.answering import answers, put_answer
from qualcode.services.material.substudies import analyses
from qualcode.services.synthesis.synthesis import add_category
from qualcode.storage.opening import OpenStudy
from tests.tui.conftest import HOSTILE
from tests.tui.driving import opened, paste, press, screen_text


def _told(study: OpenStudy) -> list[tuple[str, str, str]]:
    return [(one.question, one.subquestion, one.assessment) for one in answers(study)]


async def test_a_question_is_asked_assessed_supported_and_taken_away_with_keys(
    study: OpenStudy, material: Path
) -> None:
    async with opened(material) as (app, pilot):
        await press(pilot, "f2", "a", "n")
        await paste(pilot, f"Virker det? {HOSTILE}")
        await press(pilot, "ctrl+s", "i")
        await paste(pilot, "For hvem?")
        await press(pilot, "tab", *"NAV", "ctrl+s")
        question = answers(study)[0].question
        assert question.startswith("Virker det?")
        assert _told(study) == [(question, "", ""), (question, "For hvem?", "NAV")]
        await press(pilot, "c")
        await paste(pilot, "table:Tabell 2")
        await press(pilot, "enter")
        assert [(piece.kind, piece.told) for piece in answers(study)[1].evidence] == [("table", "Tabell 2")]
        assert "Tabell 2" in screen_text(app)
        await press(pilot, "e", "!", "ctrl+s", "tab", "tab", "x")
        assert answers(study)[1].subquestion == "For hvem?!"
        assert answers(study)[1].evidence == ()
        await press(pilot, "shift+tab", "x")
        assert len(_told(study)) == 2
        await press(pilot, "shift+tab", "up", "x")
        assert _told(study) == []
        await press(pilot, "u", "u")
        assert len(answers(study)[1].evidence) == 1


async def test_evidence_is_chosen_by_typing_and_the_matrix_is_written_as_word(
    study: OpenStudy, material: Path, tmp_path: Path
) -> None:
    add_category(study, analyses(study)[0].id, "Å bli trodd")
    put_answer(study, "Virker det?", assessment="Delvis.")
    target = tmp_path / "matrix.docx"
    async with opened(material) as (app, pilot):
        await press(pilot, "f2", "a", "c", *"trodd", "enter")
        assert [(one.kind, one.told) for one in answers(study)[0].evidence] == [("category", "Å bli trodd")]
        await press(pilot, "tab", "tab", "enter")
        assert "Spor · resultatkategori · Å bli trodd" in screen_text(app)
        await press(pilot, "escape")
        await press(pilot, "w", *["ctrl+u"])
        await paste(pilot, str(target))
        await press(pilot, "enter")
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
    cells = [cell.text for row in Document(str(target)).tables[0].rows for cell in row.cells]
    assert {"Virker det?", "Delvis.", "Resultatkategori: Å bli trodd"} <= set(cells)


async def test_what_somebody_else_wrote_meanwhile_is_not_written_over(study: OpenStudy, material: Path) -> None:
    put_answer(study, "Virker det?")
    async with opened(material) as (_, pilot):
        await press(pilot, "f2", "a", "e")
        put_answer(study, "Virker det?", assessment="Ja.")
        await press(pilot, "tab", "N", "ctrl+s")
        assert [one.assessment for one in answers(study)] == ["Ja."]

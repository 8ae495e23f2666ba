"""Step 1: impressions, themes, and what has been opened and read."""

import pytest
from sqlalchemy import func, select
from sqlmodel import col

from qualcode.errors import ChangedMeanwhile, NameRefused, NameTaken, NothingNamed, NothingToUndo
from qualcode.model import JournalEntry, ReadingMark
from qualcode.services.keeping.history import history, redo, undo
from qualcode.services.reading.reading import (
    add_theme,
    change_theme,
    impression,
    mark_read,
    move_theme,
    remove_theme,
    themes,
    write_impression,
)
from qualcode.services.reading.rereading import mark_opened
from qualcode.storage.content import content_hash
from qualcode.storage.opening import OpenStudy, open_study
from tests.builders import add_substudy, add_transcript, analysis_of


@pytest.fixture
def analysis(study: OpenStudy) -> int:
    """The analysis of the patients' substudy."""
    add_substudy(study)
    return analysis_of(study)


def names(study: OpenStudy, analysis: int, coder: str | None = "AA") -> list[str]:
    """The themes of a list, in order."""
    return [theme.name for theme in themes(study, analysis, coder=coder)]


def hash_of(study: OpenStudy) -> str:
    """What the study holds."""
    with study.reading() as connection:
        return content_hash(connection)


def entries(study: OpenStudy) -> int:
    """How many entries the journal has."""
    with study.reading() as connection:
        return connection.execute(select(func.count()).select_from(JournalEntry)).scalar_one()


def marks(study: OpenStudy) -> list[tuple[int, bool]]:
    """Every reading mark: transcript, read."""
    with study.reading() as connection:
        rows = connection.execute(select(col(ReadingMark.transcript_id), col(ReadingMark.read)))
        return [(row[0], row[1]) for row in rows]


def test_each_reader_has_an_impression_of_her_own(study: OpenStudy, analysis: int) -> None:
    write_impression(study, analysis, "  Mye uro.\r\nFør timen.  ")
    with open_study(study.path, coder="BB") as other:
        assert impression(other, analysis) == ""
        write_impression(other, analysis, "Humor.")
        assert impression(other, analysis) == "Humor."
    assert impression(study, analysis) == "Mye uro.\nFør timen."


def test_writing_the_same_impression_again_leaves_no_trace(study: OpenStudy, analysis: int) -> None:
    write_impression(study, analysis, "Mye uro.")
    before = entries(study)
    write_impression(study, analysis, "Mye uro. ")
    assert entries(study) == before


def test_an_empty_impression_is_taken_away_and_undo_brings_it_back(study: OpenStudy, analysis: int) -> None:
    write_impression(study, analysis, "Mye uro.")
    before = hash_of(study)
    write_impression(study, analysis, " ")
    assert impression(study, analysis) == ""
    undo(study)
    assert (impression(study, analysis), hash_of(study)) == ("Mye uro.", before)


def test_a_reader_who_has_never_written_has_an_empty_impression(study: OpenStudy, analysis: int) -> None:
    with open_study(study.path, coder="ZZ") as other:
        assert impression(other, analysis) == ""


def test_own_and_agreed_themes_are_lists_apart(study: OpenStudy, analysis: int) -> None:
    add_theme(study, analysis, "Uro", note="brevet")
    add_theme(study, analysis, "Uro", agreed=True)
    assert names(study, analysis) == ["Uro"]
    assert names(study, analysis, "") == ["Uro"]
    assert [(theme.coder, theme.note) for theme in themes(study)] == [("", ""), ("AA", "brevet")]


def test_a_list_has_a_theme_once(study: OpenStudy, analysis: int) -> None:
    add_theme(study, analysis, "Uro")
    with pytest.raises(NameTaken):
        add_theme(study, analysis, " Uro ")
    other = add_theme(study, analysis, "Plikt")
    with pytest.raises(NameTaken):
        change_theme(study, other, name="Uro")
    assert names(study, analysis) == ["Uro", "Plikt"]


def test_a_theme_is_called_what_the_reader_likes_but_not_nothing(study: OpenStudy, analysis: int) -> None:
    add_theme(study, analysis, "kontroll/mistillit: begge deler")
    assert names(study, analysis) == ["kontroll/mistillit: begge deler"]
    with pytest.raises(NameRefused):
        add_theme(study, analysis, " \n ")


def test_a_theme_keeps_what_is_not_changed(study: OpenStudy, analysis: int) -> None:
    theme = add_theme(study, analysis, "Uro", note="brevet")
    change_theme(study, theme, name="Uro før timen")
    change_theme(study, theme, note="brevet under pizzaesken")
    kept = themes(study, analysis)[0]
    assert (kept.name, kept.note) == ("Uro før timen", "brevet under pizzaesken")


def test_a_theme_somebody_else_changed_is_not_overwritten(study: OpenStudy, analysis: int) -> None:
    theme = add_theme(study, analysis, "Uro", agreed=True)
    seen = themes(study, analysis)[0].version
    change_theme(study, theme, name="Uro før timen", seen=seen)
    with pytest.raises(ChangedMeanwhile):
        change_theme(study, theme, name="Frykt", seen=seen)
    assert names(study, analysis, "") == ["Uro før timen"]


@pytest.mark.parametrize(("moved", "to", "order"), [(0, 2, "bca"), (2, 0, "cab"), (1, 99, "acb"), (1, -3, "bac")])
def test_a_theme_moves_within_its_list(study: OpenStudy, analysis: int, moved: int, to: int, order: str) -> None:
    keys = [add_theme(study, analysis, name) for name in "abc"]
    before = hash_of(study)
    move_theme(study, keys[moved], to=to)
    assert "".join(names(study, analysis)) == order
    undo(study)
    assert hash_of(study) == before


def test_a_new_theme_comes_last_also_after_one_was_removed(study: OpenStudy, analysis: int) -> None:
    keys = [add_theme(study, analysis, name) for name in "abc"]
    remove_theme(study, keys[0])
    add_theme(study, analysis, "d")
    assert "".join(names(study, analysis)) == "bcd"
    undo(study)
    undo(study)
    assert "".join(names(study, analysis)) == "abc"


def test_a_theme_removed_by_somebody_else_cannot_be_removed_again(study: OpenStudy, analysis: int) -> None:
    theme = add_theme(study, analysis, "a")
    remove_theme(study, theme)
    with pytest.raises(ChangedMeanwhile):
        remove_theme(study, theme)


def test_opening_a_transcript_is_remembered_once_and_is_nothing_to_undo(study: OpenStudy, analysis: int) -> None:
    transcript = add_transcript(study, "P1", "Hei.")
    before = entries(study)
    mark_opened(study, analysis, transcript)
    mark_opened(study, analysis, transcript)
    assert marks(study) == [(transcript, False)]
    assert entries(study) == before + 1
    undo(study)
    assert "transcripts.import" in history(study)[0].summary
    assert marks(study) == [(transcript, False)]


def test_each_reader_opens_for_herself(study: OpenStudy, analysis: int) -> None:
    transcript = add_transcript(study, "P1", "Hei.")
    mark_opened(study, analysis, transcript)
    with open_study(study.path, coder="BB") as other:
        mark_opened(other, analysis, transcript)
        with pytest.raises(NothingToUndo):
            undo(other)
    assert marks(study) == [(transcript, False)] * 2


def test_marking_as_read_can_be_undone_and_the_opening_stays(study: OpenStudy, analysis: int) -> None:
    transcript = add_transcript(study, "P1", "Hei.")
    mark_opened(study, analysis, transcript)
    mark_read(study, analysis, transcript)
    assert marks(study) == [(transcript, True)]
    undo(study)
    assert marks(study) == [(transcript, False)]
    redo(study)
    assert marks(study) == [(transcript, True)]
    mark_read(study, analysis, transcript, read=False)
    assert marks(study) == [(transcript, False)]


def test_what_was_never_opened_can_be_marked_as_read_but_not_as_unread(study: OpenStudy, analysis: int) -> None:
    transcript = add_transcript(study, "P1", "Hei.")
    mark_read(study, analysis, transcript, read=False)
    assert marks(study) == []
    mark_read(study, analysis, transcript)
    assert marks(study) == [(transcript, True)]


def test_a_transcript_of_other_material_is_not_read_for_this_analysis(study: OpenStudy, analysis: int) -> None:
    add_substudy(study, "Fastlegene")
    other = add_transcript(study, "G1", "Hei.", substudy="Fastlegene")
    for act in (mark_opened, mark_read):
        with pytest.raises(NothingNamed):
            act(study, analysis, other)
    assert marks(study) == []

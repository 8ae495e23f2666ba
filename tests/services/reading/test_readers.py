"""Step 1, each by herself: others' lists are under a lid until one's own is done or the team opens them."""

import pytest

from qualcode.errors import StillInUse
from qualcode.services.keeping.history import history, undo
from qualcode.services.material.substudies import set_analysis
from qualcode.services.material.transcripts import transcript_lines
from qualcode.services.overview.next_steps import next_steps
from qualcode.services.reading.notes import add_note, notes
from qualcode.services.reading.preconceptions import preconceptions_of, write_preconceptions
from qualcode.services.reading.readers import mark_list_done, open_lists, readers
from qualcode.services.reading.reading import add_theme, mark_read, remove_theme, themes, write_impression
from qualcode.services.reading.rereading import mark_opened
from qualcode.services.themes.negotiating import agree_on, group_origins, groups_from_themes
from qualcode.storage.opening import OpenStudy, open_study
from tests.builders import SUBSTUDY, add_substudy, add_transcript, analysis_of


@pytest.fixture
def analysis(study: OpenStudy) -> int:
    """An analysis for which BB has written everything that step 1 asks for, and AA has opened a transcript."""
    add_substudy(study)
    analysis, transcript = analysis_of(study), add_transcript(study, "P1", "Nei. Jo.")
    with open_study(study.path, coder="BB") as other:
        write_preconceptions(other, analysis, "Hemmelig venting")
        write_impression(other, analysis, "Hemmelig inntrykk")
        add_theme(other, analysis, "Hemmelig tema")
        add_theme(other, analysis, "Enighet", agreed=True)
        add_note(other, analysis, transcript, "Hemmelig notat")
    mark_opened(study, analysis, transcript)
    return analysis


def seen(study: OpenStudy, analysis: int) -> tuple[list[str], int, int]:
    """Themes, notes with impressions, and preconceptions that this coder may see."""
    names = [theme.name for theme in themes(study, analysis)]
    return names, len(notes(study, analysis)), len(preconceptions_of(study, analysis))


def told(study: OpenStudy) -> str:
    """What the journal says to this coder."""
    return " ".join(row.summary for row in history(study))


def test_others_lists_impressions_notes_and_preconceptions_are_hidden_until_ones_own_list_is_done(
    study: OpenStudy, analysis: int
) -> None:
    assert seen(study, analysis) == ([], 0, 0)
    assert readers(study, analysis).hidden
    assert "Hemmelig" not in told(study)
    mark_list_done(study, analysis)
    assert seen(study, analysis) == (["Enighet", "Hemmelig tema"], 2, 1)
    assert not readers(study, analysis).hidden
    assert "Hemmelig tema" in told(study)
    mark_list_done(study, analysis, done=False)
    assert seen(study, analysis) == ([], 0, 0)


def agreed(study: OpenStudy, analysis: int) -> list[str]:
    """The agreed themes that this coder may see."""
    return [theme.name for theme in themes(study, analysis, coder="")]


def test_what_came_of_others_lists_is_hidden_from_who_comes_late_and_not_what_came_of_her_own(
    study: OpenStudy, analysis: int
) -> None:
    own = add_theme(study, analysis, "Eget")
    with open_study(study.path, coder="BB") as other:
        (theirs,) = [theme.id for theme in themes(other, analysis) if theme.coder == "BB"]
        agree_on(other, analysis, [theirs], "Deres")
        agree_on(other, analysis, [own, theirs], "Felles")
        mark_list_done(other, analysis)
        assert agreed(other, analysis) == ["Enighet", "Deres", "Felles"]
    agree_on(study, analysis, [own], "Mitt")
    assert agreed(study, analysis) == ["Mitt"]
    (mine,) = themes(study, analysis, coder="AA")
    assert mine.agreed == "Mitt"
    agree_on(study, analysis, [own], "Felles")
    assert agreed(study, analysis) == []
    assert [theme.agreed for theme in themes(study, analysis, coder="AA")] == [""], "its name is not told either"
    with pytest.raises(StillInUse) as refused:
        remove_theme(study, own)
    assert "Felles" not in refused.value.message
    mark_list_done(study, analysis)
    with pytest.raises(StillInUse, match="Felles"):
        remove_theme(study, own)


def test_who_reads_with_nobody_sees_what_she_agreed_on_with_herself(study: OpenStudy, analysis: int) -> None:
    add_substudy(study, "Legene")
    second = analysis_of(study, "Legene")
    add_theme(study, second, "Uro", agreed=True)
    with open_study(study.path, coder="BB") as other:
        write_impression(other, second, "Også jeg")
    assert agreed(study, second) == ["Uro"]


def test_what_has_become_a_code_group_is_hidden_no_longer_and_that_is_said(study: OpenStudy, analysis: int) -> None:
    assert not readers(study, analysis).gone_on
    assert groups_from_themes(study, analysis) == 0, "nobody makes groups of what she does not see"
    with open_study(study.path, coder="BB") as other:
        assert groups_from_themes(other, analysis) == 1
        add_theme(other, analysis, "Nytt", agreed=True)
        assert not readers(other, analysis).gone_on
    assert agreed(study, analysis) == ["Enighet"]
    assert readers(study, analysis).gone_on
    assert [[theme.name for theme in came] for came in group_origins(study, analysis).values()] == [["Enighet"]]
    mark_list_done(study, analysis)
    assert agreed(study, analysis) == ["Enighet", "Nytt"]
    assert not readers(study, analysis).gone_on


def test_the_other_reader_sees_her_own_all_along(study: OpenStudy, analysis: int) -> None:
    add_theme(study, analysis, "Uro")
    with open_study(study.path, coder="BB") as other:
        assert seen(other, analysis) == (["Hemmelig tema"], 2, 1)


def test_the_team_opens_the_lists_by_an_act_that_is_journaled_and_undone(study: OpenStudy, analysis: int) -> None:
    open_lists(study, analysis)
    assert seen(study, analysis)[0] == ["Enighet", "Hemmelig tema"]
    assert history(study)[0].action == "lists.open"
    undo(study)
    assert seen(study, analysis)[0] == []


def test_who_reads_nothing_sees_the_lists_unless_she_is_said_to_read_alone(study: OpenStudy, analysis: int) -> None:
    with open_study(study.path, coder="CC") as other:
        assert "Hemmelig tema" in seen(other, analysis)[0]
        other.reads_alone = True
        assert seen(other, analysis) == ([], 0, 0)


def test_being_done_with_one_analysis_opens_no_other(study: OpenStudy, analysis: int) -> None:
    add_substudy(study, "Legene")
    second = analysis_of(study, "Legene")
    add_theme(study, second, "Uro")
    with open_study(study.path, coder="BB") as other:
        add_theme(other, second, "Skjult")
    mark_list_done(study, analysis)
    assert [theme.name for theme in themes(study, second)] == ["Uro"]


def test_progress_is_known_from_opening_and_shown_for_everybody(study: OpenStudy, analysis: int) -> None:
    second = add_transcript(study, "P2", "Ja.")
    with open_study(study.path, coder="BB") as other:
        mark_read(other, analysis, second)
    state = readers(study, analysis)
    assert [(one.coder, one.opened, one.read, one.total) for one in state.readers] == [("AA", 1, 0, 2), ("BB", 1, 1, 2)]


def test_new_interviews_open_the_step_again_for_who_was_done(study: OpenStudy, analysis: int) -> None:
    mark_list_done(study, analysis)
    assert readers(study, analysis).came_since == ()
    second = add_transcript(study, "P2", "Ja.")
    assert readers(study, analysis).came_since == ("P2",)
    assert "Hemmelig tema" in seen(study, analysis)[0], "what has been seen is not hidden again"
    mark_read(study, analysis, second)
    assert readers(study, analysis).came_since == ()
    add_transcript(study, "P3", "Ja.")
    mark_list_done(study, analysis)
    assert readers(study, analysis).came_since == ()


def test_the_lid_stays_on_while_others_go_on_working(study: OpenStudy, analysis: int) -> None:
    with open_study(study.path, coder="BB") as other:
        for number in range(3):
            assert seen(study, analysis)[0] == []
            add_theme(other, analysis, f"Hemmelig {number}")
            assert seen(study, analysis)[0] == []


def test_what_is_next_is_to_finish_ones_list_and_then_to_negotiate(study: OpenStudy, analysis: int) -> None:
    def coming() -> dict[str, int]:
        return {step.kind: step.count for step in next_steps(study) if step.step == 1}

    add_theme(study, analysis, "Eget tema")
    with open_study(study.path, coder="BB") as other:
        mark_opened(other, analysis, transcript_lines(study, analysis)[0].id)
    assert not {"list-not-done", "undecided"} & set(coming())
    mark_read(study, analysis, transcript_lines(study, analysis)[0].id)
    assert "list-not-done" in coming()
    mark_list_done(study, analysis)
    assert "list-not-done" not in coming()
    assert coming()["undecided"] == 2
    agree_on(study, analysis, [one.id for one in themes(study, analysis) if one.coder], "Enighet")
    assert "undecided" not in coming()


def test_a_substudy_that_joins_the_analysis_brings_its_interviews_as_new_ones(study: OpenStudy, analysis: int) -> None:
    add_substudy(study, "Fastlegene")
    add_transcript(study, "FL1", "Ja.", substudy="Fastlegene")
    mark_read(study, analysis_of(study), 1)
    mark_list_done(study, analysis)
    assert readers(study, analysis).came_since == ()
    set_analysis(study, SUBSTUDY, substudies=[SUBSTUDY, "Fastlegene"])
    assert readers(study, analysis).came_since == ("FL1",)

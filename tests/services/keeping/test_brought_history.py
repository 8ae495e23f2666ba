"""Claims about the history after a merge: who did what in the other copy, once each, nothing to undo or to leak."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlmodel import col

from qualcode.errors import NothingToRedo, NothingToUndo
from qualcode.model import JournalEntry, JournalImages, MeaningUnit, Theme
from qualcode.services.coding import codebooks
from qualcode.services.coding.group_history import group_history
from qualcode.services.keeping.backups import back_up
from qualcode.services.keeping.checking import check
from qualcode.services.keeping.history import history, redo, undo
from qualcode.services.keeping.merging import merge
from qualcode.services.material import correcting
from qualcode.services.participants.speakers import set_speakers
from qualcode.services.protecting.withdrawing import withdraw_participant
from qualcode.services.reading.reading import add_theme
from qualcode.services.tracing.tracing import trace
from qualcode.storage.opening import OpenStudy, open_study
from qualcode.storage.undoing import next_to_undo
from qualcode.views.withdrawing import ALL, OWN_WORDS
from tests.builders import (
    add_group,
    add_participant,
    add_substudy,
    add_transcript,
    analysis_of,
    code_words,
    hash_of,
    text_of,
)

SAID = "Jeg ble sittende i gangen.\n\nMed jakka på. Så gikk jeg hjem."
FROM = "From another copy: "


@pytest.fixture
def ours(study: OpenStudy) -> OpenStudy:
    add_substudy(study)
    code_words(study, add_transcript(study, "P1", SAID), "i gangen", add_group(study, "Uro"))
    return study


@pytest.fixture
def theirs(ours: OpenStudy, tmp_path: Path) -> Iterator[OpenStudy]:
    with open_study(back_up(ours, tmp_path / "theirs.qualcode"), coder="BB") as copy:
        yield copy


def _own(study: OpenStudy) -> list[tuple[str, str, str]]:
    return [(row.coder, row.at, row.summary) for row in history(study)]


def _units(study: OpenStudy) -> dict[str, str]:
    with study.reading() as connection:
        rows = connection.execute(select(MeaningUnit)).mappings()
        return {str(row["text"]): str(row["uid"]) for row in rows}


def test_who_did_what_when_in_the_other_copy_is_told_beneath_the_merge(ours: OpenStudy, theirs: OpenStudy) -> None:
    before = _own(ours)
    code_words(theirs, 1, "gikk jeg hjem", codebooks.add_group(theirs, analysis_of(theirs), "Etterpå"))
    undo(theirs)
    redo(theirs)
    there = _own(theirs)[:4]
    report = merge(ours, theirs.path)
    after = _own(ours)
    assert report.entries == 4
    assert after[0][0] == "AA"
    assert "theirs.qualcode" in after[0][2]
    assert after[1:5] == [(coder, at, FROM + summary) for coder, at, summary in there]
    assert after[5:] == before
    assert [row.coder for row in history(ours, coder="BB")] == ["BB"] * 4
    assert check(ours).ok
    acts = trace(ours, _units(ours)["gikk jeg hjem"]).history
    assert ("BB", "unit.code") in {(act.coder, act.action) for act in acts}


def test_each_entry_comes_once_however_it_comes(ours: OpenStudy, theirs: OpenStudy, tmp_path: Path) -> None:
    codebooks.add_group(theirs, analysis_of(theirs), "Etterpå")
    with open_study(back_up(ours, tmp_path / "third.qualcode"), coder="CC") as third:
        assert merge(third, theirs.path).entries == 1
        codebooks.add_group(third, analysis_of(third), "Før")
        # BB's one, the merge in the third copy, and CC's one.
        assert merge(ours, third.path).entries == 3
        assert merge(ours, theirs.path).entries == 0
        assert merge(ours, third.path).entries == 0
        # Back again: AA's merge only.
        assert merge(theirs, ours.path).entries == 3
    added = [row.summary for row in history(ours) if row.action == "group.new" and row.coder != "AA"]
    assert added == [f'{FROM}Added the code group "Før"', f'{FROM}Added the code group "Etterpå"']
    own = next(row.summary for row in history(theirs, action="group.new") if row.coder == "BB")
    assert own == 'Added the code group "Etterpå"'


def test_what_came_is_undone_with_the_merge_and_never_by_itself(ours: OpenStudy, theirs: OpenStudy) -> None:
    with open_study(theirs.path, coder="AA") as same_coder:
        codebooks.change_group(same_coder, 1, name="Frykt")
    codebooks.change_group(theirs, 1, name="Angst")
    before = hash_of(ours)
    merge(ours, theirs.path)
    group = [row.coder for row in group_history(ours, 1) if row.action == "group.edit"]
    assert group == ["BB", "AA"]
    with open_study(ours.path, coder="BB") as bb, pytest.raises(NothingToUndo):
        undo(bb)
    assert "theirs.qualcode" in undo(ours)
    assert hash_of(ours) == before
    assert [row for row in group_history(ours, 1) if row.action == "group.edit"] == []
    assert "theirs.qualcode" in redo(ours)
    assert len([row for row in group_history(ours, 1) if row.action == "group.edit"]) == 2


def test_what_was_undone_there_later_is_undone_here_after_the_next_merge(ours: OpenStudy, theirs: OpenStudy) -> None:
    codebooks.change_group(theirs, 1, name="Angst")
    merge(ours, theirs.path)
    for step, standing in ((undo, 0), (redo, 1), (undo, 0)):
        step(theirs)
        merge(ours, theirs.path)
        assert len([row for row in group_history(ours, 1) if row.action == "group.edit"]) == standing


def test_done_and_undone_there_comes_as_history_alone(ours: OpenStudy, theirs: OpenStudy) -> None:
    codebooks.change_group(theirs, 1, name="Angst")
    undo(theirs)
    before = hash_of(ours)
    report = merge(ours, theirs.path)
    assert (report.did_something, report.entries, hash_of(ours)) == (False, 2, before)
    assert [row.action for row in history(ours, limit=3)] == ["study.merge", "history.undo", "group.edit"]
    assert undo(ours) == 'Coded "i gangen" in P1 into Uro'
    assert merge(ours, theirs.path).entries == 0


def test_no_word_of_a_row_comes_with_its_entry(ours: OpenStudy, theirs: OpenStudy) -> None:
    add_theme(theirs, analysis_of(theirs), "Skammen", note="noe ingen andre har skrevet")
    merge(ours, theirs.path)
    with ours.reading() as connection:
        images = (
            select(col(JournalImages.images))
            .join(JournalEntry, col(JournalEntry.id) == col(JournalImages.entry_id))
            .where(col(JournalEntry.brought_with) != "")
        )
        stored = "".join(connection.execute(images).scalars())
        uid = connection.execute(select(col(Theme.uid))).scalar_one()
    assert uid in stored
    assert "ingen andre" not in stored


def test_what_a_coder_may_not_see_yet_stays_under_the_lid(ours: OpenStudy, theirs: OpenStudy) -> None:
    add_theme(ours, analysis_of(ours), "Ventingen")
    add_theme(theirs, analysis_of(theirs), "Skammen")
    merge(ours, theirs.path)
    told = {row.summary for row in history(ours, coder="BB")}
    assert not any("Skammen" in summary for summary in told)
    with open_study(ours.path, coder="BB") as bb:
        assert f'{FROM}New theme "Skammen"' in {row.summary for row in history(bb, coder="BB")}


def test_a_copy_from_before_a_withdrawal_brings_no_word_of_hers_in_its_history(
    ours: OpenStudy, theirs: OpenStudy, tmp_path: Path
) -> None:
    add_participant(ours, "P2")
    other = add_transcript(ours, "P2", [("P", "Jeg gjemte meg i bryggekjelleren.")])
    set_speakers(ours, "P2", [("P", "participant", "P2")])
    with open_study(back_up(ours, tmp_path / "late.qualcode"), coder="BB") as copy:
        code_words(copy, other, "gjemte meg i bryggekjelleren", 1)
        codebooks.change_group(copy, 1, name="Bryggekjelleren")
        codebooks.change_group(copy, 1, name="Uro")
        withdraw_participant(ours, "P2", degree=ALL)
        report = merge(ours, copy.path)
    assert report.entries == 3
    assert [row.summary for row in history(ours, coder="BB", action="unit.code")] == [
        f"{FROM}Coded a unit (the content was taken out for good)"
    ]
    ours.close()
    for file in ours.path.parent.glob("study.qualcode*"):
        if file.is_file():
            assert b"ryggekjeller" not in file.read_bytes()


def test_where_others_have_written_about_who_withdrew_is_told_when_it_comes(ours: OpenStudy, tmp_path: Path) -> None:
    """A colleague who had not heard of it may have quoted her: her text is hers, and is there to be read."""
    add_participant(ours, "P2")
    add_transcript(ours, "P2", [("P", "Jeg gjemte meg i kjelleren til de hadde gått sin vei.")])
    set_speakers(ours, "P2", [("P", "participant", "P2")])
    with open_study(back_up(ours, tmp_path / "late.qualcode"), coder="BB") as copy:
        analysis = analysis_of(copy)
        add_theme(copy, analysis, "Skammen", note="Hun gjemte meg i kjelleren til de kom, nesten som i en film.")
        add_theme(copy, analysis, "Uro", note="Kroppen forteller det først.")
        add_theme(copy, analysis, "Hjem", note="Se særlig P2 om dette.")
        add_transcript(copy, "P3", [("I", "Kjente du noen?"), ("P3", "Bare P2 fra før.")])
        withdraw_participant(ours, "P2", degree=OWN_WORDS)
        told = {(one.reason, one.words) for one in merge(ours, copy.path).mentions}
        assert {reason for reason, _ in told} == {"words", "code"}
        assert any("gjemte meg i kjelleren" in words for _, words in told)
        assert not any("Kroppen" in words for _, words in told)
        assert ("code", "Bare P2 fra før.") in told
        assert merge(ours, copy.path).mentions == (), "once"


def test_of_what_a_withdrawal_emptied_the_kind_of_act_is_still_told(ours: OpenStudy) -> None:
    add_participant(ours, "P2")
    withdraw_participant(ours, "P2", degree=ALL)
    told = {row.action: row.summary for row in history(ours)}
    assert told["unit.code"] == "Coded a unit (the content was taken out for good)"
    assert told["transcripts.import"] == "Imported transcripts (the content was taken out for good)"


def test_a_difference_is_told_once_and_again_when_it_is_asked_for_or_new(ours: OpenStudy, theirs: OpenStudy) -> None:
    correcting.correct_turn(ours, 1, 1, "Jeg ble sittende ute i gangen.")
    correcting.correct_turn(theirs, 1, 1, "Jeg ble sittende inne i gangen.")
    codebooks.change_group(ours, 1, name="Uro", definition="Kroppens uro")
    codebooks.change_group(theirs, 1, name="Uro", definition="Uro for det som kommer")
    fields = [one.field for one in merge(ours, theirs.path).conflicts]
    assert sorted(fields) == ["definition", "words"]
    report = merge(ours, theirs.path)
    assert (report.conflicts, report.told_before) == ((), 2)
    again = merge(ours, theirs.path, telling_all=True)
    assert sorted(one.field for one in again.conflicts) == ["definition", "words"]
    codebooks.change_group(theirs, 1, name="Uro", definition="Noe tredje")
    correcting.correct_turn(theirs, 1, 1, "Jeg ble sittende helt inne i gangen.")
    report = merge(ours, theirs.path)
    told = {(one.field, one.theirs) for one in report.conflicts}
    assert told == {("words", "helt "), ("definition", "Noe tredje")}


def test_what_was_done_before_the_copies_parted_and_undone_there_is_undone_here(
    ours: OpenStudy, theirs: OpenStudy
) -> None:
    """Ada undoes on her other machine what she did before she copied the study."""
    with open_study(theirs.path, coder="AA") as laptop:
        told = undo(laptop)
    with open_study(ours.path, coder="BB") as bb:
        merge(bb, theirs.path)
    assert _units(ours) == {}
    with pytest.raises(NothingToRedo):
        redo(ours)
    assert undo(ours) != told
    redo(ours)
    with open_study(ours.path, coder="BB") as bb:
        undo(bb)
    assert list(_units(ours)) == ["i gangen"]
    assert undo(ours) == told
    assert _units(ours) == {}


def test_what_was_undone_there_and_gone_on_from_here_stands_here(ours: OpenStudy, tmp_path: Path) -> None:
    codebooks.change_group(ours, 1, name="Angst")
    correcting.correct_turn(ours, 1, 1, "Jeg ble sittende ute i gangen.")
    with (
        open_study(back_up(ours, tmp_path / "gone on.qualcode"), coder="BB") as gone_on,
        open_study(back_up(ours, tmp_path / "as it was.qualcode"), coder="BB") as as_it_was,
    ):
        codebooks.change_group(gone_on, 1, name="Redsel")
        undo(ours)
        undo(ours)
        for copy, standing in ((gone_on, ["BB", "AA"]), (as_it_was, [])):
            merge(copy, ours.path)
            assert [row.coder for row in group_history(copy, 1) if row.action == "group.edit"] == standing
            with open_study(copy.path, coder="AA") as aa, aa.reading() as connection:
                entry = next_to_undo(connection, aa.coder_id() or 0)
                assert entry is not None
                assert entry.action == ("group.edit" if standing else "unit.code")
        redo(ours)
        redo(ours)
        merge(as_it_was, ours.path)
        assert [row.coder for row in group_history(as_it_was, 1) if row.action == "group.edit"] == ["AA"]
        assert hash_of(as_it_was) == hash_of(ours)
        with open_study(as_it_was.path, coder="AA") as aa:
            undo(aa)
            assert "ute" not in text_of(aa, 1)
        assert check(as_it_was).ok

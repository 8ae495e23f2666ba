"""Claims about merging: both copies' work is there, twice is once, what differs is told, the withdrawn stay out."""

from pathlib import Path

import pytest
from sqlalchemy import select
from sqlmodel import col

from qualcode.errors import BackupRefused, NotAStudy, OtherStudy, WithdrawnThere
from qualcode.model import CodeGroup, JournalEntry, Participant, Tombstone, Transcript
from qualcode.services.chapter.chapter_texts import chapter_texts, write_chapter_text
from qualcode.services.coding import codebooks, reshaping
from qualcode.services.keeping.backups import back_up
from qualcode.services.keeping.checking import check
from qualcode.services.keeping.history import history, undo
from qualcode.services.keeping.merging import merge
from qualcode.services.material import correcting
from qualcode.storage.backups import backup_folder
from qualcode.storage.opening import OpenStudy, create_study, open_study
from tests.builders import (
    SUBSTUDY,
    add_condensate,
    add_group,
    add_participant,
    add_subgroup,
    add_transcript,
    code_words,
    hash_of,
)
from tests.services.keeping.conftest import SAID
from tests.services.keeping.copies import codings, merged, stored_names


def test_both_copies_codings_are_there_under_their_coders(ours: OpenStudy, theirs: OpenStudy) -> None:
    code_words(ours, 1, "jakka på", 2)
    code_words(theirs, 1, "jakka på", 2)
    code_words(theirs, 1, "gikk jeg hjem", add_group(theirs, "Etterpå"))
    wanted = codings(ours) | codings(theirs)
    report = merged(ours, theirs)
    assert codings(ours) == wanted
    assert len(wanted) == 4
    assert report.conflicts == ()
    assert (report.added["meaning_unit"], report.added["coding"], report.added["code_group"]) == (2, 2, 1)


def test_who_was_at_work_in_both_copies_is_told_and_is_one_coder(ours: OpenStudy, theirs: OpenStudy) -> None:
    add_group(theirs, "Annet")
    assert merged(ours, theirs).coders_in_both == ()
    with open_study(theirs.path, coder="AA") as namesake:
        code_words(namesake, 1, "jakka", 1)
    code_words(ours, 1, "jakka", 1)
    code_words(ours, 1, "hjem", 1)
    report = merged(ours, theirs)
    assert report.coders_in_both == ("AA",)
    coded = {(words, coder) for coder, _, words, _ in codings(ours)}
    assert coded == {(words, "AA") for words in ("i gangen", "jakka", "hjem")}


def test_a_merge_whose_backup_cannot_be_taken_is_made_and_says_so(ours: OpenStudy, theirs: OpenStudy) -> None:
    add_group(theirs, "Annet")
    backup_folder(ours.path).write_text("a file where the folder should be", encoding="utf-8")
    report = merged(ours, theirs)
    assert report.did_something
    assert report.backup is None
    assert str(backup_folder(ours.path)) in report.no_backup


def test_twice_is_once_and_leaves_no_entry(ours: OpenStudy, theirs: OpenStudy) -> None:
    code_words(theirs, 1, "gikk jeg hjem", add_group(theirs, "Etterpå"))
    merged(ours, theirs)
    after, entries = hash_of(ours), len(history(ours))
    report = merged(ours, theirs)
    assert not report.did_something
    assert (hash_of(ours), len(history(ours))) == (after, entries)


def test_a_merge_is_one_entry_and_is_undone_as_one(ours: OpenStudy, theirs: OpenStudy) -> None:
    before = hash_of(ours)
    correcting.correct_turn(theirs, 1, 1, "Jeg ble da sittende i gangen.")
    code_words(theirs, 1, "gikk jeg hjem", add_group(theirs, "Etterpå"))
    codebooks.change_group(theirs, 1, name="Frykt")
    add_transcript(theirs, "P2", SAID)
    merged(ours, theirs)
    assert stored_names(ours, CodeGroup) == ["Frykt", "Plikt", "Etterpå"]
    with ours.reading() as connection:
        merges = select(col(JournalEntry.id)).where(col(JournalEntry.action) == "study.merge")
        assert len(connection.execute(merges).all()) == 1
    undo(ours)
    assert hash_of(ours) == before
    assert check(ours).ok


def test_what_the_other_copy_changed_and_removed_is_changed_and_removed(ours: OpenStudy, theirs: OpenStudy) -> None:
    codebooks.change_group(theirs, 1, name="Frykt", key=4)
    codebooks.remove_group(theirs, 2)
    code_words(theirs, 1, "jakka på", 1)
    reshaping.remove_unit(theirs, unit_id=1)
    report = merged(ours, theirs)
    assert stored_names(ours, CodeGroup) == ["Frykt"]
    assert {words for _, _, words, _ in codings(ours)} == {"jakka på"}
    assert report.conflicts == ()
    assert hash_of(ours) == hash_of(theirs)


def test_what_both_changed_stands_as_it_is_here_and_both_are_told(ours: OpenStudy, theirs: OpenStudy) -> None:
    codebooks.change_group(ours, 1, name="Uro", key=1, definition="Kroppens uro")
    codebooks.change_group(theirs, 1, name="Uro", key=1, definition="Uro for det som kommer")
    report = merged(ours, theirs)
    assert [(one.kind, one.where, one.field, one.ours, one.theirs) for one in report.conflicts] == [
        ("code_group", "Uro", "definition", "Kroppens uro", "Uro for det som kommer")
    ]
    assert stored_names(ours, CodeGroup, "definition")[0] == "Kroppens uro"
    codebooks.change_group(ours, 1, name="Uro", key=1, definition="Begge deler")
    assert not merged(ours, theirs).did_something


def test_work_goes_back_and_forth_without_conflict(ours: OpenStudy, theirs: OpenStudy) -> None:
    """What came by an earlier merge is no change of this copy's own."""
    codebooks.change_group(theirs, 1, name="Frykt")
    assert merged(ours, theirs).conflicts == ()
    codebooks.change_group(theirs, 1, name="Angst")
    assert merged(ours, theirs).conflicts == ()
    assert stored_names(ours, CodeGroup)[0] == "Angst"
    codebooks.change_group(ours, 1, name="Uro igjen")
    assert merge(theirs, ours.path).conflicts == ()
    assert stored_names(theirs, CodeGroup)[0] == "Uro igjen"
    assert merge(ours, theirs.path).conflicts == ()
    assert hash_of(ours) == hash_of(theirs)


def test_what_both_made_under_one_name_is_one_thing_and_stays_one(ours: OpenStudy, theirs: OpenStudy) -> None:
    code_words(ours, 1, "jakka på", add_group(ours, "Etterpå"))
    code_words(theirs, 1, "gikk jeg hjem", add_group(theirs, "Etterpå"))
    assert merged(ours, theirs).conflicts == ()
    assert stored_names(ours, CodeGroup) == ["Uro", "Plikt", "Etterpå"]
    codebooks.change_group(ours, 3, name="Tiden etter")
    assert not merged(ours, theirs).did_something
    code_words(theirs, 1, "sittende", 3)
    merged(ours, theirs)
    assert ("BB", "P1", "sittende", "Tiden etter") in codings(ours)


def test_two_condensates_of_one_subgroup_are_both_told(ours: OpenStudy, theirs: OpenStudy) -> None:
    for study, text in ((ours, "Jeg ventet."), (theirs, "Jeg satt og ventet.")):
        subgroup = add_subgroup(study, 1, "Gangen")
        code_words(study, 1, "sittende", 1, subgroup_id=subgroup)
        add_condensate(study, subgroup, text)
    report = merged(ours, theirs)
    told = [(one.ours, one.theirs) for one in report.conflicts if one.kind == "condensate"]
    assert told == [("Jeg ventet.", "Jeg satt og ventet.")]


def test_a_coding_in_a_group_that_is_gone_here_brings_the_group_back(ours: OpenStudy, theirs: OpenStudy) -> None:
    codebooks.remove_group(ours, 2)
    code_words(theirs, 1, "jakka på", 2)
    report = merged(ours, theirs)
    assert ("BB", "P1", "jakka på", "Plikt") in codings(ours)
    assert [(one.kind, one.reason) for one in report.conflicts] == [("code_group", "removed_here_used_there")]


def test_what_was_removed_here_does_not_come_back_by_itself(ours: OpenStudy, theirs: OpenStudy) -> None:
    codebooks.remove_group(ours, 2)
    reshaping.remove_unit(ours, unit_id=1)
    code_words(theirs, 1, "jakka på", 1)
    assert merged(ours, theirs).conflicts == ()
    assert stored_names(ours, CodeGroup) == ["Uro"]
    assert {words for _, _, words, _ in codings(ours)} == {"jakka på"}


def test_a_group_removed_there_and_used_here_is_kept_and_told(ours: OpenStudy, theirs: OpenStudy) -> None:
    codebooks.remove_group(theirs, 2)
    code_words(ours, 1, "jakka på", 2)
    report = merged(ours, theirs)
    assert ("AA", "P1", "jakka på", "Plikt") in codings(ours)
    assert [(one.kind, one.reason) for one in report.conflicts] == [("code_group", "removed_there_used_here")]


def test_new_interviews_come_whole_and_one_from_the_same_file_is_the_same(ours: OpenStudy, theirs: OpenStudy) -> None:
    add_transcript(ours, "P2", SAID)
    same, other = (
        add_transcript(theirs, "P2", SAID),
        add_transcript(theirs, "P3", [("I", "Hva?"), ("P3", "Jeg vet ikke.")]),
    )
    code_words(theirs, same, "jakka på", 1)
    code_words(theirs, other, "vet ikke", 1)
    report = merged(ours, theirs)
    assert stored_names(ours, Transcript) == ["P1", "P2", "P3"]
    assert {("BB", "P2", "jakka på", "Uro"), ("BB", "P3", "vet ikke", "Uro")} <= codings(ours)
    assert report.conflicts == ()
    assert not merged(ours, theirs).did_something


def test_two_interviews_of_one_name_are_both_kept(ours: OpenStudy, theirs: OpenStudy) -> None:
    add_transcript(ours, "P2", "Noe helt annet.")
    code_words(theirs, add_transcript(theirs, "P2", SAID), "jakka på", 1)
    merged(ours, theirs)
    assert stored_names(ours, Transcript) == ["P1", "P2", "P2"]
    with ours.reading() as connection:
        names = connection.exec_driver_sql("SELECT name FROM interview ORDER BY id").scalars().all()
    assert names == ["P1", "P2", "P2 (2)"]
    assert not merged(ours, theirs).did_something


def test_who_withdrew_here_is_not_brought_back(ours: OpenStudy, theirs: OpenStudy) -> None:
    add_participant(ours, "P9")
    merge(theirs, ours.path)
    add_transcript(theirs, "P9", [("I", "Hva?"), ("P9", "Hemmelige ord.")])
    with ours.change("participant.withdraw", kind="mark") as change:
        uid = change.uid(Participant, 1)
        change.remove(Participant, 1)
        change.add(Tombstone, uid=uid, kind="participant", at=change.at)
    report = merged(ours, theirs)
    assert report.withheld > 0
    assert stored_names(ours, Participant, "code") == []
    assert stored_names(ours, Transcript) == ["P1"]
    ours.close()
    assert b"Hemmelige" not in ours.path.read_bytes()
    with pytest.raises(WithdrawnThere) as refused:
        merge(theirs, ours.path)
    assert refused.value.values["who"] == "P9"


def test_what_is_no_copy_of_this_study_is_refused(ours: OpenStudy, tmp_path: Path) -> None:
    before = hash_of(ours)
    create_study(tmp_path / "another.qualcode", title="En annen", language="nb", coder="AA").close()
    with pytest.raises(OtherStudy):
        merge(ours, tmp_path / "another.qualcode")
    (tmp_path / "notes.txt").write_text("notes" * 50, encoding="utf-8")
    with pytest.raises(NotAStudy):
        merge(ours, tmp_path / "notes.txt")
    spoilt = back_up(ours, tmp_path / "spoilt")
    spoilt.write_bytes(spoilt.read_bytes().replace(b"gikk jeg hjem", b"gikk jeg hjdm"))
    with pytest.raises(BackupRefused):
        merge(ours, spoilt)
    assert hash_of(ours) == before
    assert not list(tmp_path.glob(".*"))


def test_the_other_copy_is_only_read(ours: OpenStudy, theirs: OpenStudy) -> None:
    code_words(theirs, 1, "jakka på", 2)
    theirs.close()
    content = theirs.path.read_bytes()
    merge(ours, theirs.path)
    assert theirs.path.read_bytes() == content


def test_the_texts_of_a_paper_meet_and_what_both_copies_wrote_is_told(ours: OpenStudy, theirs: OpenStudy) -> None:
    for study, who in ((ours, "vår"), (theirs, "deres")):
        write_chapter_text(study, "conclusion", f"Konklusjonen, {who}.", analysis=SUBSTUDY)
    write_chapter_text(theirs, "purpose", "Hva artikkelen vil.", analysis=SUBSTUDY)
    report = merged(ours, theirs)
    told = {(one.analysis, one.part): one.text for one in chapter_texts(ours)}
    assert told == {(SUBSTUDY, "conclusion"): "Konklusjonen, vår.", (SUBSTUDY, "purpose"): "Hva artikkelen vil."}
    assert [(one.ours, one.theirs) for one in report.conflicts] == [("Konklusjonen, vår.", "Konklusjonen, deres.")]
    assert check(ours).ok
    assert not merged(ours, theirs).conflicts

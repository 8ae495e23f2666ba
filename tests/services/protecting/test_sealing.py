"""Claims about sealing: no byte of the names is left, and what is left is whole."""

from pathlib import Path

import pytest

from qualcode.errors import NothingToSeal, StudyInUse, UndoError
from qualcode.services.keeping.checking import check
from qualcode.services.keeping.history import history, undo
from qualcode.services.material.importing import import_files
from qualcode.services.protecting.deidentify_files import apply_file
from qualcode.services.protecting.deidentifying import candidates, deidentified_transcripts
from qualcode.services.protecting.sealing import preview_sealing, seal, sealing_lines
from qualcode.storage.backups import backup_folder, take_backup
from qualcode.storage.opening import OpenStudy, open_study
from tests.builders import (
    SUBSTUDY,
    add_group,
    add_substudy,
    add_transcript,
    code_words,
    numbered,
    text_of,
    write_file,
)

WORDS = ("Ragnhilda", "Sørlibråten", "ragnhilda", "sørlibråten")


@pytest.fixture
def transcript(study: OpenStudy) -> int:
    """A transcript that was coded and then de-identified, with a backup from before."""
    add_substudy(study)
    key = add_transcript(study, "P1", "Jeg ringte til Ragnhilda Sørlibråten den dagen.\n\nJa, Ragnhilda var der.")
    code_words(study, key, "til Ragnhilda Sørlibråten den", add_group(study, "Uro"))
    take_backup(study.path)
    rows = [
        {"transcript": one.transcript, "start": one.start, "end": one.end, "text": one.text, "kind": one.kind}
        for one in candidates(study)
    ]
    apply_file(study, file="list.csv", rows=numbered([{**row, "decision": "pseudonym"} for row in rows]))
    return key


def bytes_there(folder: Path) -> str:
    return "\n".join(
        word for one in folder.rglob("*") if one.is_file() for word in WORDS if word.encode() in one.read_bytes()
    )


def test_sealing_leaves_no_byte_of_the_names(study: OpenStudy, transcript: int) -> None:
    assert bytes_there(study.path.parent)
    view = preview_sealing(study)
    assert (view.transcripts, view.wordings, len(view.backups), view.sealed) == (("P1",), 1, 1, False)
    assert seal(study).sealed
    assert not bytes_there(study.path.parent)
    assert deidentified_transcripts(study)[0].state == "sealed"
    assert [one.text for one in candidates(study)] == []
    assert check(study).ok
    assert history(study)[0].action == "transcript.seal"
    with pytest.raises(UndoError):
        undo(study)


def test_what_a_killed_backup_or_export_left_half_written_goes_too(study: OpenStudy, transcript: int) -> None:
    """However new it is: what is being copied just now was taken from words that are to be gone."""
    folder = study.path.parent
    for place in (folder / ".0123456789ab.part", backup_folder(study.path) / ".ba9876543210.part-journal"):
        place.write_bytes(study.path.read_bytes())
    export = folder / ".0f1e2d3c4b5a.part"
    export.mkdir()
    (export / "P1.txt").write_text(WORDS[1], encoding="utf-8")
    theirs = folder / ".notes.part"
    theirs.write_text("somebody else's", encoding="utf-8")
    seal(study)
    assert not bytes_there(folder)
    assert list(folder.rglob(".*")) == [theirs]


def test_sealing_waits_until_nobody_else_has_the_study_open(study: OpenStudy, transcript: int) -> None:
    with open_study(study.path, coder="BB") as other, other.reading() as connection:
        connection.exec_driver_sql("SELECT 1")
        with pytest.raises(StudyInUse):
            seal(study)
    assert deidentified_transcripts(study)[0].state == "done"


def test_a_transcript_that_is_not_de_identified_is_not_sealed(study: OpenStudy) -> None:
    add_substudy(study)
    add_transcript(study, "P2", "Hei, jeg heter Ragnhilda.")
    with pytest.raises(NothingToSeal):
        seal(study, "P2")


def test_names_in_texts_of_ones_own_are_told_before(study: OpenStudy, transcript: int) -> None:
    add_group(study, "Ragnhilda Sørlibråten")
    view = preview_sealing(study)
    assert view.standing == ("the code group",)
    assert any("the code group" in line for line in sealing_lines(view))


def test_an_import_that_was_undone_goes_with_its_words(study: OpenStudy, transcript: int, tmp_path: Path) -> None:
    path = write_file(tmp_path / "elsewhere", "Ragnhilda.txt", [("P2", "Så kom Ragnhilda Sørlibråten inn.")])
    import_files(study, [path], substudy=SUBSTUDY)
    undo(study)
    path.unlink()
    view = preview_sealing(study)
    assert (view.undone, view.standing) == (("Ragnhilda",), ())
    assert any("Ragnhilda" in line for line in sealing_lines(view))
    assert bytes_there(study.path.parent)
    seal(study)
    assert not bytes_there(study.path.parent)
    assert check(study).ok


def test_names_of_a_transcript_that_is_not_sealed_are_remembered(study: OpenStudy, transcript: int) -> None:
    add_transcript(study, "P2", "Så kom Ragnhilda inn.")
    (before,) = [one.replacement for one in candidates(study, "P2")]
    seal(study, "P1")
    (after,) = [one.replacement for one in candidates(study, "P2")]
    assert before == after
    assert before in text_of(study, transcript)

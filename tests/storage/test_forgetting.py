"""Claims about words that are to be gone for good: no byte of them is left, and nobody else is there meanwhile."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from qualcode.errors import StandsInTheWay, StudyInUse
from qualcode.locale import say
from qualcode.model import Transcript
from qualcode.services.coding.units import list_units
from qualcode.services.keeping.checking import check
from qualcode.services.keeping.history import history, undo
from qualcode.services.material.correcting import correct_turn, revisions
from qualcode.storage.backups import list_backups, take_backup
from qualcode.storage.forgetting import forget_wordings, forgetting, where_words_stand
from qualcode.storage.opening import OpenStudy, open_study
from tests.builders import add_group, add_substudy, add_transcript, code_words, text_of

WORD = "Ragnhilda"


@pytest.fixture
def transcript(study: OpenStudy) -> int:
    """A transcript in which a name was taken out by a correction, after a unit had been coded on it."""
    add_substudy(study)
    key = add_transcript(study, "P1", f"Jeg ringte til {WORD} den dagen.\n\nSå ble det stille.")
    code_words(study, key, f"til {WORD} den", add_group(study, "Uro"))
    correct_turn(study, key, 1, "Jeg ringte til [venn] den dagen.")
    return key


def forget(study: OpenStudy, transcript: int) -> None:
    with forgetting(study, "transcript.seal") as change:
        change.summary = "Sealed"
        change.change(Transcript, transcript, deidentified=True)
        forget_wordings(change, [transcript])


def bytes_of(path: Path) -> Iterator[bytes]:
    """Everything that lies in the study's folder."""
    for one in path.parent.rglob("*"):
        if one.is_file():
            yield one.read_bytes()


def test_not_a_byte_of_the_words_is_left(study: OpenStudy, transcript: int) -> None:
    take_backup(study.path)
    for spelling in (WORD, WORD.lower()):
        assert any(spelling.encode() in one for one in bytes_of(study.path))
    forget(study, transcript)
    for spelling in (WORD, WORD.lower()):
        assert not any(spelling.encode() in one for one in bytes_of(study.path))
    assert list_backups(study.path) == []
    with study.reading() as connection:
        assert not list(where_words_stand(connection, [WORD]))


def test_the_study_is_whole_afterwards(study: OpenStudy, transcript: int) -> None:
    forget(study, transcript)
    assert check(study).ok
    assert text_of(study, transcript).startswith("Jeg ringte til [venn]")
    assert [unit.text for unit in list_units(study)] == ["til [venn] den"]
    assert [one.number for one in revisions(study, transcript)] == [2]
    correct_turn(study, transcript, 2, "Så ble det helt stille.")
    assert check(study).ok


def test_what_was_done_before_cannot_be_taken_back_but_is_still_told(study: OpenStudy, transcript: int) -> None:
    before = history(study)
    forget(study, transcript)
    with pytest.raises(StandsInTheWay):
        undo(study)
    newest, *earlier = history(study)
    assert newest.summary == "Sealed"
    assert [(row.id, row.coder, row.action, row.at) for row in earlier] == [
        (row.id, row.coder, row.action, row.at) for row in before
    ]
    for row in earlier:
        assert row.summary == say("journal.emptied", what=say(f"actions.{row.action}"))


def test_nothing_is_forgotten_while_somebody_else_has_the_study_open(study: OpenStudy, transcript: int) -> None:
    with open_study(study.path, coder="BB") as other, other.reading() as connection:
        connection.exec_driver_sql("SELECT 1")
        with pytest.raises(StudyInUse):
            forget(study, transcript)
    assert len(revisions(study, transcript)) == 2


def test_nobody_gets_in_while_words_are_forgotten(study: OpenStudy, transcript: int) -> None:
    with forgetting(study, "transcript.seal") as change:
        change.change(Transcript, transcript, deidentified=True)
        with closing(sqlite3.connect(study.path, timeout=0)) as other, pytest.raises(sqlite3.OperationalError):
            other.execute("SELECT count(*) FROM study")


def test_a_word_is_found_wherever_it_stands(study: OpenStudy, transcript: int) -> None:
    with study.reading() as connection:
        found = {(one.table.__tablename__, one.column) for one in where_words_stand(connection, [WORD])}
    assert found == {("meaning_unit", "words_before")}

"""Claims about merging: texts corrected, and turns divided, joined and tagged in one copy, the other, or both."""

import pytest

from qualcode.errors import MergeFailed
from qualcode.services.keeping.checking import check
from qualcode.services.keeping.history import redo, undo
from qualcode.services.keeping.merging import merge
from qualcode.services.material import correcting, turns
from qualcode.services.participants.speakers import set_speakers
from qualcode.storage.merging.merge import Merge
from qualcode.storage.opening import OpenStudy
from tests.builders import (
    add_transcript,
    code_words,
    hash_of,
    text_of,
)
from tests.services.keeping.conftest import SAID
from tests.services.keeping.copies import codings, merged


def test_codings_come_to_the_words_as_they_are_corrected_here(ours: OpenStudy, theirs: OpenStudy) -> None:
    correcting.correct_turn(ours, 1, 1, "Jeg ble da altså sittende ute i gangen.")
    code_words(theirs, 1, "gikk jeg hjem", 1)
    report = merged(ours, theirs)
    assert report.conflicts == ()
    assert ("BB", "P1", "gikk jeg hjem", "Uro") in codings(ours)


def test_corrections_of_the_other_copy_are_taken_over_with_its_codings(ours: OpenStudy, theirs: OpenStudy) -> None:
    correcting.correct_turn(theirs, 1, 1, "Jeg ble da altså sittende ute i gangen.")
    code_words(theirs, 1, "altså", 1)
    code_words(ours, 1, "gikk jeg hjem", 2)
    report = merged(ours, theirs)
    assert report.conflicts == ()
    assert text_of(ours, 1) == text_of(theirs, 1)
    assert {("BB", "P1", "altså", "Uro"), ("AA", "P1", "gikk jeg hjem", "Plikt")} <= codings(ours)
    assert not merged(ours, theirs).did_something


def test_a_correction_that_was_taken_back_there_is_taken_back_here(ours: OpenStudy, theirs: OpenStudy) -> None:
    before = hash_of(ours)
    correcting.correct_turn(theirs, 1, 1, "Jeg ble sittende i korridoren.")
    merged(ours, theirs)
    assert text_of(ours, 1).startswith("Jeg ble sittende i korridoren.")
    undo(theirs)
    report = merged(ours, theirs)
    assert report.conflicts == ()
    assert text_of(ours, 1) == SAID
    assert hash_of(ours) == before, "the unit's words are back, so there is nothing to look at"
    assert not merged(ours, theirs).did_something
    assert not merge(theirs, ours.path).did_something
    redo(theirs)
    merged(ours, theirs)
    assert text_of(ours, 1).startswith("Jeg ble sittende i korridoren.")


def test_a_text_corrected_in_both_keeps_these_words_and_tells_those(ours: OpenStudy, theirs: OpenStudy) -> None:
    correcting.correct_turn(ours, 1, 1, "Jeg ble sittende i korridoren.")
    correcting.correct_turn(theirs, 1, 1, "Jeg ble sittende i gangen lenge.")
    code_words(theirs, 1, "gikk jeg hjem", 1)
    report = merged(ours, theirs)
    assert text_of(ours, 1).startswith("Jeg ble sittende i korridoren.")
    assert ("BB", "P1", "gikk jeg hjem", "Uro") in codings(ours)
    (told,) = [one for one in report.conflicts if one.reason == "text_corrected_by_both"]
    assert "lenge" in told.theirs
    assert not merged(ours, theirs).did_something


def test_turns_that_were_divided_there_are_divided_here(ours: OpenStudy, theirs: OpenStudy) -> None:
    with theirs.reading() as connection:
        second = connection.exec_driver_sql("SELECT id FROM turn WHERE number = 2").scalar_one()
    turns.split_turn(theirs, second, text_of(theirs, 1).index("Så gikk"))
    code_words(ours, 1, "gikk jeg hjem", 2)
    assert merged(ours, theirs).conflicts == ()
    with ours.reading() as connection:
        spans = connection.exec_driver_sql('SELECT number, "start", "end" FROM turn ORDER BY number').all()
    with theirs.reading() as connection:
        assert spans == connection.exec_driver_sql('SELECT number, "start", "end" FROM turn ORDER BY number').all()


def _turns(study: OpenStudy, transcript_id: int) -> list[tuple[int, int, int]]:
    """(key, start, end) of the turns of a transcript, in order."""
    with study.reading() as connection:
        statement = 'SELECT id, "start", "end" FROM turn WHERE transcript_id = ? ORDER BY "start"'
        return [(key, start, end) for key, start, end in connection.exec_driver_sql(statement, (transcript_id,))]


def _spans(study: OpenStudy, transcript_id: int) -> list[tuple[int, int]]:
    return [row[1:] for row in _turns(study, transcript_id)]


def test_turns_joined_there_of_what_both_imported_are_joined_here(ours: OpenStudy, theirs: OpenStudy) -> None:
    """Each copy made its own rows of the file; the turns are known again by where they begin."""
    mine, yours = add_transcript(ours, "P2", SAID), add_transcript(theirs, "P2", SAID)
    turns.note_turn(ours, _turns(ours, mine)[1][0], "ler")
    turns.merge_turn(theirs, _turns(theirs, yours)[1][0])
    before = hash_of(ours)
    report = merged(ours, theirs)
    assert _spans(ours, mine) == _spans(theirs, yours)
    assert text_of(ours, mine) == text_of(theirs, yours)
    assert [(one.ours, one.reason) for one in report.conflicts] == [("ler", "turn_joined_there")]
    undo(ours)
    assert hash_of(ours) == before


def test_who_speaks_there_in_what_both_imported_speaks_here(ours: OpenStudy, theirs: OpenStudy) -> None:
    """What stands since the import is nobody's opinion; what either has decided since counts."""
    said = [(None, "Hva da?"), ("P2", "Med jakka på."), ("P2", "Så gikk jeg."), (None, "Ja.")]
    mine, yours = add_transcript(ours, "P2", said), add_transcript(theirs, "P2", said)
    set_speakers(theirs, "P2", [("P2", "moderator", None)])
    first, second, third, last = (key for key, *_ in _turns(theirs, yours))
    turns.tag_person(theirs, first, participant_id=None, role="interviewer")
    turns.tag_turn(theirs, second, None)
    turns.note_turn(theirs, last, "ler")
    turns.note_turn(ours, _turns(ours, mine)[2][0], "sukker")
    turns.note_turn(theirs, third, "nøler")
    before = hash_of(ours)
    report = merged(ours, theirs)
    assert _spoken(ours, mine) == [
        ("interviewer", ""),
        (None, ""),
        ("moderator", "sukker"),
        (None, "ler"),
    ]
    assert [(one.ours, one.theirs, one.reason) for one in report.conflicts] == [("sukker", "nøler", "changed_by_both")]
    assert not merged(ours, theirs).did_something
    turns.tag_person(theirs, last, participant_id=None, role="moderator")
    merged(ours, theirs)
    assert _spoken(ours, mine)[3] == ("moderator", "ler")
    undo(ours)
    undo(ours)
    assert hash_of(ours) == before


def _spoken(study: OpenStudy, transcript_id: int) -> list[tuple[str | None, str]]:
    """(role of the speaker, note) of the turns of a transcript, in order."""
    with study.reading() as connection:
        statement = """SELECT speaker.role, turn.note FROM turn LEFT JOIN speaker ON speaker.id = turn.speaker_id
                       WHERE turn.transcript_id = ? ORDER BY turn.start"""
        return [(role, note) for role, note in connection.exec_driver_sql(statement, (transcript_id,))]


def test_turns_divided_there_again_after_a_merge_are_divided_here(ours: OpenStudy, theirs: OpenStudy) -> None:
    for words in ("Så gikk", "sittende"):
        at = text_of(theirs, 1).index(words)
        (key,) = (key for key, start, end in _turns(theirs, 1) if start < at < end)
        turns.split_turn(theirs, key, at)
        assert merged(ours, theirs).conflicts == ()
        assert _spans(ours, 1) == _spans(theirs, 1)
    assert not merged(ours, theirs).did_something


def test_turns_cut_otherwise_in_both_stay_as_here_and_it_is_told(ours: OpenStudy, theirs: OpenStudy) -> None:
    second = _turns(ours, 1)[1][0]
    turns.split_turn(ours, second, text_of(ours, 1).index("gikk"))
    turns.split_turn(theirs, second, text_of(theirs, 1).index("jakka"))
    before = _spans(ours, 1)
    report = merged(ours, theirs)
    assert _spans(ours, 1) == before
    assert {one.reason for one in report.conflicts} == {"text_corrected_by_both", "turns_do_not_fit"}


def test_what_cannot_stand_together_is_refused_and_nothing_merged(
    ours: OpenStudy, theirs: OpenStudy, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No such work is known; so here the turns that others are joined with keep their place."""
    turns.merge_turn(theirs, _turns(theirs, 1)[1][0])
    monkeypatch.setattr(Merge, "_remove_turns", lambda _: None)
    before = hash_of(ours)
    with pytest.raises(MergeFailed):
        merge(ours, theirs.path)
    assert hash_of(ours) == before
    assert check(ours).ok

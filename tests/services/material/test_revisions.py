"""Claims about wordings: who corrected what and when, and what is undone where words were corrected."""

import pytest
from sqlalchemy import select
from sqlmodel import col

from qualcode.errors import (
    NothingNamed,
    StandsInTheWay,
)
from qualcode.model import Revision
from qualcode.services.keeping.checking import check
from qualcode.services.keeping.history import redo, undo
from qualcode.services.material.correcting import (
    correct_turn,
    replace_words,
    revision_text,
    revisions,
)
from qualcode.services.material.reviewing import units_to_review
from qualcode.storage.opening import OpenStudy, open_study
from tests.builders import (
    add_group,
    code_words,
    hash_of,
    text_of,
)
from tests.services.material.conftest import errors_in


def test_the_wordings_are_a_history_with_who_when_and_what(study: OpenStudy, transcript: int) -> None:
    first = text_of(study, transcript)
    replace_words(study, transcript, "møtte", "møtet")
    with open_study(study.path, coder="BB") as other:
        correct_turn(other, transcript, 1, "Hva hendte da?")
    undo(study)
    newest, second, changed, imported = revisions(study, transcript)
    assert [one.number for one in (newest, second, changed, imported)] == [4, 3, 2, 1]
    assert [one.coder for one in (newest, second, changed)] == ["AA", "BB", "AA"]
    assert (newest.takes_back, second.takes_back) == (2, None)
    assert [(one.before, one.after) for one in changed.changes] == [("møtte", "møtet")]
    assert (imported.changes, imported.previous_hash, changed.previous_hash) == ((), "", imported.hash)
    assert revision_text(study, transcript, 1) == first
    assert revision_text(study, transcript, 2) == first.replace("møtte", "møtet")
    with pytest.raises(NothingNamed):
        revision_text(study, transcript, 9)


def test_only_the_newest_wording_is_kept_whole(study: OpenStudy, transcript: int) -> None:
    for words in ("møtet", "møttes", "kom"):
        correct_turn(study, transcript, 2, f"Jeg {words} opp.")
    with study.reading() as connection:
        texts = connection.execute(select(col(Revision.text)).order_by(col(Revision.number))).scalars().all()
    assert [bool(text) for text in texts] == [False, False, False, True]


def test_a_wording_that_was_changed_in_the_file_is_found(study: OpenStudy, transcript: int) -> None:
    replace_words(study, transcript, "møtte", "møtet")
    with study.maintenance() as connection:
        connection.exec_driver_sql("UPDATE revision SET edits = replace(edits, 'møtte', 'møtat') WHERE number = 2")
    assert [finding.kind for finding in check(study).findings] == ["text"]


def test_older_work_is_undone_after_somebody_elses_correction(study: OpenStudy, transcript: int) -> None:
    group = add_group(study, "Uro")
    empty = hash_of(study)
    code_words(study, transcript, "ble jeg flau", group)
    with open_study(study.path, coder="BB") as other:
        correct_turn(other, transcript, 1, "Hva var det som skjedde?")
        corrected = hash_of(other)
        undo(study)
        redo(study)
        assert hash_of(study) == corrected
        undo(study)
        undo(other)
    assert hash_of(study) == empty


def test_a_unit_is_taken_away_and_brought_back_though_its_words_were_corrected(
    study: OpenStudy, transcript: int
) -> None:
    code_words(study, transcript, "møtte jo opp", add_group(study, "Uro"))
    with open_study(study.path, coder="BB") as other:
        undo(study)
        replace_words(other, transcript, "møtte", "møtet")
    redo(study)
    (row,) = units_to_review(study)
    assert (row.before, row.after) == ("møtte jo opp", "møtet jo opp")
    undo(study)
    assert errors_in(study) == []


def test_a_correction_is_not_taken_back_when_its_words_were_corrected_again(study: OpenStudy, transcript: int) -> None:
    replace_words(study, transcript, "møtte", "møtet")
    with open_study(study.path, coder="BB") as other:
        replace_words(other, transcript, "møtet", "møttes")
    before = hash_of(study)
    with pytest.raises(StandsInTheWay):
        undo(study)
    assert hash_of(study) == before


def test_an_import_is_not_taken_back_when_somebody_else_has_corrected_it(study: OpenStudy, transcript: int) -> None:
    with open_study(study.path, coder="BB") as other:
        replace_words(other, transcript, "møtte", "møtet")
        with pytest.raises(StandsInTheWay):
            undo(study)
        undo(other)
    undo(study)


def test_what_was_coded_after_a_correction_is_flagged_when_that_is_taken_back(
    study: OpenStudy, transcript: int
) -> None:
    group = add_group(study, "Uro")
    replace_words(study, transcript, "møtte", "møtet")
    with open_study(study.path, coder="BB") as other:
        code_words(other, transcript, "møtet jo", group)
    undo(study)
    assert [(row.before, row.after) for row in units_to_review(study)] == [("møtet jo", "møtte jo")]
    redo(study)
    assert units_to_review(study) == []
    assert errors_in(study) == []

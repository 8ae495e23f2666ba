"""Before step 1: preconceptions, dated by each reader."""

import pytest
from sqlalchemy import select
from sqlmodel import col

from qualcode.errors import ChangedMeanwhile
from qualcode.model import Preconceptions, ReadingMark
from qualcode.services.keeping.history import redo, undo
from qualcode.services.reading.preconceptions import own_preconceptions, preconceptions_of, write_preconceptions
from qualcode.services.reading.rereading import mark_opened, openings
from qualcode.storage.opening import OpenStudy, open_study
from qualcode.views.preconceptions import PreconceptionsView
from tests.builders import add_substudy, add_transcript, analysis_of


@pytest.fixture
def analysis(study: OpenStudy) -> int:
    """The analysis of the patients' substudy."""
    add_substudy(study)
    return analysis_of(study)


def own(study: OpenStudy, analysis: int) -> PreconceptionsView:
    """What the coder at work has written."""
    found = own_preconceptions(study, analysis)
    assert found is not None
    return found


def backdate(study: OpenStudy, table: str, column: str, at: str) -> None:
    """As if it had happened at another time."""
    with study.maintenance() as connection:
        connection.exec_driver_sql(f"UPDATE {table} SET {column} = '{at}'")


def test_preconceptions_are_each_readers_own_and_dated(study: OpenStudy, analysis: int) -> None:
    write_preconceptions(study, analysis, "  Jeg er fastlege.\r\nJeg venter motstand.  ")
    with open_study(study.path, coder="BB") as other:
        assert own_preconceptions(other, analysis) is None
        write_preconceptions(other, analysis, "Jeg kjenner feltet.")
    first = preconceptions_of(study, analysis)[0]
    assert (first.coder, first.text) == ("AA", "Jeg er fastlege.\nJeg venter motstand.")
    with study.reading() as connection:
        dates = connection.execute(select(col(Preconceptions.written)).order_by(col(Preconceptions.id))).scalars().all()
    assert first.written == first.changed == dates[0]
    assert not first.late


def test_what_is_first_written_after_the_first_reading_is_told_as_such(study: OpenStudy, analysis: int) -> None:
    mark_opened(study, analysis, add_transcript(study, "P1", "Nei."))
    backdate(study, "reading_mark", "opened", "2026-01-01T10:00:00.000Z")
    write_preconceptions(study, analysis, "Jeg venter motstand.")
    assert own(study, analysis).late
    backdate(study, "preconceptions", "written", "2025-12-24T10:00:00.000Z")
    assert not own(study, analysis).late
    assert own(study, analysis).changed_since


def test_the_first_date_stays_when_they_are_written_anew(study: OpenStudy, analysis: int) -> None:
    write_preconceptions(study, analysis, "Motstand.")
    backdate(study, "preconceptions", "written", "2025-12-24T10:00:00.000Z")
    seen = own(study, analysis).version
    write_preconceptions(study, analysis, "Motstand, og lettelse.", seen=seen)
    assert own(study, analysis).written == "2025-12-24T10:00:00.000Z"
    with pytest.raises(ChangedMeanwhile):
        write_preconceptions(study, analysis, "Annet.", seen=seen)


def test_an_empty_text_takes_them_away_and_undo_brings_them_back(study: OpenStudy, analysis: int) -> None:
    write_preconceptions(study, analysis, "Motstand.")
    write_preconceptions(study, analysis, " ")
    assert own_preconceptions(study, analysis) is None
    undo(study)
    assert own(study, analysis).text == "Motstand."
    redo(study)
    assert preconceptions_of(study, analysis) == []


def test_a_transcript_counts_as_reread_when_it_is_opened_again_later(study: OpenStudy, analysis: int) -> None:
    first, second = add_transcript(study, "P1", "Nei."), add_transcript(study, "P2", "Jo.")
    mark_opened(study, analysis, first)
    backdate(study, "reading_mark", "opened", "2026-01-01T10:00:00.000Z")
    backdate(study, "reading_mark", "last_opened", "2026-01-01T10:00:00.000Z")
    mark_opened(study, analysis, first)
    (opening,) = openings(study, analysis, [first, second])
    assert (opening.transcript_id, opening.coder) == (first, "AA")
    assert opening.first == "2026-01-01T10:00:00.000Z"
    assert opening.last > "2026-02-01"


def test_turning_to_a_page_again_at_once_writes_nothing(study: OpenStudy, analysis: int) -> None:
    transcript = add_transcript(study, "P1", "Nei.")
    mark_opened(study, analysis, transcript)
    before = openings(study, analysis)
    mark_opened(study, analysis, transcript)
    assert openings(study, analysis) == before
    with study.reading() as connection:
        assert connection.execute(select(col(ReadingMark.last_opened))).scalar_one() == before[0].last

"""Claims about the table log: every line is kept, undone by itself, and temporary names leave nothing behind."""

from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import SQLModel

from qualcode.errors import ChangedMeanwhile, NameTaken, NothingNamed, StandsInTheWay, UndoError, ValueRefused
from qualcode.model import JournalImages, LogLine, Seat, TableLog
from qualcode.services.keeping.history import history, redo, undo
from qualcode.services.material.importing import import_files
from qualcode.services.tagging.people import present_at, set_present
from qualcode.services.tagging.reading_table_logs import find_interview, logged_interviews
from qualcode.services.tagging.table_logs import (
    add_line,
    change_line,
    log_people,
    new_interview,
    remove_line,
    retell_line,
    seat,
    shift_log,
    start_clock,
    table_log,
    wipe_temporary_names,
    write_closing_summary,
)
from qualcode.storage.opening import OpenStudy, open_study
from qualcode.views.table_log import LAUGHTER, NOD, NOTE, Person
from tests.builders import add_participant, add_substudy, add_transcript, hash_of, write_file

GROUP = "Fastlegene"


@pytest.fixture
def interview(study: OpenStudy) -> int:
    """A focus group that is about to begin, with FL6 to FL10 in the substudy."""
    add_substudy(study, GROUP, design="focus-group")
    for number in range(6, 11):
        add_participant(study, f"FL{number}", substudy=GROUP)
    return new_interview(study, "Fokusgruppe 2", substudy=GROUP)


def person(study: OpenStudy, interview: int, name: str) -> Person:
    return next(one for one in log_people(study, interview) if name in (one.name, one.role))


def test_a_line_says_when_who_and_the_first_words(study: OpenStudy, interview: int) -> None:
    add_line(study, interview, person=person(study, interview, "FL8"), at_ms=2_477_000, words=" lå i\tposten ")
    add_line(study, interview, at_ms=2_480_000, kind=LAUGHTER)
    add_line(study, interview, person=person(study, interview, "moderator"), words="en om gangen")
    log = table_log(study, interview)
    assert [(line.at_ms, line.kind, line.words) for line in log.lines] == [
        (2_477_000, "said", "lå i posten"),
        (2_480_000, "laughter", ""),
        (None, "said", "en om gangen"),
    ]
    assert [(place.position, place.role, place.participant) for place in log.seats] == [
        (1, "participant", "FL8"),
        (2, "moderator", None),
    ]


def test_each_line_is_a_change_of_its_own_and_is_undone_by_itself(study: OpenStudy, interview: int) -> None:
    empty = hash_of(study)
    for words in ("en", "to", "tre"):
        add_line(study, interview, person=person(study, interview, "FL8"), words=words)
    full = hash_of(study)
    undo(study)
    assert [line.words for line in table_log(study, interview).lines] == ["en", "to"]
    undo(study)
    undo(study)
    assert hash_of(study) == empty
    for _ in range(3):
        redo(study)
    assert hash_of(study) == full


def test_lines_stand_by_time_and_one_without_a_time_stays_where_it_was_written(
    study: OpenStudy, interview: int
) -> None:
    for at_ms, words in ((60_000, "b"), (None, "b2"), (30_000, "a"), (90_000, "c")):
        add_line(study, interview, at_ms=at_ms, words=words)
    assert [line.words for line in table_log(study, interview).lines] == ["a", "b", "b2", "c"]


def test_a_line_is_changed_given_to_another_and_taken_away(study: OpenStudy, interview: int) -> None:
    key = add_line(study, interview, person=person(study, interview, "FL8"), words="posten")
    change_line(study, key, words="i posten", seen=1)
    with pytest.raises(ChangedMeanwhile):
        change_line(study, key, words="noe annet", seen=1)
    retell_line(study, key, person(study, interview, "FL9"))
    (line,) = table_log(study, interview).lines
    assert (line.words, line.seat and line.seat.participant) == ("i posten", "FL9")
    remove_line(study, key)
    assert table_log(study, interview).lines == ()


def test_what_cannot_be_a_line_is_refused(study: OpenStudy, interview: int) -> None:
    with pytest.raises(ValueRefused):
        add_line(study, interview, kind="song")
    with pytest.raises(ValueRefused):
        add_line(study, interview, kind=NOTE, words="  ")
    with pytest.raises(ValueRefused):
        add_line(study, interview, at_ms=-1, words="før")
    assert table_log(study, interview).id is None


def test_the_clock_is_started_and_times_are_moved_but_never_before_the_beginning(
    study: OpenStudy, interview: int
) -> None:
    start_clock(study, interview)
    assert table_log(study, interview).started
    add_line(study, interview, at_ms=10_000, words="a")
    add_line(study, interview, at_ms=100_000, words="b")
    assert shift_log(study, interview, -20_000) == 2
    assert [line.at_ms for line in table_log(study, interview).lines] == [0, 80_000]
    undo(study)
    assert [line.at_ms for line in table_log(study, interview).lines] == [10_000, 100_000]


def test_a_person_with_a_temporary_name_has_a_key_and_becomes_a_participant(study: OpenStudy, interview: int) -> None:
    seat(study, interview, called="grønn genser")
    green = person(study, interview, "grønn genser")
    assert green.key == "1"
    add_line(study, interview, person=green, kind=NOD)
    seat(study, interview, code="fl9", called="Grønn genser")
    (place,) = table_log(study, interview).seats
    assert (place.participant, place.called) == ("FL9", "Grønn genser")
    assert "grønn genser" not in [one.name for one in log_people(study, interview)]


def test_a_code_that_was_written_before_it_was_registered_is_the_participants(study: OpenStudy, interview: int) -> None:
    seat(study, interview, called="FL12")
    add_line(study, interview, person=person(study, interview, "FL12"), words="hos oss")
    seat(study, interview, called="rød skjorte")
    seat(study, interview, code="FL12", called="blå skjorte")
    known = person(study, interview, "FL12")
    assert known.participant_id is not None
    assert known.key
    (line,) = table_log(study, interview).lines
    assert line.seat is not None
    assert line.seat.participant_id == known.participant_id
    wipe_temporary_names(study, interview)
    assert [place.participant for place in table_log(study, interview).seats] == ["FL12", None, "FL12"]


def test_a_temporary_name_is_hers_too_who_was_written_down_by_her_code_before(study: OpenStudy, interview: int) -> None:
    add_line(study, interview, person=person(study, interview, "FL8"), words="først")
    seat(study, interview, called="grønn genser")
    add_line(study, interview, person=person(study, interview, "grønn genser"), words="grønn genser igjen")
    seat(study, interview, code="FL8", called="Grønn genser")
    assert "grønn genser" not in [one.name for one in log_people(study, interview)]
    wipe_temporary_names(study, interview)
    lines = table_log(study, interview).lines
    assert [line.seat and line.seat.participant for line in lines] == ["FL8", "FL8"], "nobody is lost by the wiping"
    assert lines[1].words == "FL8 igjen"


def test_a_code_nobody_has_registered_becomes_a_participant(study: OpenStudy, interview: int) -> None:
    seat(study, interview, code="FL11")
    assert person(study, interview, "FL11").key == "1"
    undo(study)
    assert "FL11" not in [one.name for one in log_people(study, interview)]


def named_keys(study: OpenStudy, interview: int) -> dict[str, str]:
    return {one.name: one.key for one in log_people(study, interview) if one.name}


def test_whoever_sits_at_the_table_has_the_key_before_those_who_may_not_be_there(
    study: OpenStudy, interview: int
) -> None:
    seat(study, interview, code="FL16")
    assert named_keys(study, interview) == {"FL16": "6", "FL6": "", "FL7": "7", "FL8": "8", "FL9": "9", "FL10": "0"}


def test_where_it_is_registered_who_was_present_only_they_have_keys(study: OpenStudy, interview: int) -> None:
    set_present(study, interview, ["FL7", "fl10"])
    assert named_keys(study, interview) == {"FL7": "7", "FL10": "0"}
    set_present(study, interview, ["FL10", "FL9"])
    assert present_at(study, interview) == ("FL9", "FL10")
    undo(study)
    assert present_at(study, interview) == ("FL7", "FL10")
    with pytest.raises(NothingNamed):
        set_present(study, interview, ["FL99"])


def test_the_transcript_comes_after_the_log_under_the_same_name(
    study: OpenStudy, interview: int, tmp_path: Path
) -> None:
    add_line(study, interview, words="posten")
    path = write_file(tmp_path, "Fokusgruppe 2.txt", [("M", "Velkommen."), ("FL8", "Takk."), ("M", "Da så.")])
    import_files(study, [path], substudy=GROUP)
    (listed,) = logged_interviews(study)
    assert (listed.id, listed.lines, listed.transcript_id is not None) == (interview, 1, True)


def test_an_interview_is_found_by_name_or_not_at_all(study: OpenStudy, interview: int) -> None:
    add_substudy(study, "Pasientene")
    new_interview(study, "Fokusgruppe 2", substudy="Pasientene")
    with pytest.raises(NameTaken):
        new_interview(study, "Fokusgruppe 2", substudy=GROUP)
    with study.reading() as connection:
        assert find_interview(connection, f"{GROUP}:Fokusgruppe 2").id == interview
        with pytest.raises(NothingNamed):
            find_interview(connection, "Fokusgruppe 9")


def test_a_log_of_an_imported_transcript_holds_its_import_back_from_undo(study: OpenStudy) -> None:
    add_substudy(study, GROUP, design="focus-group")
    add_transcript(study, "FG", [("M", "Velkommen.")], substudy=GROUP)
    (listed,) = logged_interviews(study)
    with open_study(study.path, coder="BB") as other:
        add_line(other, listed.id, words="velkommen")
    with pytest.raises(StandsInTheWay):
        undo(study)


@pytest.mark.parametrize(
    ("table", "row"),
    [
        (TableLog, {"interview_id": 1}),
        (TableLog, {"interview_id": 99}),
        (Seat, {"log_id": 1, "position": 9, "role": "chair"}),
        (Seat, {"log_id": 1, "position": 9, "role": "moderator", "participant_id": 1}),
        (Seat, {"log_id": 99, "position": 9}),
        (LogLine, {"log_id": 1, "position": 9, "kind": "song", "created": "x"}),
        (LogLine, {"log_id": 1, "position": 9, "at_ms": -1, "created": "x"}),
        (LogLine, {"log_id": 1, "position": 9, "kind": "note", "words": " ", "created": "x"}),
        (LogLine, {"log_id": 1, "position": 9, "seat_id": 99, "created": "x"}),
    ],
)
def test_a_bad_row_is_refused_by_the_database(
    study: OpenStudy, interview: int, table: type[SQLModel], row: dict[str, Any]
) -> None:
    add_line(study, interview, words="posten")
    with pytest.raises(IntegrityError), study.change("test.bad") as change:
        change.add(table, **row)


GREEN = "grønn genser"


@pytest.fixture
def wiped(study: OpenStudy, interview: int) -> OpenStudy:
    """A log with temporary names in seats, lines and summary, one of them known to be FL8; then wiped."""
    seat(study, interview, called=GREEN)
    seat(study, interview, called="Rød skjorte")
    key = add_line(study, interview, person=person(study, interview, GREEN), words="lå i posten")
    change_line(study, key, words=f"{GREEN.upper()} om posten")
    add_line(study, interview, kind=NOTE, words="rød skjorte går ut, grønne gensere finnes ikke")
    undo(study)
    redo(study)
    seat(study, interview, code="FL8", called=GREEN)
    write_closing_summary(study, interview, f"Takket {GREEN}.")
    report = wipe_temporary_names(study, interview)
    assert (report.names, report.lines, report.settled) == (2, 2, True)
    return study


def test_temporary_names_give_way_to_the_code(wiped: OpenStudy, interview: int) -> None:
    log = table_log(wiped, interview)
    assert [place.called for place in log.seats] == ["", ""]
    assert [line.words for line in log.lines] == ["FL8 om posten", "… går ut, grønne gensere finnes ikke"]
    assert log.summary == "Takket FL8."
    assert [line.seat and line.seat.participant for line in log.lines] == ["FL8", None]


def test_nothing_is_left_of_temporary_names_in_the_journal_or_in_the_bytes_of_the_files(wiped: OpenStudy) -> None:
    with wiped.reading() as connection:
        kept = " ".join(connection.exec_driver_sql(f"SELECT images FROM {JournalImages.__tablename__}").scalars())
    for name in (GREEN, GREEN.upper(), "Rød skjorte"):
        assert name not in kept
    files = list(wiped.path.parent.glob(f"{wiped.path.name}*"))
    for name in (GREEN, GREEN.upper(), "Rød skjorte"):
        for file in files:
            assert name.encode() not in file.read_bytes(), file


def test_after_a_wipe_older_work_is_still_undone_and_the_names_do_not_come_back(
    wiped: OpenStudy, interview: int
) -> None:
    for _ in range(len(history(wiped))):
        with suppress(UndoError):
            undo(wiped)
    with wiped.reading() as connection:
        rows = connection.exec_driver_sql("SELECT group_concat(called) FROM seat").scalar_one()
    assert GREEN not in str(rows)
    assert all(GREEN not in entry.summary for entry in history(wiped))


def test_a_wipe_is_not_undone(wiped: OpenStudy, interview: int) -> None:
    undo(wiped)
    assert all(place.called == "" for place in table_log(wiped, interview).seats)


def test_a_wipe_while_somebody_reads_says_that_the_names_may_linger(study: OpenStudy, interview: int) -> None:
    seat(study, interview, called=GREEN)
    with open_study(study.path, coder="BB") as other, other.reading() as connection:
        connection.exec_driver_sql("SELECT count(*) FROM seat").scalar()
        report = wipe_temporary_names(study, interview)
    assert not report.settled

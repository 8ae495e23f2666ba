"""Claims about a table log from the secretary's own table."""

from typing import Any

import pytest

from qualcode.errors import NothingNamed, RowsRefused
from qualcode.services.keeping.history import history, undo
from qualcode.services.tagging.table_log_files import load_table_log
from qualcode.services.tagging.table_logs import new_interview, table_log
from qualcode.storage.opening import OpenStudy
from qualcode.views.loading import LoadCounts
from tests.builders import add_participant, add_substudy, hash_of, numbered

ROWS: list[dict[str, object]] = [
    {"time": None, "who": "FL8", "words": "grønn genser", "kind": "plass"},
    {"time": None, "who": "FL6", "words": None, "kind": "seating"},
    {"time": "41:05", "who": "FL6", "words": "hos oss …", "kind": None},
    {"time": "41:17", "who": "grønn genser", "words": "lå i posten", "kind": "sa"},
    {"time": "1:01:20", "who": None, "words": None, "kind": "latter"},
    {"time": "1:01:31", "who": "fl6", "words": None, "kind": "nikker"},
    {"time": None, "who": "m", "words": "en om gangen", "kind": ""},
    {"time": None, "who": None, "words": "Alle var enige om ett telefonnummer.", "kind": "oppsummering"},
]


@pytest.fixture
def group(study: OpenStudy) -> int:
    add_substudy(study, "Fastlegene", design="focus-group")
    for code in ("FL6", "FL8"):
        add_participant(study, code, substudy="Fastlegene")
    return new_interview(study, "FG 2", substudy="Fastlegene")


def load(study: OpenStudy, rows: list[dict[str, object]], **more: Any) -> LoadCounts:
    return load_table_log(study, "FG 2", numbered(rows), file="bordlogg.csv", **more)


def test_a_log_from_paper_says_who_sat_where_who_said_what_and_the_summing_up(study: OpenStudy, group: int) -> None:
    assert load(study, ROWS) == LoadCounts(8, 0, 0)
    log = table_log(study, group)
    assert [(one.participant, one.role, one.called) for one in log.seats] == [
        ("FL8", "participant", "grønn genser"),
        ("FL6", "participant", ""),
        (None, "moderator", ""),
    ]
    assert [(line.at_ms, line.seat and line.seat.name, line.kind, line.words) for line in log.lines] == [
        (2_465_000, "FL6", "said", "hos oss …"),
        (2_477_000, "FL8", "said", "lå i posten"),
        (3_680_000, None, "laughter", ""),
        (3_691_000, "FL6", "nod", ""),
        (None, "", "said", "en om gangen"),
    ]
    assert log.summary == "Alle var enige om ett telefonnummer."
    assert not log.started


def test_the_same_file_again_changes_nothing(study: OpenStudy, group: int) -> None:
    load(study, ROWS)
    before, entries = hash_of(study), len(history(study))
    assert load(study, ROWS) == LoadCounts(0, 0, 8)
    assert (hash_of(study), len(history(study))) == (before, entries)


def test_a_file_is_one_action(study: OpenStudy, group: int) -> None:
    before = hash_of(study)
    load(study, ROWS)
    undo(study)
    assert hash_of(study) == before


def test_it_may_be_told_later_who_wore_the_green_sweater(study: OpenStudy, group: int) -> None:
    load(study, [{"time": "41:17", "who": "grønn genser", "words": "lå i posten"}])
    assert load(study, ROWS[:1]) == LoadCounts(0, 1, 0)
    (line,) = table_log(study, group).lines
    assert line.seat is not None
    assert line.seat.participant == "FL8"


def test_someone_seated_by_a_new_code_is_a_participant_in_the_rows_below(study: OpenStudy, group: int) -> None:
    rows: list[dict[str, object]] = [
        {"who": "FL12", "words": "brillene", "kind": "plass"},
        {"who": "FL12", "words": "ja, nettopp"},
    ]
    load(study, rows)
    (line,) = table_log(study, group).lines
    assert line.seat is not None
    assert (line.seat.participant, line.seat.called) == ("FL12", "brillene")


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        ({"who": "FL6", "kind": "sang"}, "sang"),
        ({"who": "FL6", "time": "41.05", "words": "x"}, "41.05"),
        ({"time": "41:05"}, "neither"),
        ({"kind": "summary", "who": "FL6"}, "words"),
        ({"kind": "seating", "words": "brillene"}, "who"),
        ({"kind": "note", "who": "FL6"}, "note"),
    ],
)
def test_a_bad_row_is_named_by_its_line_and_nothing_is_taken_in(
    study: OpenStudy, group: int, bad: dict[str, object], said: str
) -> None:
    before = hash_of(study)
    with pytest.raises(RowsRefused, match=said) as refused:
        load(study, [*ROWS[:3], bad])
    assert refused.value.values["line"] == 5
    assert hash_of(study) == before


def test_an_interview_not_held_yet_is_made_where_its_substudy_is_said(study: OpenStudy, group: int) -> None:
    with pytest.raises(NothingNamed):
        load_table_log(study, "FG 3", numbered(ROWS), file="x.csv")
    load_table_log(study, "FG 3", numbered(ROWS[2:3]), file="x.csv", substudy="Fastlegene")
    load_table_log(study, "FG 3", numbered(ROWS[3:4]), file="x.csv", substudy="Fastlegene")
    assert len(table_log(study, group + 1).lines) == 2

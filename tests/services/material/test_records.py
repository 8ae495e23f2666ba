"""Claims about sets of records: sick notes with a number code, surveys with open answers."""

import pytest

from qualcode.errors import BadTable, NameTaken, NothingNamed, RowsRefused
from qualcode.services.asking.searching import search
from qualcode.services.coding.units import list_units
from qualcode.services.keeping.history import undo
from qualcode.services.material.records import import_records
from qualcode.services.overview.next_steps import next_steps
from qualcode.services.overview.studies import status
from qualcode.services.participants.participants import attributes, participants
from qualcode.services.protecting.withdrawing import withdraw_participant
from qualcode.storage.opening import OpenStudy
from qualcode.text.codes import split_codes
from qualcode.views.records import RecordColumns, RecordsReport
from qualcode.views.searching import SearchLimits
from tests.builders import (
    add_group,
    add_substudy,
    add_transcript,
    code_words,
    hash_of,
    numbered,
    text_of,
    transcript_names,
)

_ROWS: list[dict[str, str | None]] = [
    {"nr": "1", "code": "2 og 3", "municipality": "Tjøme", "note": "Kan ikke løfte.\n\nHvile."},
    {"nr": "2", "code": "1/3", "municipality": "Tjøme", "note": None},
    {"nr": "3", "code": "2", "municipality": "Tønsberg", "note": "Sov dårlig."},
    {"nr": "4", "code": None, "municipality": "Tønsberg", "note": "Ingen tekst?"},
]
_COLUMNS = RecordColumns("nr", ("note",), ("code",))


def _take(study: OpenStudy, rows: object = None, columns: RecordColumns = _COLUMNS) -> RecordsReport:
    return import_records(study, numbered(rows or _ROWS), name="Sykmeldinger", columns=columns, file="notes.csv")  # type: ignore[arg-type]


def test_open_text_is_a_transcript_of_the_record_and_is_coded_like_any(study: OpenStudy) -> None:
    report = _take(study)
    assert (report.added, report.transcripts, report.several) == (4, 3, (("code", 2),))
    assert transcript_names(study) == ["Sykmeldinger/1", "Sykmeldinger/3", "Sykmeldinger/4"]
    assert text_of(study, 1) == "Kan ikke løfte.\nHvile."
    code_words(study, 1, "Hvile.", add_group(study, "Tiltak", analysis="Sykmeldinger"))
    (unit,) = list_units(study, transcript="Sykmeldinger/1")
    assert (unit.participants, unit.substudy) == (("1",), "Sykmeldinger")


def test_a_record_that_was_withdrawn_stays_away_with_its_text(study: OpenStudy) -> None:
    _take(study)
    withdraw_participant(study, "1")
    assert search(study, "løfte").total == 0
    report = _take(study)
    assert (report.withdrawn, report.transcripts, report.reworded) == (("1",), 0, 0)
    assert search(study, "løfte").total == 0
    assert [person.code for person in participants(study, "Sykmeldinger")] == ["2", "3", "4"]


def test_several_values_in_a_cell_are_kept_apart_and_can_be_found(study: OpenStudy) -> None:
    _take(study)
    values = {person.code: dict(person.values) for person in participants(study, "Sykmeldinger")}
    assert values["1"]["code"] == "2; 3"
    assert values["2"]["code"] == "1; 3"
    assert "code" not in values["4"]
    assert [one.multiple for one in attributes(study, "Sykmeldinger") if one.name == "code"] == [True]
    found = search(study, "løfte OR sov", limits=SearchLimits(attribute="code=3"))
    assert [hit.participant for hit in found.hits] == ["1"]


def test_the_same_file_again_changes_nothing_and_another_is_an_update(study: OpenStudy) -> None:
    _take(study)
    code_words(study, 1, "Hvile.", add_group(study, "Tiltak", analysis="Sykmeldinger"))
    before = hash_of(study)
    report = _take(study)
    assert (report.unchanged, report.transcripts, report.reworded) == (4, 0, 0)
    assert hash_of(study) == before
    changed = [
        {**_ROWS[0], "note": "Kan slett ikke løfte.\nHvile."},
        {**_ROWS[2], "municipality": "Nøtterøy", "note": None},
        {"nr": "5", "code": "1", "municipality": "Tjøme", "note": None},
    ]
    report = _take(study, changed)
    assert (report.added, report.changed, report.unchanged) == (1, 2, 0)
    assert (report.reworded, report.emptied) == (1, ("Sykmeldinger/3",))
    assert len(participants(study, "Sykmeldinger")) == 5
    (unit,) = list_units(study)
    assert unit.text == text_of(study, 1)[unit.start : unit.end] == "Hvile."
    undo(study)
    assert hash_of(study) == before


def test_several_open_texts_are_transcripts_by_their_columns(study: OpenStudy) -> None:
    rows = [{"id": "A", "good": "Alt.", "bad": "Intet."}]
    _take(study, rows, RecordColumns("id", ("good", "bad")))
    assert transcript_names(study) == ["Sykmeldinger/A/good", "Sykmeldinger/A/bad"]


def test_taking_in_records_is_undone_in_one_step(study: OpenStudy) -> None:
    before = hash_of(study)
    _take(study)
    undo(study)
    assert hash_of(study) == before


def test_status_counts_records_as_those_who_are_in_the_set(study: OpenStudy) -> None:
    _take(study)
    (told,) = status(study).substudies
    assert (told.name, told.design, told.participants, told.transcripts) == ("Sykmeldinger", "records", 4, 3)


@pytest.mark.parametrize(
    ("columns", "named"),
    [
        (RecordColumns("number"), "number"),
        (RecordColumns("nr", ("notes",)), "note"),
        (RecordColumns("nr", (), ("codes",)), "code"),
    ],
)
def test_column_that_is_not_there_is_named_with_the_nearest(
    study: OpenStudy, columns: RecordColumns, named: str
) -> None:
    with pytest.raises(BadTable, match=named):
        _take(study, columns=columns)
    assert transcript_names(study) == []


def test_record_named_twice_is_refused_by_its_line_and_nothing_is_taken(study: OpenStudy) -> None:
    with pytest.raises(RowsRefused, match="3"):
        _take(study, [{"nr": "1", "note": "a"}, {"nr": "1", "note": "b"}], RecordColumns("nr", ("note",)))
    assert status(study).substudies == ()


def test_what_is_next_names_interviews_to_read_code_and_de_identify_but_no_records(study: OpenStudy) -> None:
    _take(study)
    add_group(study, "Hvile", analysis="Sykmeldinger")
    per_transcript = {"unread", "uncoded", "names-left"}
    assert not per_transcript & {step.kind for step in next_steps(study)}
    add_substudy(study)
    add_transcript(study, "P1", "Det gikk bra.")
    told = {step.kind: (step.count, step.name) for step in next_steps(study)}
    assert told["unread"] == told["names-left"] == (1, "P1")
    assert "uncoded" not in told


def test_records_do_not_take_the_name_of_a_substudy_of_interviews(study: OpenStudy) -> None:
    add_substudy(study, "Sykmeldinger")
    with pytest.raises(NameTaken):
        _take(study)


@pytest.mark.parametrize(
    ("cells", "kept"),
    [
        (["2 og 3"], ["2; 3"]),
        (["1/3", "1 + 2", "2 & 4"], ["1; 3", "1; 2", "2; 4"]),
        (["rygg; nakke", "a|b"], ["rygg; nakke", "a; b"]),
        (["rygg og nakke"], ["rygg og nakke"]),
        (["rygg og nakke", "rygg", "nakke"], ["rygg; nakke", "rygg", "nakke"]),
        (["NAV, fylkesnivå", "NAV"], ["NAV, fylkesnivå", "NAV"]),
        (["", "2; 2"], ["", "2"]),
    ],
)
def test_cell_with_several_codes_is_parted_where_it_surely_holds_several(cells: list[str], kept: list[str]) -> None:
    assert list(split_codes(cells).values()) == kept


@pytest.mark.parametrize(
    "columns",
    [RecordColumns("nr", ("nr",)), RecordColumns("nr", ("note",), ("note",)), RecordColumns("nr", (), ("nr",))],
)
def test_column_that_is_to_be_two_things_is_refused(study: OpenStudy, columns: RecordColumns) -> None:
    before = hash_of(study)
    with pytest.raises(BadTable, match="one thing only"):
        _take(study, columns=columns)
    assert hash_of(study) == before


@pytest.mark.parametrize(
    ("value", "hits"), [("2 og 3", ["Sykmeldinger/1"]), ("3; 2", ["Sykmeldinger/1"]), ("3", ["Sykmeldinger/1"])]
)
def test_records_with_several_codes_are_found_by_them_as_they_were_written(
    study: OpenStudy, value: str, hits: list[str]
) -> None:
    _take(study)
    found = search(study, "løfte OR sov", limits=SearchLimits(attribute=f"code={value}"))
    assert [hit.transcript for hit in found.hits] == hits
    with pytest.raises(NothingNamed):
        search(study, "løfte", limits=SearchLimits(attribute="code=2 og 4"))


def test_record_whose_text_is_new_or_reworded_is_a_changed_one_and_coded_words_that_changed_are_told(
    study: OpenStudy,
) -> None:
    _take(study)
    code_words(study, 1, "løfte", add_group(study, "Tiltak", analysis="Sykmeldinger"))
    rows = [{**_ROWS[0], "note": "Kan ikke bære.\nHvile."}, {**_ROWS[1], "note": "Nytt."}, _ROWS[2], _ROWS[3]]
    report = _take(study, rows)
    assert (report.changed, report.unchanged) == (2, 2)
    assert (report.reworded, report.transcripts, report.to_look_at) == (1, 1, 1)
    (unit,) = list_units(study)
    assert unit.text == text_of(study, 1)[unit.start : unit.end] == "bære"


def test_next_wave_is_read_as_the_first_also_when_nobody_says_which_columns_are_what(study: OpenStudy) -> None:
    _take(study)
    before = hash_of(study)
    report = _take(study, _ROWS, RecordColumns("nr"))
    assert (report.changed, report.transcripts) == (0, 0)
    assert [one.name for one in report.attributes] == ["code", "municipality"]
    assert hash_of(study) == before
    more = [row | {"more": f"Mer om {row['nr']}."} for row in _ROWS]
    report = _take(study, more, RecordColumns("nr", ("note", "more"), ("code",)))
    assert (report.changed, report.transcripts, report.reworded) == (4, 4, 0)
    assert transcript_names(study)[3:] == [f"Sykmeldinger/{number}/more" for number in "1234"]
    assert _take(study, more, RecordColumns("nr")).unchanged == 4


def test_word_among_numbers_or_dates_is_named_with_its_line_and_codes_are_left_alone(study: OpenStudy) -> None:
    words = {3: ("ukjent", "vår 2016")}
    rows = [
        {
            "nr": str(at),
            "age": words.get(at, (str(30 + at), ""))[0],
            "day": words.get(at, ("", f"2016-03-{at + 10}"))[1],
        }
        | {"code": "annet" if at == 5 else str(at % 2)}
        for at in range(12)
    ]
    report = _take(study, rows, RecordColumns("nr"))
    told = [(one.attribute, one.kind, one.value, one.line) for one in report.unlike]
    assert told == [("age", "number", "ukjent", 5), ("day", "date", "vår 2016", 5)]

"""Tables of records and of answers with several codes: counts, percents, weeks and dates."""

import pytest

from qualcode.services.asking.table_passages import open_number, people_behind
from qualcode.services.asking.tables import count_table, table_sides
from qualcode.services.material.records import import_records
from qualcode.storage.opening import OpenStudy
from qualcode.views.counting import TableAsked
from qualcode.views.records import RecordColumns
from tests.builders import (
    numbered,
)
from tests.services.asking.counting import load_records, table

_CODES = {"1": 339, "2": 480, "3": 34, "4": 59, "2 og 3": 30, "1/3": 12, "": 10}
"""964 sick notes by number code: 42 with two codes, 10 without."""


@pytest.fixture
def sick_notes(study: OpenStudy) -> OpenStudy:
    cells = [(code,) for code, count in _CODES.items() for _ in range(count)]
    load_records(study, cells, ("code",), multiple=("code",))
    return study


def test_codes_are_counted_with_several_as_annet_and_missing_outside_the_base(sick_notes: OpenStudy) -> None:
    view = table(sick_notes, "frequencies", rows="code")
    assert [(row[0], *row[2:]) for row in view.rows] == [
        (1, 339, 36),
        (2, 480, 50),
        (3, 34, 4),
        (4, 59, 6),
        ("annet", 42, 4),
        ("Totalt", 954, 100),
        ("Mangler", 10, None),
    ]
    assert view.notes == ("code: 42 har flere verdier og er regnet som annet.", "Grunnlag: 954 av 964.")


def test_several_codes_are_counted_under_each_when_they_are_split(sick_notes: OpenStudy) -> None:
    view = table(sick_notes, "frequencies", rows="code", split=True)
    assert [row[2] for row in view.rows[:4]] == [339 + 12, 480 + 30, 34 + 42, 59]
    assert view.notes[0] == "code: 42 har flere verdier og er telt under hver av dem."


_MUNICIPALITIES = {
    "Tjøme": {"1": 75, "2": 84, "3": 8, "4": 9, "2 og 3": 3},
    "Nøtterøy": {"1": 160, "2": 249, "3": 5, "4": 27, "1/4": 33},
    "Tønsberg": {"1": 104, "2": 147, "3": 21, "4": 23, "2/3": 6, "": 10},
}


@pytest.fixture
def municipalities(study: OpenStudy) -> OpenStudy:
    cells = [
        (place, code) for place, codes in _MUNICIPALITIES.items() for code, count in codes.items() for _ in range(count)
    ]
    load_records(study, cells, ("municipality", "code"), multiple=("code",))
    return study


def test_crosstab_gives_row_percents_with_n_and_a_total(municipalities: OpenStudy) -> None:
    view = table(municipalities, "crosstab", rows="municipality", columns="code", percent="row")
    assert view.columns == ("municipality", "1", "2", "3", "4", "annet", "n")
    assert view.rows == (
        ("Nøtterøy", 34, 53, 1, 6, 7, 474),
        ("Tjøme", 42, 47, 4, 5, 2, 179),
        ("Tønsberg", 35, 49, 7, 8, 2, 301),
        ("Totalt", 36, 50, 4, 6, 4, 954),
    )
    assert "Code mangler for 10; de er ikke regnet med." in [note.replace("code", "Code") for note in view.notes]
    assert not any("under 30" in note for note in view.notes)


@pytest.mark.parametrize(
    ("percent", "first", "last"),
    [
        ("", ("Nøtterøy", 160, 249, 5, 27, 33, 474), ("Totalt", 339, 480, 34, 59, 42, 954)),
        ("column", ("Nøtterøy", 47, 52, 15, 46, 79, 474), ("Totalt", 100, 100, 100, 100, 100, 954)),
        ("total", ("Nøtterøy", 17, 26, 1, 3, 3, 474), ("Totalt", 36, 50, 4, 6, 4, 954)),
    ],
)
def test_crosstab_counts_and_gives_percents_of_columns_and_of_all(
    municipalities: OpenStudy, percent: str, first: tuple[object, ...], last: tuple[object, ...]
) -> None:
    view = table(municipalities, "crosstab", rows="municipality", columns="code", percent=percent)
    assert (view.rows[0], view.rows[-1]) == (first, last)


def test_split_crosstab_counts_a_case_under_each_of_its_values(municipalities: OpenStudy) -> None:
    view = table(municipalities, "crosstab", rows="municipality", columns="code", split=True)
    assert view.columns == ("municipality", "1", "2", "3", "4", "n")
    assert view.rows[1] == ("Tjøme", 75, 87, 11, 9, 182)


def test_sides_of_a_crosstab_change_places(municipalities: OpenStudy) -> None:
    view = table(municipalities, "crosstab", rows="code", columns="municipality")
    assert [row[0] for row in view.rows] == [1, 2, 3, 4, "annet", "Totalt"]
    assert view.rows[4] == ("annet", 33, 3, 6, 42)


def test_records_are_told_as_records_and_several_codes_under_each(sick_notes: OpenStudy) -> None:
    view = table(sick_notes, "demographics", form="totals")
    assert view.title == "Oversikt over registreringene i Sykmeldinger (n = 964)"
    assert [row[1:] for row in view.rows] == [("1", 351), ("2", 510), ("3", 76), ("4", 59), ("mangler", 10)]
    assert view.notes[0] == "code: 42 har flere verdier og er telt under hver av dem."
    assert table(sick_notes, "demographics").headings[0] == "Registrering"


def test_weeks_are_told_against_all_their_notes(study: OpenStudy) -> None:
    weeks = {"2015-35": (108, 171), "2015-42": (57, 210), "2016-06": (127, 245)}
    cells = [(week, "1" if at < coded else "") for week, (coded, every) in weeks.items() for at in range(every)]
    load_records(study, cells, ("week", "code"))
    view = table(study, "answered", rows="week", columns="code")
    assert view.rows[:3] == (("2015-35", 108, 171, 63), ("2015-42", 57, 210, 27), ("2016-06", 127, 245, 52))
    assert view.rows[3] == ("Totalt", 292, 626, 47)


def test_dates_are_counted_by_week_month_and_year(study: OpenStudy) -> None:
    days = ["2015-12-31", "2016-01-03", "2016-01-04", "2016-02-29", ""]
    load_records(study, [(day, "1") for day in days], ("day", "code"))
    by_week = table(study, "crosstab", rows="day:week", columns="code")
    assert [row[0] for row in by_week.rows] == ["2015-53", "2016-01", "2016-09", "Totalt"]
    assert [row[1] for row in by_week.rows] == [2, 1, 1, 4]
    assert [row[0] for row in table(study, "crosstab", rows="day:month", columns="code").rows][1] == "2016-01"
    assert [row[:2] for row in table(study, "crosstab", rows="day:year", columns="code").rows][:2] == [
        (2015, 1),
        (2016, 3),
    ]


def test_the_moments_that_a_survey_writes_are_counted_by_their_days(study: OpenStudy) -> None:
    moments = ["2016-03-07 10:22:11", "2016-03-07T23:59Z", "8.3.2016 09.05", "2016-03-14 00:00:00.5", "ukjent", "10:22"]
    load_records(study, [(moment, "1") for moment in moments], ("answered", "code"))
    by_week = table(study, "crosstab", rows="answered:week", columns="code")
    assert [row[:2] for row in by_week.rows] == [("2016-10", 3), ("2016-11", 1), ("Totalt", 4)]
    assert "Grunnlag: 4 av 6." in by_week.notes
    assert table_sides(study)[:4] == (
        ("answered", "answered"),
        ("answered:week", "answered, uke for uke"),
        ("answered:month", "answered, måned for måned"),
        ("answered:year", "answered, år for år"),
    )


def test_records_with_several_codes_are_found_behind_their_number_also_without_words(study: OpenStudy) -> None:
    rows = [{"nr": nr, "code": code} for nr, code in enumerate(("1", "2 og 3", "annet", "1/3", ""), start=1)]
    import_records(study, numbered(rows), name="Notes", columns=RecordColumns("nr", (), ("code",)))
    table = count_table(study, TableAsked("crosstab", rows="code", columns="substudy"), opened=True)
    assert [row[:2] for row in table.view.rows] == [(1, 1), ("annet", 3), ("Totalt", 4)]
    assert open_number(study, table, 1, 1) == ()
    assert people_behind(study, table, 1, 1) == (("2", "code: 2; 3"), ("3", "code: annet"), ("4", "code: 1; 3"))
    assert people_behind(study, table, 0, 0) == ()

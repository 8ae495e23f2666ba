"""Claims about tables that count the material. Figures are those of records counted by hand, or of published tables."""

import re
from collections.abc import Sequence

import pytest

from qualcode.analysis.crosstab import whole_percent
from qualcode.analysis.typical import log_likelihood
from qualcode.errors import NothingNamed, NothingToCount, ValueMissing, ValueRefused
from qualcode.model import Interview
from qualcode.services.asking.table_passages import open_number, people_behind
from qualcode.services.asking.tables import count_table, table_sides
from qualcode.services.coding.coding import toggle_span
from qualcode.services.coding.group_reshaping import retire_group
from qualcode.services.material.records import import_records
from qualcode.services.participants.participants import import_participants
from qualcode.storage.opening import OpenStudy
from qualcode.text.span import Span
from qualcode.views.counting import CountedTable, TableAsked
from qualcode.views.records import RecordColumns
from qualcode.views.table import TableView
from tests.builders import (
    add_condensate,
    add_group,
    add_subgroup,
    add_substudy,
    add_transcript,
    code_words,
    numbered,
    text_of,
)


def _table(study: OpenStudy, kind: str, **asked: object) -> TableView:
    return _counted(study, kind, **asked).view


def _counted(study: OpenStudy, kind: str, **asked: object) -> CountedTable:
    return count_table(study, TableAsked(kind, **asked), opened=True, language="nb")  # type: ignore[arg-type]


def _records(study: OpenStudy, cells: Sequence[tuple[str, ...]], columns: tuple[str, ...], **how: object) -> None:
    rows = [{"nr": str(at), **dict(zip(columns, cell, strict=True))} for at, cell in enumerate(cells, start=1)]
    told = RecordColumns("nr", **how)  # type: ignore[arg-type]
    import_records(study, numbered(rows), name="Sykmeldinger", columns=told)


_CODES = {"1": 339, "2": 480, "3": 34, "4": 59, "2 og 3": 30, "1/3": 12, "": 10}
"""964 sick notes by number code: 42 with two codes, 10 without."""


@pytest.fixture
def sick_notes(study: OpenStudy) -> OpenStudy:
    cells = [(code,) for code, count in _CODES.items() for _ in range(count)]
    _records(study, cells, ("code",), multiple=("code",))
    return study


def test_codes_are_counted_with_several_as_annet_and_missing_outside_the_base(sick_notes: OpenStudy) -> None:
    view = _table(sick_notes, "frequencies", rows="code")
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
    view = _table(sick_notes, "frequencies", rows="code", split=True)
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
    _records(study, cells, ("municipality", "code"), multiple=("code",))
    return study


def test_crosstab_gives_row_percents_with_n_and_a_total(municipalities: OpenStudy) -> None:
    view = _table(municipalities, "crosstab", rows="municipality", columns="code", percent="row")
    assert view.columns == ("municipality", "1", "2", "3", "4", "annet", "n")
    assert view.rows == (
        ("Nøtterøy", 34, 53, 1, 6, 7, 474),
        ("Tjøme", 42, 47, 4, 5, 2, 179),
        ("Tønsberg", 35, 49, 7, 8, 2, 301),
        ("Totalt", 36, 50, 4, 6, 4, 954),
    )
    assert "Code mangler for 10; de er ikke regnet med." in [note.replace("code", "Code") for note in view.notes]
    assert not any("under 30" in note for note in view.notes)


def test_percent_of_few_is_told_to_say_little(interviews: OpenStudy) -> None:
    def notes(percent: str) -> str:
        return " ".join(_table(interviews, "crosstab", rows="gender", columns="code-group", percent=percent).notes)

    assert "3 av grunnlagene er under 30" in notes("row")
    assert "2 av grunnlagene er under 30" in notes("column")
    assert "Ett av grunnlagene er under 30" in notes("total")
    assert "under 30" not in notes("")


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
    view = _table(municipalities, "crosstab", rows="municipality", columns="code", percent=percent)
    assert (view.rows[0], view.rows[-1]) == (first, last)


def test_split_crosstab_counts_a_case_under_each_of_its_values(municipalities: OpenStudy) -> None:
    view = _table(municipalities, "crosstab", rows="municipality", columns="code", split=True)
    assert view.columns == ("municipality", "1", "2", "3", "4", "n")
    assert view.rows[1] == ("Tjøme", 75, 87, 11, 9, 182)


def test_sides_of_a_crosstab_change_places(municipalities: OpenStudy) -> None:
    view = _table(municipalities, "crosstab", rows="code", columns="municipality")
    assert [row[0] for row in view.rows] == [1, 2, 3, 4, "annet", "Totalt"]
    assert view.rows[4] == ("annet", 33, 3, 6, 42)


def test_records_are_told_as_records_and_several_codes_under_each(sick_notes: OpenStudy) -> None:
    view = _table(sick_notes, "demographics", form="totals")
    assert view.title == "Oversikt over registreringene i Sykmeldinger (n = 964)"
    assert [row[1:] for row in view.rows] == [("1", 351), ("2", 510), ("3", 76), ("4", 59), ("mangler", 10)]
    assert view.notes[0] == "code: 42 har flere verdier og er telt under hver av dem."
    assert _table(sick_notes, "demographics").headings[0] == "Registrering"


def test_weeks_are_told_against_all_their_notes(study: OpenStudy) -> None:
    weeks = {"2015-35": (108, 171), "2015-42": (57, 210), "2016-06": (127, 245)}
    cells = [(week, "1" if at < coded else "") for week, (coded, every) in weeks.items() for at in range(every)]
    _records(study, cells, ("week", "code"))
    view = _table(study, "answered", rows="week", columns="code")
    assert view.rows[:3] == (("2015-35", 108, 171, 63), ("2015-42", 57, 210, 27), ("2016-06", 127, 245, 52))
    assert view.rows[3] == ("Totalt", 292, 626, 47)


def test_dates_are_counted_by_week_month_and_year(study: OpenStudy) -> None:
    days = ["2015-12-31", "2016-01-03", "2016-01-04", "2016-02-29", ""]
    _records(study, [(day, "1") for day in days], ("day", "code"))
    by_week = _table(study, "crosstab", rows="day:week", columns="code")
    assert [row[0] for row in by_week.rows] == ["2015-53", "2016-01", "2016-09", "Totalt"]
    assert [row[1] for row in by_week.rows] == [2, 1, 1, 4]
    assert [row[0] for row in _table(study, "crosstab", rows="day:month", columns="code").rows][1] == "2016-01"
    assert [row[:2] for row in _table(study, "crosstab", rows="day:year", columns="code").rows][:2] == [
        (2015, 1),
        (2016, 3),
    ]


def test_response_rate_is_of_all_who_were_asked(study: OpenStudy) -> None:
    _records(study, [("1", "ja" if at < 17 else "") for at in range(51)], ("wave", "answer"))
    assert _table(study, "answered", rows="wave", columns="answer").rows[0] == (1, 17, 51, 33)


@pytest.mark.parametrize(("part", "whole", "percent"), [(1, 8, 13), (1, 200, 1), (0, 3, 0), (2, 3, 67), (0, 0, None)])
def test_percents_are_whole_and_halves_go_up(part: int, whole: int, percent: int | None) -> None:
    assert whole_percent(part, whole) == percent


@pytest.fixture
def interviews(study: OpenStudy) -> OpenStudy:
    """P1 (K) and P2 (M) in an interview each, a focus group with both; two groups, and one that is never used."""
    add_substudy(study)
    rows = numbered([{"participant": "P1", "gender": "K"}, {"participant": "P2", "gender": "M"}])
    import_participants(study, rows, substudy="Pasientene")
    first = add_transcript(study, "Ett", [("I", "Hva da?"), ("P1", "Jeg var redd. Så gikk jeg hjem.")])
    second = add_transcript(study, "To", [("I", "Og du?"), ("P2", "Jeg var ikke redd.")])
    third = add_transcript(study, "Tre", [("P1", "Vi var der."), ("P2", "Ja, vi var det.")])
    fear, home = add_group(study, "Uro"), add_group(study, "Hjem")
    add_group(study, "Aldri")
    code_words(study, first, "Jeg var redd.", fear)
    code_words(study, first, "redd. Så gikk jeg hjem.", home)
    code_words(study, second, "Jeg var ikke redd.", fear)
    code_words(study, third, "Vi var der.\n\nJa, vi var det.", fear)
    return study


def test_groups_by_gender_count_units_and_one_of_both_is_annet(interviews: OpenStudy) -> None:
    view = _table(interviews, "crosstab", rows="gender", columns="code-group")
    assert view.columns == ("gender", "Hjem", "Uro", "n")
    assert view.rows == (("K", 1, 1, 2), ("M", 0, 1, 1), ("annet", 0, 1, 1), ("Totalt", 1, 3, 4))
    assert any("Aldri" in note for note in view.notes)
    split = _table(interviews, "crosstab", rows="gender", columns="code-group", split=True)
    assert split.rows == (("K", 1, 2, 3), ("M", 0, 2, 2), ("Totalt", 1, 4, 5))


def test_sides_may_be_named_as_they_are_called_on_paper(interviews: OpenStudy) -> None:
    named = _table(interviews, "crosstab", rows="gender", columns="code-group")
    assert _table(interviews, "crosstab", rows="kjønn", columns="Kodegruppe") == named
    assert ("gender", "Kjønn") in table_sides(interviews)
    with pytest.raises(NothingNamed) as refused:
        _table(interviews, "crosstab", rows="kjøn", columns="code-group")
    assert "«Kjønn»" in str(refused.value)


def test_groups_by_transcript_and_by_participant(interviews: OpenStudy) -> None:
    by_transcript = _table(interviews, "crosstab", rows="code-group", columns="transcript")
    assert by_transcript.rows == (("Hjem", 1, 0, 0, 1), ("Uro", 1, 1, 1, 3), ("Totalt", 2, 1, 1, 4))
    by_person = _table(interviews, "crosstab", rows="participant", columns="code-group")
    assert by_person.rows == (("P1", 1, 2, 3), ("P2", 0, 2, 2), ("Totalt", 1, 4, 5))


def test_matrix_shows_who_says_it_and_who_never_does(interviews: OpenStudy) -> None:
    view = _table(interviews, "matrix")
    assert view.columns == ("participant", "Uro", "Hjem", "Aldri", "n")
    assert view.rows == (("P1", 2, 1, 0, 3), ("P2", 2, 0, 0, 2), ("Totalt", 3, 1, 0, 4))


def test_number_is_opened_to_the_passages_it_counts(interviews: OpenStudy) -> None:
    table = _counted(interviews, "matrix")
    assert [hit.match for hit in open_number(interviews, table, 1, 1)] == [
        "Jeg var ikke redd.",
        "Vi var der.\n\nJa, vi var det.",
    ]
    assert [hit.participant for hit in open_number(interviews, table, 1, 1)] == ["P2", "P1, P2"]
    assert open_number(interviews, table, 1, 2) == ()
    assert len(open_number(interviews, table, 2, 1)) == 3
    crosstab = _counted(interviews, "crosstab", rows="gender", columns="code-group")
    assert [hit.match for hit in open_number(interviews, crosstab, 0, 2)] == ["Jeg var redd."]
    assert len(open_number(interviews, crosstab, 3, 3)) == 4


def test_every_counted_cell_has_as_much_behind_it_as_it_says(interviews: OpenStudy) -> None:
    for kind, asked in (("matrix", {}), ("crosstab", {"rows": "code-group", "columns": "gender"}), ("course", {})):
        table = _counted(interviews, kind, **asked)
        for (row, column), keys in table.behind.items():
            assert table.view.rows[row][column] == len(keys)


def _opened(study: OpenStudy, kind: str, column: int, **asked: str) -> list[list[str]]:
    """The passages behind a column, row by row."""
    table = _counted(study, kind, **asked)
    return [[hit.match for hit in open_number(study, table, row, column)] for row in range(len(table.view.rows))]


_TABLES: list[tuple[str, dict[str, str]]] = [
    ("frequencies", {}),
    ("frequencies", {"rows": "gender"}),
    ("answered", {"rows": "gender", "columns": "gender"}),
    ("crosstab", {"rows": "gender", "columns": "code-group", "percent": "row"}),
    ("crosstab", {"rows": "substudy", "columns": "transcript"}),
    ("cooccurrence", {"within": "turn"}),
    ("matrix", {}),
    ("words", {"group": "Uro"}),
    ("course", {}),
    ("talk", {}),
    ("rounds", {}),
]


@pytest.mark.parametrize(("kind", "asked"), _TABLES)
def test_every_number_but_nought_can_be_opened(interviews: OpenStudy, kind: str, asked: dict[str, str]) -> None:
    with interviews.change("measure.fill") as change:
        change.change(Interview, 1, round="1")
    table = _counted(interviews, kind, **asked)
    opened = 0
    for row, cells in enumerate(table.view.rows):
        for column, cell in list(enumerate(cells))[1:]:
            if isinstance(cell, int | float) and cell:
                assert open_number(interviews, table, row, column), (row, column, cell)
                opened += 1
    assert opened


def test_interviews_are_opened_at_their_first_words(interviews: OpenStudy) -> None:
    found = _opened(interviews, "crosstab", 1, rows="substudy", columns="transcript")
    assert found[0] == [text_of(interviews, 1).split("\n\n")[0]]


def test_typical_word_is_opened_where_it_is_said(interviews: OpenStudy) -> None:
    table = _counted(interviews, "words", group="Uro")
    for row, cells in enumerate(table.view.rows):
        for column in (1, 2):
            found = open_number(interviews, table, row, column)
            assert [hit.match.casefold() for hit in found] == [cells[0]] * int(str(cells[column]))


def test_word_that_is_coded_in_part_counts_whole(interviews: OpenStudy) -> None:
    at = text_of(interviews, 1).index("redd")
    toggle_span(interviews, transcript_id=1, span=Span(at + 2, at + 4), group_id=3)
    assert [row[:3] for row in _table(interviews, "words", group="Aldri").rows] == [("redd", 1, 1)]


def test_groups_are_found_together_on_words_in_turns_and_nearby(interviews: OpenStudy) -> None:
    view = _table(interviews, "cooccurrence")
    assert view.rows == (("Uro", 3, 1, 0), ("Hjem", 1, 1, 0), ("Aldri", 0, 0, 0))
    first = add_transcript(interviews, "Fire", [("P1", "En. To."), ("P2", "Tre."), ("P1", "Fire.")])
    fear, home = 1, 2
    code_words(interviews, first, "En.", fear)
    code_words(interviews, first, "To.", home)
    code_words(interviews, first, "Tre.", home)
    code_words(interviews, first, "Fire.", home)
    counts = [_table(interviews, "cooccurrence", within=within).rows[0][2] for within in ("overlap", "turn", "near")]
    assert counts == [1, 2, 3]


def test_frequencies_count_words_in_several_units_once(interviews: OpenStudy) -> None:
    group = 1
    code_words(interviews, 1, "var redd.", group)
    rows = {str(row[0]): row[1:] for row in _table(interviews, "frequencies").rows}
    assert rows["Uro"] == (4, 2, 3, 3 + 4 + 7, 63.6)
    assert rows["Aldri"] == (0, 0, 0, 0, 0.0)


def test_retired_group_is_in_a_table_for_what_was_coded_into_it_only(study: OpenStudy) -> None:
    add_substudy(study)
    transcript = add_transcript(study, "P1", [("A", "Brevet kom.")])
    used, unused = (add_group(study, name) for name in ("Brev", "Uro"))
    code_words(study, transcript, "Brevet kom.", used)
    _records(study, [("1",)], ("code",))
    for group in (used, unused):
        retire_group(study, group)
    view = _table(study, "frequencies")
    assert [row[:2] for row in view.rows] == [("Brev", 1)]
    assert not any("Analyser" in note for note in view.notes), "records without groups have no part in it"


def test_framework_tells_the_condensate_of_each_participant(interviews: OpenStudy) -> None:
    subgroup = add_subgroup(interviews, 1, "Redsel")
    code_words(interviews, 1, "var redd.", 1, subgroup_id=subgroup)
    add_condensate(interviews, subgroup, "Jeg var så redd.")
    view = _table(interviews, "framework")
    assert view.rows[0][1] == "Redsel: Jeg var så redd.\n2 enheter"
    assert view.rows[1][3] is None


def test_typical_words_are_those_said_more_in_the_group(interviews: OpenStudy) -> None:
    view = _table(interviews, "words", group="Hjem")
    assert {"hjem", "gikk"} <= {row[0] for row in view.rows}
    assert "vi" not in {row[0] for row in view.rows}


def test_log_likelihood_is_that_of_the_published_formula() -> None:
    assert log_likelihood(10, 10, 1000, 1000) == pytest.approx(0)
    assert log_likelihood(20, 5, 1000, 1000) == pytest.approx(9.6374, abs=1e-3)


def test_talk_is_shared_in_each_transcript(interviews: OpenStudy) -> None:
    rows = [row for row in _table(interviews, "talk").rows if row[0] == "Ett"]
    assert [(row[1], row[4], row[5], row[6]) for row in rows] == [("I", 1, 2, 22.2), ("P1", 1, 7, 77.8)]


def test_course_places_units_by_the_tenth_they_begin_in(interviews: OpenStudy) -> None:
    rows = {row[0]: row[1:] for row in _table(interviews, "course").rows}
    assert sum(rows["Uro"]) == 3  # type: ignore[arg-type]
    assert rows["Uro"][0] == 1


def test_attribute_that_is_not_there_is_named_with_the_nearest(interviews: OpenStudy) -> None:
    with pytest.raises(NothingNamed, match="gender"):
        _table(interviews, "crosstab", rows="gendre", columns="code-group")
    with pytest.raises(ValueMissing):
        _table(interviews, "crosstab", rows="gender")
    with pytest.raises(ValueRefused):
        _table(interviews, "crosstab", rows="gender", columns="code-group", percent="half")
    with pytest.raises(ValueRefused, match="cooccurrence"):
        _table(interviews, "crosstab", rows="code-group", columns="code-group")


def test_table_without_cases_is_refused_in_a_sentence(study: OpenStudy) -> None:
    add_substudy(study)
    add_group(study, "Uro")
    for kind, asked in (
        ("frequencies", {}),
        ("matrix", {}),
        ("cooccurrence", {}),
        ("course", {}),
        ("talk", {}),
        ("rounds", {}),
        ("crosstab", {"rows": "transcript", "columns": "code-group"}),
        ("words", {"group": "Uro"}),
    ):
        with pytest.raises(NothingToCount) as refused:
            _table(study, kind, **asked)
        assert "counting." not in str(refused.value)
        assert "code-group" not in str(refused.value)


def test_people_without_consent_are_not_in_a_table_that_leaves(interviews: OpenStudy) -> None:
    from tests.builders import registered

    registered(interviews, consent=[{"participant": "P1", "form_version": "1", "given": "2026-01-01"}])
    asked = TableAsked("matrix")
    assert len(count_table(interviews, asked).view.rows) == 3
    leaving = count_table(interviews, asked, consenting=True, language="nb").view
    assert [row[0] for row in leaving.rows] == ["P1", "Totalt"]


def test_what_people_without_consent_say_is_in_no_count_of_words_that_leaves(interviews: OpenStudy) -> None:
    from tests.builders import registered

    with interviews.change("measure.fill") as change:
        for key in range(1, 4):
            change.change(Interview, key, round="1")
    registered(interviews, consent=[{"participant": "P1", "form_version": "1", "given": "2026-01-01"}])

    def leaving(kind: str, **asked: str) -> TableView:
        return count_table(interviews, TableAsked(kind, **asked), consenting=True, language="en").view  # type: ignore[arg-type]

    talk = _table(interviews, "talk").rows
    theirs = sum(int(str(row[5])) for row in talk if row[2] == "P2")
    kept = sum(int(str(row[5])) for row in talk) - theirs
    assert theirs
    assert leaving("talk").rows
    assert {row[2] for row in leaving("talk").rows} <= {"P1", None}
    assert sum(int(str(row[5])) for row in leaving("talk").rows) == kept
    assert [row[3] for row in leaving("rounds").rows] == [kept]
    assert f" {kept} " in leaving("frequencies").notes[0]
    (note,) = leaving("words", group="Uro").notes
    assert sum(int(figure) for figure in re.findall(r"\d+(?= words| outside)", note)) == kept


def test_records_with_several_codes_are_found_behind_their_number_also_without_words(study: OpenStudy) -> None:
    rows = [{"nr": nr, "code": code} for nr, code in enumerate(("1", "2 og 3", "annet", "1/3", ""), start=1)]
    import_records(study, numbered(rows), name="Notes", columns=RecordColumns("nr", (), ("code",)))
    table = count_table(study, TableAsked("crosstab", rows="code", columns="substudy"), opened=True)
    assert [row[:2] for row in table.view.rows] == [(1, 1), ("annet", 3), ("Totalt", 4)]
    assert open_number(study, table, 1, 1) == ()
    assert people_behind(study, table, 1, 1) == (("2", "code: 2; 3"), ("3", "code: annet"), ("4", "code: 1; 3"))
    assert people_behind(study, table, 0, 0) == ()

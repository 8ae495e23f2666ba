"""Claims about tables that count the material. Figures are those of records counted by hand, or of published tables."""

import re

import pytest

from qualcode.analysis.crosstab import whole_percent
from qualcode.analysis.typical import log_likelihood
from qualcode.errors import NothingNamed, NothingToCount, ValueMissing, ValueRefused
from qualcode.model import Interview
from qualcode.services.asking.table_passages import open_number
from qualcode.services.asking.tables import count_table, table_sides
from qualcode.services.coding.coding import toggle_span
from qualcode.services.coding.group_reshaping import retire_group
from qualcode.services.participants.participants import import_participants
from qualcode.storage.opening import OpenStudy
from qualcode.text.span import Span
from qualcode.views.counting import TableAsked
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
from tests.services.asking.counting import counted, load_records, table


def test_percent_of_few_is_told_to_say_little(interviews: OpenStudy) -> None:
    def notes(percent: str) -> str:
        return " ".join(table(interviews, "crosstab", rows="gender", columns="code-group", percent=percent).notes)

    assert "3 av grunnlagene er under 30" in notes("row")
    assert "2 av grunnlagene er under 30" in notes("column")
    assert "Ett av grunnlagene er under 30" in notes("total")
    assert "under 30" not in notes("")


def test_response_rate_is_of_all_who_were_asked(study: OpenStudy) -> None:
    load_records(study, [("1", "ja" if at < 17 else "") for at in range(51)], ("wave", "answer"))
    assert table(study, "answered", rows="wave", columns="answer").rows[0] == (1, 17, 51, 33)


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
    view = table(interviews, "crosstab", rows="gender", columns="code-group")
    assert view.columns == ("gender", "Hjem", "Uro", "n")
    assert view.rows == (("K", 1, 1, 2), ("M", 0, 1, 1), ("annet", 0, 1, 1), ("Totalt", 1, 3, 4))
    assert any("Aldri" in note for note in view.notes)
    split = table(interviews, "crosstab", rows="gender", columns="code-group", split=True)
    assert split.rows == (("K", 1, 2, 3), ("M", 0, 2, 2), ("Totalt", 1, 4, 5))


def test_sides_may_be_named_as_they_are_called_on_paper(interviews: OpenStudy) -> None:
    named = table(interviews, "crosstab", rows="gender", columns="code-group")
    assert table(interviews, "crosstab", rows="kjønn", columns="Kodegruppe") == named
    assert ("gender", "Kjønn") in table_sides(interviews)
    with pytest.raises(NothingNamed) as refused:
        table(interviews, "crosstab", rows="kjøn", columns="code-group")
    assert "«Kjønn»" in str(refused.value)


def test_groups_by_transcript_and_by_participant(interviews: OpenStudy) -> None:
    by_transcript = table(interviews, "crosstab", rows="code-group", columns="transcript")
    assert by_transcript.rows == (("Hjem", 1, 0, 0, 1), ("Uro", 1, 1, 1, 3), ("Totalt", 2, 1, 1, 4))
    by_person = table(interviews, "crosstab", rows="participant", columns="code-group")
    assert by_person.rows == (("P1", 1, 2, 3), ("P2", 0, 2, 2), ("Totalt", 1, 4, 5))


def test_matrix_shows_who_says_it_and_who_never_does(interviews: OpenStudy) -> None:
    view = table(interviews, "matrix")
    assert view.columns == ("participant", "Uro", "Hjem", "Aldri", "n")
    assert view.rows == (("P1", 2, 1, 0, 3), ("P2", 2, 0, 0, 2), ("Totalt", 3, 1, 0, 4))


def test_number_is_opened_to_the_passages_it_counts(interviews: OpenStudy) -> None:
    table = counted(interviews, "matrix")
    assert [hit.match for hit in open_number(interviews, table, 1, 1)] == [
        "Jeg var ikke redd.",
        "Vi var der.\n\nJa, vi var det.",
    ]
    assert [hit.participant for hit in open_number(interviews, table, 1, 1)] == ["P2", "P1, P2"]
    assert open_number(interviews, table, 1, 2) == ()
    assert len(open_number(interviews, table, 2, 1)) == 3
    crosstab = counted(interviews, "crosstab", rows="gender", columns="code-group")
    assert [hit.match for hit in open_number(interviews, crosstab, 0, 2)] == ["Jeg var redd."]
    assert len(open_number(interviews, crosstab, 3, 3)) == 4


def test_every_counted_cell_has_as_much_behind_it_as_it_says(interviews: OpenStudy) -> None:
    for kind, asked in (("matrix", {}), ("crosstab", {"rows": "code-group", "columns": "gender"}), ("course", {})):
        table = counted(interviews, kind, **asked)
        for (row, column), keys in table.behind.items():
            assert table.view.rows[row][column] == len(keys)


def _opened(study: OpenStudy, kind: str, column: int, **asked: str) -> list[list[str]]:
    """The passages behind a column, row by row."""
    table = counted(study, kind, **asked)
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
    table = counted(interviews, kind, **asked)
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
    table = counted(interviews, "words", group="Uro")
    for row, cells in enumerate(table.view.rows):
        for column in (1, 2):
            found = open_number(interviews, table, row, column)
            assert [hit.match.casefold() for hit in found] == [cells[0]] * int(str(cells[column]))


def test_word_that_is_coded_in_part_counts_whole(interviews: OpenStudy) -> None:
    at = text_of(interviews, 1).index("redd")
    toggle_span(interviews, transcript_id=1, span=Span(at + 2, at + 4), group_id=3)
    assert [row[:3] for row in table(interviews, "words", group="Aldri").rows] == [("redd", 1, 1)]


def test_groups_are_found_together_on_words_in_turns_and_nearby(interviews: OpenStudy) -> None:
    view = table(interviews, "cooccurrence")
    assert view.rows == (("Uro", 3, 1, 0), ("Hjem", 1, 1, 0), ("Aldri", 0, 0, 0))
    first = add_transcript(interviews, "Fire", [("P1", "En. To."), ("P2", "Tre."), ("P1", "Fire.")])
    fear, home = 1, 2
    code_words(interviews, first, "En.", fear)
    code_words(interviews, first, "To.", home)
    code_words(interviews, first, "Tre.", home)
    code_words(interviews, first, "Fire.", home)
    counts = [table(interviews, "cooccurrence", within=within).rows[0][2] for within in ("overlap", "turn", "near")]
    assert counts == [1, 2, 3]


def test_frequencies_count_words_in_several_units_once(interviews: OpenStudy) -> None:
    group = 1
    code_words(interviews, 1, "var redd.", group)
    rows = {str(row[0]): row[1:] for row in table(interviews, "frequencies").rows}
    assert rows["Uro"] == (4, 2, 3, 3 + 4 + 7, 63.6)
    assert rows["Aldri"] == (0, 0, 0, 0, 0.0)


def test_retired_group_is_in_a_table_for_what_was_coded_into_it_only(study: OpenStudy) -> None:
    add_substudy(study)
    transcript = add_transcript(study, "P1", [("A", "Brevet kom.")])
    used, unused = (add_group(study, name) for name in ("Brev", "Uro"))
    code_words(study, transcript, "Brevet kom.", used)
    load_records(study, [("1",)], ("code",))
    for group in (used, unused):
        retire_group(study, group)
    view = table(study, "frequencies")
    assert [row[:2] for row in view.rows] == [("Brev", 1)]
    assert not any("Analyser" in note for note in view.notes), "records without groups have no part in it"


def test_framework_tells_the_condensate_of_each_participant(interviews: OpenStudy) -> None:
    subgroup = add_subgroup(interviews, 1, "Redsel")
    code_words(interviews, 1, "var redd.", 1, subgroup_id=subgroup)
    add_condensate(interviews, subgroup, "Jeg var så redd.")
    view = table(interviews, "framework")
    assert view.rows[0][1] == "Redsel: Jeg var så redd.\n2 enheter"
    assert view.rows[1][3] is None


def test_typical_words_are_those_said_more_in_the_group(interviews: OpenStudy) -> None:
    view = table(interviews, "words", group="Hjem")
    assert {"hjem", "gikk"} <= {row[0] for row in view.rows}
    assert "vi" not in {row[0] for row in view.rows}


def test_log_likelihood_is_that_of_the_published_formula() -> None:
    assert log_likelihood(10, 10, 1000, 1000) == pytest.approx(0)
    assert log_likelihood(20, 5, 1000, 1000) == pytest.approx(9.6374, abs=1e-3)


def test_talk_is_shared_in_each_transcript(interviews: OpenStudy) -> None:
    rows = [row for row in table(interviews, "talk").rows if row[0] == "Ett"]
    assert [(row[1], row[4], row[5], row[6]) for row in rows] == [("I", 1, 2, 22.2), ("P1", 1, 7, 77.8)]


def test_course_places_units_by_the_tenth_they_begin_in(interviews: OpenStudy) -> None:
    rows = {row[0]: row[1:] for row in table(interviews, "course").rows}
    assert sum(rows["Uro"]) == 3  # type: ignore[arg-type]
    assert rows["Uro"][0] == 1


def test_attribute_that_is_not_there_is_named_with_the_nearest(interviews: OpenStudy) -> None:
    with pytest.raises(NothingNamed, match="gender"):
        table(interviews, "crosstab", rows="gendre", columns="code-group")
    with pytest.raises(ValueMissing):
        table(interviews, "crosstab", rows="gender")
    with pytest.raises(ValueRefused):
        table(interviews, "crosstab", rows="gender", columns="code-group", percent="half")
    with pytest.raises(ValueRefused, match="cooccurrence"):
        table(interviews, "crosstab", rows="code-group", columns="code-group")


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
            table(study, kind, **asked)
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

    talk = table(interviews, "talk").rows
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

"""Claims about codings from a file: all rows or none, a bad row is named, whose unit it is the file decides."""

from typing import Any

import pytest
from sqlalchemy import func, select
from sqlmodel import col

from qualcode.errors import RowsRefused
from qualcode.model import Coding, JournalEntry, MeaningUnit
from qualcode.services.coding.codebooks import add_group, add_subgroup
from qualcode.services.coding.coding_files import apply_codings
from qualcode.services.coding.units import list_units
from qualcode.services.keeping.history import history, redo, undo
from qualcode.services.material.substudies import set_analysis
from qualcode.storage.content import content_hash
from qualcode.storage.opening import OpenStudy
from qualcode.storage.tallies import count_anew, stored_counts
from qualcode.views.coding_files import CodingCounts
from tests.builders import add_substudy, add_transcript, analysis_of

TEXT = "Ja, jeg møtte jo opp. Ja, det gjorde jeg."


@pytest.fixture(autouse=True)
def material(study: OpenStudy) -> None:
    """A transcript, and a code group with a subgroup."""
    add_substudy(study)
    add_transcript(study, "P1", TEXT)
    group = add_group(study, analysis_of(study), "Plikt")
    add_subgroup(study, group, "Høflig")


def _apply(study: OpenStudy, *rows: dict[str, Any], analysis: str | None = None) -> CodingCounts:
    numbered = [(line, {"transcript": "P1", "code_group": "Plikt"} | row) for line, row in enumerate(rows, start=2)]
    return apply_codings(study, file="k.csv", rows=numbered, analysis=analysis)


def _hash(study: OpenStudy) -> str:
    with study.reading() as connection:
        return content_hash(connection)


def test_a_row_gives_its_place_by_quote_or_offsets_or_both(study: OpenStudy) -> None:
    counts = _apply(
        study,
        {"quote": "jeg møtte jo opp"},
        {"start": "22", "end": "24"},
        {"start": 26.0, "end": 29.0, "quote": "det"},
    )
    assert counts == CodingCounts(rows=3, units=3, codings=3, changed=0, already_there=0)
    units = list_units(study)
    assert [(unit.start, unit.end, unit.text) for unit in units] == [
        (4, 20, "jeg møtte jo opp"),
        (22, 24, "Ja"),
        (26, 29, "det"),
    ]


def test_a_quote_matches_however_its_letters_are_composed(study: OpenStudy) -> None:
    add_transcript(study, "P2", "Jeg går på jobb.")
    _apply(study, {"transcript": "P2", "quote": " ga\u030ar pa\u030a \r\n"})
    assert [unit.text for unit in list_units(study)] == ["går på"]


def test_a_subgroup_is_named_in_its_own_column_or_in_the_path(study: OpenStudy) -> None:
    _apply(study, {"quote": "møtte", "subgroup": "Høflig"}, {"quote": "gjorde", "code_group": "Plikt/Høflig"})
    assert [unit.code_groups for unit in list_units(study)] == [("Plikt/Høflig",)] * 2


def test_the_file_is_one_entry_by_the_coder_at_work_and_the_units_are_whose_the_file_says(study: OpenStudy) -> None:
    entries = len(history(study))
    _apply(study, {"quote": "møtte", "coder": "BB"}, {"quote": "møtte"}, {"quote": "gjorde", "coder": "CC"})
    assert [unit.coder for unit in list_units(study)] == ["BB", "AA", "CC"]
    rows = history(study)
    assert len(rows) == entries + 1
    assert (rows[0].coder, rows[0].action) == ("AA", "codings.load")


def test_the_same_file_again_changes_nothing_and_says_so(study: OpenStudy) -> None:
    rows = ({"quote": "møtte"}, {"quote": "møtte"}, {"quote": "gjorde", "subgroup": "Høflig"})
    assert _apply(study, *rows) == CodingCounts(rows=3, units=2, codings=2, changed=0, already_there=1)
    before, entries = _hash(study), len(history(study))
    assert _apply(study, *rows) == CodingCounts(rows=3, units=0, codings=0, changed=0, already_there=3)
    assert (_hash(study), len(history(study))) == (before, entries)


def test_a_row_that_sorts_a_unit_further_changes_it(study: OpenStudy) -> None:
    _apply(study, {"quote": "møtte"})
    assert _apply(study, {"quote": "møtte", "subgroup": "Høflig"}).changed == 1
    assert _apply(study, {"quote": "møtte"}).already_there == 1
    assert _apply(study, {"quote": "møtte", "set_aside": "ja"}).changed == 1
    with study.reading() as connection:
        coding = connection.execute(select(Coding)).mappings().one()
        assert (coding["set_aside"], coding["subgroup_id"]) == (True, None)


def test_undo_takes_the_whole_file_back(study: OpenStudy) -> None:
    before = _hash(study)
    _apply(study, {"quote": "møtte"}, {"quote": "gjorde", "subgroup": "Høflig"})
    after = _hash(study)
    undo(study)
    assert _hash(study) == before
    redo(study)
    assert _hash(study) == after


def test_words_of_two_turns_on_one_line_are_told_to_be_of_two_turns(study: OpenStudy) -> None:
    add_transcript(study, "P2", "Kom den?\n\nNei, den kom for sent.")
    with pytest.raises(RowsRefused, match="a new turn or paragraph begins within them"):
        _apply(study, {"transcript": "P2", "quote": "Kom den? Nei"})
    assert _apply(study, {"transcript": "P2", "quote": "Kom den?\n\nNei"}).units == 1


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"quote": "nei"}, 'The words "nei" are not in P1.'),
        ({"quote": "Ja"}, 'The words "Ja" stand 2 times in P1.'),
        ({"quote": "MØTTE"}, "are not in P1"),
        ({"start": "0", "end": "99"}, "lie outside P1"),
        ({"start": "5", "end": "5"}, "lie outside P1"),
        ({"start": "3", "end": "4"}, "no words"),
        ({"start": "-1", "end": "4"}, "-1"),
        ({"start": "to", "end": "4"}, '"to"'),
        ({"start": 1.5, "end": "4"}, "1.5"),
        ({"start": "3"}, "start"),
        ({}, "quote"),
        ({"start": "0", "end": "2", "quote": "Nei"}, 'stands "Ja", not "Nei"'),
        ({"quote": "møtte", "code_group": "Plikk"}, "Did you mean «Plikt»"),
        ({"quote": "møtte", "code_group": ""}, "code_group"),
        ({"quote": "møtte", "subgroup": "Uhøflig"}, "Uhøflig"),
        ({"quote": "møtte", "transcript": "P7"}, "P7"),
        ({"quote": "møtte", "transcript": None}, "transcript"),
        ({"quote": "møtte", "set_aside": "kanskje"}, "kanskje"),
        ({"quote": "møtte", "set_aside": "ja", "subgroup": "Høflig"}, "set_aside"),
    ],
)
def test_a_bad_row_is_named_by_its_line_and_no_row_is_taken_in(
    study: OpenStudy, row: dict[str, Any], said: str
) -> None:
    before = _hash(study)
    with pytest.raises(RowsRefused) as refused:
        _apply(study, {"quote": "gjorde", "coder": "NY"}, row)
    assert refused.value.message.startswith("k.csv, line 3: ")
    assert said in refused.value.message
    assert _hash(study) == before
    assert list_units(study) == []


def test_a_group_of_other_material_is_refused(study: OpenStudy) -> None:
    add_substudy(study, "Fastlegene")
    add_group(study, analysis_of(study, "Fastlegene"), "Kolleger")
    for row, analysis in (({"code_group": "Kolleger"}, "Fastlegene"), ({"code_group": "Fastlegene:Kolleger"}, None)):
        with pytest.raises(RowsRefused):
            _apply(study, {"quote": "møtte"} | row, analysis=analysis)


def test_with_two_analyses_of_the_material_the_groups_name_tells_which(study: OpenStudy) -> None:
    set_analysis(study, "Om plikt", substudies=["Pasientene"])
    add_group(study, analysis_of(study, "Om plikt"), "Motytelse")
    add_group(study, analysis_of(study, "Om plikt"), "Plikt")
    _apply(study, {"quote": "møtte", "code_group": "Motytelse"})
    assert [unit.analysis for unit in list_units(study)] == ["Om plikt"]
    with pytest.raises(RowsRefused) as refused:
        _apply(study, {"quote": "møtte"})
    assert "«Pasientene:Plikt», «Om plikt:Plikt»" in refused.value.message
    _apply(study, {"quote": "møtte", "code_group": "Pasientene:Plikt"})
    _apply(study, {"quote": "gjorde"}, analysis="Om plikt")
    assert [unit.analysis for unit in list_units(study)] == ["Om plikt", "Pasientene", "Om plikt"]


def test_twenty_thousand_rows_are_taken_in_and_every_word_verifies(study: OpenStudy) -> None:
    words = " ".join(f"ord{number}" for number in range(20_000))
    add_transcript(study, "Langt", words)
    places = []
    at = 0
    for word in words.split(" "):
        places.append((at, at + len(word)))
        at += len(word) + 1
    rows = [{"transcript": "Langt", "start": str(start), "end": str(end)} for start, end in places]
    counts = _apply(study, *rows)
    assert counts.units == 20_000
    with study.reading() as connection:
        spans = connection.execute(select(col(MeaningUnit.start), col(MeaningUnit.end), col(MeaningUnit.text)))
        assert all(words[start:end] == text for start, end, text in spans)
        assert stored_counts(connection) == count_anew(connection)
        loaded = select(func.count()).where(col(JournalEntry.action) == "codings.load")
        assert connection.execute(loaded).scalar_one() == 1


def test_a_transcript_is_told_from_its_like_by_a_column_for_the_substudy_as_lists_of_units_have_it(
    study: OpenStudy,
) -> None:
    add_substudy(study, "Legene")
    add_transcript(study, "P1", "Ja, det gjorde de.", substudy="Legene")
    add_group(study, analysis_of(study, "Legene"), "Uro")
    with pytest.raises(RowsRefused, match="Legene:P1"):
        _apply(study, {"quote": "det gjorde de", "code_group": "Uro"})
    _apply(
        study,
        {"substudy": "Legene", "quote": "det gjorde de", "code_group": "Uro"},
        {"transcript": "Pasientene:P1", "quote": "det gjorde jeg"},
    )
    assert [(unit.substudy, unit.text) for unit in list_units(study)] == [
        ("Pasientene", "det gjorde jeg"),
        ("Legene", "det gjorde de"),
    ]
    with pytest.raises(RowsRefused):
        _apply(study, {"substudy": "Slektene", "quote": "det gjorde de"})

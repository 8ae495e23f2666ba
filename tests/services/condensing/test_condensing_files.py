"""Condensates and quotes from a user's table."""

from typing import Any

import pytest

from qualcode.errors import RowsRefused
from qualcode.services.coding.coding import code_span
from qualcode.services.condensing.condensing import condensates, place
from qualcode.services.condensing.condensing_files import load_condensates, load_quotes
from qualcode.services.condensing.quotes import quotes, sign_off
from qualcode.services.keeping.history import history, undo
from qualcode.services.material.substudies import set_analysis
from qualcode.services.participants.participants import import_participants
from qualcode.storage.content import content_hash
from qualcode.storage.opening import OpenStudy, open_study
from qualcode.text.span import Span
from qualcode.views.loading import LoadCounts
from tests.builders import add_group, add_subgroup, add_substudy, add_transcript, code_words

TEXT = "Jeg satt i gangen med jakka på. Og så venta jeg en stund."


@pytest.fixture
def group(study: OpenStudy) -> int:
    """One unit in a subgroup of the only group."""
    add_substudy(study)
    transcript = add_transcript(study, "P1", TEXT)
    group = add_group(study, "Uro")
    code_words(study, transcript, TEXT[:31], group, subgroup_id=add_subgroup(study, group, "Gangen"))
    return group


def numbered(*rows: dict[str, Any]) -> list[tuple[int, dict[str, Any]]]:
    """Rows as a table gives them, the header on line 1."""
    return list(enumerate(rows, start=2))


def quote_row(**values: Any) -> dict[str, Any]:
    """A row of a quote that is there."""
    return {"transcript": "P1", "quote": "i gangen med jakka på", "code_group": "Uro/Gangen", **values}


def hash_of(study: OpenStudy) -> str:
    """What the study holds."""
    with study.reading() as connection:
        return content_hash(connection)


def test_condensates_come_in_and_stand_on_what_is_there(study: OpenStudy, group: int) -> None:
    rows = numbered({"code_group": "Uro/Gangen", "coder": "BB", "text": "Jeg satt der."})
    assert load_condensates(study, rows, file="c.json") == LoadCounts(1, 0, 0)
    assert load_condensates(study, rows, file="c.json") == LoadCounts(0, 0, 1)
    written = condensates(study)[0]
    assert (written.text, written.coder, written.must_look, written.units) == ("Jeg satt der.", "BB", False, 1)
    rows[0][1]["text"] = "Jeg satt i gangen."
    assert load_condensates(study, rows, file="c.json") == LoadCounts(0, 1, 0)
    assert condensates(study)[0].text == "Jeg satt i gangen."
    assert history(study)[0].coder == "AA"


@pytest.mark.parametrize(
    "bad",
    [
        {"code_group": "Uro", "text": "x"},
        {"code_group": "Uro/Trappa", "text": "x"},
        {"code_group": "Ukjent/Gangen", "text": "x"},
        {"code_group": "Uro/Gangen", "text": ""},
        {"text": "x"},
    ],
)
def test_one_bad_condensate_and_nothing_is_taken_in(study: OpenStudy, group: int, bad: dict[str, Any]) -> None:
    before = hash_of(study)
    with pytest.raises(RowsRefused) as refused:
        load_condensates(study, numbered({"code_group": "Uro/Gangen", "text": "god"}, bad), file="c.csv")
    assert refused.value.message.startswith("c.csv, line 3: ")
    assert hash_of(study) == before


def test_quotes_come_in_by_words_or_by_place(study: OpenStudy, group: int) -> None:
    rows = numbered(
        quote_row(golden="ja", coder="BB"),
        {"transcript": "P1", "start": 0, "end": 8, "code_group": "Uro", "printed": "Jeg sat", "form": "normalised"},
    )
    assert load_quotes(study, rows, file="q.csv") == LoadCounts(2, 0, 0)
    first, second = sorted(quotes(study), key=lambda quote: -quote.start)
    assert (first.text, first.printed, first.form, first.golden, first.coder) == (
        "i gangen med jakka på",
        "i gangen med jakka på",
        "verbatim",
        True,
        "BB",
    )
    assert (second.text, second.printed, second.form, second.coder) == ("Jeg satt", "Jeg sat", "normalised", "AA")
    assert second.differs
    assert not second.signed


def test_loading_quotes_again_updates_and_a_blank_cell_changes_nothing(study: OpenStudy, group: int) -> None:
    load_quotes(study, numbered(quote_row(golden="ja", printed="I gangen", coder="BB")), file="q.csv")
    sign_off(study, quotes(study)[0].id)
    blank = numbered(quote_row(golden="", printed="", form=None, coder=""))
    assert load_quotes(study, blank, file="q.csv") == LoadCounts(0, 0, 1)
    assert quotes(study)[0].signed
    assert load_quotes(study, numbered(quote_row(golden="nei")), file="q.csv") == LoadCounts(0, 1, 0)
    assert load_quotes(study, numbered(quote_row(printed="I gangen (...)")), file="q.csv") == LoadCounts(0, 1, 0)
    quote = quotes(study)[0]
    assert (quote.golden, quote.signed, quote.printed, quote.coder) == (False, False, "I gangen (...)", "BB")


def test_a_quote_is_taken_from_the_coders_own_unit_where_two_coded_the_words(study: OpenStudy, group: int) -> None:
    with open_study(study.path, coder="BB") as other:
        mine = code_span(other, transcript_id=1, span=Span(0, 57), group_id=group, subgroup_id=1)
    load_quotes(study, numbered(quote_row(coder="BB")), file="q.csv")
    assert quotes(study)[0].unit_id == mine.unit_id
    assert load_quotes(study, numbered(quote_row(coder="BB")), file="q.csv") == LoadCounts(0, 0, 1)


def test_two_coders_quotes_of_the_same_words_stay_apart(study: OpenStudy, group: int) -> None:
    with open_study(study.path, coder="BB") as other:
        code_span(other, transcript_id=1, span=Span(0, 57), group_id=group, subgroup_id=1)
    rows = numbered(quote_row(coder="AA"), quote_row(coder="BB"))
    assert load_quotes(study, rows, file="q.csv") == LoadCounts(2, 0, 0)
    assert load_quotes(study, rows[::-1], file="q.csv") == LoadCounts(0, 0, 2)
    assert load_quotes(study, numbered(quote_row()), file="q.csv") == LoadCounts(0, 0, 1)
    assert sorted(quote.coder for quote in quotes(study)) == ["AA", "BB"]


def test_words_already_quoted_from_the_only_unit_stay_the_ones_who_took_them(study: OpenStudy, group: int) -> None:
    load_quotes(study, numbered(quote_row(coder="BB")), file="q.csv")
    assert load_quotes(study, numbered(quote_row(coder="CC", golden="ja")), file="q.csv") == LoadCounts(0, 1, 0)
    assert [(quote.coder, quote.golden) for quote in quotes(study)] == [("BB", True)]


def test_of_several_units_the_closest_around_the_words_is_quoted(study: OpenStudy, group: int) -> None:
    closest = code_span(study, transcript_id=1, span=Span(4, 31), group_id=group, subgroup_id=1)
    code_span(study, transcript_id=1, span=Span(0, 57), group_id=group, subgroup_id=1)
    load_quotes(study, numbered(quote_row(coder="CC")), file="q.csv")
    assert quotes(study)[0].unit_id == closest.unit_id


BAD_QUOTES = {
    "words no unit holds": quote_row(quote="venta jeg"),
    "words that reach out of the unit": quote_row(quote="jakka på. Og så"),
    "a group without units": quote_row(code_group="Plikt"),
    "a subgroup without units": quote_row(code_group="Uro/Trappa"),
    "an unknown group": quote_row(code_group="Ukjent"),
    "words that are not there": quote_row(quote="i senga"),
    "words that stand twice": quote_row(quote="eg "),
    "no place": quote_row(quote=""),
    "an unknown form": quote_row(form="ropt"),
    "neither yes nor no": quote_row(golden="kanskje"),
}


@pytest.mark.parametrize("bad", BAD_QUOTES.values(), ids=BAD_QUOTES)
def test_one_bad_quote_and_nothing_is_taken_in(study: OpenStudy, group: int, bad: dict[str, Any]) -> None:
    add_group(study, "Plikt")
    add_subgroup(study, group, "Trappa")
    before = hash_of(study)
    with pytest.raises(RowsRefused) as refused:
        load_quotes(study, numbered(quote_row(quote="i gangen"), bad), file="q.csv")
    assert refused.value.message.startswith("q.csv, line 3: ")
    assert hash_of(study) == before


def test_a_quote_said_to_be_another_participants_is_refused(study: OpenStudy) -> None:
    add_substudy(study, "Legene", design="focus-group")
    import_participants(study, numbered({"participant": "FL1"}, {"participant": "FL2"}), substudy="Legene")
    said = [("FL1", "Det lå i posten."), ("FL2", "I tre uker.")]
    transcript = add_transcript(study, "Gruppe 1", said, substudy="Legene")
    code_words(study, transcript, "I tre uker.", add_group(study, "Brevet", analysis="Legene"))
    row = {"transcript": "Gruppe 1", "quote": "I tre uker.", "code_group": "Brevet", "participant": "FL1"}
    with pytest.raises(RowsRefused, match="FL2"):
        load_quotes(study, numbered(row), file="q.csv")
    assert load_quotes(study, numbered(row | {"participant": "FL2"}), file="q.csv") == LoadCounts(1, 0, 0)


def test_a_file_of_quotes_is_undone_at_once(study: OpenStudy, group: int) -> None:
    before = hash_of(study)
    load_quotes(study, numbered(quote_row(), quote_row(quote="Jeg satt")), file="q.csv")
    undo(study)
    assert hash_of(study) == before


def test_the_transcript_tells_which_analysis_a_group_is_of(study: OpenStudy, group: int) -> None:
    add_substudy(study, "Fastlegene")
    add_group(study, "Uro", analysis="Fastlegene")
    load_quotes(study, numbered(quote_row()), file="q.csv")
    assert quotes(study)[0].analysis == "Pasientene"


def test_where_two_analyses_cover_the_transcript_the_path_or_a_column_tells(study: OpenStudy, group: int) -> None:
    set_analysis(study, "Om igjen", substudies=["Pasientene"])
    add_group(study, "Uro", analysis="Om igjen")
    with pytest.raises(RowsRefused):
        load_quotes(study, numbered(quote_row()), file="q.csv")
    load_quotes(study, numbered(quote_row(code_group="Pasientene:Uro/Gangen")), file="q.csv")
    load_quotes(study, numbered(quote_row(quote="Jeg satt", analysis="Pasientene")), file="q.csv")
    load_quotes(study, numbered(quote_row(quote="i gangen")), file="q.csv", analysis="Pasientene")
    assert len(quotes(study, analysis="Pasientene")) == 3


def test_what_was_moved_is_looked_for_where_it_is_now(study: OpenStudy, group: int) -> None:
    trappa = add_subgroup(study, group, "Trappa")
    place(study, [1], trappa)
    with pytest.raises(RowsRefused):
        load_quotes(study, numbered(quote_row()), file="q.csv")
    load_quotes(study, numbered(quote_row(code_group="Uro/Trappa")), file="q.csv")
    assert quotes(study)[0].subgroup == "Trappa"

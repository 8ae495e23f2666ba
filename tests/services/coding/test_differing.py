"""Step 2: different readings are found, looked at, and decided."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.errors import NothingNamed, QuotePlaced, TooFewCoders, ValueRefused
from qualcode.services.coding.blind_coding import begin_blind, end_blind, mark_coded
from qualcode.services.coding.differing import Placed, differing, readings
from qualcode.services.coding.settling import coders_of_analysis, explain_settlement, reopen_reading, settle
from qualcode.services.coding.units import list_units
from qualcode.services.condensing.quotes import quotes
from qualcode.services.keeping.history import undo
from qualcode.storage.opening import OpenStudy, open_study
from qualcode.views.differing import Difference
from tests.builders import add_group, add_substudy, add_transcript, analysis_of, code_words, hash_of

TEXT = "Brevet kom. Jeg satt i gangen. Med jakka på. Jeg måtte jo."


class Two:
    """AA and BB have coded P1 blind: alike on the letter, differently on the hall; only BB has coded the jacket."""

    def __init__(self, study: OpenStudy) -> None:
        add_substudy(study)
        self.study, self.analysis = study, analysis_of(study)
        self.first = add_transcript(study, "P1", TEXT)
        self.uro, self.plikt = add_group(study, "Uro"), add_group(study, "Plikt")
        begin_blind(study, self.analysis, ["AA", "BB"])
        code_words(study, self.first, "Brevet kom", self.uro)
        code_words(study, self.first, "Jeg satt i gangen", self.uro)
        with open_study(study.path, coder="BB") as other:
            code_words(other, self.first, "Brevet kom.", self.uro)
            code_words(other, self.first, "i gangen", self.plikt)
            code_words(other, self.first, "Med jakka på", self.plikt)

    def left(self) -> tuple[Difference, ...]:
        """The different readings that are left."""
        return readings(self.study, self.analysis).left

    def coded(self) -> list[tuple[str, str, tuple[str, ...]]]:
        """What is coded, by whom, as what."""
        return [(unit.text, unit.coder, unit.code_groups) for unit in list_units(self.study)]


@pytest.fixture
def two(study: OpenStudy) -> Two:
    """Two coders who are done."""
    made = Two(study)
    end_blind(study, made.analysis)
    return made


def test_nothing_is_told_while_one_is_not_done(study: OpenStudy) -> None:
    made = Two(study)
    assert made.left() == ()
    view = readings(study, made.analysis)
    assert (view.outcome, [one.transcript for one in view.waiting], view.awaited) == (
        "none_compared",
        ["P1"],
        ("AA", "BB"),
    )
    mark_coded(study, made.analysis)
    assert readings(study, made.analysis).awaited == ("BB",)
    assert readings(study, made.analysis, transcripts=[made.first + 1]).waiting == ()
    assert readings(study, made.analysis, coders=["AA", "BB"]).left == ()


def test_places_that_are_read_differently_stand_side_by_side(two: Two) -> None:
    hall, jacket = two.left()
    assert (hall.words, hall.transcript) == ("Jeg satt i gangen", "P1")
    assert [(one.coder, one.groups) for one in hall.readings] == [("AA", ("Uro",)), ("BB", ("Plikt",))]
    assert [(one.coder, one.groups) for one in jacket.readings] == [("AA", ()), ("BB", ("Plikt",))]
    assert TEXT[jacket.start : jacket.end] == jacket.words == "Med jakka på"


def test_keeping_one_reading_takes_the_others_out_and_settles_the_place(two: Two) -> None:
    settle(two.study, two.analysis, two.left()[0], "one", kept="AA", reason="Det er uro")
    assert [place.words for place in two.left()] == ["Med jakka på"]
    assert ("i gangen", "BB", ("Plikt",)) not in two.coded()
    assert ("Jeg satt i gangen", "AA", ("Uro",)) in two.coded()
    (settled,) = readings(two.study, two.analysis).settled
    assert (settled.kept, settled.reason, settled.coder) == ("AA", "Det er uro", "AA")
    assert [(one.coder, one.groups) for one in settled.readings] == [("AA", ("Uro",)), ("BB", ("Plikt",))]


def test_keeping_the_reading_of_who_coded_nothing_leaves_nothing(two: Two) -> None:
    settle(two.study, two.analysis, two.left()[1], "one", kept="AA")
    assert all(words != "Med jakka på" for words, _, _ in two.coded())


def test_all_readings_are_kept_and_the_place_is_settled(two: Two) -> None:
    before = two.coded()
    settle(two.study, two.analysis, two.left()[0], "all")
    assert two.coded() == before
    assert len(two.left()) == 1


def test_a_new_group_takes_in_what_differed_and_neither_takes_it_out(two: Two) -> None:
    new = add_group(two.study, "Venting")
    settle(two.study, two.analysis, two.left()[0], "group", group_id=new)
    settle(two.study, two.analysis, two.left()[0], "neither")
    assert two.coded() == [
        ("Brevet kom", "AA", ("Uro",)),
        ("Brevet kom.", "BB", ("Uro",)),
        ("Jeg satt i gangen", "AA", ("Venting",)),
        ("i gangen", "BB", ("Venting",)),
    ]
    assert two.left() == ()


def test_what_is_coded_later_at_a_settled_place_is_a_new_reading(two: Two) -> None:
    settle(two.study, two.analysis, two.left()[0], "all")
    code_words(two.study, two.first, "satt", add_group(two.study, "Ro"))
    assert "Jeg satt i gangen" in [place.words for place in two.left()]


def test_a_decision_is_undone_explained_and_taken_up_again(two: Two) -> None:
    before = hash_of(two.study)
    made = settle(two.study, two.analysis, two.left()[0], "neither")
    undo(two.study)
    assert hash_of(two.study) == before
    made = settle(two.study, two.analysis, two.left()[0], "all")
    explain_settlement(two.study, made, "Begge deler")
    assert readings(two.study, two.analysis).settled[0].reason == "Begge deler"
    reopen_reading(two.study, made)
    assert len(two.left()) == 2


def test_coders_are_compared_where_several_of_them_have_coded(two: Two) -> None:
    add_transcript(two.study, "P2", TEXT)
    assert len(readings(two.study, two.analysis, coders=["AA", "BB"]).left) == 2
    assert coders_of_analysis(two.study, two.analysis) == ("AA", "BB")
    with pytest.raises(TooFewCoders):
        readings(two.study, two.analysis, coders=["AA"])
    with pytest.raises(NothingNamed):
        readings(two.study, two.analysis, coders=["AA", "XX"])
    with pytest.raises(ValueRefused):
        settle(two.study, two.analysis, two.left()[0], "both")


def test_a_quote_that_stands_in_a_category_is_not_taken_out_by_a_decision(two: Two) -> None:
    from qualcode.services.condensing.quotes import mark_unit_quote
    from qualcode.services.synthesis.synthesis import add_category, add_paragraph

    unit = next(unit for unit in list_units(two.study, coder="AA") if unit.text == "Jeg satt i gangen")
    with two.study.reading() as connection:
        key = connection.exec_driver_sql("SELECT id FROM meaning_unit WHERE uid = ?", (unit.uid,)).scalar_one()
    mark_unit_quote(two.study, key, group_id=two.uro)
    category = add_category(two.study, two.analysis, "Uro")
    add_paragraph(two.study, category, quote_id=quotes(two.study)[0].id)
    before = hash_of(two.study)
    with pytest.raises(QuotePlaced):
        settle(two.study, two.analysis, two.left()[0], "neither")
    assert hash_of(two.study) == before


CODED = st.lists(st.tuples(st.integers(0, 12), st.integers(1, 6), st.integers(1, 2), st.sampled_from("AB")), max_size=8)


@given(coded=CODED)
@settings(max_examples=50)
def test_a_coding_differs_exactly_when_somebody_has_no_such_group_on_any_of_its_words(
    coded: list[tuple[int, int, int, str]],
) -> None:
    placed = [
        Placed(number, str(number), start, start + length, "", group, str(group), coder)
        for number, (start, length, group, coder) in enumerate(coded)
    ]
    found = {one.coding_id for one in differing(placed, ["A", "B"])}
    covered = {(one.coder, one.group_id, at) for one in placed for at in range(one.start, one.end)}
    for one in placed:
        other = "B" if one.coder == "A" else "A"
        shared = any((other, one.group_id, at) in covered for at in range(one.start, one.end))
        assert (one.coding_id in found) is not shared

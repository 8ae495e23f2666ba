"""Quotes: the original, letter by letter, the printed form, and who signed what it changes."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.errors import ChangedMeanwhile, QuoteOutsideUnits, QuotePlaced, ValueRefused
from qualcode.model import Attribute, AttributeLabel, AttributeValue, Paragraph, ResultCategory
from qualcode.services.coding.coding import Coded
from qualcode.services.condensing.condensing import place
from qualcode.services.condensing.quotes import (
    change_printed,
    mark_quote,
    mark_unit_quote,
    quotes,
    set_golden,
    sign_off,
    unmark_quote,
)
from qualcode.services.keeping.history import history, redo, undo
from qualcode.storage.content import content_hash
from qualcode.storage.opening import OpenStudy, open_study
from qualcode.text.span import Span
from qualcode.views.quotes import QuoteLine
from tests.builders import (
    add_group,
    add_participant,
    add_subgroup,
    add_substudy,
    add_transcript,
    analysis_of,
    code_words,
    new_study,
    text_of,
)

SAID = [
    ("I", "Hva tenkte du?"),
    ("P4", "Nei, eh, det var jo – jeg ble sittende i gangen. Med jakka på 🧥."),
    ("P5", "Ja, samme her."),
    ("P4", "Ikke sant."),
]
WORDS = "Nei, eh, det var jo – jeg ble sittende i gangen."


@pytest.fixture
def transcript(study: OpenStudy) -> int:
    """A talk of two participants."""
    add_substudy(study)
    for code in ("P4", "P5"):
        add_participant(study, code)
    return add_transcript(study, "P4", SAID)


@pytest.fixture
def unit(study: OpenStudy, transcript: int) -> Coded:
    """A unit of P4's."""
    return code_words(study, transcript, WORDS, add_group(study, "Uro"))


def hash_of(study: OpenStudy) -> str:
    """What the study holds."""
    with study.reading() as connection:
        return content_hash(connection)


def place_in_category(study: OpenStudy, quote: int) -> None:
    """Let a result category quote it."""
    with study.change("category.new") as change:
        category = change.add(ResultCategory, analysis_id=analysis_of(study), heading="Gangen", position=1)
        change.add(Paragraph, category_id=category, quote_id=quote, position=1)


def test_a_quote_is_the_whole_unit_as_it_was_said(study: OpenStudy, unit: Coded) -> None:
    mark_quote(study, unit.coding_id)
    quote = quotes(study)[0]
    assert (quote.text, quote.printed, quote.form, quote.golden) == (WORDS, WORDS, "verbatim", False)
    assert (quote.differs, quote.signed, quote.lines) == (False, False, ())
    assert (quote.coding_id, quote.unit_id, quote.coder) == (unit.coding_id, unit.unit_id, "AA")
    assert (quote.transcript, quote.turn, quote.participants) == ("P4", 2, ("P4",))


def test_white_space_at_a_units_ends_is_not_quoted(study: OpenStudy, transcript: int) -> None:
    coded = code_words(study, transcript, " det var ", add_group(study, "Uro"))
    mark_quote(study, coded.coding_id)
    assert quotes(study)[0].text == "det var"


def test_a_quote_may_be_a_part_of_its_unit_and_nothing_else(study: OpenStudy, transcript: int, unit: Coded) -> None:
    text = text_of(study, transcript)
    inside = Span(text.index("jeg ble"), text.index("gangen") + 6)
    mark_quote(study, unit.coding_id, span=inside)
    assert quotes(study)[0].text == "jeg ble sittende i gangen"
    before = hash_of(study)
    with pytest.raises(QuoteOutsideUnits):
        mark_quote(study, unit.coding_id, span=Span(inside.start, inside.end + 8))
    assert hash_of(study) == before


@pytest.mark.parametrize(
    ("printed", "claimed", "form", "differs"),
    [
        (None, None, "verbatim", False),
        ("(...) jeg ble sittende i gangen.", None, "shortened", False),
        ("Nei, eh, det var jo – jeg ble sittende i gangen [på kontoret].", None, "clarified", False),
        ("Jeg ble sittende i gangen.", None, "edited", True),
        ("Jeg vart sitjande i gangen.", "normalised", "normalised", True),
        ("I was left sitting in the hallway.", "translated", "translated", True),
        ("Jeg ble sittende i gangen.", "verbatim", "edited", True),
        ("Jeg ble sittende i gangen.", "shortened", "edited", True),
        (WORDS, "edited", "verbatim", False),
    ],
)
def test_a_form_may_claim_more_than_the_words_show_but_never_less(
    study: OpenStudy, unit: Coded, printed: str | None, claimed: str | None, form: str, differs: bool
) -> None:
    mark_quote(study, unit.coding_id, printed=printed, form=claimed)
    quote = quotes(study)[0]
    assert (quote.form, quote.differs, quote.text) == (form, differs, WORDS)


def test_a_form_that_does_not_exist_is_refused(study: OpenStudy, unit: Coded) -> None:
    with pytest.raises(ValueRefused):
        mark_quote(study, unit.coding_id, form="shouted")
    assert quotes(study) == []


def test_the_same_words_are_quoted_once(study: OpenStudy, unit: Coded) -> None:
    first = mark_quote(study, unit.coding_id)
    assert mark_quote(study, unit.coding_id, golden=True) == first
    assert mark_quote(study, unit.coding_id) == first
    assert [(quote.id, quote.golden) for quote in quotes(study)] == [(first, True)]


def test_a_signature_goes_when_what_was_signed_is_printed_otherwise(study: OpenStudy, unit: Coded) -> None:
    quote = mark_quote(study, unit.coding_id, printed="Jeg ble sittende i gangen.")
    sign_off(study, quote)
    assert quotes(study)[0].signed
    signed = hash_of(study)
    change_printed(study, quote, "Jeg ble sittende.")
    assert not quotes(study)[0].signed
    undo(study)
    assert quotes(study)[0].signed
    assert hash_of(study) == signed


def test_printing_it_as_it_was_printed_keeps_the_signature(study: OpenStudy, unit: Coded) -> None:
    quote = mark_quote(study, unit.coding_id, printed="Jeg ble sittende i gangen.")
    sign_off(study, quote)
    version = quotes(study)[0].version
    change_printed(study, quote, " Jeg ble sittende i gangen. ")
    set_golden(study, quote)
    kept = quotes(study)[0]
    assert (kept.signed, kept.golden, kept.version) == (True, True, version + 1)


def test_there_is_nothing_to_sign_in_what_was_said(study: OpenStudy, unit: Coded) -> None:
    quote = mark_quote(study, unit.coding_id)
    sign_off(study, quote)
    assert not quotes(study)[0].signed


def test_the_one_who_signed_first_stands_as_the_signer(study: OpenStudy, unit: Coded) -> None:
    quote = mark_quote(study, unit.coding_id, printed="Jeg ble sittende i gangen.")
    sign_off(study, quote)
    before = hash_of(study)
    with open_study(study.path, coder="BB") as other:
        sign_off(other, quote)
    assert hash_of(study) == before


def test_a_normalised_quote_stays_normalised_when_a_word_is_changed(study: OpenStudy, unit: Coded) -> None:
    quote = mark_quote(study, unit.coding_id, printed="Eg vart sitjande i gangen.", form="normalised")
    change_printed(study, quote, "Eg vart sittande i gangen.")
    assert quotes(study)[0].form == "normalised"
    change_printed(study, quote, "")
    assert (quotes(study)[0].form, quotes(study)[0].printed) == ("verbatim", WORDS)


def test_a_printed_form_somebody_else_changed_is_not_overwritten(study: OpenStudy, unit: Coded) -> None:
    quote = mark_quote(study, unit.coding_id)
    seen = quotes(study)[0].version
    change_printed(study, quote, "Jeg ble sittende.", seen=seen)
    with pytest.raises(ChangedMeanwhile):
        change_printed(study, quote, "Jeg satt.", seen=seen)


def test_printing_making_golden_and_signing_at_once_are_one_act(study: OpenStudy, unit: Coded) -> None:
    quote = mark_quote(study, unit.coding_id)
    acts = len(history(study))
    change_printed(study, quote, "Jeg satt i gangen.", form="normalised", golden=True, signed=True)
    (known,) = quotes(study)
    assert (known.printed, known.form, known.golden, known.signed) == ("Jeg satt i gangen.", "normalised", True, True)
    assert len(history(study)) == acts + 1
    change_printed(study, quote, "Jeg satt i gangen.", signed=False)
    assert history(study)[0].summary == 'Took back the sign-off of "Jeg satt i gangen."'
    assert not quotes(study)[0].signed
    undo(study)
    undo(study)
    (known,) = quotes(study)
    assert (known.printed, known.form, known.golden, known.signed) == (WORDS, "verbatim", False, False)


def test_a_quote_that_a_category_prints_is_not_taken_away(study: OpenStudy, unit: Coded) -> None:
    quote = mark_quote(study, unit.coding_id)
    place_in_category(study, quote)
    with pytest.raises(QuotePlaced):
        unmark_quote(study, quote)
    assert len(quotes(study)) == 1


def test_a_quote_taken_away_comes_back(study: OpenStudy, unit: Coded) -> None:
    quote = mark_quote(study, unit.coding_id, golden=True)
    before = hash_of(study)
    unmark_quote(study, quote)
    assert quotes(study) == []
    with pytest.raises(ChangedMeanwhile):
        unmark_quote(study, quote)
    undo(study)
    assert hash_of(study) == before


def test_a_dialogue_has_a_line_per_speaker(study: OpenStudy, transcript: int) -> None:
    words = "Med jakka på 🧥.\n\nJa, samme her.\n\nIkke sant."
    coded = code_words(study, transcript, words, add_group(study, "Uro"))
    quote = mark_quote(study, coded.coding_id)
    shown = quotes(study)[0]
    assert shown.lines == (
        QuoteLine("P4", "Med jakka på 🧥."),
        QuoteLine("P5", "Ja, samme her."),
        QuoteLine("P4", "Ikke sant."),
    )
    assert (shown.participants, shown.attributes) == (("P4", "P5"), ())
    change_printed(study, quote, "Med jakka på.\n\nJa, (...)\n\nIkke sant.")
    assert [line.text for line in quotes(study)[0].lines] == ["Med jakka på.", "Ja, (...)", "Ikke sant."]
    change_printed(study, quote, "Med jakka på. Ja, samme her.")
    assert quotes(study)[0].lines == ()


def test_an_interviewer_in_a_dialogue_goes_by_the_label(study: OpenStudy, transcript: int) -> None:
    coded = code_words(study, transcript, f"Hva tenkte du?\n\n{WORDS}", add_group(study, "Uro"))
    mark_quote(study, coded.coding_id)
    shown = quotes(study)[0]
    assert [line.speaker for line in shown.lines] == ["I", "P4"]
    assert (shown.turn, shown.participants) == (1, ("P4",))


def test_who_the_participant_is_is_told_in_words(study: OpenStudy, transcript: int, unit: Coded) -> None:
    with study.change("participants.import") as change:
        for at, (name, value, label) in enumerate([("gender", "K", "kvinne"), ("age", "52", ""), ("work", "", "")]):
            attribute = change.add(Attribute, substudy_id=1, name=name, kind="category", position=at)
            change.add(AttributeValue, participant_id=1, attribute_id=attribute, text=value)
            if label:
                change.add(AttributeLabel, attribute_id=attribute, value=value, label=label, position=0)
    mark_quote(study, unit.coding_id)
    assert quotes(study)[0].attributes == (("Kjønn", "kvinne"), ("Alder", "52"))


def test_quotes_come_in_the_order_of_the_codebook_then_of_the_transcript(study: OpenStudy, transcript: int) -> None:
    late, early = add_group(study, "B"), add_group(study, "A")
    second, first = add_subgroup(study, late, "ny"), add_subgroup(study, late, "eldre")
    for words, group, subgroup in (
        ("Ikke sant", early, None),
        ("Med jakka", late, None),
        ("samme", late, first),
        ("tenkte", late, second),
        ("sittende", late, second),
    ):
        mark_quote(study, code_words(study, transcript, words, group, subgroup_id=subgroup).coding_id)
    assert [quote.text for quote in quotes(study)] == ["tenkte", "sittende", "samme", "Med jakka", "Ikke sant"]
    assert [quote.text for quote in quotes(study, group="B/ny")] == ["tenkte", "sittende"]
    assert [quote.text for quote in quotes(study, group="A")] == ["Ikke sant"]


def test_quotes_are_limited_by_analysis_and_substudy(study: OpenStudy, unit: Coded) -> None:
    add_substudy(study, "Fastlegene")
    mark_quote(study, unit.coding_id)
    assert len(quotes(study, analysis="Pasientene")) == len(quotes(study, substudy="Pasientene")) == 1
    assert quotes(study, analysis="Fastlegene") == quotes(study, substudy="Fastlegene") == []
    assert quotes(study)[0].analysis == "Pasientene"


def test_a_quote_follows_its_unit_into_a_subgroup(study: OpenStudy, unit: Coded) -> None:
    mark_quote(study, unit.coding_id)
    place(study, [unit.coding_id], add_subgroup(study, 1, "Gangen"))
    assert (quotes(study)[0].code_group, quotes(study)[0].subgroup) == ("Uro", "Gangen")


TEXT = "\n\n".join(words for _, words in SAID)


@settings(max_examples=20, deadline=None)
@given(st.data())
def test_whatever_is_quoted_verifies_letter_by_letter_and_can_be_undone(data: st.DataObject) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "study.qualcode"
        with new_study(path) as study:
            add_substudy(study)
            transcript = add_transcript(study, "P4", SAID)
            coded = code_words(study, transcript, TEXT, add_group(study, "Alt"))
            states = [hash_of(study)]
            for _ in range(data.draw(st.integers(1, 4))):
                start = data.draw(st.integers(0, len(TEXT) - 2))
                end = data.draw(st.integers(start + 1, len(TEXT)))
                if not TEXT[start:end].strip():
                    continue
                printed = data.draw(st.none() | st.text(min_size=1, max_size=30))
                mark_quote(study, coded.coding_id, span=Span(start, end), printed=printed)
                if hash_of(study) != states[-1]:
                    states.append(hash_of(study))
            for quote in quotes(study):
                assert quote.text == TEXT[quote.start : quote.end]
                assert quote.printed.strip()
                assert (quote.form == "verbatim") <= (not quote.differs)
            for state in states[-2::-1]:
                undo(study)
                assert hash_of(study) == state
            for state in states[1:]:
                redo(study)
                assert hash_of(study) == state


def test_a_unit_is_quoted_in_the_group_that_is_named_and_only_where_it_is(study: OpenStudy, transcript: int) -> None:
    uro, plikt = add_group(study, "Uro her"), add_group(study, "Plikt her")
    unit = code_words(study, transcript, WORDS, uro).unit_id
    start = text_of(study, transcript).index("sittende")
    mark_unit_quote(study, unit, group_id=uro, span=Span(start, start + 8))
    mark_unit_quote(study, unit, group_id=uro)
    made = [(quote.code_group, quote.text) for quote in quotes(study) if quote.unit_id == unit]
    assert made == [("Uro her", WORDS), ("Uro her", "sittende")]
    with pytest.raises(ChangedMeanwhile):
        mark_unit_quote(study, unit, group_id=plikt)

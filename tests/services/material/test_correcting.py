"""Claims about correcting: words are corrected, what is marked keeps its place, what changed is kept and flagged."""

from collections.abc import Callable

import pytest
from sqlmodel import SQLModel

from qualcode.errors import (
    ChangedMeanwhile,
    NothingNamed,
    NoWordsLeft,
    QualcodeError,
    QuoteNotFound,
    QuoteNotUnique,
    TurnsDiffer,
    ValueRefused,
)
from qualcode.model import MeaningUnit, Note, Passage, Quote, ResultCategory
from qualcode.services.coding.reshaping import resize_unit
from qualcode.services.coding.units import units_in_transcript
from qualcode.services.condensing.condensing import write_condensate
from qualcode.services.condensing.quotes import mark_quote, sign_off
from qualcode.services.keeping.checking import check
from qualcode.services.keeping.history import history, undo
from qualcode.services.material.correcting import (
    correct_text,
    correct_turn,
    correct_whole_text,
    replace_words,
    revisions,
)
from qualcode.services.material.reviewing import accept_named, accept_words, units_to_review
from qualcode.services.material.transcripts import transcript_view
from qualcode.services.material.turns import tag_person
from qualcode.services.reading.notes import add_note
from qualcode.services.synthesis.synthesis import add_category, add_passage
from qualcode.storage.opening import OpenStudy, open_study
from qualcode.storage.search_index import turns_with
from qualcode.text.sentences import split_sentences
from qualcode.text.span import Span
from tests.builders import (
    add_group,
    add_subgroup,
    add_substudy,
    add_transcript,
    analysis_of,
    code_words,
    hash_of,
    text_of,
)
from tests.services.material.conftest import SAID, errors_in, row_of, unit_row


def test_a_correction_moves_what_stands_in_this_transcript_and_nothing_in_another(study: OpenStudy) -> None:
    add_substudy(study)
    mine, other = (add_transcript(study, name, SAID) for name in ("P1", "P2"))
    group, analysis = add_group(study, "Uro"), analysis_of(study)
    category = add_category(study, analysis, "Skam")
    marked: list[tuple[tuple[type[SQLModel], int], ...]] = []
    for transcript in (mine, other):
        span = Span(at := text_of(study, transcript).index("etterpå"), at + len("etterpå"))
        coded = code_words(study, transcript, "etterpå", group)
        quote = mark_quote(study, coded.coding_id)
        note = add_note(study, analysis, transcript, "Se!", span=span)
        passage = add_passage(study, category, transcript_id=transcript, span=span)
        marked.append(((MeaningUnit, coded.unit_id), (Quote, quote), (Note, note), (Passage, passage)))

    def places(rows: tuple[tuple[type[SQLModel], int], ...]) -> set[tuple[int, int]]:
        return {(row["start"], row["end"]) for row in (row_of(study, table, key) for table, key in rows)}

    (before,) = places(marked[1])
    versions = [row_of(study, *one)["version"] for one in marked[0]]
    correct_turn(study, mine, 2, "Jeg møtte.")
    for rows, transcript in zip(marked, (mine, other), strict=True):
        ((start, end),) = places(rows)
        assert text_of(study, transcript)[start:end] == "etterpå"
    assert places(marked[1]) == {before}
    assert places(marked[0]) == {(before[0] - 30, before[1] - 30)}
    assert all(row_of(study, *one)["version"] > old for one, old in zip(marked[0], versions, strict=True)), (
        "places are old"
    )
    undo(study)
    assert places(marked[0]) == places(marked[1]) == {before}
    assert not errors_in(study)


def test_a_unit_keeps_its_words_when_the_text_before_it_is_corrected(study: OpenStudy, transcript: int) -> None:
    unit = code_words(study, transcript, "ble jeg flau 😀", add_group(study, "Uro")).unit_id
    corrected = correct_turn(study, transcript, 1, "Hva var det som egentlig skjedde?")
    assert (corrected.revision, corrected.units) == (2, 0)
    row = unit_row(study, unit)
    assert text_of(study, transcript)[row["start"] : row["end"]] == row["text"] == "ble jeg flau 😀"
    assert units_to_review(study) == []
    assert errors_in(study) == []


def test_a_unit_whose_own_words_changed_is_kept_flagged_and_listed(study: OpenStudy, transcript: int) -> None:
    group = add_group(study, "Uro")
    unit = code_words(study, transcript, "møtte jo opp", group, subgroup_id=add_subgroup(study, group, "Der")).unit_id
    assert correct_turn(study, transcript, 2, SAID[1][1].replace("møtte", "møtet")).units == 1
    (row,) = units_to_review(study)
    assert (row.kind, row.before, row.after) == ("unit", "møtte jo opp", "møtet jo opp")
    assert (row.coder, row.transcript, row.code_groups) == ("AA", "P1", ("Uro/Der",))
    (placed,) = units_in_transcript(study, analysis_id=analysis_of(study), transcript_id=transcript)
    assert placed.changed
    assert [finding.kind for finding in check(study).findings] == ["words"]
    assert check(study).ok
    assert accept_words(study, unit)
    assert units_to_review(study) == []
    assert not accept_words(study, unit)
    undo(study)
    assert accept_named(study, row.uid).id == unit


def test_a_unit_that_has_its_words_back_waits_for_nobody(study: OpenStudy, transcript: int) -> None:
    code_words(study, transcript, "møtte jo opp", add_group(study, "Uro"))
    replace_words(study, transcript, "møtte", "møtet")
    replace_words(study, transcript, "opp", "fram")
    assert units_to_review(study)[0].before == "møtte jo opp"
    correct_turn(study, transcript, 2, SAID[1][1])
    assert units_to_review(study) == []


def test_a_unit_whose_words_are_all_gone_is_kept_at_the_nearest_word(study: OpenStudy, transcript: int) -> None:
    unit = code_words(study, transcript, "jo opp", add_group(study, "Uro")).unit_id
    correct_turn(study, transcript, 2, "Jeg møtte. Så ble jeg flau 😀 der.")
    assert str(unit_row(study, unit)["text"]).strip()
    assert units_to_review(study)[0].before == "jo opp"
    assert errors_in(study) == []
    undo(study)
    assert (unit_row(study, unit)["text"], unit_row(study, unit)["words_before"]) == ("jo opp", "")


def test_two_units_never_become_one(study: OpenStudy, transcript: int) -> None:
    group = add_group(study, "Uro")
    before = hash_of(study)
    units = [code_words(study, transcript, words, group).unit_id for words in ("møtte jo", "møtte", "jo")]
    replace_words(study, transcript, " jo", "")
    spans = {(unit_row(study, unit)["start"], unit_row(study, unit)["end"]) for unit in units}
    assert len(spans) == 3
    assert errors_in(study) == []
    for _ in range(4):
        undo(study)
    assert hash_of(study) == before


def test_a_unit_that_is_resized_has_been_looked_at(study: OpenStudy, transcript: int) -> None:
    unit = code_words(study, transcript, "møtte jo opp", add_group(study, "Uro")).unit_id
    replace_words(study, transcript, "jo", "da")
    start = int(str(unit_row(study, unit)["start"]))
    resize_unit(study, unit_id=unit, span=Span(start, start + 5))
    assert units_to_review(study) == []


def test_a_quote_follows_its_words_and_loses_a_signature_for_others(study: OpenStudy, transcript: int) -> None:
    coding = code_words(study, transcript, "møtte jo opp. Så ble jeg flau", add_group(study, "Uro")).coding_id
    start = text_of(study, transcript).index("møtte")
    plain = mark_quote(study, coding, span=Span(start, start + 8))
    edited = mark_quote(study, coding, span=Span(start, start + 12), printed="Jeg møtte frem")
    sign_off(study, edited)
    replace_words(study, transcript, "møtte", "møtet")
    as_said, changed = row_of(study, Quote, plain), row_of(study, Quote, edited)
    assert (as_said["text"], as_said["printed"], as_said["words_before"]) == ("møtet jo", "møtet jo", "møtte jo")
    assert (changed["text"], changed["printed"], changed["signed_by"]) == ("møtet jo opp", "Jeg møtte frem", None)
    assert [row.kind for row in units_to_review(study)] == ["quote", "quote", "unit"]
    undo(study)
    assert row_of(study, Quote, edited)["signed_by"] is not None
    assert errors_in(study) == []


def test_notes_and_passages_move_with_the_words(study: OpenStudy, transcript: int) -> None:
    start = text_of(study, transcript).index("flau")
    note = add_note(study, analysis_of(study), transcript, "Se!", span=Span(start, start + 4))
    category = add_category(study, analysis_of(study), "Skam")
    add_passage(study, category, transcript_id=transcript, span=Span(start, start + 4))
    replace_words(study, transcript, "Hva skjedde?", "Hva var det?")
    replace_words(study, transcript, "flau", "lei")
    row = row_of(study, Note, note)
    assert text_of(study, transcript)[row["start"] : row["end"]] == "lei"
    assert [(one.kind, one.before, one.after) for one in units_to_review(study)] == [("passage", "flau", "lei")]
    assert errors_in(study) == []


def test_a_validated_category_must_be_validated_again_when_its_passage_is_corrected(
    study: OpenStudy, transcript: int
) -> None:
    start = text_of(study, transcript).index("flau")
    category = add_category(study, analysis_of(study), "Skam")
    add_passage(study, category, transcript_id=transcript, span=Span(start, start + 4))
    with study.change("category.validate") as change:
        change.change(ResultCategory, category, validated=True)
    replace_words(study, transcript, "flau", "lei")
    assert not row_of(study, ResultCategory, category)["validated"]
    assert "Skam" in history(study)[0].summary
    undo(study)
    assert row_of(study, ResultCategory, category)["validated"]


def test_a_condensate_is_looked_at_again_only_when_its_own_words_changed(study: OpenStudy, transcript: int) -> None:
    group = add_group(study, "Uro")
    subgroup = add_subgroup(study, group, "Der")
    code_words(study, transcript, "møtte jo opp", group, subgroup_id=subgroup)
    write_condensate(study, subgroup, "Jeg gikk dit.")
    replace_words(study, transcript, "Hva", "Hva var det som")
    assert [finding.kind for finding in check(study).findings] == []
    replace_words(study, transcript, "møtte", "møtet")
    assert {finding.kind for finding in check(study).findings} == {"condensate", "words"}


def test_sentences_and_index_are_those_of_the_corrected_text(study: OpenStudy, transcript: int) -> None:
    correct_turn(study, transcript, 2, "Jeg kom. Ingen var der. Jeg gikk.")
    view = transcript_view(study, transcript)
    assert view.sentences == tuple(
        span for turn in view.turns for span in split_sentences(view.text, turn.start, turn.end)
    )
    with study.reading() as connection:
        assert (len(turns_with(connection, "Ingen")), turns_with(connection, "flau")) == (1, [])
        assert len(turns_with(connection, "etterpå")) == 1
    undo(study)
    with study.reading() as connection:
        assert (turns_with(connection, "Ingen"), len(turns_with(connection, "flau"))) == ([], 1)


def test_words_typed_get_the_one_form_of_the_text(study: OpenStudy, transcript: int) -> None:
    correct_turn(study, transcript, 1, "  \ufeffHva a\u030a\r\n\r\nskjedde?\x00 ")
    assert text_of(study, transcript).startswith("Hva å\nskjedde?\n\nJeg")
    assert errors_in(study) == []


def test_a_turn_cannot_be_emptied_and_an_unknown_one_not_corrected(study: OpenStudy, transcript: int) -> None:
    before = hash_of(study)
    refused: list[tuple[Callable[[], object], type[QualcodeError]]] = [
        (lambda: correct_turn(study, transcript, 1, " \n "), NoWordsLeft),
        (lambda: correct_text(study, transcript, {2: "Ja.", 1: ""}), NoWordsLeft),
        (lambda: replace_words(study, transcript, "Hva skjedde?", ""), NoWordsLeft),
        (lambda: correct_turn(study, transcript, 4, "Ja."), NothingNamed),
        (lambda: correct_turn(study, 99, 1, "Ja."), ChangedMeanwhile),
        (lambda: correct_whole_text(study, transcript, "Ett.\n\nTo.", file="a.txt"), TurnsDiffer),
        (lambda: replace_words(study, transcript, " ", "x"), ValueRefused),
        (lambda: replace_words(study, transcript, "møt", "x"), QuoteNotFound),
        (lambda: replace_words(study, None, "møt", "x"), QuoteNotFound),
    ]
    for act, error in refused:
        with pytest.raises(error):
            act()
    assert hash_of(study) == before
    assert len(revisions(study, transcript)) == 1


def test_the_same_words_again_make_no_new_wording(study: OpenStudy, transcript: int) -> None:
    entries = len(history(study))
    assert correct_turn(study, transcript, 2, SAID[1][1]).places == 0
    assert correct_whole_text(study, transcript, text_of(study, transcript) + "\n").revision == 1
    assert len(history(study)) == entries


def test_words_are_replaced_where_they_are_whole_and_everywhere_when_asked(study: OpenStudy) -> None:
    add_substudy(study)
    first = add_transcript(study, "P1", [("P1", "Far sa farge. Far gikk.")])
    second = add_transcript(study, "P2", [("P2", "Far kom, far gikk.")])
    with pytest.raises(QuoteNotUnique):
        replace_words(study, first, "Far", "Mor")
    assert [one.places for one in replace_words(study, first, "Far", "Mor", every=True)] == [2]
    assert text_of(study, first) == "Mor sa farge. Mor gikk."
    before = hash_of(study)
    done = replace_words(study, None, "gikk", "dro")
    assert [one.transcript for one in done] == ["P1", "P2"]
    assert text_of(study, second) == "Far kom, far dro."
    undo(study)
    assert hash_of(study) == before


def test_words_taken_out_take_a_space_with_them(study: OpenStudy, transcript: int) -> None:
    replace_words(study, transcript, "jo", "")
    replace_words(study, transcript, "Jeg", "")
    assert "\n\nmøtte opp. Så" in text_of(study, transcript)


def test_the_whole_text_is_corrected_from_a_file_as_it_is_written_out(study: OpenStudy, transcript: int) -> None:
    unit = code_words(study, transcript, "flau 😀 der", add_group(study, "Uro")).unit_id
    text = text_of(study, transcript).replace("skjedde", "hendte").replace("Og", "Men")
    assert correct_whole_text(study, transcript, text.replace("\n", "\r\n")).places == 2
    assert text_of(study, transcript) == text
    assert unit_row(study, unit)["words_before"] == ""


def test_turns_and_their_tags_stand_after_corrections_at_their_borders(study: OpenStudy, transcript: int) -> None:
    tag_person(study, transcript_view(study, transcript).turns[1].id, role="secretary")
    with open_study(study.path, coder="BB") as other:
        correct_turn(other, transcript, 2, "Ja, " + SAID[1][1] + " Ja.")
    undo(study)
    view = transcript_view(study, transcript)
    assert [view.text[turn.start : turn.end] for turn in view.turns][1] == f"Ja, {SAID[1][1]} Ja."
    assert errors_in(study) == []

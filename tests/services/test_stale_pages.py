"""Claims about a page that somebody else has corrected meanwhile: no act on it lands on other words than one saw."""

from collections.abc import Callable
from functools import partial

import pytest

from qualcode.errors import ChangedMeanwhile
from qualcode.services.coding import codebooks, coding, reshaping
from qualcode.services.condensing import quotes
from qualcode.services.material.correcting import correct_turn
from qualcode.services.material.transcripts import transcript_view
from qualcode.services.reading import notes
from qualcode.services.synthesis import synthesis
from qualcode.storage.opening import OpenStudy, open_study
from qualcode.text.span import Span
from tests.builders import add_group, add_substudy, add_transcript, analysis_of, code_words, hash_of

SAID = [("I", "Hva skjedde?"), ("P1", "Jeg ble redd da. Jeg gikk hjem.")]
Act = Callable[[], object]
Prepare = Callable[[OpenStudy, int, Span, int], Act]


def _code(study: OpenStudy, transcript: int, span: Span, seen: int) -> Act:
    group = add_group(study, "Uro")
    return partial(coding.code_span, study, transcript_id=transcript, span=span, group_id=group, revision_id=seen)


def _toggle(study: OpenStudy, transcript: int, span: Span, seen: int) -> Act:
    group = add_group(study, "Uro")
    return partial(coding.toggle_span, study, transcript_id=transcript, span=span, group_id=group, revision_id=seen)


def _code_anew(study: OpenStudy, transcript: int, span: Span, seen: int) -> Act:
    where = analysis_of(study)
    return partial(
        codebooks.code_into_new_group, study, where, "Ny", transcript_id=transcript, span=span, revision_id=seen
    )


def _note(study: OpenStudy, transcript: int, span: Span, seen: int) -> Act:
    return partial(notes.add_note, study, analysis_of(study), transcript, "Se her.", span=span, revision_id=seen)


def _resize(study: OpenStudy, transcript: int, span: Span, seen: int) -> Act:
    unit = code_words(study, transcript, "gikk hjem", add_group(study, "Hjem")).unit_id
    return partial(reshaping.resize_unit, study, unit_id=unit, span=span, revision_id=seen)


def _quote(study: OpenStudy, transcript: int, span: Span, seen: int) -> Act:
    group = add_group(study, "Hjem")
    unit = code_words(study, transcript, "Jeg ble redd da", group).unit_id
    return partial(quotes.mark_unit_quote, study, unit, group_id=group, span=span, revision_id=seen)


def _passage(study: OpenStudy, transcript: int, span: Span, seen: int) -> Act:
    category = synthesis.add_category(study, analysis_of(study), "Redsel")
    return partial(synthesis.add_passage, study, category, transcript_id=transcript, span=span, revision_id=seen)


@pytest.mark.parametrize("prepare", [_code, _toggle, _code_anew, _note, _resize, _quote, _passage])
def test_an_act_on_words_seen_in_an_earlier_wording_is_refused_and_changes_nothing(
    study: OpenStudy, prepare: Prepare
) -> None:
    add_substudy(study)
    transcript = add_transcript(study, "P1", SAID)
    view = transcript_view(study, transcript)
    act = prepare(study, transcript, span_of(view.text), view.revision_id)
    with open_study(study.path, coder="BB") as other:
        correct_turn(other, transcript, 1, "Men hva var det som skjedde?")
    before = hash_of(study)
    with pytest.raises(ChangedMeanwhile):
        act()
    assert hash_of(study) == before


@pytest.mark.parametrize("prepare", [_code, _toggle, _code_anew, _note, _resize, _quote, _passage])
def test_the_same_act_is_done_on_the_page_as_it_is_now(study: OpenStudy, prepare: Prepare) -> None:
    add_substudy(study)
    transcript = add_transcript(study, "P1", SAID)
    correct_turn(study, transcript, 1, "Men hva var det som skjedde?")
    view = transcript_view(study, transcript)
    before = hash_of(study)
    prepare(study, transcript, span_of(view.text), view.revision_id)()
    assert hash_of(study) != before


def span_of(text: str) -> Span:
    """Where one word stands."""
    start = text.index("redd")
    return Span(start, start + len("redd"))

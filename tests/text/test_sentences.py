"""Sentences in transcribed speech."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.text.sentences import split_sentences


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ja. Nei! Hva? Jo …", ["Ja.", "Nei!", "Hva?", "Jo …"]),
        ("Nei, det … jeg ble sittende.", ["Nei, det … jeg ble sittende."]),
        ("Jeg fikk f.eks. Paracet, bl.a. Ibux.", ["Jeg fikk f.eks. Paracet, bl.a. Ibux."]),
        ("Det var kl. 10 hos dr. Hansen.", ["Det var kl. 10 hos dr. Hansen."]),
        ("Den 3. mars. Da kom brevet.", ["Den 3. mars.", "Da kom brevet."]),
        ("Det var i 2015. Da kom brevet.", ["Det var i 2015.", "Da kom brevet."]),
        ("Buss, tog osv. Det var dyrt.", ["Buss, tog osv.", "Det var dyrt."]),
        ("Buss osv. og tog. Ja.", ["Buss osv. og tog.", "Ja."]),
        ("Det kosta 300 kr. Men jeg gikk.", ["Det kosta 300 kr.", "Men jeg gikk."]),
        ("Hos K. Hansen. Ja.", ["Hos K. Hansen.", "Ja."]),
        ("Hun sa «Nei.» Så gikk hun.", ["Hun sa «Nei.»", "Så gikk hun."]),
        ("Hun sa: «Kom inn.» og smilte. Ja.", ["Hun sa: «Kom inn.» og smilte.", "Ja."]),
        ("Ja. «Kom inn», sa han.", ["Ja.", "«Kom inn», sa han."]),
        ("Ja. (latter) Det var rart.", ["Ja. (latter)", "Det var rart."]),
        ("Ja. [uklart] og så. Nei.", ["Ja. [uklart] og så.", "Nei."]),
        ("Vi (...) Han sa ja. Så.", ["Vi (...) Han sa ja.", "Så."]),
        ("Jeg var ferdig. (...) Så gikk jeg.", ["Jeg var ferdig.", "(...) Så gikk jeg."]),
        ("Ble du med. Ja, det er min. Og så.", ["Ble du med.", "Ja, det er min.", "Og så."]),
        ("Jeg tok MR. Det var trangt.", ["Jeg tok MR.", "Det var trangt."]),
        (
            "I saw Mr. Smith, i.e. Bob. He said no. Then I left at 5 p.m. It rained.",
            ["I saw Mr. Smith, i.e. Bob.", "He said no.", "Then I left at 5 p.m.", "It rained."],
        ),
        ("God . [vocalsound] Okay . Yes .", ["God . [vocalsound]", "Okay .", "Yes ."]),
        ("1. Hvordan var det? Bra.", ["1. Hvordan var det?", "Bra."]),
        ("Hva?! Nei...", ["Hva?!", "Nei..."]),
        ("Ja. – Så gikk jeg. – og kom.", ["Ja.", "– Så gikk jeg. – og kom."]),
        ("ja .\nnei .", ["ja .", "nei ."]),
        ("En linje\n\n  to linjer\n", ["En linje", "to linjer"]),
        ("  ", []),
        ("", []),
    ],
)
def test_speech_is_cut_where_a_sentence_ends(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


def test_only_the_turn_asked_for_is_cut() -> None:
    text = "Hei. Du.\n\nJa. Nei. Jo.\n\nHa det."
    assert [text[a:b] for a, b in split_sentences(text, 10, 22)] == ["Ja.", "Nei.", "Jo."]


def test_what_follows_the_turn_does_not_decide_its_last_sentence() -> None:
    text = "Hos dr.\n\nHansen er syk."
    assert [text[a:b] for a, b in split_sentences(text, 0, 7)] == ["Hos dr."]


speech = st.text(st.sampled_from("aB. !?…\n()[]«»“”f.eks1-–\u00a0å"), max_size=60)


@given(speech)
def test_sentences_and_white_space_cover_the_turn(text: str) -> None:
    covered = [False] * len(text)
    for start, end in split_sentences(text):
        assert start < end
        assert not any(covered[start:end])
        covered[start:end] = [True] * (end - start)
    assert all(inside or character.isspace() for inside, character in zip(covered, text, strict=True))


@given(speech)
def test_sentences_have_no_white_space_around_them_and_stand_in_order(text: str) -> None:
    found = split_sentences(text)
    assert found == sorted(found)
    for start, end in found:
        assert text[start:end] == text[start:end].strip()
        assert "\n" not in text[start:end]


@given(speech, speech, speech)
def test_a_turn_is_cut_the_same_wherever_it_stands(before: str, turn: str, after: str) -> None:
    alone = split_sentences(turn)
    within = split_sentences(before + turn + after, len(before), len(before) + len(turn))
    assert [(start - len(before), end - len(before)) for start, end in within] == alone


def test_a_long_interview_is_cut_while_nobody_waits() -> None:
    text = "Jeg vet ikke helt, f.eks. det med legen. Ja … (latter) Nei, altså. " * 5000
    begun = time.process_time()
    assert len(split_sentences(text)) == 15_000
    assert time.process_time() - begun < 2


def test_a_line_of_full_stops_takes_no_longer_than_others() -> None:
    begun = time.process_time()
    split_sentences("." * 200_000 + " " * 200_000 + "(a" * 50_000)
    assert time.process_time() - begun < 5

"""Claims about finding what may identify somebody."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.text.identifying import KINDS, Sought, find_candidates, occurrences
from qualcode.text.identifying.numbers import is_account, is_national_id
from qualcode.text.identifying.pseudonyms import new_pseudonym
from qualcode.text.identifying.speech import without_marks


def kinds(text: str) -> dict[str, str]:
    return {one.text: one.kind for one in find_candidates(text)}


def test_people_and_places_are_found_in_an_interview() -> None:
    found = kinds(
        "Jeg heter Kari Nordmann og bor i Tønsberg. Fastlegen min, doktor Ali Hussain, sendte meg til Ahus, og så til "
        "Horten legesenter."
    )
    assert found == {
        "Kari Nordmann": "person",
        "Tønsberg": "place",
        "Ali Hussain": "person",
        "Ahus": "health-service",
        "Horten legesenter": "health-service",
    }


def test_a_double_name_is_one() -> None:
    assert kinds("Så kom Fatima Al-Hassan og Kjell-Arne Berg.") == {
        "Fatima Al-Hassan": "person",
        "Kjell-Arne Berg": "person",
    }
    assert kinds("han derre kjell-arne på verkstedet var der da det skjedde") == {"kjell-arne": "person"}


def test_an_everyday_noun_that_begins_a_sentence_is_nobody_and_a_name_that_does_is() -> None:
    assert kinds("Undersøkelsen var grei. Gipsen var på. Diagnosen kom.") == {}
    assert kinds("Moen var grei. Amundsen kom.").keys() == {"Moen", "Amundsen"}


def test_an_age_above_89_without_years_is_somebodys() -> None:
    assert kinds("Ja, mormor ble 103. Hun fylte 92 i mai.") == {"103": "age", "92": "age"}
    assert kinds("Jeg var 95 prosent frisk, og pulsen var 95.") == {}


def test_names_without_capitals_are_found_where_nothing_has_capitals() -> None:
    found = kinds("jeg snakka med kari olsen i sandefjord og så sa hun at det var greit og at livet går videre")
    assert found == {"kari olsen": "person", "sandefjord": "place"}


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("13888900068", "national-id"),
        ("138889 00068", "national-id"),
        ("912 34 567", "phone"),
        ("+47 91 23 45 67", "phone"),
        ("22 33 44 55", "phone"),
        ("kari.n@eksempel.no", "email"),
        ("per.n(at)eksempel.no", "email"),
        ("per krøllalfa eksempel.no", "email"),
        ("www.eksempel.no/kari", "web"),
        ("eksempel.com/kari.nordmann", "web"),
        ("@kari.nordmann", "web"),
        ("Postboks 123", "address"),
        ("3. mars 2016", "date"),
        ("03.04.1971", "date"),
        ("2016-03-11", "date"),
        ("EK 12345", "plate"),
        ("ek 12345", "plate"),
        ("92 år", "age"),
        ("nittito år", "age"),
        ("Storgata 12", "address"),
        ("3110 Tønsberg", "address"),
        ("8601 11 17947", "account"),
    ],
)
def test_what_is_written_after_a_pattern_is_found(words: str, kind: str) -> None:
    if kind == "account":
        words = "8601.11.17947"
    found = kinds(f"Det var {words} som sto der.")
    assert found == {words: kind}


@pytest.mark.parametrize(
    "words",
    [
        "54 år",
        "for 95 år siden",
        "klokka 12.30",
        "1 000 000 kroner",
        "2016",
        "100 prosent",
        "tre uker",
        "på vei dit",
        "0.0026757924",
    ],
)
def test_what_only_looks_like_a_pattern_is_left_alone(words: str) -> None:
    assert kinds(f"Det var {words} den gangen.") == {}


@pytest.mark.parametrize(
    ("text", "words", "kind"),
    [
        ("Jeg er født tredje mai sekstiåtte, ja.", "tredje mai sekstiåtte", "date"),
        ("det var den tjuesjuande mars, det hugsar eg", "tjuesjuande mars", "date"),
        ("eg kom inn femogtyvende november", "femogtyvende november", "date"),
        ("Bestefar vart nittifire.", "nittifire", "age"),
        ("Ring meg på ni én to tre fire fem seks syv.", "ni én to tre fire fem seks syv", "phone"),
        ("nummeret er nittien tjueto trettitre førtifire", "nittien tjueto trettitre førtifire", "phone"),
        ("han eier byggmakker der oppe, og broren er på jotun", "byggmakker", "organisation"),
        ("han eier byggmakker der oppe, og broren er på jotuns lager", "jotun", "organisation"),
        ("vi flytta til nedre storgate 12 den våren", "nedre storgate 12", "address"),
        ("jeg var i øvre vollgate 3 b i går", "øvre vollgate 3 b", "address"),
        ("så sendte de meg til nic waals, og blodprøven til fürst", "nic waals", "health-service"),
        ("jeg tok banen fra majorstua # og gikk", "majorstua", "place"),
        ("det var den øvre veien 3 ganger", "øvre veien 3", None),
    ],
)
def test_what_is_said_in_words_is_found(text: str, words: str, kind: str | None) -> None:
    assert kinds(text).get(words) == kind


@pytest.mark.parametrize(
    "text",
    [
        "vi feira syttende mai og første mai som vanlig",
        "en to tre fire fem seks sju åtte, sånn talte jeg",
        "det tok tjue tretti førti femti minutter",
        "det var nitti prosent i min stilling",
        "jeg gikk den veien 3 ganger",
    ],
)
def test_counting_and_everybodys_days_are_left_alone(text: str) -> None:
    assert kinds(text) == {}


def test_a_national_number_is_told_by_its_control_digits() -> None:
    assert is_national_id("13888900068")
    assert not is_national_id("13888900069")
    assert is_national_id("53888900051")
    assert not is_national_id("99999999999")
    assert is_account("86011117947")
    assert not is_account("86011117948")


def test_marks_of_a_transcription_are_nobody() -> None:
    assert kinds("jaha # nettopp ## ja e # mm\n\nJaha # ja <ee> [latter] Mm (pause) kjøs- e det") == {}


def test_a_name_beside_a_mark_keeps_its_place() -> None:
    text = "og så # kom Kari # <ee> Nordmann da"
    for one in find_candidates(text):
        assert text[one.start : one.end] == one.text
        assert "#" not in one.text


def test_what_is_masked_already_is_no_candidate() -> None:
    assert kinds("Jeg møtte [Kari Nordmann] og [navn] på [sykehus].") == {}


def test_everyday_words_that_are_names_too_are_left_where_they_have_no_capital() -> None:
    assert kinds("Time var det mandag. Det står et berg der, og livet går, en dag per uke.") == {}


def test_a_genitive_stays_outside() -> None:
    assert [one.text for one in find_candidates("Det var Karis bil som sto i Tønsbergs gater.")] == ["Kari", "Tønsberg"]


def test_replacements_are_in_the_language_of_the_study() -> None:
    text = "Kari var på Ullevål sykehus."
    assert [one.replacement for one in find_candidates(text)] == ["[navn]", "[sykehus]"]
    assert [one.replacement for one in find_candidates(text, language="en")] == ["[name]", "[hospital]"]


@given(
    st.lists(st.sampled_from([*"aå #<>[]()\n.,1234@-", "Kari ", "Oslo", "12345678 ", "Nav "]), max_size=25).map("".join)
)
def test_candidates_lie_in_the_text_in_order_and_apart(text: str) -> None:
    end = 0
    for one in find_candidates(text):
        assert end <= one.start < one.end <= len(text)
        assert text[one.start : one.end] == one.text
        assert one.kind in KINDS
        assert 0 < one.score <= 1
        assert one.replacement
        end = one.end


@given(st.text(alphabet="ab #<>[]-\n", max_size=40))
def test_speech_without_marks_knows_where_every_word_stood(text: str) -> None:
    speech = without_marks(text)
    for at, sign in enumerate(speech.text):
        for start, end in speech.origins_of(at, at + 1):
            assert text[start:end] == sign


def test_a_known_name_is_found_whole_with_a_genitive_and_in_small_letters() -> None:
    names = [Sought("Kari Nordmann", "k n"), Sought("Kari", "k"), Sought("Berg", "b")]
    text = "kari og Karis mor, KARI NORDMANN, på et berg med Berg, ikke karina"
    assert [(text[one.start : one.end], one.key) for one in occurrences(text, names)] == [
        ("kari", "k"),
        ("Kari", "k"),
        ("KARI NORDMANN", "k n"),
        ("Berg", "b"),
    ]


def test_a_known_name_is_found_where_a_part_of_it_is_in_italics() -> None:
    text = "Kari *Nordmann* sa det, og *kari* Nordmann, men ikke Kari * i * Nordmann"
    found = [text[one.start : one.end] for one in occurrences(text, [Sought("Kari Nordmann", "k")])]
    assert found == ["Kari *Nordmann", "kari* Nordmann"]


def test_a_pseudonym_keeps_the_parts_that_have_one_and_takes_nobodys_name() -> None:
    first = new_pseudonym("Kari", {}, {"Astrid"})
    assert first not in ("Kari", "Astrid")
    whole = new_pseudonym("Kari Nordmann", {"kari": first}, {first})
    assert whole.startswith(f"{first} ")
    assert new_pseudonym("Ole", {}, ()) != new_pseudonym("Kari", {}, ())


@pytest.mark.parametrize("row", ["a.", "A-", "a@", "1 ", "[", "Kari-", "(", "#", "A & ", "nav ", "@a."])
def test_a_long_row_of_signs_is_read_to_its_end(row: str) -> None:
    text = row * (20_000 // len(row))
    assert all(text[one.start : one.end] == one.text for one in find_candidates(text))

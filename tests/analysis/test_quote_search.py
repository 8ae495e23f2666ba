"""Where words stand in many texts, found in one pass."""

from hypothesis import given
from hypothesis import strategies as st

from qualcode.analysis.quote_search import find_places
from qualcode.text.span import Span

TEXTS = [
    (7, "Jeg ble sittende i gangen en stund.\n\nMed jakka på. Så gikk jeg hjem til de andre."),
    (9, "Vi snakka om hytta, òg. Det var ikke bare ryggen.\n\nÅ nei, du. Det var det ikke."),
]


def _best(quote: str) -> tuple[int, str] | None:
    (places,) = find_places(TEXTS, [quote])
    return (places[0].text, places[0].span.slice(dict(TEXTS)[places[0].text])) if places else None


def test_a_quote_is_found_whatever_its_case_and_marks() -> None:
    assert _best("«vi SNAKKA – om hytta»") == (9, "Vi snakka om hytta")
    assert _best("Det var ikke bare ryggen") == (9, "Det var ikke bare ryggen")


def test_a_quote_with_words_left_out_reaches_from_its_first_word_to_its_last() -> None:
    assert _best("Jeg ble sittende (...) gikk jeg hjem") == (
        7,
        "Jeg ble sittende i gangen en stund.\n\nMed jakka på. Så gikk jeg hjem",
    )


def test_a_quote_with_a_word_changed_is_found_by_the_others() -> None:
    (places,) = find_places(TEXTS, ["Jeg ble sittende i stua en stund. Med jakka på."])
    assert (places[0].text, places[0].runs < places[0].of) == (7, True)


def test_what_is_nowhere_or_has_not_three_words_in_a_row_has_no_place() -> None:
    assert find_places(TEXTS, ["helt andre ord enn disse", "å nei", "", "(...)"]) == [[], [], [], []]
    assert find_places([], ["Jeg ble sittende i gangen"]) == [[]]


@given(st.text(max_size=200), st.data())
def test_any_stretch_of_a_text_is_found_in_it(text: str, data: st.DataObject) -> None:
    words = ["en", "to", "tre", "fire", "fem", "seks", "sju", "åtte"]
    said = f"{text} {' '.join(words)} {text}"
    start = data.draw(st.integers(0, 4))
    quote = " ".join(words[start : start + 3])
    (places,) = find_places([(1, "noe annet her"), (2, said)], [quote])
    assert [place.text for place in places] == [2]
    at = said.index(quote)
    assert places[0].span == Span(at, at + len(quote)) or quote in text

"""Claims about what a researcher may search for, and where it is found."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.errors import PatternRefused, PatternTooSlow, QueryRefused
from qualcode.locale import use_language
from qualcode.text.lemmas import forms_of
from qualcode.text.matching import find_hits, hits_finder, index_expression
from qualcode.text.patterns import pattern_finder
from qualcode.text.queries import parse_query

_SAID = "Han så på legen, og legen så på meg. Å gå dit igjen – nei! Åse gikk. «Far får fart.»"


def _found(query: str, text: str = _SAID) -> list[str]:
    parsed = parse_query(query)
    return [] if parsed is None else [text[start:end] for start, end in find_hits(parsed, text)]


@pytest.mark.parametrize(
    ("query", "hits"),
    [
        ("legen", ["legen", "legen"]),
        ("LEGEN", ["legen", "legen"]),
        ("far", ["Far"]),
        ("får", ["får"]),
        ("åse", ["Åse"]),
        ("fa*", ["Far", "fart"]),
        ('"så på"', ["så på", "så på"]),
        ("«så på»", ["så på", "så på"]),
        ('"så p*"', []),
        ('"på leg"*', ["på legen"]),
        ("legen AND meg", ["legen så på meg"]),
        ("meg legen", ["legen så på meg"]),
        ("legen OR meg", ["legen", "legen", "meg"]),
        ("legen NOT meg", []),
        ("legen AND NOT pasient", ["legen", "legen"]),
        ("(far OR mor) fart", ["Far får fart"]),
        ("far OR legen meg", ["legen så på meg", "Far"]),
        ("NEAR(han legen)", ["Han så på legen"]),
        ("NEAR(han legen, 1)", []),
        ("NEAR(han legen, 2)", ["Han så på legen"]),
        ("han NEAR/2 legen", ["Han så på legen"]),
        ('NEAR("gå dit" nei, 3)', ["gå dit igjen – nei"]),
        ("igjen-nei", ["igjen – nei"]),
        ("legen ?!", ["legen", "legen"]),
        ("a:b", []),
        ("^legen", ["legen", "legen"]),
        ("%", []),
        ("", []),
        ("()", []),
        ('"', []),
        ("AND", []),
        ("NEAR(", []),
        ("* - . ''", []),
    ],
)
def test_query_finds_these_words(query: str, hits: list[str]) -> None:
    assert _found(query) == hits


@pytest.mark.parametrize(
    "query",
    [
        '"får',
        'får "',
        "(får",
        "får)",
        "får AND",
        "AND får",
        "får OR",
        "OR får",
        "a OR OR b",
        "a AND OR b",
        "NOT får",
        "får NOT",
        "a NOT NOT b",
        "f*r",
        "*får",
        "NEAR(får)",
        "NEAR(a AND b)",
        "får NEAR",
        "NEAR får",
        "(a OR b) NEAR c",
    ],
)
def test_query_that_cannot_be_understood_is_refused_in_a_sentence(query: str) -> None:
    with pytest.raises(QueryRefused) as refused:
        parse_query(query)
    assert refused.value.message.endswith(".")
    assert "search.refused" not in refused.value.message


def test_decomposed_letters_in_a_query_find_composed_ones() -> None:
    assert _found(unicodedata.normalize("NFD", "åse")) == ["Åse"]


def test_hits_of_a_phrase_may_share_words() -> None:
    assert _found('"så så"', "så, så så") == ["så, så", "så så"]


@given(st.lists(st.sampled_from(["a", "b", "å", "ab"]), max_size=10), st.sampled_from(["a b", "b a", "å ab b", "a a"]))
def test_phrase_is_found_wherever_its_words_stand_in_a_row(words: list[str], phrase: str) -> None:
    wanted = phrase.split()
    rows = [words[at : at + len(wanted)] for at in range(len(words))]
    assert _found(f'"{phrase}"', " – ".join(words)) == [" – ".join(row) for row in rows if row == wanted]


def test_shortest_stretch_is_chosen_among_several() -> None:
    assert _found("lege syk", "lege eller en annen lege syk nå syk") == ["lege syk"]


@given(st.lists(st.sampled_from("abcd"), max_size=12))
def test_stretch_with_all_words_is_as_short_as_any(words: list[str]) -> None:
    stretches = [
        words[start:end]
        for start in range(len(words))
        for end in range(start, len(words) + 1)
        if {"c", "d"} <= set(words[start:end]) and ("a" in words[start:end] or "b" in words[start:end])
    ]
    found = _found('(a OR b OR "a b") AND c AND d', " ".join(words))
    assert len(found) == bool(stretches)
    assert not stretches or len(found[0].split()) == min(map(len, stretches))


@given(st.text(alphabet='abå "()*:^-,5ANDORTNEARlemm', max_size=24))
def test_whatever_is_typed_is_either_understood_or_refused(query: str) -> None:
    try:
        parsed = parse_query(query)
    except QueryRefused:
        return
    if parsed is not None:
        assert index_expression(parsed)
        find_hits(parsed, _SAID)


@given(st.lists(st.sampled_from("abc"), max_size=12), st.integers(0, 3))
def test_nearness_counts_the_words_between(words: list[str], most: int) -> None:
    pairs = [
        (abs(one - other), min(one, other))
        for one, first in enumerate(words)
        for other, second in enumerate(words)
        if first == "a" and second == "b" and abs(one - other) - 1 <= most
    ]
    expected = []
    if pairs:
        distance, start = min(pairs)
        expected = [" ".join(words[start : start + distance + 1])]
    assert _found(f"NEAR(a b, {most})", " ".join(words)) == expected


def test_all_forms_of_a_word_are_those_that_either_written_norwegian_knows() -> None:
    said = ["gå", "går", "gikk", "gjekk", "gått", "gård", "gate", "lege", "legene", "legge"]
    assert forms_of("gå", said, language="nb") == {"gå", "går", "gikk", "gjekk", "gått"}
    assert forms_of("lege", said, language="nb") == {"lege", "legene"}


def test_forms_that_begin_otherwise_are_found_too() -> None:
    assert {"er", "var"} <= forms_of("være", ["er", "var", "vare", "bil"], language="nb")
    assert forms_of("went", ["go", "goes", "wind"], language="en") >= {"go", "goes"}


def test_forms_are_looked_for_in_the_other_language_where_there_are_none() -> None:
    said = ["gå", "gikk", "go", "goes", "went", "treatments", "treatment"]
    assert forms_of("go", said, language="nb") == {"go", "goes", "went"}
    assert forms_of("treatment", said, language="nn") == {"treatment", "treatments"}
    assert forms_of("gå", said, language="en") == {"gå", "gikk"}


def test_language_without_lemmas_gives_the_word_alone() -> None:
    assert forms_of("ord", ["ord", "ordet"], language="xx") == {"ord"}


def test_pattern_finds_its_places() -> None:
    assert pattern_finder(r"leg\w+")(_SAID) == [(10, 15), (20, 25)]
    assert pattern_finder("a*")("bab") == [(1, 2)]


def test_pattern_that_explodes_is_stopped() -> None:
    with pytest.raises(PatternTooSlow):
        pattern_finder(r"(a|aa)+$")("a" * 60 + "b")


@pytest.mark.parametrize(
    ("pattern", "reason"),
    [
        ("lege[", "en [ mangler ] som avslutter den (tegn 5)"),
        ("(lege", "en ( mangler ) som avslutter den (tegn 5)"),
        ("lege)", "en ) mangler ( foran seg (tegn 5)"),
        ("*lege", "det står ingenting foran en *, + eller ? som den kan gjenta (tegn 1)"),
        ("lege\\", "står foran noe som ikke betyr noe der"),
        ("(?P<1a>x)", "det lar seg ikke lese (tegn 7)"),
        ("a{99999999}", "så mange ganger kan det ikke spørres om"),
        ("((a{1000}){1000,}){1000}", "så mange ganger kan det ikke spørres om"),
    ],
)
def test_pattern_that_is_none_is_refused_in_the_language_of_the_user(pattern: str, reason: str) -> None:
    use_language("nb")
    with pytest.raises(PatternRefused) as refused:
        pattern_finder(pattern)
    assert reason in refused.value.message


def test_more_parentheses_than_anybody_writes_are_refused() -> None:
    with pytest.raises(QueryRefused):
        parse_query("(" * 3_000 + "lege" + ")" * 3_000)
    assert parse_query("(" * 20 + "lege" + ")" * 20) == parse_query("lege")


@pytest.mark.parametrize(
    "query", ["far", "f*", "NEAR(far lege, 1)", "NEAR(far lege far, 1)", '"far og"', "far AND lege"]
)
def test_hits_in_many_texts_at_once_are_those_in_each(query: str) -> None:
    texts = ["far og lege", "", "far", "lege far", "İ og far, lege", "og", "fa", "r lege"]
    parsed = parse_query(query)
    assert parsed is not None
    assert list(hits_finder(parsed)(texts)) == [find_hits(parsed, text) for text in texts]
    assert list(hits_finder(parsed)([])) == []


def test_minus_before_a_word_is_refused_with_what_to_write() -> None:
    with pytest.raises(QueryRefused, match="write NOT syk"):
        parse_query("lege -syk")
    assert _found('lege "-syk"', "en lege: -syk") == ["lege: -syk"]
    assert _found("-syk", "-syk") == ["syk"]
    assert _found("e-post", "e-post") == ["e-post"]


def test_figure_that_is_the_second_of_two_near_each_other_is_a_word() -> None:
    assert _found("NEAR(far 3)", "far har 3") == ["far har 3"]
    assert _found("NEAR(far lege 0)", "far og lege") == []

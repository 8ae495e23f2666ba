"""Quotation marks, numbers, and what paper cannot hold."""

import re
import tomllib
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from qualcode.exporters.packaging import core_properties
from qualcode.exporters.wording import (
    locale_of,
    paper_language,
    plain,
    printed_cell,
    quoted,
    quoted_lines,
    table_notes,
)
from qualcode.locale import say
from qualcode.views.quotes import QuoteLine
from qualcode.views.table import Cell, TableView

ANY_MARK = re.compile('["«»“”„‟‹›‘’]')


@pytest.mark.parametrize(
    ("words", "printed"),
    [
        ("Ja.", "«Ja.»"),
        ('Hun sa "ja" til meg.', "«Hun sa ‹ja› til meg.»"),
        ("Hun sa “ja” til meg.", "«Hun sa ‹ja› til meg.»"),
        ("Hun sa «ja» til meg.", "«Hun sa ‹ja› til meg.»"),
        ("Hun sa „ja“ til meg.", "«Hun sa ‹ja› til meg.»"),
        ("Hun sa ”ja” til meg.", "«Hun sa ‹ja› til meg.»"),
        ("Hun sa »ja« til meg.", "«Hun sa ‹ja› til meg.»"),
        ("Hun sa ‹ja› til meg.", "«Hun sa ‹ja› til meg.»"),
        ('"Ja", sa hun, "nei".', "«‹Ja›, sa hun, ‹nei›.»"),
        ('Hun sa:"ja"', "«Hun sa:‹ja›»"),
        ('("ja") og "(nei)"', "«(‹ja›) og ‹(nei)›»"),
        ('Han sa "hun sa "ja"".', "«Han sa ‹hun sa ‹ja››.»"),
        ('"…men"', "«‹…men›»"),
        ("'n Ola tok hytt' da, don't", "«'n Ola tok hytt' da, don't»"),
        ("", "«»"),
    ],
)
def test_norwegian_quotes_stand_in_guillemets_with_single_ones_inside(words: str, printed: str) -> None:
    assert quoted(words, language="nb") == printed
    assert quoted(words, language="nn") == printed


@pytest.mark.parametrize(
    ("words", "printed"),
    [
        ("Yes.", "“Yes.”"),
        ('She said "yes" to me.', "“She said ‘yes’ to me.”"),
        ("She said «yes» and ‹no›.", "“She said ‘yes’ and ‘no’.”"),
        ("I don't.", "“I don't.”"),
    ],
)
def test_english_quotes_stand_in_curly_marks(words: str, printed: str) -> None:
    assert quoted(words, language="en") == printed


@given(st.text(alphabet="ab '.,()–-\n\"«»“”„‹›‘’"), st.sampled_from(["nb", "en"]))
def test_printing_a_quote_changes_no_letter_of_it(words: str, language: str) -> None:
    printed = quoted(words, language=language)
    assert ANY_MARK.sub("", printed) == ANY_MARK.sub("", words)
    assert not re.search('["“”„«»]', printed[1:-1])


@given(st.text(alphabet="ab .,", min_size=1), st.sampled_from(["nb", "en"]))
def test_marks_that_surround_words_are_turned_as_a_pair(words: str, language: str) -> None:
    inner = {"nb": "‹›", "en": "‘’"}[language]
    inside = f"a{words.strip()}b"
    printed = quoted(f'x "{inside}" y', language=language)
    assert printed[1:-1] == f"x {inner[0]}{inside}{inner[1]} y"


def test_a_dialogue_has_a_line_for_each_speaker() -> None:
    lines = (QuoteLine("FL2", 'Hva "tre"?'), QuoteLine("", "Ja."))
    assert quoted_lines("not shown", lines, language="nb") == "FL2: «Hva ‹tre›?»\n«Ja.»"


@pytest.mark.parametrize(
    ("cell", "norwegian", "english"),
    [
        (75.5, "75,5", "75.5"),
        (12.0, "12,0", "12.0"),
        (12, "12", "12"),
        (0.1 + 0.2, "0,3", "0.3"),
        (-3.25, "-3,25", "-3.25"),
        (1234567, "1234567", "1234567"),
        (0, "0", "0"),
        ("12.5", "12.5", "12.5"),
        (None, "–", "–"),
        ("", "–", "–"),
        (float("nan"), "–", "–"),
    ],
)
def test_numbers_are_printed_in_the_language_and_words_are_left_alone(cell: Cell, norwegian: str, english: str) -> None:
    assert printed_cell(cell, language="nb") == printed_cell(cell, language="nn") == norwegian
    assert printed_cell(cell, language="en") == english


@given(st.text())
def test_any_text_can_stand_in_a_file(text: str) -> None:
    cleaned = plain(text)
    element = etree.Element("t")
    element.text = cleaned
    assert etree.fromstring(etree.tostring(element)).text == (cleaned or None)
    assert plain(cleaned) == cleaned


def test_every_line_end_becomes_a_newline_and_words_are_not_glued() -> None:
    assert plain("a\r\nb\rc\u2028d\x0be\x85f") == "a\nb\nc\nd\ne\nf"
    assert plain("a\x00\x1b[31mb\ud800\ufffe") == "a[31mb"
    assert plain("æøå 🙂\tå") == "æøå 🙂\tå"


@pytest.mark.parametrize(
    ("asked", "written", "locale"),
    [
        ("nb", "nb", "nb-NO"),
        ("no", "nb", "nb-NO"),
        ("nn-NO", "nn", "nn-NO"),
        ("en", "en", "en-GB"),
        ("de", "en", "en-GB"),
    ],
)
def test_a_language_without_words_of_ours_is_written_in_english(asked: str, written: str, locale: str) -> None:
    assert paper_language(asked) == written
    assert locale_of(asked) == locale


def test_notes_said_under_a_letter_are_not_said_again() -> None:
    view = TableView(
        title="",
        columns=("sex", "age", "partner"),
        headings=("Kjønn", "Alder", "Partners kjønn"),
        rows=(),
        notes=("Kjønn: K=kvinne", "I alt 9."),
        marks=(("sex", "a"), ("partner", "a")),
        lettered=(("a", "K=kvinne"),),
    )
    assert table_notes(view) == ["a) Kjønn, Partners kjønn: K=kvinne", "I alt 9."]


def test_a_table_without_headings_goes_by_its_columns() -> None:
    view = TableView(title="", columns=("sex",), rows=(), marks=(("sex", "a"),), lettered=(("a", "K=kvinne"),))
    assert table_notes(view) == ["a) sex: K=kvinne"]


def test_headings_are_there_in_bokmaal_nynorsk_and_english() -> None:
    keys = {}
    for language in ("nb", "nn", "en"):
        source = files("qualcode.locale").joinpath(language, "exporting.toml").read_text(encoding="utf-8")
        texts = tomllib.loads(source)
        texts.pop("reasons", None)
        keys[language] = {f"{name}.{inner}" for name, text in texts.items() for inner in text if isinstance(text, dict)}
        keys[language] |= set(texts)
    assert keys["nb"] == keys["nn"] == keys["en"]
    assert say("exporting.contents", language="nn") == "Innhald"


def test_a_files_properties_name_nobody() -> None:
    properties = etree.fromstring(core_properties(title="Å & <bli>", language="nn", written=None))
    told = {etree.QName(child).localname: child.text for child in properties}
    assert told == {"title": "Å & <bli>", "creator": None, "language": "nn-NO"}

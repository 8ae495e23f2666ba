"""Claims about the texts: both languages say the same things, and every text asked for is there."""

import ast
import string
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

import qualcode
from qualcode.locale import LANGUAGES, has_text, say, use_language

_PACKAGE = Path(qualcode.__file__).parent
_TEXTS = _PACKAGE / "locale"
_ROOMS = sorted({path.stem for language in LANGUAGES for path in (_TEXTS / language).glob("*.toml")})


def _flat(table: dict[str, object], prefix: str = "") -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in table.items():
        if isinstance(value, dict):
            found |= _flat(value, f"{prefix}{name}.")
        else:
            assert isinstance(value, str), f"{prefix}{name} is no text"
            found[f"{prefix}{name}"] = value
    return found


def _texts(language: str, room: str) -> dict[str, str]:
    return _flat(tomllib.loads((_TEXTS / language / f"{room}.toml").read_text(encoding="utf-8")))


def _places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("room", _ROOMS)
def test_both_languages_have_the_same_texts(room: str) -> None:
    norwegian, english = (_texts(language, room) for language in ("nb", "en"))
    assert set(norwegian) == set(english)


@pytest.mark.parametrize("room", _ROOMS)
def test_a_text_has_the_same_places_to_fill_in_both_languages(room: str) -> None:
    norwegian, english = (_texts(language, room) for language in ("nb", "en"))
    # "1 unit" may say the number in words.
    for key in norwegian:
        differing = _places(norwegian[key]) ^ _places(english[key])
        assert differing <= ({"count"} if key.endswith(".one") else set()), key


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("room", _ROOMS)
def test_no_text_is_empty_and_both_forms_of_a_count_are_there(room: str, language: str) -> None:
    texts = _texts(language, room)
    assert all(text.strip() for text in texts.values())
    for key in texts:
        for form, other in ((".one", ".other"), (".other", ".one")):
            if key.endswith(form) and not key.endswith("reasons.other"):
                assert key.removesuffix(form) + other in texts or room in ("exporting", "attributes"), key


def _said() -> Iterator[tuple[str, str]]:
    """Every text the code asks for by a fixed key: where, and the key."""
    for path in sorted(_PACKAGE.rglob("*.py")):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "say"):
                continue
            for key in _fixed_keys(call.args[0]) if call.args else ():
                yield f"{path.relative_to(_PACKAGE)}:{call.lineno}", key


def _fixed_keys(argument: ast.expr) -> Iterator[str]:
    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
        yield argument.value
    elif isinstance(argument, ast.IfExp):
        yield from _fixed_keys(argument.body)
        yield from _fixed_keys(argument.orelse)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_the_code_asks_for_is_there(language: str) -> None:
    said = list(_said())
    assert len(said) > 100, "the search for texts no longer finds them"
    missing = [
        f"{where} {key}"
        for where, key in said
        if not (has_text(key, language=language) or has_text(f"{key}.other", language=language))
    ]
    assert missing == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", ["speakers_screen.empty", "deidentifying.empty", "table_log.screen.empty"])
def test_what_an_empty_place_says_has_room_for_its_key_in_80_columns(key: str, language: str) -> None:
    assert len(say(key, language=language)) <= 78


def test_a_count_chooses_between_one_and_other() -> None:
    assert say("coding.units", count=1) == "1 unit"
    assert say("coding.units", count=0) == "0 units"


def test_what_is_filled_in_is_not_itself_filled() -> None:
    assert "{path}" in say("journal.undo", summary="{path} %s [/b]")


def test_the_language_in_use_can_be_changed_and_an_unknown_one_leaves_it() -> None:
    use_language("nn")
    assert say("journal.nothing") == "Ingenting er gjort ennå."
    use_language("xx")
    assert say("journal.nothing") == "Ingenting er gjort ennå."
    assert say("journal.nothing", language="en") == "Nothing has been done yet."

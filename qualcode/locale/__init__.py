"""The words of the interface, in Norwegian (nb) and English (en).

A text is addressed as `file.key`: `say("coding.uncoded")` is the key `uncoded` of `nb/coding.toml`. A file is read
the first time one of its texts is asked for. A text missing in the current language is taken from English (in nynorsk,
which only chapters are written in, from bokmål); a test holds the languages to the same keys. `{name}` in a text is
filled from the keyword arguments; what is filled in is never itself formatted.
"""

import os
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path

LANGUAGES = ("nb", "en")
FALLBACK = "en"

_spoken = [FALLBACK]


def use_language(language: str) -> None:
    """Speak this language from now on; one that is not known leaves the one in use.

    A Norwegian without an interface of its own yet (nn, no) is spoken to in bokmål.
    """
    known = {"nn": "nb", "no": "nb"}.get(language[:2].lower(), language[:2].lower())
    if known in LANGUAGES:
        _spoken[0] = known


def current_language() -> str:
    """The language in use: `nb` or `en`."""
    return _spoken[0]


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak this language for a while."""
    before = current_language()
    use_language(language)
    try:
        yield
    finally:
        use_language(before)


def environment_language() -> str:
    """The language that the machine is set to (LC_ALL, LC_MESSAGES, LANG), or English."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name, "")
        if value and value not in ("C", "POSIX") and not value.startswith("C."):
            return value[:2].lower()
    return FALLBACK


def say(key: str, /, language: str = "", **values: object) -> str:
    """The text for `key` in the current language (or the one given), its places filled.

    `count`, if given, chooses between `key.one` and `key.other` where the text has both forms.
    """
    room, _, rest = key.partition(".")
    chosen = language or _spoken[0]
    text = _find(chosen, room, rest, values)
    if text is None and chosen == "nn":
        text = _find("nb", room, rest, values)
    text = text or _find(FALLBACK, room, rest, values)
    if text is None:
        return key
    return text.format_map(values) if "{" in text else text


def has_text(key: str, *, language: str = "") -> bool:
    """Whether there is a text under this key in the current language (or the one given)."""
    room, _, rest = key.partition(".")
    return _find(language or _spoken[0], room, rest, {}) is not None


def _find(language: str, room: str, rest: str, values: Mapping[str, object]) -> str | None:
    texts = _texts(language, room)
    if "count" in values:
        form = texts.get(f"{rest}.one" if values["count"] == 1 else f"{rest}.other")
        if form is not None:
            return form
    return texts.get(rest)


@cache
def _texts(language: str, room: str) -> dict[str, str]:
    # Not importlib.resources: it loads zipfile and more, and this is what every command and the first frame wait for.
    source = Path(__file__).parent / language / f"{room}.toml"
    if not source.is_file():
        return {}
    return _flatten(tomllib.loads(source.read_text(encoding="utf-8")))


def _flatten(table: Mapping[str, object], prefix: str = "") -> dict[str, str]:
    flat: dict[str, str] = {}
    for name, value in table.items():
        if isinstance(value, Mapping):
            flat |= _flatten(value, f"{prefix}{name}.")
        else:
            flat[f"{prefix}{name}"] = str(value)
    return flat

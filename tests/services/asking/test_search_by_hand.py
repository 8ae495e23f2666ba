"""Claims about searching, held against a search written anew: every word of every turn is looked at, and nothing else.

Several transcripts in two substudies, the second of which was read in first and in between; turns that were split. The
order of the material is then another than that of the index.
"""

import random
from collections.abc import Iterator
from itertools import product
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qualcode.services.asking import search_material
from qualcode.services.asking.searching import first_hits, search
from qualcode.services.coding.coding import code_span
from qualcode.services.material.turns import split_turn
from qualcode.storage.opening import OpenStudy
from qualcode.text.span import Span
from qualcode.views.searching import SearchLimits
from tests.builders import add_group, add_participant, add_substudy, add_transcript

_VOCABULARY = ("far", "får", "Far", "lege", "legen", "gå", "å", "så", "Åse", "åse")
_IN = {"P1": "Pasientene", "P2": "Pasientene", "P3": "Pasientene", "F1": "Fastlegene", "F2": "Fastlegene"}


class _Turn(NamedTuple):
    """A turn as the study holds it: its transcript and number, who says it, its words and where they begin."""

    transcript: str
    number: int
    role: str
    words: tuple[str, ...]
    start: int


class _Material(NamedTuple):
    study: OpenStudy
    turns: list[_Turn]
    coded: list[tuple[str, int, int]]


@pytest.fixture
def material(study: OpenStudy, monkeypatch: pytest.MonkeyPatch) -> _Material:
    """Sixty turns of six words, ten of them split in two; one passage in each transcript is coded."""
    for module, name in (
        (search_material, "_FIRST_BATCH"),
        (search_material, "_LARGEST_BATCH"),
        (search_material, "_FEW"),
    ):
        monkeypatch.setattr(module, name, 4)
    chance = random.Random(11)  # noqa: S311 - the same material every time
    for name in ("Pasientene", "Fastlegene"):
        add_substudy(study, name)
    keys = {}
    for name in ("F1", "P1", "F2", "P2", "P3"):
        add_participant(study, name, substudy=_IN[name])
        said = [(chance.choice(["I", name]), " ".join(chance.choices(_VOCABULARY, k=6))) for _ in range(12)]
        keys[name] = add_transcript(study, name, said, substudy=_IN[name])
    with study.reading() as connection:
        turns = connection.exec_driver_sql('SELECT id, "start", "end" FROM turn ORDER BY id').all()
    for key, start, end in chance.sample(turns, 10):
        split_turn(study, key, (start + end) // 2)
    groups = {name: add_group(study, "Far", analysis=name) for name in set(_IN.values())}
    coded = []
    for name, key in keys.items():
        code_span(study, transcript_id=key, span=Span(30, 120), group_id=groups[_IN[name]])
        coded.append((name, 30, 120))
    return _Material(study, list(_turns(study)), coded)


def _turns(study: OpenStudy) -> Iterator[_Turn]:
    """All turns in the order of the material, cut out of the texts by themselves."""
    with study.reading() as connection:
        rows = connection.exec_driver_sql(
            "SELECT x.name, t.number, coalesce(s.role, 'unknown'), "
            'substr(r.text, t."start" + 1, t."end" - t."start"), t."start" FROM turn t '
            "JOIN transcript x ON x.id = t.transcript_id JOIN revision r ON r.id = t.revision_id "
            "LEFT JOIN speaker s ON s.id = t.speaker_id"
        ).all()
    order = list(_IN)
    for name, number, role, words, start in sorted(rows, key=lambda row: (order.index(row[0]), row[1])):
        assert words == " ".join(words.split()), "cut at single spaces only, so that places can be counted"
        yield _Turn(name, number, role, tuple(words.split()), start)


Asked = tuple[object, ...]


def _typed(asked: Asked) -> str:
    kind, *rest = asked
    if kind == "word":
        return str(rest[0])
    if kind == "phrase":
        return '"' + " ".join(map(str, rest)) + '"'
    if kind == "near":
        return f"NEAR({rest[0]} {rest[1]}, {rest[2]})"
    return f"({_typed(rest[0])} {kind} {_typed(rest[1])})"  # type: ignore[arg-type]


def _places(asked: Asked, words: tuple[str, ...]) -> list[tuple[int, int]]:
    """The places of what is asked for, as first word and the one after the last."""
    kind, *rest = asked
    if kind in ("word", "phrase"):
        row = [str(one).lower() for one in rest]
        here = range(len(words) - len(row) + 1)
        return [(at, at + len(row)) for at in here if all(_is(word, words[at + n]) for n, word in enumerate(row))]
    if kind == "near":
        one, other = (_places(("word", word), words) for word in rest[:2])
        return _shortest([pair for pair in product(one, other) if _between(*pair) <= int(str(rest[2]))], words)
    one, other = (_places(part, words) for part in rest)  # type: ignore[arg-type]
    if kind == "OR":
        return sorted(set(one + other))
    if kind == "NOT":
        return [] if other else one
    return _shortest(list(product(one, other)), words)


def _is(wanted: str, word: str) -> bool:
    return word.lower().startswith(wanted[:-1]) if wanted.endswith("*") else word.lower() == wanted


def _between(one: tuple[int, int], other: tuple[int, int]) -> int:
    return max(one[0], other[0]) - min(one[1], other[1])


def _shortest(pairs: list[tuple[tuple[int, int], tuple[int, int]]], words: tuple[str, ...]) -> list[tuple[int, int]]:
    stretches = {(min(one[0], other[0]), max(one[1], other[1])) for one, other in pairs}
    return sorted(stretches, key=lambda stretch: (len(" ".join(words[slice(*stretch)])), stretch))[:1]


_WORD = st.sampled_from(["far", "FÅR", "lege", "legen", "gå", "å", "så", "åse"])
_MAYBE_MORE = _WORD | st.sampled_from(["leg*", "f*", "å*"])
_ASKED = st.recursive(
    st.tuples(st.just("word"), _MAYBE_MORE)
    | st.tuples(st.just("phrase"), _WORD, _WORD)
    | st.tuples(st.just("near"), _MAYBE_MORE, _WORD, st.integers(0, 3)),
    lambda inner: st.tuples(st.sampled_from(["AND", "OR", "NOT"]), inner, inner),
    max_leaves=4,
)
_LIMITS = st.builds(
    SearchLimits,
    substudy=st.sampled_from(["", "Pasientene", "Fastlegene"]),
    role=st.sampled_from(["", "", "participant", "interviewer"]),
    participant=st.sampled_from(["", "", "P2", "F2"]),
    transcript=st.sampled_from(["", "", "", "P3"]),
    coded=st.sampled_from([None, None, True, False]),
)


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(asked=_ASKED, limits=_LIMITS)
def test_search_finds_what_is_found_by_looking_at_every_word(
    material: _Material, asked: Asked, limits: SearchLimits
) -> None:
    expected = [
        hit for turn in material.turns if _is_within(turn, limits) for hit in _hits(material, turn, asked, limits)
    ]
    found = search(material.study, _typed(asked), limits=limits)
    assert [(hit.transcript, hit.turn, hit.start, hit.match) for hit in found.hits] == expected
    assert found.total == len(expected)
    assert first_hits(material.study, _typed(asked), limits=limits, limit=7) == found.hits[:7]


def _is_within(turn: _Turn, limits: SearchLimits) -> bool:
    return (
        limits.substudy in ("", _IN[turn.transcript])
        and limits.role in ("", turn.role)
        and limits.transcript in ("", turn.transcript)
        and limits.participant in ("", turn.transcript if turn.role == "participant" else None)
    )


def _hits(material: _Material, turn: _Turn, asked: Asked, limits: SearchLimits) -> Iterator[tuple[str, int, int, str]]:
    for first, after in _places(asked, turn.words):
        start = turn.start + len(" ".join((*turn.words[:first], "")))
        match = " ".join(turn.words[first:after])
        touched = any(
            name == turn.transcript and begin < start + len(match) and start < end
            for name, begin, end in material.coded
        )
        if limits.coded in (None, touched):
            yield turn.transcript, turn.number, start, match

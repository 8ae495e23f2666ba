"""The claim that what is counted in a study of several transcripts is what a plain loop over it finds.

The loops below know nothing of tables, indexes and prepared statements: they have the texts, who speaks in which turn,
and who coded what.
"""

import re
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import product
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlmodel import col

from qualcode.model import Sentence
from qualcode.services.asking.agreement import agreement
from qualcode.services.asking.searching import search
from qualcode.services.asking.tables import count_table
from qualcode.services.coding.coding import code_span
from qualcode.services.participants.speakers import set_speakers
from qualcode.storage.opening import OpenStudy, open_study
from qualcode.text.span import Span
from qualcode.views.counting import TableAsked
from tests.builders import add_group, add_participant, add_substudy, add_transcript, new_study, text_of

GROUPS = ("Uro", "Brev", "Aldri")
CODERS = ("AA", "BB")
TALKS: dict[str, list[tuple[str, str]]] = {
    "P1": [("I", "Hva skjedde?"), ("P1", "Jeg ble redd. Så kom brevet, og jeg gikk."), ("P1", "Far kom også 👍.")],
    "P2": [("P2", "Jeg får brev jevnlig."), ("I", "Og far?"), ("P2", "Far åpner. Jeg leser ikke.")],
    "G1": [("P1", "Vi satt der."), ("P2", "Far min, ja."), ("P1", "Og så brevet. Det brevet!"), ("I", "Takk.")],
    "G2": [("I", "Er alle her?"), ("P2", "Ja.")],
}


class Mark(NamedTuple):
    """A passage of a transcript that a coder has in a group."""

    coder: str
    transcript: str
    start: int
    end: int
    group: str


class Turn(NamedTuple):
    """A turn, where it stands and who speaks in it."""

    speaker: str
    start: int
    end: int


def text(name: str) -> str:
    return "\n\n".join(words for _, words in TALKS[name])


def turns(name: str) -> list[Turn]:
    found, at = [], 0
    for speaker, words in TALKS[name]:
        found.append(Turn(speaker, at, at + len(words)))
        at += len(words) + 2
    return found


def people(mark: Mark) -> set[str]:
    """The participants in whose turns a passage lies."""
    return {one.speaker for one in turns(mark.transcript) if touches(mark, one.start, one.end)} - {"I"}


def touches(mark: Mark, start: int, end: int) -> bool:
    return mark.start < end and start < mark.end


@st.composite
def marks(draw: st.DrawFn) -> list[Mark]:
    found = set()
    for coder, name, group in draw(
        st.lists(
            st.tuples(st.sampled_from(CODERS), st.sampled_from(("P1", "P2", "G1")), st.sampled_from(GROUPS[:2])),
            min_size=1,
            max_size=10,
        )
    ):
        start = draw(st.integers(0, len(text(name)) - 2))
        end = draw(st.integers(start + 1, min(len(text(name)), start + 40)))
        if text(name)[start:end].strip():
            found.add(Mark(coder, name, start, end, group))
    return sorted(found)


@contextmanager
def coded(chosen: list[Mark]) -> Iterator[OpenStudy]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "s.qualcode"
        with (
            new_study(path) as study,
            open_study(path, coder="BB") as two,
        ):
            add_substudy(study)
            for code in ("P1", "P2"):
                add_participant(study, code)
            keys = {name: add_transcript(study, name, said) for name, said in TALKS.items()}
            assert all(text_of(study, key) == text(name) for name, key in keys.items())
            for name, said in TALKS.items():
                tags = [(one, "participant", one) if one != "I" else (one, "interviewer", None) for one in dict(said)]
                set_speakers(study, name, tags)
            groups = {name: add_group(study, name) for name in GROUPS}
            for one in chosen:
                by = study if one.coder == "AA" else two
                span = Span(one.start, one.end)
                code_span(by, transcript_id=keys[one.transcript], span=span, group_id=groups[one.group])
            yield study


def places(study: OpenStudy, level: str, name: str) -> list[tuple[int, int]]:
    """Every place of a transcript that is compared on a level."""
    if level == "turn":
        return [(one.start, one.end) for one in turns(name)]
    if level == "character":
        return [(at, at + 1) for at in range(len(text(name)))]
    with study.reading() as connection:
        rows = connection.execute(select(col(Sentence.transcript_id), col(Sentence.start), col(Sentence.end))).all()
    key = list(TALKS).index(name) + 1
    return [(start, end) for transcript, start, end in rows if transcript == key]


def kappa(pairs: Sequence[tuple[object, object]]) -> float | None:
    """Cohen 1960, from the answers themselves."""
    n = len(pairs)
    labels = {label for pair in pairs for label in pair}
    seen = sum(one == other for one, other in pairs) / n
    chance = sum(
        (sum(one == label for one, _ in pairs) / n) * (sum(other == label for _, other in pairs) / n)
        for label in labels
    )
    return None if chance == 1 else (seen - chance) / (1 - chance)


@given(chosen=marks())
@settings(max_examples=12, suppress_health_check=list(HealthCheck))
def test_agreement_is_what_comparing_place_by_place_gives(chosen: list[Mark]) -> None:
    assume({one.coder for one in chosen} == set(CODERS))
    used = [name for name in TALKS if any(one.transcript == name for one in chosen)]
    with coded(chosen) as study:
        for level in ("turn", "sentence", "character"):
            answers = {
                (name, start, end): tuple(
                    frozenset(
                        one.group
                        for one in chosen
                        if one.coder == coder and one.transcript == name and touches(one, start, end)
                    )
                    for coder in CODERS
                )
                for name in used
                for start, end in places(study, level, name)
            }
            found = agreement(study, list(CODERS), level=level)
            assert found.overall.n == len(answers)
            assert found.overall.percent == pytest.approx(
                100 * sum(one == other for one, other in answers.values()) / len(answers)
            )
            for figures in found.groups:
                pairs = [(figures.code_group in one, figures.code_group in other) for one, other in answers.values()]
                assert figures.kappa == (None if kappa(pairs) is None else pytest.approx(kappa(pairs)))
            assert all(text(one.transcript)[one.start : one.end] == one.text for one in found.disagreements)
            if level != "character":
                differing = {place for place, (one, other) in answers.items() if one != other}
                assert {(one.transcript, one.start, one.end) for one in found.disagreements} == differing


@given(chosen=marks())
@settings(max_examples=12, suppress_health_check=list(HealthCheck))
def test_tables_count_what_a_loop_counts(chosen: list[Mark]) -> None:
    assume(chosen)
    units = {one[:4] for one in chosen}
    with coded(chosen) as study:
        rows = {row[0]: row[1:] for row in count_table(study, TableAsked("frequencies")).view.rows}
        for group in GROUPS:
            mine = [one for one in chosen if one.group == group]
            speaking = {who for one in mine for who in people(one)}
            assert rows[group][:3] == (len(mine), len(speaking), len({one.transcript for one in mine}))
        table = count_table(study, TableAsked("matrix")).view
        rows = {row[0]: row[1:] for row in table.rows}
        for who, (at, group) in product(("P1", "P2"), enumerate(GROUPS)):
            assert rows[who][at] == sum(one.group == group and who in people(one) for one in chosen)
        assert rows["P1"][-1] == len({unit for one in chosen for unit in [one[:4]] if "P1" in people(one)})
        assert list(table.rows[-1][1:]) == [
            *(sum(one.group == group for one in chosen) for group in GROUPS),
            len(units),
        ]
        rows = {row[0]: row[1:] for row in count_table(study, TableAsked("cooccurrence")).view.rows}
        for (down, one), (across, other) in product(enumerate(GROUPS), repeat=2):
            spots = [{mark[1:4] for mark in chosen if mark.group == group} for group in (one, other)]
            pairs = [(a, b) for a, b in product(*spots) if a[0] == b[0] and a[1] < b[2] and b[1] < a[2]]
            assert rows[one][across] == (len(spots[0]) if down == across else len(pairs))


@given(chosen=marks())
@settings(max_examples=8, suppress_health_check=list(HealthCheck))
def test_words_are_the_same_words_in_every_table(chosen: list[Mark]) -> None:
    assume(chosen)
    said = {name: [word.span() for word in re.finditer(r"\S+", text(name))] for name in TALKS}
    whole = sum(map(len, said.values()))
    with coded(chosen) as study:
        rows = {row[0]: row for row in count_table(study, TableAsked("frequencies")).view.rows}
        for group in {one.group for one in chosen}:
            mine = [one for one in chosen if one.group == group]
            words = {
                (name, *place)
                for name, places in said.items()
                for place in places
                if any(one.transcript == name and touches(one, *place) for one in mine)
            }
            assert rows[group][4] == len(words)
            (note,) = count_table(study, TableAsked("words", group=group), language="en").view.notes
            assert f"{len(words)} words in the group, {whole - len(words)} outside" in note
        talk = count_table(study, TableAsked("talk")).view.rows
        assert sum(int(str(row[5])) for row in talk) == whole


@pytest.mark.parametrize("word", ["far", "brevet", "brev", "jeg", "får", "ja", "finnes"])
def test_a_word_is_found_wherever_it_stands_and_nowhere_else(word: str) -> None:
    pattern = re.compile(rf"\b{word}\b", re.IGNORECASE)
    expected = {(name, hit.start(), hit.end()) for name in TALKS for hit in pattern.finditer(text(name))}
    with coded([]) as study:
        found = search(study, word)
    assert {(hit.transcript, hit.start, hit.end) for hit in found.hits} == expected
    assert found.total == len(expected)
    assert all(text(hit.transcript)[hit.start : hit.end] == hit.match for hit in found.hits)
    assert all(hit.before + hit.match + hit.after in text(hit.transcript) for hit in found.hits)

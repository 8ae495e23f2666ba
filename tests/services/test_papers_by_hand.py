"""The claim that what is told of each analysis is what a plain loop finds, and nothing of another's.

Two substudies that have the same codes and names of transcripts, an analysis of each and one of both, with code groups
of the same names, and three coders.
"""

import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qualcode.services.chapter.chapter import chapter
from qualcode.services.chapter.chapter_texts import write_chapter_text
from qualcode.services.coding.blind_coding import begin_blind
from qualcode.services.coding.coding import code_span
from qualcode.services.coding.units import list_units
from qualcode.services.condensing.boards import board
from qualcode.services.condensing.condensing import place, set_aside
from qualcode.services.condensing.quotes import mark_quote
from qualcode.services.material.substudies import set_analysis
from qualcode.services.overview.advice import advice
from qualcode.services.overview.next_steps import next_steps
from qualcode.services.overview.studies import status
from qualcode.services.participants.speakers import set_speakers
from qualcode.services.synthesis.categories import categories
from qualcode.services.synthesis.synthesis import add_category, add_paragraph, rest_on
from qualcode.storage.opening import OpenStudy, open_study
from qualcode.text.span import Span
from qualcode.views.chapter import ChapterQuote
from tests.builders import (
    add_condensate,
    add_group,
    add_participant,
    add_subgroup,
    add_substudy,
    add_transcript,
    analysis_of,
    new_study,
)

CODERS = ("AA", "BB", "CC")
OF = {"Pasienter": ("Pasienter",), "Leger": ("Leger",), "Tillit": ("Pasienter", "Leger")}
GROUPS, SUBGROUPS, ASIDE = ("Uro", "Brev"), ("Før", "Etter"), "-"
SAID = {
    ("Pasienter", "T1"): [("I", "Hva da?"), ("P1", "Jeg gikk hjem."), ("P2", "Det gjorde ikke jeg, nei.")],
    ("Pasienter", "T2"): [("P2", "Brevet kom."), ("I", "Ja?"), ("P1", "Jeg leste det ikke.")],
    ("Leger", "T1"): [("P1", "Resymeet kom aldri."), ("P3", "Hos oss lå det i posten.")],
}
PEOPLE = {"Pasienter": ("P1", "P2"), "Leger": ("P1", "P3")}
Place = tuple[str, str]


class Mark(NamedTuple):
    """A passage that a coder has in a group of an analysis, in a subgroup, aside, or without a place."""

    analysis: str
    at: Place
    start: int
    end: int
    coder: str
    group: str
    subgroup: str
    quoted: bool


def text(at: Place) -> str:
    return "\n\n".join(words for _, words in SAID[at])


def people(mark: Mark) -> set[Place]:
    found, begins = set(), 0
    for who, words in SAID[mark.at]:
        if mark.start < begins + len(words) and begins < mark.end and who != "I":
            found.add((mark.at[0], who))
        begins += len(words) + 2
    return found


@st.composite
def marks(draw: st.DrawFn) -> list[Mark]:
    found: dict[tuple[object, ...], Mark] = {}
    for _ in range(draw(st.integers(1, 12))):
        analysis = draw(st.sampled_from(sorted(OF)))
        at = draw(st.sampled_from([one for one in sorted(SAID) if one[0] in OF[analysis]]))
        start = draw(st.integers(0, len(text(at)) - 2))
        end = draw(st.integers(start + 1, min(len(text(at)), start + 30)))
        coder, group = draw(st.sampled_from(CODERS)), draw(st.sampled_from(GROUPS))
        sub = draw(st.sampled_from(("", ASIDE, *SUBGROUPS)))
        if text(at)[start:end].strip():
            key = (analysis, at, start, end, coder, group)
            found[key] = Mark(*key, sub, draw(st.booleans()) and "\n" not in text(at)[start:end])
    return list(found.values())


@contextmanager
def coded(chosen: list[Mark]) -> Iterator[OpenStudy]:
    """The study of these marks, with a condensate of every subgroup that has any, and a category on each."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "s.qualcode"
        with new_study(path) as study:
            keys = {}
            for name, codes in PEOPLE.items():
                add_substudy(study, name)
                for code in codes:
                    add_participant(study, code, substudy=name)
            for at, said in SAID.items():
                keys[at] = add_transcript(study, at[1], said, substudy=at[0])
                tags = [(who, "interviewer" if who == "I" else "participant", who) for who, _ in said]
                told = [(who, role, None if role == "interviewer" else code) for who, role, code in tags]
                set_speakers(study, f"{at[0]}:{at[1]}", list(dict.fromkeys(told)))
            set_analysis(study, "Tillit", substudies=OF["Tillit"])
            subgroups = _groups(study)
            for one in chosen:
                _code(path, keys[one.at], subgroups, one)
            _write(study, chosen, subgroups)
            yield study


def _groups(study: OpenStudy) -> dict[tuple[str, ...], int]:
    found: dict[tuple[str, ...], int] = {}
    for analysis in OF:
        for group in GROUPS:
            found[analysis, group] = add_group(study, group, analysis=analysis)
            for name in SUBGROUPS:
                found[analysis, group, name] = add_subgroup(study, found[analysis, group], name)
    return found


def _code(path: Path, transcript: int, subgroups: dict[tuple[str, ...], int], one: Mark) -> None:
    with open_study(path, coder=one.coder) as by:
        span, group = Span(one.start, one.end), subgroups[one.analysis, one.group]
        made = code_span(by, transcript_id=transcript, span=span, group_id=group)
        if one.subgroup == ASIDE:
            set_aside(by, [made.coding_id])
        elif one.subgroup:
            place(by, [made.coding_id], subgroups[one.analysis, one.group, one.subgroup])
        if one.quoted:
            mark_quote(by, made.coding_id)


def _write(study: OpenStudy, chosen: list[Mark], subgroups: dict[tuple[str, ...], int]) -> None:
    for analysis, group, name in (key for key in subgroups if len(key) == 3):
        if any((one.analysis, one.group, one.subgroup) == (analysis, group, name) for one in chosen):
            key = add_condensate(study, subgroups[analysis, group, name], "Jeg.")
            category = add_category(study, analysis_of(study, analysis), f"{analysis} {group} {name}")
            rest_on(study, category, key)
            for column in board(study, subgroups[analysis, group]).columns:
                for card in column.cards:
                    if column.name == name and card.quoted:
                        add_paragraph(study, category, quote_id=_quote(study, card.coding_id))


def _quote(study: OpenStudy, coding_id: int) -> int:
    with study.reading() as connection:
        row = connection.exec_driver_sql("SELECT id FROM quote WHERE coding_id = ?", (coding_id,))
        return int(row.scalars().one())


@given(chosen=marks())
@settings(max_examples=4, suppress_health_check=list(HealthCheck), deadline=None)
def test_what_is_told_of_each_analysis_is_what_a_plain_count_finds(chosen: list[Mark]) -> None:
    with coded(chosen) as study:
        told = {one.title: one for one in status(study).analyses}
        waiting = {one.analysis: one.count for one in next_steps(study) if one.kind == "unsorted"}
        uncoded = {one.analysis: one.count for one in next_steps(study) if one.kind == "uncoded"}
        for analysis, of in OF.items():
            own = [one for one in chosen if one.analysis == analysis]
            here, held = told[analysis], [at for at in SAID if at[0] in of]
            assert here.meaning_units == len({one[:5] for one in own})
            assert (here.code_groups, here.subgroups, here.codings) == (2, 4, len(own))
            assert here.units_without_subgroup == waiting.get(analysis, 0) == sum(not one.subgroup for one in own)
            assert here.units_set_aside == sum(one.subgroup == ASIDE for one in own)
            assert here.quotes == sum(one.quoted for one in own)
            condensed = {(one.group, one.subgroup) for one in own if one.subgroup in SUBGROUPS}
            assert here.condensates == here.result_categories == len(condensed)
            assert uncoded.get(analysis, 0) == len(held) - len({one.at for one in own})
            listed = Counter((one.substudy, one.transcript, one.coder) for one in list_units(study, analysis=analysis))
            assert listed == Counter(
                (*at, coder) for at, coder in {one[:5]: (one.at, one.coder) for one in own}.values()
            )
            _advised(study, analysis, own)
            _spoken(study, analysis, own)
        _printed(study, chosen)


def _advised(study: OpenStudy, analysis: str, own: list[Mark]) -> None:
    speaking: defaultdict[str, set[Place]] = defaultdict(set)
    for one in own:
        speaking[one.group] |= people(one)
        if one.subgroup in SUBGROUPS:
            speaking[f"{one.group}/{one.subgroup}"] |= people(one)
    quoted = {f"{one.group}/{one.subgroup}" for one in own if one.quoted}
    found = {(one.kind, one.where) for one in advice(study, analysis=analysis) if one.step in (2, 3)}
    alone = {path for path, who in speaking.items() if len(who) == 1}
    assert {where for kind, where in found if kind in ("group_on_one", "subgroup_on_one")} == alone
    without = {path for path in speaking if "/" in path and path not in quoted}
    assert {where for kind, where in found if kind == "without_quote"} == without


def _spoken(study: OpenStudy, analysis: str, own: list[Mark]) -> None:
    alike = {code for code in ("P1", "P2", "P3") if sum(code in PEOPLE[name] for name in OF[analysis]) > 1}
    named = {
        (name, code): f"{name}:{code}" if code in alike else code for name in OF[analysis] for code in PEOPLE[name]
    }
    for category in categories(study, analysis_of(study, analysis)):
        _, group, name = category.heading.split()
        carried = [one for one in own if (one.group, one.subgroup) == (group, name)]
        who = {named[person] for one in carried for person in people(one)}
        assert set(category.breadth.participants) == who
        assert category.breadth.participants_in_all == len(named)
        assert set(category.breadth.silent) == set(named.values()) - who
        assert len(category.breadth.interviews) == len({one.at for one in carried})


def _printed(study: OpenStudy, chosen: list[Mark]) -> None:
    for analysis in OF:
        write_chapter_text(study, "summary", f"Om {analysis}.", analysis=analysis)
    for only in (None, *OF):
        parts = chapter(study, analysis=only).substudies
        shown = {part.heading: part for part in parts if part.summary}
        assert {name: part.summary for name, part in shown.items()} == {
            name: f"Om {name}." for name in OF if only in (None, name)
        }
        for name, part in shown.items():
            quoted = [one for one in chosen if one.quoted and one.analysis == name and one.subgroup in SUBGROUPS]
            placed = [piece for category in part.categories for piece in category.parts]
            told = Counter(piece.source for piece in placed if isinstance(piece, ChapterQuote))
            assert told == Counter(_source(one) for one in quoted)
            assert [category.number for category in part.categories] == list(range(1, len(part.categories) + 1))


def _source(one: Mark) -> str:
    who = sorted(people(one))
    apart = "{0} {1}" if one.analysis == "Tillit" and who and who[0][1] == "P1" else "{1}"
    return ", ".join(apart.format(*person) for person in who)


@given(chosen=marks())
@settings(max_examples=3, suppress_health_check=list(HealthCheck), deadline=None)
def test_what_is_coded_blind_in_one_analysis_is_hidden_in_that_alone(chosen: list[Mark]) -> None:
    with coded(chosen) as study:
        path = study.path
        with study.reading() as connection:
            (first,) = connection.exec_driver_sql(
                "SELECT transcript.id FROM transcript ORDER BY transcript.id LIMIT 1"
            ).scalars()
        begin_blind(study, analysis_of(study, "Tillit"), ["AA", "BB"], transcripts=[first])
        for coder in CODERS:
            with open_study(path, coder=coder) as by:
                told = {one.title: one.meaning_units for one in status(by).analyses}
                for analysis in OF:
                    seen = [
                        one
                        for one in chosen
                        if one.analysis == analysis
                        and (one.coder == coder or (analysis, one.at) != ("Tillit", ("Pasienter", "T1")))
                    ]
                    assert told[analysis] == len({one[:5] for one in seen})
                    assert len(list_units(by, analysis=analysis)) == told[analysis]

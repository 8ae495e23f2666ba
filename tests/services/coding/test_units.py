"""Lists of meaning units, and who speaks in them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.errors import AmbiguousName, NothingNamed
from qualcode.services.coding.codebooks import add_group, add_subgroup
from qualcode.services.coding.coding import code_span, toggle_span
from qualcode.services.coding.units import code_groups, list_units, units_in_transcript
from qualcode.services.material.substudies import set_analysis
from qualcode.services.naming import find_substudy
from qualcode.services.participants.speakers import set_speakers
from qualcode.services.voices import TurnPlaces
from qualcode.storage.opening import OpenStudy, open_study
from qualcode.text.span import Span
from tests.builders import add_participant, add_substudy, add_transcript, analysis_of

TALK = [("M", "Hva tenkte dere?"), ("FL1", "Jeg ble sint."), ("FL2", "Jeg ble lettet."), ("FL1", "Ikke jeg.")]


@pytest.fixture
def talk(study: OpenStudy) -> int:
    """A focus group of two in which both have been told to the study."""
    add_substudy(study, design="focus-group")
    for code in ("FL1", "FL2"):
        add_participant(study, code)
    transcript = add_transcript(study, "Gruppe", TALK)
    set_speakers(
        study,
        "Gruppe",
        [("M", "moderator", None), ("FL1", "participant", "FL1"), ("FL2", "participant", "FL2")],
    )
    return transcript


def span_of(words: str) -> Span:
    """Where words stand in the talk."""
    text = "\n\n".join(said for _, said in TALK)
    start = text.index(words)
    return Span(start, start + len(words))


def test_a_unit_over_several_turns_names_each_speaker_once_in_order(study: OpenStudy, talk: int) -> None:
    group = add_group(study, analysis_of(study), "Sinne")
    code_span(study, transcript_id=talk, span=span_of("sint.\n\nJeg ble lettet.\n\nIkke"), group_id=group)
    code_span(study, transcript_id=talk, span=span_of("tenkte dere?\n\nJeg"), group_id=group)

    rows = list_units(study)

    assert [(row.turn, row.speakers, row.participants) for row in rows] == [
        (1, ("M", "FL1"), ("FL1",)),
        (2, ("FL1", "FL2"), ("FL1", "FL2")),
    ]
    assert rows[0].start < rows[1].start


def test_a_unit_in_two_groups_is_one_row_with_its_paths_in_the_order_of_the_codebook(
    study: OpenStudy, talk: int
) -> None:
    first, second = (add_group(study, analysis_of(study), name) for name in ("Å først", "Alt annet"))
    subgroup = add_subgroup(study, second, "Stille")
    code_span(study, transcript_id=talk, span=span_of("Ikke jeg."), group_id=second, subgroup_id=subgroup)
    code_span(study, transcript_id=talk, span=span_of("Ikke jeg."), group_id=first)

    (row,) = list_units(study)

    assert row.code_groups == ("Å først", "Alt annet/Stille")
    assert row.text == "Ikke jeg."
    assert [len(list_units(study, group=name)) for name in ("Å først", "Alt annet", "Alt annet/Stille")] == [1, 1, 1]


def test_units_are_limited_to_what_is_named(study: OpenStudy, talk: int) -> None:
    group = add_group(study, analysis_of(study), "Sinne")
    code_span(study, transcript_id=talk, span=span_of("Jeg ble sint."), group_id=group)
    with open_study(study.path, coder="BB") as other:
        code_span(other, transcript_id=talk, span=span_of("Jeg ble lettet."), group_id=group)

    assert [row.text for row in list_units(study, participant="FL2")] == ["Jeg ble lettet."]
    assert [row.text for row in list_units(study, coder="AA")] == ["Jeg ble sint."]
    assert [row.coder for row in list_units(study, transcript="Gruppe")] == ["AA", "BB"]
    with pytest.raises(NothingNamed):
        list_units(study, coder="CC")
    with pytest.raises(NothingNamed):
        list_units(study, group="Glede")


def test_a_group_of_the_same_name_in_two_analyses_is_told_apart_by_the_analysis(study: OpenStudy, talk: int) -> None:
    set_analysis(study, "Ny artikkel", question="Hva nå?")
    for title, words in (("Pasientene", "Jeg ble sint."), ("Ny artikkel", "Ikke jeg.")):
        group = add_group(study, analysis_of(study, title), "Sinne")
        code_span(study, transcript_id=talk, span=span_of(words), group_id=group)

    with pytest.raises(AmbiguousName):
        list_units(study, group="Sinne")
    assert [row.text for row in list_units(study, group="Sinne", analysis="Ny artikkel")] == ["Ikke jeg."]
    assert [row.text for row in list_units(study, group="Ny artikkel:Sinne")] == ["Ikke jeg."]


def test_counts_of_groups_follow_what_is_coded_and_taken_out(study: OpenStudy, talk: int) -> None:
    group = add_group(study, analysis_of(study), "Sinne")
    subgroup = add_subgroup(study, group, "Høyt")
    code_span(study, transcript_id=talk, span=span_of("Jeg ble sint."), group_id=group, subgroup_id=subgroup)
    code_span(study, transcript_id=talk, span=span_of("Ikke jeg."), group_id=group)

    (shown,) = code_groups(study, analysis_of(study))
    assert (shown.units, shown.unsorted, shown.subgroups[0].units) == (2, 1, 1)

    toggle_span(study, transcript_id=talk, span=span_of("Ikke jeg."), group_id=group)
    (shown,) = code_groups(study, analysis_of(study))
    assert (shown.units, shown.unsorted) == (1, 0)


def test_units_in_a_transcript_are_those_of_one_analysis_in_order_of_place(study: OpenStudy, talk: int) -> None:
    set_analysis(study, "Ny artikkel")
    ours, theirs = (add_group(study, analysis_of(study, title), "Sinne") for title in ("Pasientene", "Ny artikkel"))
    for words in ("Ikke jeg.", "Jeg ble sint."):
        code_span(study, transcript_id=talk, span=span_of(words), group_id=ours)
    code_span(study, transcript_id=talk, span=span_of("Jeg ble lettet."), group_id=theirs)

    placed = units_in_transcript(study, analysis_id=analysis_of(study), transcript_id=talk)

    assert [(unit.start, unit.end) for unit in placed] == [
        (span.start, span.end) for span in (span_of("Jeg ble sint."), span_of("Ikke jeg."))
    ]
    near = units_in_transcript(study, analysis_id=analysis_of(study), transcript_id=talk, touching=span_of("Ikke"))
    assert [unit.start for unit in near] == [span_of("Ikke jeg.").start]


def test_naming_a_substudy_that_is_not_there_offers_the_nearest(study: OpenStudy) -> None:
    add_substudy(study)
    with study.reading() as connection, pytest.raises(NothingNamed) as refused:
        find_substudy(connection, "Pasienten")
    assert "Pasientene" in refused.value.hint


@given(
    st.lists(st.tuples(st.integers(1, 9), st.sampled_from([None, "I", "A", "B"])), min_size=1, max_size=9), st.data()
)
def test_who_speaks_in_a_passage_is_what_looking_at_every_turn_would_say(
    turns: list[tuple[int, str | None]], data: st.DataObject
) -> None:
    places, spans, at = TurnPlaces(), [], 0
    for number, (length, label) in enumerate(turns, start=1):
        code = label if label in ("A", "B") else None
        places.add(at, at + length, number, label, code)
        spans.append((at, at + length, number, label, code))
        at += length + 2
    inside = [place for start, end, *_ in spans for place in range(start, end)]
    start = data.draw(st.sampled_from(inside))
    end = data.draw(st.sampled_from([place + 1 for place in inside if place >= start]))

    touched = [turn for turn in spans if turn[0] < end and start < turn[1]]

    assert places.at(start, end) == (
        touched[0][2],
        tuple(dict.fromkeys(turn[3] for turn in touched if turn[3])),
        tuple(dict.fromkeys(turn[4] for turn in touched if turn[4])),
    )

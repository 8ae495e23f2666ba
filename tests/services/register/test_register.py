"""The register: entered in one shape, listed in the same, all of it or nothing."""

from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qualcode.cli.output import plain
from qualcode.errors import RowsRefused, StandsInTheWay
from qualcode.services.keeping.checking import check
from qualcode.services.keeping.history import history, redo, undo
from qualcode.services.material.importing import import_files
from qualcode.services.overview.studies import status
from qualcode.services.participants.participants import import_participants, participants
from qualcode.services.register.consent import held_back
from qualcode.services.register.recruitment import recruitment_flow
from qualcode.services.register.register import load_register, register
from qualcode.storage.opening import OpenStudy, open_study
from qualcode.views.loading import LoadCounts
from qualcode.views.register import POWERS, SECTIONS, STEPS
from tests.builders import SUBSTUDY, add_substudy, add_transcript, hash_of, numbered, registered, write_file

FOCUS = "Fastlegene"
WHOLE: dict[str, list[dict[str, Any]]] = {
    "substudies": [{"substudy": SUBSTUDY, "sampling": "convenience", "sampling_reason": "ingen svarte på brevet"}],
    "attributes": [{"substudy": SUBSTUDY, "attribute": "age", "caption": "Alder ved intervjuet", "figures": "median"}],
    "team": [
        {"name": "AA", "role": "forsker", "background": "fastlege", "did": ["interviewed", "coded"]},
        {"name": "BB", "role": "sekretær"},
    ],
    "user_involvement": [{"who": "brukerrepresentant", "how": "laget guiden"}],
    "ethics": [{"body": "REK", "reference": "2016/1", "date": "7.3.2016", "assessment": "utenfor"}],
    "recruitment": [
        {"substudy": SUBSTUDY, "step": "invited", "count": 20, "reason": "brev"},
        {"substudy": SUBSTUDY, "step": "accepted", "count": 2},
    ],
    "guide": [{"substudy": SUBSTUDY, "topic": "Brevet", "questions": ["Hva tenkte du?", "Og så?"]}],
    "interviews": [
        {"substudy": SUBSTUDY, "interview": "P1", "mode": "telephone", "minutes": 31, "present": ["P1"], "round": "1"},
        {"substudy": SUBSTUDY, "interview": "P1 igjen", "date": "2016-10-01", "present": ["P1", "P2"], "round": "2"},
    ],
    "transcripts": [{"transcript": "P1", "kind": "verbatim", "tagged": True, "topics": ["Brevet"]}],
    "recordings": [{"interview": "P1", "device": "opptaker", "delete_by": "2021-12-31"}],
    "field_notes": [{"interview": "P1", "date": "2016-03-07", "author": "BB", "text": "Hun lo."}],
    "consent": [{"participant": "P1", "form_version": "2", "given": "2016-03-01"}],
    "information_power": [{"analysis": SUBSTUDY, "dimension": "aim", "assessment": "high", "reason": "smalt"}],
    "reporting": [{"guideline": "coreq", "item": 23, "answer": "Nei."}],
}


@pytest.fixture
def material(study: OpenStudy) -> OpenStudy:
    """Two participants, one of them interviewed."""
    add_substudy(study)
    people = [{"participant": "P1", "age": 35}, {"participant": "P2", "age": 47}]
    import_participants(study, numbered(people), substudy=SUBSTUDY)
    add_transcript(study, "P1", [("I", "Hva tenkte du?"), ("P1", "Jeg ble redd.")])
    return study


def entries(study: OpenStudy, section: str) -> list[dict[str, Any]]:
    """A section as it is listed in JSON."""
    found: list[dict[str, Any]] = plain(getattr(register(study), section))
    return found


def reload(study: OpenStudy) -> LoadCounts:
    """Take in what the register lists."""
    told = plain(register(study))
    rows = [(name, line, entry) for name in SECTIONS for line, entry in enumerate(told[name])]
    return load_register(study, rows, file="r")


def test_every_section_is_listed_as_it_was_entered(material: OpenStudy) -> None:
    registered(material, **WHOLE)
    for section, given_entries in WHOLE.items():
        listed = entries(material, section)
        for entry in given_entries:
            dates = {"date": "2016-03-07"} if entry.get("date") == "7.3.2016" else {}
            assert any(one.items() >= ({**entry, **dates}).items() for one in listed), (section, entry)


def test_the_whole_is_one_entry_of_the_journal_and_undone_as_one(material: OpenStudy) -> None:
    before = hash_of(material)
    registered(material, **WHOLE)
    after = hash_of(material)
    assert history(material)[0].action == "register.load"
    undo(material)
    assert hash_of(material) == before
    redo(material)
    assert hash_of(material) == after


def test_what_is_listed_is_there_already_when_it_is_taken_in_again(material: OpenStudy) -> None:
    registered(material, **WHOLE)
    before, counted = hash_of(material), len(history(material))
    counts = reload(material)
    assert (counts.new, counts.changed) == (0, 0)
    assert counts.already_there == sum(len(entries(material, name)) for name in SECTIONS)
    assert (hash_of(material), len(history(material))) == (before, counted)


def test_a_row_changes_only_the_fields_it_speaks_of(material: OpenStudy) -> None:
    registered(material, **WHOLE)
    registered(material, team=[{"name": "AA", "role": "prosjektleder"}], interviews=[
        {"substudy": SUBSTUDY, "interview": "P1", "place": "hjemme"}
    ])  # fmt: skip
    (first, _) = register(material).team
    assert (first.role, first.background, first.did) == ("prosjektleder", "fastlege", ("interviewed", "coded"))
    interview = register(material).interviews[0]
    assert (interview.place, interview.minutes, interview.present) == ("hjemme", 31, ("P1",))


def test_a_field_that_is_emptied_is_empty(material: OpenStudy) -> None:
    registered(material, **WHOLE)
    registered(material, interviews=[{"substudy": SUBSTUDY, "interview": "P1", "minutes": None, "present": []}])
    assert register(material).interviews[0].minutes is None
    assert register(material).interviews[0].present == ()


def test_a_participant_may_be_at_several_interviews(material: OpenStudy) -> None:
    registered(material, **WHOLE)
    assert [one.present for one in register(material).interviews] == [("P1",), ("P1", "P2")]


def test_an_interview_that_is_registered_waits_for_its_transcript(material: OpenStudy, tmp_path: Path) -> None:
    registered(material, interviews=[{"substudy": SUBSTUDY, "interview": "P2", "minutes": 24, "present": ["P2"]}])
    assert status(material).substudies[0].interviews == 2
    path = write_file(tmp_path, "P2.txt", [("I", "Hei?"), ("P2", "Ja."), ("I", "Og?"), ("P2", "Nei.")])
    before = hash_of(material)
    import_files(material, [path], SUBSTUDY, round="2")
    assert status(material).substudies[0].interviews == 2
    interview = register(material).interviews[1]
    assert (interview.interview, interview.minutes, interview.round) == ("P2", 24, "2")
    undo(material)
    assert hash_of(material) == before
    import_files(material, [path], SUBSTUDY)
    assert [one.transcript for one in register(material).transcripts] == ["P1", "P2"]


def test_an_interview_is_not_undone_from_under_the_transcript_that_another_brought(
    material: OpenStudy, tmp_path: Path
) -> None:
    registered(material, interviews=[{"substudy": SUBSTUDY, "interview": "P2"}])
    path = write_file(tmp_path, "P2.txt", [("I", "Hei?"), ("P2", "Ja."), ("I", "Og?"), ("P2", "Nei.")])
    with open_study(material.path, coder="BB") as other:
        import_files(other, [path], SUBSTUDY)
    with pytest.raises(StandsInTheWay):
        undo(material)
    assert [one.transcript for one in register(material).transcripts] == ["P1", "P2"]


def test_an_entry_is_taken_away_when_the_row_says_so(material: OpenStudy) -> None:
    registered(material, **WHOLE)
    registered(
        material,
        team=[{"name": "BB", "remove": True}],
        guide=[{"substudy": SUBSTUDY, "topic": "Brevet", "remove": True}],
        recruitment=[{"substudy": SUBSTUDY, "step": "invited", "count": 20, "reason": "brev", "remove": True}],
        consent=[{"participant": "P1", "remove": True}],
    )
    told = register(material)
    assert [one.name for one in told.team] == ["AA"]
    assert (told.guide, told.consent) == ((), ())
    assert [one.step for one in told.recruitment] == ["accepted"]
    assert told.transcripts[0].topics == ()


def test_a_field_note_is_changed_by_its_uid_and_else_added_once(material: OpenStudy) -> None:
    note = {"interview": "P1", "text": "Hun lo."}
    registered(material, field_notes=[note, note])
    (only,) = register(material).field_notes
    registered(material, field_notes=[{"uid": only.uid, "interview": "P1", "text": "Hun lo høyt."}])
    assert [one.text for one in register(material).field_notes] == ["Hun lo høyt."]


def test_the_order_of_a_file_does_not_matter(material: OpenStudy) -> None:
    registered(
        material,
        recordings=[{"interview": "Ny", "device": "opptaker"}],
        interviews=[{"substudy": SUBSTUDY, "interview": "Ny"}],
    )
    assert register(material).recordings[0].interview == "Ny"


BAD: list[tuple[str, dict[str, Any], str]] = [
    ("team", {"role": "forsker"}, "name"),
    ("team", {"name": "AA", "rolle": "forsker"}, "rolle"),
    ("team", {"name": "AA", "did": ["slept"]}, "slept"),
    ("team", {"name": ["AA"]}, "name"),
    ("ethics", {"body": "REK", "date": "31.2.2016"}, "31.2.2016"),
    ("ethics", {"body": "REK", "kind": "friend"}, "friend"),
    ("recruitment", {"substudy": SUBSTUDY, "step": "asked", "count": 3}, "asked"),
    ("recruitment", {"substudy": SUBSTUDY, "step": "invited"}, "count"),
    ("recruitment", {"substudy": SUBSTUDY, "step": "invited", "count": "-3"}, "-3"),
    ("recruitment", {"substudy": "Naboene", "step": "invited", "count": 3}, "Naboene"),
    ("guide", {"substudy": SUBSTUDY}, "topic"),
    ("interviews", {"substudy": SUBSTUDY, "interview": "A", "present": ["P9"]}, "P9"),
    ("interviews", {"substudy": SUBSTUDY, "interview": "A", "minutes": "en time"}, "en time"),
    ("interviews", {"substudy": SUBSTUDY, "interview": "P1", "remove": True}, "undo"),
    ("transcripts", {"transcript": "P7"}, "P7"),
    ("transcripts", {"transcript": "P1", "topics": ["Været"]}, "Været"),
    ("transcripts", {"transcript": "P1", "tagged": "kanskje"}, "kanskje"),
    ("recordings", {"interview": "P8"}, "P8"),
    ("consent", {"participant": "P8"}, "P8"),
    ("information_power", {"analysis": SUBSTUDY, "dimension": "luck"}, "luck"),
    ("information_power", {"analysis": "Annet", "dimension": "aim"}, "Annet"),
    ("attributes", {"substudy": SUBSTUDY, "attribute": "høyde"}, "høyde"),
    ("reporting", {"guideline": "coreq", "item": 33, "answer": "x"}, "33"),
    ("reporting", {"guideline": "prisma", "item": 3, "answer": "x"}, "prisma"),
]


@pytest.mark.parametrize(("section", "entry", "named"), BAD, ids=[f"{one[0]}-{one[2]}" for one in BAD])
def test_one_bad_row_keeps_the_whole_file_out_and_is_named_by_its_line(
    material: OpenStudy, section: str, entry: dict[str, Any], named: str
) -> None:
    before = hash_of(material)
    rows = [("team", 1, {"name": "ZZ"}), (section, 17, entry)]
    with pytest.raises(RowsRefused) as refused:
        load_register(material, rows, file="register.json")
    assert refused.value.values["line"] == 17
    assert named in refused.value.message
    assert hash_of(material) == before


def test_an_interview_of_the_same_name_in_two_substudies_must_be_told_apart(material: OpenStudy) -> None:
    add_substudy(material, FOCUS, design="focus-group")
    registered(material, interviews=[{"substudy": FOCUS, "interview": "P1"}])
    assert [one.design for one in register(material).interviews] == ["individual", "focus-group"]
    with pytest.raises(RowsRefused) as refused:
        registered(material, recordings=[{"interview": "P1"}])
    assert "substudy" in refused.value.message
    registered(material, recordings=[{"interview": "P1", "substudy": FOCUS, "device": "opptaker"}])
    assert register(material).recordings[0].substudy == FOCUS


def test_consent_holds_back_those_without_where_any_is_registered(material: OpenStudy) -> None:
    keys = {person.code: person.id for person in participants(material, SUBSTUDY)}

    def held() -> set[str]:
        with material.reading() as connection:
            return {code for code, key in keys.items() if key in held_back(connection)}

    assert held() == set()
    registered(material, consent=[{"participant": "P1", "given": "2016-03-01"}])
    assert held() == {"P2"}
    registered(material, consent=[{"participant": "P1", "withdrawn": "2016-04-01"}])
    assert held() == {"P1", "P2"}
    registered(material, consent=[{"participant": "P2", "given": "2016-03-01"}])
    assert held() == {"P1"}


def test_the_flow_adds_up_each_step_and_tells_who_took_part(material: OpenStudy) -> None:
    rows = [("invited", 20, "brev"), ("invited", 10, "telefon"), ("declined", 4, "tid"), ("accepted", 26, ""),
            ("withdrew", 1, "syk")]  # fmt: skip
    registered(
        material,
        recruitment=[{"substudy": SUBSTUDY, "step": step, "count": count, "reason": why} for step, count, why in rows],
    )
    (flow,) = recruitment_flow(material)
    assert [(step.step, step.count) for step in flow.steps] == [
        ("invited", 30),
        ("declined", 4),
        ("accepted", 26),
        ("withdrew", 1),
    ]
    assert flow.steps[0].reasons == (("brev", 20), ("telefon", 10))
    assert (flow.took_part, flow.participants) == (25, 2)


def test_a_recording_that_should_be_gone_is_noted_until_it_is(material: OpenStudy) -> None:
    recording = {"interview": "P1", "delete_by": "2001-12-31"}
    registered(material, recordings=[recording])
    report = check(material)
    assert report.ok
    assert [(one.level, one.kind, one.where) for one in report.findings] == [("note", "recording", "Pasientene: P1")]
    registered(material, recordings=[{**recording, "deleted": "2002-01-02"}])
    assert check(material).findings == ()
    registered(material, recordings=[{"interview": "P1", "delete_by": "9999-12-31", "deleted": ""}])
    assert check(material).findings == ()


def test_counts_stay_when_nobody_is_left(study: OpenStudy) -> None:
    add_substudy(study)
    registered(study, recruitment=[{"substudy": SUBSTUDY, "step": "invited", "count": 20}])
    assert recruitment_flow(study)[0].steps[0].count == 20
    assert recruitment_flow(study)[0].took_part is None


_words = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    names=st.lists(_words.filter(str.strip), min_size=1, max_size=4),
    role=_words,
    steps=st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 10**6), _words), max_size=5),
    power=st.sampled_from(POWERS),
)
def test_whatever_was_entered_comes_back_and_is_there_already(
    material: OpenStudy, names: list[str], role: str, steps: list[tuple[str, int, str]], power: str
) -> None:
    registered(
        material,
        team=[{"name": name, "role": role} for name in names],
        recruitment=[{"substudy": SUBSTUDY, "step": step, "count": n, "reason": why} for step, n, why in steps],
        information_power=[{"analysis": SUBSTUDY, "dimension": "aim", "assessment": power, "reason": role}],
    )
    counts = reload(material)
    assert (counts.new, counts.changed) == (0, 0)


def test_the_shape_of_an_entry_is_what_the_listing_shows(material: OpenStudy) -> None:
    registered(material, **WHOLE)
    for section, entry in SECTIONS.items():
        assert list(entries(material, section)[0]) == [field.name for field in fields(entry)]

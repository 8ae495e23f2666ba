"""`speakers`: listing, setting, and how a tag is read."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.cli.speakers import read_tag
from qualcode.errors import ValueRefused
from qualcode.storage.content import content_hash
from qualcode.storage.opening import OpenStudy
from tests.builders import add_participant, add_substudy, add_transcript
from tests.cli.conftest import Run

LABELS = st.text(min_size=1).map(str.strip).filter(bool)
ROLES = st.sampled_from(["interviewer", "moderator", "secretary", "participant", "unknown"])


@pytest.fixture
def tagged(study: OpenStudy) -> Path:
    """A study with a transcript whose labels are a trial."""
    add_substudy(study)
    add_participant(study, "P1")
    add_participant(study, "P=1:a")
    add_transcript(study, "P1", [("I", "Hva?"), ("Kari: mor = mest", "Ja."), ("I", "Og?")])
    return study.path


@pytest.mark.parametrize(
    ("tag", "read"),
    [
        ("I=interviewer", ("I", "interviewer", None)),
        ("P1=participant:P1", ("P1", "participant", "P1")),
        ("a=b=participant:P1", ("a=b", "participant", "P1")),
        ("Kari: mor=participant:P4:b", ("Kari: mor", "participant", "P4:b")),
        (" I = moderator ", ("I", "moderator", None)),
    ],
)
def test_a_tag_is_label_role_and_participant(tag: str, read: tuple[str, str, str | None]) -> None:
    assert read_tag(tag) == read


@given(label=LABELS, role=ROLES, participant=st.none() | LABELS.filter(lambda code: "=" not in code))
def test_any_label_can_be_tagged(label: str, role: str, participant: str | None) -> None:
    tag = f"{label}={role}" if participant is None else f"{label}={role}:{participant}"
    assert read_tag(tag) == (label, role, participant)


@pytest.mark.parametrize("tag", ["", "I", "=interviewer", "I=", "I=:P1", "I=participant:"])
def test_half_a_tag_is_refused(tag: str) -> None:
    with pytest.raises(ValueRefused):
        read_tag(tag)


def test_labels_are_listed_and_set(run: Run, tagged: Path) -> None:
    assert json.loads(run("speakers", tagged, "P1", "--json").out) == [
        {"label": "I", "role": "interviewer", "participant": None, "turns": 2},
        {"label": "Kari: mor = mest", "role": "unknown", "participant": None, "turns": 1},
    ]
    ran = run("speakers", tagged, "P1", "I=moderator", "Kari: mor = mest=participant:P1", "--json")
    assert [(row["role"], row["participant"]) for row in json.loads(ran.out)] == [
        ("moderator", None),
        ("participant", "P1"),
    ]
    assert "moderator" in run("speakers", tagged, "P1").out


@pytest.mark.parametrize(
    ("tag", "code"),
    [("X=interviewer", 5), ("I=participant:P9", 5), ("I=doctor", 7), ("I=secretary:P1", 7), ("I", 7)],
)
def test_a_tag_that_leads_nowhere_is_explained_in_two_lines(
    run: Run, study: OpenStudy, tagged: Path, tag: str, code: int
) -> None:
    with study.reading() as connection:
        before = content_hash(connection)
    ran = run("speakers", tagged, "P1", "I=moderator", tag)
    assert (ran.code, ran.out, len(ran.err.splitlines())) == (code, "", 2)
    with study.reading() as connection:
        assert content_hash(connection) == before


def test_an_unknown_transcript_is_an_error(run: Run, tagged: Path) -> None:
    ran = run("speakers", tagged, "P2")
    assert ran.code == 5
    assert "P1" in ran.err

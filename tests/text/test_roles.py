"""What labels say about roles."""

import pytest

from qualcode.text.roles import is_known_label, likely_role


@pytest.mark.parametrize("label", ["I", "Int", "Int.", "intervjuer", "INTERVIEWER", "Intervjuer 2", "I1", "Intervjuar"])
def test_those_who_ask_are_interviewers(label: str) -> None:
    assert likely_role(label) == "interviewer"


@pytest.mark.parametrize(
    ("label", "role"),
    [
        ("M", "moderator"),
        ("Moderator", "moderator"),
        ("MOD", "moderator"),
        ("S", "secretary"),
        ("Sekretær", "secretary"),
        ("Secretary", "secretary"),
    ],
)
def test_focus_groups_have_a_moderator_and_a_secretary(label: str, role: str) -> None:
    assert likely_role(label) == role


@pytest.mark.parametrize(
    "label", ["P4", "FL6", "NMV3", "Kari Åsen", "SPEAKER_00", "Informant 1", "B", "Ida", "M1", "S12", ""]
)
def test_everyone_else_is_unknown_until_told(label: str) -> None:
    assert likely_role(label) == "unknown"


@pytest.mark.parametrize(
    "label",
    [
        "I",
        "M",
        "P4",
        "FL6",
        "fl12",
        "Informant 1",
        "Deltaker",
        "R1",
        "SPEAKER_00",
        "Speaker 2",
        "Unknown Speaker",
        "Pasient",
        "P 4",
        "NMV3a",
        "Kvinne 1 (45 år)",
        "Moderator (KH)",
    ],
)
def test_roles_and_codes_can_hardly_be_anything_but_speakers(label: str) -> None:
    assert is_known_label(label)


@pytest.mark.parametrize("label", ["Kari", "Bra", "User Interface", "2", "Og så", "Covid", "P", "Kari (45 år)", "(P4)"])
def test_names_and_words_are_not_known(label: str) -> None:
    assert not is_known_label(label)

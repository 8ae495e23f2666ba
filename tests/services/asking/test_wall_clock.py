"""What is dated is dated by the clock on the wall, as everywhere: times are kept in UTC."""

import time
from collections.abc import Iterator

import pytest

from qualcode.services.asking.agreement import agreement
from qualcode.services.asking.agreement_rounds import agreement_rounds, keep_agreement
from qualcode.services.asking.agreement_words import rounds_told
from qualcode.services.asking.pictures import picture
from qualcode.storage.opening import OpenStudy, open_study
from tests.builders import add_group, add_substudy, add_transcript, code_words


@pytest.fixture
def zones(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    yield monkeypatch
    monkeypatch.undo()
    time.tzset()


def test_the_same_coding_and_measurement_are_of_another_day_26_hours_west(
    study: OpenStudy, zones: pytest.MonkeyPatch
) -> None:
    add_substudy(study)
    transcript, group = add_transcript(study, "P1", [("P1", "Jeg ble redd.")]), add_group(study, "Uro")
    code_words(study, transcript, "Jeg ble redd.", group)
    with open_study(study.path, coder="BB") as other:
        code_words(other, transcript, "Jeg ble redd.", group)
    keep_agreement(study, agreement(study, ["AA", "BB"]))
    days: list[tuple[str, str]] = []
    for zone in ("Etc/GMT-14", "Etc/GMT+12"):
        zones.setenv("TZ", zone)
        time.tzset()
        measured = rounds_told(agreement_rounds(study), ("at",))[1][0]
        days.append((str(picture(study, "progress").rows[0][0]), measured[: len("2026-11-22")]))
    east, west = days
    assert west[0] < east[0]
    assert west[1] < east[1]

"""Claims about `qualcode withdraw`: nothing that cannot be undone happens unless somebody says so."""

import json

import pytest

from qualcode.services.participants.participants import import_participants
from qualcode.storage.opening import OpenStudy
from tests.builders import SUBSTUDY, add_substudy, numbered
from tests.cli.conftest import Run


@pytest.fixture
def people(study: OpenStudy) -> OpenStudy:
    """One participant."""
    add_substudy(study)
    import_participants(study, numbered([{"participant": "P1", "age": "41"}]), substudy=SUBSTUDY)
    study.close()
    return study


def test_without_a_yes_it_shows_what_goes_and_does_nothing(run: Run, people: OpenStudy) -> None:
    ran = run("withdraw", people.path, "P1")
    assert ran.code == 7
    assert "1 attribute" in ran.err
    assert "P1 (Pasientene) withdraws" in ran.err
    assert json.loads(run("withdraw", people.path, "P1", "--preview", "--json").out)["done"] is False
    assert json.loads(run("withdraw", people.path, "--json").out) == []
    assert "P1" in run("table", people.path, "demographics").out


def test_with_a_yes_it_is_done(run: Run, people: OpenStudy) -> None:
    told = json.loads(run("withdraw", people.path, "P1", "--yes", "--basis", "letter", "--json").out)
    assert (told["done"], told["degree"], told["attributes"]) == (True, "all", 1)
    assert run("withdraw", people.path, "P1", "--yes").code == 5
    (listed,) = json.loads(run("withdraw", people.path, "--json").out)
    assert (listed["degree"], listed["basis"], listed["participant_uid"]) == ("all", "letter", told["uid"])
    assert "everything deleted" in run("withdraw", people.path).out


def test_no_further_use_needs_no_yes_since_it_can_be_undone(run: Run, people: OpenStudy) -> None:
    assert run("withdraw", people.path, "P1", "--degree", "stop").code == 0
    assert run("undo", people.path).code == 0
    assert run("withdraw", people.path, "P1", "--degree", "half").code == 7

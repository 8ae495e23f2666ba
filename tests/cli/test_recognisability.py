"""Claims about `qualcode recognisability`: what it lists, and that accepting is remembered."""

import json

from qualcode.services.participants.participants import import_participants
from qualcode.storage.opening import OpenStudy
from tests.builders import SUBSTUDY, numbered
from tests.cli.conftest import Run
from tests.services.synthesis.test_recognisability import PEOPLE
from tests.services.written import write_analysis


def test_findings_are_listed_accepted_and_quiet(study: OpenStudy, run: Run) -> None:
    write_analysis(study)
    import_participants(study, numbered(PEOPLE), substudy=SUBSTUDY)
    listed = json.loads(run("recognisability", study.path, "--json").out)
    assert [one["kind"] for one in listed] == ["table", "source"]
    ran = run("recognisability", study.path, "--accept", listed[0]["id"], "--reason", "De ville det selv.")
    assert ran.code == 0
    left = json.loads(run("recognisability", study.path, "--new", "--json").out)
    assert [one["kind"] for one in left] == ["source"]
    assert "accepted by AA: De ville det selv." in run("recognisability", study.path).out
    run("recognisability", study.path, "--take-back", listed[0]["id"])
    assert len(json.loads(run("recognisability", study.path, "--new", "--json").out)) == 2


def test_a_finding_that_is_not_there_and_a_missing_reason_are_refused(study: OpenStudy, run: Run) -> None:
    write_analysis(study)
    assert run("recognisability", study.path, "--accept", "ffff", "--reason", "x").code > 0
    ran = run("recognisability", study.path, "--accept", "ffff")
    assert (ran.code, "--reason" in ran.err) == (2, True)

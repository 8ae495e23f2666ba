"""`qualcode outcomes` and `quoterule`: what groups end in, and what was done to quotes in print."""

import json

from qualcode.storage.opening import OpenStudy
from tests.builders import add_group
from tests.cli.conftest import Run
from tests.services.written import write_analysis


def test_what_groups_end_in_is_listed_and_reasoned(study: OpenStudy, run: Run) -> None:
    write_analysis(study)
    add_group(study, "Vær")
    assert run("outcomes", study.path, "--group", "Vær").code > 0
    ran = run("outcomes", study.path, "--group", "Vær", "--reason", "Utenfor problemstillingen.", "--json")
    assert [(one["code_group"], bool(one["categories"]), one["reason"]) for one in json.loads(ran.out)] == [
        ("Uro", True, ""),
        ("Vær", False, "Utenfor problemstillingen."),
    ]
    assert "Utenfor" in run("outcomes", study.path).out


def test_the_rule_for_quotes_is_shown_and_written(study: OpenStudy, run: Run) -> None:
    write_analysis(study)
    (rule,) = json.loads(run("quoterule", study.path, "--json").out)
    assert (rule["written"], rule["forms"]) == (False, {"verbatim": 1})
    assert "Vi tok ut nøling." in run("quoterule", study.path, "--text", "Vi tok ut nøling.").out

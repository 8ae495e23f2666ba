"""`qualcode sortings` and `condensates --earlier`: how a group was sorted and condensed before."""

import json

from qualcode.services.condensing.condensing import board, write_condensate
from qualcode.storage.opening import OpenStudy
from tests.cli.conftest import Run
from tests.services.written import write_analysis


def test_a_group_is_sorted_anew_and_back_again(study: OpenStudy, run: Run) -> None:
    write_analysis(study)
    assert json.loads(run("sortings", study.path, "--group", "Uro", "--json").out) == []
    assert run("sortings", study.path, "--group", "Uro", "--anew").code == 0
    (kept,) = json.loads(run("sortings", study.path, "--group", "Uro", "--json").out)
    assert (kept["subgroups"], len(kept["moved"])) == ({"Brevet": 2, "Timen": 1}, 3)
    run("sortings", study.path, "--group", "Uro", "--restore", "1", "--json")
    assert [len(column.cards) for column in board(study, 1).columns] == [2, 1, 0, 0]
    run("sortings", study.path, "--group", "Uro", "--keep", "Slik")
    assert "Slik" in run("sortings", study.path, "--group", "Uro").out
    assert run("sortings", study.path, "--group", "Uro", "--restore", "9").code > 0


def test_earlier_texts_are_listed(study: OpenStudy, run: Run) -> None:
    written = write_analysis(study)
    write_condensate(study, written.subgroups[0], "Jeg satt.")
    (earlier,) = json.loads(run("condensates", study.path, "--earlier", "--json").out)
    assert (earlier["code_group"], earlier["text"], earlier["units"]) == ("Uro/Brevet", "Jeg ble sittende.", 2)
    assert "Jeg ble sittende." in run("condensates", study.path, "--earlier").out

"""What is left uncoded, without the app."""

import json

import pytest

from qualcode.cli.main import main
from qualcode.services.coding.reshaping import remove_unit
from qualcode.storage.opening import OpenStudy
from tests.services.written import SAID, write_analysis


def test_what_no_unit_touches_is_told_participant_by_participant(
    study: OpenStudy, capsys: pytest.CaptureFixture[str]
) -> None:
    written = write_analysis(study)
    main(["uncoded", str(study.path), "--json"])
    rows = json.loads(capsys.readouterr().out)
    assert [(row["transcript"], row["participant"], row["percent"], row["untouched"]) for row in rows] == [
        (code, code, 100, []) for code in SAID
    ]
    remove_unit(study, unit_id=written.units[2])
    main(["uncoded", str(study.path), "--transcript", "P3", "--turns"])
    assert f"P3 2  P3: {SAID['P3']}" in capsys.readouterr().out
    main(["uncoded", str(study.path), "--transcript", "P3", "--json"])
    (row,) = json.loads(capsys.readouterr().out)
    assert (row["coded"], row["percent"]) == (0, 0)
    assert [turn["text"] for turn in row["untouched"]] == [SAID["P3"]]

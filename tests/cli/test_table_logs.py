"""`qualcode tablelog`: loaded from a Norwegian spreadsheet, listed, moved, wiped."""

import json
from pathlib import Path
from typing import Any

import pytest

from qualcode.cli.main import main
from qualcode.storage.opening import OpenStudy
from tests.builders import add_participant, add_substudy

LOG = "time;who;words;kind\n;FL8;grønn genser;plass\n41:05;FL8;lå i posten;\n41:20;;;latter\n41:31;;\x1b[31mrødt;note\n"


@pytest.fixture
def log(study: OpenStudy, tmp_path: Path) -> Path:
    add_substudy(study, "Fastlegene", design="focus-group")
    add_participant(study, "FL8", substudy="Fastlegene")
    path = tmp_path / "bordlogg.csv"
    path.write_bytes(LOG.replace("\x1b[31m", "").encode("cp1252"))
    return path


def listed(capsys: pytest.CaptureFixture[str], *more: str) -> Any:
    main([*more, "--json"])
    return json.loads(capsys.readouterr().out)


def test_a_log_is_loaded_and_listed(study_path: Path, log: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = ("tablelog", str(study_path), "FG 2")
    assert listed(capsys, *command, str(log), "--substudy", "Fastlegene") == {
        "new": 4,
        "changed": 0,
        "already_there": 0,
    }
    told = listed(capsys, *command)
    assert (told["interview"], told["substudy"], told["started"]) == ("FG 2", "Fastlegene", "")
    assert told["seats"] == [{"place": 1, "participant": "FL8", "role": "participant", "called": "grønn genser"}]
    assert told["lines"][0] == {
        "at_ms": 2_465_000,
        "participant": "FL8",
        "role": "participant",
        "called": "grønn genser",
        "kind": "said",
        "words": "lå i posten",
    }
    main([*command])
    assert capsys.readouterr().out.splitlines() == ["41:05  FL8 «lå i posten»", "41:20  laughter", "41:31  rødt"]


def test_times_are_moved_and_names_wiped(study_path: Path, log: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = ("tablelog", str(study_path), "FG 2")
    main([*command, str(log), "--substudy", "Fastlegene"])
    capsys.readouterr()
    told = listed(capsys, *command, "--shift", "-5.5")
    assert [line["at_ms"] for line in told["lines"]] == [2_459_500, 2_474_500, 2_485_500]
    assert listed(capsys, *command, "--wipe") == {"names": 1, "lines": 0, "settled": True}
    assert listed(capsys, *command)["seats"][0]["called"] == ""


def test_an_interview_that_is_not_there_is_told_in_a_sentence(
    study_path: Path, log: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["tablelog", str(study_path), "FG 9", str(log)])
    assert stopped.value.code == 5
    assert "FG 9" in capsys.readouterr().err

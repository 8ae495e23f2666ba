"""The claim that a program may be killed at any moment: what was acknowledged is there, and nothing is half."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from qualcode.services.keeping.checking import check
from qualcode.storage.opening import OpenStudy, open_study
from tests.builders import add_group, add_substudy
from tests.storage.killing import kill_many, prepare

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="jobs are forked")


def test_whatever_a_killed_program_had_acknowledged_is_there_and_nothing_is_half(tmp_path: Path) -> None:
    outcomes = kill_many(prepare(tmp_path), 15)
    assert [one for one in outcomes if one.wrong] == []
    assert sum(one.acknowledged for one in outcomes) > 0


_WRITER = """
import sys
from pathlib import Path
from qualcode.storage.opening import open_study
from qualcode.services.coding.codebooks import add_group
with open_study(Path(sys.argv[1]), coder="BB") as study:
    for number in range(10_000):
        add_group(study, 1, f"Gruppe {number}")
        print(number, flush=True)
        if sys.stdin.readline() == "":
            break
"""


BESIDE = {2: ("status",), 4: ("backup",), 6: ("check", "--json")}
"""Which command is run beside the writer after how many of its changes."""


def test_other_commands_beside_an_open_writer_lose_none_of_its_work(study: OpenStudy) -> None:
    """Who opens the file by other means drops the writer's locks, and then its log is deleted under it."""
    add_substudy(study)
    study.close()
    writer = subprocess.Popen(
        [sys.executable, "-c", _WRITER, study.path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert writer.stdin is not None
    assert writer.stdout is not None
    for number in range(10):
        assert writer.stdout.readline() == f"{number}\n"
        if number in BESIDE:
            name, *options = BESIDE[number]
            ran = subprocess.run(
                [sys.executable, "-m", "qualcode", name, study.path, *options], check=False, capture_output=True
            )
            assert ran.returncode == 0, ran.stderr
        if number < 9:
            writer.stdin.write("\n")
            writer.stdin.flush()
    writer.kill()
    writer.communicate()
    with open_study(study.path, coder="AA") as after:
        with after.reading() as connection:
            names = connection.exec_driver_sql("SELECT name FROM code_group ORDER BY id").scalars().all()
        assert names == [f"Gruppe {number}" for number in range(10)]
        assert check(after).ok
        add_group(after, "Etterpå")

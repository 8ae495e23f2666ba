"""`text`: exactly the code points."""

import subprocess
import sys
from pathlib import Path

from qualcode.storage.opening import OpenStudy
from tests.builders import add_substudy, add_transcript, text_of
from tests.cli.conftest import Run

SAID = [("I", "Blåbær\u00a0😀 \u202eabc\u202c?"), ("P1", "[/x] {name} %s\nJa.")]


def test_the_text_comes_out_as_its_own_code_points_and_no_newline(study: OpenStudy) -> None:
    add_substudy(study)
    text = text_of(study, add_transcript(study, "P1", SAID))
    command = [sys.executable, "-m", "qualcode", "text", str(study.path), "P1"]
    ran = subprocess.run(command, capture_output=True, check=True)
    assert ran.stdout.decode("utf-8") == text
    assert ran.stderr == b""


def test_the_text_is_found_under_its_full_name(run: Run, study: OpenStudy) -> None:
    add_substudy(study)
    add_transcript(study, "P1", SAID)
    assert run("text", study.path, "Pasientene:P1").out == "\n\n".join(words for _, words in SAID)


def test_an_unknown_transcript_is_an_error_in_two_lines(run: Run, study_path: Path, study: OpenStudy) -> None:
    ran = run("text", study_path, "P1")
    assert (ran.code, ran.out, len(ran.err.splitlines())) == (5, "", 2)

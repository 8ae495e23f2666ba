"""What bending files for a long time (`tests/fuzz/bend.py`) has found, kept as cases."""

import time
from contextlib import suppress
from pathlib import Path

import pytest

from qualcode.errors import QualcodeError
from qualcode.importers.registry import read_transcript

CASES = {
    "figures and then nothing but empty lines": b"0" + b"9" * 2_000 + b"\n" * 2_000,
    "figures and empty lines by turns": b"9\n\n\n" * 1_500,
    "a time that goes on in settings without a blank": b"0\n00:00:00,000 --> 00:00:00,9" + b"P4:" * 400 + b" a\n",
    "JSON that ends in empty lines": b'{"segments": [{"start": 0' + b"9" * 40 + b"\n\n\n" * 1_200,
}


@pytest.mark.parametrize("raw", CASES.values(), ids=CASES)
@pytest.mark.parametrize("suffix", [".json", ".txt", ".srt", ".vtt"])
def test_a_bent_file_is_read_or_refused_in_no_time(tmp_path: Path, raw: bytes, suffix: str) -> None:
    path = tmp_path / f"bent{suffix}"
    path.write_bytes(raw)
    began = time.process_time()
    with suppress(QualcodeError):
        read_transcript(path)
    # It took a quarter of an hour; what a reader may take is not measured here.
    assert time.process_time() - began < 10

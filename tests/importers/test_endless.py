"""What is many times any interview is refused in a sentence at once; what is merely long is read."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from qualcode.errors import UnreadableFile
from qualcode.importers.paragraphs import MOST_PARAGRAPHS
from qualcode.importers.registry import read_transcript
from qualcode.importers.source import LARGEST_TEXT, MOST_LINES

ENDLESS: dict[str, tuple[Callable[[], bytes], str]] = {
    "of-bytes.txt": (lambda: b"ord " * (LARGEST_TEXT // 4 + 1), "MB"),
    "of-lines.txt": (lambda: b"a\n" * (MOST_LINES + 1), "lines"),
    "of-returns.txt": (lambda: b"a\r" * (MOST_LINES + 1), "lines"),
    "of-nothing.vtt": (lambda: b"WEBVTT\n" + b"\n" * (MOST_LINES + 1), "lines"),
    "of-talk.cha": (lambda: b"@UTF8\n@Begin\n" + b"*A:\tja .\n" * (MOST_LINES + 1), "lines"),
    "of-stretches.json": (
        lambda: json.dumps([{"start": 1, "text": "a"}] * (MOST_PARAGRAPHS + 1)).encode(),
        "stretches",
    ),
}


@pytest.mark.parametrize("name", ENDLESS)
def test_an_endless_text_is_refused(tmp_path: Path, name: str) -> None:
    content, told = ENDLESS[name]
    (tmp_path / name).write_bytes(content())
    with pytest.raises(UnreadableFile, match=told) as refused:
        read_transcript(tmp_path / name)
    assert name in refused.value.message


def test_a_text_of_a_day_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("".join(f"I: Hva?\nP4: Det var slik {n}.\n" for n in range(20_000)).encode())
    assert len(read_transcript(tmp_path / "a.txt").turns) == 40_000

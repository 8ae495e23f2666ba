"""What holds for all formats: the same talk comes out, and a file bent in any way is read or refused in words."""

import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qualcode.errors import NotThatFormat, QualcodeError
from qualcode.importers.registry import importer_names, read_transcript
from qualcode.text.normal_form import to_normal_form
from tests.importers.other_files import TALK, every_format
from tests.importers.reading import messages, said

FILES = every_format()
LONGEST_S = 5.0
fuzzed = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)


def check(path: Path) -> None:
    """It is read soundly or refused in words, and soon."""
    began = time.perf_counter()
    read, refused = None, None
    try:
        read = read_transcript(path)
    except QualcodeError as told:
        refused = told
    assert time.perf_counter() - began < LONGEST_S
    if read is None:
        assert refused is not None
        assert refused.message
        assert refused.hint
        return
    assert read.turns
    assert read.reason
    for turn in read.turns:
        assert turn.text.strip()
        assert to_normal_form(turn.text) == (turn.text, ())
        assert turn.label is None or (turn.label and to_normal_form(turn.label) == (turn.label, ()))
        assert all(ms is None or 0 <= ms < 2**40 for ms in (turn.start_ms, turn.end_ms))


def test_every_format_but_word_and_tables_is_tried_here() -> None:
    assert set(FILES) == set(importer_names()) - {"docx", "tsv"}


@pytest.mark.parametrize("name", FILES)
def test_the_same_talk_comes_out_of_every_format(tmp_path: Path, name: str) -> None:
    path = tmp_path / f"a.{name}"
    path.write_bytes(FILES[name])
    read = read_transcript(path)
    assert said(read) == list(TALK)
    assert read.format == name
    assert "The name ends in" not in messages(read)


@pytest.mark.parametrize("name", FILES)
def test_a_name_that_says_something_else_is_told_and_the_talk_is_read(tmp_path: Path, name: str) -> None:
    path = tmp_path / ("a.docx" if name != "md" else "a.txt")
    path.write_bytes(FILES[name])
    read = read_transcript(path)
    assert said(read) == list(TALK)
    assert "The name ends in" in messages(read)


@pytest.mark.parametrize("name", FILES)
def test_a_file_cut_anywhere_is_read_or_refused(tmp_path: Path, name: str) -> None:
    whole = FILES[name]
    for length in range(1, len(whole), max(1, len(whole) // 60)):
        (tmp_path / f"a.{name}").write_bytes(whole[:length])
        check(tmp_path / f"a.{name}")


@pytest.mark.parametrize("name", FILES)
@fuzzed
@given(
    changes=st.lists(
        st.tuples(st.integers(0, 1 << 20), st.binary(max_size=4), st.integers(0, 6)), min_size=1, max_size=8
    )
)
def test_a_file_changed_anywhere_is_read_or_refused(
    tmp_path: Path, name: str, changes: list[tuple[int, bytes, int]]
) -> None:
    bent = bytearray(FILES[name])
    for place, put, out in changes:
        at = place % len(bent) if bent else 0
        bent[at : at + out] = put
    (tmp_path / f"a.{name}").write_bytes(bytes(bent))
    check(tmp_path / f"a.{name}")


STARTS = {name: whole[:24] for name, whole in FILES.items()}


@pytest.mark.parametrize("name", FILES)
@fuzzed
@given(raw=st.binary(max_size=400))
def test_any_bytes_after_the_right_beginning_are_read_or_refused(tmp_path: Path, name: str, raw: bytes) -> None:
    (tmp_path / f"a.{name}").write_bytes(STARTS[name] + raw)
    check(tmp_path / f"a.{name}")


@pytest.mark.parametrize("name", [name for name in FILES if name not in ("txt", "md")])
def test_a_format_the_user_asks_for_must_be_there(tmp_path: Path, name: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(FILES["txt"])
    with pytest.raises(NotThatFormat):
        read_transcript(path, format=name)

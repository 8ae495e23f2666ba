"""What all tests stand on: a real study file, and the promise that nothing is written outside the journal."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from sqlalchemy import Connection, event
from sqlalchemy.engine import Engine

from qualcode.locale import use_language
from qualcode.storage.opening import OpenStudy
from tests.builders import new_study

# A busy machine makes nothing wrong, so no example has a time limit. In CI the examples are the same every time: what
# chance finds at a desk is kept as a case.
IN_CI = "CI" in os.environ
settings.register_profile("qualcode", deadline=None, derandomize=IN_CI, max_examples=50 if IN_CI else 100)
settings.load_profile("qualcode")

_WRITING = ("INSERT", "UPDATE", "DELETE", "REPLACE")


@pytest.fixture(autouse=True)
def _alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Settings, recent studies and language of the tests' own."""
    monkeypatch.setenv("QUALCODE_CONFIG", str(tmp_path / "configuration"))
    monkeypatch.setenv("QUALCODE_CODER", "AA")
    monkeypatch.delenv("QUALCODE_LANGUAGE", raising=False)
    use_language("en")
    yield
    use_language("en")


@pytest.fixture(autouse=True)
def _all_writing_is_journaled() -> Iterator[None]:
    """Fail a test in which a statement writes to a study outside an action."""

    def look(connection: Connection, _cursor: object, statement: str, *_: object) -> None:
        if statement.lstrip().upper().startswith(_WRITING):
            assert connection.info.get("qualcode_change"), f"written outside the journal: {statement}"

    event.listen(Engine, "before_cursor_execute", look)
    yield
    event.remove(Engine, "before_cursor_execute", look)


@pytest.fixture
def study_path(tmp_path: Path) -> Path:
    """Where the tests' study is kept."""
    return tmp_path / "study.qualcode"


@pytest.fixture
def study(study_path: Path) -> Iterator[OpenStudy]:
    """An empty study, open for the coder AA."""
    with new_study(study_path) as opened:
        yield opened

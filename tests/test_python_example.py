"""The worked example in the documents gives what it says it gives."""

import doctest
from pathlib import Path

import pytest

_EXAMPLE = Path(__file__).parent.parent / "docs" / "python.md"


def test_worked_example_gives_what_it_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    told: list[str] = []
    test = doctest.DocTestParser().get_doctest(_EXAMPLE.read_text(encoding="utf-8"), {}, "python.md", str(_EXAMPLE), 0)
    outcome = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE).run(test, out=told.append)
    assert outcome.failed == 0, "".join(told)
    assert outcome.attempted > 15

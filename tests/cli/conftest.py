"""Running the command line as a user does, in English."""

from collections.abc import Callable
from typing import NamedTuple

import pytest

from qualcode.cli.main import main


class Ran(NamedTuple):
    """How a command ended: exit code, what it wrote to stdout, and to stderr."""

    code: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """`run("status", path)` runs `qualcode status PATH`."""
    monkeypatch.setenv("QUALCODE_LANGUAGE", "en")

    def ran(*arguments: object) -> Ran:
        code = 0
        try:
            main([str(argument) for argument in arguments])
        except SystemExit as leaving:
            code = int(leaving.code or 0)
        captured = capsys.readouterr()
        return Ran(code, captured.out, captured.err)

    return ran

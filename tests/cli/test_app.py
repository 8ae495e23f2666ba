"""`qualcode` and `qualcode open` where there is no terminal, and on files that are no studies."""

from pathlib import Path

import pytest

from qualcode.cli.main import main


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as leaving:
        main(arguments)
    assert isinstance(leaving.value.code, int)
    return leaving.value.code


@pytest.mark.parametrize("opens", [False, True])
def test_without_a_terminal_it_says_so_and_paints_nothing(
    study_path: Path, study: object, opens: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["open", str(study_path)] if opens else []
    assert run(*arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert len(err.splitlines()) == 2


def test_a_file_that_is_no_study_is_refused_before_anything_is_painted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "notes.qualcode"
    path.write_text("only words", encoding="utf-8")
    assert run("open", str(path)) == 3
    assert run("open", str(tmp_path / "nothing.qualcode")) == 3
    out, err = capsys.readouterr()
    assert out == ""
    assert len(err.splitlines()) == 4

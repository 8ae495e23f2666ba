"""`substudy` and `analysis`."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run


@pytest.fixture
def made(run: Run, study_path: Path) -> Path:
    """A study made from the command line."""
    run("new", study_path, "--title", "NMV")
    return study_path


def test_a_substudy_and_its_analysis_are_told(run: Run, made: Path) -> None:
    ran = run("substudy", made, "Fastlegene", "--design", "focus-group", "--sampling", "convenience")
    assert ran.code == 0
    assert ran.out.splitlines() == ["Fastlegene: focus groups, convenience sample", "Analysis: Fastlegene"]


def test_options_may_stand_anywhere_and_dashes_end_them(run: Run, made: Path) -> None:
    assert run("substudy", "--json", made, "--design", "individual", "Pasientene").code == 0
    assert run("substudy", made, "--", "--json").code == 0
    names = [substudy["name"] for substudy in json.loads(run("status", made, "--json").out)["substudies"]]
    assert names == ["Pasientene", "--json"]


def test_an_analysis_gets_its_research_question(run: Run, made: Path) -> None:
    run("substudy", made, "Pasientene")
    run("substudy", made, "Fastlegene")
    view = json.loads(
        run("analysis", made, "Møtet", "--question", "Hva hendte?", "--substudy", "Pasientene", "--json").out
    )
    assert (view["title"], view["question"], view["substudies"]) == ("Møtet", "Hva hendte?", ["Pasientene"])
    assert run("analysis", made, "Møtet").out.splitlines() == ["Møtet: Hva hendte?", "Material: Pasientene"]


def test_the_coder_of_the_option_is_the_one_in_the_journal(run: Run, made: Path) -> None:
    run("substudy", made, "Pasientene", "--coder", "KH")
    assert json.loads(run("status", made, "--json").out)["coders"] == ["KH"]


@pytest.mark.parametrize(
    "arguments",
    [
        ("substudy", "A:B"),
        ("substudy", ""),
        ("substudy", "Ny", "--design", "survey"),
        ("substudy", "Ny", "--sampling", "random"),
        ("substudy",),
        ("analysis", "Ny", "--substudy", "Ukjent"),
        ("analysis", "Ny", "--unknown-option"),
    ],
)
def test_what_is_refused_is_explained_in_two_lines_and_leaves_the_study_alone(
    run: Run, made: Path, arguments: tuple[str, ...]
) -> None:
    run("substudy", made, "Pasientene")
    before = run("status", made, "--json").out
    ran = run(arguments[0], made, *arguments[1:])
    assert ran.code != 0
    assert ran.out == ""
    assert len(ran.err.splitlines()) == 2
    assert run("status", made, "--json").out == before

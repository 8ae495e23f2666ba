"""`qualcode picture`: numbers, letters, files, and sentences for what cannot be drawn."""

import json
from pathlib import Path

import pytest

from qualcode.storage.opening import OpenStudy
from tests.builders import add_group, add_substudy, add_transcript, code_words
from tests.cli.conftest import Run

SAID = [("P1", "Jeg ble redd. Så gikk jeg hjem."), ("P2", "Brevet lå der.")]


@pytest.fixture
def coded(study: OpenStudy) -> OpenStudy:
    """Two groups on the same words, and one elsewhere."""
    add_substudy(study)
    transcript = add_transcript(study, "P1", SAID)
    first, second = add_group(study, "Uro"), add_group(study, "Brev")
    code_words(study, transcript, "Jeg ble redd.", first)
    code_words(study, transcript, "Jeg ble redd.", second)
    code_words(study, transcript, "Brevet lå der.", second)
    return study


def test_numbers_of_a_picture_are_those_of_the_study(coded: OpenStudy, run: Run) -> None:
    told = json.loads(run("picture", coded.path, "frequencies", "--json").out)
    assert [row[:2] for row in told["rows"]] == [["Uro", 1], ["Brev", 2]]
    told = json.loads(run("picture", coded.path, "portrait", "--json").out)
    assert told["rows"] == [["P1", "Uro", 0, 13, 47], ["P1", "Brev", 0, 13, 47], ["P1", "Brev", 33, 47, 47]]
    told = json.loads(run("picture", coded.path, "progress", "--json").out)
    assert [row[1:] for row in told["rows"]] == [[2]]


@pytest.mark.parametrize("kind", ["frequencies", "cooccurrence", "portrait", "progress"])
def test_picture_is_drawn_in_the_terminal_and_as_a_file(coded: OpenStudy, run: Run, kind: str, tmp_path: Path) -> None:
    assert "█" in run("picture", coded.path, kind).out
    path = tmp_path / f"{kind}.svg"
    ended = run("picture", coded.path, kind, "-o", path, "--yes")
    assert ended.code == 0
    assert path.read_bytes().startswith(b"<?xml")


def test_what_cannot_be_drawn_is_a_sentence(
    study: OpenStudy, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_substudy(study)
    for arguments in (["nonsense"], ["portrait"], ["recruitment"], ["frequencies"], ["portrait", "--substudy", "X"]):
        ended = run("picture", study.path, *arguments)
        assert ended.code > 0
        assert ended.out == ""
        assert "Traceback" not in ended.err


def test_without_the_extra_a_file_is_refused_and_said_how_to_get_it(
    coded: OpenStudy, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qualcode.exporters.pictures.find_spec", lambda name: None)
    ended = run("picture", coded.path, "frequencies", "-o", tmp_path / "x.png", "--yes")
    assert ended.code == 10
    assert "qualcode[pictures]" in ended.err
    assert not (tmp_path / "x.png").exists()

"""`new` and `status`."""

import json
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlmodel import col

from qualcode.model import Analysis
from qualcode.storage.opening import OpenStudy
from tests.builders import add_group, add_substudy, add_transcript, code_words
from tests.cli.conftest import Run

SUBSTUDY_FIELDS = [
    "name",
    "design",
    "participants",
    "interviews",
    "transcripts",
    "turns",
    "turns_without_speaker",
    "words",
]
ANALYSIS_FIELDS = [
    "title",
    "question",
    "substudies",
    "themes",
    "code_groups",
    "subgroups",
    "meaning_units",
    "codings",
    "units_without_subgroup",
    "units_set_aside",
    "condensates",
    "condensates_to_look_at",
    "quotes",
    "result_categories",
    "result_categories_validated",
]


def test_a_new_study_is_empty_and_has_its_title_and_language(run: Run, study_path: Path) -> None:
    assert run("new", study_path, "--title", "NMV: pasientene", "--language", "nn").code == 0
    found = json.loads(run("status", study_path, "--json").out)
    assert (found["title"], found["language"], found["substudies"], found["analyses"]) == (
        "NMV: pasientene",
        "nn",
        [],
        [],
    )


def test_new_reports_as_json_what_it_made(run: Run, study_path: Path) -> None:
    assert json.loads(run("new", study_path, "--json", "--title", "T").out)["title"] == "T"


def test_status_has_exactly_the_promised_fields(run: Run, study_path: Path) -> None:
    run("new", study_path, "--title", "T")
    run("substudy", study_path, "Pasientene")
    found = json.loads(run("status", "--json", study_path).out)
    promised = ["title", "language", "schema", "engine", "coders", "substudies", "analyses"]
    assert [field for field in found if field != "next"] == promised
    assert list(found["substudies"][0]) == SUBSTUDY_FIELDS
    assert list(found["analyses"][0]) == ANALYSIS_FIELDS


def test_status_in_words_tells_counts_and_what_is_next(run: Run, study_path: Path) -> None:
    from qualcode.storage.opening import open_study

    run("new", study_path, "--title", "NMV")
    with open_study(study_path, coder="AA") as study:
        add_substudy(study)
        transcript = add_transcript(study, "P1", [("I", "Hva?"), ("P1", "Jeg ble redd.")])
        code_words(study, transcript, "redd", add_group(study, "Uro"))
    told = run("status", study_path).out
    assert "1 code group, 1 meaning unit, 1 coding" in told
    assert "P1 has not been read" in told
    assert "1 unit has no place in a subgroup (Uro)" in told


def test_status_speaks_norwegian_to_those_who_do(run: Run, study_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("new", study_path, "--title", "NMV")
    monkeypatch.setenv("QUALCODE_LANGUAGE", "nb")
    assert "Ingen delstudie er laget ennå" in run("status", study_path).out


def test_status_changes_nothing_on_disk(run: Run, study_path: Path) -> None:
    run("new", study_path, "--title", "NMV")
    before = study_path.read_bytes()
    run("status", study_path)
    run("status", study_path, "--json")
    assert study_path.read_bytes() == before
    assert [path.name for path in study_path.parent.glob("study.qualcode*")] == ["study.qualcode"]


@pytest.mark.parametrize("arguments", [(), ("--title", " "), ("--title", "T", "--language", "xx")])
def test_a_study_that_cannot_be_made_is_explained_in_two_lines(
    run: Run, study_path: Path, arguments: tuple[str, ...]
) -> None:
    ran = run("new", study_path, *arguments)
    assert ran.code != 0
    assert len(ran.err.splitlines()) == 2
    assert not study_path.exists()


def test_new_refuses_to_overwrite_anything(run: Run, study_path: Path) -> None:
    study_path.write_text("my only copy", encoding="utf-8")
    ran = run("new", study_path, "--title", "T", "--yes")
    assert ran.code == 3
    assert str(study_path) in ran.err
    assert study_path.read_text(encoding="utf-8") == "my only copy"
    assert run("new", study_path.parent, "--title", "T").code == 3
    assert run("new", study_path.parent / "no" / "s.qualcode", "--title", "T").code == 3


def test_new_and_status_tell_of_a_folder_that_a_service_copies(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "Dropbox" / "nmv.qualcode"
    path.parent.mkdir()
    made = run("new", path, "--title", "NMV")
    assert (made.code, "Dropbox" in made.err) == (0, True)
    copy = path.with_name("nmv (Kari's conflicted copy 2026-11-22).qualcode")
    run("backup", path, copy)
    told = run("status", path, "--json")
    assert (told.code, json.loads(told.out)["title"]) == (0, "NMV")
    assert "Dropbox" in told.err
    assert copy.name in told.err


LISTS = (
    "themes notes reading preconceptions condensates quotes categories chapter searches outcomes readings questions "
    "blind meetings comparison codebook review units"
)


@pytest.mark.parametrize("listed", LISTS.split())
def test_a_list_of_nothing_says_so(run: Run, study_path: Path, listed: str) -> None:
    run("new", study_path, "--title", "A study")
    run("substudy", study_path, "Pasientene")
    assert run(listed, study_path).out.strip()


def test_what_is_typed_in_bytes_that_are_no_characters_is_answered_in_words(run: Run, study: OpenStudy) -> None:
    add_substudy(study)
    assert run("undo", study.path, "--coder", "\udce6").code != 0
    assert run("trace", study.path, "\udce6").code != 0
    assert run("analysis", study.path, "Blåb\udce6r").code == 0
    with study.reading() as connection:
        assert (
            connection.execute(select(col(Analysis.title)).order_by(col(Analysis.id))).scalars().all()[-1]
            == "Blåb\ufffdr"
        )

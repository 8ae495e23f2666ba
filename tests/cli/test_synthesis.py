"""`qualcode categories`, `chapter`, `export` and `demo`."""

import json
from pathlib import Path

import pytest
from docx import Document

from qualcode.services.chapter.chapter_texts import chapter_form
from qualcode.storage.opening import OpenStudy
from tests.builders import SUBSTUDY, add_substudy, hash_of
from tests.cli.conftest import Run
from tests.services.written import HEADING, PROSE, SAID, write_analysis


def test_categories_are_listed_in_the_fields_they_are_loaded_in(study: OpenStudy, tmp_path: Path, run: Run) -> None:
    write_analysis(study)
    listed = json.loads(run("categories", study.path, "--json").out)
    assert listed[0]["heading"] == HEADING
    assert listed[0]["condensates"] == ["Uro/Brevet"]
    assert listed[0]["paragraphs"] == [
        {"text": PROSE},
        {"lead_in": "En av dem sa:", "transcript": "P1", "quote": SAID["P1"]},
    ]
    assert listed[0]["validation"] == {"text": "", "validated": False, "passages": []}
    before = hash_of(study)
    path = tmp_path / "categories.json"
    path.write_text(json.dumps(listed), encoding="utf-8")
    counts = json.loads(run("categories", study.path, path, "--json").out)
    assert counts == {"new": 0, "changed": 0, "already_there": 1}
    assert hash_of(study) == before


def test_categories_are_told_in_a_line_each(study: OpenStudy, run: Run) -> None:
    write_analysis(study)
    (line,) = run("categories", study.path).out.splitlines()
    assert line.endswith(HEADING)
    assert "not validated" in line


def test_a_bad_category_leaves_the_study_as_it_was(study: OpenStudy, tmp_path: Path, run: Run) -> None:
    write_analysis(study)
    before = hash_of(study)
    path = tmp_path / "categories.json"
    path.write_text(json.dumps([{"heading": "A"}, {"heading": "B", "condensates": ["Uro/X"]}]), encoding="utf-8")
    ran = run("categories", study.path, path)
    assert ran.code != 0
    assert len(ran.err.splitlines()) == 2
    assert hash_of(study) == before


def test_the_chapter_s_prose_is_listed_and_loaded(study: OpenStudy, tmp_path: Path, run: Run) -> None:
    add_substudy(study)
    path = tmp_path / "texts.json"
    rows = [{"part": "method", "text": "Slik."}, {"part": "summary", "substudy": SUBSTUDY, "text": "Kort."}]
    path.write_text(json.dumps(rows), encoding="utf-8")
    assert run("chapter", study.path, path).code == 0
    listed = json.loads(run("chapter", study.path, "--json").out)
    assert [(one["analysis"], one["part"], one["text"]) for one in listed] == [
        ("", "method", "Slik."),
        (SUBSTUDY, "summary", "Kort."),
    ]


def test_how_a_substudy_stands_in_the_chapter_is_chosen(study: OpenStudy, run: Run) -> None:
    add_substudy(study)
    assert run("chapter", study.path, "--substudy", SUBSTUDY, "--form", "banded", "--source", "none").code == 0
    form = chapter_form(study, SUBSTUDY)
    assert (form.table_form, form.quote_source) == ("banded", "none")
    assert run("chapter", study.path, "--form", "exact").code == 2


def test_the_chapter_is_exported_with_tables_from_the_number_given(study: OpenStudy, tmp_path: Path, run: Run) -> None:
    write_analysis(study)
    path = tmp_path / "chapter.docx"
    assert run("export", study.path, "chapter", "-o", path, "--first-table", "15").code == 0
    texts = [paragraph.text for paragraph in Document(str(path)).paragraphs]
    assert any(text.startswith("Tabell 15.") for text in texts)


@pytest.mark.parametrize("suffix", ["docx", "xlsx", "csv"])
def test_quotes_are_exported_by_the_ending(study: OpenStudy, tmp_path: Path, run: Run, suffix: str) -> None:
    write_analysis(study)
    path = tmp_path / f"quotes.{suffix}"
    assert run("export", study.path, "quotes", "-o", path, "--substudy", SUBSTUDY).code == 0
    assert path.stat().st_size > 0


def test_an_export_says_in_json_what_was_written_where(study: OpenStudy, tmp_path: Path, run: Run) -> None:
    write_analysis(study)
    told = json.loads(run("export", study.path, "quotes", "-o", tmp_path / "q.csv", "--json").out)
    assert (told["kind"], told["files"]) == ("quotes", [str(tmp_path / "q.csv")])
    assert {"level", "kind", "where", "message"} <= set(told["findings"][0])
    entries = json.loads(run("history", study.path, "-o", tmp_path / "h.csv", "--json").out)
    assert entries[0]["action"] == "export.write"


def test_what_cannot_be_exported_is_told_in_two_lines(study: OpenStudy, tmp_path: Path, run: Run) -> None:
    add_substudy(study)
    for arguments, code in (
        (("quotes", "-o", tmp_path / "q.docx"), 10),
        (("chapter", "-o", tmp_path / "c.docx"), 10),
        (("horoscope", "-o", tmp_path / "c.docx"), 7),
        (("chapter", "-o", tmp_path / "c.docx", "--substudy", "Naboene"), 5),
    ):
        ran = run("export", study.path, *arguments)
        assert ran.code == code
        assert len(ran.err.splitlines()) == 2
    assert not list(tmp_path.glob("*.docx"))


def test_the_demonstration_is_built_where_one_stands_and_kept_the_next_time(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = run("demo")
    assert ran.code == 0
    assert "nmv.qualcode" in ran.out
    assert (tmp_path / "nmv.qualcode").is_file()
    assert (tmp_path / "exports" / "chapter.docx").is_file()
    told = json.loads(run("demo", tmp_path, "--json").out)
    assert told["made"] is False
    assert told["exports"] == [str(tmp_path / "exports" / name) for name in ("chapter.docx", "quotes.docx")]
    assert run("check", "nmv.qualcode").code == 0

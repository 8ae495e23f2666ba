"""`qualcode register`, and the tables and exports that stand on it."""

import json
from pathlib import Path

import pytest
from docx import Document

from qualcode.cli.register import flow_figure
from qualcode.storage.opening import OpenStudy
from qualcode.views.register import SECTIONS
from tests.builders import SUBSTUDY, add_substudy, add_transcript, hash_of, registered
from tests.cli.conftest import Run

TEAM = "team:\n- {name: AA, role: forsker, did: [coded]}\n"


def test_a_file_is_taken_in_and_listed_in_the_same_shape(study: OpenStudy, tmp_path: Path, run: Run) -> None:
    add_substudy(study)
    path = tmp_path / "register.yaml"
    path.write_text(TEAM, encoding="utf-8")
    counts = json.loads(run("register", study.path, path, "--json").out)
    assert counts == {"new": 1, "changed": 0, "already_there": 0}
    listed = json.loads(run("register", study.path, "--json").out)
    assert list(listed) == list(SECTIONS)
    assert listed["team"][0]["did"] == ["coded"]
    again = tmp_path / "again.json"
    again.write_text(json.dumps(listed), encoding="utf-8")
    counts = json.loads(run("register", study.path, again, "--json").out)
    assert (counts["new"], counts["changed"]) == (0, 0)


def test_one_section_is_listed_or_taken_from_a_table(study: OpenStudy, tmp_path: Path, run: Run) -> None:
    path = tmp_path / "team.csv"
    path.write_bytes("name;role\nÅA;sekretær\n".encode("cp1252"))
    assert run("register", study.path, path).code != 0
    assert run("register", study.path, path, "--section", "team").code == 0
    listed = json.loads(run("register", study.path, "--section", "team", "--json").out)
    assert list(listed) == ["team"]
    assert listed["team"][0]["name"] == "ÅA"
    refused = run("register", study.path, "--section", "friends")
    assert (refused.code, "information_power" in refused.err) == (7, True)


def test_a_bad_row_is_told_by_its_line_and_nothing_is_taken_in(study: OpenStudy, tmp_path: Path, run: Run) -> None:
    path = tmp_path / "register.yaml"
    path.write_text(f"{TEAM}- {{name: BB, roll: x}}\n", encoding="utf-8")
    before = hash_of(study)
    ran = run("register", study.path, path)
    assert ran.code != 0
    assert "register.yaml, line 3" in ran.err
    assert len(ran.err.splitlines()) == 2
    assert hash_of(study) == before


def test_the_list_is_told_in_words_with_the_flow_as_a_figure(study: OpenStudy, run: Run) -> None:
    add_substudy(study)
    assert "Nothing" in run("register", study.path, "--section", "team").out
    steps = [("invited", 20, "letter"), ("declined", 3, "no time"), ("accepted", 17, "")]
    registered(
        study,
        team=[{"name": "AA", "role": "forsker"}],
        recruitment=[{"substudy": SUBSTUDY, "step": step, "count": n, "reason": why} for step, n, why in steps],
    )
    out = run("register", study.path).out
    assert "AA; role: forsker" in out
    assert "│ Invited 20   │  letter" in out
    assert "├──▶ Declined 3  no time" in out
    assert "│ Took part 17 │" in out
    assert "The register has 0 participants, but the flow ends at 17." in out


def test_the_boxes_of_a_flow_are_as_wide_as_the_widest() -> None:
    lines = flow_figure([("Invited 20", "letter", False), ("Declined 100 000", "", True), ("Accepted 9", "", False)])
    boxes = [line.split("  ")[0] for line in lines if line[0] in "┌└"]
    assert {len(box) for box in boxes} == {14}
    assert lines[3] == "      ├──▶ Declined 100 000"


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "docx", "html"])
@pytest.mark.parametrize("kind", ["informants", "recruitment"])
def test_the_tables_go_to_files(study: OpenStudy, tmp_path: Path, run: Run, kind: str, suffix: str) -> None:
    add_substudy(study)
    registered(study, recruitment=[{"substudy": SUBSTUDY, "step": "invited", "count": 20}])
    path = tmp_path / f"t.{suffix}"
    people = tmp_path / "p.csv"
    people.write_text("participant,institution,round\nV1,NAV,1\n", encoding="utf-8")
    run("participants", study.path, people, "--substudy", SUBSTUDY)
    assert run("table", study.path, kind, "-o", path).code == 0
    assert path.stat().st_size > 0


def test_informants_are_told_in_json_as_a_table(study: OpenStudy, tmp_path: Path, run: Run) -> None:
    add_substudy(study)
    people = tmp_path / "p.csv"
    people.write_text("participant;institution;round\nV1;NAV;1\nV2;NAV;2\nV3;Lege;1\n", encoding="utf-8")
    run("participants", study.path, people, "--substudy", SUBSTUDY)
    told = json.loads(run("table", study.path, "informants", "--json").out)
    assert list(told) == ["title", "columns", "rows", "notes"]
    assert told["columns"] == ["institution", "1", "2", "n"]
    assert told["rows"] == [["NAV", 1, 1, 2], ["Lege", 1, 0, 1], ["Informanter i alt", 2, 1, 3]]
    assert run("table", study.path, "informants", "--by", "shoe").code == 5


def test_several_values_in_a_cell_are_counted_one_by_one(study: OpenStudy, tmp_path: Path, run: Run) -> None:
    add_substudy(study)
    people, labels = tmp_path / "p.csv", tmp_path / "l.csv"
    people.write_text("participant,plager\nP1,s;a\nP2,s\nP3,\n", encoding="utf-8")
    labels.write_text("attribute,value,label\nplager,s,søvn\nplager,a,angst\n", encoding="utf-8")
    ran = run("participants", study.path, people, "--substudy", SUBSTUDY, "--labels", labels, "--multiple", "plager")
    assert ran.code == 0
    exact = json.loads(run("table", study.path, "demographics", "--json").out)
    assert exact["rows"] == [["P1", "s;a"], ["P2", "s"], ["P3", None]]
    assert "søvn 2, angst 1; mangler 1" in exact["notes"][-1]
    totals = json.loads(run("table", study.path, "demographics", "--form", "totals", "--json").out)
    assert totals["rows"] == [["plager", "søvn", 2], ["plager", "angst", 1], ["plager", "mangler", 1]]
    banded = json.loads(run("table", study.path, "demographics", "--form", "banded", "--json").out)
    assert banded["rows"][0] == ["P1", "søvn; angst"]
    assert run("participants", study.path, people, "--substudy", SUBSTUDY, "--multiple", "shoe").code != 0


def test_guidelines_and_transcripts_are_exported(study: OpenStudy, tmp_path: Path, run: Run) -> None:
    add_substudy(study)
    add_transcript(study, "P1", [("P1", "Jeg ble redd.")])
    for kind, name in (("coreq", "c.docx"), ("srqr", "s.xlsx"), ("transcripts", "t.docx")):
        ran = run("export", study.path, kind, "-o", tmp_path / name)
        assert (ran.code, ran.out) == (0, f"Written: {tmp_path / name}\n")
    assert (
        run("export", study.path, "transcripts", "-o", tmp_path / "ut").out == f"Written: {tmp_path / 'ut/P1.docx'}\n"
    )
    assert run("export", study.path, "transcripts", "-o", tmp_path / "t.vtt").code == 10
    run("export", study.path, "transcripts", "-o", tmp_path / "n.docx", "--transcript", "P1", "--numbers", "none")
    assert [one.text for one in Document(str(tmp_path / "n.docx")).paragraphs] == ["P1", "P1: Jeg ble redd."]


def test_what_the_register_offers_the_chapter_can_be_seen(study: OpenStudy, run: Run) -> None:
    registered(study, team=[{"name": "AA"}])
    assert "--offered" in run("chapter", study.path).out
    (offered,) = json.loads(run("chapter", study.path, "--offered", "--json").out)
    assert (offered["part"], offered["text"]) == ("method", "[Fra registeret] Forskergruppen besto av AA.")


def test_the_recruitment_table_says_whose_it_is(study: OpenStudy, run: Run) -> None:
    assert run("table", study.path, "recruitment").code == 10
    for name in (SUBSTUDY, "Legene"):
        add_substudy(study, name)
        registered(study, recruitment=[{"substudy": name, "step": "invited", "count": 20}])
    both = json.loads(run("table", study.path, "recruitment", "--json").out)
    assert both["columns"] == ["substudy", "step", "count", "reasons"]
    assert both["rows"] == [[SUBSTUDY, "Invitert", 20, None], ["Legene", "Invitert", 20, None]]
    one = json.loads(run("table", study.path, "recruitment", "--substudy", "Legene", "--json").out)
    assert (one["title"], one["rows"]) == ("Rekruttering til delstudien Legene", [["Invitert", 20, None]])

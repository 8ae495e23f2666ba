"""Claims about what the command line lets out: blocked with a list, let through when that is said."""

import json
from pathlib import Path

import pyrage
import pytest

from qualcode.model import CodeGroup
from qualcode.services.chapter.exporting import export_quotes
from qualcode.services.condensing.quotes import mark_quote
from qualcode.services.participants.participants import import_participants
from qualcode.services.protecting.linkage import add_people, make_key
from qualcode.storage.opening import OpenStudy
from qualcode.views.linkage import KeyLock, KnownPerson
from tests.builders import SUBSTUDY, add_group, add_substudy, add_transcript, code_words, numbered, registered
from tests.cli.conftest import Run

SAID = "Kari sa at jeg bare skulle gå inn og sette meg."


@pytest.fixture
def key(study: OpenStudy, tmp_path: Path) -> list[object]:
    """A study whose one quote names P1, and the options that say where the key is."""
    add_substudy(study)
    import_participants(study, numbered([{"participant": "P2", "age": "41"}]), substudy=SUBSTUDY)
    transcript = add_transcript(study, "P2", [("I", "Ja?"), ("P2", SAID)])
    mark_quote(study, code_words(study, transcript, SAID, add_group(study, "Uro")).coding_id)
    lock = KeyLock(identities=str(pyrage.x25519.Identity.generate()))
    identity, path = tmp_path / "identity.txt", tmp_path / "elsewhere" / "key.age"
    identity.write_text(lock.identities)
    path.parent.mkdir()
    make_key(path, lock, beside_study=True)
    add_people(path, lock, (KnownPerson("P1", SUBSTUDY, "Kari Nordmann"),))
    return ["--linkage-key", path, "--identity", identity]


def test_a_name_blocks_the_export_until_it_is_read_or_accepted(
    run: Run, study: OpenStudy, tmp_path: Path, key: list[object]
) -> None:
    out = tmp_path / "q.docx"
    blocked = run("export", study.path, "quotes", "-o", out, *key)
    assert blocked.code == 10
    assert "Kari sa" in blocked.err
    assert "Nordmann" not in blocked.err
    assert not out.exists()
    mark = blocked.err.split("ERROR  ")[1].split()[0]
    unsaid = run("export", study.path, "quotes", "-o", out, "--accept", mark, *key)
    assert (unsaid.code, out.exists()) == (7, False)
    said = run("export", study.path, "quotes", "-o", out, "--accept", mark, "--reason", "en kjent sanger", *key)
    assert (said.code, out.exists()) == (0, True)
    assert run("export", study.path, "quotes", "-o", tmp_path / "again.docx", *key).code == 0
    assert run("table", study.path, "demographics", "-o", tmp_path / "t.csv", *key).code == 0


def test_yes_lets_it_out_after_the_list_is_told(run: Run, study: OpenStudy, tmp_path: Path, key: list[object]) -> None:
    ran = run("export", study.path, "quotes", "-o", tmp_path / "q.docx", "--yes", *key)
    assert ran.code == 0
    assert "Kari sa" in ran.err
    assert (tmp_path / "q.docx").exists()


def test_nothing_serious_goes_out_unasked_with_notes_on_stderr(
    run: Run, study: OpenStudy, tmp_path: Path, key: list[object]
) -> None:
    ran = run("export", study.path, "quotes", "-o", tmp_path / "q.docx")
    assert ran.code == 0
    export_quotes(study, tmp_path / "plain.docx")
    assert (tmp_path / "q.docx").read_bytes() == (tmp_path / "plain.docx").read_bytes()


def test_those_without_consent_are_left_out_and_counted_unless_they_are_asked_for(
    run: Run, study: OpenStudy, tmp_path: Path, key: list[object]
) -> None:
    registered(study, consent=[{"participant": "P2", "given": "2016-03-07", "withdrawn": "2016-04-01"}])
    alone = run("table", study.path, "demographics", "-o", tmp_path / "t.csv")
    assert "1 participant without consent is left out, and nobody else" in alone.err
    assert not (tmp_path / "t.csv").exists()
    import_participants(study, numbered([{"participant": "P3", "age": "52"}]), substudy=SUBSTUDY)
    registered(study, consent=[{"participant": "P3", "given": "2016-03-07"}])
    ran = run("table", study.path, "demographics", "-o", tmp_path / "t.csv")
    assert "1 participant without consent" in ran.err
    assert "41" not in (tmp_path / "t.csv").read_text(encoding="utf-8")
    run("table", study.path, "demographics", "-o", tmp_path / "t.csv", "--include-unconsented")
    assert "41" in (tmp_path / "t.csv").read_text(encoding="utf-8")


def test_check_names_whoever_in_the_key_stands_in_any_text(run: Run, study: OpenStudy, key: list[object]) -> None:
    assert run("check", study.path, "--json").code == 0
    with study.change("group.edit") as change:
        group = change.key_of(CodeGroup, next(iter(change.connection.exec_driver_sql("SELECT uid FROM code_group")))[0])
        assert group is not None
        change.change(CodeGroup, group, definition="Slik Nordmann sa det")
    ran = run("check", study.path, "--json", *key)
    findings = [found for found in json.loads(ran.out)["findings"] if found["kind"] == "name"]
    assert ran.code == 11
    assert {(found["level"], found["where"].split()[0]) for found in findings} >= {("error", "P2"), ("error", "the")}


def test_the_history_is_written_to_a_file(run: Run, study: OpenStudy, tmp_path: Path, key: list[object]) -> None:
    assert run("history", study.path, "--action", "group", "-o", tmp_path / "h.xlsx").code == 0
    assert (tmp_path / "h.xlsx").read_bytes().startswith(b"PK")
    rows = json.loads(run("history", study.path, "--coder", "AA", "--since", "2000-01-01", "--json").out)
    assert set(rows[0]) == {"id", "at", "coder", "action", "summary"}
    assert "fits what was asked for" in run("history", study.path, "--coder", "ZZ").out


def test_a_trail_asks_which_category_it_is_of(run: Run, study: OpenStudy, tmp_path: Path) -> None:
    ran = run("export", study.path, "trail", "-o", tmp_path / "t.docx")
    assert (ran.code, ran.out, "--category" in ran.err) == (2, "", True)


def test_a_crosstab_tells_of_cells_with_one_person_until_that_is_accepted(
    run: Run, study: OpenStudy, tmp_path: Path
) -> None:
    add_substudy(study)
    people = [("P1", "K", "Ja"), ("P2", "K", "Ja"), ("P3", "M", "Nei"), ("P4", "M", "Ja"), ("P5", "M", "Ja")]
    rows = [{"participant": code, "gender": gender, "alone": alone} for code, gender, alone in people]
    import_participants(study, numbered(rows), substudy=SUBSTUDY)
    asked = ("table", study.path, "crosstab", "--rows", "gender", "--columns", "alone", "-o", tmp_path / "t.csv")
    told = run(*asked)
    assert (told.code, "one cell counts one person only: M / Nei" in told.err) == (0, True)
    mark = next(line.split()[0] for line in told.err.splitlines() if "M / Nei" in line)
    assert run(*asked, "--accept", mark, "--reason", "kjent fra før").code == 0
    assert "M / Nei" not in run(*asked).err
    assert "M / Nei" not in run("table", study.path, "demographics", "-o", tmp_path / "d.csv").err

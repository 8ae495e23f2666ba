"""Claims about check: damage and words that do not verify are errors, named by their place; the rest waits as notes."""

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlmodel import col

from qualcode.model import (
    Condensate,
    MeaningUnit,
    Note,
    Paragraph,
    Passage,
    Quote,
    ResultCategory,
    Revision,
    Sentence,
    Turn,
)
from qualcode.services.coding.codebooks import add_group, add_subgroup, change_group
from qualcode.services.condensing.fingerprints import fingerprint
from qualcode.services.keeping.checking import check
from qualcode.services.keeping.history import undo
from qualcode.services.protecting.deidentifying import mark_deidentified
from qualcode.storage.opening import OpenStudy, open_study
from qualcode.storage.search_index import turns_with
from qualcode.storage.tallies import count_anew, stored_counts
from qualcode.views.checking import ERROR, NOTE, CheckReport
from tests.builders import add_substudy, add_transcript, analysis_of, code_words

TEXT = "Jeg møtte jo opp. Og så ble jeg flau."


@pytest.fixture(autouse=True)
def material(study: OpenStudy) -> None:
    """A transcript with a unit, a quote of it, a note and a passage on it."""
    add_substudy(study)
    transcript = add_transcript(study, "P1", [("P1", TEXT)])
    add_transcript(study, "P2", [("P2", TEXT)])
    analysis = analysis_of(study)
    group = add_group(study, analysis, "Plikt")
    coded = code_words(study, transcript, "møtte jo opp", group, subgroup_id=add_subgroup(study, group, "Høflig"))
    with study.change("quote.mark") as change:
        place = {"revision_id": 1, "start": 4, "end": 12, "text": "møtte jo"}
        change.add(Quote, **place, coding_id=coded.coding_id, printed="Møtte (...)", coder_id=change.coder_id)
        where = {"transcript_id": transcript, "revision_id": 1}
        note = {"analysis_id": analysis, "text": "flau?", "coder_id": change.coder_id, "created": change.at}
        change.add(Note, **where, **note, start=32, end=36)
        category = change.add(
            ResultCategory, analysis_id=analysis, heading="Å møte", validation="Ja.", validated=True, position=1
        )
        change.add(Passage, **where, category_id=category, start=0, end=3, text="Jeg")
    for key in (1, 2):
        mark_deidentified(study, key)


def _damage(study: OpenStudy, statement: str) -> CheckReport:
    """Change the file behind the program's back, and look."""
    study.close()
    with sqlite3.connect(study.path, isolation_level=None) as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        connection.execute(statement)
    connection.close()
    return check(study)


def _kinds(report: CheckReport, level: str = ERROR) -> list[tuple[str, str]]:
    return [(finding.kind, finding.where) for finding in report.findings if finding.level == level]


def test_a_study_that_is_whole_has_no_findings(study: OpenStudy) -> None:
    assert check(study) == CheckReport(ok=True, findings=())


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("UPDATE revision SET text = replace(text, 'flau', 'glad') WHERE id = 1", ("text", "P1")),
        ("UPDATE revision SET hash = 'x' WHERE id = 2", ("text", "P2")),
        ("UPDATE turn SET end = 99 WHERE transcript_id = 2", ("turn", "P2 0–99")),
        ("UPDATE sentence SET end = 99 WHERE transcript_id = 2 AND start > 0", ("turn", "P2 18–99")),
        ("UPDATE meaning_unit SET text = 'noe annet'", ("unit", "P1 4–16")),
        ("UPDATE meaning_unit SET end = end + 1", ("unit", "P1 4–17")),
        ("UPDATE meaning_unit SET transcript_id = 2", ("unit", "P1 4–16")),
        ("UPDATE quote SET text = 'Møtte jo'", ("quote", "P1 4–12")),
        ("UPDATE quote SET start = 0, text = 'Jeg møtte jo', printed = 'Jeg møtte jo'", ("quote", "P1 0–12")),
        ("UPDATE quote SET printed = 'kom jo'", ("quote", "P1 4–12")),
        ("UPDATE passage SET text = 'Du'", ("passage", "P1 0–3")),
        ("UPDATE note SET end = 99", ("note", "P1 32–99")),
        ("UPDATE tally SET n = n + 1 WHERE kind = 'units'", ("counts", "")),
        ("INSERT INTO turn_words(rowid, words) VALUES (99, 'spøkelse')", ("index", "")),
        ("UPDATE coding SET group_id = 99, subgroup_id = NULL", ("damage", "")),
    ],
)
def test_what_does_not_verify_is_an_error_named_by_its_place(
    study: OpenStudy, statement: str, found: tuple[str, str]
) -> None:
    report = _damage(study, statement)
    assert not report.ok
    assert found in _kinds(report)
    assert all(finding.message and not finding.message.startswith("checking.") for finding in report.findings)


def test_a_signed_printed_form_may_differ(study: OpenStudy) -> None:
    with study.change("quote.sign") as change:
        change.change(Quote, 1, printed="kom jo", form="edited", signed_by=change.coder_id)
    assert check(study).ok


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("UPDATE code_group SET definition = replace(definition, 'burde', 'burdr')", "the code group Plikt"),
        ("UPDATE condensate SET text = replace(text, 'møtte', 'møttf')", "the condensate Jeg møttf opp."),
        ("UPDATE paragraph SET text = 'Pasientene møttf.'", "the paragraph Pasientene møttf."),
        ("UPDATE note SET text = 'flau!'", "the note flau!"),
        ("UPDATE result_category SET heading = 'Å mpte'", "the result category Å mpte"),
        ("UPDATE quote SET printed = 'Møtte', form = 'verbatim'", "the quote møtte jo"),
        ("UPDATE coding SET set_aside = 1, subgroup_id = NULL", "the coding"),
        ("DELETE FROM note", "the note"),
        ("UPDATE condensate SET text = CAST(x'4a6567ff20' AS TEXT)", "the condensate"),
        (
            "UPDATE journal_images SET images = replace(images, 'Jeg møtte ', 'Jeg møttf ')",
            "the condensate Jeg møtte opp.",
        ),
        (
            (
                "UPDATE journal_images SET images = replace(images, 'jeg burde', 'jeg burdr')"
                " WHERE entry_id = (SELECT min(entry_id) FROM journal_images WHERE images LIKE '%jeg burde%')"
            ),
            "the code group Plikt",
        ),
        ("UPDATE journal_images SET images = substr(images, 2) WHERE entry_id = 3", "entry of the journal 3"),
        ("UPDATE journal_images SET images = CAST(x'5bff' AS TEXT) WHERE entry_id = 3", "entry of the journal 3"),
    ],
)
def test_a_letter_that_changed_in_what_researchers_wrote_is_named(study: OpenStudy, statement: str, found: str) -> None:
    change_group(study, 1, name="Plikt", key=1, definition="Hva jeg burde")
    change_group(study, 1, name="Plikt", key=1, definition="Hva en burde")
    with study.change("condensate.write") as change:
        condensate = {"subgroup_id": 1, "text": "Jeg møtte opp.", "stands_on": fingerprint(change.connection, 1)}
        change.add(Condensate, **condensate, coder_id=change.coder_id, written=change.at)
        change.add(Paragraph, category_id=1, text="Pasientene møtte.", position=1)
    assert check(study).ok
    report = _damage(study, statement)
    assert any(kind == "row" and where.startswith(found) for kind, where in _kinds(report))
    assert len([finding for finding in report.findings if finding.kind == "row"]) == 1
    assert not any("with text" in finding.message for finding in report.findings), "the words are nobody's to read"


def test_text_that_is_no_longer_text_is_named(study: OpenStudy) -> None:
    report = _damage(study, "UPDATE revision SET text = CAST(x'4a6567ff20' AS TEXT) WHERE id = 2")
    assert ("text", "P2") in _kinds(report)


def test_a_page_that_was_overwritten_is_damage_and_not_a_crash(study: OpenStudy, study_path: Path) -> None:
    study.close()
    raw = bytearray(study_path.read_bytes())
    with sqlite3.connect(study_path) as connection:
        (page,) = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'coding'").fetchone()
    connection.close()
    size = int.from_bytes(raw[16:18], "big")
    raw[(page - 1) * size : (page - 1) * size + 200] = b"\x5a" * 200
    study_path.write_bytes(bytes(raw))
    with open_study(study_path, coder="AA") as reopened:
        report = check(reopened)
    assert not report.ok
    assert _kinds(report)[0][0] == "damage"


def test_fix_builds_up_counts_and_index_again_and_says_so(study: OpenStudy) -> None:
    _damage(study, "UPDATE tally SET n = n + 5")
    assert not _damage(study, "INSERT INTO turn_words(turn_words) VALUES ('delete-all')").ok
    report = check(study, fix=True)
    assert (report.ok, len(report.fixed)) == (True, 2)
    with study.reading() as connection:
        assert stored_counts(connection) == count_anew(connection)
        assert len(turns_with(connection, "flau")) == 2
    assert check(study).fixed == ()


def test_fix_leaves_alone_what_cannot_be_derived(study: OpenStudy) -> None:
    _damage(study, "UPDATE meaning_unit SET text = 'noe annet'")
    assert not check(study, fix=True).ok
    with study.reading() as connection:
        assert connection.execute(select(col(MeaningUnit.text))).scalar_one() == "noe annet"


def test_what_waits_for_a_person_is_a_note_and_no_error(study: OpenStudy) -> None:
    with study.change("condensate.write") as change:
        condensate = {"subgroup_id": 1, "text": "Jeg møtte.", "stands_on": fingerprint(change.connection, 1)}
        change.add(Condensate, **condensate, coder_id=change.coder_id, written=change.at)
    assert check(study).findings == ()
    code_words(study, 1, "flau", 1, subgroup_id=1)
    with study.change("category.new") as change:
        change.add(ResultCategory, analysis_id=1, heading="Etterpå", position=2)
    report = check(study)
    assert report.ok
    assert _kinds(report, NOTE) == [("condensate", "Pasientene: Plikt/Høflig"), ("category", "Pasientene: Etterpå")]


def test_a_study_whose_imports_were_undone_is_still_whole(study: OpenStudy) -> None:
    for _ in range(3):
        add_transcript(study, "P3", TEXT)
        undo(study)
    assert check(study).ok
    assert check(study, fix=True).ok
    with study.reading() as connection:
        rows = [connection.execute(select(table)).all() for table in (Turn, Sentence, Revision)]
    assert all(rows)

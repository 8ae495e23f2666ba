"""Claims about the journal: a change and its entry are one, and rows are known by uid."""

import json
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlmodel import SQLModel, col

from qualcode.errors import ChangedMeanwhile
from qualcode.model import CodeGroup, Coding, JournalEntry, JournalImages, MeaningUnit, Subgroup
from qualcode.services.keeping.history import history, redo, undo
from qualcode.services.material.substudies import set_substudy
from qualcode.storage import journal
from qualcode.storage.content import content_hash
from qualcode.storage.opening import OpenStudy, open_study
from tests.builders import add_group, add_substudy, add_transcript, analysis_of, code_words


def _count(study: OpenStudy, table: type[SQLModel]) -> int:
    with study.reading() as connection:
        return int(connection.execute(select(func.count()).select_from(table)).scalar_one())


def _hash(study: OpenStudy) -> str:
    with study.reading() as connection:
        return content_hash(connection)


def _images(study: OpenStudy) -> list[dict[str, Any]]:
    """The images of the newest entry."""
    newest = select(col(JournalImages.images)).order_by(col(JournalImages.entry_id).desc()).limit(1)
    with study.reading() as connection:
        return list(json.loads(connection.execute(newest).scalar_one()))


def _add_twice(study: OpenStudy, analysis_id: int) -> None:
    with study.change("group.new") as change:
        change.add(CodeGroup, analysis_id=analysis_id, name="Plikt", position=1)
        change.add(CodeGroup, analysis_id=analysis_id, name="Plikt", position=2)


def test_an_action_that_fails_halfway_leaves_nothing(study: OpenStudy) -> None:
    add_substudy(study)
    analysis = analysis_of(study)
    before, entries = _hash(study), _count(study, JournalEntry)
    with pytest.raises(IntegrityError):
        _add_twice(study, analysis)
    assert _hash(study) == before
    assert _count(study, JournalEntry) == entries
    assert _count(study, CodeGroup) == 0


def test_an_action_that_changes_nothing_is_not_written_down(study: OpenStudy) -> None:
    add_substudy(study)
    group = add_group(study, "Plikt")
    entries = _count(study, JournalEntry)
    with study.change("group.edit") as change:
        assert not change.change(CodeGroup, group, name="Plikt")
    assert _count(study, JournalEntry) == entries


def test_an_entry_says_who_did_what_and_keeps_what_was_there_before(study: OpenStudy) -> None:
    add_substudy(study)
    group = add_group(study, "Plikt")
    with study.change("group.edit") as change:
        assert change.change(CodeGroup, group, name="Høflighet")
        change.summary = "renamed"
    (image,) = _images(study)
    assert (image["before"]["name"], image["after"]["name"]) == ("Plikt", "Høflighet")
    with study.reading() as connection:
        newest = select(JournalEntry).order_by(col(JournalEntry.id).desc()).limit(1)
        entry = connection.execute(newest).mappings().one()
    assert (entry["action"], entry["summary"], entry["kind"], entry["undone_by"]) == (
        "group.edit",
        "renamed",
        "change",
        None,
    )


def test_images_refer_to_other_rows_by_uid(study: OpenStudy) -> None:
    add_substudy(study)
    group = add_group(study, "Plikt")
    with study.change("subgroup.new") as change:
        change.add(Subgroup, group_id=group, name="Ikke være vrang", position=1)
        row = change.row(CodeGroup, group)
    assert row is not None
    (image,) = _images(study)
    assert image["after"]["group_id"] == row["uid"]


def test_a_key_is_never_given_to_another_row(study: OpenStudy) -> None:
    add_substudy(study)
    analysis = analysis_of(study)
    gone = add_group(study, "Plikt")
    with study.change("subgroup.new") as change:
        subgroup = change.add(Subgroup, group_id=gone, name="Ikke være vrang", position=1)
    with study.change("group.remove") as change:
        change.remove(Subgroup, subgroup)
        change.remove(CodeGroup, gone)
    with study.change("group.new") as change:
        new = change.add(CodeGroup, analysis_id=analysis, name="Uro", position=1)
        change.add(Subgroup, group_id=new, name="Brevet", position=1)
        row = change.row(CodeGroup, new)
    assert new != gone
    assert row is not None
    assert _images(study)[-1]["after"]["group_id"] == row["uid"]


def test_a_change_to_a_version_that_is_no_longer_the_newest_is_refused(study: OpenStudy) -> None:
    add_substudy(study)
    group = add_group(study, "Plikt")
    with study.change("group.edit") as change:
        seen = change.row(CodeGroup, group)
    assert seen is not None
    with open_study(study.path, coder="BB") as other, other.change("group.edit") as change:
        change.change(CodeGroup, group, seen=seen["version"], name="Høflighet")
    with pytest.raises(ChangedMeanwhile), study.change("group.edit") as change:
        change.change(CodeGroup, group, seen=seen["version"], name="Motytelse")
    with study.reading() as connection:
        assert connection.execute(select(col(CodeGroup.name))).scalar_one() == "Høflighet"


def test_a_change_to_a_row_that_is_gone_is_refused(study: OpenStudy) -> None:
    add_substudy(study)
    group = add_group(study, "Plikt")
    with study.change("group.remove") as change:
        change.remove(CodeGroup, group)
    with pytest.raises(ChangedMeanwhile), study.change("group.edit") as change:
        change.change(CodeGroup, group, name="Uro")
    with pytest.raises(ChangedMeanwhile), study.change("group.remove") as change:
        change.remove(CodeGroup, group)


def test_the_content_hash_does_not_depend_on_keys_times_or_the_journal(study: OpenStudy) -> None:
    add_substudy(study)
    before = _hash(study)
    group = add_group(study, "Plikt")
    assert _hash(study) != before
    with study.change("group.remove") as change:
        change.remove(CodeGroup, group)
    assert _hash(study) == before


def test_what_somebody_else_writes_is_seen_at_once(study: OpenStudy) -> None:
    add_substudy(study)
    transcript = add_transcript(study, "P1", "Jeg møtte jo opp.")
    group = add_group(study, "Plikt")
    with open_study(study.path, coder="BB") as other:
        code_words(other, transcript, "møtte jo opp", group)
    assert (_count(study, MeaningUnit), _count(study, Coding)) == (1, 1)


def test_a_clock_that_is_set_back_a_year_changes_no_order(study: OpenStudy, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, year in (("Uro", 2026), ("Plikt", 2025), ("Skam", 2024)):
        monkeypatch.setattr(journal, "now", lambda year=year: f"{year}-11-22T08:00:00.000Z")
        set_substudy(study, name)
    assert [entry.summary for entry in history(study)] == [
        f"Added the substudy {name}" for name in ("Skam", "Plikt", "Uro")
    ]
    assert "Skam" in undo(study)
    assert "Plikt" in undo(study)
    assert "Plikt" in redo(study)

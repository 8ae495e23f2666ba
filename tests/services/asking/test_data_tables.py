"""Claims about the study as tidy tables."""

import csv
from pathlib import Path

import pandas as pd
import pytest

from qualcode.errors import NothingToExport
from qualcode.exporters import data
from qualcode.services.asking.data_tables import data_tables, export_data
from qualcode.services.participants.participants import import_participants
from qualcode.services.participants.speakers import match_speakers
from qualcode.storage.opening import OpenStudy
from tests.builders import (
    add_group,
    add_participant,
    add_subgroup,
    add_substudy,
    add_transcript,
    code_words,
    numbered,
    registered,
    text_of,
)

pytest.importorskip("pyarrow")


@pytest.fixture
def material(study: OpenStudy) -> OpenStudy:
    """P1 and P2, an interview each, one coded unit in a subgroup of a group with a slash in its name."""
    add_substudy(study)
    rows: list[dict[str, object]] = [
        {"participant": "P1", "age": 41, "gender": "K"},
        {"participant": "P2", "age": None, "gender": "M"},
    ]
    labels = numbered([{"attribute": "gender", "value": "K", "label": "kvinne"}])
    import_participants(study, numbered(rows), substudy="Pasientene", labels=labels)
    first = add_transcript(study, "Ett", [("P1", "- ja, jeg var redd.")])
    add_transcript(study, "To", [("P2", "Ikke jeg.")])
    group = add_group(study, "Uro / angst")
    code_words(study, first, "- ja, jeg var redd.", group, subgroup_id=add_subgroup(study, group, "Redsel"))
    return study


def _frames(study: OpenStudy, folder: Path) -> dict[str, pd.DataFrame]:
    export_data(study, folder)
    return {file.stem: pd.read_parquet(file) for file in sorted(folder.glob("*.parquet"))}


def test_tables_hold_one_case_a_row_and_are_joined_by_their_keys(material: OpenStudy, tmp_path: Path) -> None:
    frames = _frames(material, tmp_path / "data")
    assert frames["participants"].to_dict("records")[0] == {
        "participant": "P1",
        "substudy": "Pasientene",
        "age": 41.0,
        "gender": "K",
    }
    assert pd.isna(frames["participants"]["age"][1])
    assert frames["participant_groups"]["Uro / angst"].tolist() == [1.0, 0.0]
    joined = frames["codings"].merge(frames["units"], on="unit")
    assert joined["text"].tolist() == ["- ja, jeg var redd."]
    assert frames["codings"][["code_group", "subgroup"]].to_numpy().tolist() == [["Uro / angst", "Redsel"]]


def test_codebook_tells_of_every_column_of_every_table(material: OpenStudy, tmp_path: Path) -> None:
    frames = _frames(material, tmp_path / "data")
    told = set(map(tuple, frames["codebook"][["table", "column"]].to_numpy().tolist()))
    assert told == {(name, column) for name, frame in frames.items() if name != "codebook" for column in frame.columns}
    meanings = dict(zip(frames["codebook"]["column"], frames["codebook"]["meaning"], strict=True))
    assert meanings["gender"] == "gender. K=kvinne"
    assert not any(meaning.startswith("data.columns") for meaning in meanings.values())


def test_csv_is_safe_in_a_spreadsheet_and_has_the_same_rows(material: OpenStudy, tmp_path: Path) -> None:
    frames = _frames(material, tmp_path / "data")
    with (tmp_path / "data" / "units.csv").open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    assert row["text"] == "'- ja, jeg var redd."
    assert list(row) == list(frames["units"].columns)


def test_people_without_consent_are_in_none_of_the_tables(material: OpenStudy) -> None:
    registered(material, consent=[{"participant": "P2", "form_version": "1", "given": "2026-01-01"}])
    tables = {table.name: table.rows for table in data_tables(material)}
    assert [row[0] for row in tables["participants"]] == ["P2"]
    assert tables["units"] == tables["codings"] == ()


def test_a_unit_in_which_somebody_without_consent_speaks_too_is_in_none_of_the_tables(study: OpenStudy) -> None:
    """Two people in a focus group; of another unit, only the one who has consented."""
    add_substudy(study)
    add_participant(study, "P1")
    add_participant(study, "P2")
    together = add_transcript(study, "FG", [("P1", "Jeg var enig."), ("P2", "Det var ikke jeg."), ("P1", "Jaha.")])
    with study.change("speakers.set") as change:
        match_speakers(change, together)
    group = add_group(study, "Uro")
    code_words(study, together, "enig.\n\nDet var ikke", group)
    code_words(study, together, "Jaha", group)
    registered(study, consent=[{"participant": "P1", "given": "2026-01-01"}])
    tables = {table.name: table.rows for table in data_tables(study)}
    assert [row[-2] for row in tables["units"]] == ["Jaha"]
    assert len(tables["codings"]) == 1
    assert [(row[0], row[-1]) for row in tables["participant_groups"]] == [("P1", 1)]


def test_without_pyarrow_only_csv_is_written(
    material: OpenStudy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(data, "can_write_parquet", lambda: False)
    assert {file.suffix for file in export_data(material, tmp_path / "data")} == {".csv"}


def test_study_without_anything_has_no_data_to_export(study: OpenStudy, tmp_path: Path) -> None:
    with pytest.raises(NothingToExport):
        export_data(study, tmp_path / "data")


def test_offsets_are_whole_numbers_that_point_into_the_text(material: OpenStudy, tmp_path: Path) -> None:
    frames = _frames(material, tmp_path / "data")
    (unit,) = frames["units"].itertuples()
    start, end = int(str(unit.start)), int(str(unit.end))
    assert text_of(material, 1)[start:end] == unit.text
    assert {str(frames["units"][name].dtype) for name in ("start", "end", "turn")} == {"Int64"}


def test_who_was_not_asked_has_no_count_and_an_analysis_has_only_its_own_people(material: OpenStudy) -> None:
    add_substudy(material, "Legene")
    import_participants(material, numbered([{"participant": "L1"}]), substudy="Legene")
    add_group(material, "Plikt", analysis="Legene")
    whole = {table.name: table.rows for table in data_tables(material)}
    assert whole["participant_groups"] == (
        ("P1", "Pasientene", 1, None),
        ("P2", "Pasientene", 0, None),
        ("L1", "Legene", None, 0),
    )
    one = {table.name: table for table in data_tables(material, analysis="Legene")}
    assert one["participant_groups"].rows == (("L1", "Legene", 0),)
    assert [row[:2] for row in one["participants"].rows] == [("L1", "Legene")]
    assert one["transcripts"].rows == one["units"].rows == ()
    within = {table.name: table for table in data_tables(material, substudy="Legene")}
    assert [column.name for column in within["participant_groups"].columns] == ["participant", "substudy", "Plikt"]

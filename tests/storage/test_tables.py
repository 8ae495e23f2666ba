"""Claims about the tables themselves: bad rows are refused by the database, and the same classes fit PostgreSQL."""

from typing import Any

import pytest
from sqlalchemy import CheckConstraint, ForeignKeyConstraint, UniqueConstraint
from sqlalchemy.dialects import postgresql
from sqlalchemy.exc import IntegrityError
from sqlalchemy.schema import CreateIndex, CreateTable
from sqlmodel import SQLModel

from qualcode.model import (
    Analysis,
    Attribute,
    AttributeValue,
    CodeGroup,
    Coder,
    Coding,
    Condensate,
    Consent,
    EthicsAssessment,
    FieldNote,
    GuideTopic,
    InformationPower,
    Interview,
    InterviewParticipant,
    MeaningUnit,
    Note,
    Paragraph,
    Passage,
    Quote,
    Recording,
    RecruitmentStep,
    ReportAnswer,
    ResultCategory,
    Speaker,
    StudyRow,
    Subgroup,
    Substudy,
    TeamMember,
    Theme,
    Transcript,
    Turn,
    UserInvolvement,
)
from qualcode.services.coding.codebooks import add_group, add_subgroup
from qualcode.storage.opening import OpenStudy
from tests.builders import add_substudy, add_transcript, analysis_of, code_words

SPAN = {"start": 0, "end": 3, "text": "Jeg"}
BY = {"coder_id": 1, "created": "2026-01-01T00:00:00.000Z"}


@pytest.fixture
def material(study: OpenStudy) -> OpenStudy:
    """One of each: every row that is referred to below has the key 1."""
    add_substudy(study)
    add_substudy(study, "Fastlegene")
    transcript = add_transcript(study, "P1", [("P1", "Jeg møtte jo opp.")])
    group = add_group(study, analysis_of(study), "Plikt")
    add_subgroup(study, group, "Høflig")
    code_words(study, transcript, "møtte", group)
    add_group(study, analysis_of(study), "Uro")
    with study.change("category.new") as change:
        change.add(ResultCategory, analysis_id=1, heading="Å møte", position=1)
    return study


BAD: list[tuple[type[SQLModel], dict[str, Any]]] = [
    (StudyRow, {"title": " ", "created": "x"}),
    (Substudy, {"name": "Pasientene", "position": 9}),
    (Substudy, {"name": "NMV", "design": "survey", "position": 9}),
    (Substudy, {"name": "NMV", "sampling": "random", "position": 9}),
    (Substudy, {"name": "NMV", "quote_source": "name", "position": 9}),
    (Analysis, {"title": "Pasientene", "position": 9}),
    (Interview, {"substudy_id": 1, "name": "P1", "design": "individual", "position": 9}),
    (Interview, {"substudy_id": None, "name": "P2", "design": "individual", "position": 9}),
    (Interview, {"substudy_id": 99, "name": "P2", "design": "individual", "position": 9}),
    (Speaker, {"transcript_id": 1, "label": "P1"}),
    (Speaker, {"transcript_id": 1, "label": "P2", "role": "doctor"}),
    (Turn, {"transcript_id": 1, "revision_id": 1, "number": 1, "start": 0, "end": 3}),
    (Turn, {"transcript_id": 1, "revision_id": 1, "number": 7, "start": 3, "end": 3}),
    (Turn, {"transcript_id": 1, "revision_id": 1, "number": 7, "start": -1, "end": 3}),
    (CodeGroup, {"analysis_id": 1, "name": "Plikt", "position": 9}),
    (CodeGroup, {"analysis_id": 1, "name": "   ", "position": 9}),
    (CodeGroup, {"analysis_id": 1, "name": "Etterpå", "key": 10, "position": 9}),
    (Subgroup, {"group_id": 1, "name": "Høflig", "position": 9}),
    (MeaningUnit, {"analysis_id": 1, "transcript_id": 1, "revision_id": 1, **SPAN, "end": 0, **BY}),
    (MeaningUnit, {"analysis_id": 1, "transcript_id": 1, "revision_id": 1, **SPAN, "start": 4, "end": 9, **BY}),
    (Coding, {"unit_id": 1, "group_id": 1, "created": "x"}),
    (Coding, {"unit_id": 1, "group_id": 2, "subgroup_id": 1, "created": "x"}),
    (Coding, {"unit_id": 99, "group_id": 2, "created": "x"}),
    (Condensate, {"subgroup_id": 99, "text": "Jeg", "coder_id": 1, "written": "x"}),
    (Quote, {"coding_id": 1, "revision_id": 1, **SPAN, "printed": " ", "coder_id": 1}),
    (Quote, {"coding_id": 1, "revision_id": 1, **SPAN, "printed": "Jeg", "form": "nicer", "coder_id": 1}),
    (Quote, {"coding_id": 1, "revision_id": 1, **SPAN, "end": 0, "printed": "Jeg", "coder_id": 1}),
    (Theme, {"analysis_id": 1, "name": "", "position": 1}),
    (Note, {"analysis_id": 1, "transcript_id": 1, "text": " ", **BY}),
    (Note, {"analysis_id": 1, "transcript_id": 1, "text": "x", "start": 3, **BY}),
    (Note, {"analysis_id": 1, "transcript_id": 1, "text": "x", "start": 0, "end": 3, **BY}),
    (Paragraph, {"category_id": 1, "text": " ", "position": 1}),
    (Passage, {"category_id": 1, "transcript_id": 1, "revision_id": 1, **SPAN, "stance": "agrees"}),
    (AttributeValue, {"participant_id": 1, "attribute_id": 1, "text": "35"}),
    (Coder, {"initials": "AA"}),
    (Interview, {"substudy_id": 1, "name": "P2", "design": "individual", "position": 9, "mode": "letter"}),
    (Interview, {"substudy_id": 1, "name": "P2", "design": "individual", "position": 9, "minutes": -1}),
    (
        Transcript,
        {
            "interview_id": 1,
            "name": "x",
            "file_name": "x",
            "file_hash": "x",
            "format": "x",
            "encoding": "x",
            "kind": "y",
        },
    ),
    (Attribute, {"substudy_id": 1, "name": "age", "kind": "number", "position": 1, "figures": "mode"}),
    (TeamMember, {"name": " ", "position": 1}),
    (UserInvolvement, {"who": "", "position": 1}),
    (EthicsAssessment, {"body": "REK", "kind": "friend", "position": 1}),
    (RecruitmentStep, {"substudy_id": 1, "step": "asked", "count": 1, "position": 1}),
    (RecruitmentStep, {"substudy_id": 1, "step": "invited", "count": -1, "position": 1}),
    (GuideTopic, {"substudy_id": 1, "topic": " ", "position": 1}),
    (InterviewParticipant, {"interview_id": 1, "participant_id": 99}),
    (Recording, {"interview_id": 99}),
    (FieldNote, {"text": " "}),
    (Consent, {"participant_id": 99}),
    (InformationPower, {"analysis_id": 1, "dimension": "luck"}),
    (InformationPower, {"analysis_id": 1, "dimension": "aim", "assessment": "vast"}),
    (ReportAnswer, {"guideline": "prisma", "item": 1, "answer": "x"}),
    (ReportAnswer, {"guideline": "coreq", "item": 0, "answer": "x"}),
]


@pytest.mark.parametrize(("table", "row"), BAD)
def test_a_bad_row_is_refused_by_the_database(material: OpenStudy, table: type[SQLModel], row: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), material.change("test.bad") as change:
        change.add(table, **row)


def test_a_coding_is_in_a_subgroup_or_set_aside_and_not_both(material: OpenStudy) -> None:
    with material.change("card.place") as change:
        change.change(Coding, 1, subgroup_id=1)
    with pytest.raises(IntegrityError), material.change("card.set-aside") as change:
        change.change(Coding, 1, set_aside=True)


def test_a_row_that_is_referred_to_is_not_removed(material: OpenStudy) -> None:
    with pytest.raises(IntegrityError), material.change("group.remove") as change:
        change.remove(CodeGroup, 1)


def test_the_same_tables_can_be_made_on_postgresql() -> None:
    postgresql_dialect: Any = postgresql.dialect
    dialect = postgresql_dialect()
    for table in SQLModel.metadata.sorted_tables:
        made = str(CreateTable(table).compile(dialect=dialect))
        assert made.strip().startswith("CREATE TABLE")
        for index in table.indexes:
            assert "CREATE" in str(CreateIndex(index).compile(dialect=dialect))


def test_every_constraint_has_a_name_so_that_a_migration_can_address_it() -> None:
    for table in SQLModel.metadata.sorted_tables:
        for constraint in table.constraints:
            if isinstance(constraint, CheckConstraint | ForeignKeyConstraint | UniqueConstraint):
                assert constraint.name, f"{table.name}: {constraint}"


def test_every_row_that_is_kept_has_a_uid() -> None:
    derived = {"journal_images", "journal_rows", "tally", "schema_version", "sentence"}
    for table in SQLModel.metadata.sorted_tables:
        assert ("uid" in table.columns) == (table.name not in derived), table.name

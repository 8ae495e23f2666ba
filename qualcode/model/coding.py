"""Step 2: identifying and sorting meaning units - from themes to codes."""

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint
from sqlmodel import Field

from qualcode.model.base import Versioned, not_blank, span_check


class CodeGroup(Versioned, table=True):
    """A code group (kodegruppe), with what belongs in it. `key` is the digit that codes into it, or 0."""

    __tablename__ = "code_group"
    __table_args__ = (
        UniqueConstraint("analysis_id", "name", name="uq_code_group_name"),
        not_blank("name", table="code_group"),
        CheckConstraint('"key" BETWEEN 0 AND 9', name="ck_code_group_key"),
    )

    analysis_id: int = Field(foreign_key="analysis.id")
    name: str
    definition: str = ""
    inclusion: str = ""
    exclusion: str = ""
    example: str = ""
    colour: str = ""
    key: int = 0
    position: int


class Subgroup(Versioned, table=True):
    """A subgroup (undergruppe) of a code group, made in step 3."""

    __tablename__ = "subgroup"
    __table_args__ = (
        UniqueConstraint("group_id", "name", name="uq_subgroup_name"),
        UniqueConstraint("id", "group_id", name="uq_subgroup_group"),
        not_blank("name", table="subgroup"),
    )

    group_id: int = Field(foreign_key="code_group.id")
    name: str
    definition: str = ""
    position: int


class MeaningUnit(Versioned, table=True):
    """A meaning unit (meningsbærende enhet): a coder's span of one transcript, with its words as they stood.

    `text` repeats the words so that it can be verified against the transcript letter by letter. `words_before` are the
    words as they were coded, when a correction of the transcript has changed them and nobody has looked since.
    """

    __tablename__ = "meaning_unit"
    __table_args__ = (
        UniqueConstraint("analysis_id", "transcript_id", "start", "end", "coder_id", name="uq_meaning_unit_place"),
        span_check("meaning_unit"),
    )

    analysis_id: int = Field(foreign_key="analysis.id")
    transcript_id: int = Field(foreign_key="transcript.id", index=True)
    revision_id: int = Field(foreign_key="revision.id")
    start: int
    end: int
    text: str
    words_before: str = ""
    coder_id: int = Field(foreign_key="coder.id")
    created: str


class Coding(Versioned, table=True):
    """A meaning unit placed in a code group, perhaps in one of its subgroups, or set aside there with a reason."""

    __tablename__ = "coding"
    __table_args__ = (
        UniqueConstraint("unit_id", "group_id", name="uq_coding_group"),
        ForeignKeyConstraint(
            ["subgroup_id", "group_id"], ["subgroup.id", "subgroup.group_id"], name="fk_coding_subgroup_of_group"
        ),
        CheckConstraint("NOT (set_aside AND subgroup_id IS NOT NULL)", name="ck_coding_one_place"),
        Index("ix_coding_group", "group_id", "subgroup_id", "unit_id"),
    )

    unit_id: int = Field(foreign_key="meaning_unit.id")
    group_id: int = Field(foreign_key="code_group.id")
    subgroup_id: int | None = Field(default=None)
    set_aside: bool = False
    reason: str = ""
    created: str

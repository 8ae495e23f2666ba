"""Step 2: identifying and sorting meaning units - from themes to codes."""

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint
from sqlmodel import Field

from qualcode.model.base import Kept, Versioned, not_blank, one_of, span_check


class CodeGroup(Versioned, table=True):
    """A code group (kodegruppe), with what belongs in it. `key` is the digit that codes into it, or 0.

    A `retired` group is coded into no more; what was coded stays.
    """

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
    retired: bool = False
    position: int


class GroupTheme(Kept, table=True):
    """A code group came from this agreed theme."""

    __tablename__ = "group_theme"
    __table_args__ = (UniqueConstraint("group_id", "theme_id", name="uq_group_theme"),)

    group_id: int = Field(foreign_key="code_group.id")
    theme_id: int = Field(foreign_key="theme.id", index=True)


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
    `discuss` when the coder doubts it and wants it talked about.
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
    discuss: bool = False
    coder_id: int = Field(foreign_key="coder.id")
    created: str


class Coding(Versioned, table=True):
    """A meaning unit placed in a code group, perhaps in one of its subgroups, or set aside there with a reason.

    `example` is the author's choice: it stands in the table that shows how the analysis was done.
    """

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
    example: bool = False
    created: str


class Question(Versioned, table=True):
    """A question about a meaning unit to a colleague, and her answer; `answered` is empty until then."""

    __tablename__ = "question"
    __table_args__ = (not_blank("text", table="question"),)

    unit_id: int = Field(foreign_key="meaning_unit.id", index=True)
    coder_id: int = Field(foreign_key="coder.id")
    asked_id: int = Field(foreign_key="coder.id", index=True)
    text: str
    created: str
    answer: str = ""
    answered_by: int | None = Field(default=None, foreign_key="coder.id")
    answered: str = ""


class BlindCoding(Kept, table=True):
    """This coder codes this transcript without seeing what others code there, from `started` until all are `done`."""

    __tablename__ = "blind_coding"
    __table_args__ = (UniqueConstraint("analysis_id", "transcript_id", "coder_id", name="uq_blind_coding"),)

    analysis_id: int = Field(foreign_key="analysis.id")
    transcript_id: int = Field(foreign_key="transcript.id", index=True)
    coder_id: int = Field(foreign_key="coder.id")
    started: str
    done: str = ""


DECISIONS = ("one", "all", "group", "neither")


class Settlement(Versioned, table=True):
    """What was decided about a place that coders had read differently (ulik lesning), and why.

    `readings` is how each had coded it (JSON), so that it can be read when the codings are changed. `codings` are the
    uids of those that still differ by decision (JSON). `kept_id`: whose reading was kept; `group_id`: the group chosen.
    """

    __tablename__ = "settlement"
    __table_args__ = (one_of("decision", DECISIONS, table="settlement"),)

    analysis_id: int = Field(foreign_key="analysis.id", index=True)
    transcript_id: int = Field(foreign_key="transcript.id", index=True)
    words: str
    decision: str
    kept_id: int | None = Field(default=None, foreign_key="coder.id")
    group_id: int | None = Field(default=None, foreign_key="code_group.id")
    reason: str = ""
    readings: str
    codings: str
    coder_id: int = Field(foreign_key="coder.id")
    decided: str

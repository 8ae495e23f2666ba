"""Analyses: a question put to the material of one or more substudies."""

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from qualcode.model.base import Kept, Versioned, not_blank


class Analysis(Versioned, table=True):
    """A title, a research question (problemstilling), a theoretical frame. Steps 1 to 4 belong to it.

    `lists_open` when the team has opened the readers' lists of themes to each other before all were done. One that is
    `retired` keeps all that was done in it, and is not offered, asked about or printed any more.
    """

    __tablename__ = "analysis"
    __table_args__ = (UniqueConstraint("title", name="uq_analysis_title"), not_blank("title", table="analysis"))

    title: str
    question: str = ""
    frame: str = ""
    lists_open: bool = False
    retired: bool = False
    position: int


class AnalysisSubstudy(Kept, table=True):
    """This analysis covers this substudy's material, since `created`."""

    __tablename__ = "analysis_substudy"
    __table_args__ = (UniqueConstraint("analysis_id", "substudy_id", name="uq_analysis_substudy"),)

    analysis_id: int = Field(foreign_key="analysis.id")
    substudy_id: int = Field(foreign_key="substudy.id", index=True)
    created: str = ""

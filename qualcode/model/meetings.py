"""The analysis meeting: who met over the units and condensates of an analysis, and what they decided."""

from sqlmodel import Field

from qualcode.model.base import Versioned, not_blank


class Meeting(Versioned, table=True):
    """The note of an analysis meeting (analysemøte). `held` is its date, ISO 8601."""

    __tablename__ = "meeting"
    __table_args__ = (not_blank("held", table="meeting"),)

    analysis_id: int = Field(foreign_key="analysis.id", index=True)
    held: str
    present: str = ""
    decided: str = ""
    coder_id: int = Field(foreign_key="coder.id")

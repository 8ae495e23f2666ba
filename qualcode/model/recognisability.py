"""What makes somebody recognisable and has been accepted, so that only new findings speak."""

from sqlmodel import Field

from qualcode.model.base import Kept, not_blank


class AcceptedFinding(Kept, table=True):
    """A finding of recognisability that a person has accepted, and why.

    `fingerprint` is of what was found; when that changes, the finding is a new one.
    """

    __tablename__ = "accepted_finding"
    __table_args__ = (not_blank("reason", table="accepted_finding"),)

    fingerprint: str = Field(unique=True, max_length=32)
    reason: str
    coder_id: int = Field(foreign_key="coder.id")
    at: str

"""What has left the study: which files were written, and whose words were in them."""

from sqlmodel import Field

from qualcode.model.base import Kept, not_blank


class Export(Kept, table=True):
    """A file that was written: what kind of thing, its name (never its folder), by whom and when.

    Kept so that a withdrawal can say what has gone out already.
    """

    __tablename__ = "export"
    __table_args__ = (not_blank("kind", table="export"),)

    kind: str
    file: str
    coder_id: int = Field(foreign_key="coder.id")
    at: str


class ExportedParticipant(Kept, table=True):
    """Words or the code of this participant stood in an exported file.

    By uid and not by key: what was written stays written when the participant is undone or withdrawn.
    """

    __tablename__ = "exported_participant"

    export_id: int = Field(foreign_key="export.id", index=True)
    participant_uid: str = Field(index=True, max_length=32)

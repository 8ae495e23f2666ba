"""Participants and what is registered about them."""

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from qualcode.model.base import Kept, Versioned, not_blank, one_of
from qualcode.views.register import FIGURES

ATTRIBUTE_KINDS = ("number", "category", "text", "date")


class Participant(Versioned, table=True):
    """A person, known by a code within the substudy (P4, FL6), never by name."""

    __tablename__ = "participant"
    __table_args__ = (
        UniqueConstraint("substudy_id", "code", name="uq_participant_code"),
        not_blank("code", table="participant"),
    )

    substudy_id: int = Field(foreign_key="substudy.id")
    code: str
    pseudonym: str = ""
    position: int


class Attribute(Versioned, table=True):
    """Something registered about the participants of a substudy (age, education), in the order it was imported.

    `figures` is what the chapter tells of a number (mean, median, or both: empty); `multiple` when a participant may
    have several values; `declared` when a person has said what kind it is, which no file then changes.
    """

    __tablename__ = "attribute"
    __table_args__ = (
        UniqueConstraint("substudy_id", "name", name="uq_attribute_name"),
        not_blank("name", table="attribute"),
        one_of("kind", ATTRIBUTE_KINDS, table="attribute"),
        one_of("figures", FIGURES, table="attribute"),
    )

    substudy_id: int = Field(foreign_key="substudy.id")
    name: str
    caption: str = ""
    kind: str
    figures: str = ""
    multiple: bool = False
    declared: bool = False
    position: int


class AttributeLabel(Kept, table=True):
    """What a coded value means: 2 is "mer enn fullført videregående", which belongs to "høyere utdanning"."""

    __tablename__ = "attribute_label"
    __table_args__ = (UniqueConstraint("attribute_id", "value", name="uq_attribute_label_value"),)

    attribute_id: int = Field(foreign_key="attribute.id")
    value: str
    label: str
    broader: str = ""
    position: int


class AttributeValue(Kept, table=True):
    """One participant's value: always as text, and as a number where it is one."""

    __tablename__ = "attribute_value"
    __table_args__ = (UniqueConstraint("participant_id", "attribute_id", name="uq_attribute_value"),)

    participant_id: int = Field(foreign_key="participant.id")
    attribute_id: int = Field(foreign_key="attribute.id", index=True)
    text: str
    number: float | None = None

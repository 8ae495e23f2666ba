"""The register: who did the study, with whom, and how. What it says of interviews and transcripts stands with them."""

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field

from qualcode.model.base import Kept, Versioned, not_blank, one_of
from qualcode.views.register import ASSESSORS, DIMENSIONS, GUIDELINES, POWERS, STEPS


class TeamMember(Versioned, table=True):
    """A member of the research team (forskergruppe), by name or initials, and what she did."""

    __tablename__ = "team_member"
    __table_args__ = (UniqueConstraint("name", name="uq_team_member_name"), not_blank("name", table="team_member"))

    name: str
    role: str = ""
    credentials: str = ""
    occupation: str = ""
    gender: str = ""
    training: str = ""
    background: str = ""
    relation: str = ""
    known_to_participants: str = ""
    interviewed: bool = False
    moderated: bool = False
    transcribed: bool = False
    coded: bool = False
    position: int


class UserInvolvement(Versioned, table=True):
    """Who took part in the study on the users' behalf (brukermedvirkning), and how."""

    __tablename__ = "user_involvement"
    __table_args__ = (not_blank("who", table="user_involvement"),)

    substudy_id: int | None = Field(default=None, foreign_key="substudy.id", index=True)
    who: str
    how: str = ""
    position: int


class EthicsAssessment(Versioned, table=True):
    """An assessment of ethics or data protection by a body, under a reference number."""

    __tablename__ = "ethics_assessment"
    __table_args__ = (
        UniqueConstraint("body", "reference", name="uq_ethics_assessment"),
        not_blank("body", table="ethics_assessment"),
        one_of("kind", ASSESSORS, table="ethics_assessment"),
    )

    body: str
    kind: str
    reference: str = ""
    date: str = ""
    assessment: str = ""
    position: int


class RecruitmentStep(Versioned, table=True):
    """How many were at a step of a substudy's recruitment, by one way or for one reason.

    A number and no names, so that it stays when a person is taken out.
    """

    __tablename__ = "recruitment_step"
    __table_args__ = (
        UniqueConstraint("substudy_id", "step", "reason", name="uq_recruitment_step"),
        one_of("step", STEPS, table="recruitment_step"),
        CheckConstraint('"count" >= 0', name="ck_recruitment_step_count"),
    )

    substudy_id: int = Field(foreign_key="substudy.id")
    step: str
    count: int
    reason: str = ""
    position: int


class GuideTopic(Versioned, table=True):
    """A topic of a substudy's interview guide; `questions` has one a line."""

    __tablename__ = "guide_topic"
    __table_args__ = (
        UniqueConstraint("substudy_id", "topic", name="uq_guide_topic"),
        not_blank("topic", table="guide_topic"),
    )

    substudy_id: int = Field(foreign_key="substudy.id")
    topic: str
    questions: str = ""
    position: int


class TopicTouched(Kept, table=True):
    """This transcript touches this topic of the guide."""

    __tablename__ = "topic_touched"
    __table_args__ = (UniqueConstraint("transcript_id", "topic_id", name="uq_topic_touched"),)

    transcript_id: int = Field(foreign_key="transcript.id")
    topic_id: int = Field(foreign_key="guide_topic.id", index=True)


class InterviewParticipant(Kept, table=True):
    """This participant was present at this interview; she may have been at several."""

    __tablename__ = "interview_participant"
    __table_args__ = (UniqueConstraint("interview_id", "participant_id", name="uq_interview_participant"),)

    interview_id: int = Field(foreign_key="interview.id")
    participant_id: int = Field(foreign_key="participant.id", index=True)


class Recording(Versioned, table=True):
    """The recording of an interview, which is not in the study: where it is, and until when."""

    __tablename__ = "recording"
    __table_args__ = (UniqueConstraint("interview_id", name="uq_recording_interview"),)

    interview_id: int = Field(foreign_key="interview.id")
    device: str = ""
    storage: str = ""
    delete_by: str = ""
    deleted: str = ""


class FieldNote(Versioned, table=True):
    """A dated note from the field (feltnotat)."""

    __tablename__ = "field_note"
    __table_args__ = (not_blank("text", table="field_note"), Index("ix_field_note_date", "date"))

    substudy_id: int | None = Field(default=None, foreign_key="substudy.id", index=True)
    interview_id: int | None = Field(default=None, foreign_key="interview.id", index=True)
    date: str = ""
    author: str = ""
    text: str


class Consent(Versioned, table=True):
    """A participant's consent: the form's version, when it was given, when it was withdrawn."""

    __tablename__ = "consent"
    __table_args__ = (UniqueConstraint("participant_id", name="uq_consent_participant"),)

    participant_id: int = Field(foreign_key="participant.id")
    form_version: str = ""
    given: str = ""
    withdrawn: str = ""


class InformationPower(Versioned, table=True):
    """One dimension of an analysis' information power (informasjonsstyrke): how it was assessed, and why."""

    __tablename__ = "information_power"
    __table_args__ = (
        UniqueConstraint("analysis_id", "dimension", name="uq_information_power"),
        one_of("dimension", DIMENSIONS, table="information_power"),
        one_of("assessment", POWERS, table="information_power"),
    )

    analysis_id: int = Field(foreign_key="analysis.id")
    dimension: str
    assessment: str = ""
    reason: str = ""


class ReportAnswer(Versioned, table=True):
    """The authors' own words to an item of a reporting guideline."""

    __tablename__ = "report_answer"
    __table_args__ = (
        UniqueConstraint("guideline", "item", name="uq_report_answer"),
        one_of("guideline", tuple(GUIDELINES), table="report_answer"),
        CheckConstraint("item >= 1", name="ck_report_answer_item"),
        not_blank("answer", table="report_answer"),
    )

    guideline: str
    item: int
    answer: str

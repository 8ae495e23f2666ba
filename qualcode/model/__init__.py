"""The tables of a study: one set of classes for what is stored, one file per part of the method.

Every invariant stands in the database (CHECK, UNIQUE, FOREIGN KEY), because SQLModel tables do not validate what they
are given; services check before they write, so that the user gets a sentence. Offsets are code points in the text of
the revision that the row names, half-open; times of speech are ms; `created`, `at` are ISO 8601 in UTC.

Importing this package loads every table, so that `SQLModel.metadata` is whole.
"""

from sqlmodel import SQLModel

from qualcode.model.agreement import AgreementMeasured
from qualcode.model.analyses import Analysis, AnalysisSubstudy
from qualcode.model.answering import AnswerEvidence, EvaluationQuestion
from qualcode.model.base import new_uid, now
from qualcode.model.coding import (
    BlindCoding,
    CodeGroup,
    Coding,
    GroupTheme,
    MeaningUnit,
    Question,
    Settlement,
    Subgroup,
)
from qualcode.model.comparing import ComparisonCell, ComparisonEvidence, ComparisonTopic
from qualcode.model.condensing import Condensate, CondensateVersion, Quote, QuoteRule, Sorting
from qualcode.model.documents import Bibliography, ReferenceField, ReferenceSetting
from qualcode.model.exporting import Export, ExportedParticipant
from qualcode.model.identifying import Deidentification, Identifier, KeptWords, NameDecided
from qualcode.model.meetings import Meeting
from qualcode.model.participants import Attribute, AttributeLabel, AttributeValue, Participant
from qualcode.model.reading import (
    Impression,
    ListDone,
    Note,
    Preconceptions,
    ReadingMark,
    Theme,
    ThemeSource,
)
from qualcode.model.recognisability import AcceptedFinding
from qualcode.model.record_keeping import (
    Coder,
    JournalEntry,
    JournalImages,
    JournalRows,
    SameRow,
    SchemaVersion,
    Tally,
    Tombstone,
)
from qualcode.model.register import (
    Consent,
    EthicsAssessment,
    FieldNote,
    GuideTopic,
    InformationPower,
    InterviewParticipant,
    Recording,
    RecruitmentStep,
    ReportAnswer,
    TeamMember,
    TopicTouched,
    UserInvolvement,
)
from qualcode.model.searching import SavedSearch
from qualcode.model.studies import ChapterText, StudyRow, Substudy
from qualcode.model.suggesting import SuggestionDecision
from qualcode.model.synthesis import (
    CategoryCondensate,
    GroupWithoutCategory,
    Paragraph,
    ParagraphCondensate,
    Passage,
    ResultCategory,
)
from qualcode.model.table_log import LogLine, Seat, TableLog
from qualcode.model.transcripts import Interview, Revision, Sentence, Speaker, Transcript, Turn
from qualcode.model.withdrawing import Withdrawal, mark_of

# SQLite gives the key of a removed row to the next new one. A screen that still holds it, and the journal's memory of
# uids by key, would then take the one for the other.
for _table in SQLModel.metadata.tables.values():
    if "id" in _table.columns:
        _table.dialect_options["sqlite"]["autoincrement"] = True

__all__ = [
    "AcceptedFinding",
    "AgreementMeasured",
    "Analysis",
    "AnalysisSubstudy",
    "AnswerEvidence",
    "Attribute",
    "AttributeLabel",
    "AttributeValue",
    "Bibliography",
    "BlindCoding",
    "CategoryCondensate",
    "ChapterText",
    "CodeGroup",
    "Coder",
    "Coding",
    "ComparisonCell",
    "ComparisonEvidence",
    "ComparisonTopic",
    "Condensate",
    "CondensateVersion",
    "Consent",
    "Deidentification",
    "EthicsAssessment",
    "EvaluationQuestion",
    "Export",
    "ExportedParticipant",
    "FieldNote",
    "GroupTheme",
    "GroupWithoutCategory",
    "GuideTopic",
    "Identifier",
    "Impression",
    "InformationPower",
    "Interview",
    "InterviewParticipant",
    "JournalEntry",
    "JournalImages",
    "JournalRows",
    "KeptWords",
    "ListDone",
    "LogLine",
    "MeaningUnit",
    "Meeting",
    "NameDecided",
    "Note",
    "Paragraph",
    "ParagraphCondensate",
    "Participant",
    "Passage",
    "Preconceptions",
    "Question",
    "Quote",
    "QuoteRule",
    "ReadingMark",
    "Recording",
    "RecruitmentStep",
    "ReferenceField",
    "ReferenceSetting",
    "ReportAnswer",
    "ResultCategory",
    "Revision",
    "SameRow",
    "SavedSearch",
    "SchemaVersion",
    "Seat",
    "Sentence",
    "Settlement",
    "Sorting",
    "Speaker",
    "StudyRow",
    "Subgroup",
    "Substudy",
    "SuggestionDecision",
    "TableLog",
    "Tally",
    "TeamMember",
    "Theme",
    "ThemeSource",
    "Tombstone",
    "TopicTouched",
    "Transcript",
    "Turn",
    "UserInvolvement",
    "Withdrawal",
    "mark_of",
    "new_uid",
    "now",
]

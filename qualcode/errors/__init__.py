"""Every error a user can cause, and the sentences that explain it.

    QualcodeError       exit code, and its leaves
    ├── SettingsError    2  SettingRefused
    ├── StudyError       3  NoSuchStudy StudyExists NotAStudy StudyDamaged StudyNewer StudyReadOnly StudyBusy StudyFull
    │                       StudyInUse BackupRefused WithdrawnInside OtherStudy WithdrawnThere UpgradeFailed StudyLocked
    │                       WrongPassphrase CipherMissing MergeFailed PathTooLong StudyGone StudyReplaced
    │                       StudyOutOfReach
    ├── ImportingError   4  UnknownFormat NoSuchFormat UnreadableFile NotThatFormat EmptyFile NoTurnsFound BadTable
    │                       SomeFilesFailed NoTextOfStudy WithdrawnFile
    ├── MissingError     5  NothingNamed AmbiguousName
    ├── CodingError      6  SpanOutsideTranscript EmptySpan QuoteNotFound QuoteNotUnique WordsDiffer
    │                       QuoteElsewhere QuoteAcrossTurns QuoteOutsideUnits RowsRefused NothingCoded
    │                       TooFewCoders TooFewExamples SuggestionsOff CodedBlind
    ├── RuleError        7  NameTaken NameRefused EntryRefused ValueRefused StillInUse NoWordsLeft TurnsDiffer
    │                       NotConfirmed NothingToSeal QuotePlaced QuoteLeftOut OptionUnused
    │                       ValueMissing
    ├── UndoError        8  NothingToUndo NothingToRedo StandsInTheWay
    ├── ConflictError    9  ChangedMeanwhile
    ├── ExportingError  10  CannotWrite TemplateUnusable NothingToExport LeaksFound ExtraMissing
    ├── LinkageError    13  NoSuchKey NotAKey KeyLocked KeyDamaged NoPassphrase KeyBesideStudy
    │                       KeyUnwritable KeyChangedMeanwhile
    ├── SearchError     15  QueryRefused PatternRefused PatternTooSlow NothingToCount
    └── CheckError      11  FindingsRemain

Nothing but the two edges (`cli/diagnostics.py`, `tui/app.py`) catches these. What is not here is a fault in qualcode.
"""

# Each error is written once, in its room; here they all have one address.
# ruff: noqa: F403
from qualcode.errors.base import *
from qualcode.errors.material import *
from qualcode.errors.study import *
from qualcode.errors.work import *

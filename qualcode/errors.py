"""Every error a user can cause, and the sentences that explain it.

    QualcodeError       exit code, and its leaves
    ├── SettingsError    2  SettingRefused
    ├── StudyError       3  NoSuchStudy StudyExists NotAStudy StudyDamaged StudyNewer StudyReadOnly StudyBusy StudyFull
    │                       StudyInUse BackupRefused WithdrawnInside OtherStudy WithdrawnThere UpgradeFailed StudyLocked
    │                       WrongPassphrase CipherMissing MergeFailed
    ├── ImportingError   4  UnknownFormat UnreadableFile NotThatFormat EmptyFile NoTurnsFound BadTable SomeFilesFailed
    ├── MissingError     5  NothingNamed AmbiguousName
    ├── CodingError      6  SpanOutsideTranscript EmptySpan QuoteNotFound QuoteNotUnique WordsDiffer
    │                       QuoteOutsideUnits RowsRefused NothingCoded TooFewExamples SuggestionsOff
    ├── RuleError        7  NameTaken NameRefused EntryRefused ValueRefused StillInUse NoWordsLeft TurnsDiffer
    │                       NotConfirmed NothingToSeal
    ├── UndoError        8  NothingToUndo NothingToRedo StandsInTheWay
    ├── ConflictError    9  ChangedMeanwhile
    ├── ExportingError  10  CannotWrite TemplateUnusable NothingToExport LeaksFound ExtraMissing
    ├── LinkageError    13  NoSuchKey NotAKey KeyLocked KeyDamaged NoPassphrase KeyBesideStudy
    │                       KeyUnwritable KeyChangedMeanwhile
    ├── SearchError     15  QueryRefused PatternRefused PatternTooSlow NothingToCount
    └── CheckError      11  FindingsRemain

Nothing but the two edges (`cli/diagnostics.py`, `tui/app.py`) catches these. What is not here is a fault in qualcode.
"""

from typing import Any, ClassVar

from qualcode.locale import say


class QualcodeError(Exception):
    """Something the user can put right; leaves the study as it was. Words: `locale/*/errors.toml`, under its name."""

    exit_code: ClassVar[int] = 1

    def __init__(self, **values: Any) -> None:
        super().__init__()
        self.values = values

    @property
    def message(self) -> str:
        """One sentence: what is wrong, and where; in the language in use when it is shown."""
        return say(f"errors.{type(self).__name__}.message", **self.values)

    @property
    def hint(self) -> str:
        """One sentence: what to do."""
        return say(f"errors.{type(self).__name__}.hint", **self.values)

    def __str__(self) -> str:
        return f"{self.message} {self.hint}"


class StudyError(QualcodeError):
    """The study's file as a whole."""

    exit_code = 3


class NoSuchStudy(StudyError):
    """There is no file at `path`."""


class StudyExists(StudyError):
    """A new study would overwrite the file at `path`."""


class NotAStudy(StudyError):
    """The file at `path` is something else: `reason`."""


class StudyDamaged(StudyError):
    """The file at `path` cannot be read as it stands: `reason`."""


class StudyNewer(StudyError):
    """The file at `path` has schema `schema`, later than this program's `known`."""


class StudyReadOnly(StudyError):
    """The file or folder of `path` cannot be written to."""


class StudyBusy(StudyError):
    """Another program held the study at `path` for longer than we wait."""


class StudyFull(StudyError):
    """The disk under `path` is full."""


class StudyInUse(StudyError):
    """The study at `path` is open elsewhere, and what is to be done needs it alone."""


class BackupRefused(StudyError):
    """A copy of `path` does not verify: `reason`; it was not kept, or not put back."""


class WithdrawnInside(StudyError):
    """The backup at `path` holds `count` rows of what has been withdrawn from the study since."""


class OtherStudy(StudyError):
    """The file at `path` is not a copy of this study, so it can be neither merged nor restored: it is `title`."""


class WithdrawnThere(StudyError):
    """`who` withdrew from the copy at `path`, and is still in this study."""


class MergeFailed(StudyError):
    """What was done in the copy at `path` and in this one do not go together; nothing was merged."""


class UpgradeFailed(StudyError):
    """The study at `path` could not be brought up to `schema`: `reason`; it is as it was, `backup` holds it too."""


class StudyLocked(StudyError):
    """The file at `path` is encrypted and no passphrase was given, or it is damaged: the two look the same."""


class WrongPassphrase(StudyError):
    """The passphrase given does not open `path`; or its first page is damaged, which looks the same."""


class CipherMissing(StudyError):
    """The library that opens encrypted studies is not installed."""


class ImportingError(QualcodeError):
    """A file that is to come in."""

    exit_code = 4


class UnknownFormat(ImportingError):
    """No importer reads `file`; `formats` lists those that are read."""


class UnreadableFile(ImportingError):
    """`file` cannot be read: `reason`."""


class NotThatFormat(ImportingError):
    """`file` is not what its name says: it is `found`, not `expected`."""


class EmptyFile(ImportingError):
    """`file` has no text in it."""


class NoTurnsFound(ImportingError):
    """`file` has text but no speech: only headings or labels."""


class BadTable(ImportingError):
    """`file` (a CSV, XLSX, YAML or JSON of the user's) is not as it should be at `place`: `reason`."""


class SomeFilesFailed(ImportingError):
    """With --keep-going: `failed` of `total` files were not imported. Its exit code is promised to be 1."""

    exit_code = 1


class MissingError(QualcodeError):
    """A name that leads nowhere, or to more than one."""

    exit_code = 5


class NothingNamed(MissingError):
    """No `kind` is called `name`; `nearest` are the ones most like it."""


class AmbiguousName(MissingError):
    """`name` is the name of several `kind`; `choices` are the full names."""


class CodingError(QualcodeError):
    """A passage that cannot be coded as asked."""

    exit_code = 6


class SpanOutsideTranscript(CodingError):
    """`start`-`end` does not lie inside `transcript`, which has `length` characters."""


class NothingCoded(CodingError):
    """None of the `coders` has codings in the `analysis` that may be compared."""


class TooFewExamples(CodingError):
    """`group` has `count` units, and suggestions want `needed`."""


class SuggestionsOff(CodingError):
    """Somebody still codes blind in `analysis`: suggestions would make coders alike."""


class EmptySpan(CodingError):
    """The passage in `transcript` holds no words."""


class QuoteNotFound(CodingError):
    """The words `quote` are not in `transcript`."""


class QuoteNotUnique(CodingError):
    """The words `quote` stand `times` times in `transcript`."""


class WordsDiffer(CodingError):
    """At `start`-`end` of `transcript` stand other words (`found`) than `quote`."""


class QuoteOutsideUnits(CodingError):
    """The words `quote` in `transcript` do not lie inside one coded unit of `group`."""


class RowsRefused(CodingError):
    """A row of the user's file: `file`, `line`, and the `reason`, itself a sentence."""


class RuleError(QualcodeError):
    """Something the study's own rules do not allow."""

    exit_code = 7


class NotConfirmed(RuleError):
    """`what` cannot be undone, and nobody has said that it is to be done."""


class NothingToSeal(RuleError):
    """In `transcript` (or the whole study) nothing is de-identified that is not sealed already."""


class NameTaken(RuleError):
    """There is already a `kind` called `name`."""


class EntryRefused(RuleError):
    """What stands on a form for a `section` of the register cannot be kept; `reason` says why."""


class NameRefused(RuleError):
    """`name` cannot be the name of a `kind`: `reason`."""


class ValueRefused(RuleError):
    """`value` is not a possible `what`; `choices` are."""


class StillInUse(RuleError):
    """`name` cannot be removed because of `uses`."""


class NoWordsLeft(RuleError):
    """A correction would leave no words in turn number `turn` of `transcript`."""


class TurnsDiffer(RuleError):
    """The corrected text in `file` has `found` turns, `transcript` has `expected`."""


class UndoError(QualcodeError):
    """The journal cannot go back, or forward."""

    exit_code = 8


class NothingToUndo(UndoError):
    """`coder` has nothing left to undo."""


class NothingToRedo(UndoError):
    """`coder` has undone nothing that could be done again."""


class StandsInTheWay(UndoError):
    """`summary` cannot be undone because of `obstacle`."""


class ConflictError(QualcodeError):
    """Two people at the same thing."""

    exit_code = 9


class ChangedMeanwhile(ConflictError):
    """The `kind` was changed by another since; perhaps `stands`, `wanted` by field, `row` (table, key), `version`."""


class ExportingError(QualcodeError):
    """Something that is to go out."""

    exit_code = 10


class CannotWrite(ExportingError):
    """`path` cannot be written: `reason`."""


class TemplateUnusable(ExportingError):
    """The Word template at `path` cannot be used: `reason`."""


class LeaksFound(ExportingError):
    """`count` things stand in what was to go to `path` that would expose somebody."""


class ExtraMissing(ExportingError):
    """`what` needs the library of the optional `extra`, which is not installed."""


class NothingToExport(ExportingError):
    """There is no `kind` to export."""


class LinkageError(QualcodeError):
    """The linkage key, which is no part of the study."""

    exit_code = 13


class NoSuchKey(LinkageError):
    """There is no linkage key at `path`."""


class NotAKey(LinkageError):
    """The file at `path` is not encrypted in the age format."""


class KeyLocked(LinkageError):
    """What was given does not open the linkage key at `path`."""


class KeyDamaged(LinkageError):
    """The linkage key at `path` opens, but does not hold what was written to it."""


class NoPassphrase(LinkageError):
    """Nothing came from `path` that could open the linkage key, and there is nobody to ask."""


class KeyBesideStudy(LinkageError):
    """The linkage key would lie at `path`, where `study` is."""


class KeyUnwritable(LinkageError):
    """The linkage key at `path` cannot be written: `reason`."""


class KeyChangedMeanwhile(LinkageError):
    """Somebody else wrote to the linkage key at `path` after it was read here."""


class SearchError(QualcodeError):
    """Something that is searched for."""

    exit_code = 15


class QueryRefused(SearchError):
    """`query` cannot be understood: `reason`."""


class PatternRefused(SearchError):
    """`pattern` is not a regular expression: `reason`."""


class PatternTooSlow(SearchError):
    """Looking for `pattern` took longer than `seconds`."""


class NothingToCount(SearchError):
    """A table of `rows` by `columns` has no cases."""


class CheckError(QualcodeError):
    """What `check` found."""

    exit_code = 11


class FindingsRemain(CheckError):
    """`count` errors stand in the list."""


class SettingsError(QualcodeError):
    """The user's own settings."""

    exit_code = 2


class SettingRefused(SettingsError):
    """`setting` in `path` cannot be `value`."""

"""The study as a whole, its settings, its copies and its linkage key. The tree is drawn in `qualcode.errors`."""

from qualcode.errors.base import QualcodeError


class SettingsError(QualcodeError):
    """The user's own settings."""

    exit_code = 2


class SettingRefused(SettingsError):
    """`setting` in `path` cannot be `value`."""


class StudyError(QualcodeError):
    """The study's file as a whole."""

    exit_code = 3


class NoSuchStudy(StudyError):
    """There is no file at `path`."""


class StudyGone(StudyError):
    """The file at `path` is not there any more, though it is open."""


class StudyReplaced(StudyError):
    """The file at `path` is another one than was opened, and older or not of the same work."""


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


class StudyOutOfReach(StudyError):
    """The file at `path` cannot be read where it lies: `reason`."""


class PathTooLong(StudyError):
    """`path` is longer than a file, or a study with what lies beside it, can be opened by."""


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


class CheckError(QualcodeError):
    """What `check` found."""

    exit_code = 11


class FindingsRemain(CheckError):
    """`count` errors stand in the list."""


class UndoError(QualcodeError):
    """The journal cannot go back, or forward."""

    exit_code = 8


class NothingToUndo(UndoError):
    """`coder` has nothing left to undo."""


class NothingToRedo(UndoError):
    """`coder` has undone nothing that could be done again."""


class StandsInTheWay(UndoError):
    """`summary` cannot be undone because of `obstacle`."""

"""What is done and written out: rules, conflicts, exports. The tree is drawn in `qualcode.errors`."""

from qualcode.errors.base import QualcodeError


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


class ValueMissing(RuleError):
    """There is no `what`, and there must be one of `choices`."""


class OptionUnused(RuleError):
    """A `table` that knows nothing of `option` was asked for with it; `tables` do."""


class StillInUse(RuleError):
    """`name` cannot be removed because of `uses`."""


class QuotePlaced(RuleError):
    """The quote `quote` cannot be taken away, alone or with its unit: it stands in `uses`."""


class QuoteLeftOut(RuleError):
    """A unit cannot take this shape: the words of its quote `quote` would not be within it."""


class NoWordsLeft(RuleError):
    """A correction would leave no words in turn number `turn` of `transcript`."""


class TurnsDiffer(RuleError):
    """The corrected text in `file` has `found` turns, `transcript` has `expected`."""


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

"""What is read from files, found by name, coded and searched. The tree is drawn in `qualcode.errors`."""

from qualcode.errors.base import QualcodeError


class ImportingError(QualcodeError):
    """A file that is to come in."""

    exit_code = 4


class UnknownFormat(ImportingError):
    """No importer reads `file`; `formats` lists those that are read."""


class NoSuchFormat(ImportingError):
    """There is no format called `format`; `formats` lists those there are."""


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


class NoTextOfStudy(ImportingError):
    """`file`, a Word file to be taken back from, has nothing of the study's: no heading, no text, no quote."""


class WithdrawnFile(ImportingError):
    """`file` is the interview of a participant who withdrew on `date`, and whose words are gone for good."""


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


class TooFewCoders(CodingError):
    """It takes two coders, and `coders` are fewer."""


class CodedBlind(CodingError):
    """What `coder` has coded in `transcripts` is hidden until all who code them blind are done."""


class TooFewExamples(CodingError):
    """`group` has `count` units, and suggestions want `needed`."""


class SuggestionsOff(CodingError):
    """Somebody still codes blind in `analysis`: suggestions would make coders alike."""


class EmptySpan(CodingError):
    """The passage in `transcript` holds no words."""


class QuoteNotFound(CodingError):
    """The words `quote` are not in `transcript`."""


class QuoteElsewhere(CodingError):
    """The words `quote` are not in `transcript`, but in `others`."""


class QuoteAcrossTurns(CodingError):
    """The words `quote` stand in `transcript`, but with a new turn or paragraph between them."""


class QuoteNotUnique(CodingError):
    """The words `quote` stand `times` times in `transcript`."""


class WordsDiffer(CodingError):
    """At `start`-`end` of `transcript` stand other words (`found`) than `quote`."""


class QuoteOutsideUnits(CodingError):
    """The words `quote` in `transcript` do not lie inside one coded unit of `group`."""


class RowsRefused(CodingError):
    """A row of the user's file: `file`, `line`, and the `reason`, itself a sentence."""


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
    """A table or picture has nothing in it: `reason`."""

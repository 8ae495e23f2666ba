"""Files on their way in: found, known again, named and read, before anything is stored."""

import hashlib
import os
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import NoReturn

from qualcode.errors import NameTaken, UnreadableFile, WithdrawnFile
from qualcode.importers.grouping import common_stem
from qualcode.importers.places import whole_file
from qualcode.importers.registry import read_conversation
from qualcode.importers.source import read_source
from qualcode.locale import say
from qualcode.model import mark_of
from qualcode.services.naming import possible_name
from qualcode.storage import STUDY_SUFFIX
from qualcode.text.labels import fold
from qualcode.text.ordering import natural_key
from qualcode.text.turns import AssembledText, assemble, count_words
from qualcode.views.importing import AS_THE_FILE_SAYS, Decisions, ImportReport, Problem, ReadTranscript

_OFFICE_LOCK = "~$"
"""What Word puts before the name of a file that is open; it holds no text."""


@dataclass(frozen=True)
class IncomingFile:
    """A file that has been read: the `name` its interview and transcript will have, its SHA-256, and what it says.

    `file` is what it is called; of several files that are one conversation, all of them, and `hash` is then that of
    each with a blank between, so that one of them alone is known again too. `roles` are those that a person has decided
    on, `found` the labels as the file has them, before anything was decided about them.
    """

    file: str
    name: str
    hash: str
    read: ReadTranscript
    roles: tuple[tuple[str, str, str | None], ...] = ()
    found: dict[str, int] = field(default_factory=dict)

    @cached_property
    def assembled(self) -> AssembledText:
        """The canonical text, and the span of each turn in it."""
        return assemble(turn.text for turn in self.read.turns)

    @cached_property
    def words(self) -> int:
        """How many words the canonical text has."""
        return count_words(self.assembled.text)

    @cached_property
    def labels(self) -> dict[str, int]:
        """How many turns each label has, in order of appearance."""
        return count_labels(self.read)


@dataclass
class Reader:
    """Reads one file after the other, and knows which names and which files are here already.

    `taken` are the names in the substudy, `known` the transcripts of the whole study by their file's hash; both grow as
    files are read. `met` are the labels that were found in any of them, folded form to
    spelling; `own` is the file of the study itself; `withdrawn` are, of those whose files are gone for good, their uid,
    the date, and the marks of the files.
    """

    taken: set[str]
    known: dict[str, str]
    met: dict[str, str] = field(default_factory=dict)
    own: Path | None = None
    withdrawn: Sequence[tuple[str, str, str]] = ()

    def take(self, paths: Sequence[Path], decisions: Decisions = AS_THE_FILE_SAYS) -> IncomingFile | ImportReport:
        """The file (or the files of one conversation) as read, or, if the study has it, the report that says so.

        What has been decided about labels that this file does not have is decided about others. Raises
        `ImportingError` leaves (`WithdrawnFile` where the participant has withdrawn), `NameRefused`, and `NameTaken`
        where another file has the name.
        """
        for path in paths:
            self._refuse_studies(path)
        if paths[0].is_dir():
            raise UnreadableFile(file=str(paths[0]), reason=say("errors.reasons.empty_folder"))
        digests = [hashlib.sha256(read_source(path).raw).hexdigest() for path in paths]
        if all(digest in self.known for digest in digests):
            return already_here(file_name(paths), self.known[digests[0]])
        for uid, date, marks in self.withdrawn:
            if any(mark_of(uid, digest) in marks for digest in digests):
                raise WithdrawnFile(file=file_name(paths), date=date)
        name = possible_name(common_stem(paths), kind="transcript")
        if name in self.taken:
            raise NameTaken(kind=say("kinds.transcript"), name=name)
        as_it_says = replace(decisions, merged=(), dropped=(), taken=())
        found = count_labels(read := read_conversation(paths, as_it_says))
        if decisions.touch_labels:
            read = read_conversation(paths, decisions)
        self.taken.add(name)
        self.known |= dict.fromkeys(digests, name)
        self.met |= {fold(label): label for label in (*found, *count_labels(read))}
        return IncomingFile(file_name(paths), name, " ".join(digests), read, decisions.roles, found)

    def _refuse_studies(self, path: Path) -> None:
        """A study is not even looked into: closing a file that SQLite has open would drop its locks."""
        if path.suffix.startswith(STUDY_SUFFIX) or (self.own is not None and path.resolve() == self.own.resolve()):
            raise UnreadableFile(file=str(path), reason=say("importing.reason.study"))


def count_labels(read: ReadTranscript) -> dict[str, int]:
    """How many turns each label has, in order of appearance."""
    return dict(Counter(turn.label for turn in read.turns if turn.label is not None))


def unmet_labels(decisions: Decisions, met: Collection[str]) -> list[str]:
    """The labels, as they were typed, that something was decided about and that were not among those met."""
    told = [label for label, _ in decisions.merged] + [*decisions.dropped, *decisions.taken]
    told += [label for label, _, _ in decisions.roles]
    return [label for label in dict.fromkeys(told) if fold(label) not in met]


def transcript_files(paths: Iterable[Path]) -> list[Path]:
    """The files that are meant, in the order given; a folder stands for its files, in natural order.

    Hidden files, Word's lock files and studies are no transcripts. A folder without files stands for itself, so that it
    can be refused by name.
    """
    files: list[Path] = []
    for path in paths:
        files += (_files_in(path) or [path]) if path.is_dir() else [path]
    return files


def file_name(paths: Sequence[Path]) -> str:
    """What the file is called, or the files that are one conversation."""
    return ", ".join(os.fsencode(path.name).decode("utf-8", "replace") for path in paths)


def already_here(file: str, name: str) -> ImportReport:
    """The report of a file that is passed over because the study has it as the transcript `name`."""
    told = Problem(whole_file(), say("importing.report.already_here", name=name))
    return ImportReport(file, name, "", "", 0, 0, (), (told,), already_here=True)


def _files_in(folder: Path) -> list[Path]:
    found: list[Path] = []
    for where, folders, names in os.walk(folder, onerror=_refuse):
        folders[:] = [name for name in folders if not name.startswith(".")]
        files = (Path(where, name) for name in names if not name.startswith((".", _OFFICE_LOCK)))
        found += [path for path in files if not path.suffix.startswith(STUDY_SUFFIX)]
    return sorted(found, key=lambda path: [natural_key(part) for part in path.parts])


def _refuse(fault: OSError) -> NoReturn:
    """A folder inside that cannot be looked into: not saying so would lose interviews."""
    raise UnreadableFile(file=str(fault.filename), reason=say("importing.reason.forbidden")) from fault

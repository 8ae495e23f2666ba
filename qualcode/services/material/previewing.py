"""Files at the door: read and shown, changed in how they are read, and not yet in the study.

Somebody looks at what was found in each file and decides: another format or encoding, two labels that are one speaker,
a label that is none. Nothing of this is stored; `importing.take_in` stores what was read last.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select
from sqlmodel import col

from qualcode.errors import ImportingError, NothingNamed, QualcodeError, RuleError
from qualcode.importers.grouping import group_files
from qualcode.importers.registry import fitting_formats
from qualcode.locale import say
from qualcode.model import Interview, Transcript
from qualcode.services.material.incoming import IncomingFile, Reader, file_name, transcript_files, unmet_labels
from qualcode.services.naming import find_substudy
from qualcode.services.participants.speakers import codes_of, who_is
from qualcode.services.withdrawal_marks import all_marks
from qualcode.storage.opening import OpenStudy
from qualcode.views.importing import AS_THE_FILE_SAYS, Decisions, ImportReport, ReadTurn, SpeakerCount

Progress = Callable[[int, int, str], None]
"""Told how many files are done, of how many, and which one is next."""

_BEGINNING = 8


@dataclass(frozen=True)
class Arrival:
    """A file (or the files of one conversation) at the door: what was decided about it, and what was then found in it.

    `incoming` is what would be taken in; None where it cannot be, and the report says why.
    """

    paths: tuple[Path, ...]
    decisions: Decisions
    report: ImportReport
    incoming: IncomingFile | None

    @property
    def beginning(self) -> tuple[ReadTurn, ...]:
        """The first turns, for seeing whether letters and speakers are right."""
        return self.incoming.read.turns[:_BEGINNING] if self.incoming else ()

    @property
    def found(self) -> Mapping[str, int]:
        """The labels as the file has them, and how many turns each has, whatever was decided about them."""
        return self.incoming.found if self.incoming else {}


def look_at_files(
    study: OpenStudy,
    paths: Iterable[str | Path],
    substudy: str,
    *,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> list[Arrival]:
    """Read files, or the files of folders, for a substudy, in order, and store nothing.

    What cannot be taken in is among them, with the `error` of its report. When `cancelled` says so the rest is left.
    Raises `NothingNamed` (the substudy), and `UnreadableFile` for a folder that cannot be looked into.
    """
    with study.reading() as connection:
        reader = reader_for(connection, find_substudy(connection, substudy).id, own=study.path)
    files = group_files(transcript_files(map(Path, paths)))
    return [_look(study, reader, group, substudy, AS_THE_FILE_SAYS) for group in followed(files, progress, cancelled)]


def look_again(
    study: OpenStudy, arrival: Arrival, decisions: Decisions, *, substudy: str, among: Sequence[Arrival] = ()
) -> Arrival:
    """Read a file anew under other decisions; `among` are all the files at the door, whose names are taken.

    Raises `NothingNamed` for a label that the file does not have or a participant that there is not, `ValueRefused` for
    a role; what cannot be read so has the `error` of its report.
    """
    others = [other.incoming for other in among if other.incoming and other.paths != arrival.paths]
    with study.reading() as connection:
        reader = reader_for(connection, find_substudy(connection, substudy).id, own=study.path)
    reader.taken |= {other.name for other in others}
    reader.known |= {other.hash: other.name for other in others}
    looked = _look(study, reader, arrival.paths, substudy, decisions)
    if looked.incoming:
        refuse_unmet(decisions, reader.met)
    return looked


def possible_formats(arrival: Arrival) -> tuple[str, ...]:
    """The formats a file could be read in, as users type them; none for one that cannot be opened."""
    try:
        return fitting_formats(arrival.paths[0])
    except ImportingError:
        return ()


def followed(
    files: Sequence[tuple[Path, ...]], progress: Progress | None, cancelled: Callable[[], bool] | None
) -> Iterator[tuple[Path, ...]]:
    """The files one by one, telling of each, until it is called off."""
    for done, paths in enumerate(files):
        if cancelled and cancelled():
            return
        if progress:
            progress(done, len(files), file_name(paths))
        yield paths
    if progress:
        progress(len(files), len(files), "")


def reader_for(connection: Connection, substudy_id: int, *, own: Path) -> Reader:
    """Somebody who reads for this substudy, and knows which names and which files are here already."""
    known = select(col(Transcript.file_hash), col(Transcript.name)).where(col(Transcript.removed).is_(False))
    rows: Any = connection.execute(known).all()
    taken = set(connection.execute(interviews_with_transcript(substudy_id)).scalars())
    here = {digest: name for digests, name in rows for digest in digests.split()}
    return Reader(taken, here, own=own, withdrawn=all_marks(connection))


def refuse_unmet(decisions: Decisions, met: Mapping[str, str]) -> None:
    """Raise `NothingNamed` for a label that something was decided about, and that no file has."""
    for label in unmet_labels(decisions, met):
        raise NothingNamed(kind=say("kinds.speaker"), name=label, nearest=", ".join(met.values()))


def report_of(connection: Connection, file: IncomingFile | ImportReport, substudy_id: int) -> ImportReport:
    """What is told of a file that was read. Raises as `who_is` for roles that cannot be."""
    if isinstance(file, ImportReport):
        return file
    codes = codes_of(connection, substudy_id)
    speakers = []
    for label, turns in file.labels.items():
        role, participant = who_is(connection, substudy_id, label, codes, file.roles)
        speakers.append(SpeakerCount(label, role, participant.name if participant else None, turns))
    return ImportReport(
        file=file.file,
        transcript=file.name,
        format=file.read.format,
        encoding=file.read.encoding,
        turns=len(file.read.turns),
        words=file.words,
        speakers=tuple(speakers),
        problems=file.read.problems,
        reason=file.read.reason,
        media=file.read.media,
    )


def refused_report(paths: Sequence[Path], error: QualcodeError) -> ImportReport:
    """The report of a file that cannot be taken in."""
    return ImportReport(file_name(paths), "", "", "", 0, 0, (), (), error=error.message)


def interviews_with_transcript(substudy_id: int) -> Any:
    """The names of a substudy's interviews that have a transcript, as a statement."""
    return (
        select(col(Interview.name))
        .join(Transcript, col(Transcript.interview_id) == col(Interview.id))
        .where(
            col(Interview.substudy_id) == substudy_id,
            col(Interview.removed).is_(False),
            col(Transcript.removed).is_(False),
        )
    )


def _look(study: OpenStudy, reader: Reader, paths: tuple[Path, ...], substudy: str, decisions: Decisions) -> Arrival:
    try:
        taken = reader.take(paths, decisions)
    except (ImportingError, RuleError) as error:
        return Arrival(paths, decisions, refused_report(paths, error), None)
    with study.reading() as connection:
        report = report_of(connection, taken, find_substudy(connection, substudy).id)
    return Arrival(paths, decisions, report, taken if isinstance(taken, IncomingFile) else None)

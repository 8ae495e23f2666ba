"""Taking in transcripts: one interview and one transcript per file.

Files are read before the study is held for writing, and what does not fit is found out first: all of them come in, in
one journal entry, or none. With `keep_going` every good file is an entry of its own.
"""

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlmodel import col

from qualcode.errors import ImportingError, MissingError, NameTaken, RuleError
from qualcode.importers.grouping import group_files
from qualcode.importers.places import problem
from qualcode.locale import say
from qualcode.model import Interview, Revision, Sentence, Speaker, Substudy, Transcript, Turn
from qualcode.services.material.incoming import IncomingFile, Reader, transcript_files, unmet_labels
from qualcode.services.material.previewing import (
    Arrival,
    Progress,
    followed,
    interviews_with_transcript,
    reader_for,
    refuse_unmet,
    refused_report,
    report_of,
)
from qualcode.services.naming import find_substudy
from qualcode.services.participants.speakers import codes_of, who_is
from qualcode.storage.journal import Change
from qualcode.storage.opening import OpenStudy
from qualcode.storage.search_index import index_turns
from qualcode.text.normal_form import content_hash
from qualcode.text.sentences import split_sentences
from qualcode.views.importing import AS_THE_FILE_SAYS, Decisions, ImportReport


@dataclass(frozen=True, slots=True)
class _Options:
    """Where files go and how: their substudy's key and name, the round, and what was decided about all of them."""

    substudy_id: int
    substudy: str
    round: str = ""
    decisions: Decisions = AS_THE_FILE_SAYS


class _CalledOff(Exception):
    """Somebody has called it off: ends an action of which nothing is to be kept."""


def import_files(  # noqa: PLR0913 (what a user can say about an import)
    study: OpenStudy,
    paths: Iterable[str | Path],
    substudy: str,
    *,
    decisions: Decisions = AS_THE_FILE_SAYS,
    round: str = "",  # noqa: A002 (the method's word)
    dry_run: bool = False,
    keep_going: bool = False,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> list[ImportReport]:
    """Take in files, or the files of folders, each named by its stem; a report for each, in order.

    `decisions` are about all of them: format, encoding, labels; `round` is the round of fieldwork. TextGrids with one
    speaker each that are one conversation become one transcript. `dry_run` reads and reports, and stores nothing. What
    the study has already is passed over, and its report says so. When `cancelled` says so the rest is left; then
    nothing is stored and nothing reported, except, with `keep_going`, what was done by then.

    Raises `NothingNamed` (the substudy; a label that no file has; a participant), `ValueRefused` (a role), and for the
    first bad file its `ImportingError`, `NameTaken` or `NameRefused`; with `keep_going` these are the `error` of the
    file's report instead, and a label that no file has is a problem of all of them.
    """
    with study.reading() as connection:
        named = find_substudy(connection, substudy)
        reader = reader_for(connection, named.id, own=study.path)
    options = _Options(named.id, named.name, round, decisions)
    encoding = decisions.encodings[0] if decisions.encodings else None
    grouped = group_files(transcript_files(map(Path, paths)), encoding=encoding)
    files = followed(grouped, progress, cancelled)
    if keep_going:
        reports = [_import_one(study, group, reader, options, dry_run=dry_run) for group in files]
        return _with_unmet(reports, unmet_labels(decisions, reader.met))
    taken = [reader.take(group, decisions) for group in files]
    if cancelled and cancelled():
        return []
    if any(isinstance(file, IncomingFile) for file in taken):
        refuse_unmet(decisions, reader.met)
    if dry_run:
        return _reports(study, taken, options)
    return _store_all(study, taken, options, progress=progress, cancelled=cancelled)


def take_in(
    study: OpenStudy,
    arrivals: Sequence[Arrival],
    substudy: str,
    *,
    round: str = "",  # noqa: A002 (the method's word)
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> list[ImportReport]:
    """Store what was read of the files at the door, all in one action; what could not be read stays outside.

    A report for each file; nothing is stored and nothing reported when it is called off. Raises `NameTaken` if somebody
    else has taken a name meanwhile, `NothingNamed` for a participant that is gone.
    """
    with study.reading() as connection:
        named = find_substudy(connection, substudy)
    files = [arrival.incoming or arrival.report for arrival in arrivals]
    return _store_all(study, files, _Options(named.id, named.name, round), progress=progress, cancelled=cancelled)


def _import_one(
    study: OpenStudy, paths: tuple[Path, ...], reader: Reader, options: _Options, *, dry_run: bool
) -> ImportReport:
    try:
        taken = [reader.take(paths, options.decisions)]
        return (_reports(study, taken, options) if dry_run else _store_all(study, taken, options))[0]
    except (ImportingError, RuleError, MissingError) as error:
        return refused_report(paths, error)


def _with_unmet(reports: list[ImportReport], labels: Sequence[str]) -> list[ImportReport]:
    """Each report with the labels that something was decided about and that no file has."""
    told = tuple(problem(None, "label-nowhere", label=label) for label in labels)
    return [replace(report, problems=(*report.problems, *told)) for report in reports] if told else reports


def _reports(study: OpenStudy, taken: Sequence[IncomingFile | ImportReport], options: _Options) -> list[ImportReport]:
    with study.reading() as connection:
        return [report_of(connection, file, options.substudy_id) for file in taken]


def _store_all(
    study: OpenStudy,
    taken: Sequence[IncomingFile | ImportReport],
    options: _Options,
    *,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> list[ImportReport]:
    """Store what was read, in one action, and report it."""
    new = [file for file in taken if isinstance(file, IncomingFile)]
    if not new:
        return _reports(study, taken, options)
    with suppress(_CalledOff):
        with study.change("transcripts.import") as change:
            receiving = Receiving(change, options.substudy_id)
            for done, file in enumerate(new):
                if cancelled and cancelled():
                    raise _CalledOff
                if progress:
                    progress(done, len(new), file.file)
                receiving.store(file, round=options.round)
            names = ", ".join(file.name for file in new)
            change.summary = say("summaries.imported", count=len(new), names=names, substudy=options.substudy)
            reports = [report_of(change.connection, file, options.substudy_id) for file in taken]
        if progress:
            progress(len(new), len(new), "")
        return reports
    return []


class Receiving:
    """Within an action: takes transcripts into a substudy. What is there already is read once, for many files."""

    def __init__(self, change: Change, substudy_id: int) -> None:
        self._change = change
        self._substudy_id = substudy_id
        self._codes = codes_of(change.connection, substudy_id)
        here = (col(Interview.substudy_id) == substudy_id, col(Interview.removed).is_(False))
        rows: Any = change.connection.execute(select(col(Interview.name), col(Interview.id)).where(*here)).all()
        self._registered = {name: int(key) for name, key in rows}
        self._taken = set(change.connection.execute(interviews_with_transcript(substudy_id)).scalars())
        last = select(func.coalesce(func.max(col(Interview.position)), 0)).where(*here)
        self._last = int(change.connection.execute(last).scalar_one())
        design = select(col(Substudy.design)).where(col(Substudy.id) == substudy_id)
        self._design = change.connection.execute(design).scalar_one()

    def store(self, file: IncomingFile, *, round: str = "") -> int:  # noqa: A002 (the method's word)
        """Write one file that was read as an interview with its transcript, and return that one's key.

        Raises `NameTaken` if somebody else has taken the name meanwhile.
        """
        if file.name in self._taken:
            raise NameTaken(kind=say("kinds.transcript"), name=file.name)
        change, text = self._change, file.assembled.text
        transcript = change.add(
            Transcript,
            interview_id=self._interview(file.name, round),
            name=file.name,
            file_name=file.file,
            file_hash=file.hash,
            format=file.read.format,
            encoding=file.read.encoding,
            media=file.read.media,
        )
        self._taken.add(file.name)
        revision = change.carry_one(
            Revision,
            transcript_id=transcript,
            text=text,
            hash=content_hash(text),
            words=file.words,
            coder_id=change.coder_id,
            created=change.at,
        )
        _store_turns(change, file, transcript, revision, self._speakers(file, transcript))
        return transcript

    def _interview(self, name: str, round: str) -> int:  # noqa: A002
        """The interview that was registered and has no transcript yet, in the round that is said; or a new one."""
        waiting = self._registered.get(name)
        if waiting is None:
            self._last += 1
            place = {"design": self._design, "position": self._last}
            return self._change.add(Interview, substudy_id=self._substudy_id, name=name, round=round, **place)
        if round:
            self._change.change(Interview, waiting, round=round)
        return waiting

    def _speakers(self, file: IncomingFile, transcript_id: int) -> dict[str | None, int]:
        """The key of each label's new row."""
        keys: dict[str | None, int] = {}
        for label in file.labels:
            connection = self._change.connection
            role, participant = who_is(connection, self._substudy_id, label, self._codes, file.roles)
            person = participant.id if participant else None
            keys[label] = self._change.carry_one(
                Speaker, transcript_id=transcript_id, label=label, role=role, participant_id=person
            )
        return keys


def _store_turns(
    change: Change, file: IncomingFile, transcript_id: int, revision_id: int, speakers: dict[str | None, int]
) -> None:
    text, spans = file.assembled.text, file.assembled.turns
    change.carry(
        Turn,
        (
            {
                "transcript_id": transcript_id,
                "revision_id": revision_id,
                "number": number,
                "start": start,
                "end": end,
                "speaker_id": speakers.get(turn.label),
                "start_ms": turn.start_ms,
                "end_ms": turn.end_ms,
            }
            for number, ((start, end), turn) in enumerate(zip(spans, file.read.turns, strict=True), start=1)
        ),
    )
    change.carry(
        Sentence,
        (
            {"transcript_id": transcript_id, "start": begins, "end": ends}
            for start, end in spans
            for begins, ends in split_sentences(text, start, end)
        ),
    )
    statement = select(col(Turn.id), col(Turn.start), col(Turn.end)).where(col(Turn.transcript_id) == transcript_id)
    rows: Any = change.connection.execute(statement).all()
    index_turns(change.connection, ((key, text[start:end]) for key, start, end in rows))

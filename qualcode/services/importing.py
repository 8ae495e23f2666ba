"""Taking in transcripts: one interview and one transcript per file.

Files are read before the study is held for writing, and what does not fit is found out first: all of them come in, in
one journal entry, or none. With `keep_going` every good file is an entry of its own.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, func, select
from sqlmodel import col

from qualcode.errors import ImportingError, NameTaken, RuleError
from qualcode.importers.grouping import group_files
from qualcode.locale import say
from qualcode.model import Interview, Revision, Sentence, Speaker, Substudy, Transcript, Turn
from qualcode.services.incoming import IncomingFile, Reader, file_name, transcript_files
from qualcode.services.naming import find_substudy
from qualcode.services.speakers import codes_of, role_of
from qualcode.storage.journal import Change
from qualcode.storage.opening import OpenStudy
from qualcode.storage.search_index import index_turns
from qualcode.text.normal_form import content_hash
from qualcode.text.sentences import split_sentences
from qualcode.views.importing import ImportReport, SpeakerCount

Progress = Callable[[int, int, str], None]
"""Told how many files are done, of how many, and which one is next."""


@dataclass(frozen=True, slots=True)
class _Options:
    """Where files go and how: their substudy's key and name, the round, and what `import_files` was told."""

    substudy_id: int
    substudy: str
    round: str
    dry_run: bool


def import_files(  # noqa: PLR0913 (what a user can say about an import)
    study: OpenStudy,
    paths: Iterable[str | Path],
    substudy: str,
    *,
    format: str | None = None,  # noqa: A002 (the user's word)
    encoding: str | None = None,
    round: str = "",  # noqa: A002 (the method's word)
    dry_run: bool = False,
    keep_going: bool = False,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> list[ImportReport]:
    """Take in files, or the files of folders, each named by its stem; a report for each, in order.

    `format` is an importer's name, None to go by what the files hold; `encoding` (`mac-roman`) what text files are
    written in, None to find out; `round` the round of fieldwork. TextGrids with one speaker each that are one
    conversation become one transcript. `dry_run` reads and reports, and stores nothing. A file that the study has
    already is passed over, and its report says so. When `cancelled` says so the rest is left; then nothing is stored
    and nothing reported, except, with `keep_going`, what was done by then.

    Raises `NothingNamed` (the substudy), and for the first bad file its `ImportingError`, `NameTaken` or `NameRefused`;
    with `keep_going` these are the `error` of the file's report instead.
    """
    with study.reading() as connection:
        named = find_substudy(connection, substudy)
        reader = Reader(_taken_names(connection, named.id), _known_files(connection), format, encoding)
    options = _Options(named.id, named.name, round, dry_run)
    grouped = group_files(transcript_files(map(Path, paths)), encoding=encoding)
    files = _followed(grouped, progress, cancelled)
    if keep_going:
        return [_import_one(study, paths, reader, options) for paths in files]
    taken = [reader.take(paths) for paths in files]
    if cancelled and cancelled():
        return []
    return _store_all(study, taken, options)


def _followed(
    files: list[tuple[Path, ...]], progress: Progress | None, cancelled: Callable[[], bool] | None
) -> Iterator[tuple[Path, ...]]:
    for done, paths in enumerate(files):
        if cancelled and cancelled():
            return
        if progress:
            progress(done, len(files), file_name(paths))
        yield paths
    if progress:
        progress(len(files), len(files), "")


def _import_one(study: OpenStudy, paths: tuple[Path, ...], reader: Reader, options: _Options) -> ImportReport:
    try:
        return _store_all(study, [reader.take(paths)], options)[0]
    except (ImportingError, RuleError) as error:
        return ImportReport(file_name(paths), "", "", "", 0, 0, (), (), error=error.message)


def _store_all(study: OpenStudy, taken: list[IncomingFile | ImportReport], options: _Options) -> list[ImportReport]:
    """Store what was read, in one action, and report it."""
    new = [file for file in taken if isinstance(file, IncomingFile)]
    if options.dry_run or not new:
        with study.reading() as connection:
            return [_report(connection, file, options.substudy_id) for file in taken]
    with study.change("transcripts.import") as change:
        for file in new:
            store_transcript(change, file, substudy_id=options.substudy_id, round=options.round)
        names = ", ".join(file.name for file in new)
        change.summary = say("summaries.imported", count=len(new), names=names, substudy=options.substudy)
        return [_report(change.connection, file, options.substudy_id) for file in taken]


def store_transcript(change: Change, file: IncomingFile, *, substudy_id: int, round: str = "") -> int:  # noqa: A002 (the method's word)
    """Within an action: write one file that was read as an interview with its transcript, and return that one's key.

    Raises `NameTaken` if somebody else has taken the name meanwhile.
    """
    connection = change.connection
    if connection.execute(_interviews(substudy_id).where(col(Interview.name) == file.name)).first():
        raise NameTaken(kind=say("kinds.transcript"), name=file.name)
    interview = _waiting(change, substudy_id, file.name, round) or change.add(
        Interview, substudy_id=substudy_id, name=file.name, round=round, **_place(connection, substudy_id)
    )
    transcript = change.add(
        Transcript,
        interview_id=interview,
        name=file.name,
        file_name=file.file,
        file_hash=file.hash,
        format=file.read.format,
        encoding=file.read.encoding,
        media=file.read.media,
    )
    text = file.assembled.text
    revision = change.carry_one(
        Revision,
        transcript_id=transcript,
        text=text,
        hash=content_hash(text),
        words=file.words,
        coder_id=change.coder_id,
        created=change.at,
    )
    _store_turns(change, file, transcript, revision, _store_speakers(change, file, transcript, substudy_id))
    return transcript


def _store_speakers(change: Change, file: IncomingFile, transcript_id: int, substudy_id: int) -> dict[str | None, int]:
    """The key of each label's new row."""
    codes = codes_of(change.connection, substudy_id)
    keys: dict[str | None, int] = {}
    for label in file.labels:
        role, participant = role_of(label, codes)
        person = participant.id if participant else None
        keys[label] = change.carry_one(
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


def _report(connection: Connection, file: IncomingFile | ImportReport, substudy_id: int) -> ImportReport:
    if isinstance(file, ImportReport):
        return file
    codes = codes_of(connection, substudy_id)
    speakers = []
    for label, turns in file.labels.items():
        role, participant = role_of(label, codes)
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


def _taken_names(connection: Connection, substudy_id: int) -> set[str]:
    return set(connection.execute(_interviews(substudy_id)).scalars())


def _interviews(substudy_id: int) -> Any:
    """The names of a substudy's interviews that have a transcript."""
    return (
        select(col(Interview.name))
        .join(Transcript, col(Transcript.interview_id) == col(Interview.id))
        .where(
            col(Interview.substudy_id) == substudy_id,
            col(Interview.removed).is_(False),
            col(Transcript.removed).is_(False),
        )
    )


def _waiting(change: Change, substudy_id: int, name: str, round: str) -> int | None:  # noqa: A002 (the method's word)
    """The interview of this name that was registered and has no transcript yet; it takes the round, if one is said."""
    statement = select(col(Interview.id)).where(
        col(Interview.substudy_id) == substudy_id, col(Interview.name) == name, col(Interview.removed).is_(False)
    )
    found: Any = change.connection.execute(statement).scalar_one_or_none()
    if found is not None and round:
        change.change(Interview, found, round=round)
    return None if found is None else int(found)


def _known_files(connection: Connection) -> dict[str, str]:
    statement = select(col(Transcript.file_hash), col(Transcript.name)).where(col(Transcript.removed).is_(False))
    rows: Any = connection.execute(statement).all()
    return dict(rows)


def _place(connection: Connection, substudy_id: int) -> dict[str, Any]:
    """The substudy's design, and the next position in it."""
    last = select(func.coalesce(func.max(col(Interview.position)), 0)).where(
        col(Interview.substudy_id) == substudy_id, col(Interview.removed).is_(False)
    )
    design = select(col(Substudy.design)).where(col(Substudy.id) == substudy_id)
    return {
        "position": connection.execute(last).scalar_one() + 1,
        "design": connection.execute(design).scalar_one(),
    }

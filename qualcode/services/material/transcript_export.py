"""Handing transcripts on: Word to read, WebVTT where there are times."""

import re
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select
from sqlmodel import col

from qualcode.errors import CannotWrite, NothingToExport, ValueRefused
from qualcode.exporters import registry
from qualcode.exporters.reporting.transcripts import NUMBERS
from qualcode.locale import say
from qualcode.model import Interview, Speaker, StudyRow, Substudy, Transcript
from qualcode.services.material.transcripts import transcript_view
from qualcode.services.naming import find_substudy, find_transcript
from qualcode.services.register.consent import held_back
from qualcode.services.written_language import chapter_language, language_of
from qualcode.storage.opening import OpenStudy
from qualcode.views.reporting import PrintedTranscript, PrintedTurn
from qualcode.views.transcript import TurnView

_NOT_IN_A_NAME = re.compile(r'[<>:"/\\|?*\x00-\x1f]')
_LONGEST_NAME = 80


def export_transcripts(
    study: OpenStudy,
    path: Path,
    *,
    substudy: str | None = None,
    transcript: str | None = None,
    numbers: str = "turn",
    template: Path | None = None,
) -> tuple[Path, ...]:
    """Write transcripts with their speakers' codes; the files that were written.

    A `path` that ends in .docx is one Word file of them all, .vtt the captions of one; any other is a folder, made if
    need be, with a Word file for each and captions for those that have times. `numbers` is turn, line or none. The
    words of participants without consent are left out, where consent is registered in their substudy. Raises
    `NothingToExport`, `NothingNamed`, `ValueRefused`, `CannotWrite`, `TemplateUnusable`.
    """
    if numbers not in NUMBERS:
        raise ValueRefused(what=say("kinds.numbering"), value=numbers, choices=", ".join(NUMBERS))
    printed, language = printed_transcripts(study, substudy=substudy, transcript=transcript), chapter_language(study)
    if not printed:
        raise NothingToExport(kind=say("kinds.transcripts"))
    told: dict[str, Any] = {"language": language, "numbers": numbers}
    if path.suffix and not path.is_dir():
        registry.write_transcripts(printed, path, title=_title(study), template=template, **told)
        return (path,)
    _make_folder(path)
    written: list[Path] = []
    for name, one in _file_names(printed).items():
        files = [path / f"{name}.docx", *([path / f"{name}.vtt"] if one.timed else [])]
        for file in files:
            registry.write_transcripts([one], file, title=one.name, template=template, **told)
        written += files
    return tuple(written)


def printed_transcripts(
    study: OpenStudy, *, substudy: str | None = None, transcript: str | None = None
) -> tuple[PrintedTranscript, ...]:
    """Transcripts as they may be handed on, by substudy and interview. Raises `NothingNamed`, `AmbiguousName`."""
    with study.reading() as connection:
        chosen = _chosen(connection, substudy, transcript)
        withheld = held_back(connection)
        statement: Any = select(col(Speaker.id)).where(col(Speaker.participant_id).in_(sorted(withheld)))
        silent = set(connection.execute(statement).scalars())
        marker = say("transcripts_export.left_out", language=language_of(connection))
    return tuple(_printed(study, key, silent, marker) for key in chosen)


def _chosen(connection: Connection, substudy: str | None, transcript: str | None) -> list[int]:
    if transcript is not None:
        return [find_transcript(connection, transcript).id]
    statement: Any = (
        select(col(Transcript.id))
        .join(Interview, col(Interview.id) == col(Transcript.interview_id))
        .join(Substudy, col(Substudy.id) == col(Interview.substudy_id))
        .where(col(Transcript.removed).is_(False))
        .order_by(col(Substudy.position), col(Interview.position), col(Transcript.id))
    )
    if substudy is not None:
        statement = statement.where(col(Substudy.id) == find_substudy(connection, substudy).id)
    return list(connection.execute(statement).scalars())


def _printed(study: OpenStudy, transcript_id: int, silent: set[int], marker: str) -> PrintedTranscript:
    view = transcript_view(study, transcript_id)

    def is_silent(turn: TurnView) -> bool:
        return turn.speaker is not None and turn.speaker.id in silent

    return PrintedTranscript(
        name=view.name,
        substudy=view.substudy,
        turns=tuple(
            PrintedTurn(
                number=turn.number,
                speaker=turn.speaker.shown if turn.speaker else "",
                words=marker if is_silent(turn) else view.text[turn.start : turn.end],
                start_ms=turn.start_ms,
                end_ms=turn.end_ms,
            )
            for turn in view.turns
        ),
        held_back=sum(map(is_silent, view.turns)),
    )


def _title(study: OpenStudy) -> str:
    with study.reading() as connection:
        return connection.execute(select(col(StudyRow.title))).scalar_one()


def _file_names(printed: tuple[PrintedTranscript, ...]) -> dict[str, PrintedTranscript]:
    """A name for each file, with the substudy before it where the transcript's own is not unique on every system."""
    plain = [_safe(one.name).casefold() for one in printed]
    names: dict[str, PrintedTranscript] = {}
    for one in printed:
        name = _safe(one.name)
        if plain.count(name.casefold()) > 1:
            name = _safe(f"{one.substudy} {one.name}")
        number = 1
        while (unique := name if number == 1 else f"{name} {number}").casefold() in map(str.casefold, names):
            number += 1
        names[unique] = one
    return names


def _safe(name: str) -> str:
    """A transcript's name as a file's: no separators, no leading or trailing dots, not too long."""
    return _NOT_IN_A_NAME.sub("-", name)[:_LONGEST_NAME].strip(" .") or "-"


def _make_folder(path: Path) -> None:
    try:
        path.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise CannotWrite(path=path, reason=error.strerror or type(error).__name__) from error

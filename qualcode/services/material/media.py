"""The recording a transcript was made from: its name is kept in the study, never where it is."""

from collections.abc import Iterable
from pathlib import Path

from qualcode.locale import say
from qualcode.model import Transcript
from qualcode.services.acting import stored_row
from qualcode.storage.opening import OpenStudy
from qualcode.text.normal_form import to_name

MEDIA_SUFFIXES = (
    *(".mp3", ".m4a", ".wav", ".ogg", ".opus", ".flac", ".aac", ".wma", ".ds2", ".dss"),
    *(".mp4", ".mov", ".mkv", ".webm", ".avi", ".m4v"),
)


def set_media(study: OpenStudy, transcript_id: int, name: str) -> None:
    """Say which recording a transcript was made from; of a path only the file's name is kept. Empty: none."""
    kept = file_name(name)
    with study.change("media.set") as change:
        row = stored_row(change, Transcript, transcript_id)
        change.summary = say("speaking.summaries.media", transcript=row["name"], name=kept)
        change.change(Transcript, transcript_id, media=kept)


def find_media(name: str, folders: Iterable[Path]) -> Path | None:
    """The recording of this name in the first folder that has it, capitals or not; None where it is not."""
    wanted = file_name(name).casefold()
    for folder in folders if wanted else ():
        try:
            found = next((path for path in folder.iterdir() if path.name.casefold() == wanted), None)
        except OSError:
            continue
        if found is not None and found.is_file():
            return found
    return None


def file_name(path: str) -> str:
    """The last part of a path, whichever system wrote it."""
    return to_name(path.replace("\\", "/").rstrip("/").rpartition("/")[2])

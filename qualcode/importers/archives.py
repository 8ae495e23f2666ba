"""Zipped formats, read part by part into memory: nothing is ever unpacked to disk, and no part may be a bomb."""

import lzma
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import Self

from qualcode.errors import UnreadableFile
from qualcode.locale import say

MOST_PARTS = 10_000
LARGEST_PART = 64 * 1024 * 1024
LARGEST_TOTAL = 1024 * 1024 * 1024
# Word's own XML packs 10 to 40 times; small parts may do better without being able to do harm.
STEEPEST_RATIO = 200
RATIO_COUNTS_FROM = 1024 * 1024
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    NotImplementedError,
    RuntimeError,
    OSError,
    EOFError,
    ValueError,
)


@dataclass(frozen=True, slots=True)
class Archive:
    """An opened zip file whose list of parts has been looked over."""

    file: Path
    parts: dict[str, zipfile.ZipInfo]
    zipped: zipfile.ZipFile

    @classmethod
    def over(cls, zipped: zipfile.ZipFile, *, file: Path) -> Self:
        """Look the parts over; UnreadableFile for too many, too large, badly named or encrypted ones."""
        entries = zipped.infolist()
        if len(entries) > MOST_PARTS or sum(entry.file_size for entry in entries) > LARGEST_TOTAL:
            raise UnreadableFile(file=str(file), reason=say("importing.reason.bomb"))
        parts = {entry.filename: entry for entry in entries}
        if len(parts) < len(entries) or any(not _is_harmless_name(name) for name in parts):
            raise UnreadableFile(file=str(file), reason=say("importing.reason.part-names"))
        return cls(file, parts, zipped)

    def has(self, name: str) -> bool:
        """Whether there is a part of this name."""
        return name in self.parts

    def read(self, name: str) -> bytes:
        """A part's bytes; UnreadableFile if it is missing, damaged, encrypted, or swells beyond reason."""
        entry = self.parts.get(name)
        if entry is None:
            raise UnreadableFile(file=str(self.file), reason=say("importing.reason.part-missing", part=name))
        if entry.flag_bits & 0x1:
            raise UnreadableFile(file=str(self.file), reason=say("importing.reason.encrypted"))
        steep = entry.file_size > RATIO_COUNTS_FROM and entry.file_size > entry.compress_size * STEEPEST_RATIO
        if entry.file_size > LARGEST_PART or steep:
            raise UnreadableFile(file=str(self.file), reason=say("importing.reason.bomb"))
        try:
            return self.zipped.read(entry)
        except _DAMAGE as trouble:
            reason = say("importing.reason.damaged", trouble=str(trouble))
            raise UnreadableFile(file=str(self.file), reason=reason) from None


@contextmanager
def open_archive(raw: bytes, *, file: Path) -> Iterator[Archive]:
    """Open a zip file's bytes for reading parts by name."""
    try:
        zipped = zipfile.ZipFile(BytesIO(raw))
    except _DAMAGE as trouble:
        raise UnreadableFile(file=str(file), reason=say("importing.reason.damaged", trouble=str(trouble))) from None
    with zipped:
        yield Archive.over(zipped, file=file)


def _is_harmless_name(name: str) -> bool:
    path = PurePosixPath(name)
    return not (path.is_absolute() or ".." in path.parts or "\\" in name or ":" in name.split("/", maxsplit=1)[0])

"""A file as it lies on disk, read once, before anyone knows what it is."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from qualcode.errors import UnreadableFile
from qualcode.importers.decoding import Decoded, decode, is_known
from qualcode.locale import say
from qualcode.text.labels import NOTHING_TOLD, ToldLabels
from qualcode.text.normal_form import Cleaned, to_normal_form

LARGEST = 200 * 1024 * 1024
LARGEST_TEXT = 24 * 1024 * 1024
"""A day of talk with a time for every word is less; what is more would take minutes and a gigabyte to read."""
MOST_LINES = 500_000


@dataclass(frozen=True)
class Source:
    """One file's bytes, and its text if it is text.

    `encoding` is what the user says it is written in; None leaves that to `decoding.decode`. `told` is what the user
    has said about its labels.
    """

    path: Path
    raw: bytes
    encoding: str | None = None
    told: ToldLabels = NOTHING_TOLD

    @property
    def suffix(self) -> str:
        """The name's ending in small letters, with its dot; empty when it has none."""
        return self.path.suffix.lower()

    @cached_property
    def decoded(self) -> Decoded:
        """The characters as they stand in the file."""
        return decode(self.raw, encoding=self.encoding)

    @cached_property
    def normal(self) -> tuple[str, tuple[Cleaned, ...]]:
        """The text in normal form, tabs kept, and what that took out."""
        return to_normal_form(self.decoded.text, keep_tabs=True)

    @property
    def text(self) -> str:
        """The text in normal form, tabs kept."""
        return self.normal[0]


def read_source(
    path: Path, *, encoding: str | None = None, largest: int = LARGEST, told: ToldLabels = NOTHING_TOLD
) -> Source:
    """Read a file's bytes. UnreadableFile, with the reason, for a folder, a missing or forbidden file, a giant."""
    if encoding is not None and not is_known(encoding):
        raise UnreadableFile(file=str(path), reason=say("importing.reason.unknown-encoding", encoding=encoding))
    try:
        if path.is_dir():
            raise UnreadableFile(file=str(path), reason=say("importing.reason.folder"))
        if path.exists() and not path.is_file():
            raise UnreadableFile(file=str(path), reason=say("importing.reason.special"))
        if path.stat().st_size > largest:
            raise UnreadableFile(file=str(path), reason=say("importing.reason.too-large", most=largest // 1024**2))
        return Source(path, path.read_bytes(), encoding, told)
    except FileNotFoundError:
        raise UnreadableFile(file=str(path), reason=say("importing.reason.missing")) from None
    except PermissionError:
        raise UnreadableFile(file=str(path), reason=say("importing.reason.forbidden")) from None
    except (OSError, ValueError) as trouble:
        # ValueError: a name with a NUL in it
        raise UnreadableFile(file=str(path), reason=str(trouble)) from None

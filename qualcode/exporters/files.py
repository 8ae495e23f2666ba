"""How a file is put in its place: whole, under its own name, or not at all."""

import errno
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from qualcode.errors import CannotWrite
from qualcode.locale import say


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """Write to a temporary name in the same folder; on leaving without an error, it becomes `path`.

    A new file is for its owner alone to read; one that is already there is replaced only then, and keeps its
    permissions. Raises `CannotWrite` where the folder is missing, the place is a folder, or writing is refused; then
    nothing is changed and nothing is left behind.
    """
    target = free_place(path)
    part = target.with_name(f".{secrets.token_hex(6)}.part")
    try:
        with os.fdopen(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        if target.exists():
            shutil.copymode(target, part)
        part.replace(target)
    except OSError as error:
        raise CannotWrite(path=path, reason=_explain(error)) from error
    finally:
        part.unlink(missing_ok=True)


def free_place(path: Path) -> Path:
    """The real place behind `path` (a link is followed, so that it stays a link). Raises `CannotWrite`."""
    try:
        target = path.resolve()
        if target.is_dir():
            reason = say("exporting.reasons.is_folder")
        elif not target.parent.is_dir():
            reason = say("exporting.reasons.no_folder", folder=target.parent)
        elif target.exists() and not os.access(target, os.W_OK):
            reason = say("exporting.reasons.write_protected")
        else:
            return target
    except OSError as error:
        raise CannotWrite(path=path, reason=_explain(error)) from error
    raise CannotWrite(path=path, reason=reason)


def _explain(error: OSError) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return say("exporting.reasons.disk_full")
    if isinstance(error, PermissionError) or error.errno == errno.EROFS:
        return say("exporting.reasons.write_protected")
    return error.strerror or type(error).__name__

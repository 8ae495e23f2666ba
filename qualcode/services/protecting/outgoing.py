"""A file on its way out: written aside, looked through, and then put in its place, or not."""

import os
import re
import secrets
import shutil
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple, Self
from weakref import finalize

from qualcode.errors import CannotWrite, StudyReadOnly
from qualcode.exporters.files import free_place
from qualcode.exporters.written import written_texts
from qualcode.locale import has_text, say
from qualcode.model import Export, ExportedParticipant
from qualcode.services.protecting.leaks import leaks_in, participants_in
from qualcode.services.register.consent import held_back
from qualcode.storage.journal import Change
from qualcode.storage.opening import OpenStudy
from qualcode.views.leaks import ERROR, Leak
from qualcode.views.linkage import KnownPerson

_ASIDE = re.compile(r"\.[0-9a-f]{12}\.part")
_LEFT_BEHIND = 24 * 60 * 60
"""Seconds after which nobody is still reading the list of what an export would tell."""

_OF_NOBODY = ("codebook",)
"""Kinds that no participant is in, with or without consent."""

Writer = Callable[[Path], Sequence[Path]]
"""Writes to the place it is given, a file or a folder, and tells which files came of it."""


class Outgoing:
    """An export that is written but not yet in its place. A context manager: what is not placed is gone at the end."""

    def __init__(self, study: OpenStudy, kind: str, target: Path, aside: Path) -> None:
        self._study = study
        self._kind = kind
        self._target = target
        self._aside = aside
        # Should nobody say what is to become of it, it does not stay behind.
        self._forgotten = finalize(self, shutil.rmtree, aside, True)
        self.leaks: tuple[Leak, ...] = ()
        self.left_out = 0
        """How many people without consent are not in it."""

    @property
    def written(self) -> Path:
        """Where it lies until then."""
        return self._aside / self._target.name

    @property
    def blocked(self) -> bool:
        """Whether somebody has to read the list before it goes out."""
        return any(leak.level == ERROR for leak in self.leaks)

    def place(self) -> tuple[Path, ...]:
        """Put it where it belongs, and write down that it went out; the files. Raises `CannotWrite`.

        What has not come to its place is not written down. Of a folder that came there in part, it is.
        """
        people = self._people()
        try:
            with self._study.change("export.write", kind="mark") as change:
                self._write_down(change, people)
                placed = self._put()
        except StudyReadOnly:
            # A study that cannot be written to still exports.
            placed = self._put()
        if placed.fault is not None:
            raise placed.fault
        return placed.files

    def discard(self) -> None:
        """Let it not go out."""
        self._forgotten()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.discard()

    def _put(self) -> "_Placed":
        """Move it. Raises `CannotWrite` where nothing came to its place; a fault after that is given back."""
        files: list[Path] = []
        try:
            for file in self._files():
                files.append(self._move(file))  # noqa: PERF401 - those that came there are kept when one does not
        except OSError as fault:
            refused = CannotWrite(path=self._target, reason=fault.strerror or type(fault).__name__)
            if not files:
                raise refused from fault
            return _Placed(tuple(files), refused)
        return _Placed(tuple(files), None)

    def _files(self) -> list[Path]:
        if not self.written.is_dir():
            return [self.written]
        return sorted(file for file in self.written.rglob("*") if file.is_file())

    def _move(self, file: Path) -> Path:
        place = self._target / file.relative_to(self.written)
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if place.exists():
            shutil.copymode(place, file)
        return file.replace(place)

    def _people(self) -> list[str]:
        """Whose words go out, for a withdrawal to tell of."""
        texts = list(written_texts(self.written))
        with self._study.reading() as connection:
            return participants_in(connection, texts)

    def _write_down(self, change: Change, people: Sequence[str]) -> None:
        file = self._nameless()
        change.summary = say("summaries.exported", kind=called(self._kind), file=file)
        told = {"kind": self._kind, "file": file, "coder_id": change.coder_id, "at": change.at}
        export_id = change.add(Export, **told)
        for uid in people:
            change.add(ExportedParticipant, export_id=export_id, participant_uid=uid)

    def _nameless(self) -> str:
        """What the file is called, as the study may know it: a name in it stays outside."""
        place = f"{self._target.name}: {say('leaks.file_name')}"
        named = any(leak.kind == "name" and leak.where == place for leak in self.leaks)
        called = f"…{self._target.suffix}" if named else self._target.name
        return os.fsencode(called).decode("utf-8", "replace")


class _Placed(NamedTuple):
    """The files that came to their places, and what stopped the rest."""

    files: tuple[Path, ...]
    fault: CannotWrite | None


def called(kind: str) -> str:
    """What a kind of file is called, in words."""
    key = f"kinds.exported.{kind}"
    return say(key) if has_text(key) else kind


def write_aside(
    study: OpenStudy,
    output: Path,
    write: Writer,
    *,
    kind: str,
    template: Path | None = None,
    people: Sequence[KnownPerson] = (),
    also: Callable[[], Sequence[Leak]] = tuple,
) -> Outgoing:
    """Write an export beside its place and look through it (`leaks.leaks_in`).

    `also` is asked, when it is written, what else is to be told of it. Raises what `write` raises, and
    `CannotWrite`: also where the place is the template's.
    """
    target = free_place(output) if output.suffix and not output.is_dir() else output.resolve()
    if template is not None and target == template.resolve():
        raise CannotWrite(path=output, reason=say("exporting.reasons.is_template"))
    _sweep(target.parent)
    aside = target.with_name(f".{secrets.token_hex(6)}.part")
    outgoing = Outgoing(study, kind, target, aside)
    try:
        try:
            aside.mkdir(mode=0o700)
        except OSError as fault:
            reason = fault.strerror or os.strerror(fault.errno or 0)
            raise CannotWrite(path=output, reason=reason) from fault
        write(outgoing.written)
        outgoing.leaks = tuple(leaks_in(study, outgoing.written, kind=kind, people=people, also=also()))
        if kind not in _OF_NOBODY:
            with study.reading() as connection:
                outgoing.left_out = len(held_back(connection))
    except CannotWrite as fault:
        outgoing.discard()
        raise CannotWrite(**(fault.values | {"path": output})) from fault
    except BaseException:
        outgoing.discard()
        raise
    return outgoing


def _sweep(folder: Path) -> None:
    """Take away what a program that was killed had written aside here: nobody has let it out."""
    with suppress(OSError):
        for one in folder.glob(".*.part"):
            old = time.time() - one.stat().st_mtime > _LEFT_BEHIND
            if old and _ASIDE.fullmatch(one.name) and one.is_dir():
                shutil.rmtree(one, ignore_errors=True)

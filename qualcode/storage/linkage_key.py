"""The linkage key (koblingsnøkkel): who the participants are, in a file of its own, encrypted in the age format.

The file is the only place where an identity and a participant's code stand together. What is in it is a CSV table, so
that whoever has the passphrase can read it without qualcode: `age -d KEY.age`. Format: age-encryption.org/v1.
"""

import csv
import io
import os
import secrets
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from qualcode.errors import (
    KeyBesideStudy,
    KeyChangedMeanwhile,
    KeyDamaged,
    KeyLocked,
    KeyUnwritable,
    NoSuchKey,
    NotAKey,
)
from qualcode.locale import say
from qualcode.views.linkage import KeyLock, KnownPerson

COLUMNS = ("participant", "substudy", "name", "also", "contact", "note")
_MARK = b"age-encryption.org/v1"
_STUDY_FILES = ("*.qualcode", "*.qualcode-backup", "*.backups")
_LARGEST = 16 * 1024 * 1024


def read_key(path: Path, lock: KeyLock) -> tuple[KnownPerson, ...]:
    """The people in a key. Raises `NoSuchKey`, `NotAKey`, `KeyLocked` for the wrong passphrase, `KeyDamaged`."""
    return _people(path, _opened(path, _stored(path), lock))


def write_key(path: Path, people: Iterable[KnownPerson], lock: KeyLock, *, over: Iterable[KnownPerson] | None) -> None:
    """Write a key, whole or not at all, for its owner alone to read.

    `over` is what it said when it was read; None for a new one, which goes over no file. Raises `KeyUnwritable`, and
    `KeyChangedMeanwhile` where it says something else by now.
    """
    if over is None and path.exists():
        raise KeyUnwritable(path=path, reason=say("linkage.reasons.exists"))
    sealed = _sealed(_table(people), lock)
    part = path.with_name(f".{secrets.token_hex(6)}.part")
    try:
        with os.fdopen(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as out:
            out.write(sealed)
            out.flush()
            os.fsync(out.fileno())
        if over is not None and read_key(path, lock) != tuple(over):
            raise KeyChangedMeanwhile(path=path)
        part.replace(path)
    except OSError as fault:
        raise KeyUnwritable(path=path, reason=fault.strerror or type(fault).__name__) from None
    finally:
        part.unlink(missing_ok=True)


def keep_apart(path: Path) -> None:
    """Raise `KeyBesideStudy` for a place with a study in it, or in the folder above: key and study are kept apart."""
    here = path.resolve().parent
    for folder in (here, here.parent):
        for pattern in _STUDY_FILES:
            beside = next(folder.glob(pattern), None)
            if beside is not None:
                raise KeyBesideStudy(path=path, study=beside.name)


def is_apart(path: Path, study: Path) -> bool:
    """Whether a key lies neither in the study's folder nor in one below it."""
    return study.resolve().parent not in path.resolve().parents


def _stored(path: Path) -> bytes:
    try:
        if path.stat().st_size > _LARGEST:
            raise NotAKey(path=path)
        raw = path.read_bytes()
    except OSError:
        raise NoSuchKey(path=path) from None
    if not raw.startswith(_MARK):
        raise NotAKey(path=path)
    return raw


def _opened(path: Path, raw: bytes, lock: KeyLock) -> bytes:
    import pyrage

    try:
        if lock.identities:
            return bytes(pyrage.decrypt(raw, _identities(lock)))
        return bytes(pyrage.passphrase.decrypt(raw, lock.passphrase))
    except pyrage.DecryptError as fault:
        # The library has one exception for both; these are its words for a key that does not fit.
        locked = any(told in str(fault).lower() for told in ("decryption failed", "no matching keys", "excessive"))
        raise (KeyLocked if locked else KeyDamaged)(path=path) from None


def _sealed(plain: bytes, lock: KeyLock) -> bytes:
    import pyrage

    if lock.identities:
        return bytes(pyrage.encrypt(plain, [identity.to_public() for identity in _identities(lock)]))
    return bytes(pyrage.passphrase.encrypt(plain, lock.passphrase))


def _identities(lock: KeyLock) -> list[Any]:
    import pyrage

    lines = (line.strip() for line in lock.identities.splitlines())
    try:
        found = [pyrage.x25519.Identity.from_str(line) for line in lines if line and not line.startswith("#")]
    except pyrage.IdentityError:
        found = []
    if not found:
        raise KeyLocked(path=say("linkage.identity_file"))
    return found


def _table(people: Iterable[KnownPerson]) -> bytes:
    out = io.StringIO(newline="")
    lines = csv.writer(out, lineterminator="\n")
    lines.writerow(COLUMNS)
    for one in people:
        lines.writerow([one.participant, one.substudy, one.name, "; ".join(one.also), one.contact, one.note])
    return out.getvalue().encode("utf-8")


def _people(path: Path, plain: bytes) -> tuple[KnownPerson, ...]:
    try:
        rows = list(csv.DictReader(io.StringIO(plain.decode("utf-8-sig"), newline="")))
    except (UnicodeDecodeError, csv.Error):
        raise KeyDamaged(path=path) from None
    if any(not row.get("participant") for row in rows):
        raise KeyDamaged(path=path)
    return tuple(person_of(row) for row in rows)


def person_of(row: "dict[str, str | None]") -> KnownPerson:
    """A person from a row with the columns of a key; `also` has semicolons between."""
    told = {name: " ".join((row.get(name) or "").split()) for name in COLUMNS}
    also = tuple(one.strip() for one in told.pop("also").split(";") if one.strip())
    return KnownPerson(**told, also=also)

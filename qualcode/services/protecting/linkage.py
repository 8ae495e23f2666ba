"""The linkage key: making one, saying who the participants are, and finding somebody. Apart from every study."""

from dataclasses import replace
from pathlib import Path

from qualcode.errors import NoPassphrase, NothingNamed, ValueRefused
from qualcode.locale import say
from qualcode.storage.linkage_key import keep_apart, read_key, write_key
from qualcode.text.normal_form import to_name
from qualcode.text.ordering import natural_key
from qualcode.views.linkage import KeyLock, KnownPerson

People = tuple[KnownPerson, ...]


def identity_lock(path: Path) -> KeyLock:
    """What opens a key with an age identity file. Raises `NoPassphrase` if it cannot be read."""
    try:
        return KeyLock(identities=path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError):
        raise NoPassphrase(path=path) from None


def make_key(path: Path, lock: KeyLock, *, beside_study: bool = False) -> None:
    """Make an empty key; `beside_study` lets it lie where a study is.

    Raises `KeyBesideStudy`, `KeyUnwritable` (also over a file that is there).
    """
    if not beside_study:
        keep_apart(path)
    write_key(path, (), lock, over=None)


def known_people(path: Path, lock: KeyLock) -> People:
    """Everybody in the key, by substudy and code. Raises as `storage.linkage_key.read_key`."""
    return _in_order(read_key(path, lock))


def add_people(path: Path, lock: KeyLock, people: People) -> tuple[int, int]:
    """Say who these participants are; what a row leaves empty stays as it was. How many are new, and how many changed.

    Raises `ValueRefused` for a row without a participant or a name.
    """
    there = read_key(path, lock)
    known = {_who(one): one for one in there}
    new = changed = 0
    for one in people:
        person = replace(one, participant=to_name(one.participant), substudy=to_name(one.substudy))
        before = known.get(_who(person))
        told = person if before is None else _told_over(before, person)
        if not person.participant or not told.name:
            raise ValueRefused(what=say("kinds.participant"), value=person.participant, choices=say("linkage.needed"))
        new, changed = new + (before is None), changed + (before is not None and before != told)
        known[_who(person)] = told
    if new or changed:
        write_key(path, _in_order(tuple(known.values())), lock, over=there)
    return new, changed


def find_people(path: Path, lock: KeyLock, words: str) -> People:
    """Those whose code is this, or in whose names or contact these words stand, whatever the case."""
    sought = words.casefold().strip()
    return tuple(
        one
        for one in known_people(path, lock)
        if one.participant.casefold() == sought
        or any(sought in told.casefold() for told in (*one.names, one.contact) if sought)
    )


def remove_person(path: Path, lock: KeyLock, participant: str, *, substudy: str = "") -> KnownPerson:
    """Take a participant out of the key; who she was is not in it any more. Raises `NothingNamed`."""
    there = read_key(path, lock)
    code, within = to_name(participant), to_name(substudy)
    found = [one for one in there if one.participant == code and within in ("", one.substudy)]
    if len(found) != 1:
        hint = say("linkage.which_substudy") if found else say("errors.reasons.none_yet")
        raise NothingNamed(kind=say("kinds.participant"), name=participant, nearest=hint)
    write_key(path, (one for one in there if one is not found[0]), lock, over=there)
    return found[0]


def _who(person: KnownPerson) -> tuple[str, str]:
    return person.substudy, person.participant


def _told_over(before: KnownPerson, now: KnownPerson) -> KnownPerson:
    return KnownPerson(
        participant=before.participant,
        substudy=before.substudy,
        name=now.name or before.name,
        also=now.also or before.also,
        contact=now.contact or before.contact,
        note=now.note or before.note,
    )


def _in_order(people: People) -> People:
    return tuple(sorted(people, key=lambda one: (one.substudy, natural_key(one.participant))))

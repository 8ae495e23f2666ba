"""Claims about the linkage key: encrypted, apart from the study, and never shown by accident."""

import stat
import subprocess
import sys
from pathlib import Path

import pyrage
import pytest

from qualcode.errors import (
    KeyBesideStudy,
    KeyChangedMeanwhile,
    KeyDamaged,
    KeyLocked,
    KeyUnwritable,
    NoSuchKey,
    NotAKey,
    NothingNamed,
    ValueRefused,
)
from qualcode.services.protecting.linkage import add_people, find_people, known_people, make_key, remove_person
from qualcode.storage.linkage_key import read_key, write_key
from qualcode.storage.opening import OpenStudy
from qualcode.views.linkage import KeyLock, KnownPerson

KARI = KnownPerson("P1", "Pasientene", "Kari Nordmann", ("Kaia", "Mor til Ola"), "99 88 77 66", "ringer helst")


@pytest.fixture
def lock() -> KeyLock:
    """An identity of its own; a passphrase takes seconds, by design."""
    return KeyLock(identities=f"# made by a test\n{pyrage.x25519.Identity.generate()}\n")


@pytest.fixture
def key(tmp_path: Path, lock: KeyLock) -> Path:
    """An empty key, in a folder without a study."""
    (tmp_path / "safe").mkdir()
    path = tmp_path / "safe" / "key.age"
    make_key(path, lock, beside_study=True)
    return path


def test_people_are_found_again_by_code_and_by_name(key: Path, lock: KeyLock) -> None:
    assert add_people(key, lock, (KARI, KnownPerson("P10", "Pasientene", "Ola"))) == (2, 0)
    assert known_people(key, lock)[0] == KARI
    assert find_people(key, lock, "NORD") == (KARI,)
    assert find_people(key, lock, "9988") == ()
    assert [one.participant for one in find_people(key, lock, "p10")] == ["P10"]


def test_what_a_row_leaves_empty_stays_and_the_same_again_changes_nothing(key: Path, lock: KeyLock) -> None:
    add_people(key, lock, (KARI,))
    before = key.read_bytes()
    assert add_people(key, lock, (KnownPerson("P1", "Pasientene", "Kari Nordmann"),)) == (0, 0)
    assert key.read_bytes() == before
    assert add_people(key, lock, (KnownPerson("P1", "Pasientene", "Kari Hansen"),)) == (0, 1)
    assert known_people(key, lock)[0].contact == KARI.contact


def test_a_participant_taken_out_is_in_it_no_more(key: Path, lock: KeyLock) -> None:
    add_people(key, lock, (KARI, KnownPerson("P1", "Fastlegene", "Per")))
    with pytest.raises(NothingNamed):
        remove_person(key, lock, "P1")
    assert remove_person(key, lock, "P1", substudy="Fastlegene").name == "Per"
    assert known_people(key, lock) == (KARI,)
    with pytest.raises(ValueRefused):
        add_people(key, lock, (KnownPerson("P2"),))


def test_the_file_holds_no_word_in_clear_and_is_its_owners_alone(key: Path, lock: KeyLock) -> None:
    add_people(key, lock, (KARI,))
    raw = key.read_bytes()
    assert raw.startswith(b"age-encryption.org/v1")
    assert not any(word in raw for word in (b"Kari", b"Nordmann", b"Pasientene", b"participant"))
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert sorted(path.name for path in key.parent.iterdir()) == ["key.age"]


def test_age_itself_reads_it_as_a_table(key: Path, lock: KeyLock) -> None:
    add_people(key, lock, (KARI,))
    identity = pyrage.x25519.Identity.from_str(lock.identities.splitlines()[1])
    plain = bytes(pyrage.decrypt(key.read_bytes(), [identity])).decode()
    assert plain.splitlines()[1] == "P1,Pasientene,Kari Nordmann,Kaia; Mor til Ola,99 88 77 66,ringer helst"


def test_a_passphrase_opens_it_and_another_does_not(tmp_path: Path) -> None:
    path = tmp_path / "key.age"
    write_key(path, (KARI,), KeyLock("åpne deg"), over=None)
    assert read_key(path, KeyLock("åpne deg")) == (KARI,)
    before = path.read_bytes()
    with pytest.raises(KeyLocked):
        read_key(path, KeyLock("lukk deg"))
    assert path.read_bytes() == before


def test_another_identity_a_damaged_file_and_a_plain_list_are_told_apart(key: Path, lock: KeyLock) -> None:
    with pytest.raises(KeyLocked):
        read_key(key, KeyLock(identities=str(pyrage.x25519.Identity.generate())))
    with pytest.raises(KeyLocked):
        read_key(key, KeyLock(identities="what is this"))
    key.write_bytes(key.read_bytes()[:-4])
    with pytest.raises(KeyDamaged):
        read_key(key, lock)
    key.write_text("participant,name\nP1,Kari Nordmann\n")
    with pytest.raises(NotAKey):
        read_key(key, lock)
    with pytest.raises(NoSuchKey):
        read_key(key.with_name("none.age"), lock)


def test_a_key_is_refused_where_a_study_is_unless_that_is_asked_for(study: OpenStudy, lock: KeyLock) -> None:
    beside, below = study.path.with_name("key.age"), study.path.parent / "key" / "key.age"
    below.parent.mkdir()
    for path in (beside, below):
        with pytest.raises(KeyBesideStudy):
            make_key(path, lock)
        assert not path.exists()
    make_key(beside, lock, beside_study=True)
    with pytest.raises(KeyUnwritable):
        make_key(beside, lock, beside_study=True)


def test_what_somebody_else_wrote_meanwhile_is_not_overwritten(key: Path, lock: KeyLock) -> None:
    with pytest.raises(KeyChangedMeanwhile):
        write_key(key, (KARI,), lock, over=(KnownPerson("P9", "", "Eva"),))
    assert known_people(key, lock) == ()
    assert [path.name for path in key.parent.iterdir()] == ["key.age"]


def test_nothing_of_it_stands_in_a_traceback() -> None:
    script = (
        "import sys\n"
        "from qualcode.views.linkage import KeyLock, KnownPerson\n"
        "person, lock = KnownPerson('P1', 'S', 'Kari ' + 'Nordmann'), KeyLock('hemme' + 'lig')\n"
        "from rich.traceback import install\n"
        "install(show_locals=True, width=200)\n"
        "people = (person, [lock], {'a': person})\n"
        "raise RuntimeError(people)\n"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert "RuntimeError" in run.stderr
    assert "people" in run.stderr
    assert not any(word in run.stderr.replace("'", "") for word in ("Kari Nordmann", "hemmelig"))

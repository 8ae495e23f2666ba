"""Claims about encrypted studies: not a word on the disk, all of the work inside, wrong and damaged told apart."""

import stat
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import ClassVar

import pytest

pytest.importorskip("keyring")
import keyring
from keyring.backend import KeyringBackend

from qualcode import Study
from qualcode.errors import (
    CipherMissing,
    StudyDamaged,
    StudyFull,
    StudyInUse,
    StudyLocked,
    WithdrawnFile,
    WrongPassphrase,
)
from qualcode.services.keeping.backups import back_up, restore
from qualcode.services.keeping.checking import check
from qualcode.services.keeping.encrypting import decrypt, encrypt
from qualcode.services.keeping.history import undo
from qualcode.services.keeping.merging import merge
from qualcode.services.keeping.purging import purge_study
from qualcode.services.material.importing import import_files
from qualcode.services.participants.participants import import_participants
from qualcode.services.protecting.deidentifying import apply_decisions
from qualcode.services.protecting.sealing import seal
from qualcode.services.protecting.withdrawing import withdraw_participant
from qualcode.storage import ciphers
from qualcode.storage.opening import OpenStudy, open_study
from qualcode.storage.sqlite_file import explained
from qualcode.views.identifying import NameDecision
from tests.builders import add_group, add_substudy, add_transcript, code_words, hash_of, numbered, write_file
from tests.cli.conftest import Run, run

pytest.importorskip("sqlcipher3")
__all__ = ["run"]

SECRET = "riktig hest batteri stift"  # noqa: S105 - of the tests


@pytest.fixture(autouse=True)
def _keys_are_forgotten() -> Iterator[None]:
    """Each test knows no key to begin with."""
    ciphers._keys.clear()
    yield
    ciphers._keys.clear()


@pytest.fixture
def path(study: OpenStudy) -> Path:
    """A study with a coding, encrypted, its key forgotten."""
    add_substudy(study)
    code_words(study, add_transcript(study, "P1", "Jeg ble sittende i gangen."), "i gangen", add_group(study, "Uro"))
    study.close()
    encrypt(study.path, SECRET)
    ciphers._keys.clear()
    return study.path


def test_not_a_word_is_on_the_disk_while_one_works_on_it(path: Path) -> None:
    ciphers.unlock(path, SECRET)
    with open_study(path, coder="AA") as study:
        add_group(study, "Etterpå")
        for file in path.parent.glob(f"{path.name}*"):
            content = file.read_bytes() if not file.name.endswith("-shm") else b""
            assert b"gangen" not in content
            assert "Etterpå".encode() not in content
            assert b"CREATE TABLE" not in content
            assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert check(study).ok
        undo(study)


def test_without_its_passphrase_it_is_not_opened(path: Path) -> None:
    before = path.read_bytes()
    with pytest.raises(StudyLocked):
        open_study(path, coder="AA")
    with pytest.raises(WrongPassphrase):
        ciphers.unlock(path, "feil")
    with pytest.raises(StudyLocked):
        open_study(path, coder="AA")
    assert path.read_bytes() == before


def test_damage_under_the_right_passphrase_is_damage(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[20_000] ^= 1
    path.write_bytes(content)
    ciphers.unlock(path, SECRET)
    with open_study(path, coder="AA") as study:
        report = check(study)
    assert any(one.kind == "damage" for one in report.findings)


def test_a_damaged_first_page_under_a_known_key_is_damage(path: Path) -> None:
    ciphers.unlock(path, SECRET)
    content = bytearray(path.read_bytes())
    content[100] ^= 1
    path.write_bytes(content)
    with pytest.raises(StudyDamaged):
        open_study(path, coder="AA")


def test_its_backups_are_encrypted_and_put_back_and_merged(path: Path, tmp_path: Path) -> None:
    ciphers.unlock(path, SECRET)
    with open_study(path, coder="AA") as study:
        before, made = hash_of(study), back_up(study)
        assert ciphers.looks_encrypted(made)
        other = back_up(study, tmp_path / "other.qualcode")
        with open_study(other, coder="BB") as theirs:
            add_group(theirs, "Etterpå")
        assert merge(study, other).added == {"code_group": 1}
        restore(path, made)
        assert hash_of(study) == before
    ciphers._keys.clear()
    ciphers.unlock(made, SECRET)
    with open_study(made, coder="AA") as study:
        assert hash_of(study) == before


def test_the_passphrase_is_changed_and_taken_off(path: Path) -> None:
    ciphers.unlock(path, SECRET)
    with open_study(path, coder="AA") as study:
        before = hash_of(study)
    encrypt(path, "en annen frase")
    ciphers._keys.clear()
    with pytest.raises(WrongPassphrase):
        ciphers.unlock(path, SECRET)
    ciphers.unlock(path, "en annen frase")
    decrypt(path)
    ciphers._keys.clear()
    assert b"gangen" in path.read_bytes()
    with open_study(path, coder="AA") as study:
        assert hash_of(study) == before
    assert [one.name for one in path.parent.glob(".*")] == []


def test_backups_get_the_new_passphrase_and_those_that_cannot_are_told(path: Path) -> None:
    ciphers.unlock(path, SECRET)
    with open_study(path, coder="AA") as study:
        before, made, other = hash_of(study), back_up(study), back_up(study)
    other.write_bytes(other.read_bytes()[:-4096] + bytes(4096))
    damaged = path.with_name("damaged.qualcode")
    damaged.write_bytes(other.read_bytes())
    ciphers.unlock(damaged, SECRET)
    with pytest.raises(StudyDamaged):
        encrypt(damaged, "en annen frase")
    assert damaged.read_bytes() == other.read_bytes()
    assert [line.path for line in encrypt(path, "en annen frase")] == [other]
    with pytest.raises(WrongPassphrase):
        ciphers.unlock(made, SECRET)
    ciphers._keys.clear()
    ciphers.unlock(path, "en annen frase")
    with open_study(path, coder="AA") as study:
        add_group(study, "Etterpå")
        restore(path, made)
        assert hash_of(study) == before


def test_a_study_that_is_open_elsewhere_is_not_encrypted_under_it(study: OpenStudy) -> None:
    add_substudy(study)
    with pytest.raises(StudyInUse):
        encrypt(study.path, SECRET)
    add_substudy(study, "Fastlegene")
    assert check(study).ok


def test_backups_from_before_are_told(study: OpenStudy) -> None:
    add_substudy(study)
    plain = back_up(study)
    study.close()
    assert [line.path for line in encrypt(study.path, SECRET)] == [plain]


def test_without_the_library_it_says_what_to_install(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sqlcipher3", None)
    with pytest.raises(CipherMissing) as refused:
        ciphers.unlock(path, SECRET)
    assert "qualcode[encryption]" in refused.value.hint


def test_the_command_line_takes_the_passphrase_from_the_environment(
    run: Run, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran = run("status", path)
    assert (ran.code, ran.out, ran.err.count("\n")) == (3, "", 2)
    monkeypatch.setenv("QUALCODE_PASSPHRASE", "feil")
    assert "does not open" in run("status", path).err
    monkeypatch.setenv("QUALCODE_PASSPHRASE", SECRET)
    assert run("status", path).code == 0
    monkeypatch.setenv("QUALCODE_NEW_PASSPHRASE", "en annen frase")
    assert run("encrypt", path).code == 0
    ciphers._keys.clear()
    assert run("status", path).code == 3
    monkeypatch.setenv("QUALCODE_PASSPHRASE", "en annen frase")
    assert run("encrypt", path, "--remove").code == 0
    monkeypatch.delenv("QUALCODE_PASSPHRASE")
    assert run("status", path).code == 0


class _Ring(KeyringBackend):
    """A keyring that lasts as long as a test."""

    priority = 1.0
    kept: ClassVar[dict[tuple[str, str], str]] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password


def test_a_passphrase_in_the_keyring_opens_it_until_it_is_another(
    run: Run, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = keyring.get_keyring()
    keyring.set_keyring(_Ring())  # type: ignore[no-untyped-call]  # the library has no types here
    try:
        monkeypatch.setenv("QUALCODE_PASSPHRASE", SECRET)
        monkeypatch.setenv("QUALCODE_NEW_PASSPHRASE", "en annen frase")
        assert run("encrypt", path, "--keyring").code == 0
        monkeypatch.delenv("QUALCODE_PASSPHRASE")
        ciphers._keys.clear()
        assert run("status", path).code == 0
        monkeypatch.setenv("QUALCODE_NEW_PASSPHRASE", "en tredje frase")
        assert run("encrypt", path).code == 0
        ciphers._keys.clear()
        assert "is encrypted" in run("status", path).err, "what was kept is another: it is asked for"
    finally:
        keyring.set_keyring(before)


def test_a_new_study_is_encrypted_from_its_first_byte(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "new.qualcode"
    assert run("new", path, "--title", "NMV", "--encrypt").code == 2
    assert not path.exists()
    monkeypatch.setenv("QUALCODE_NEW_PASSPHRASE", SECRET)
    made = run("new", path, "--title", "NMV", "--encrypt")
    assert (made.code, SECRET in made.out + made.err) == (0, False)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert not path.read_bytes().startswith(b"SQLite")
    ciphers._keys.clear()
    assert run("status", path).code == 3
    monkeypatch.setenv("QUALCODE_PASSPHRASE", SECRET)
    assert run("status", path).code == 0
    assert run("new", path, "--title", "NMV", "--encrypt").code == 3
    assert run("status", path).code == 0


def test_without_the_library_no_new_study_is_left_half_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sqlcipher3", None)
    with pytest.raises(CipherMissing):
        Study.create(tmp_path / "new.qualcode", title="NMV", passphrase=SECRET)
    assert list(tmp_path.glob("new*")) == []
    Study.create(tmp_path / "new.qualcode", title="NMV").close()


def test_an_encrypted_study_is_opened_from_python_with_its_passphrase(path: Path) -> None:
    with pytest.raises(WrongPassphrase):
        Study.open(path, passphrase="feil")  # noqa: S106
    with Study.open(path, passphrase=SECRET) as study:
        assert len(study.units()) == 1


def test_an_encrypted_study_lets_go_of_words_for_good(path: Path, tmp_path: Path) -> None:
    ciphers.unlock(path, SECRET)
    with open_study(path, coder="AA") as study:
        import_participants(study, numbered([{"participant": "P7"}]), substudy="Pasientene")
        file = write_file(tmp_path, "P7.txt", [("I", "Hvem?"), ("P7", "Zeppelinferien hos Kari.")])
        add_transcript(study, "P8", [("P8", "Jeg traff Kari Nordmann i Horten.")])
        import_files(study, [file], "Pasientene")
        backup = back_up(study)
        withdraw_participant(study, "P7")
        assert not backup.exists()
        with pytest.raises(WithdrawnFile):
            import_files(study, [file], "Pasientene")
        kari = NameDecision(10, 23, "Kari Nordmann", "person", "mask", "[navn]")
        apply_decisions(study, 2, [kari, NameDecision(26, 32, "Horten", "place", "keep", "")])
        assert seal(study, "P8").sealed
        assert check(study).ok
        kept = back_up(study, tmp_path / "kept.qualcode")
    decrypt(path)
    standing = {word: word in path.read_bytes() for word in (b"Zeppelin", b"Nordmann", b"Horten")}
    assert standing == {b"Zeppelin": False, b"Nordmann": False, b"Horten": True}
    assert ciphers.looks_encrypted(kept)


def test_an_encrypted_study_is_purged_with_its_backups(path: Path) -> None:
    ciphers.unlock(path, SECRET)
    with open_study(path, coder="AA") as study:
        backup = back_up(study)
        purge_study(study)
    assert not path.exists()
    assert not backup.exists()


def test_a_disk_that_is_full_while_the_file_is_written_anew_is_told(tmp_path: Path) -> None:
    with closing(ciphers.driver().connect(tmp_path / "plain", isolation_level=None)) as connection:
        connection.execute("CREATE TABLE said AS SELECT hex(randomblob(90000)) AS words")
        connection.execute("ATTACH DATABASE ? AS fresh KEY ?", (str(tmp_path / "fresh"), SECRET))
        connection.execute("PRAGMA fresh.max_page_count = 5").fetchall()
        with pytest.raises(StudyFull), explained(tmp_path / "plain"):
            connection.execute("SELECT sqlcipher_export('fresh')").fetchall()

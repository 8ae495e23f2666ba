"""Claims about folders that are shared: known by name, by mark and by file system, and written to in the safe way."""

from pathlib import Path

import pytest

from qualcode.storage import folders
from qualcode.storage.folders import conflict_copies, file_system, is_unc, shared_folder
from qualcode.storage.opening import OpenStudy, create_study, open_study
from qualcode.storage.sqlite_file import closing_connection
from tests.builders import add_substudy, hash_of


@pytest.mark.parametrize(
    ("folder", "service"),
    [
        ("OneDrive - UiB/prosjekt", "OneDrive"),
        ("Dropbox/nmv", "Dropbox"),
        ("Dropbox (Personal)", "Dropbox"),
        ("Library/CloudStorage/Dropbox-UiB", "Dropbox"),
        ("Library/CloudStorage/GoogleDrive-kari@uib.no", "Google Drive"),
        ("Library/Mobile Documents/com~apple~CloudDocs", "iCloud"),
        ("iCloudDrive/nmv", "iCloud"),
        ("Google Drive/Min disk", "Google Drive"),
        ("Nextcloud/felles", "Nextcloud"),
        ("Nextcloud2", "Nextcloud"),
        ("Library/CloudStorage/OneDrive-UiB/nmv", "OneDrive"),
        ("Library/CloudStorage/kDrive-kari/nmv", "CloudStorage"),
        ("Delte disker/NMV", "Google Drive"),
        ("Proton Drive/nmv", "Proton Drive"),
        ("Jottacloud/nmv", "Jottacloud"),
        ("Box", "Box"),
        ("Documents/onedrivers", ""),
        ("dropboxes", ""),
        ("boxer/synk", ""),
        ("arbeid", ""),
    ],
)
def test_a_service_is_known_by_its_folder(tmp_path: Path, folder: str, service: str) -> None:
    assert shared_folder(tmp_path / folder / "nmv.qualcode") == service


def test_a_service_is_known_by_the_mark_it_leaves(tmp_path: Path) -> None:
    inside = tmp_path / "felles" / "prosjekt"
    inside.mkdir(parents=True)
    assert shared_folder(inside / "nmv.qualcode") == ""
    (tmp_path / "felles" / ".sync_4f2a91bc07d1.db").touch()
    assert shared_folder(inside / "nmv.qualcode") == "Nextcloud"


def test_another_machines_disk_is_known_by_its_file_system(tmp_path: Path) -> None:
    mounts = tmp_path / "mountinfo"
    mounts.write_text(
        "22 1 8:1 / / rw - ext4 /dev/sda1 rw\n"
        "30 22 0:45 / /home/kari/hjemme\\040omr rw - cifs //server/kari rw\n"
        "31 22 0:46 / /mnt/felles rw - nfs4 server:/felles rw\n",
        encoding="utf-8",
    )
    assert file_system(Path("/home/kari/hjemme omr/nmv"), mounts) == "cifs"
    assert file_system(Path("/mnt/felles"), mounts) == "nfs4"
    assert file_system(Path("/mnt/fellesskap"), mounts) == "ext4"


_LINUX = """\
21 1 8:2 / / rw,relatime shared:1 - ext4 /dev/sda2 rw
24 21 0:22 / /run/user/1000 rw shared:9 - tmpfs tmpfs rw,size=1626408k
25 24 0:50 / /run/user/1000/gvfs rw,nosuid,nodev shared:10 - fuse.gvfsd-fuse gvfsd-fuse rw,user_id=1000
26 24 0:51 / /run/user/1000/doc rw,nosuid,nodev shared:11 - fuse.portal portal rw,user_id=1000
27 24 0:52 / /run/user/1000/kio-fuse-xYz rw,nosuid - fuse.kio-fuse kio-fuse rw,user_id=1000
30 21 0:55 / /felles rw,relatime shared:20 - autofs systemd-1 rw,fd=51
31 30 0:56 / /felles rw,relatime shared:21 - nfs4 nfs.uib.no:/felles rw,vers=4.2
32 21 0:57 / /mnt/nextcloud rw,nosuid - fuse https://sky.uib.no/remote.php/webdav/ rw,user_id=0
33 21 0:58 / /mnt/omr\\134x\\040y rw - cifs //fil.uib.no/nmv rw,vers=3.1.1
34 21 8:17 / /media/kari/minne rw,nosuid - fuseblk /dev/sdb1 rw,user_id=0
35 21 0:60 / /home/kari/hemmelig rw - fuse.gocryptfs /home/kari/.kryptert rw,user_id=1000
36 21 0:61 / /mnt/c rw - 9p C:\\134 rw,aname=drvfs
37 21 0:62 / /cluster rw - lustre 10.0.0.1@tcp:/work rw,flock
"""
_MAC = """\
/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)
/dev/disk3s5 on /System/Volumes/Data (apfs, local, journaled, nobrowse, protect)
map auto_home on /System/Volumes/Data/home (autofs, automounted, nobrowse)
//kari@fil.uib.no/nmv on /Volumes/nmv (smbfs, nodev, nosuid, mounted by kari)
https://sky.uib.no/dav on /Volumes/dav (webdav, nodev, noexec, nosuid, mounted by kari)
kari@login.uio.no:/felles on /Volumes/ssh (macfuse, nodev, nosuid, synchronous, mounted by kari)
/dev/disk4s1 on /Volumes/minne (osxfuse, local, synchronous)
"""


@pytest.mark.parametrize(
    ("told", "folder", "remote"),
    [
        (_LINUX, "/home/kari/nmv", False),
        (_LINUX, "/run/user/1000/gvfs/smb-share:server=fil.uib.no,share=nmv/x", True),
        (_LINUX, "/run/user/1000/doc/1f2e/nmv", False),
        (_LINUX, "/run/user/1000/kio-fuse-xYz/smb/fil/nmv", True),
        (_LINUX, "/felles/nmv", True),
        (_LINUX, "/mnt/nextcloud/nmv", True),
        (_LINUX, "/mnt/omr\\x y/nmv", True),
        (_LINUX, "/media/kari/minne/nmv", False),
        (_LINUX, "/home/kari/hemmelig/nmv", False),
        (_LINUX, "/mnt/c/Users/kari", True),
        (_LINUX, "/cluster/nmv", True),
        (_MAC, "/Users/kari/nmv", False),
        (_MAC, "/Volumes/nmv/x", True),
        (_MAC, "/Volumes/dav/x", True),
        (_MAC, "/Volumes/ssh/x", True),
        (_MAC, "/Volumes/minne/x", False),
    ],
)
def test_another_machines_disk_is_known_in_the_tables_of_real_systems(
    told: str, folder: str, remote: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(told, encoding="utf-8")
    kind = file_system(Path(folder), mounts)
    monkeypatch.setattr(folders, "file_system", lambda _: kind)
    assert shared_folder(tmp_path / "nmv.qualcode") == (folders.NETWORK if remote else ""), kind


@pytest.mark.parametrize(
    ("folder", "unc"),
    [
        (r"\\fil.uib.no\nmv\studie", True),
        (r"\\?\UNC\fil.uib.no\nmv\studie", True),
        (r"\\wsl.localhost\Ubuntu\home", True),
        (r"\\?\C:\Users\kari", False),
        (r"C:\Users\kari", False),
    ],
)
def test_windows_names_another_machine_first(folder: str, unc: bool) -> None:
    assert is_unc(folder) is unc


@pytest.mark.parametrize("kind", ["cifs", "smb3", "smbfs", "nfs", "fuse.gvfsd-fuse", "fuse.sshfs", "afpfs", "9p"])
def test_every_kind_of_another_machines_disk_counts(kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folders, "file_system", lambda _: kind)
    assert shared_folder(tmp_path / "nmv.qualcode") == folders.NETWORK


def test_a_disk_is_known_as_a_mac_tells_of_it(tmp_path: Path) -> None:
    told = tmp_path / "mount"
    told.write_text(
        "/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)\n"
        "//kari@server/felles omr on /Volumes/felles omr (smbfs, nodev, nosuid, mounted by kari)\n",
        encoding="utf-8",
    )
    assert file_system(Path("/Volumes/felles omr/nmv"), told) == "smbfs"
    assert file_system(Path("/Users/kari"), told) == "apfs"


def _mode(path: Path) -> tuple[str, int]:
    with closing_connection(path) as connection:
        (mode,) = connection.execute("PRAGMA journal_mode").fetchone()
        (synchronous,) = connection.execute("PRAGMA synchronous").fetchone()
    return mode, synchronous


def test_a_study_in_a_shared_folder_has_no_write_ahead_log(tmp_path: Path) -> None:
    shared, own = tmp_path / "Dropbox" / "nmv.qualcode", tmp_path / "nmv.qualcode"
    shared.parent.mkdir()
    with create_study(shared, title="T", language="nb", coder="AA") as study:
        add_substudy(study)
        before = hash_of(study)
        assert sorted(path.name for path in shared.parent.iterdir()) == ["nmv.qualcode"]
    assert _mode(shared) == ("delete", 3)
    shared.rename(own)
    with open_study(own, coder="AA") as study:
        assert hash_of(study) == before
    assert _mode(own) == ("wal", 2)
    own.rename(shared)
    open_study(shared, coder="AA").close()
    assert _mode(shared) == ("delete", 3)


def test_a_disk_of_another_machine_counts_as_shared(study: OpenStudy, monkeypatch: pytest.MonkeyPatch) -> None:
    study.close()
    monkeypatch.setattr(folders, "file_system", lambda _: "smb3")
    open_study(study.path, coder="AA").close()
    assert _mode(study.path) == ("delete", 3)


def test_copies_that_a_service_made_of_a_conflict_are_known(tmp_path: Path) -> None:
    certain = [
        "nmv (conflicted copy 2026-11-22 103000).qualcode",
        "nmv (Kari sin kopi i konflikt 2026-11-22).qualcode",
        "nmv.sync-conflict-20261122-103000-ABCDEFG.qualcode",
        "nmv_conflict-20261122.qualcode",
    ]
    perhaps = ["nmv (1).qualcode", "nmv 2.qualcode", "nmv-DESKTOP-4F2.qualcode"]
    others = ["nmv.qualcode", "nmvX.qualcode", "nmv-gammel.txt", "annen (conflicted copy).qualcode"]
    for name in (*certain, *perhaps, *others):
        (tmp_path / name).touch()
    found = conflict_copies(tmp_path / "nmv.qualcode")
    assert {path.name for path, sure in found if sure} == set(certain)
    assert {path.name for path, sure in found if not sure} == set(perhaps)

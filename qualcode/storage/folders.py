"""Where a study lies: a folder that a service copies behind the program's back, or another machine's disk.

There, the write-ahead log is not safe: it needs shared memory, and a service that copies the study and its log one by
one makes a file that was never there. Such a study keeps its changes in a rollback journal instead. Standard library
only.
"""

import os
import re
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

NETWORK = "network"
"""What a disk of another machine is called here; a service is called by its name."""

_SERVICES = (
    (re.compile(r"onedrive(\b|[ _-])"), "OneDrive"),
    (re.compile(r"dropbox(\b|[ _-])"), "Dropbox"),
    (re.compile(r"(google ?drive|my drive|min disk|shared drives|delte disker)\b"), "Google Drive"),
    (re.compile(r"(icloud|icloud ?drive|mobile documents|com~apple~clouddocs)\b"), "iCloud"),
    (re.compile(r"nextcloud(\d*\b|[ _-])"), "Nextcloud"),
    (re.compile(r"owncloud(\b|[ _-])"), "ownCloud"),
    (re.compile(r"(box sync|box-box)\b|box$"), "Box"),
    (re.compile(r"jottacloud\b"), "Jottacloud"),
    (re.compile(r"mega(sync)?( downloads)?$"), "MEGA"),
    (re.compile(r"pcloud ?drive\b"), "pCloud"),
    (re.compile(r"seafile\b"), "Seafile"),
    (re.compile(r"proton ?drive\b"), "Proton Drive"),
    (re.compile(r"syncthing\b"), "Syncthing"),
    (re.compile(r"cloudstorage$"), "CloudStorage"),
    (re.compile(r"sync$"), "Sync"),
)
_MARKS = (
    (".dropbox", "Dropbox"),
    (".dropbox.cache", "Dropbox"),
    (".stfolder", "Syncthing"),
    (".tmp.drivedownload", "Google Drive"),
)
_NETWORKS = re.compile(
    r"nfs\d?|cifs|smb\w*|afs|ncpfs|afpfs|webdav|davfs2?|9p|virtiofs|drvfs|vboxsf|vmhgfs|prl_fs"
    r"|ceph|lustre|gpfs|beegfs\w*|ocfs2|gfs2"
    r"|fuse\.(sshfs|rclone|davfs2?|gvfs.*|kio-fuse|onedriver|google-drive.*|gcsfuse|s3fs|glusterfs|ceph.*|vmhgfs-fuse"
    r"|.*:/.*|.*@.*)"
)
"""Also the disks that computing clusters share, and what a virtual machine has of its host's."""
_FUSE = frozenset({"fuse", "osxfuse", "macfuse"})
_MAC_MOUNT = re.compile(r"(?P<source>.*) on (?P<place>/.*) \((?P<kind>\w+)[,)]")
_ESCAPED = re.compile(r"\\([0-7]{3})")
_CONFLICT = re.compile(r"conflict|konflikt|motstrid", re.IGNORECASE)
_PERHAPS = re.compile(r" \(\d+\)| \d+|-[^ /]+")
"""What OneDrive (the machine's name), Google Drive and iCloud (a number) put after the name; people do so too."""


def shared_folder(path: Path) -> str:
    """Which service copies the folder that `path` lies in, or `network` for another machine's disk; else empty."""
    folder = path.absolute().parent
    for real in dict.fromkeys((folder, folder.resolve())):
        for service in (_named(real), _marked(real)):
            if service:
                return service
    return NETWORK if _is_remote(folder.resolve()) else ""


def conflict_copies(path: Path) -> list[tuple[Path, bool]]:
    """Files beside a study whose names say that a service made them because two machines wrote at once.

    With each, whether its name is certain; one that is not may be a copy that somebody made on purpose.
    """
    found = []
    for other in _beside(path):
        rest = other.stem[len(path.stem) :]
        if _CONFLICT.search(rest):
            found.append((other, True))
        elif _PERHAPS.fullmatch(rest):
            found.append((other, False))
    return sorted(found)


def _beside(path: Path) -> Iterator[Path]:
    try:
        names = sorted(os.listdir(path.absolute().parent))  # noqa: PTH208 - one that cannot be read has none
    except OSError:
        return
    for name in names:
        other = path.absolute().parent / name
        if name != path.name and other.suffix == path.suffix and other.stem.startswith(path.stem):
            yield other


def _named(folder: Path) -> str:
    for part in reversed(folder.parts):
        for pattern, service in _SERVICES:
            if pattern.match(part.lower()):
                return service
    return ""


def _marked(folder: Path) -> str:
    for one in (folder, *folder.parents):
        for mark, service in _MARKS:
            if (one / mark).exists() and one != Path.home():
                return service
        if _holds(one, r"\._?sync_[0-9a-f]+\.db"):
            return "Nextcloud"
    return ""


def _holds(folder: Path, pattern: str) -> bool:
    try:
        with os.scandir(folder) as entries:
            return any(re.fullmatch(pattern, entry.name) for entry in entries)
    except OSError:
        return False


def _is_remote(folder: Path) -> bool:
    if sys.platform == "win32":  # pragma: no cover - not run here
        import ctypes

        return is_unc(str(folder)) or ctypes.windll.kernel32.GetDriveTypeW(folder.anchor) == 4
    return bool(_NETWORKS.fullmatch(file_system(folder)))


def is_unc(folder: str) -> bool:
    r"""Whether Windows calls it by another machine's name: `\\server\share`, and not a drive written at length."""
    return re.match(r"\\\\(?![?.]\\(?!UNC\\))", folder, re.IGNORECASE) is not None


def file_system(folder: Path, mounts: Path = Path("/proc/self/mountinfo")) -> str:
    """The kind of file system a folder is on, empty where the system does not tell.

    Of one that a program serves (`fuse`) the program follows, or where it has it from if the system does not name it.
    """
    try:
        told = mounts.read_text(encoding="utf-8", errors="replace")
    except OSError:
        told = _mount_command()
    best = ("", "")
    for place, kind in _mounted(told):
        inside = place == "/" or folder == Path(place) or Path(place) in folder.parents
        if inside and len(place) >= len(best[0]):
            best = (place, kind)
    return best[1]


def _mounted(told: str) -> Iterator[tuple[str, str]]:
    """What is mounted where, and its kind: as Linux lists it, or as `mount` does on a Mac."""
    for line in told.splitlines():
        before, _, after = line.partition(" - ")
        fields, kinds = before.split(), after.split()
        mac = _MAC_MOUNT.match(line)
        if len(fields) > 4 and len(kinds) > 1:
            yield _unescaped(fields[4]), _served(kinds[0], kinds[1])
        elif mac:
            yield mac["place"], _served(mac["kind"], mac["source"])


def _served(kind: str, source: str) -> str:
    return f"fuse.{source}" if kind in _FUSE else kind


def _unescaped(place: str) -> str:
    """A place as the kernel lists it, with blanks, line feeds and backslashes as octal numbers of bytes."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 8)), place)


def _mount_command() -> str:
    """What a Mac says is mounted; it has no file that tells."""
    if sys.platform == "darwin":  # pragma: no cover - not run here
        import subprocess

        with suppress(OSError, subprocess.SubprocessError):
            return subprocess.run(["/sbin/mount"], capture_output=True, text=True, timeout=5, check=False).stdout
    return ""

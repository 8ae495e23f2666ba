"""What a user has set for herself, on this machine, and the studies she opened last.

`settings.toml` in the user's configuration folder; every setting has an environment variable `QUALCODE_<NAME>` that
goes before it. The list of recent studies holds paths only, never a name or a word from a study.
"""

import os
import tomllib
from dataclasses import dataclass, fields
from pathlib import Path

from qualcode.errors import SettingRefused

RECENT_SHOWN = 9


@dataclass(frozen=True)
class Settings:
    """The user's settings."""

    coder: str = ""
    """Initials that codings are made under; empty: the login name."""

    language: str = ""
    """Language of the interface, `nb` or `en`; empty: that of the study, else of the machine."""

    theme: str = ""
    """Textual theme of the app; empty: qualcode's own."""

    advance_after_coding: str = ""
    """`ja` (or `yes`): after coding, the cursor moves on to the next sentence by itself; empty: it stays."""

    linkage_key: str = ""
    """Where the linkage key is, so that check and exports look for the names in it; empty: nowhere."""

    linkage_identity: str = ""
    """The age identity file that opens the linkage key; empty: it is opened with a passphrase, which is asked for."""

    @property
    def advances(self) -> bool:
        """Whether the cursor moves on by itself after coding."""
        return self.advance_after_coding.strip().lower() in {"ja", "yes", "true", "1"}


def configuration_folder() -> Path:
    """Where settings are kept; `QUALCODE_CONFIG` puts them elsewhere."""
    chosen = os.environ.get("QUALCODE_CONFIG")
    if chosen:
        return Path(chosen)
    from platformdirs import user_config_path

    return user_config_path("qualcode")


def read_settings() -> Settings:
    """The settings in force: environment before file before default.

    Raises `SettingRefused` for a file that is not TOML, a setting that does not exist, or a value of the wrong kind.
    """
    path = configuration_folder() / "settings.toml"
    try:
        stored = tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        raise SettingRefused(setting=str(fault), path=path, value="") from None
    known = {field.name for field in fields(Settings)}
    for name, value in stored.items():
        if name not in known or not isinstance(value, str):
            raise SettingRefused(setting=name, path=path, value=value)
    chosen = {name: os.environ.get(f"QUALCODE_{name.upper()}") or stored.get(name, "") for name in known}
    return Settings(**chosen)


def coder_initials(settings: Settings, given: str | None = None) -> str:
    """Who is at work: what the command said, else the setting, else the login name."""
    if given or settings.coder:
        return given or settings.coder
    import getpass

    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "?"


def recent_studies() -> list[Path]:
    """The studies opened last on this machine that are still there, newest first."""
    import json

    try:
        stored = json.loads((configuration_folder() / "recent.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []
    paths = [Path(path) for path in stored if isinstance(path, str)] if isinstance(stored, list) else []
    return [path for path in paths if path.is_file()]


def remember_study(path: Path) -> None:
    """Put a study first among the recent ones; that the list cannot be written stops nobody."""
    import json

    here = path.resolve()
    paths = [here, *(known for known in recent_studies() if known != here)][:RECENT_SHOWN]
    recent = configuration_folder() / "recent.json"
    try:
        recent.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # What a study is called may tell of whom it is about.
        recent.touch(mode=0o600)
        recent.chmod(0o600)
        recent.write_text(json.dumps([str(path) for path in paths]), encoding="utf-8")
    except OSError:
        return

"""The sound or video that a transcript was made from: its name is kept, where it lay on somebody's machine never is."""

import re
from urllib.parse import unquote

_SUFFIX = re.compile(
    r"\.(?:mp3|m4a|mp4|wav|wma|wmv|aac|ogg|oga|opus|flac|aif|aiff|amr|dss|ds2|mov|mkv|avi|webm|mpg|mpeg|3gp)$",
    re.IGNORECASE,
)
_TOLD = re.compile(
    r"(?P<what>(?:audio|media|sound|video|recording|lyd|opptak|medie)(?:[ -]?(?:file|fil|source))?[ \t]*[:=][ \t]*)"
    r"(?P<path>\S[^\n]*)",
    re.IGNORECASE,
)
_LONGEST = 255


def media_name(path: str) -> str:
    """The file's name without its folders: from a path of any system, a URL, or a name; empty if there is none."""
    address = path.strip().strip("\"'")
    if "://" in address or address.startswith("file:"):
        address = unquote(re.split(r"[?#]", address, maxsplit=1)[0])
    name = re.split(r"[\\/]", address)[-1].strip()
    return name if len(name) <= _LONGEST and name.isprintable() else ""


def name_media(text: str) -> tuple[str, str]:
    """A line such as `Audio file: C:/Opptak/intervju.mp3` without its folders, and the file's name."""
    found = ""

    def without_folders(match: re.Match[str]) -> str:
        nonlocal found
        name = media_name(match["path"])
        is_path = "/" in match["path"] or "\\" in match["path"]
        if _SUFFIX.search(name):
            found = found or name
        return match["what"] + name if is_path or found else match.group()

    return _TOLD.sub(without_folders, text), found

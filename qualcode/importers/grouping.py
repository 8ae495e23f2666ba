"""Files that are one conversation: Praat's users keep a file for each speaker's microphone."""

from collections.abc import Sequence
from pathlib import Path

from qualcode.errors import UnreadableFile
from qualcode.importers.source import read_source

_SUFFIX = ".textgrid"


def group_files(paths: Sequence[Path], *, encoding: str | None = None) -> list[tuple[Path, ...]]:
    """The files in the order given, those of one conversation together at the place of the first.

    TextGrids belong together when they lie in one folder, their names differ only in what stands last in them after
    `_`, `-` or a space (and holds a letter: `_1` and `_2` may be two interviews), each has one tier, and they are
    equally long.
    """
    if sum(1 for path in paths if path.suffix.lower() == _SUFFIX) < 2:
        return [(path,) for path in paths]
    from qualcode.importers.praat import last_part

    alike: dict[tuple[Path, str], list[Path]] = {}
    for path in dict.fromkeys(paths):
        part = last_part(path) if path.suffix.lower() == _SUFFIX else None
        if part is not None:
            alike.setdefault((path.parent, path.stem[: -len(part) - 1]), []).append(path)
    groups = {group[0]: tuple(group) for group in alike.values() if _belong_together(group, encoding)}
    grouped = {path for group in groups.values() for path in group}
    return [groups.get(path, (path,)) for path in paths if path in groups or path not in grouped]


def common_stem(paths: Sequence[Path]) -> str:
    """The name of the conversation: the file's, or what the names of its files have in common."""
    if len(paths) == 1:
        return paths[0].stem
    from qualcode.importers.praat import last_part

    return paths[0].stem[: -len(last_part(paths[0]) or "") - 1]


def _belong_together(group: Sequence[Path], encoding: str | None) -> bool:
    from qualcode.importers.praat import belong_together

    try:
        return len(group) > 1 and belong_together([read_source(path, encoding=encoding) for path in group])
    except UnreadableFile:
        return False

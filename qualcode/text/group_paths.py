"""The path of a code group or subgroup as users write and read it: `Group`, or `Group/Subgroup`."""

import re

SEPARATOR = re.compile(r"(?<! )/(?! )")
"""The `/` between a group and its subgroup; the one inside a name stands between spaces."""


def split_path(path: str) -> tuple[str, str, str]:
    """The group, `/`, and the subgroup, as `str.partition` gives them: the last two empty for a group's own path.

    A `/` that belongs to a name ("Skole / hjem") does not part it.
    """
    slashes = list(SEPARATOR.finditer(path))
    if not slashes:
        return path, "", ""
    last = slashes[-1]
    return path[: last.start()], "/", path[last.end() :]

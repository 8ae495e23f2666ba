"""The path of a code group or subgroup."""

import pytest

from qualcode.text.group_paths import split_path


@pytest.mark.parametrize(
    ("path", "parts"),
    [
        ("Skole", ("Skole", "", "")),
        ("Skole/Hjem", ("Skole", "/", "Hjem")),
        ("Skole / hjem", ("Skole / hjem", "", "")),
        ("Skole / hjem/Navnet", ("Skole / hjem", "/", "Navnet")),
        ("Skole/Mor / far", ("Skole", "/", "Mor / far")),
    ],
)
def test_only_a_slash_without_spaces_parts_a_group_from_its_subgroup(path: str, parts: tuple[str, str, str]) -> None:
    assert split_path(path) == parts

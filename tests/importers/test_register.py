"""The register from JSON, YAML and tables: entries with their lines, and clear words about what is not one."""

import json
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qualcode.errors import BadTable, QualcodeError, ValueRefused
from qualcode.importers.register import read_register
from qualcode.views.register import SECTIONS


def written(folder: Path, text: str, name: str = "register.yaml") -> Path:
    """A file of this text."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_yaml_and_json_are_read_alike_with_the_line_of_each_entry(tmp_path: Path) -> None:
    yaml = written(tmp_path, "team:\n- name: AA\n  did: [coded]\n- name: BB\n")
    told = json.dumps({"team": [{"name": "AA", "did": ["coded"]}, {"name": "BB"}]}, indent=1)
    of_yaml, of_json = read_register(yaml), read_register(written(tmp_path, told, "r.json"))
    assert [(one[0], one[2]) for one in of_yaml] == [(one[0], one[2]) for one in of_json]
    assert of_yaml[0] == ("team", 2, {"name": "AA", "did": ("coded",)})
    assert [line for _, line, _ in of_yaml] == [2, 4]
    assert [line for _, line, _ in of_json] == [3, 9]


def test_values_are_texts_whatever_yaml_would_make_of_them(tmp_path: Path) -> None:
    path = written(tmp_path, "ethics:\n- {body: no, date: 2016-03-07, reference: 007, assessment: null}\n")
    ((_, _, values),) = read_register(path)
    assert values == {"body": "no", "date": "2016-03-07", "reference": "007", "assessment": None}


def test_json_keeps_characters_outside_the_first_plane(tmp_path: Path) -> None:
    path = written(tmp_path, json.dumps({"team": [{"name": "A\N{GRINNING FACE}", "role": "æ\t/"}]}), "r.json")
    ((_, _, values),) = read_register(path)
    assert values == {"name": "A\N{GRINNING FACE}", "role": "æ /"}


def test_a_table_is_one_section(tmp_path: Path) -> None:
    path = written(tmp_path, 'name;role;did\nAA;forsker;"coded;interviewed"\nBB;;\n', "team.csv")
    assert read_register(path, section="team") == (
        ("team", 2, {"name": "AA", "role": "forsker", "did": "coded;interviewed"}),
        ("team", 3, {"name": "BB", "role": None, "did": None}),
    )
    with pytest.raises(BadTable) as refused:
        read_register(path)
    assert "--section" in refused.value.message


def test_a_section_can_be_picked_out_of_a_file_or_be_the_file(tmp_path: Path) -> None:
    whole = written(tmp_path, "team: [{name: AA}]\nethics: [{body: REK}]\n")
    assert [name for name, _, _ in read_register(whole, section="ethics")] == ["ethics"]
    alone = written(tmp_path, "- {name: AA}\n", "team.yaml")
    assert read_register(alone, section="team")[0][2] == {"name": "AA"}
    with pytest.raises(ValueRefused):
        read_register(alone, section="friends")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("friends: []\n", 1),
        ("team:\n- {name: AA}\nwhom: []\n", 3),
        ("- name: AA\n", 1),
        ("team: 3\n", 1),
        ("team:\n- AA\n", 2),
        ("team:\n- {name: {first: A}}\n", 2),
        ("team:\n- {name: AA, name: BB}\n", 2),
        ("team:\n- name: [[A]]\n", 2),
        ("team: [{name: 'AA}]\n", 2),
        ("team:\n- &a {name: AA}\n- *a\n", 2),
    ],
)
def test_what_is_not_a_register_is_refused_with_its_line(tmp_path: Path, text: str, line: int) -> None:
    with pytest.raises(BadTable) as refused:
        read_register(written(tmp_path, text))
    assert f"line {line}" in refused.value.message


@pytest.mark.parametrize(("nest", "where"), [("team:\n" + "[" * 1_000, "line 2"), ("- " * 5_000, "whole table")])
def test_a_deep_nest_is_refused_in_words_before_it_takes_its_time(tmp_path: Path, nest: str, where: str) -> None:
    with pytest.raises(BadTable) as refused:
        read_register(written(tmp_path, nest))
    assert where in refused.value.message
    assert "lists within lists" in refused.value.message


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(raw=st.binary(max_size=200) | st.text("team: [{}]\n-&*a'\"!", max_size=60).map(str.encode))
def test_any_bytes_are_read_or_refused(tmp_path: Path, raw: bytes) -> None:
    path = tmp_path / "r.yaml"
    path.write_bytes(raw)
    with suppress(QualcodeError):
        assert all(name in SECTIONS for name, _, _ in read_register(path))

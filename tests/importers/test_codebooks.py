"""Codebooks from YAML, tables and REFI-QDA."""

from pathlib import Path

import pytest

from qualcode.errors import BadTable, EmptyFile, NotThatFormat, QualcodeError, UnreadableFile
from qualcode.importers.codebooks import read_codebook
from qualcode.views.codebook import ReadCodebook, ReadGroup, ReadSubgroup

YAML = """\
analysis: Pasientene
question: Hvordan opplevde sykmeldte å bli kalt inn?
frame: >
  Malterud,
  fire trinn
groups:
  - name: Å bli trodd
    definition: Om å bli tatt på alvor
    inclusion: legens blikk
    exclusion: ""
    example: Ja, som om jeg måtte bevise noe.
    colour: "#0F8"
    key: 1
    subgroups:
      - name: Legen så meg
        definition: Øyekontakt
      - Å måtte bevise
  - name: Plikt
    subgroups:
"""


def read(folder: Path, content: str, *, name: str = "book.yaml") -> ReadCodebook:
    """The codebook in a file that holds this."""
    path = folder / name
    path.write_text(content, encoding="utf-8")
    return read_codebook(path)


def test_yaml_holds_everything(tmp_path: Path) -> None:
    assert read(tmp_path, YAML) == ReadCodebook(
        groups=(
            ReadGroup(
                "Å bli trodd",
                "Om å bli tatt på alvor",
                "legens blikk",
                "",
                "Ja, som om jeg måtte bevise noe.",
                "#00ff88",
                "1",
                (ReadSubgroup("Legen så meg", "Øyekontakt"), ReadSubgroup("Å måtte bevise")),
            ),
            ReadGroup("Plikt"),
        ),
        analysis="Pasientene",
        question="Hvordan opplevde sykmeldte å bli kalt inn?",
        frame="Malterud, fire trinn",
    )


def test_words_that_yaml_takes_for_something_else_are_words(tmp_path: Path) -> None:
    book = read(tmp_path, "groups:\n  - name: no\n    definition: 2017-01-12\n    example: 1_000\n    key: 07\n")
    assert book.groups[0] == ReadGroup("no", "2017-01-12", example="1_000", key="07")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("groups:\n  - name: a\n    definiton: b\n", "line 3: the field “definiton” is unknown"),
        ("groups:\n  - definition: b\n", "line 2: a code group has no name"),
        ("groups:\n  - name: a\n  - name: a\n", "line 3: the code group “a” stands twice"),
        (
            "groups:\n  - name: a\n    subgroups:\n      - b\n      - b\n",
            "line 5: the subgroup “b” stands twice in “a”",
        ),
        ("groups:\n  - name: a\n    subgroups: b\n", "line 3: “subgroups” must be a list"),
        ("groups:\n  - name: [a]\n", "line 2: “name” must be text"),
        ("groups:\n  - name: a\n    colour: rød\n", "line 3: “rød” is not a colour"),
        ("groups:\n  - name: 'a\n", "not valid YAML"),
        ("analysis: a\n", "the list “groups” is missing"),
        ("- a\n- b\n", "must have the fields"),
        ("groups:\n  - !!python/object/apply:os.system ['ls']\n", "line 2: a code group must"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(tmp_path: Path, content: str, told: str) -> None:
    with pytest.raises(BadTable) as refused:
        read(tmp_path, content)
    assert told in refused.value.message
    assert "book.yaml" in refused.value.message


def test_yaml_that_swells_or_sinks_is_refused(tmp_path: Path) -> None:
    laughs = "a: &a [x]\n" + "".join(
        f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)}, *{chr(97 + n)}]\n" for n in range(20)
    )
    with pytest.raises(BadTable):
        read(tmp_path, laughs)
    with pytest.raises(BadTable):
        read(tmp_path, "groups: " + "[" * 20_000)


def test_a_table_may_have_its_columns_in_any_order(tmp_path: Path) -> None:
    content = "definition,code_group,key,colour\nOm tillit,Å bli trodd,1,#ff0000\n,Plikt,2,\n"
    assert read(tmp_path, content, name="book.csv").groups == (
        ReadGroup("Å bli trodd", "Om tillit", colour="#ff0000", key="1"),
        ReadGroup("Plikt", key="2"),
    )


def test_a_row_with_a_subgroup_describes_it_and_makes_its_group(tmp_path: Path) -> None:
    content = "code_group;subgroup;definition\nTrodd;Sett;Blikk\nTrodd;;Om tillit\nTrodd;Bevise;\nTrodd;Sett;\n"
    assert read(tmp_path, content, name="book.csv").groups == (
        ReadGroup("Trodd", "Om tillit", subgroups=(ReadSubgroup("Sett", "Blikk"), ReadSubgroup("Bevise"))),
    )


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("code_group,definition\nTrodd,a\n,b\n", "line 3: a code group has no name"),
        ("group,definition\nTrodd,a\n", "line 1: the column “code_group” is missing"),
        ("code_group,colour\nTrodd,rød\n", "line 2: “rød” is not a colour"),
    ],
)
def test_a_bad_row_is_told_with_its_line(tmp_path: Path, content: str, told: str) -> None:
    with pytest.raises(BadTable, match=told):
        read(tmp_path, content, name="book.csv")


def qdc(inside: str, *, namespace: str = "urn:QDA-XML:codebook:1.0") -> str:
    """A REFI-QDA codebook."""
    return f'<?xml version="1.0"?><CodeBook xmlns="{namespace}" origin="x"><Codes>{inside}</Codes></CodeBook>'


CODES = (
    '<Code guid="1" name="Å bli trodd" isCodable="true" color="#FF0000"><Description>Om tillit</Description>'
    '<Code guid="2" name="Legen så meg" isCodable="true"><Description>Blikk</Description>'
    '<Code guid="3" name="Dypt" isCodable="true"/></Code></Code><Code guid="4" name="Plikt" isCodable="true"/>'
)


@pytest.mark.parametrize(
    "namespace", ["urn:QDA-XML:codebook:1.0", "urn:QDA-XML:codebook:1:0", "urn:QDA-XML:project:1.0"]
)
def test_a_qdc_is_read_whatever_its_namespace(tmp_path: Path, namespace: str) -> None:
    assert read(tmp_path, qdc(CODES, namespace=namespace), name="book.qdc").groups == (
        ReadGroup(
            "Å bli trodd",
            "Om tillit",
            colour="#ff0000",
            subgroups=(ReadSubgroup("Legen så meg", "Blikk"), ReadSubgroup("Legen så meg / Dypt")),
        ),
        ReadGroup("Plikt"),
    )


def test_the_codebook_of_a_project_is_read(tmp_path: Path) -> None:
    content = f'<?xml version="1.0"?><Project><CodeBook><Codes>{CODES}</Codes></CodeBook></Project>'
    assert len(read(tmp_path, content, name="project.qde").groups) == 2


def test_a_qdc_with_entities_is_refused(tmp_path: Path) -> None:
    content = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><CodeBook><Codes/></CodeBook>'
    with pytest.raises(UnreadableFile, match="DOCTYPE"):
        read(tmp_path, content, name="book.qdc")


def test_another_xml_and_a_code_without_a_name_are_told(tmp_path: Path) -> None:
    with pytest.raises(BadTable, match="the root is “a”"):
        read(tmp_path, '<?xml version="1.0"?><a/>', name="book.qdc")
    with pytest.raises(BadTable, match="line 1: a Code has no name"):
        read(tmp_path, qdc('<Code guid="1"/>'), name="book.qdc")


def test_other_files_are_no_codebooks(tmp_path: Path) -> None:
    with pytest.raises(EmptyFile):
        read(tmp_path, "\n")
    with pytest.raises(NotThatFormat, match="a PDF"):
        read(tmp_path, "%PDF-1.7", name="book.pdf")
    with pytest.raises(QualcodeError):
        read_codebook(tmp_path)

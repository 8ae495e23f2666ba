"""Result categories as a file has them, and what is said of a file that is not so."""

import json
from pathlib import Path
from typing import Any

import pytest

from qualcode.errors import BadTable, EmptyFile
from qualcode.importers.categories import read_categories
from qualcode.views.synthesis import ParagraphRow, PassageRow


def saved(folder: Path, told: Any, name: str = "categories.json") -> Path:
    """A file with this in it: text as it is, anything else as JSON."""
    path = folder / name
    path.write_text(told if isinstance(told, str) else json.dumps(told, ensure_ascii=False), encoding="utf-8")
    return path


def test_json_holds_all_of_a_category(tmp_path: Path) -> None:
    told = {
        "heading": "Brevet",
        "condensates": ["Uro/Brevet"],
        "paragraphs": [{"text": "Flere ..."}, {"lead_in": "En sa:", "quote": "jeg ble sittende"}],
        "validation": {
            "text": "Lest igjen.",
            "validated": True,
            "passages": [{"transcript": "P1", "quote": "nei", "stance": "contradicts", "comment": "en"}],
        },
    }
    ((line, read),) = read_categories(saved(tmp_path, [told]))
    assert (line, read.heading, read.condensates) == (1, "Brevet", ("Uro/Brevet",))
    assert read.paragraphs == (
        ParagraphRow(text="Flere ..."),
        ParagraphRow(lead_in="En sa:", quote="jeg ble sittende"),
    )
    assert (read.validation, read.validated) == ("Lest igjen.", True)
    assert read.passages == (PassageRow("P1", None, None, "nei", "contradicts", "en"),)


def test_what_json_does_not_speak_of_is_left_open(tmp_path: Path) -> None:
    ((_, read),) = read_categories(saved(tmp_path, [{"heading": "Brevet"}]))
    assert (read.condensates, read.paragraphs, read.validation, read.validated, read.passages) == (None,) * 5


def test_a_table_holds_the_prose_of_a_category(tmp_path: Path) -> None:
    table = 'heading;condensates;text;validated\nBrevet;"Uro/Brevet\nUro/Timen";"Først.\n\nSå.";ja\n'
    ((line, read),) = read_categories(saved(tmp_path, table, "categories.csv"))
    assert (line, read.condensates, read.validated) == (2, ("Uro/Brevet", "Uro/Timen"), True)
    assert read.paragraphs == (ParagraphRow(text="Først."), ParagraphRow(text="Så."))
    assert read.validation is None


@pytest.mark.parametrize(
    "told",
    [
        "[{",
        {"heading": "Brevet"},
        ["Brevet"],
        [{"heading": ""}],
        [{"heading": 3}],
        [{"heading": "B", "paragraphs": "tekst"}],
        [{"heading": "B", "paragraphs": [{}]}],
        [{"heading": "B", "paragraphs": [{"text": "a", "quote": "b"}]}],
        [{"heading": "B", "condensates": ["a", 3]}],
        [{"heading": "B", "validation": "god"}],
        [{"heading": "B", "validation": {"validated": "kanskje"}}],
        [{"heading": "B", "validation": {"passages": [{"quote": "uten transkript"}]}}],
        [{"heading": "B", "validation": {"passages": [{"transcript": "P1", "start": "tre"}]}}],
    ],
)
def test_what_is_not_as_it_should_be_is_named_by_its_place(tmp_path: Path, told: Any) -> None:
    path = saved(tmp_path, told)
    with pytest.raises(BadTable) as refused:
        read_categories(path)
    assert refused.value.values["file"] == str(path)
    assert refused.value.values["place"]
    assert "synthesis." not in refused.value.message


def test_the_place_leads_to_the_very_paragraph(tmp_path: Path) -> None:
    told = [{"heading": "A"}, {"heading": "B", "paragraphs": [{"text": "ja"}, {"text": 3}]}]
    with pytest.raises(BadTable) as refused:
        read_categories(saved(tmp_path, told))
    assert refused.value.values["place"] == "entry 2, paragraphs 2"


def test_a_table_without_headings_and_an_empty_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadTable):
        read_categories(saved(tmp_path, "title,text\nBrevet,Noe\n", "categories.csv"))
    with pytest.raises(EmptyFile):
        read_categories(saved(tmp_path, " \n", "empty.json"))

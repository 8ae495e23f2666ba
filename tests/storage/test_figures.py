"""The first figures: the same as the full status, without anything heavy, and refused as opening is."""

import subprocess
import sys
from pathlib import Path

import pytest

from qualcode.errors import NoSuchStudy, NotAStudy
from qualcode.services.coding.coding import toggle_span
from qualcode.services.keeping.history import undo
from qualcode.services.material.substudies import set_analysis
from qualcode.services.overview.studies import status
from qualcode.storage.figures import first_figures
from qualcode.storage.opening import OpenStudy
from qualcode.text.span import Span
from tests.builders import add_group, add_subgroup, add_substudy, add_transcript, code_words

SAID = [("I", "Hva hendte?"), ("P1", "Jeg ble redd. Så gikk jeg hjem.")]


def fill(study: OpenStudy) -> None:
    """Two substudies, three analyses, an import that was undone, and units in several places."""
    add_substudy(study)
    add_substudy(study, "Fastlegene")
    set_analysis(study, "På tvers", question="Hva går igjen?")
    first = add_transcript(study, "P1", SAID)
    second = add_transcript(study, "P2", SAID)
    add_transcript(study, "P3", SAID)
    undo(study)
    fear, home = add_group(study, "Uro"), add_group(study, "Hjem", analysis="På tvers")
    code_words(study, first, "redd", fear, subgroup_id=add_subgroup(study, fear, "Kjent"))
    code_words(study, second, "redd", fear)
    code_words(study, second, "hjem", home)
    toggle_span(study, transcript_id=first, span=Span(0, 3), group_id=fear)
    toggle_span(study, transcript_id=first, span=Span(0, 3), group_id=fear)


def test_first_figures_are_those_of_the_status(study: OpenStudy) -> None:
    fill(study)
    shown, full = first_figures(study.path), status(study)
    assert (shown.title, shown.language) == (full.title, full.language)
    assert [(s.name, s.transcripts, s.words, s.turns) for s in shown.substudies] == [
        (s.name, s.transcripts, s.words, s.turns) for s in full.substudies
    ]
    assert [(a.title, a.question, a.code_groups, a.meaning_units, a.codings) for a in shown.analyses] == [
        (a.title, a.question, a.code_groups, a.meaning_units, a.codings) for a in full.analyses
    ]
    assert [a.sorted_codings for a in shown.analyses] == [a.codings - a.units_without_subgroup for a in full.analyses]
    assert [a.meaning_units for a in shown.analyses] == [2, 0, 1]


def test_an_empty_study_has_figures_too(study: OpenStudy) -> None:
    figures = first_figures(study.path)
    assert figures.title == "A study"
    assert (figures.substudies, figures.analyses) == ((), ())


def test_nothing_heavy_is_loaded_for_them(study: OpenStudy) -> None:
    fill(study)
    code = (
        "import sys; from pathlib import Path; from qualcode.storage.figures import first_figures\n"
        "figures = first_figures(Path(sys.argv[1]))\n"
        "assert figures.analyses[0].meaning_units == 2\n"
        "heavy = {'sqlalchemy', 'sqlmodel', 'pydantic', 'pandas', 'textual', 'docx', 'lxml'} & set(sys.modules)\n"
        "sys.exit(' '.join(sorted(heavy)) or 0)"
    )
    ran = subprocess.run([sys.executable, "-c", code, str(study.path)], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr


def test_what_is_no_study_is_refused_and_not_touched(tmp_path: Path) -> None:
    with pytest.raises(NoSuchStudy):
        first_figures(tmp_path / "none.qualcode")
    other = tmp_path / "notes.qualcode"
    other.write_bytes(b"not a database at all" * 10)
    with pytest.raises(NotAStudy):
        first_figures(other)
    assert other.read_bytes() == b"not a database at all" * 10
    assert [path.name for path in tmp_path.iterdir()] == ["notes.qualcode"]

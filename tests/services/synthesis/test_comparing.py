"""Claims about the comparison across substudies: topics, cells with their evidence, and what holds evidence back."""

import pytest

from qualcode.errors import (
    ChangedMeanwhile,
    NameTaken,
    NothingNamed,
    QuotePlaced,
    RowsRefused,
    StillInUse,
    ValueRefused,
)
from qualcode.services.chapter.chapter_comparison import comparison_of
from qualcode.services.condensing.condensing import write_condensate
from qualcode.services.condensing.quotes import unmark_quote
from qualcode.services.keeping.history import undo
from qualcode.services.material.substudies import set_analysis
from qualcode.services.synthesis.comparing import (
    add_evidence,
    add_topic,
    change_topic,
    comparison_view,
    move_topic,
    remove_evidence,
    remove_topic,
    write_cell,
)
from qualcode.services.synthesis.comparing_files import load_comparison
from qualcode.services.synthesis.comparisons import comparison_rows
from qualcode.services.synthesis.synthesis import add_category, remove_category
from qualcode.storage.opening import OpenStudy
from tests.builders import SUBSTUDY, add_substudy, analysis_of, hash_of, numbered
from tests.services.written import HEADING, Written, write_analysis

DOCTORS = "Legene"


def _two(study: OpenStudy) -> tuple[Written, int]:
    """Two analyses, each with a category; the second one's key."""
    written = write_analysis(study)
    add_substudy(study, DOCTORS, design="focus-group")
    doctors = analysis_of(study, DOCTORS)
    add_category(study, doctors, "Legene nølte")
    return written, doctors


def test_categories_stand_side_by_side_and_cells_hold_stance_text_and_evidence(study: OpenStudy) -> None:
    written, doctors = _two(study)
    topic = add_topic(study, "Brevet")
    write_cell(study, topic, written.analysis, stance="disagrees", text="Det kjentes som en mistanke.", seen=0)
    write_cell(study, topic, doctors, stance="silent")
    add_evidence(study, topic, written.analysis, kind="category", key=written.category)
    add_evidence(study, topic, written.analysis, kind="condensate", key=written.letter)
    add_evidence(study, topic, written.analysis, kind="quote", key=written.quotes[0])
    add_evidence(study, topic, written.analysis, kind="quote", key=written.quotes[0])
    view = comparison_view(study)
    assert [(one.title, [heading for _, _, heading in one.categories]) for one in view.columns] == [
        (SUBSTUDY, [HEADING]),
        (DOCTORS, ["Legene nølte"]),
    ]
    patients, silent = view.topics[0].cells
    assert [(one.kind, one.label) for one in patients.evidence] == [
        ("category", HEADING),
        ("condensate", "Uro/Brevet"),
        ("quote", "P1"),
    ]
    assert (patients.stance, silent.stance, silent.evidence) == ("disagrees", "silent", ())


def test_evidence_from_another_analysis_and_unknown_stances_are_refused(study: OpenStudy) -> None:
    written, doctors = _two(study)
    topic = add_topic(study, "Brevet")
    with pytest.raises(NothingNamed):
        add_evidence(study, topic, doctors, kind="category", key=written.category)
    with pytest.raises(ValueRefused):
        write_cell(study, topic, doctors, stance="kanskje")
    with pytest.raises(NameTaken):
        add_topic(study, "Brevet")
    assert comparison_view(study).topics[0].cells[1].version == 0


def test_an_analysis_across_the_groups_of_which_nothing_is_said_has_no_column_in_the_chapter(study: OpenStudy) -> None:
    for name in (SUBSTUDY, "Legene", "Lederne"):
        add_substudy(study, name)
    set_analysis(study, "Samlet", substudies=[SUBSTUDY, "Legene"])
    for title in ("Samlet", "Lederne"):
        add_category(study, analysis_of(study, title), "Det de sa")
    cells = [{"topic": "Brevet", "analysis": name, "stance": "agrees"} for name in (SUBSTUDY, "Legene")]
    load_comparison(study, numbered(cells), file="c.csv")
    table = comparison_of(study, "nb").table
    assert table is not None
    assert table.headings[1:] == (SUBSTUDY, "Legene", "Lederne")
    assert table.rows == (("Brevet", "Enige", "Enige", None),)
    load_comparison(study, numbered([cells[0] | {"analysis": "Samlet", "text": "Ja"}]), file="c.csv")
    table = comparison_of(study, "nb").table
    assert table is not None
    assert table.headings[-1] == "Samlet"


def test_two_who_write_the_same_cell_do_not_write_over_each_other(study: OpenStudy) -> None:
    written, _ = _two(study)
    topic = add_topic(study, "Brevet")
    write_cell(study, topic, written.analysis, text="Først.", seen=0)
    with pytest.raises(ChangedMeanwhile):
        write_cell(study, topic, written.analysis, text="Også først.", seen=0)


def test_what_a_cell_rests_on_is_not_taken_away_unseen_and_a_category_takes_its_evidence_along(
    study: OpenStudy,
) -> None:
    written, _ = _two(study)
    topic = add_topic(study, "Brevet")
    add_evidence(study, topic, written.analysis, kind="condensate", key=written.hour)
    add_evidence(study, topic, written.analysis, kind="quote", key=written.quotes[2])
    add_evidence(study, topic, written.analysis, kind="category", key=written.category)
    with pytest.raises(StillInUse, match="Brevet"):
        write_condensate(study, written.subgroups[1], "")
    with pytest.raises(QuotePlaced, match="Brevet"):
        unmark_quote(study, written.quotes[2])
    before = hash_of(study)
    remove_category(study, written.category)
    kinds = [one.kind for one in comparison_view(study).topics[0].cells[0].evidence]
    assert kinds == ["condensate", "quote"]
    undo(study)
    assert hash_of(study) == before
    evidence = comparison_view(study).topics[0].cells[0].evidence
    remove_evidence(study, evidence[1].id)
    unmark_quote(study, written.quotes[2])


def test_topics_are_moved_changed_and_removed_and_undo_brings_all_of_it_back(study: OpenStudy) -> None:
    written, _ = _two(study)
    first, second = add_topic(study, "Brevet"), add_topic(study, "Timen")
    assert move_topic(study, second, -1)
    assert not move_topic(study, second, -1)
    change_topic(study, second, title="Selve timen", text="Her er de enige.", seen=2)
    assert [one.title for one in comparison_view(study).topics] == ["Selve timen", "Brevet"]
    write_cell(study, first, written.analysis, stance="agrees")
    add_evidence(study, first, written.analysis, kind="category", key=written.category)
    before = hash_of(study)
    remove_topic(study, first)
    assert [one.title for one in comparison_view(study).topics] == ["Selve timen"]
    undo(study)
    assert hash_of(study) == before


def test_the_list_can_be_loaded_again_and_changes_nothing(study: OpenStudy) -> None:
    written, doctors = _two(study)
    topic = add_topic(study, "Brevet", text="Begge så det.")
    write_cell(study, topic, written.analysis, stance="agrees", text="Alle.")
    add_evidence(study, topic, written.analysis, kind="category", key=written.category)
    add_evidence(study, topic, written.analysis, kind="quote", key=written.quotes[0])
    add_topic(study, "Ennå tomt")
    write_cell(study, topic, doctors, stance="silent")
    before = hash_of(study)
    rows = [{name: getattr(row, name) for name in row.__slots__} for row in comparison_rows(study)]
    counts = load_comparison(study, numbered(rows), file="comparison.csv")
    assert (counts.new, counts.changed, counts.already_there) == (0, 0, 3)
    assert hash_of(study) == before


def test_a_file_replaces_the_evidence_of_a_cell_and_a_bad_row_refuses_all(study: OpenStudy) -> None:
    written, _ = _two(study)
    row = {"topic": "Brevet", "analysis": SUBSTUDY, "stance": "agrees", "evidence": f"category: {HEADING}"}
    load_comparison(study, numbered([row]), file="f.csv")
    load_comparison(study, numbered([row | {"evidence": "condensate: Uro/Brevet"}]), file="f.csv")
    cell = comparison_view(study).topics[0].cells[0]
    assert [(one.kind, one.key) for one in cell.evidence] == [("condensate", written.letter)]
    bad = {"topic": "Noe nytt", "analysis": SUBSTUDY, "evidence": "category: Finnes ikke"}
    with pytest.raises(RowsRefused, match="line 3"):
        load_comparison(study, numbered([row | {"topic": "Til"}, bad]), file="f.csv")
    assert [one.title for one in comparison_view(study).topics] == ["Brevet"]

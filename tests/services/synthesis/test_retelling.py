"""Claims about step 4: paragraphs retell condensates, groups end in a category or a reason, texts have earlier ones."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from qualcode.errors import ChangedMeanwhile, NothingNamed, StillInUse, ValueRefused
from qualcode.importers.categories import read_categories
from qualcode.services.condensing.condensing import condensates, write_condensate
from qualcode.services.condensing.versions import condensate_versions
from qualcode.services.keeping.history import undo
from qualcode.services.synthesis.categories import categories, category_list
from qualcode.services.synthesis.category_files import load_categories
from qualcode.services.synthesis.outcomes import end_without_category, group_outcomes
from qualcode.services.synthesis.retelling import add_sections, link_paragraph
from qualcode.services.synthesis.synthesis import (
    change_paragraph,
    remove_category,
    remove_paragraph,
    rest_on,
    write_validation,
)
from qualcode.storage.opening import OpenStudy, open_study
from qualcode.views.synthesis import CategoryView
from tests.builders import add_condensate, add_group, add_subgroup, add_substudy, analysis_of, hash_of
from tests.services.written import write_analysis


def test_a_paragraph_retells_condensates_and_its_category_rests_on_them(study: OpenStudy) -> None:
    written = write_analysis(study)
    link_paragraph(study, written.paragraph, written.hour)
    link_paragraph(study, written.paragraph, written.hour)
    (category,) = categories(study, written.analysis)
    assert category.paragraphs[0].retells == ("Uro/Timen",)
    assert [one.path for one in category.condensates] == ["Uro/Brevet", "Uro/Timen"]
    link_paragraph(study, written.paragraph, written.hour, on=False)
    assert categories(study, written.analysis)[0].paragraphs[0].retells == ()


def test_a_placed_quote_retells_nothing_and_another_analysis_condensate_is_refused(study: OpenStudy) -> None:
    written = write_analysis(study)
    with pytest.raises(ValueRefused):
        link_paragraph(study, written.placed, written.letter)
    add_substudy(study, "Legene")
    group = add_group(study, "Nøling", analysis="Legene")
    other = add_condensate(study, add_subgroup(study, group, "Før"), "Jeg nølte.")
    with pytest.raises(NothingNamed):
        link_paragraph(study, written.paragraph, other)


def test_what_is_taken_away_takes_its_links_along_and_undo_brings_them_back(study: OpenStudy) -> None:
    written = write_analysis(study)
    link_paragraph(study, written.paragraph, written.letter)
    before = hash_of(study)
    acts: tuple[Callable[[CategoryView], object], ...] = (
        lambda one: remove_paragraph(study, one.paragraphs[0].id),
        lambda one: rest_on(study, one.id, written.letter, on=False),
        lambda one: remove_category(study, one.id),
    )
    for take_away in acts:
        take_away(categories(study, written.analysis)[0])
        assert not any(p.retells for one in categories(study, written.analysis) for p in one.paragraphs)
        undo(study)
        assert hash_of(study) == before


def test_a_section_is_begun_for_every_condensate_that_is_not_retold(study: OpenStudy) -> None:
    written = write_analysis(study)
    rest_on(study, written.category, written.hour)
    link_paragraph(study, written.paragraph, written.letter)
    assert add_sections(study, written.category) == 1
    begun = categories(study, written.analysis)[0].paragraphs[-1]
    assert (begun.text, begun.retells) == ("Han svarte bare ja.", ("Uro/Timen",))
    assert add_sections(study, written.category) == 0


def test_links_survive_the_list_and_back(study: OpenStudy, tmp_path: Path) -> None:
    from qualcode.cli.output import plain

    written = write_analysis(study)
    link_paragraph(study, written.paragraph, written.letter)
    path = tmp_path / "categories.json"
    path.write_text(json.dumps(plain(category_list(study))), encoding="utf-8")
    link_paragraph(study, written.paragraph, written.letter, on=False)
    load_categories(study, read_categories(path), file=path.name, analysis=None)
    assert categories(study, written.analysis)[0].paragraphs[0].retells == ("Uro/Brevet",)


def test_it_is_known_who_wrote_a_paragraph_and_who_validated(study: OpenStudy) -> None:
    written = write_analysis(study)
    write_validation(study, written.category, validated=True)
    with open_study(study.path, coder="BB") as other:
        write_validation(other, written.category, validated=True)
        assert _validated(other) == ("AA", True), "who found it first stays"
        change_paragraph(other, written.paragraph, text="Noen husket det ikke.")
        assert categories(other, written.analysis)[0].paragraphs[0].coder == "BB"
        assert _validated(other) == (None, False)
        undo(other)
    assert _validated(study) == ("AA", True)
    assert categories(study, written.analysis)[0].paragraphs[0].coder == "AA"


def _validated(study: OpenStudy) -> tuple[str | None, bool]:
    with study.reading() as connection:
        row = connection.exec_driver_sql(
            "SELECT coder.initials, validated, validated_at FROM result_category"
            " LEFT JOIN coder ON coder.id = result_category.validated_by"
        ).one()
    assert bool(row[2]) is bool(row[1])
    return row[0], bool(row[1])


def test_a_group_ends_in_a_category_or_in_a_reason(study: OpenStudy) -> None:
    written = write_analysis(study)
    empty = add_group(study, "Vær og vind")
    end_without_category(study, empty, "Sier ikke noe om problemstillingen.", seen=0)
    anxiety, weather = group_outcomes(study, written.analysis)
    assert (anxiety.categories, anxiety.reason, anxiety.is_open) == (("Brevet kjentes som en mistanke",), "", False)
    assert (weather.reason, weather.coder, weather.is_open) == ("Sier ikke noe om problemstillingen.", "AA", False)
    with pytest.raises(ChangedMeanwhile):
        end_without_category(study, empty, "Noe annet", seen=0)
    with pytest.raises(StillInUse):
        end_without_category(study, anxiety.group_id, "Nei")
    end_without_category(study, empty, "", seen=1)
    assert group_outcomes(study, written.analysis)[1].is_open


def test_a_category_that_comes_to_rest_on_a_group_takes_its_reason_away_in_the_same_act(study: OpenStudy) -> None:
    written = write_analysis(study)
    rest_on(study, written.category, written.letter, on=False)
    group = group_outcomes(study, written.analysis)[0].group_id
    end_without_category(study, group, "Ingen kategori likevel.")
    rest_on(study, written.category, written.letter)
    assert group_outcomes(study, written.analysis)[0].reason == ""
    undo(study)
    assert group_outcomes(study, written.analysis)[0].reason == "Ingen kategori likevel."


def test_earlier_texts_of_a_condensate_are_kept_compared_and_taken_up_again(study: OpenStudy) -> None:
    written = write_analysis(study)
    letter = written.subgroups[0]
    write_condensate(study, letter, "Jeg ble sittende lenge i gangen.")
    (first,) = condensate_versions(study, letter)
    assert (first.text, first.coder, first.units) == ("Jeg ble sittende.", "AA", 2)
    assert "".join(one.words for one in first.changes if one.kind != "new") == first.text
    assert "".join(one.words for one in first.changes if one.kind != "gone") == "Jeg ble sittende lenge i gangen."
    write_condensate(study, letter, first.text)
    assert [one.text for one in condensate_versions(study, letter)] == [
        "Jeg ble sittende lenge i gangen.",
        "Jeg ble sittende.",
    ]
    undo(study)
    assert [one.text for one in condensate_versions(study, letter)] == ["Jeg ble sittende."]


def test_a_condensate_that_was_taken_away_can_still_be_read(study: OpenStudy) -> None:
    written = write_analysis(study)
    write_condensate(study, written.subgroups[1], "")
    (kept,) = condensate_versions(study, written.subgroups[1])
    assert kept.text == "Han svarte bare ja."
    write_condensate(study, written.subgroups[1], kept.text)
    assert "Han svarte bare ja." in [one.text for one in condensates(study)]
    assert analysis_of(study)


def test_a_unit_is_traced_to_the_reason_why_its_group_ended_in_no_category(study: OpenStudy) -> None:
    from qualcode.services.coding.units import list_units
    from qualcode.services.tracing.tracing import trace

    written = write_analysis(study)
    rest_on(study, written.category, written.letter, on=False)
    end_without_category(study, group_outcomes(study, written.analysis)[0].group_id, "Sier for lite.")
    unit = list_units(study, transcript="P2")[0]
    told = [(step.kind, step.name, step.text, step.coder) for step in trace(study, unit.uid).used_in]
    assert ("outcome", "Uro", "Sier for lite.", "AA") in told

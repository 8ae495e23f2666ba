"""Substudies and analyses: adding, changing, and what is refused."""

from typing import Any

import pytest

from qualcode.errors import ChangedMeanwhile, NameRefused, NameTaken, NothingNamed, StillInUse, ValueRefused
from qualcode.services.coding.units import list_units
from qualcode.services.keeping.history import history, undo
from qualcode.services.material.substudies import (
    add_analysis,
    analyses,
    change_analysis,
    rename_analysis,
    retire_analysis,
    set_analysis,
    set_substudy,
    substudies,
)
from qualcode.services.naming import find_analysis
from qualcode.services.overview.next_steps import next_steps
from qualcode.storage.content import content_hash
from qualcode.storage.opening import OpenStudy
from tests.builders import add_group, add_substudy, add_transcript, code_words


def test_a_new_substudy_gets_an_analysis_of_its_own_named_after_it(study: OpenStudy) -> None:
    view = set_substudy(study, "Fastlegene", design="focus-group", sampling="strategic")
    assert (view.name, view.design, view.sampling) == ("Fastlegene", "focus-group", "strategic")
    assert view.analyses == ("Fastlegene",)
    assert [(analysis.title, analysis.substudies) for analysis in analyses(study)] == [("Fastlegene", ("Fastlegene",))]


def test_a_new_substudy_is_covered_by_the_analysis_that_has_its_name_already(study: OpenStudy) -> None:
    set_analysis(study, "Pasientene", question="Hva hendte?")
    assert set_substudy(study, "Pasientene").analyses == ("Pasientene",)
    assert [analysis.question for analysis in analyses(study)] == ["Hva hendte?"]


def test_adding_a_substudy_is_one_entry_that_undo_takes_back(study: OpenStudy) -> None:
    with study.reading() as connection:
        before = content_hash(connection)
    set_substudy(study, "Pasientene")
    assert [row.action for row in history(study)] == ["substudy.new"]
    undo(study)
    with study.reading() as connection:
        assert content_hash(connection) == before
    assert substudies(study) == ()
    assert analyses(study) == ()


def test_what_is_not_said_stays_as_it_is(study: OpenStudy) -> None:
    set_substudy(study, "Pasientene", sampling="convenience")
    assert set_substudy(study, "Pasientene", design="focus-group").sampling == "convenience"
    set_analysis(study, "Pasientene", question="Hva hendte?")
    assert set_analysis(study, "Pasientene", frame="Fenomenologi").question == "Hva hendte?"


def test_saying_the_same_again_changes_nothing_and_writes_no_entry(study: OpenStudy) -> None:
    set_substudy(study, "Pasientene", design="individual")
    set_analysis(study, "Pasientene", question="Hva?")
    entries = len(history(study))
    set_substudy(study, "Pasientene", design="individual")
    set_analysis(study, "Pasientene", question="Hva?", substudies=["Pasientene"])
    assert len(history(study)) == entries


def test_interviews_follow_the_design_of_their_substudy(study: OpenStudy) -> None:
    add_substudy(study)
    add_transcript(study, "P1", [("I", "Hei."), ("P1", "Hei.")])
    set_substudy(study, "Pasientene", design="focus-group")
    with study.reading() as connection:
        assert connection.exec_driver_sql("SELECT design FROM interview").scalars().all() == ["focus-group"]


def test_names_are_kept_in_the_form_that_paths_need(study: OpenStudy) -> None:
    assert set_substudy(study, "  Pasienter/pårørende ").name == "Pasienter / pårørende"
    with pytest.raises(NameRefused):
        set_substudy(study, "NMV: pasientene")
    with pytest.raises(NameRefused):
        set_analysis(study, " ")


@pytest.mark.parametrize("given", [{"design": "survey"}, {"sampling": "random"}, {"design": ""}])
def test_a_value_that_does_not_exist_is_refused(study: OpenStudy, given: dict[str, str]) -> None:
    with pytest.raises(ValueRefused) as refused:
        set_substudy(study, "Pasientene", **given)
    assert refused.value.values["choices"]
    assert substudies(study) == ()


def test_a_new_analysis_covers_the_whole_material_unless_told_otherwise(study: OpenStudy) -> None:
    add_substudy(study, "Pasientene")
    add_substudy(study, "Fastlegene")
    assert set_analysis(study, "På tvers").substudies == ("Pasientene", "Fastlegene")
    assert set_analysis(study, "Legene", substudies=["Fastlegene"]).substudies == ("Fastlegene",)


def test_an_analysis_can_be_given_other_material(study: OpenStudy) -> None:
    add_substudy(study, "Pasientene")
    add_substudy(study, "Fastlegene")
    set_analysis(study, "På tvers", substudies=["Pasientene"])
    assert set_analysis(study, "På tvers", substudies=["Fastlegene"]).substudies == ("Fastlegene",)


def test_an_analysis_keeps_material_that_it_has_units_in(study: OpenStudy) -> None:
    add_substudy(study, "Pasientene")
    add_substudy(study, "Fastlegene")
    transcript = add_transcript(study, "P1", [("I", "Hva?"), ("P1", "Jeg ble redd.")])
    code_words(study, transcript, "redd", add_group(study, "Uro"))
    with pytest.raises(StillInUse) as refused:
        set_analysis(study, "Pasientene", substudies=["Fastlegene"])
    assert "Pasientene" in refused.value.message
    assert next(view for view in analyses(study) if view.title == "Pasientene").substudies == ("Pasientene",)


def test_an_unknown_substudy_is_an_error_that_names_the_nearest(study: OpenStudy) -> None:
    add_substudy(study, "Pasientene")
    with pytest.raises(NothingNamed) as missing:
        set_analysis(study, "Annet", substudies=["Pasienten"])
    assert "Pasientene" in missing.value.hint
    assert [view.title for view in analyses(study)] == ["Pasientene"]


def test_an_analysis_is_added_once_and_then_changed_title_and_all(study: OpenStudy) -> None:
    for name in ("Pasientene", "Fastlegene"):
        set_substudy(study, name)
    made = add_analysis(study, "Artikkel 2", question="Hva sier de?", substudies=["Pasientene"])
    with pytest.raises(NameTaken):
        add_analysis(study, "Artikkel 2")
    told: dict[str, Any] = {"question": "Hva mener de?", "frame": "Fenomenologi"}
    change_analysis(study, made.id, title="Artikkel 3", substudies=["Fastlegene"], seen=made.version, **told)
    changed = next(view for view in analyses(study) if view.id == made.id)
    assert (changed.title, changed.question, changed.substudies) == ("Artikkel 3", "Hva mener de?", ("Fastlegene",))
    with pytest.raises(ChangedMeanwhile):
        change_analysis(study, made.id, title="Igjen", substudies=[], seen=made.version, **told)
    with pytest.raises(NameTaken):
        change_analysis(study, made.id, title="Pasientene", substudies=[], **told)


def test_an_analysis_gets_another_title_that_is_nobody_else_s(study: OpenStudy) -> None:
    add_substudy(study)
    set_analysis(study, "Tillit")
    rename_analysis(study, "Pasientene", "Legitimitet")
    assert [view.title for view in analyses(study)] == ["Legitimitet", "Tillit"]
    with pytest.raises(NameTaken):
        rename_analysis(study, "Legitimitet", "Tillit")
    undo(study)
    assert [view.title for view in analyses(study)] == ["Pasientene", "Tillit"]


def test_an_analysis_that_is_retired_keeps_its_work_and_nothing_more_is_asked_of_it(study: OpenStudy) -> None:
    add_substudy(study)
    transcript = add_transcript(study, "P1", "Jeg ble redd.")
    set_analysis(study, "Tillit")
    code_words(study, transcript, "redd", add_group(study, "Uro"))
    assert not retire_analysis(study, "Pasientene")
    assert {step.analysis for step in next_steps(study)} == {"", "Tillit"}
    assert [(view.title, view.retired) for view in analyses(study)] == [("Tillit", False), ("Pasientene", True)]
    assert [unit.analysis for unit in list_units(study, analysis="Pasientene")] == ["Pasientene"]
    with study.reading() as connection:
        assert find_analysis(connection, None).name == "Tillit", "what is meant need not be said any more"
    with pytest.raises(StillInUse):
        retire_analysis(study, "Tillit")
    retire_analysis(study, "Pasientene", retired=False)
    assert not any(view.retired for view in analyses(study))


def test_an_analysis_in_which_nothing_was_done_is_taken_away_and_comes_back_by_undo(study: OpenStudy) -> None:
    add_substudy(study)
    add_transcript(study, "P1", "Jeg ble redd.")
    set_analysis(study, "Tillit", question="Hva bygger tillit?")
    assert retire_analysis(study, "Pasientene")
    assert [view.title for view in analyses(study)] == ["Tillit"]
    undo(study)
    assert [view.title for view in analyses(study)] == ["Pasientene", "Tillit"]

"""How far the work has come: every count, and what is next."""

from pathlib import Path

import pytest

from qualcode.errors import NameRefused, StudyExists, ValueRefused
from qualcode.model import (
    CategoryCondensate,
    Coding,
    Condensate,
    Quote,
    ReadingMark,
    ResultCategory,
    Theme,
)
from qualcode.services.coding.group_reshaping import retire_group
from qualcode.services.condensing.fingerprints import fingerprint
from qualcode.services.condensing.quotes import change_printed, mark_quote, mark_unit_quote, sign_off
from qualcode.services.keeping.history import undo
from qualcode.services.material.records import import_records
from qualcode.services.material.substudies import analyses, set_analysis
from qualcode.services.overview.advice import advice
from qualcode.services.overview.next_steps import next_steps, step_sentence
from qualcode.services.overview.studies import create, status
from qualcode.services.protecting.deidentifying import apply_decisions
from qualcode.services.protecting.name_decisions import decide_name
from qualcode.services.synthesis.outcomes import end_without_category
from qualcode.storage.opening import OpenStudy
from qualcode.storage.sqlite_file import SCHEMA
from qualcode.text.span import Span
from qualcode.tui.screens.study.lines import work_lines
from qualcode.views.identifying import MASK, NameDecision
from qualcode.views.records import RecordColumns
from qualcode.views.status import AnalysisStatus, SubstudyStatus
from tests.builders import (
    add_condensate,
    add_group,
    add_participant,
    add_subgroup,
    add_substudy,
    add_transcript,
    analysis_of,
    code_words,
    numbered,
)

SAID = [("I", "Hva hendte?"), ("P1", "Jeg ble redd. Så gikk jeg hjem."), (None, "(stillhet)")]


def kinds(study: OpenStudy, analysis: str = "Pasientene") -> list[str]:
    """The kinds of steps that are next in an analysis; each of them can be told in words."""
    steps = [step for step in next_steps(study) if step.analysis == analysis]
    assert not [step.kind for step in steps if step_sentence(step).startswith("next.")]
    return [step.kind for step in steps]


def test_a_study_is_made_once_and_never_written_over(tmp_path: Path) -> None:
    path = tmp_path / "ny.qualcode"
    create(path, title="  NMV:  pasientene ", language="nn", coder="AA").close()
    before = path.read_bytes()
    with pytest.raises(StudyExists):
        create(path, title="En annen", coder="BB")
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("given", "error"), [({"title": " \n"}, NameRefused), ({"title": "T", "language": "klingon"}, ValueRefused)]
)
def test_a_study_that_cannot_be_leaves_no_file_behind(
    tmp_path: Path, given: dict[str, str], error: type[Exception]
) -> None:
    with pytest.raises(error):
        create(tmp_path / "ny.qualcode", coder="AA", **given)
    assert list(tmp_path.iterdir()) == []


def test_an_empty_study_says_where_to_begin(study: OpenStudy) -> None:
    found = status(study)
    assert (found.title, found.language, found.schema, found.engine) == ("A study", "nb", SCHEMA, "sqlite")
    assert (found.coders, found.substudies, found.analyses) == ((), (), ())
    assert [step.kind for step in found.next] == ["no-substudy"]


def test_the_material_is_counted_without_what_was_undone(study: OpenStudy) -> None:
    add_substudy(study)
    add_substudy(study, "Fastlegene", design="focus-group")
    add_participant(study, "P1")
    add_transcript(study, "P1", SAID)
    add_transcript(study, "P2", SAID)
    undo(study)
    assert status(study).substudies == (
        SubstudyStatus("Pasientene", "individual", 1, 1, 1, 3, 1, 10),
        SubstudyStatus("Fastlegene", "focus-group", 0, 0, 0, 0, 0, 0),
    )


def test_every_step_of_an_analysis_is_counted(study: OpenStudy) -> None:
    add_substudy(study)
    set_analysis(study, "Pasientene", question="Hva hendte?")
    transcript = add_transcript(study, "P1", SAID)
    fear, home = add_group(study, "Uro"), add_group(study, "Hjem")
    felt = add_subgroup(study, fear, "Kjent")
    add_subgroup(study, fear, "Ikke kjent")
    sorted_unit = code_words(study, transcript, "Jeg ble redd", fear, subgroup_id=felt)
    code_words(study, transcript, "Jeg ble redd", home)
    aside = code_words(study, transcript, "Så gikk jeg", fear)
    analysis = analysis_of(study)
    with study.change("test.fill") as change:
        change.change(Coding, aside.coding_id, set_aside=True)
        change.add(Theme, analysis_id=analysis, coder_id=change.coder_id, name="Redsel", position=1)
        change.add(Theme, analysis_id=analysis, name="Enige om redsel", position=1)
        wrote = {"coder_id": change.coder_id, "written": change.at}
        change.add(Condensate, subgroup_id=felt, text="Jeg er redd.", stands_on="something else", **wrote)
        quoted = {"revision_id": 1, "start": 13, "end": 25, "text": "Jeg ble redd", "printed": "Jeg ble redd"}
        change.add(Quote, coding_id=sorted_unit.coding_id, coder_id=change.coder_id, **quoted)
        change.add(ResultCategory, analysis_id=analysis, heading="Redd", position=1, validated=True)
        change.add(ResultCategory, analysis_id=analysis, heading="Hjemme", position=2)
    assert status(study).analyses == (
        AnalysisStatus(
            title="Pasientene",
            question="Hva hendte?",
            substudies=("Pasientene",),
            themes=2,
            code_groups=2,
            subgroups=2,
            meaning_units=2,
            codings=3,
            units_without_subgroup=1,
            units_set_aside=1,
            condensates=1,
            condensates_to_look_at=1,
            quotes=1,
            result_categories=2,
            result_categories_validated=1,
        ),
    )


def test_coders_are_those_who_have_worked_on_the_study(study: OpenStudy) -> None:
    add_substudy(study)
    assert status(study).coders == ("AA",)


def test_names_decided_and_not_carried_out_are_next_until_they_are(study: OpenStudy) -> None:
    add_substudy(study)
    for name, other in (("P1", "Anne"), ("P2", "Kari")):
        add_transcript(study, name, f"Så kom {other} inn.")
    decision = NameDecision(7, 11, "Anne", "person", MASK, "[navn]")
    decide_name(study, 1, "Anne", [decision], revision_id=1)
    step = next(step for step in next_steps(study) if step.kind == "names-waiting")
    assert (step.name, step.count) == ("P1", 1)
    apply_decisions(study, 1, [decision])
    assert "names-waiting" not in [step.kind for step in next_steps(study)]
    undo(study)
    assert "names-waiting" in [step.kind for step in next_steps(study)]


def test_records_without_open_text_wait_for_no_transcripts(study: OpenStudy) -> None:
    import_records(study, numbered([{"id": "1", "code": "2"}]), name="Lapper", columns=RecordColumns("id"))
    assert [step.kind for step in next_steps(study)] == []


def test_what_is_next_goes_away_as_it_is_done(study: OpenStudy) -> None:
    add_substudy(study)
    assert [step.kind for step in next_steps(study)] == ["no-transcripts"]
    transcript = add_transcript(study, "P1", SAID)
    assert [step.kind for step in next_steps(study) if not step.analysis] == ["unknown-speakers", "names-left"]
    assert kinds(study) == ["no-question", "no-preconceptions", "unread", "no-themes", "no-groups"]
    set_analysis(study, "Pasientene", question="Hva hendte?")
    analysis = analysis_of(study)
    with study.change("test.read") as change:
        mark = {"analysis_id": analysis, "coder_id": change.coder_id, "opened": change.at}
        change.add(ReadingMark, **mark, transcript_id=transcript, read=True)
    assert kinds(study) == ["no-themes", "no-groups"]
    fear = add_group(study, "Uro")
    assert kinds(study) == ["uncoded"]
    coded = code_words(study, transcript, "Jeg ble redd", fear)
    assert kinds(study) == ["unsorted"]
    felt = add_subgroup(study, fear, "Kjent")
    with study.change("test.sort") as change:
        change.change(Coding, coded.coding_id, subgroup_id=felt)
    assert kinds(study) == ["no-condensate"]
    with study.change("test.condense") as change:
        stands_on = fingerprint(change.connection, felt)
        wrote = {"coder_id": change.coder_id, "written": change.at, "stands_on": stands_on}
        condensate = change.add(Condensate, subgroup_id=felt, text="Jeg er redd.", **wrote)
    assert kinds(study) == ["unused"]
    with study.change("test.synthesise") as change:
        category = change.add(ResultCategory, analysis_id=analysis, heading="Redd", position=1)
        change.add(CategoryCondensate, category_id=category, condensate_id=condensate)
    assert kinds(study) == ["unvalidated"]
    code_words(study, transcript, "Så gikk jeg", fear, subgroup_id=felt)
    assert kinds(study) == ["look-again", "unvalidated"]


def test_quotes_that_are_printed_otherwise_than_said_wait_for_a_signature(study: OpenStudy) -> None:
    add_substudy(study)
    transcript = add_transcript(study, "P1", [("A", "Jeg ble redd."), ("B", "Jeg òg.")])
    fear = add_group(study, "Uro")
    both = add_subgroup(study, fear, "Begge")
    coded = code_words(study, transcript, "Jeg ble redd.\n\nJeg òg.", fear, subgroup_id=both)
    joined = mark_quote(study, coded.coding_id, printed="Jeg ble redd. Jeg òg.")
    home = add_group(study, "Hjem")
    alone = code_words(study, transcript, "Jeg ble redd.", home)
    mark_quote(study, alone.coding_id, printed="Jeg (...) redd.")
    translated = mark_unit_quote(study, alone.unit_id, group_id=home, span=Span(4, 12))
    change_printed(study, translated, "was scared", form="translated")
    (step,) = [step for step in next_steps(study) if step.kind == "unsigned"]
    assert (step.step, step.count, step.name, step.target) == (3, 2, "Uro/Begge", fear)
    for quote in (joined, translated):
        sign_off(study, quote)
    assert "unsigned" not in kinds(study)


def test_a_step_says_how_many_and_which_is_first(study: OpenStudy) -> None:
    add_substudy(study)
    first = add_transcript(study, "P5", SAID)
    (one,) = [step for step in next_steps(study) if step.kind == "unread"]
    add_transcript(study, "P6", SAID)
    add_transcript(study, "P7", SAID)
    (three,) = [step for step in next_steps(study) if step.kind == "unread"]
    assert (three.step, three.count, three.name, three.target) == (1, 3, "P5", first)
    assert step_sentence(one) == "P5 has not been read"
    assert step_sentence(three) == "P5 and 2 more have not been read"


def test_unsorted_units_are_counted_over_all_groups(study: OpenStudy) -> None:
    add_substudy(study)
    transcript = add_transcript(study, "P1", SAID)
    add_group(study, "Tom")
    fear, home = add_group(study, "Uro"), add_group(study, "Hjem")
    for words, group in (("redd", fear), ("gikk", fear), ("hjem", home)):
        code_words(study, transcript, words, group)
    (step,) = [step for step in next_steps(study) if step.kind == "unsorted"]
    assert (step.count, step.name, step.target) == (3, "Uro", fear)
    (counted,) = status(study).analyses
    assert counted.units_without_subgroup == 3


def test_a_group_that_ends_in_no_category_leaves_nothing_to_be_done(study: OpenStudy) -> None:
    add_substudy(study)
    transcript = add_transcript(study, "P1", SAID)
    fear, home = add_group(study, "Uro"), add_group(study, "Hjem")
    felt, kept = add_subgroup(study, fear, "Kjent"), add_subgroup(study, fear, "Skjult")
    for words, group, subgroup in (
        ("redd", fear, felt),
        ("ble", fear, kept),
        ("gikk", fear, None),
        ("hjem", home, None),
    ):
        code_words(study, transcript, words, group, subgroup_id=subgroup)
    add_condensate(study, kept, "Jeg ble.")
    assert {"unsorted", "no-condensate", "unused"} <= set(kinds(study))
    end_without_category(study, fear, "Svarer ikke på problemstillingen")
    assert not {"no-condensate", "unused"} & set(kinds(study))
    (step,) = [step for step in next_steps(study) if step.kind == "unsorted"]
    assert (step.count, step.name, step.target) == (1, "Hjem", home)
    retire_group(study, home)
    assert "unsorted" not in kinds(study)
    assert [one for one in advice(study) if one.step in (2, 3)] == []
    (analysis,) = analyses(study)
    (bar,) = [line for line in work_lines(status(study), [analysis], {}) if "placed" in line.words.plain]
    assert "4 of 4 placed" in bar.words.plain, "the bar waits for nothing there"


def test_what_one_coder_has_read_another_has_not(study: OpenStudy) -> None:
    add_substudy(study)
    transcript = add_transcript(study, "P1", SAID)
    analysis = analysis_of(study)
    with study.change("test.read") as change:
        coder = change.coder_id
        change.add(
            ReadingMark, analysis_id=analysis, coder_id=coder, transcript_id=transcript, opened=change.at, read=True
        )
    assert "unread" not in kinds(study)
    study.coder = "BB"
    assert "unread" in kinds(study)

"""From a sentence of the chapter back to what was said, and from a unit on to everything it is used in."""

from pathlib import Path

import pytest

from qualcode.errors import AmbiguousName, NothingNamed
from qualcode.model import Condensate, MeaningUnit, Paragraph, Quote, ResultCategory
from qualcode.services.asking.answering import add_answer_evidence, put_answer
from qualcode.services.coding.examples import set_example
from qualcode.services.coding.units import code_groups, list_units
from qualcode.services.condensing.condensing import set_aside
from qualcode.services.condensing.quotes import mark_quote
from qualcode.services.material.substudies import set_analysis
from qualcode.services.synthesis.synthesis import add_category, add_paragraph, change_category, rest_on
from qualcode.services.tracing.places import place_of
from qualcode.services.tracing.tracing import trace, uses_of_own_place, uses_of_units
from qualcode.storage.opening import OpenStudy, open_study
from qualcode.storage.shapes import shape_of
from qualcode.text.span import Span
from tests.builders import (
    add_condensate,
    add_group,
    add_participant,
    add_subgroup,
    add_substudy,
    add_transcript,
    analysis_of,
    code_words,
)
from tests.services.written import HEADING, PROSE, SAID, write_analysis


def _uid(study: OpenStudy, table: type, key: int) -> str:
    core = shape_of(table).core
    with study.reading() as connection:
        return str(connection.exec_driver_sql(f"SELECT uid FROM {core.name} WHERE id = ?", (key,)).scalar_one())


def test_a_category_is_walked_back_to_units_turns_participants_and_coders(study: OpenStudy) -> None:
    written = write_analysis(study)
    view = trace(study, _uid(study, ResultCategory, written.category))
    assert (view.kind, view.name) == ("category", HEADING)
    assert [(step.kind, step.text) for step in view.stands_on] == [
        ("paragraph", PROSE),
        ("paragraph", f"En av dem sa: «{SAID['P1']}»"),
        ("condensate", "Jeg ble sittende."),
        ("quote", SAID["P1"]),
    ]
    assert [(unit.transcript, unit.turn, unit.participants, unit.coder) for unit in view.units] == [
        ("P1", 2, ("P1",), "AA"),
        ("P2", 2, ("P2",), "AA"),
    ]
    assert all(unit.created for unit in view.units)
    assert view.participants == ("P1", "P2")


def test_a_transcript_and_a_participant_whose_name_another_substudy_has_too_are_told_apart(study: OpenStudy) -> None:
    written = write_analysis(study)
    add_substudy(study, "Pårørende")
    add_transcript(study, "P1", [("I", "Og du?"), ("P1", "Jeg ventet ute.")], substudy="Pårørende")
    add_participant(study, "P1", substudy="Pårørende")
    quote = trace(study, _uid(study, Quote, written.quotes[0]))
    (unit,) = quote.units
    assert (quote.name, unit.transcript, unit.participants) == ("Pasientene:P1", "Pasientene:P1", ("Pasientene:P1",))
    others = trace(study, _uid(study, ResultCategory, written.category)).units
    assert [one.transcript for one in others] == ["Pasientene:P1", "P2"]


def test_a_quote_and_a_placed_paragraph_stand_on_the_one_unit_they_come_from(study: OpenStudy) -> None:
    written = write_analysis(study)
    for table, key in ((Quote, written.quotes[0]), (Paragraph, written.placed)):
        assert [unit.text for unit in trace(study, _uid(study, table, key)).units] == [SAID["P1"]]


def test_a_unit_is_followed_to_everywhere_it_is_used(study: OpenStudy) -> None:
    written = write_analysis(study)
    view = trace(study, _uid(study, MeaningUnit, written.units[0]))
    assert [step.kind for step in view.used_in] == ["quote", "condensate", "paragraph", "category"]
    assert view.used_in == uses_of_units(study, written.units[:1])
    assert [step.kind for step in uses_of_units(study, written.units[2:3])] == ["quote", "condensate"]


def test_a_unit_that_is_set_aside_does_not_carry_the_condensate(study: OpenStudy) -> None:
    written = write_analysis(study)
    condensate = _uid(study, Condensate, written.letter)
    assert len(trace(study, condensate).units) == 2
    coding = trace(study, condensate).units[1]
    with study.reading() as connection:
        key = connection.exec_driver_sql(
            "SELECT c.id FROM coding c JOIN meaning_unit u ON u.id = c.unit_id WHERE u.uid = ?", (coding.uid,)
        ).scalar_one()
    set_aside(study, [key])
    assert [unit.text for unit in trace(study, condensate).units] == [SAID["P1"]]


def test_what_was_done_to_a_thing_is_told_from_the_journal(study: OpenStudy) -> None:
    written = write_analysis(study)
    change_category(study, written.category, heading="Brevet")
    history = trace(study, _uid(study, ResultCategory, written.category)).history
    assert [act.action for act in history] == [
        "category.add",
        "category.rest-on",
        "paragraph.add",
        "paragraph.add",
        "category.edit",
    ]
    assert {act.coder for act in history} == {"AA"}


def test_the_beginning_of_a_uid_is_enough_where_nothing_else_begins_so(study: OpenStudy) -> None:
    written = write_analysis(study)
    uid = _uid(study, ResultCategory, written.category)
    assert trace(study, uid[:8].upper()).uid == uid
    with pytest.raises(NothingNamed):
        trace(study, uid[:7])
    with study.change("category.add") as change:
        change.add(ResultCategory, analysis_id=written.analysis, heading="To", position=9, uid=f"{uid[:10]}{'0' * 22}")
    with pytest.raises(AmbiguousName):
        trace(study, uid[:8])


@pytest.mark.parametrize("uid", ["", "%", "________", "'; DROP TABLE quote; --", "x" * 5000])
def test_what_is_no_uid_names_nothing(study: OpenStudy, uid: str) -> None:
    write_analysis(study)
    with pytest.raises(NothingNamed):
        trace(study, uid)


def test_a_paragraph_of_prose_stands_on_what_its_category_rests_on_until_it_is_tied_itself(study: OpenStudy) -> None:
    written = write_analysis(study)
    view = trace(study, _uid(study, Paragraph, written.paragraph))
    assert [step.kind for step in view.stands_on] == ["condensate"]
    assert [unit.transcript for unit in view.units] == ["P1", "P2"]
    assert [step.kind for step in view.used_in] == ["category"]


def test_what_stands_on_a_units_place_in_one_group_does_not_stand_on_its_place_in_another(
    study: OpenStudy, study_path: Path
) -> None:
    written = write_analysis(study)
    other = add_group(study, "Lettelse")
    code_words(study, written.transcripts[0], SAID["P1"], other)
    groups = {group.name: group.id for group in code_groups(study, written.analysis)}
    unit = list_units(study, transcript="P1")[0]
    transcript, span = written.transcripts[0], Span(unit.start, unit.end)
    kinds = ["quote", "condensate", "paragraph", "category"]
    assert [
        step.kind for step in uses_of_own_place(study, transcript_id=transcript, span=span, group_id=groups["Uro"])
    ] == kinds
    assert [step.kind for step in uses_of_units(study, written.units[:1], group_id=groups["Uro"])] == kinds
    assert uses_of_own_place(study, transcript_id=transcript, span=span, group_id=other) == ()
    assert uses_of_units(study, written.units[:1], group_id=other) == ()
    with open_study(study_path, coder="BB") as second:
        assert uses_of_own_place(second, transcript_id=transcript, span=span, group_id=groups["Uro"]) == ()


def test_with_two_substudies_analyses_and_coders_each_unit_is_used_where_it_was_built_in_and_nowhere_else(
    study: OpenStudy, study_path: Path
) -> None:
    add_substudy(study, "Pasientene")
    add_substudy(study, "Legene")
    set_analysis(study, "Alle", substudies=["Pasientene", "Legene"])
    built: dict[tuple[str, str, str], set[str]] = {}
    said = {name: f"Det {name.lower()} sa, var noe helt annet." for name in ("Pasientene", "Legene")}
    transcripts = {name: add_transcript(study, "P1", [("P1", said[name])], substudy=name) for name in said}
    for coder, analysis, substudy in (
        ("AA", "Pasientene", "Pasientene"),
        ("BB", "Pasientene", "Pasientene"),
        ("AA", "Alle", "Pasientene"),
        ("BB", "Alle", "Legene"),
    ):
        with open_study(study_path, coder=coder) as at_work:
            group = add_group(at_work, f"Uro {coder} {substudy}", analysis=analysis)
            brief = add_subgroup(at_work, group, "Brevet")
            coded = code_words(at_work, transcripts[substudy], said[substudy], group, subgroup_id=brief)
            quote = mark_quote(at_work, coded.coding_id)
            category = add_category(at_work, analysis_of(at_work, analysis), f"{coder} {analysis} {substudy}")
            rest_on(at_work, category, add_condensate(at_work, brief, f"Jeg {coder} {analysis}."))
            add_paragraph(at_work, category, text="", quote_id=quote)
            answer = put_answer(at_work, f"Hva sier {coder} i {analysis}?", assessment="Mye.")
            first = coder == "AA"
            kind, table, key = ("category", ResultCategory, category) if first else ("quote", Quote, quote)
            add_answer_evidence(at_work, answer.id, f"{kind}:{_uid(at_work, table, key)}")
            set_example(at_work, [coded.coding_id], on=coder == "AA")
            names = {
                f"{coder} {analysis} {substudy}",
                f"Uro {coder} {substudy}/Brevet",
                f"Hva sier {coder} i {analysis}?",
            }
            built[coder, analysis, substudy] = names | {f"{substudy}:P1"}
    for unit in list_units(study):
        used = trace(study, unit.uid).used_in
        assert {step.name for step in used} == built[unit.coder, unit.analysis, unit.substudy]
        kinds = {step.kind for step in used}
        assert ("example" in kinds) == (unit.coder == "AA")
        assert kinds - {"example"} == {"quote", "condensate", "paragraph", "category", "answer"}
        said_at, own = {"transcript_id": transcripts[unit.substudy]}, analysis_of(study, unit.analysis)
        for step in used:
            place, looking = place_of(study, step.uid)
            assert looking.get("analysis_id", own) == own
            assert step.kind != "quote" or (place == "coding" and said_at.items() <= looking.items())
            assert step.kind != "condensate" or (place == "condensing" and looking["subgroup"] == "Brevet")
            assert unit.uid in {one.uid for one in trace(study, step.uid).units}
            assert trace(study, step.uid).kind == ("unit" if step.kind == "example" else step.kind)

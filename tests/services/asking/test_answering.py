"""Claims about the matrix of questions and answers."""

import pytest

from qualcode.errors import ChangedMeanwhile, NameTaken, RowsRefused, ValueRefused
from qualcode.services.asking.answering import (
    add_answer_evidence,
    answers,
    answers_table,
    load_answers,
    put_answer,
    remove_answer,
    remove_answer_evidence,
)
from qualcode.services.asking.rewriting_answers import evidence_choices, rewrite_answer
from qualcode.services.coding.units import list_units
from qualcode.services.condensing.condensing import write_condensate
from qualcode.services.keeping.history import undo
from qualcode.services.participants.participants import import_participants
from qualcode.services.register.consent import including_unconsented
from qualcode.services.synthesis.synthesis import add_category
from qualcode.storage.opening import OpenStudy
from tests.builders import (
    add_condensate,
    add_group,
    add_subgroup,
    add_substudy,
    add_transcript,
    analysis_of,
    code_words,
    hash_of,
    numbered,
    registered,
)


@pytest.fixture
def material(study: OpenStudy) -> OpenStudy:
    """A study with one unit in a subgroup that has a condensate."""
    add_substudy(study)
    group = add_group(study, "Kode")
    subgroup = add_subgroup(study, group, "Tall")
    code_words(study, add_transcript(study, "P1", "Koden var nyttig."), "nyttig", group, subgroup_id=subgroup)
    add_condensate(study, subgroup, "Tallene hjalp.")
    return study


def _rows(*rows: dict[str, object]) -> list[tuple[int, dict[str, object]]]:
    return numbered(rows)  # type: ignore[return-value]


def test_questions_are_listed_with_their_subquestions_and_evidence(material: OpenStudy) -> None:
    (unit,) = list_units(material)
    load_answers(
        material,
        _rows(
            {"question": "Virker det?", "subquestion": "For hvem?", "assessment": "For NAV.", "evidence": None},
            {"question": "Hvor ofte?", "subquestion": None, "assessment": "Ofte.", "evidence": "table:crosstab; brev"},
            {
                "question": "Virker det?",
                "subquestion": None,
                "assessment": "Delvis.",
                "evidence": f"condensate:Kode/Tall; unit:{unit.uid}",
            },
        ),
    )
    told = [(one.question, one.subquestion, one.assessment) for one in answers(material)]
    assert told == [
        ("Virker det?", "", "Delvis."),
        ("Virker det?", "For hvem?", "For NAV."),
        ("Hvor ofte?", "", "Ofte."),
    ]
    assert [(piece.kind, piece.told) for piece in answers(material)[0].evidence] == [
        ("condensate", "Kode/Tall"),
        ("unit", "nyttig"),
    ]
    assert [piece.kind for piece in answers(material)[2].evidence] == ["table", "source"]


def test_the_same_rows_again_change_nothing(material: OpenStudy) -> None:
    rows = _rows({"question": "Virker det?", "assessment": "Delvis.", "evidence": "condensate:Kode/Tall"})
    assert load_answers(material, rows).new == 1
    before = hash_of(material)
    assert load_answers(material, rows).already_there == 1
    assert hash_of(material) == before


def test_evidence_that_is_not_there_is_refused_by_its_line_and_nothing_is_taken_in(material: OpenStudy) -> None:
    rows = _rows({"question": "A", "evidence": None}, {"question": "B", "evidence": "condensate:Kode/Talll"})
    with pytest.raises(RowsRefused, match="3"):
        load_answers(material, rows)
    assert answers(material) == ()


def test_a_subquestion_stands_with_its_question_in_the_table(material: OpenStudy) -> None:
    put_answer(material, "Virker det?", assessment="Ja.")
    put_answer(material, "Virker det?", subquestion="For hvem?", assessment="De fleste.")
    rows = answers_table(material, language="nb").rows
    assert [row[:3] for row in rows] == [
        ("Virker det?", None, "Ja."),
        ("Virker det?", "For hvem?", "De fleste."),
    ]


def test_evidence_that_has_gone_since_is_told_as_gone(material: OpenStudy) -> None:
    answer = put_answer(material, "Virker det?", assessment="Ja.")
    add_answer_evidence(material, answer.id, "condensate:Kode/Tall")
    write_condensate(material, 1, "")
    ((piece,),) = [one.evidence for one in answers(material)]
    assert (piece.told, piece.gone) == ("Kode/Tall", True)
    assert "finnes ikke lenger" in str(answers_table(material, language="nb").rows[0][3])
    remove_answer_evidence(material, answer.id, piece)
    assert answers(material)[0].evidence == ()


def test_words_of_a_unit_are_read_from_it_and_not_kept_a_second_time(material: OpenStudy) -> None:
    (unit,) = list_units(material)
    add_answer_evidence(material, put_answer(material, "Virker det?").id, f"unit:{unit.uid}")
    assert answers(material)[0].evidence[0].told == "nyttig"
    with material.reading() as connection:
        assert connection.exec_driver_sql("SELECT told FROM answer_evidence").scalars().all() == ["P1"]


def test_a_bare_uid_is_what_has_it_and_no_source_in_words(material: OpenStudy) -> None:
    (unit,) = list_units(material)
    load_answers(material, _rows({"question": "Virker det?", "evidence": f"{unit.uid}; {'0' * 32}; unit"}))
    (answer,) = answers(material)
    assert [(one.kind, one.uid) for one in answer.evidence] == [("unit", unit.uid), ("source", ""), ("source", "")]


def test_assessment_that_somebody_else_has_written_meanwhile_is_not_overwritten(material: OpenStudy) -> None:
    seen = put_answer(material, "Virker det?", assessment="Ja.").version
    put_answer(material, "Virker det?", assessment="Nei.", seen=seen)
    with pytest.raises(ChangedMeanwhile):
        put_answer(material, "Virker det?", assessment="Kanskje.", seen=seen)
    with pytest.raises(ValueRefused):
        put_answer(material, " ")


def test_question_goes_with_its_subquestions_and_comes_back(material: OpenStudy) -> None:
    answer = put_answer(material, "Virker det?", assessment="Ja.")
    below = put_answer(material, "Virker det?", subquestion="For hvem?", assessment="Alle.")
    add_answer_evidence(material, below.id, "condensate:Kode/Tall")
    before = hash_of(material)
    remove_answer(material, answer.id)
    assert answers(material) == ()
    undo(material)
    assert hash_of(material) == before


def test_a_question_is_written_anew_but_not_as_one_that_is_asked_already(material: OpenStudy) -> None:
    one = put_answer(material, "Virker det?", assessment="Delvis.")
    put_answer(material, "Hvor ofte?")
    rewrite_answer(material, one.id, text="Virker den?", seen=one.version)
    assert [(row.question, row.assessment) for row in answers(material)] == [
        ("Virker den?", "Delvis."),
        ("Hvor ofte?", ""),
    ]
    with pytest.raises(ChangedMeanwhile):
        rewrite_answer(material, one.id, text="Nei", seen=one.version)
    with pytest.raises(NameTaken):
        rewrite_answer(material, one.id, text="Hvor ofte?")


def test_what_is_offered_as_evidence_can_be_rested_on_by_its_uid(material: OpenStudy) -> None:
    one = put_answer(material, "Virker det?")
    (offered,) = evidence_choices(material)
    add_answer_evidence(material, one.id, f"{offered.kind}:{offered.uid}")
    (kept,) = answers(material)[0].evidence
    assert (kept.kind, kept.uid, kept.told) == ("condensate", offered.uid, "Kode/Tall")


@pytest.fixture
def two_analyses(material: OpenStudy) -> OpenStudy:
    """The material, and another analysis with a group, subgroup, condensate and category of the same names."""
    add_substudy(material, "Legene")
    group = add_group(material, "Kode", analysis="Legene")
    add_condensate(material, add_subgroup(material, group, "Tall"), "Legene talte.")
    for title in ("Pasientene", "Legene"):
        add_category(material, analysis_of(material, title), "Å bli sett")
    return material


def test_evidence_of_the_same_name_in_two_analyses_is_told_apart(two_analyses: OpenStudy) -> None:
    told = "category:Legene:Å bli sett; condensate:Legene:Kode/Tall"
    load_answers(two_analyses, _rows({"question": "Virker det?", "evidence": told}))
    (one,) = answers(two_analyses)
    assert [piece.told for piece in one.evidence] == ["Legene:Å bli sett", "Legene:Kode/Tall"]
    offered = [piece.told for piece in evidence_choices(two_analyses)]
    assert offered == ["Pasientene:Å bli sett", "Legene:Å bli sett", "Pasientene:Kode/Tall", "Legene:Kode/Tall"]


@pytest.mark.parametrize("told", ["category:Å bli sett", "condensate:Kode/Tall"])
def test_name_that_two_analyses_have_is_asked_about_with_both(two_analyses: OpenStudy, told: str) -> None:
    with pytest.raises(RowsRefused, match=r"«Pasientene:.*«Legene:"):
        load_answers(two_analyses, _rows({"question": "Virker det?", "evidence": told}))


def test_words_of_somebody_without_consent_are_not_in_the_table(material: OpenStudy) -> None:
    import_participants(material, numbered([{"participant": "P1"}, {"participant": "P2"}]), substudy="Pasientene")
    spoken = add_transcript(material, "To", [("P2", "Jeg sa det aldri høyt.")])
    code_words(material, spoken, "aldri høyt", add_group(material, "Stille"))
    (unit,) = list_units(material, transcript="To")
    load_answers(material, _rows({"question": "Virker det?", "evidence": f"unit:{unit.uid}; brev"}))
    assert answers_table(material, language="nb").rows[0][3] == "Enhet: aldri høyt\nKilde: brev"
    registered(material, consent=[{"participant": "P1", "form_version": "1", "given": "2026-01-01"}])
    held = answers_table(material, language="nb").rows[0][3]
    assert held == "Enhet: ordene holdes tilbake, fordi samtykke mangler\nKilde: brev"
    with including_unconsented():
        assert "aldri høyt" in str(answers_table(material, language="nb").rows[0][3])


def test_what_is_listed_can_be_loaded_in_another_study_by_what_it_is_called(material: OpenStudy) -> None:
    (unit,) = list_units(material)
    add_category(material, analysis_of(material), "Det virket")
    pieces = ("category:Det virket", "condensate:Kode/Tall", "table: crosstab; by week", f"unit:{unit.uid}")
    made = put_answer(material, "Virker det?", assessment="Ja.\n\nMen ikke alltid.")
    for piece in pieces:
        add_answer_evidence(material, made.id, piece)
    (told,) = answers(material)
    listed = [{"kind": one.kind, "uid": one.uid, "told": one.told, "gone": one.gone} for one in told.evidence]
    gone = {"kind": "unit", "uid": "taken-away", "told": "P1", "gone": True}
    row: dict[str, object] = {"question": told.question, "assessment": told.assessment, "evidence": [*listed, gone]}
    remove_answer(material, made.id)
    assert load_answers(material, _rows(row)).new == 1
    (again,) = answers(material)
    assert (again.assessment, again.evidence) == (told.assessment, told.evidence)
    elsewhere = [one | {"uid": "of-another-study"} for one in listed if one["kind"] in ("category", "condensate")]
    load_answers(material, _rows({"question": "Og der?", "evidence": elsewhere}))
    assert [one.uid for one in answers(material)[1].evidence] == [one.uid for one in told.evidence[:2]]
    with pytest.raises(RowsRefused):
        load_answers(material, _rows({"question": "Hva?", "evidence": [{"kind": "unit", "uid": "x", "told": "P1"}]}))

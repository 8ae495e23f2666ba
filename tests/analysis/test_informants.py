"""Informants by institution and round: the published table, from people and interviews."""

from collections.abc import Sequence

import pytest

from qualcode import Study
from qualcode.errors import NothingNamed
from qualcode.services.asking.material_tables import informants_table
from qualcode.services.participants.participants import import_participants
from qualcode.storage.opening import OpenStudy
from tests.builders import SUBSTUDY, add_substudy, add_transcript, numbered, registered

PUBLISHED = (
    ("Fastleger og rådgivende overlege", 5, 4, 4),
    ("NAV-veiledere", 8, 4, 14),
    ("Ledere/mellomledere i NAV", 3, 0, 2),
    ("NAV, fylkesnivå", 0, 5, 0),
    ("NAV Arbeidslivssenter", 0, 4, 0),
    ("Andre aktører", 6, 0, 3),
    ("Prosjektleder", 1, 1, 1),
)
"""Interviews by institution in three rounds of fieldwork, as an evaluation reported them; 23 + 18 + 24 in all."""


def people_of(published: Sequence[tuple[str, int, int, int]]) -> list[dict[str, object]]:
    """As few people as can be behind the figures: whoever is interviewed again is the same person."""
    people: list[dict[str, object]] = []
    for institution, *counts in published:
        for place in range(max(counts)):
            rounds = ";".join(str(number) for number, count in enumerate(counts, start=1) if place < count)
            people.append({"participant": f"V{len(people) + 1}", "institution": institution, "round": rounds})
    return people


def taken_in(study: OpenStudy, people: Sequence[dict[str, object]]) -> None:
    """The people as participants of the one substudy."""
    add_substudy(study)
    import_participants(study, numbered(people), substudy=SUBSTUDY)


def test_the_published_figures_come_out_with_their_totals(study: OpenStudy) -> None:
    taken_in(study, people_of(PUBLISHED))
    view = informants_table(study)
    assert view.columns == ("institution", "1", "2", "3", "n")
    assert tuple(row[:-1] for row in view.rows[:-1]) == PUBLISHED
    persons = [max(counts) for _, *counts in PUBLISHED]
    assert [row[-1] for row in view.rows] == [*persons, sum(persons)]
    assert view.rows[-1] == ("Informanter i alt", 23, 18, 24, sum(persons))


def test_headings_and_notes_are_in_the_study_s_language_or_the_one_asked_for(study: OpenStudy) -> None:
    taken_in(study, people_of(PUBLISHED))
    norwegian, english = informants_table(study), informants_table(study, language="en")
    assert norwegian.title == "Informanter etter institusjon og runde"
    assert norwegian.headings == ("Institusjon", "Runde 1", "Runde 2", "Runde 3", "Personer")
    assert english.headings == ("Institution", "Round 1", "Round 2", "Round 3", "Persons")
    assert english.rows[-1][0] == "Informants in all"
    again = sum(";" in str(person["round"]) for person in people_of(PUBLISHED))
    assert norwegian.notes[0].startswith(f"{again} informanter deltok i mer enn én runde")


def test_rounds_are_known_from_the_interviews_people_were_at(study: OpenStudy) -> None:
    places = {"V1": "NAV", "V2": "NAV", "V3": "NAV", "V4": "Lege"}
    taken_in(study, [{"participant": code, "institution": place} for code, place in places.items()])
    registered(
        study,
        interviews=[
            {"substudy": SUBSTUDY, "interview": "Gruppe", "round": "2015", "present": ["V1", "V2"]},
            {"substudy": SUBSTUDY, "interview": "Igjen", "round": "2016", "present": ["V1", "V4"]},
        ],
    )
    view = informants_table(study, language="en")
    assert view.columns == ("institution", "2015", "2016", "n")
    assert view.rows == (("NAV", 2, 1, 3), ("Lege", 0, 1, 1), ("Informants in all", 2, 2, 4))
    assert "1 informant has no round and is counted in the last column only." in view.notes


def test_rounds_are_known_from_who_speaks(study: OpenStudy) -> None:
    taken_in(study, [{"participant": "V1", "institution": "NAV"}])
    add_transcript(study, "Samtale", [("I", "Hva?"), ("V1", "Jo.")])
    registered(study, interviews=[{"substudy": SUBSTUDY, "interview": "Samtale", "round": "3"}])
    assert informants_table(study).rows[0] == ("NAV", 1, 1)
    assert informants_table(study).columns == ("institution", "3", "n")


def test_another_attribute_can_part_the_rows_and_one_there_is_not_is_refused(study: OpenStudy) -> None:
    taken_in(study, [{"participant": "V1", "yrke": "lege"}, {"participant": "V2", "yrke": "lege"}])
    assert informants_table(study, by="Yrke").rows == (("lege", 2), ("Informanter i alt", 2))
    with pytest.raises(NothingNamed) as refused:
        informants_table(study, by="yrket")
    assert "yrke" in refused.value.hint


def test_without_an_institution_the_rows_are_the_substudies(study: OpenStudy) -> None:
    taken_in(study, [{"participant": "P1"}])
    add_substudy(study, "Fastlegene")
    import_participants(study, numbered([{"participant": "FL1"}, {"participant": "FL2"}]), substudy="Fastlegene")
    assert informants_table(study).rows == ((SUBSTUDY, 1), ("Fastlegene", 2), ("Informanter i alt", 3))
    assert informants_table(study, "Fastlegene").rows[-1] == ("Informanter i alt", 2)


def test_labels_give_the_rows_their_words_and_order_and_a_missing_value_comes_last(study: OpenStudy) -> None:
    add_substudy(study)
    people = [
        {"participant": "V1"},
        {"participant": "V2", "institution": "2"},
        {"participant": "V3", "institution": "1"},
    ]
    labels = [
        {"attribute": "institution", "value": value, "label": label} for value, label in (("1", "NAV"), ("2", "Lege"))
    ]
    import_participants(
        study,
        numbered([{"institution": "", **person} for person in people]),
        substudy=SUBSTUDY,
        labels=numbered(labels),
    )
    assert [row[0] for row in informants_table(study).rows] == ["NAV", "Lege", "ikke oppgitt", "Informanter i alt"]


def test_somebody_in_two_institutions_is_counted_once_in_the_total(study: OpenStudy) -> None:
    add_substudy(study)
    people = [{"participant": "V1", "institution": "NAV; Lege"}, {"participant": "V2", "institution": "NAV"}]
    import_participants(study, numbered(people), substudy=SUBSTUDY, multiple=["institution"])
    view = informants_table(study, language="en")
    assert view.rows == (("NAV", 2), ("Lege", 1), ("Informants in all", 2))
    assert "1 informant belongs to more than one row and is counted once in the total." in view.notes


def test_a_study_without_people_has_an_empty_table(study: OpenStudy) -> None:
    add_substudy(study)
    assert informants_table(study).rows == ()


def test_the_table_is_there_for_python_too(study: OpenStudy) -> None:
    taken_in(study, people_of(PUBLISHED))
    with Study.open(study.path) as public:
        frame = public.table("informants")
    assert list(frame["1"])[-1] == 23
    assert list(frame.columns) == ["institution", "1", "2", "3", "n"]

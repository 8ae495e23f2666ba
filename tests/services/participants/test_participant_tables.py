"""One participant, one attribute, one value at a time: each an entry of the journal that can be taken back."""

from collections.abc import Callable
from functools import partial

import pytest

from qualcode.errors import ChangedMeanwhile, NameRefused, NameTaken, NothingNamed, StillInUse, ValueRefused
from qualcode.services.keeping.history import history, redo, undo
from qualcode.services.participants.participant_tables import (
    add_attribute,
    add_participant,
    participant_table,
    remove_participant,
    set_attribute,
    set_participant,
    set_value,
)
from qualcode.services.participants.participants import (
    attributes,
    import_labels,
    import_participants,
    participants,
    preview_participants,
)
from qualcode.services.tagging.table_logs import new_interview, seat
from qualcode.storage.opening import OpenStudy
from qualcode.views.participants import ValueChange
from tests.builders import SUBSTUDY, add_substudy, hash_of, numbered

PEOPLE: list[dict[str, object]] = [
    {"participant": "P1", "age": "35", "education": "1", "met": "7.3.2016"},
    {"participant": "P2", "age": "47", "education": "2", "met": None},
]
LABELS: list[dict[str, object]] = [
    {"attribute": "education", "value": "1", "label": "videregående", "group": None},
    {"attribute": "education", "value": "2", "label": "mer", "group": None},
]


@pytest.fixture
def peopled(study: OpenStudy) -> OpenStudy:
    """Two participants with a number, coded values and a date."""
    add_substudy(study)
    import_participants(study, numbered(PEOPLE), substudy=SUBSTUDY, file="p.csv", labels=numbered(LABELS))
    return study


def person(study: OpenStudy, code: str) -> int:
    """The key of a participant."""
    return next(one.id for one in participants(study, SUBSTUDY) if one.code == code)


def attribute(study: OpenStudy, name: str) -> int:
    """The key of an attribute."""
    return next(one.id for one in attributes(study, SUBSTUDY) if one.name == name)


ACTS: dict[str, Callable[[OpenStudy], object]] = {
    "participant.new": lambda study: add_participant(study, SUBSTUDY, "P3", pseudonym="Kari"),
    "participant.edit": lambda study: set_participant(study, person(study, "P2"), code="P5", pseudonym="Ola"),
    "participant.remove": lambda study: remove_participant(study, person(study, "P1")),
    "attribute.new": lambda study: add_attribute(study, SUBSTUDY, "barn", kind="number", caption="Antall barn"),
    "attribute.edit": lambda study: set_attribute(study, attribute(study, "age"), kind="text", caption="År"),
    "value.edit": lambda study: set_value(study, person(study, "P1"), attribute(study, "age"), "36", seen="35"),
}


@pytest.mark.parametrize("action", ACTS)
def test_each_act_is_one_entry_that_can_be_undone_and_redone(peopled: OpenStudy, action: str) -> None:
    before, entries = hash_of(peopled), len(history(peopled))
    ACTS[action](peopled)
    after = hash_of(peopled)
    assert after != before
    assert len(history(peopled)) == entries + 1
    assert history(peopled)[0].action == action
    assert history(peopled)[0].summary
    undo(peopled)
    assert hash_of(peopled) == before
    redo(peopled)
    assert hash_of(peopled) == after


@pytest.mark.parametrize(
    ("name", "text", "kept"),
    [("age", "44,5", "44,5"), ("age", "", ""), ("met", "8.3.2016", "2016-03-08"), ("education", " 2 ", "2")],
)
def test_a_value_is_kept_as_an_import_would_keep_it(peopled: OpenStudy, name: str, text: str, kept: str) -> None:
    set_value(peopled, person(peopled, "P1"), attribute(peopled, name), text)
    shown = next(one for one in participants(peopled, SUBSTUDY) if one.code == "P1")
    assert dict(shown.values).get(name, "") == kept
    entries = len(history(peopled))
    set_value(peopled, person(peopled, "P1"), attribute(peopled, name), text)
    assert len(history(peopled)) == entries


@pytest.mark.parametrize(("name", "text"), [("age", "mange"), ("met", "31.2.2016"), ("education", "3")])
def test_a_value_of_another_kind_is_refused_with_what_is_possible(peopled: OpenStudy, name: str, text: str) -> None:
    before = hash_of(peopled)
    with pytest.raises(ValueRefused) as refused:
        set_value(peopled, person(peopled, "P1"), attribute(peopled, name), text)
    assert text in refused.value.message
    assert hash_of(peopled) == before


def test_a_value_that_somebody_else_changed_is_not_overwritten(peopled: OpenStudy) -> None:
    with pytest.raises(ChangedMeanwhile):
        set_value(peopled, person(peopled, "P1"), attribute(peopled, "age"), "40", seen="34")
    gone = person(peopled, "P1")
    remove_participant(peopled, gone)
    with pytest.raises(ChangedMeanwhile):
        set_value(peopled, gone, attribute(peopled, "age"), "40")


def test_what_two_people_wrote_of_one_participant_is_refused_with_both_versions(peopled: OpenStudy) -> None:
    who, age = person(peopled, "P1"), attribute(peopled, "age")
    shown = participant_table(peopled, SUBSTUDY).attributes
    seen = next(one for one in shown if one.id == age)
    set_value(peopled, who, age, "41", seen="35")
    set_participant(peopled, who, pseudonym="Kari", seen="")
    set_attribute(peopled, age, kind="number", caption="Alder", seen=seen)
    acts: list[tuple[Callable[[], None], list[str], list[str]]] = [
        (partial(set_value, peopled, who, age, "42", seen="40"), ["41"], ["42"]),
        (partial(set_value, peopled, who, age, "", seen="40"), ["41"], [""]),
        (partial(set_participant, peopled, who, pseudonym="Ola", seen=""), ["Kari"], ["Ola"]),
        (
            partial(set_attribute, peopled, age, kind="number", caption="År", seen=seen),
            ["number", "Alder"],
            ["number", "År"],
        ),
    ]
    for act, stands, wanted in acts:
        before = hash_of(peopled)
        with pytest.raises(ChangedMeanwhile) as refused:
            act()
        assert hash_of(peopled) == before
        both = refused.value.values
        assert (list(both["stands"].values()), list(both["wanted"].values())) == (stands, wanted)
        with peopled.having_seen(both["row"], both["version"]):
            act()
        assert hash_of(peopled) != before, "who has seen both may choose"
        undo(peopled)
    set_value(peopled, who, age, "41", seen="40")


def test_codes_and_names_are_taken_once(peopled: OpenStudy) -> None:
    with pytest.raises(NameTaken):
        add_participant(peopled, SUBSTUDY, "p1")
    with pytest.raises(NameTaken):
        set_participant(peopled, person(peopled, "P2"), code="P1")
    with pytest.raises(NameTaken):
        add_attribute(peopled, SUBSTUDY, "Age", kind="number")
    with pytest.raises(NameTaken):
        add_attribute(peopled, SUBSTUDY, "pseudonym", kind="text")
    with pytest.raises(NameRefused):
        add_participant(peopled, SUBSTUDY, " ")
    with pytest.raises(NothingNamed):
        add_participant(peopled, "Ingen", "P9")
    with pytest.raises(ValueRefused):
        add_attribute(peopled, SUBSTUDY, "barn", kind="figure")
    set_participant(peopled, person(peopled, "P2"), code="p2")
    assert [one.code for one in participants(peopled, SUBSTUDY)] == ["P1", "p2"]


def test_a_kind_that_the_values_are_not_of_is_refused(peopled: OpenStudy) -> None:
    with pytest.raises(ValueRefused):
        set_attribute(peopled, attribute(peopled, "age"), kind="date", caption="")
    with pytest.raises(ValueRefused):
        set_attribute(peopled, attribute(peopled, "education"), kind="number", caption="")


def test_one_who_sits_at_a_table_is_not_taken_away(peopled: OpenStudy) -> None:
    interview = new_interview(peopled, "Gruppe 1", substudy=SUBSTUDY)
    seat(peopled, interview, code="P1")
    with pytest.raises(StillInUse, match="Gruppe 1"):
        remove_participant(peopled, person(peopled, "P1"))


def test_an_attribute_keeps_the_kind_it_was_made_with_through_files_without_values_for_it(peopled: OpenStudy) -> None:
    made = add_attribute(peopled, SUBSTUDY, "barn", kind="category")
    set_value(peopled, person(peopled, "P1"), made, "to")
    file: list[dict[str, object]] = [{"participant": "P3", "age": "50"}]
    import_participants(peopled, numbered(file), substudy=SUBSTUDY, file="p.csv")
    assert attributes(peopled, SUBSTUDY)[-1].kind == "category"


def test_a_preview_tells_what_a_file_would_change_and_changes_nothing(peopled: OpenStudy) -> None:
    before, entries = hash_of(peopled), len(history(peopled))
    file: list[dict[str, object]] = [
        {"participant": "P1", "pseudonym": "Kari", "age": "36", "town": "Moss"},
        {"participant": "P2", "age": None, "town": None},
        {"participant": "P9", "age": "20", "town": "Moss"},
    ]
    preview = preview_participants(peopled, numbered(file), substudy=SUBSTUDY, file="p.csv")
    assert preview.report.added == ("P9",)
    assert preview.attributes == ("town",)
    assert preview.changes == (
        ValueChange("P1", "pseudonym", "", "Kari"),
        ValueChange("P1", "age", "35", "36"),
        ValueChange("P1", "town", "", "Moss"),
        ValueChange("P2", "age", "47", ""),
    )
    assert (hash_of(peopled), len(history(peopled))) == (before, entries)


def test_the_table_has_everybody_by_code_and_a_sum(peopled: OpenStudy) -> None:
    add_participant(peopled, SUBSTUDY, "P10")
    table = participant_table(peopled, SUBSTUDY)
    assert [one.code for one in table.people] == ["P1", "P2", "P10"]
    assert [one.name for one in table.attributes] == ["age", "education", "met"]
    assert "3" in table.summary
    add_substudy(peopled, "Tom")
    assert participant_table(peopled, "Tom").summary == ""


@pytest.mark.parametrize(("kind", "then"), [("category", "category"), ("text", "text"), ("number", "number")])
def test_a_kind_that_somebody_declared_is_not_guessed_anew_by_the_next_file(
    peopled: OpenStudy, kind: str, then: str
) -> None:
    set_attribute(peopled, attribute(peopled, "age"), kind=kind, caption="")
    add_attribute(peopled, SUBSTUDY, "kommune", kind="category")
    again = [person | {"age": "40", "kommune": "0301"} for person in PEOPLE]
    import_participants(peopled, numbered(again), substudy=SUBSTUDY, file="p.csv")
    kinds = {one.name: one.kind for one in attributes(peopled, SUBSTUDY)}
    assert (kinds["age"], kinds["kommune"]) == (then, "category")


def test_a_declared_kind_gives_way_to_values_that_are_not_of_it(peopled: OpenStudy) -> None:
    set_attribute(peopled, attribute(peopled, "age"), kind="number", caption="")
    again = [PEOPLE[0] | {"age": "ukjent"}]
    import_participants(peopled, numbered(again), substudy=SUBSTUDY, file="p.csv")
    assert {one.name: one.kind for one in attributes(peopled, SUBSTUDY)}["age"] == "text"


def test_labels_alone_are_one_entry_that_can_be_taken_back(peopled: OpenStudy) -> None:
    before = hash_of(peopled)
    new: list[dict[str, object]] = [
        {"attribute": "age", "value": "35", "label": "ung", "group": None},
        {"attribute": "borte", "value": "1", "label": "x", "group": None},
    ]
    report = import_labels(peopled, numbered(new), substudy=SUBSTUDY, file="l.csv")
    assert (report.labels, report.labels_passed_over) == (1, ("borte",))
    assert {one.name: one.kind for one in attributes(peopled, SUBSTUDY)}["age"] == "category"
    undo(peopled)
    assert hash_of(peopled) == before


def test_a_code_or_pseudonym_that_somebody_else_changed_is_not_overwritten(peopled: OpenStudy) -> None:
    key = person(peopled, "P1")
    set_participant(peopled, key, code="P7", pseudonym="Kari", seen="P1")
    with pytest.raises(ChangedMeanwhile):
        set_participant(peopled, key, code="P8", seen="P1")
    with pytest.raises(ChangedMeanwhile):
        set_participant(peopled, key, pseudonym="Ola", seen="")
    set_participant(peopled, key, pseudonym="Ola", seen="Kari")
    assert [one.pseudonym for one in participants(peopled, SUBSTUDY) if one.code == "P7"] == ["Ola"]

"""Participants from a user's table: who they are, what is registered, and what happens the second time."""

import pytest

from qualcode.errors import BadTable, NothingNamed, RowsRefused
from qualcode.services.keeping.history import redo, undo
from qualcode.services.participants.participants import attributes, import_participants, participants
from qualcode.services.participants.speakers import set_speakers, speakers
from qualcode.storage.opening import OpenStudy
from tests.builders import SUBSTUDY, add_substudy, add_transcript, hash_of, numbered

PEOPLE: list[dict[str, object]] = [
    {"participant": "P1", "gender": "M", "age": 35.0, "education": 1.0, "met": "7.3.2016", "note": "kom sent"},
    {"participant": "P2", "gender": "K", "age": "47", "education": "2", "met": "2016-03-08", "note": None},
    {"participant": "P10", "gender": "K", "age": "44,5", "education": "2", "met": None, "note": "ringte først"},
]
LABELS: list[dict[str, object]] = [
    {"attribute": "education", "value": 1.0, "label": "videregående", "group": None},
    {"attribute": "education", "value": "2", "label": "mer", "group": "høyere utdanning"},
    {"attribute": "gender", "value": "K", "label": "kvinne", "group": None},
    {"attribute": "gender", "value": "M", "label": "mann", "group": None},
]


@pytest.fixture
def peopled(study: OpenStudy) -> OpenStudy:
    """A study with three participants and their labels."""
    add_substudy(study)
    import_participants(study, numbered(PEOPLE), substudy=SUBSTUDY, file="p.csv", labels=numbered(LABELS))
    return study


def values(study: OpenStudy, code: str) -> dict[str, str]:
    """What is registered about one participant."""
    return dict(next(person.values for person in participants(study, SUBSTUDY) if person.code == code))


def kinds(study: OpenStudy) -> dict[str, str]:
    """The kind of each attribute, in order."""
    return {attribute.name: attribute.kind for attribute in attributes(study, SUBSTUDY)}


def test_columns_become_attributes_of_the_kind_their_values_say(peopled: OpenStudy) -> None:
    assert list(kinds(peopled).items()) == [
        ("gender", "category"),
        ("age", "number"),
        ("education", "category"),
        ("met", "date"),
        ("note", "text"),
    ]


def test_values_are_kept_as_they_stand_and_dates_as_iso(peopled: OpenStudy) -> None:
    assert values(peopled, "P1") == {
        "gender": "M",
        "age": "35",
        "education": "1",
        "met": "2016-03-07",
        "note": "kom sent",
    }
    assert "note" not in values(peopled, "P2")


def test_the_report_tells_what_became_of_whom(peopled: OpenStudy) -> None:
    again: list[dict[str, object]] = [{**PEOPLE[0]}, {**PEOPLE[1], "age": "48"}, {"participant": "P3", "age": "50"}]
    report = import_participants(peopled, numbered(again), substudy=SUBSTUDY)
    assert (report.added, report.changed, report.unchanged) == (("P3",), ("P2",), ("P1",))
    assert values(peopled, "P2")["age"] == "48"


def test_the_same_file_again_changes_nothing_and_leaves_no_entry(peopled: OpenStudy) -> None:
    before = hash_of(peopled)
    import_participants(peopled, numbered(PEOPLE), substudy=SUBSTUDY, labels=numbered(LABELS))
    assert hash_of(peopled) == before
    undo(peopled)
    assert participants(peopled, SUBSTUDY) == ()


def test_nobody_is_taken_away_by_a_file_that_leaves_them_out(peopled: OpenStudy) -> None:
    import_participants(peopled, numbered([{"participant": "P2", "age": "50"}]), substudy=SUBSTUDY)
    assert [person.code for person in participants(peopled, SUBSTUDY)] == ["P1", "P2", "P10"]
    assert values(peopled, "P1")["age"] == "35"
    assert values(peopled, "P2")["gender"] == "K"


def test_an_empty_cell_empties_the_value(peopled: OpenStudy) -> None:
    import_participants(peopled, numbered([{"participant": "P1", "note": None}]), substudy=SUBSTUDY)
    assert "note" not in values(peopled, "P1")


def test_a_code_is_the_same_participant_in_small_letters(peopled: OpenStudy) -> None:
    report = import_participants(peopled, numbered([{"participant": "p10", "age": "45"}]), substudy=SUBSTUDY)
    assert report.changed == ("P10",)
    assert len(participants(peopled, SUBSTUDY)) == 3


def test_a_number_that_gets_a_word_among_its_values_is_text_from_then_on_and_that_is_said(peopled: OpenStudy) -> None:
    report = import_participants(peopled, numbered([{"participant": "P1", "age": "over 30"}]), substudy=SUBSTUDY)
    assert kinds(peopled)["age"] == "text"
    assert report.kinds_lost == (("age", "number", "over 30"),)
    again = import_participants(peopled, numbered([{"participant": "P1", "age": "rundt 30"}]), substudy=SUBSTUDY)
    assert again.kinds_lost == (), "what is text already has nothing to lose"


def test_new_columns_come_after_those_that_were_there(peopled: OpenStudy) -> None:
    import_participants(peopled, numbered([{"years": "3", "participant": "P1", "age": "35"}]), substudy=SUBSTUDY)
    assert list(kinds(peopled)) == ["gender", "age", "education", "met", "note", "years"]


def test_labels_for_what_this_substudy_has_not_are_passed_over_and_said(study: OpenStudy) -> None:
    add_substudy(study)
    foreign: list[dict[str, object]] = [*LABELS, {"attribute": "specialist", "value": "Ja", "label": "spesialist"}]
    report = import_participants(study, numbered(PEOPLE), substudy=SUBSTUDY, labels=numbered(foreign))
    assert report.labels == 4
    assert report.labels_passed_over == ("specialist",)


def test_a_label_given_again_replaces_the_one_that_stood(peopled: OpenStudy) -> None:
    again = [{"attribute": "gender", "value": "K", "label": "kvinner", "group": ""}]
    import_participants(peopled, numbered(PEOPLE), substudy=SUBSTUDY, labels=numbered(again))
    gender = attributes(peopled, SUBSTUDY)[0]
    assert [label.label for label in gender.labels] == ["kvinner", "mann"]


def test_labels_nobody_has_placed_become_the_participants_whose_codes_they_are(study: OpenStudy) -> None:
    add_substudy(study)
    add_transcript(study, "Gruppe 1", [("I", "Hva?"), ("p2", "Jo."), ("P77", "Nei."), ("P1", "Kanskje.")])
    set_speakers(study, "Gruppe 1", [("P1", "secretary", None)])
    report = import_participants(study, numbered(PEOPLE), substudy=SUBSTUDY)
    assert report.speakers == 1
    known = {speaker.label: (speaker.role, speaker.participant) for speaker in speakers(study, "Gruppe 1")}
    assert known == {
        "I": ("interviewer", None),
        "p2": ("participant", "P2"),
        "P77": ("unknown", None),
        "P1": ("secretary", None),
    }


def test_undo_takes_it_all_back_and_redo_brings_it_all_again(study: OpenStudy) -> None:
    add_substudy(study)
    add_transcript(study, "P2", [("I", "Hva?"), ("P2", "Jo.")])
    before = hash_of(study)
    import_participants(study, numbered(PEOPLE), substudy=SUBSTUDY, labels=numbered(LABELS))
    after = hash_of(study)
    undo(study)
    assert hash_of(study) == before
    redo(study)
    assert hash_of(study) == after


def test_a_pseudonym_is_not_an_attribute(study: OpenStudy) -> None:
    add_substudy(study)
    import_participants(study, numbered([{"participant": "P1", "pseudonym": "Kari"}]), substudy=SUBSTUDY)
    assert kinds(study) == {}
    assert participants(study, SUBSTUDY)[0].pseudonym == "Kari"


@pytest.mark.parametrize("column", ["Participant", "deltaker", "Deltakar"])
def test_the_column_of_codes_may_be_called_as_norwegians_call_it(study: OpenStudy, column: str) -> None:
    add_substudy(study)
    report = import_participants(study, numbered([{column: "P1", "age": "3"}]), substudy=SUBSTUDY)
    assert report.added == ("P1",)


@pytest.mark.parametrize(
    ("rows", "line"),
    [
        ([{"participant": "P1"}, {"participant": None, "age": "3"}], 3),
        ([{"participant": "P1"}, {"participant": "P2"}, {"participant": "p1"}], 4),
        ([{"participant": "a:b"}], 2),
    ],
)
def test_a_bad_row_is_named_by_its_line_and_nothing_is_taken_in(
    study: OpenStudy, rows: list[dict[str, object]], line: int
) -> None:
    add_substudy(study)
    with pytest.raises(RowsRefused) as refused:
        import_participants(study, numbered(rows), substudy=SUBSTUDY, file="p.csv")
    assert (refused.value.values["file"], refused.value.values["line"]) == ("p.csv", line)
    assert participants(study, SUBSTUDY) == ()


@pytest.mark.parametrize(
    ("labels", "line"),
    [
        ([{"attribute": "gender", "value": "K", "label": None}], 2),
        ([LABELS[2], {**LABELS[2], "label": "dame"}], 3),
    ],
)
def test_a_bad_label_is_named_by_its_line_and_nothing_is_taken_in(
    study: OpenStudy, labels: list[dict[str, object]], line: int
) -> None:
    add_substudy(study)
    with pytest.raises(RowsRefused) as refused:
        import_participants(study, numbered(PEOPLE), substudy=SUBSTUDY, labels=numbered(labels), labels_file="l.csv")
    assert (refused.value.values["file"], refused.value.values["line"]) == ("l.csv", line)
    assert participants(study, SUBSTUDY) == ()


@pytest.mark.parametrize("rows", [[], [{"code": "P1", "age": "3"}], [{"participant": None}]])
def test_a_file_without_participants_is_refused(study: OpenStudy, rows: list[dict[str, object]]) -> None:
    add_substudy(study)
    with pytest.raises(BadTable):
        import_participants(study, numbered(rows), substudy=SUBSTUDY, file="p.csv")


def test_an_unknown_substudy_is_refused(study: OpenStudy) -> None:
    with pytest.raises(NothingNamed):
        import_participants(study, numbered(PEOPLE), substudy="Naboene")

"""Claims about de-identification: what is decided is one correction, the same through the study, and can be undone."""

from pathlib import Path

import pytest

from qualcode.errors import ChangedMeanwhile, NothingNamed, RowsRefused, WordsDiffer
from qualcode.exporters.spreadsheets import write_csv
from qualcode.importers.tables import read_rows
from qualcode.model import Identifier, KeptWords
from qualcode.services.coding.units import list_units
from qualcode.services.keeping.checking import check
from qualcode.services.keeping.history import history, undo
from qualcode.services.material.correcting import revisions
from qualcode.services.protecting.confirmed_names import confirmed_names
from qualcode.services.protecting.deidentify_files import apply_file
from qualcode.services.protecting.deidentifying import (
    apply_decisions,
    candidates,
    deidentified_transcripts,
    mark_deidentified,
)
from qualcode.storage.opening import OpenStudy
from qualcode.views.identifying import KEEP, MASK, PSEUDONYM, CandidateRow, NameDecision
from tests.builders import (
    add_group,
    add_participant,
    add_substudy,
    add_transcript,
    code_words,
    hash_of,
    numbered,
    text_of,
)

P1 = "Jeg heter Kari Nordmann.\n\nSå Kari bor i Tønsberg?\n\nJa, og Karis mor jobba på Ahus."
P2 = "Hun Kari på lageret var grei, og så møtte jeg Ali."


@pytest.fixture
def transcripts(study: OpenStudy) -> tuple[int, int]:
    """Two interviews in which people are named."""
    add_substudy(study)
    return add_transcript(study, "P1", P1), add_transcript(study, "P2", P2)


def listed(study: OpenStudy, name: str) -> list[CandidateRow]:
    return candidates(study, name)


def as_rows(rows: list[CandidateRow], **decisions: str) -> list[dict[str, object]]:
    """The list as somebody fills it in: what is decided by the kind."""
    fields = ("transcript", "start", "end", "text", "kind", "replacement")
    return [{name: getattr(one, name) for name in fields} | {"decision": decisions.get(one.kind, "")} for one in rows]


def apply(study: OpenStudy, rows: list[dict[str, object]]) -> None:
    apply_file(study, file="list.csv", rows=numbered(rows))


def count(study: OpenStudy, table: str) -> int:
    with study.reading() as connection:
        return int(connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one())


def test_the_list_is_of_every_transcript_in_order_of_place(study: OpenStudy, transcripts: tuple[int, int]) -> None:
    found = candidates(study)
    assert [(one.transcript, one.text) for one in found] == [
        ("P1", "Kari Nordmann"),
        ("P1", "Kari"),
        ("P1", "Tønsberg"),
        ("P1", "Kari"),
        ("P1", "Ahus"),
        ("P2", "Kari"),
        ("P2", "Ali"),
    ]
    assert all(P1[one.start : one.end] == one.text for one in found if one.transcript == "P1")
    assert history(study)[0].action != "transcript.deidentify"


def test_what_is_decided_is_one_correction_and_units_move_along(study: OpenStudy, transcripts: tuple[int, int]) -> None:
    code_words(study, transcripts[0], "Karis mor jobba", add_group(study, "Uro"))
    apply(study, as_rows(listed(study, "P1"), person="pseudonym", place="mask"))
    text = text_of(study, transcripts[0])
    name = text.removeprefix("Jeg heter ").split()[0]
    assert "Kari" not in text
    assert text.count(name) == 3
    assert f"og {name}s mor jobba på [sykehus]" in text
    assert "[sted]" in text
    assert [one.text for one in list_units(study)] == [f"{name}s mor jobba"]
    assert len(revisions(study, transcripts[0])) == 2
    assert history(study)[0].action == "transcript.deidentify"
    assert check(study).ok or "P2" in check(study).findings[0].where


def test_a_pseudonym_is_the_same_in_the_next_transcript(study: OpenStudy, transcripts: tuple[int, int]) -> None:
    apply(study, as_rows(listed(study, "P1"), person="pseudonym"))
    name = text_of(study, transcripts[0]).removeprefix("Jeg heter ").split()[0]
    kari, ali = listed(study, "P2")
    assert (kari.text, kari.replacement, kari.score) == ("Kari", name, 1.0)
    apply(study, as_rows([kari, ali], person="pseudonym"))
    other = text_of(study, transcripts[1]).rstrip(".").split()[-1]
    assert text_of(study, transcripts[1]).startswith(f"Hun {name} på lageret")
    assert other not in (name, "Ali")


def test_a_pseudonym_that_the_list_proposes_and_nobody_changes_is_one(
    study: OpenStudy, transcripts: tuple[int, int]
) -> None:
    apply(study, as_rows(listed(study, "P1"), person="pseudonym"))
    apply(study, as_rows([one for one in listed(study, "P2") if one.text == "Kari"]))
    assert [one.text for one in listed(study, "P2")] == ["Ali"]
    assert deidentified_transcripts(study)[1].left == 1


def test_pseudonyms_that_were_put_there_are_not_offered_again(study: OpenStudy, transcripts: tuple[int, int]) -> None:
    apply(study, as_rows(listed(study, "P1"), person="pseudonym"))
    assert listed(study, "P1") == []


def test_a_transcript_is_deidentified_when_nothing_is_left_undecided(
    study: OpenStudy, transcripts: tuple[int, int]
) -> None:
    kari, ali = listed(study, "P2")
    apply(study, as_rows([kari], person="mask"))
    assert [(one.name, one.state, one.left) for one in deidentified_transcripts(study)] == [
        ("P1", "not_begun", None),
        ("P2", "begun", 1),
    ]
    assert [one.kind for one in check(study).findings if one.where == "P2"] == ["candidates"]
    apply(study, as_rows(listed(study, "P2"), person="keep"))
    assert deidentified_transcripts(study)[1].state == "done"
    assert ali.text in text_of(study, transcripts[1])


def test_words_that_were_let_stand_are_not_asked_about_again(study: OpenStudy, transcripts: tuple[int, int]) -> None:
    apply(study, as_rows(listed(study, "P1"), person="keep", place="keep"))
    assert count(study, "kept_words") == 3
    assert [one.text for one in listed(study, "P2")] == ["Ali"]
    assert check(study).ok


def test_a_confirmed_name_that_stands_in_another_text_is_an_error(
    study: OpenStudy, transcripts: tuple[int, int]
) -> None:
    apply(study, as_rows(listed(study, "P1"), person="mask"))
    report = check(study)
    errors = [one for one in report.findings if one.level == "error"]
    assert [(one.kind, one.where) for one in errors] == [("name", f"P2 {P2.index('Kari')}–{P2.index('Kari') + 4}")]
    assert "Kari" not in errors[0].message
    with study.reading() as connection:
        assert [one.words for one in confirmed_names(connection)] == ["Kari Nordmann", "Kari"]


def test_a_town_that_was_masked_may_stand_elsewhere(study: OpenStudy, transcripts: tuple[int, int]) -> None:
    add_transcript(study, "P3", "Jeg er fra Tønsberg.")
    apply(study, as_rows([one for one in listed(study, "P1") if one.kind == "place"]))
    assert check(study).ok


def test_a_name_let_stand_where_somebody_looked_is_no_error(study: OpenStudy, transcripts: tuple[int, int]) -> None:
    apply(study, as_rows(listed(study, "P1"), person="mask"))
    apply(study, as_rows(listed(study, "P2"), person="keep"))
    assert check(study).ok


def test_de_identification_is_taken_back_whole(study: OpenStudy, transcripts: tuple[int, int]) -> None:
    code_words(study, transcripts[0], "Karis mor", add_group(study, "Uro"))
    before = hash_of(study)
    apply(study, as_rows(candidates(study), person="pseudonym", place="keep"))
    assert hash_of(study) != before
    undo(study)
    assert hash_of(study) == before
    assert text_of(study, transcripts[0]) == P1
    assert count(study, "identifier") == count(study, "kept_words") == count(study, "deidentification") == 0


def test_a_row_that_no_longer_fits_the_text_refuses_the_whole_list(
    study: OpenStudy, transcripts: tuple[int, int]
) -> None:
    rows = as_rows(candidates(study), person="mask")
    rows[3]["text"] = "Knut"
    with pytest.raises(RowsRefused) as refused:
        apply(study, rows)
    assert refused.value.values["line"] == 5
    assert text_of(study, transcripts[0]) == P1
    assert count(study, Identifier.__tablename__) == count(study, KeptWords.__tablename__) == 0


def test_a_decision_that_is_none_is_named_with_its_line(study: OpenStudy, transcripts: tuple[int, int]) -> None:
    with pytest.raises(RowsRefused):
        apply(study, as_rows(listed(study, "P1"), person="burn"))


def test_the_list_survives_a_spreadsheet(study: OpenStudy, tmp_path: Path) -> None:
    add_substudy(study)
    key = add_transcript(study, "P1", "Ring meg på +47 912 34 567 da.")
    path = tmp_path / "list.csv"
    rows = as_rows(listed(study, "P1"))
    write_csv(list(rows[0]), [[str(cell) for cell in row.values()] for row in rows], path)
    assert ",'+47 912 34 567," in path.read_text("utf-8")
    apply_file(study, file=path.name, rows=read_rows(path))
    assert text_of(study, key) == "Ring meg på [telefonnummer] da."


def test_a_wording_that_somebody_has_changed_meanwhile_is_not_written_over(
    study: OpenStudy, transcripts: tuple[int, int]
) -> None:
    decision = NameDecision(10, 23, "Kari Nordmann", "person", MASK, "[navn]")
    with pytest.raises(ChangedMeanwhile):
        apply_decisions(study, transcripts[0], [decision], revision_id=99)
    with pytest.raises(WordsDiffer):
        apply_decisions(study, transcripts[0], [NameDecision(10, 14, "Knut", "person", KEEP, "")])


def test_a_person_can_say_that_a_transcript_identifies_nobody(study: OpenStudy, transcripts: tuple[int, int]) -> None:
    assert mark_deidentified(study, transcripts[1])
    assert deidentified_transcripts(study)[1].state == "done"
    mark_deidentified(study, transcripts[1], done=False)
    assert deidentified_transcripts(study)[1].state == "not_begun"
    with pytest.raises(NothingNamed):
        candidates(study, "P9")


def test_the_parts_of_a_name_are_proposed_but_not_confirmed(study: OpenStudy, transcripts: tuple[int, int]) -> None:
    whole = NameDecision(10, 23, "Kari Nordmann", "person", PSEUDONYM, "Astrid Moen")
    apply_decisions(study, transcripts[0], [whole])
    assert next((one.text, one.replacement) for one in listed(study, "P2")) == ("Kari", "Astrid")
    with study.reading() as connection:
        assert [one.words for one in confirmed_names(connection)] == ["Kari Nordmann"]


def test_the_code_of_a_participant_is_nobodys_name(study: OpenStudy) -> None:
    add_substudy(study)
    add_participant(study, "NMV3")
    add_transcript(study, "P1", "Og så sa NMV3 til Kari at det var greit.")
    assert [one.text for one in candidates(study)] == ["Kari"]


def test_two_of_the_same_surname_in_one_transcript_share_its_pseudonym(study: OpenStudy) -> None:
    add_substudy(study)
    key = add_transcript(study, "P3", "Jeg heter Bjørg Nordmann, og søsteren min er Kari Nordmann.")
    apply(study, as_rows(listed(study, "P3"), person="pseudonym"))
    _, _, bjorg, hers, _, _, _, _, kari, theirs = text_of(study, key).rstrip(".").replace(",", "").split()
    assert hers == theirs != "Nordmann"
    assert bjorg != kari
    add_transcript(study, "P4", "Hun Nordmann var streng.")
    assert [(one.text, one.replacement) for one in listed(study, "P4")] == [("Nordmann", hers)]


def test_a_transcript_is_not_done_where_a_name_stands_that_another_of_the_list_makes_known(study: OpenStudy) -> None:
    add_substudy(study)
    add_transcript(study, "P3", "Legen min var doktor Hallgrim Fossbakken.")
    add_transcript(study, "P4", "Det gikk bra. Fossbakken var streng. Ali kom.")
    found = [one for one in candidates(study) if one.text != "Fossbakken"]
    apply(study, as_rows(found, person="mask"))
    assert [(one.state, one.left) for one in deidentified_transcripts(study)] == [("done", 0), ("begun", 1)]
    assert [one.text for one in candidates(study)] == ["Fossbakken"]


def test_a_transcript_that_was_done_before_a_part_of_a_name_was_known_is_told(study: OpenStudy) -> None:
    add_substudy(study)
    done = add_transcript(study, "P3", "Det gikk bra. Fossbakken var streng.")
    mark_deidentified(study, done)
    later = add_transcript(study, "P4", "Legen min var doktor Hallgrim Fossbakken.")
    at = text_of(study, later).index("Hallgrim")
    apply_decisions(study, later, [NameDecision(at, at + 19, "Hallgrim Fossbakken", "person", MASK, "[navn]")])
    assert [(one.level, one.kind, one.where) for one in check(study).findings] == [("note", "candidates", "P3")]
    apply(study, as_rows(listed(study, "P3"), person="keep"))
    assert not check(study).findings

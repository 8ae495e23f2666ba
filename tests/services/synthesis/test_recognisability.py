"""Claims about recognisability: table, source, lead-in and words are judged together, and what is accepted is quiet."""

from pathlib import Path
from typing import Any

import pytest

from qualcode.errors import NothingNamed, ValueRefused
from qualcode.services.chapter.exporting import export_table
from qualcode.services.condensing.quotes import change_printed
from qualcode.services.keeping.history import undo
from qualcode.services.participants.participants import demographic_table, import_participants
from qualcode.services.protecting.outgoing import write_aside
from qualcode.services.synthesis.recognisability import (
    accept_finding,
    recognisability_findings,
    take_back_acceptance,
    whom_lead_in_fits,
)
from qualcode.services.synthesis.synthesis import add_paragraph, change_paragraph
from qualcode.storage.opening import OpenStudy
from tests.builders import SUBSTUDY, numbered, registered
from tests.services.written import Written, write_analysis

PEOPLE = [
    {"participant": "P1", "gender": "K", "age": 52, "workplace": "Fyrstikkfabrikken"},
    {"participant": "P2", "gender": "K", "age": 57, "workplace": "Skolen"},
    {"participant": "P3", "gender": "M", "age": 34, "workplace": "Skolen"},
]


def _set(study: OpenStudy, **columns: Any) -> None:
    from qualcode.model import Substudy

    with study.change("substudy.edit") as change:
        change.change(Substudy, 1, **columns)


def _written(study: OpenStudy) -> Written:
    written = write_analysis(study)
    import_participants(study, numbered(PEOPLE), substudy=SUBSTUDY)
    return written


def _kinds(study: OpenStudy) -> list[str]:
    return [one.kind for one in recognisability_findings(study, only_new=True)]


def test_a_code_leads_to_a_row_that_fits_one_person_and_a_pseudonym_does_not(study: OpenStudy) -> None:
    _written(study)
    found = {one.kind: one for one in recognisability_findings(study)}
    assert set(found["table"].participants) == {"P1", "P2", "P3"}
    assert found["source"].participants == ("P1",)
    _set(study, quote_source="pseudonym")
    assert _kinds(study) == ["table"]
    _set(study, table_form="totals")
    assert _kinds(study) == ["total"]


def test_bands_hide_those_they_put_together(study: OpenStudy) -> None:
    _written(study)
    people = [{"participant": "P2", "gender": "K", "age": 53, "workplace": "Fyrstikkfabrikken"}]
    import_participants(study, numbered(people), substudy=SUBSTUDY)
    _set(study, table_form="banded")
    table = next(one for one in recognisability_findings(study) if one.kind == "table")
    assert table.participants == ("P3",)


def test_a_lead_in_that_fits_one_participant_is_found(study: OpenStudy) -> None:
    written = _written(study)
    assert "lead-in" not in _kinds(study)
    change_paragraph(study, written.placed, text="En kvinnelig deltaker i 50-årene:")
    assert "lead-in" not in _kinds(study), "two women are in their fifties"
    change_paragraph(study, written.placed, text="En kvinne i 50-årene ved Fyrstikkfabrikken:")
    assert "lead-in" in _kinds(study)


def test_lead_ins_that_fit_several_may_fit_one_together(study: OpenStudy) -> None:
    written = _written(study)
    more = {"participant": "P4", "gender": "M", "age": 35, "workplace": "Fyrstikkfabrikken"}
    import_participants(study, numbered([more]), substudy=SUBSTUDY)
    change_paragraph(study, written.placed, text="En kvinne i 50-årene:")
    add_paragraph(study, written.category, text="En ved Fyrstikkfabrikken:", quote_id=written.quotes[0])
    assert [one for one in _kinds(study) if one.startswith("lead")] == ["lead-ins"]
    _set(study, quote_source="none")
    assert not [one for one in _kinds(study) if one.startswith("lead")], "nothing ties the two quotes together"


def test_printed_words_that_tell_what_only_one_has_are_found(study: OpenStudy) -> None:
    written = _written(study)
    change_printed(study, written.quotes[0], "Jeg ble sittende på Fyrstikkfabrikken en stund.")
    assert "content" in _kinds(study)
    change_printed(study, written.quotes[0], "Jeg ble sittende på [fabrikken] en stund.")
    assert "content" not in _kinds(study)


@pytest.mark.parametrize("ending", [".csv", ".docx", ".xlsx", ".html"])
@pytest.mark.parametrize(("form", "told"), [("exact", "3 of 3"), ("banded", "1 of 3"), ("totals", "Fyrstikkfabrikken")])
def test_a_table_of_its_own_is_judged_in_the_form_it_is_printed_in(
    study: OpenStudy, tmp_path: Path, ending: str, form: str, told: str
) -> None:
    _written(study)
    labels = [{"attribute": "workplace", "value": "Fyrstikkfabrikken", "label": "Fyrstikkfabrikken", "group": "arbeid"}]
    labels.append({"attribute": "workplace", "value": "Skolen", "label": "Skolen", "group": "arbeid"})
    import_participants(study, numbered(PEOPLE), substudy=SUBSTUDY, labels=numbered(labels))
    _set(study, table_form="banded" if form == "totals" else "totals")

    def write(place: Path) -> tuple[Path, ...]:
        export_table(study, demographic_table(study, form=form, consenting=True), place)
        return (place,)

    with write_aside(study, tmp_path / f"t{ending}", write, kind="table") as outgoing:
        found = [leak.message for leak in outgoing.leaks if leak.kind == "recognisable"]
        in_file = ending != ".csv"
        assert ["Fyrstikkfabrikken" in one for one in found] == {
            "exact": [False],
            "banded": [False, True] if in_file else [False],
            "totals": [True],
        }[form]
        assert told in found[0]


def test_somebody_who_is_not_printed_hides_nobody(study: OpenStudy) -> None:
    _written(study)
    _set(study, table_form="totals")
    before = next(one for one in recognisability_findings(study) if one.kind == "total")
    assert "Skolen" not in before.message
    registered(study, consent=[{"participant": code, "given": "2016-03-07"} for code in ("P1", "P2")])
    after = next(one for one in recognisability_findings(study) if one.kind == "total")
    assert "Skolen" in after.message, "of the two at the school one is not in the table"


def test_what_is_accepted_is_quiet_until_it_changes(study: OpenStudy) -> None:
    _written(study)
    source = next(one for one in recognisability_findings(study) if one.kind == "source")
    accept_finding(study, source.id[:6], "Deltakerne har lest og godtatt.")
    assert "source" not in _kinds(study)
    told = next(one for one in recognisability_findings(study) if one.id == source.id)
    assert (told.accepted, told.reason, told.coder) == (True, "Deltakerne har lest og godtatt.", "AA")
    import_participants(study, numbered([{"participant": "P1", "age": 51}]), substudy=SUBSTUDY)
    assert "source" in _kinds(study), "another row is another finding"


def test_accepting_needs_a_reason_and_can_be_taken_back_and_undone(study: OpenStudy) -> None:
    _written(study)
    source = next(one for one in recognisability_findings(study) if one.kind == "source")
    with pytest.raises(ValueRefused):
        accept_finding(study, source.id, "  ")
    with pytest.raises(NothingNamed):
        accept_finding(study, "ffff", "fordi")
    accept_finding(study, source.id, "fordi")
    take_back_acceptance(study, source.id)
    assert "source" in _kinds(study)
    undo(study)
    assert "source" not in _kinds(study)
    undo(study)
    assert "source" in _kinds(study)


def test_whom_a_lead_in_fits_is_told_while_it_is_written(study: OpenStudy) -> None:
    written = _written(study)
    assert whom_lead_in_fits(study, written.quotes[0], "En av dem sa:") == ()
    assert whom_lead_in_fits(study, written.quotes[0], "En kvinne i 50-årene:") == ("P1", "P2")
    assert whom_lead_in_fits(study, written.quotes[0], "En mann:") == ("P3",)

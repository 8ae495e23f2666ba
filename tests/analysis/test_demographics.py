"""The demographic table, and that its figures are those one gets by hand."""

from statistics import fmean, median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.analysis.bands import band_of, band_width, decade_of
from qualcode.analysis.figures import decimal
from qualcode.errors import AmbiguousName, NothingNamed, ValueRefused
from qualcode.services.participants.participants import demographic_table, import_participants
from qualcode.storage.opening import OpenStudy
from qualcode.views.table import TableView
from tests.builders import add_substudy, numbered

LABELS = [
    {"attribute": "gender", "value": "K", "label": "kvinne", "group": ""},
    {"attribute": "gender", "value": "M", "label": "mann", "group": ""},
    {"attribute": "education", "value": "1", "label": "videregående", "group": ""},
    {"attribute": "education", "value": "2", "label": "bachelor", "group": "høyere utdanning"},
    {"attribute": "education", "value": "3", "label": "master", "group": "høyere utdanning"},
]
PATIENTS = [
    ("P2", "M", 35, 1, "Sosial angst"),
    ("P10", "K", 47, 1, "Irritabel tarm"),
    ("P1", "M", 44, 2, "Søvn"),
    ("P3", "K", 39, 3, "Sorg"),
    ("P4", "K", 59, 2, "Whiplash"),
]
WIDTHS = (5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000)
YEARS = (30, 3, 26, 3, 5, 30, 11, 8, 20, 20, 22, 33, 15, 17)
CONSULTATIONS = (194, 57, 43, 97, 58, 266, 71, 80)


def patients(study: OpenStudy) -> None:
    """Five patients, in another order than their codes'."""
    names = ("participant", "gender", "age", "education", "diagnosis")
    rows = [dict(zip(names, row, strict=True)) for row in PATIENTS]
    add_substudy(study)
    import_participants(study, numbered(rows), substudy="Pasientene", labels=numbered(LABELS))


def of_numbers(study: OpenStudy, name: str, numbers: tuple[int, ...]) -> TableView:
    """A substudy of people with one number each, and its table."""
    add_substudy(study, "Legene")
    rows = [{"participant": f"L{place}", name: number} for place, number in enumerate(numbers, start=1)]
    import_participants(study, numbered(rows), substudy="Legene")
    return demographic_table(study, "Legene")


def test_a_row_for_each_participant_in_natural_order_and_the_attributes_as_imported(study: OpenStudy) -> None:
    patients(study)
    table = demographic_table(study, "Pasientene")
    assert table.columns == ("participant", "gender", "age", "education", "diagnosis")
    assert [row[0] for row in table.rows] == ["P1", "P2", "P3", "P4", "P10"]
    assert table.rows[1] == ("P2", "M", 35, 1, "Sosial angst")


def test_headings_of_known_attributes_are_translated_and_others_stand(study: OpenStudy) -> None:
    patients(study)
    rows = [{"participant": "P1", "Bosted": "by"}]
    import_participants(study, numbered(rows), substudy="Pasientene")
    assert demographic_table(study, "Pasientene").headings == (
        "Deltaker",
        "Kjønn",
        "Alder",
        "Utdanning",
        "Diagnose",
        "Bosted",
    )
    assert demographic_table(study, "Pasientene", language="en").headings[1:3] == ("Gender", "Age")
    assert demographic_table(study, "Pasientene", language="nn").headings[0] == "Deltakar"


def test_notes_explain_coded_values_and_end_with_the_summary(study: OpenStudy) -> None:
    patients(study)
    table = demographic_table(study, "Pasientene")
    assert table.notes[:2] == (
        "Kjønn: K=kvinne, M=mann",
        "Utdanning: 1=videregående, 2=bachelor, 3=master",
    )
    assert table.notes[-1] == (
        "Samlet (n = 5): Kjønn: kvinne 3, mann 2. Alder: gjennomsnitt 44,8, median 44 (35–59). "
        "Utdanning: videregående 2, bachelor 2, master 1; høyere utdanning 3."
    )
    assert table.marks == (("gender", "a"), ("education", "b"))
    assert table.lettered[0] == ("a", "K=kvinne, M=mann")


def test_years_in_practice_have_the_mean_and_range_of_the_report(study: OpenStudy) -> None:
    note = of_numbers(study, "years_in_practice", YEARS).notes[-1]
    assert note == "Samlet (n = 14): År i allmennpraksis: gjennomsnitt 17,4, median 18,5 (3–33)."
    assert round(fmean(YEARS)) == 17


def test_consultations_have_the_median_and_range_of_the_report(study: OpenStudy) -> None:
    note = of_numbers(study, "consultations", CONSULTATIONS).notes[-1]
    assert "median 75,5 (43–266)" in note
    assert median(CONSULTATIONS) == 75.5


def test_english_has_a_decimal_point(study: OpenStudy) -> None:
    of_numbers(study, "consultations", CONSULTATIONS)
    assert "median 75.5" in demographic_table(study, "Legene", language="en").notes[-1]


def test_what_is_missing_is_told_and_left_out_of_the_figures(study: OpenStudy) -> None:
    add_substudy(study)
    rows: list[dict[str, object]] = [{"participant": f"P{n}", "age": n if n < 3 else None} for n in range(1, 5)]
    import_participants(study, numbered(rows), substudy="Pasientene")
    table = demographic_table(study, "Pasientene")
    assert table.rows[-1] == ("P4", None)
    assert table.notes[-1] == "Samlet (n = 4): Alder: gjennomsnitt 1,5, median 1,5 (1–2); mangler 2."


def test_banded_shows_nobody_s_age_and_no_text_of_her_own(study: OpenStudy) -> None:
    patients(study)
    table = demographic_table(study, "Pasientene", form="banded")
    assert table.columns == ("participant", "gender", "age", "education")
    assert table.rows[0] == ("P1", "mann", "40–49", "høyere utdanning")
    assert table.rows[-1] == ("P10", "kvinne", "40–49", "videregående")
    assert table.notes[0] == "Utelatt i denne formen: Diagnose."


def test_totals_name_no_participant_and_add_up(study: OpenStudy) -> None:
    patients(study)
    table = demographic_table(study, "Pasientene", form="totals")
    assert table.columns == ("attribute", "value", "n")
    assert table.rows[:2] == (("Kjønn", "kvinne", 3), ("Kjønn", "mann", 2))
    assert ("Alder", "40–49", 2) in table.rows
    for attribute in ("Kjønn", "Alder", "Utdanning"):
        assert sum(int(row[2] or 0) for row in table.rows if row[0] == attribute) == len(PATIENTS)
    assert not {code for code, *_ in PATIENTS} & {cell for row in table.rows for cell in row}


def test_a_substudy_without_participants_has_an_empty_table(study: OpenStudy) -> None:
    add_substudy(study)
    table = demographic_table(study, "Pasientene")
    assert (table.rows, table.notes) == ((), ())


def test_without_a_name_it_is_the_only_substudy_or_it_must_be_said(study: OpenStudy) -> None:
    with pytest.raises(NothingNamed):
        demographic_table(study)
    patients(study)
    assert len(demographic_table(study).rows) == 5
    add_substudy(study, "Legene")
    with pytest.raises(AmbiguousName):
        demographic_table(study)


def test_another_form_is_refused(study: OpenStudy) -> None:
    with pytest.raises(ValueRefused):
        demographic_table(study, form="pretty")


@given(st.lists(st.integers(0, 10_000), min_size=1))
def test_bands_hold_their_numbers_and_are_as_narrow_as_four_of_them_can_be(numbers: list[int]) -> None:
    width = band_width(numbers)
    for number in numbers:
        low, high = band_of(number, width).split("–")
        assert int(low) <= number <= int(high)
    assert width in WIDTHS
    assert max(numbers) // width - min(numbers) // width < 4
    narrower = WIDTHS[WIDTHS.index(width) - 1]
    assert width == 5 or max(numbers) // narrower - min(numbers) // narrower >= 4


def test_an_age_is_in_its_decade() -> None:
    assert [decade_of(age) for age in (30, 39, 40)] == ["30–39", "30–39", "40–49"]


@pytest.mark.parametrize(("number", "shown"), [(17.357, "17,4"), (5.0, "5"), (75.5, "75,5"), (108.25, "108,3")])
def test_figures_have_one_decimal_or_none(number: float, shown: str) -> None:
    assert decimal(number, language="nb") == shown
    assert decimal(number, language="en") == shown.replace(",", ".")

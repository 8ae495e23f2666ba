"""What may be offered before a quote: sex and decade, nothing that tells who it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.services.synthesis.lead_ins import offer_lead_in
from qualcode.views.quotes import QuoteView


def quote(*attributes: tuple[str, str]) -> QuoteView:
    return QuoteView(
        1, "u", "G", "", "Ja.", "Ja.", "verbatim", False, ("P4",), attributes, "P4", 1, 0, 3, "AA", False, False
    )


@pytest.mark.parametrize(
    ("attributes", "offered"),
    [
        ((("Kjønn", "kvinne"), ("Alder", "47")), "En kvinnelig deltaker i 40-årene:"),
        ((("Kjønn", "Mann"),), "En mannlig deltaker:"),
        ((("gender", "K"), ("age", "30")), "En kvinnelig deltaker i 30-årene:"),
        ((("Alder", "59"), ("Diagnose", "Sosial angst")), "En deltaker i 50-årene:"),
        ((("Diagnose", "Sosial angst"),), ""),
        ((("Kjønn", "ukjent"), ("Alder", "40-49")), ""),
        ((("Kjønn", "K"), ("Alder", "41"), ("Yrke", "Fastlege")), "En kvinnelig fastlege i 40-årene:"),
        ((("Yrke", "NAV-veileder"),), "En NAV-veileder:"),
        ((("Yrke", "jobber på lager, deltid"),), ""),
        ((), ""),
    ],
)
def test_the_lead_in_says_sex_and_decade_as_far_as_they_are_known(
    attributes: tuple[tuple[str, str], ...], offered: str
) -> None:
    assert offer_lead_in(quote(*attributes), language="nb") == offered


@pytest.mark.parametrize(
    ("language", "offered"),
    [("nn", "Ein kvinneleg deltakar i 40-åra:"), ("en", "A female participant in her 40s:")],
)
def test_the_lead_in_is_in_the_language_of_the_study(language: str, offered: str) -> None:
    assert offer_lead_in(quote(("Kjønn", "kvinne"), ("Alder", "47")), language=language) == offered


@given(st.integers(0, 120))
def test_no_age_is_told_and_none_that_points_to_somebody(age: int) -> None:
    offered = offer_lead_in(quote(("Kjønn", "kvinne"), ("Alder", str(age))), language="nb")
    assert not any(figure.isdigit() for figure in offered) or f"{age // 10 * 10}-årene" in offered
    if age < 20 or age >= 90:
        assert offered == "En kvinnelig deltaker:"

"""Transcripts of one name in two substudies: what is told of them leads back to the right one."""

import pytest

from qualcode.services.asking.agreement import agreement
from qualcode.services.asking.searching import search
from qualcode.services.coding.coding import code_span
from qualcode.services.material.substudies import set_analysis
from qualcode.services.material.transcripts import transcript_text
from qualcode.storage.opening import OpenStudy, open_study
from qualcode.text.span import Span
from qualcode.views.searching import SearchLimits
from tests.builders import add_group, add_substudy, add_transcript

SAID = {"Pasientene": "Legen så meg aldri.", "Legene": "Hos oss blir legen aldri hørt."}


@pytest.fixture
def both(study: OpenStudy) -> dict[str, int]:
    """An `Intervju 1` in each of two substudies, and an analysis of them both."""
    for name in SAID:
        add_substudy(study, name)
    set_analysis(study, "Begge", substudies=list(SAID))
    return {name: add_transcript(study, "Intervju 1", words, substudy=name) for name, words in SAID.items()}


@pytest.mark.parametrize(
    ("within", "named"),
    [("", ["Pasientene:Intervju 1", "Legene:Intervju 1"]), ("Legene", ["Legene:Intervju 1"])],
)
def test_hits_are_found_again_in_the_transcript_that_they_name(
    study: OpenStudy, both: dict[str, int], within: str, named: list[str]
) -> None:
    hits = search(study, "aldri", limits=SearchLimits(substudy=within)).hits
    assert [hit.transcript for hit in hits] == named
    for hit in hits:
        assert transcript_text(study, hit.transcript)[hit.start : hit.end] == hit.match == "aldri"


def test_places_where_coders_differ_are_told_apart(study: OpenStudy, both: dict[str, int]) -> None:
    group = add_group(study, "Hørt", analysis="Begge")
    for coder, substudy in (("AA", "Pasientene"), ("BB", "Legene")):
        with open_study(study.path, coder=coder) as other:
            code_span(other, transcript_id=both[substudy], span=Span(0, 5), group_id=group)
    places = agreement(study, ["AA", "BB"]).disagreements
    assert [place.transcript for place in places] == ["Pasientene:Intervju 1", "Legene:Intervju 1"]

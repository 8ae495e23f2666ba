"""Claims about agreement in a study: which places are compared, by whom, and what is told of them."""

from dataclasses import replace

import pytest

from qualcode.errors import NothingCoded, NothingNamed, TooFewCoders, ValueRefused
from qualcode.services.asking.agreement import agreement
from qualcode.services.asking.agreement_rounds import agreement_rounds, keep_agreement
from qualcode.services.asking.agreement_words import figures_told
from qualcode.services.coding.blind_coding import begin_blind, end_blind
from qualcode.services.coding.coding import code_span
from qualcode.services.keeping.history import undo
from qualcode.storage.opening import OpenStudy, open_study
from qualcode.text.span import Span
from tests.builders import add_group, add_subgroup, add_substudy, add_transcript, analysis_of, hash_of, text_of

SAID = [
    ("I", "Hva skjedde?"),
    ("P1", "Jeg ble redd. Så gikk jeg hjem."),
    ("I", "Og så?"),
    ("P1", "Så kom brevet."),
]


@pytest.fixture
def transcript(study: OpenStudy) -> int:
    """A transcript of four turns and five sentences, and another one that nobody codes."""
    add_substudy(study)
    add_transcript(study, "P2", SAID)
    return add_transcript(study, "P1", SAID)


def code(study: OpenStudy, coder: str, transcript: int, words: str, group: int, subgroup: int | None = None) -> None:
    start = text_of(study, transcript).index(words)
    with open_study(study.path, coder=coder) as other:
        span = Span(start, start + len(words))
        code_span(other, transcript_id=transcript, span=span, group_id=group, subgroup_id=subgroup)


@pytest.fixture
def two_readings(study: OpenStudy, transcript: int) -> dict[str, int]:
    """AA has fear in one turn; BB has it there too, on other words, and the letter as well."""
    groups = {name: add_group(study, name) for name in ("Uro", "Brev", "Aldri")}
    code(study, "AA", transcript, "redd", groups["Uro"])
    code(study, "BB", transcript, "Jeg ble redd. Så gikk jeg", groups["Uro"])
    code(study, "BB", transcript, "Så kom brevet.", groups["Brev"])
    return groups


def test_every_turn_of_the_transcripts_that_one_of_them_has_coded_is_compared(
    study: OpenStudy, two_readings: dict[str, int]
) -> None:
    found = agreement(study, ["AA", "BB"])
    assert [(one.code_group, one.n, one.coded, one.percent) for one in found.groups] == [
        ("Uro", 4, 1, 100),
        ("Brev", 4, 1, 75),
    ]
    assert (found.overall.n, found.overall.percent) == (4, 75)
    (place,) = found.disagreements
    assert (place.transcript, place.text) == ("P1", "Så kom brevet.")
    assert place.codings == {"AA": (), "BB": ("Brev",)}
    assert found.groups[0].kappa == 1
    assert found.groups[1].kappa == 0
    assert [row[1] for row in figures_told(found, ("code_group", "coded"))[1:]] == ["1 !", "1 !", "2 !"]
    hardly = replace(found.groups[1], kappa=-0.001)
    assert figures_told(replace(found, groups=(hardly,)), ("kappa",))[1] == ("0.00",), "nothing is less than nought"


@pytest.mark.parametrize(("level", "places", "percent"), [("sentence", 5, 80.0), ("unit", 3, 100.0)])
def test_other_places_give_other_figures(
    study: OpenStudy, two_readings: dict[str, int], level: str, places: int, percent: float
) -> None:
    uro = agreement(study, ["AA", "BB"], level=level).groups[0]
    assert (uro.n, uro.percent) == (places, percent)


def test_each_character_counts_and_a_place_is_a_stretch_of_them(
    study: OpenStudy, transcript: int, two_readings: dict[str, int]
) -> None:
    found = agreement(study, ["AA", "BB"], level="character", group="Uro")
    length = len(text_of(study, transcript))
    differing = len("Jeg ble redd. Så gikk jeg") - len("redd")
    assert found.overall.n == length
    assert found.overall.percent == pytest.approx(100 * (length - differing) / length)
    assert [place.text for place in found.disagreements] == ["Jeg ble ", ". Så gikk jeg"]
    assert found.overall.interval is None


def test_a_subgroup_is_compared_by_itself_and_a_group_that_nobody_used_says_nothing(
    study: OpenStudy, transcript: int, two_readings: dict[str, int]
) -> None:
    afraid = add_subgroup(study, two_readings["Uro"], "Redsel")
    code(study, "AA", transcript, "gikk", two_readings["Uro"], afraid)
    (only,) = agreement(study, ["AA", "BB"], group="Uro/Redsel", level="sentence").groups
    assert (only.code_group, only.coded) == ("Uro/Redsel", 1)
    (never,) = agreement(study, ["AA", "BB"], group="Aldri").groups
    assert (never.coded, never.percent, never.kappa, never.alpha, never.few) == (0, 100, None, None, True)


def test_three_coders_are_compared_pair_by_pair(
    study: OpenStudy, transcript: int, two_readings: dict[str, int]
) -> None:
    code(study, "CC", transcript, "redd", two_readings["Uro"])
    found = agreement(study, ["AA", "BB", "CC"])
    assert found.groups[1].percent == pytest.approx(100 * (3 + 1 / 3) / 4)
    assert list(found.disagreements[0].codings) == ["AA", "BB", "CC"]


def test_where_units_begin_and_end_is_asked_within_each_group(study: OpenStudy, transcript: int) -> None:
    groups = [add_group(study, name) for name in ("Uro", "Brev")]
    for coder, (first, second) in {"AA": groups, "BB": groups[::-1]}.items():
        code(study, coder, transcript, "Jeg ble redd.", first)
        code(study, coder, transcript, "Så kom brevet.", second)
    found = agreement(study, ["AA", "BB"])
    assert [one.percent for one in found.told] == [50, 50, 50]
    told = [one.unitizing for one in found.told]
    assert told[0] is not None
    assert told[2] is not None
    assert told[0] < 0
    assert told[2] < 0


def test_what_cannot_be_compared_is_a_sentence(study: OpenStudy, two_readings: dict[str, int]) -> None:
    with pytest.raises(TooFewCoders):
        agreement(study, ["AA", "AA"])
    with pytest.raises(ValueRefused):
        agreement(study, ["AA", "BB"], level="word")
    with pytest.raises(NothingNamed):
        agreement(study, ["AA", "ZZ"])
    with open_study(study.path, coder="DD") as other:
        add_group(other, "Noe")
    with open_study(study.path, coder="EE") as other:
        add_group(other, "Annet")
    with pytest.raises(NothingCoded):
        agreement(study, ["DD", "EE"], analysis="Pasientene")


def test_nothing_is_told_of_what_is_still_coded_blind(
    study: OpenStudy, transcript: int, two_readings: dict[str, int]
) -> None:
    analysis = analysis_of(study)
    begin_blind(study, analysis, ["AA", "BB"], transcripts=[transcript])
    for coder in ("AA", "BB", "CC"):
        with open_study(study.path, coder=coder) as other, pytest.raises(NothingCoded):
            agreement(other, ["AA", "BB"])
    end_blind(study, analysis)
    assert agreement(study, ["AA", "BB"]).overall.n == 4


def test_a_measurement_that_is_kept_shows_how_agreement_moved(
    study: OpenStudy, transcript: int, two_readings: dict[str, int]
) -> None:
    keep_agreement(study, agreement(study, ["AA", "BB"]))
    before = hash_of(study)
    code(study, "AA", transcript, "Så kom brevet.", two_readings["Brev"])
    keep_agreement(study, agreement(study, ["AA", "BB"]))
    moved = [one.percent for one in agreement_rounds(study) if one.code_group == "Brev"]
    assert moved == [75, 100]
    assert {one.coders for one in agreement_rounds(study)} == {("AA", "BB")}
    undo(study)
    with open_study(study.path, coder="AA") as other:
        undo(other)
    assert hash_of(study) == before

"""Claims about searching a study."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qualcode.errors import NameTaken, NothingNamed, PatternTooSlow, ValueRefused
from qualcode.services.asking.saved_searches import remove_saved_search, run_saved_search, save_search, saved_searches
from qualcode.services.asking.search_order import Kept, kept_of
from qualcode.services.asking.search_places import hit_context, limit_choices
from qualcode.services.asking.searching import first_hits, search, word_forms
from qualcode.services.coding.coding import code_span
from qualcode.services.keeping.history import undo
from qualcode.services.material.correcting import correct_turn
from qualcode.services.material.substudies import set_analysis
from qualcode.services.material.turns import split_turn
from qualcode.services.participants.participants import import_participants
from qualcode.services.participants.speakers import set_speakers
from qualcode.services.reading.notes import add_note
from qualcode.storage.opening import OpenStudy, open_study
from qualcode.text.matching import find_hits
from qualcode.text.queries import parse_query
from qualcode.text.span import Span
from qualcode.views.searching import SearchHit, SearchLimits
from tests.builders import (
    add_condensate,
    add_group,
    add_participant,
    add_subgroup,
    add_substudy,
    add_transcript,
    analysis_of,
    code_words,
    numbered,
    text_of,
)

_SAID = [
    ("I", "Hvordan går det?"),
    ("P1", "Jeg gikk til legen. Legen så på meg."),
    ("I", "Så legen på deg?"),
    ("P1", "Ja, far får se hva legen sier."),
]


@pytest.fixture
def material(study: OpenStudy) -> OpenStudy:
    """Two interviews: P1 speaks in the first, P2 in the second."""
    add_substudy(study)
    rows = numbered([{"participant": "P1", "gender": "K"}, {"participant": "P2", "gender": "M"}])
    import_participants(study, rows, substudy="Pasientene")
    labels = numbered([{"attribute": "gender", "value": "K", "label": "kvinne"}])
    import_participants(study, rows, substudy="Pasientene", labels=labels)
    add_transcript(study, "P1", _SAID)
    add_transcript(study, "P2", [("P2", "Legen var grei. Vi går nå.")])
    return study


def _matches(study: OpenStudy, query: str, **how: object) -> list[str]:
    regex = bool(how.pop("regex", False))
    found = search(study, query, limits=SearchLimits(**how), regex=regex)  # type: ignore[arg-type]
    assert found.total == len(found.hits)
    return [hit.match for hit in found.hits]


def test_hit_is_an_unbroken_slice_of_the_transcript(material: OpenStudy) -> None:
    found = search(material, "legen", limit=2)
    assert (found.total, len(found.hits)) == (5, 2)
    text = text_of(material, 1)
    for hit in found.hits:
        assert text[hit.start : hit.end] == hit.match == text[hit.start : hit.end]
        assert hit.before + hit.match + hit.after in text
        assert (hit.transcript, hit.turn, hit.speaker, hit.participant) == ("P1", 2, "P1", "P1")


def test_far_is_not_found_by_a_search_for_another_word(material: OpenStudy) -> None:
    assert _matches(material, "far") == ["far"]
    assert _matches(material, "får") == ["får"]


def test_all_forms_of_a_word_are_found(material: OpenStudy) -> None:
    assert _matches(material, "lemma:gå") == ["går", "gikk", "går"]
    assert word_forms(material, "gå") == ("gikk", "gå", "går")


def test_words_that_belong_together_are_looked_for_within_one_turn(material: OpenStudy) -> None:
    assert _matches(material, "gikk AND legen") == ["gikk til legen"]
    assert _matches(material, "gikk AND får") == []
    assert _matches(material, "legen NOT far") == ["legen", "Legen", "legen", "Legen"]


@pytest.mark.parametrize(
    ("limits", "count"),
    [
        ({"role": "participant"}, 4),
        ({"role": "interviewer"}, 1),
        ({"participant": "P2"}, 1),
        ({"attribute": "gender=K"}, 3),
        ({"attribute": "Gender=kvinne"}, 3),
        ({"transcript": "P2"}, 1),
        ({"substudy": "Pasientene"}, 5),
        ({"coded": True}, 1),
        ({"coded": False}, 4),
        ({"group": "Å bli sett"}, 1),
        ({"group": "Å bli sett/Blikk"}, 0),
    ],
)
def test_search_keeps_within_its_limits(material: OpenStudy, limits: dict[str, object], count: int) -> None:
    group = add_group(material, "Å bli sett")
    add_subgroup(material, group, "Blikk")
    code_words(material, 1, "Legen så på meg", group)
    assert len(_matches(material, "legen", **limits)) == count


def test_name_that_leads_nowhere_is_refused_with_the_nearest(material: OpenStudy) -> None:
    with pytest.raises(NothingNamed, match="gender"):
        _matches(material, "legen", attribute="gendre=K")
    with pytest.raises(NothingNamed, match="M"):
        _matches(material, "legen", attribute="gender=N")
    with pytest.raises(ValueRefused):
        _matches(material, "legen", attribute="gender")
    with pytest.raises(ValueRefused):
        _matches(material, "legen", role="pasient")
    with pytest.raises(NothingNamed):
        _matches(material, "legen", round="4")


def test_pattern_finds_what_words_cannot_and_is_stopped_when_it_explodes(material: OpenStudy) -> None:
    assert _matches(material, r"legen (så|sier)", regex=True) == ["legen sier"]
    add_transcript(material, "P3", "a" * 60 + "b")
    with pytest.raises(PatternTooSlow):
        search(material, r"(a|aa)+$", regex=True)


@pytest.mark.parametrize(
    ("limits", "found"),
    [
        ({}, ["P1", "P2", "Brev/En", "Brev/To"]),
        ({"substudy": "Pasientene"}, ["P1", "Brev/En"]),
        ({"transcript": "P2"}, ["P2", "Brev/To"]),
        ({"analysis": "Legene"}, ["P2"]),
        ({"group": "Pasientene:Brev"}, ["P1", "Brev/En", "Brev/To"]),
        ({"group": "Pasientene:Brev/To"}, ["Brev/To"]),
        ({"coded": False}, ["P2"]),
        ({"participant": "P1"}, []),
        ({"role": "interviewer"}, []),
    ],
)
def test_what_was_written_is_searched_within_the_limits_too(
    study: OpenStudy, limits: dict[str, object], found: list[str]
) -> None:
    add_substudy(study)
    add_substudy(study, "Legene")
    set_analysis(study, "Pasientene", substudies=["Pasientene", "Legene"])
    add_participant(study, "P1")
    first, second = analysis_of(study), analysis_of(study, "Legene")
    one = add_transcript(study, "P1", [("P1", "Brevet kom.")])
    two = add_transcript(study, "P2", [("P2", "Brevet kom ikke. Nei.")], substudy="Legene")
    group = add_group(study, "Brev")
    add_group(study, "Brev", analysis="Legene")
    for key, words, name in ((one, "Brevet kom.", "En"), (two, "Brevet kom ikke.", "To")):
        subgroup = add_subgroup(study, group, name)
        code_words(study, key, words, group, subgroup_id=subgroup)
        add_condensate(study, subgroup, "Jeg ventet på brev.")
    add_note(study, first, one, "Et brev igjen", span=Span(0, 6))
    add_note(study, second, two, "Et brev igjen", span=Span(17, 20))
    hits = search(study, "brev", limits=SearchLimits(sources=("notes", "condensates"), **limits)).hits  # type: ignore[arg-type]
    assert [hit.transcript or hit.where for hit in hits] == found


def test_what_a_search_can_be_limited_to_can_be_chosen_where_names_are_shared(study: OpenStudy) -> None:
    for name in ("Pasientene", "Legene"):
        add_substudy(study, name)
        add_participant(study, "P1", substudy=name)
        add_group(study, "Brev", analysis=name)
        add_transcript(study, "En", [("P1", f"{name} fikk brev.")], substudy=name)
    choices = [
        one for one in limit_choices(study, analysis_of(study)) if one.field in ("group", "participant", "transcript")
    ]
    assert len(choices) == 1 + 2 + 2
    for one in choices:
        search(study, "brev", limits=SearchLimits(**{one.field: one.value}))  # type: ignore[arg-type]


def test_an_analysis_limits_a_search_to_its_material(material: OpenStudy) -> None:
    add_substudy(material, "Legene")
    add_transcript(material, "L1", [("L1", "Legen, ja.")], substudy="Legene")
    assert len(_matches(material, "legen", analysis="Legene")) == 1
    assert len(_matches(material, "legen", analysis="Pasientene")) == 5
    with pytest.raises(NothingNamed):
        _matches(material, "legen", analysis="Ingen")


def test_notes_and_condensates_are_searched_when_asked_for(material: OpenStudy) -> None:
    add_note(material, 1, 1, "Legen igjen")
    subgroup = add_subgroup(material, add_group(material, "Å bli sett"), "Blikk")
    add_condensate(material, subgroup, "Legen så ikke opp")
    found = search(material, "legen", limits=SearchLimits(sources=("notes", "condensates")))
    assert [(hit.source, hit.where) for hit in found.hits] == [("notes", "AA"), ("condensates", "Å bli sett/Blikk")]


def test_hits_are_sorted_by_the_word_beside_them(material: OpenStudy) -> None:
    by_left = search(material, "legen", order="left").hits
    assert [hit.before.split()[-1:] for hit in by_left] == [[], ["hva"], ["legen."], ["Så"], ["til"]]
    by_right = search(material, "legen", order="right").hits
    assert [hit.after.split()[0] for hit in by_right] == [".", "på", "sier.", "så", "var"]


def test_corrected_words_are_found_and_those_before_are_not(material: OpenStudy) -> None:
    correct_turn(material, 2, 1, "Doktoren var grei.")
    assert _matches(material, "doktoren") == ["Doktoren"]
    assert _matches(material, "går", transcript="P2") == []


def test_transcript_whose_import_was_undone_is_not_found(material: OpenStudy) -> None:
    undo(material)
    assert len(_matches(material, "legen")) == 4


def _places(hits: tuple[SearchHit, ...]) -> list[tuple[str, int]]:
    return [(hit.transcript, hit.start) for hit in hits]


def test_first_hits_are_those_of_the_whole_search(material: OpenStudy) -> None:
    many = [("P1", f"Legen kom {n}.") if n % 2 else ("I", "Og så?") for n in range(1500)]
    add_transcript(material, "P3", many)
    whole = search(material, "legen").hits
    assert len(whole) == 755
    assert _places(first_hits(material, "legen", limit=100)) == _places(whole[:100])
    assert [hit.start for hit in whole[5:]] == sorted(hit.start for hit in whole[5:])


def test_a_search_finds_the_same_whether_texts_are_kept_or_not(
    material: OpenStudy, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = [search(material, query).hits for query in ("legen", "legen", "går")]
    monkeypatch.setattr("qualcode.services.asking.search_order._MOST_KEPT", 1)
    assert [search(material, query).hits for query in ("legen", "legen", "går")] == kept


def test_what_was_read_is_kept_while_one_codes_and_not_when_the_material_changes(material: OpenStudy) -> None:
    def kept() -> Kept:
        with material.reading() as connection:
            return kept_of(material, connection)

    before = kept()
    code_words(material, 1, "Legen så på meg", add_group(material, "Å bli sett"))
    assert kept() is before
    correct_turn(material, 1, 2, "Jeg gikk hjem.")
    assert kept() is not before
    before = kept()
    undo(material)
    assert kept() is not before


def test_hits_stand_in_order_also_when_turns_were_split_later(material: OpenStudy) -> None:
    def told(**how: bool) -> list[tuple[str, str]]:
        hits = search(material, "legen", **how).hits  # type: ignore[arg-type]
        starts = [hit.start for hit in hits if hit.transcript == "P1"]
        assert starts == sorted(starts)
        return [(hit.transcript, hit.match) for hit in hits]

    whole, pattern = told(), told(regex=True)
    split_turn(material, search(material, "gikk").hits[0].id, text_of(material, 1).index("Legen så"))
    assert (told(), told(regex=True)) == (whole, pattern)
    assert [hit.turn for hit in search(material, "legen").hits] == [2, 3, 4, 5, 1]


_WORDS = st.sampled_from(["legen", "så", "meg", "på", "gikk", "far"])
_QUERIES = st.recursive(
    _WORDS | st.builds('"{} {}"'.format, _WORDS, _WORDS) | st.builds("NEAR({} {}, 2)".format, _WORDS, _WORDS),
    lambda inner: st.builds("({} {} {})".format, inner, st.sampled_from(["AND", "OR", "NOT"]), inner),
    max_leaves=4,
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=_QUERIES)
def test_index_misses_nothing_that_the_words_hold(material: OpenStudy, query: str) -> None:
    parsed = parse_query(query)
    assert parsed is not None
    turns = [words for _, words in _SAID] + ["Legen var grei. Vi går nå."]
    expected = [words[start:end] for words in turns for start, end in find_hits(parsed, words)]
    assert _matches(material, query) == expected


def test_attribute_may_be_named_as_it_is_called_on_paper(material: OpenStudy) -> None:
    assert _matches(material, "legen", attribute="kjønn=kvinne") == _matches(material, "legen", attribute="gender=K")
    shown = [(choice.value, choice.shown) for choice in limit_choices(material) if choice.field == "attribute"]
    assert shown[0] in [("gender=K", "Kjønn: kvinne"), ("gender=K", "Gender: kvinne")]


def test_neighbours_stand_in_the_order_of_the_norwegian_alphabet(material: OpenStudy) -> None:
    add_transcript(material, "P5", [("P1", "katt år. katt zebra. katt ør. katt ær.")])
    hits = search(material, "katt", order="right").hits
    assert [hit.after.split(".")[0].strip() for hit in hits] == ["zebra", "ær", "ør", "år"]


def test_saved_search_finds_what_is_there_when_it_is_run(material: OpenStudy) -> None:
    save_search(material, "Leger", "legen", limits=SearchLimits(role="participant", coded=False))
    assert run_saved_search(material, "Leger").total == 4
    code_words(material, 1, "Legen så på meg", add_group(material, "Å bli sett"))
    assert run_saved_search(material, "Leger").total == 3
    assert [one.name for one in saved_searches(material)] == ["Leger"]
    with pytest.raises(NameTaken):
        save_search(material, "Leger", "syk")
    remove_saved_search(material, "Leger")
    assert saved_searches(material) == ()
    undo(material)
    assert saved_searches(material)[0].limits == SearchLimits(role="participant", coded=False)


def test_speaker_who_is_nobody_yet_counts_as_unknown(material: OpenStudy) -> None:
    add_transcript(material, "P4", [(None, "Legen kom")])
    assert _matches(material, "legen", role="unknown") == ["Legen"]
    set_speakers(material, "P2", [("P2", "unknown", None)])
    assert len(_matches(material, "legen", role="unknown")) == 2


def test_what_a_hit_is_coded_as_tells_whose_coding_it_is_where_several_code(material: OpenStudy) -> None:
    letter, doctor = add_group(material, "Brevet"), add_group(material, "Legen")
    hit = search(material, "grei").hits[0]

    def groups() -> tuple[str, ...]:
        context = hit_context(material, hit, analysis_id=analysis_of(material))
        assert context is not None
        return context.groups

    def code(study: OpenStudy, group: int) -> None:
        code_span(study, transcript_id=hit.transcript_id, span=Span(hit.start, hit.end), group_id=group)

    code(material, doctor)
    assert groups() == ("Legen",)
    with open_study(material.path, coder="BB") as other:
        code(other, letter)
        code(other, doctor)
    assert groups() == ("Brevet (BB)", "Legen (AA, BB)")

"""Claims about sortings: what is kept by itself and by name, what comparing shows, and that returning is one act."""

from qualcode.services.coding.codebooks import remove_subgroup
from qualcode.services.condensing.condensing import board, place, set_aside, unplace
from qualcode.services.condensing.sortings import keep_sorting, restore_sorting, sort_anew, sortings
from qualcode.services.keeping.history import undo
from qualcode.storage.opening import OpenStudy
from tests.builders import add_group, add_subgroup, add_substudy, add_transcript, code_words, hash_of

WORDS = ("ble sittende", "i gangen", "med jakka", "på hele dagen")


def _group(study: OpenStudy) -> tuple[int, tuple[int, int], list[int]]:
    """A group with two subgroups, and four cards of which one is placed: keys of group, subgroups, codings."""
    add_substudy(study)
    transcript = add_transcript(study, "P1", "Jeg ble sittende i gangen med jakka på hele dagen.")
    group = add_group(study, "Uro")
    subgroups = add_subgroup(study, group, "Brevet"), add_subgroup(study, group, "Timen")
    cards = [code_words(study, transcript, words, group).coding_id for words in WORDS]
    place(study, cards[:1], subgroups[0])
    return group, subgroups, cards


def _lies(study: OpenStudy, group: int) -> dict[str, list[str]]:
    return {one.name or one.kind: [card.words for card in one.cards] for one in board(study, group).columns}


def test_nothing_is_kept_of_a_group_that_is_not_sorted_and_the_days_first_move_keeps_the_rest_once(
    study: OpenStudy,
) -> None:
    group, (_, hour), cards = _group(study)
    assert sortings(study, group) == [], "before the very first move nothing was sorted"
    place(study, cards[1:2], hour)
    unplace(study, cards[:1])
    set_aside(study, cards[2:3])
    (kept,) = sortings(study, group)
    assert (kept.columns, kept.set_aside, kept.unsorted) == ((("Brevet", 1),), 0, 3)


def test_a_sorting_tells_what_lies_elsewhere_now(study: OpenStudy) -> None:
    group, (letter, hour), cards = _group(study)
    keep_sorting(study, group, "Første forsøk")
    place(study, cards[:1], hour)
    set_aside(study, cards[1:2], "hører ikke til")
    kept = sortings(study, group)[0]
    assert kept.name == "Første forsøk"
    assert [(words, then, now) for _, words, then, now in kept.moved] == [
        (WORDS[0], "Brevet", "Timen"),
        (WORDS[1], "Not placed", "set aside"),
    ]
    place(study, cards[:1], letter)
    unplace(study, cards[1:2])
    assert sortings(study, group)[0].moved == ()


def test_returning_to_a_sorting_is_one_act_that_undo_takes_back_and_keeps_what_was(study: OpenStudy) -> None:
    group, (letter, hour), cards = _group(study)
    set_aside(study, cards[3:], "for kort")
    first = keep_sorting(study, group)
    before = _lies(study, group)
    place(study, cards, hour)
    mixed, held = _lies(study, group), hash_of(study)
    assert restore_sorting(study, first) == 4
    assert _lies(study, group) == before
    aside = board(study, group).columns[-1].cards
    assert [card.reason for card in aside] == ["for kort"]
    assert sortings(study, group)[0].columns == (("Timen", 4),), "what gave way is kept"
    undo(study)
    assert _lies(study, group) == mixed
    assert hash_of(study) == held
    assert letter


def test_sorting_anew_empties_the_subgroups_and_keeps_how_they_were(study: OpenStudy) -> None:
    group, (_, hour), cards = _group(study)
    place(study, cards, hour)
    assert sort_anew(study, group) == 4
    assert _lies(study, group)["unsorted"] == list(WORDS)
    newest = sortings(study, group)[0]
    assert newest.columns == (("Timen", 4),)
    restore_sorting(study, newest.id)
    assert _lies(study, group)["Timen"] == list(WORDS)


def test_a_subgroup_that_is_gone_is_made_again_and_units_coded_since_stay(study: OpenStudy) -> None:
    group, (letter, hour), cards = _group(study)
    kept = keep_sorting(study, group)
    remove_subgroup(study, letter)
    late = code_words(study, 1, "hele", group, subgroup_id=hour)
    restore_sorting(study, kept)
    lies = _lies(study, group)
    assert lies["Brevet"] == [WORDS[0]]
    assert lies["Timen"] == ["hele"]
    assert late.new
    assert cards


def test_a_removed_group_takes_its_sortings_along_and_brings_them_back(study: OpenStudy) -> None:
    from qualcode.services.coding.codebooks import remove_group
    from qualcode.services.coding.reshaping import remove_unit

    group, _, _ = _group(study)
    keep_sorting(study, group)
    for column in board(study, group).columns:
        for card in column.cards:
            remove_unit(study, unit_id=card.unit_id)
    before = hash_of(study)
    remove_group(study, group)
    undo(study)
    assert hash_of(study) == before

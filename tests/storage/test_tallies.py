"""Claims about stored counts: they are always what a fresh count says."""

from qualcode.model import Coding
from qualcode.services.coding.coding import code_span, toggle_span
from qualcode.services.keeping.history import undo
from qualcode.storage.opening import OpenStudy
from qualcode.storage.tallies import NOBODY, SET_ASIDE, UNSORTED, count_anew, stored_counts, write_tallies
from qualcode.text.span import Span
from tests.builders import add_group, add_subgroup, add_substudy, add_transcript, code_words


def test_counts_follow_codings_from_place_to_place(study: OpenStudy) -> None:
    add_substudy(study)
    transcript = add_transcript(study, "P1", "Jeg møtte jo opp.\n\nHva ellers.")
    group = add_group(study, "Plikt")
    subgroup = add_subgroup(study, group, "Høflig")
    coded = code_words(study, transcript, "møtte jo opp", group)
    places: list[tuple[int, int | None, bool]] = [
        (UNSORTED, None, False),
        (subgroup, subgroup, False),
        (SET_ASIDE, None, True),
    ]
    for part, within, aside in places:
        with study.change("card.place") as change:
            change.change(Coding, coded.coding_id, subgroup_id=within, set_aside=aside)
        with study.reading() as connection:
            counts = stored_counts(connection)
            assert counts == count_anew(connection)
        assert {key: n for key, n in counts.items() if key[0] == "codings"} == {("codings", group, part): 1}
        assert counts["turns", transcript, NOBODY] == 2


def test_counts_follow_undo(study: OpenStudy) -> None:
    add_substudy(study)
    transcript = add_transcript(study, "P1", "Jeg møtte jo opp.")
    group = add_group(study, "Plikt")
    code_span(study, transcript_id=transcript, span=Span(0, 3), group_id=group)
    toggle_span(study, transcript_id=transcript, span=Span(0, 3), group_id=group)
    undo(study)
    with study.reading() as connection:
        assert stored_counts(connection)["codings", group, UNSORTED] == 1
    undo(study)
    with study.reading() as connection:
        assert stored_counts(connection) == count_anew(connection)
        assert stored_counts(connection)["codings", group, UNSORTED] == 0


def test_a_count_that_has_gone_wrong_is_seen(study: OpenStudy) -> None:
    add_substudy(study)
    group = add_group(study, "Plikt")
    with study.maintenance() as connection:
        write_tallies(connection, {("codings", group, UNSORTED): 3})
        assert stored_counts(connection) != count_anew(connection)

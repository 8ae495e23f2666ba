"""Claims about merging: whatever was done in both copies."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hypothesis import HealthCheck, example, given, settings

from qualcode.errors import StandsInTheWay
from qualcode.services.keeping.backups import back_up
from qualcode.services.keeping.checking import check
from qualcode.services.keeping.history import undo
from qualcode.services.keeping.merging import merge
from qualcode.storage.opening import OpenStudy, open_study
from qualcode.storage.tallies import count_anew, stored_counts
from tests.builders import (
    hash_of,
    new_study,
)
from tests.services.acts import CODING, CORRECTING, EVERYTHING, do, plans, prepare
from tests.services.keeping.copies import codings


@contextmanager
def _two_copies() -> Iterator[tuple[OpenStudy, OpenStudy]]:
    with (
        tempfile.TemporaryDirectory() as folder,
        new_study(Path(folder) / "s.qualcode") as ours,
    ):
        prepare(ours)
        with open_study(back_up(ours, Path(folder) / "other.qualcode"), coder="BB") as theirs:
            yield ours, theirs


_ACTS = (*EVERYTHING, *CORRECTING)


# One file imported in both, two turns of it joined in the other.
_IMPORTED_TWICE = [(15, [163, 95, 108, 67])], [(15, [127, 0, 0, 0]), (20, [34, 0, 0, 0])]
_FOUND = (
    [
        *((0, [152, 167, 85, 0]), (17, [120, 0, 75, 200]), (0, [49, 0, 139, 100]), (16, [77, 21, 178, 199])),
        *((0, [198, 129, 62, 55]), (15, [163, 95, 108, 67]), (0, [126, 114, 0, 199]), (11, [19, 81, 0, 70])),
        *((0, [40, 23, 111, 186]), (0, [178, 81, 68, 166]), (0, [187, 170, 182, 119]), (21, [67, 136, 53, 31])),
        *((19, [66, 12, 142, 29]), (23, [20, 92, 153, 120])),
    ],
    [(0, [41, 160, 36, 13]), (0, [80, 188, 35, 45]), (15, [127, 0, 0, 0]), (0, [0, 0, 0, 0]), (20, [34, 0, 0, 0])],
)


@given(mine=plans(_ACTS), yours=plans(_ACTS))
@example(*_IMPORTED_TWICE)
@example(*_FOUND)
@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
def test_whatever_was_done_in_both_copies_can_be_merged_and_undone(
    mine: list[tuple[int, list[int]]], yours: list[tuple[int, list[int]]]
) -> None:
    with _two_copies() as (ours, theirs):
        for study, plan in ((ours, mine), (theirs, yours)):
            for which, numbers in plan:
                do(study, _ACTS[which], numbers)
        before, coded = hash_of(ours), {row[:2] + row[3:] for row in codings(ours)}
        report = merge(ours, theirs.path)
        found = check(ours)
        assert [one for one in found.findings if one.level == "error" and one.kind != "quote"] == []
        with ours.reading() as connection:
            assert stored_counts(connection) == +count_anew(connection)
        if not any(one.reason.startswith("removed") for one in report.conflicts) and not report.removed:
            assert len(codings(ours)) >= len(coded & {row[:2] + row[3:] for row in codings(ours)})
        after = hash_of(ours)
        assert not merge(ours, theirs.path).did_something
        assert hash_of(ours) == after
        if report.did_something:
            # Turns divided there and corrected further cannot always be taken back; then nothing is.
            try:
                undo(ours)
            except StandsInTheWay:
                assert hash_of(ours) == after
            else:
                assert hash_of(ours) == before


# A unit drawn out over another one after that one's coding was moved: each row waits for the next to make room.
@given(yours=plans((*CODING, *CORRECTING)))
@example([(0, [0, 0, 0, 0]), (8, [2, 1, 0, 0]), (4, [0, 1, 0, 0])])
@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_copy_in_which_nothing_was_done_becomes_the_other(yours: list[tuple[int, list[int]]]) -> None:
    with _two_copies() as (ours, theirs):
        for which, numbers in yours:
            do(theirs, (*CODING, *CORRECTING)[which], numbers)
        report = merge(ours, theirs.path)
        assert report.conflicts == ()
        assert hash_of(ours) == hash_of(theirs)

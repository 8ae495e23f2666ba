"""The claim that whatever was done can be undone step by step to the same content, and done again."""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from sqlalchemy import func, select
from sqlmodel import col

from qualcode.model import JournalEntry
from qualcode.services.keeping.history import redo, undo
from qualcode.storage.content import content_hash
from qualcode.storage.opening import OpenStudy, open_study
from qualcode.storage.tallies import count_anew, stored_counts
from tests.builders import new_study
from tests.services.acts import CODING, CORRECTING, EVERYTHING, Numbers, do, plans, prepare
from tests.services.synthesis_acts import SYNTHESIS


@contextmanager
def _fresh_study() -> Iterator[OpenStudy]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "s.qualcode"
        with new_study(path) as study:
            prepare(study)
            yield study


def _state(study: OpenStudy) -> tuple[int, str]:
    """How many changes were made, and the content's hash; and, on the way, that counts are right."""
    with study.reading() as connection:
        assert stored_counts(connection) == +count_anew(connection)
        changes = select(func.count()).select_from(JournalEntry).where(col(JournalEntry.kind) == "change")
        return connection.execute(changes).scalar_one(), content_hash(connection)


@given(plan=plans(EVERYTHING))
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_work_is_undone_and_done_again_step_by_step(plan: list[tuple[int, list[int]]]) -> None:
    _there_and_back(EVERYTHING, plan)


@given(plan=plans((*CODING, *CORRECTING)))
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
def test_corrections_among_other_work_are_undone_and_done_again_step_by_step(
    plan: list[tuple[int, list[int]]],
) -> None:
    _there_and_back((*CODING, *CORRECTING), plan)


@given(plan=plans((*SYNTHESIS, *EVERYTHING[-6:])))
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
def test_condensing_and_writing_up_are_undone_and_done_again_step_by_step(plan: list[tuple[int, list[int]]]) -> None:
    _there_and_back((*SYNTHESIS, *EVERYTHING[-6:]), plan)


def _there_and_back(acts: Sequence[Callable[[OpenStudy, Numbers], None]], plan: list[tuple[int, list[int]]]) -> None:
    with _fresh_study() as study:
        states = [_state(study)]
        for which, numbers in plan:
            do(study, acts[which], numbers)
            state = _state(study)
            if state[0] > states[-1][0]:
                states.append(state)
            else:
                assert state == states[-1], "what was refused has left something behind"
        hashes = [state[1] for state in states]
        for expected in reversed(hashes[:-1]):
            undo(study)
            assert _state(study)[1] == expected
        with open_study(study.path, coder="AA") as reopened:
            for expected in hashes[1:]:
                redo(reopened)
                assert _state(reopened)[1] == expected
        for expected in reversed(hashes[:-1]):
            undo(study)
            assert _state(study)[1] == expected

"""Claims about correcting: whatever is corrected, coded and undone."""

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlmodel import col

from qualcode.model import MeaningUnit, Sentence
from qualcode.services.keeping.history import redo, undo
from qualcode.services.material.transcripts import transcript_view
from qualcode.storage.opening import OpenStudy, open_study
from qualcode.text.sentences import split_sentences
from tests.builders import (
    new_study,
)
from tests.services.acts import CODING, CORRECTING, Numbers, do, plans, prepare
from tests.services.material.conftest import errors_in

Plan = list[tuple[int, list[int]]]

UNSIGNED = ("nobody has accepted it.", "nobody has signed that.")
"""How it is told that a printed form waits for a person: that is right, wherever its words have gone."""


@given(plan=plans((*CODING, *CORRECTING, *CORRECTING)))
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_whatever_is_corrected_every_unflagged_unit_has_the_words_it_had(plan: Plan) -> None:
    acts = (*CODING, *CORRECTING, *CORRECTING)
    with (
        tempfile.TemporaryDirectory() as folder,
        new_study(Path(folder) / "s.qualcode") as study,
    ):
        prepare(study)
        for which, numbers in plan:
            before = _units(study)
            do(study, acts[which], numbers)
            after = _units(study)
            assert [told for told in errors_in(study) if not told.endswith(UNSIGNED)] == []
            _sentences_are_those_of_the_turns(study)
            if acts[which] in CORRECTING:
                assert set(before) == set(after)
                for uid, (words, waiting) in after.items():
                    original = before[uid][1] or before[uid][0]
                    assert original in (words, waiting) or acts[which].__name__ == "_accept"


@given(plan=plans((*CODING, *CORRECTING, *CORRECTING)), taken_back=st.lists(st.booleans(), min_size=14, max_size=14))
@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
def test_two_people_who_correct_code_and_undo_leave_every_place_right(plan: Plan, taken_back: list[bool]) -> None:
    acts = (*CODING, *CORRECTING, *CORRECTING)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "s.qualcode"
        with (
            new_study(path) as one,
            open_study(path, coder="BB") as other,
        ):
            prepare(one)
            for (which, numbers), back in zip(plan, taken_back, strict=False):
                do((one, other)[numbers[0] % 2], acts[which], numbers)
                if back:
                    do((one, other)[numbers[1] % 2], _undo_or_redo, numbers)
                assert [told for told in errors_in(one) if not told.endswith(UNSIGNED)] == []
                _sentences_are_those_of_the_turns(one)


def _undo_or_redo(study: OpenStudy, numbers: Numbers) -> None:
    (redo if numbers[2] % 3 == 0 else undo)(study)


def _units(study: OpenStudy) -> dict[str, tuple[str, str]]:
    columns = (col(MeaningUnit.uid), col(MeaningUnit.text), col(MeaningUnit.words_before))
    with study.reading() as connection:
        return {uid: (words, before) for uid, words, before in connection.execute(select(*columns))}


def _sentences_are_those_of_the_turns(study: OpenStudy) -> None:
    with study.reading() as connection:
        places = set(connection.execute(select(col(Sentence.transcript_id))).scalars())
    for transcript in places:
        view = transcript_view(study, transcript)
        assert [turn.number for turn in view.turns] == list(range(1, len(view.turns) + 1))
        fresh = [span for turn in view.turns for span in split_sentences(view.text, turn.start, turn.end)]
        assert list(view.sentences) == fresh
        assert view.text == "\n\n".join(view.text[turn.start : turn.end] for turn in view.turns)

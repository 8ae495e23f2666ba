"""Claims about likeness: what is like is found, with scikit-learn and without, and its words are told."""

import numpy as np
import pytest

from qualcode.analysis.likeness import weigh
from qualcode.analysis.suggesting import Examples, Likeness, others_than

LETTER = [f"Brevet fra kontoret lå i postkassen på dag {at}, og konvolutten var brun." for at in range(8)]
DOCTOR = [f"Legen så meg og hørte på det jeg fortalte, gang {at}." for at in range(8)]


@pytest.mark.parametrize("learning", [True, False])
def test_passages_like_the_examples_come_first_and_closed_ones_never(learning: bool) -> None:
    passages = [*LETTER, *DOCTOR]
    likeness = Likeness(passages, learning=learning)
    own, others = Examples(tuple(DOCTOR[:5])), Examples(tuple(LETTER[:5]))
    open_to = np.ones(len(passages), dtype=np.bool_)
    open_to[8:13] = False
    found = likeness.best(likeness.direction(own, others), open_to=open_to, most=3)
    assert {one.at for one in found} == {13, 14, 15}
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)


@pytest.mark.parametrize("count", [6, 30])
@pytest.mark.parametrize("learning", [True, False])
def test_the_group_a_passage_belongs_to_is_offered_first(learning: bool, count: int) -> None:
    letters = tuple(f"{words} {at}" for at, words in enumerate(LETTER * 4))[:count]
    doctors = tuple(f"{words} {at}" for at, words in enumerate(DOCTOR * 4))[:count]
    likeness = Likeness([*letters, *doctors], learning=learning)
    groups = {1: Examples(letters), 2: Examples(doctors)}
    found = likeness.groups_for("En lege som så og hørte.", groups, most=3)
    assert found[0][0] == 2
    assert likeness.groups_for("Konvolutten i postkassen", groups, most=1)[0][0] == 1


def test_description_of_a_group_counts_while_examples_are_few() -> None:
    passages = ["Vi snakket om hytta hele timen.", "Bussen gikk for sent den dagen.", *LETTER]
    likeness = Likeness(passages, learning=False)
    own = Examples(tuple(LETTER[:5]), "Prat om hytta")
    found = likeness.direction(own, Examples(()))
    plain = likeness.direction(Examples(tuple(LETTER[:5])), Examples(()))
    scores = [likeness.best(one, open_to=np.ones(10, dtype=np.bool_), most=10) for one in (found, plain)]
    hytte = [next(one.score for one in ranked if one.at == 0) for ranked in scores]
    assert hytte[0] > hytte[1]


def test_told_words_are_single_words_of_the_passage_that_few_passages_have() -> None:
    passages = [
        f"og så var det at jeg {word} det" for word in ("gruet", "ventet", "husket", "glemte") for _ in range(4)
    ]
    passages += ["og så hoppet jeg i havet"]
    likeness = Likeness(passages)
    direction = likeness.direction(Examples(("og så hoppet jeg i havet",)), Examples(()))
    (best,) = likeness.best(direction, open_to=np.ones(len(passages), dtype=np.bool_), most=1)
    assert best.at == 16
    assert set(best.words) == {"hoppet", "havet"}


def test_without_words_in_common_no_group_is_offered() -> None:
    likeness = Likeness(LETTER)
    assert likeness.groups_for("xyz qrs", {1: Examples(tuple(LETTER))}, most=3) == []


def test_words_of_the_group_itself_are_not_among_the_others() -> None:
    groups = {1: Examples(("a", "b")), 2: Examples(("b", "c")), 3: Examples(("c",))}
    assert others_than(groups, 1).words == ("c",)


@pytest.mark.parametrize("learning", [True, False])
def test_a_passage_without_a_known_word_has_weight_nowhere(learning: bool) -> None:
    weighing = weigh(LETTER, learning=learning)
    rows = weighing.rows(["", "brevet", "$ [x] \x1b"])
    assert float(np.abs(rows.mean()).sum()) > 0
    assert len(rows.weights(0)[0]) == 0

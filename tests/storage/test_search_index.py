"""Claims about the search index: Norwegian letters are letters of their own."""

import pytest
from sqlalchemy import select
from sqlmodel import col

from qualcode.model import Turn
from qualcode.storage.opening import OpenStudy
from qualcode.storage.search_index import clear_index, forget_turns, indexed_turns, turns_with
from tests.builders import add_substudy, add_transcript


def _found(study: OpenStudy, word: str) -> list[int]:
    """The numbers of the turns in which the word is found."""
    with study.reading() as connection:
        keys = turns_with(connection, word)
        rows = connection.execute(select(col(Turn.number)).where(col(Turn.id).in_(keys)).order_by(col(Turn.number)))
        return list(rows.scalars())


@pytest.fixture
def _material(study: OpenStudy) -> None:
    add_substudy(study)
    add_transcript(study, "P1", "Far min sa det.\n\nVi får se.\n\nÅse for til legen.\n\nFASTLEGEN så meg, ikke sant")


@pytest.mark.usefixtures("_material")
@pytest.mark.parametrize(
    ("word", "turns"),
    [
        ("far", [1]),
        ("får", [2]),
        ("for", [3]),
        ("fôr", []),
        ("åse", [3]),
        ("Åse", [3]),
        ("ase", []),
        ("fastlegen", [4]),
        ("fastlege", []),
        ("så meg", [4]),
        ("meg så", []),
    ],
)
def test_a_word_is_found_as_it_is_spelt_whatever_its_case(study: OpenStudy, word: str, turns: list[int]) -> None:
    assert _found(study, word) == turns


@pytest.mark.usefixtures("_material")
@pytest.mark.parametrize(
    "hostile", ['"', "a OR b", "NEAR(", "*", "(", "far:", "-far", "^far", "a AND", "'", "{words}", '""', "%", "_"]
)
def test_no_string_is_taken_for_query_language(study: OpenStudy, hostile: str) -> None:
    assert _found(study, hostile) in ([], [1])


@pytest.mark.usefixtures("_material")
def test_a_turn_that_is_forgotten_is_not_found(study: OpenStudy) -> None:
    with study.reading() as connection:
        (key,) = turns_with(connection, "far")
    with study.maintenance() as connection:
        forget_turns(connection, [(key, "Far min sa det.")])
        assert turns_with(connection, "far") == []
        assert indexed_turns(connection) == 3
        clear_index(connection)
        assert indexed_turns(connection) == 0

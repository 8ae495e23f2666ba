"""Claims about pictures in letters: they keep to their width, and the larger is the longer or darker."""

from hypothesis import given
from hypothesis import strategies as st

from qualcode.text.drawing import draw_bars, draw_course, draw_heat

_ROWS = st.lists(st.tuples(st.text(max_size=40), st.lists(st.integers(0, 900), min_size=2, max_size=2)), max_size=6)


@given(_ROWS, st.integers(50, 160))
def test_no_line_is_wider_than_the_terminal(rows: list[tuple[str, list[int]]], width: int) -> None:
    drawn = draw_bars(rows, series=("a", "b"), width=width) + draw_heat(rows, columns=("a", "b"), width=width)
    assert all(len(line) <= width for line in drawn)


def test_larger_number_has_the_longer_bar_and_nothing_has_none() -> None:
    first, second, third = draw_bars([("a", [10]), ("b", [5]), ("c", [0])], series=("n",), width=60)
    assert first.count("█") == 2 * second.count("█")
    assert "█" not in third


def test_interview_is_filled_where_it_is_coded() -> None:
    name, line = draw_course([("P1", "Uro", 50, 100, 100)], width=46)
    cells = line.split()[-1]
    assert name == "P1"
    assert cells[: len(cells) // 2].strip("·") == ""
    assert cells[len(cells) // 2 :].strip("█") == ""

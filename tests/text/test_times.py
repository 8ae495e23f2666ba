"""Times written into transcripts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.text.times import clock_to_ms, take_times


@pytest.mark.parametrize(
    ("clock", "ms"),
    [
        ("0:05", 5_000),
        ("00:03", 3_000),
        ("1:02:03", 3_723_000),
        ("00:00:03,5", 3_500),
        ("00:00:03.05", 3_050),
        ("00:00:03.450", 3_450),
        ("75:10", 4_510_000),
        ("00:61", None),
        ("1:75:00", None),
        ("kl. ti", None),
        ("", None),
    ],
)
def test_clocks_are_read_to_the_millisecond(clock: str, ms: int | None) -> None:
    assert clock_to_ms(clock) == ms


@given(st.integers(0, 99), st.integers(0, 59), st.integers(0, 59), st.integers(0, 999))
def test_every_clock_is_read_back(hours: int, minutes: int, seconds: int, ms: int) -> None:
    written = f"{hours:02}:{minutes:02}:{seconds:02},{ms:03}"
    assert clock_to_ms(written) == ((hours * 60 + minutes) * 60 + seconds) * 1000 + ms


def test_f4_tells_when_the_paragraph_was_over() -> None:
    timed = take_times("I: Hei? #00:01:23-4#")
    assert (timed.text, timed.start_ms, timed.end_ms) == ("I: Hei?", None, 83_400)


def test_a_time_in_front_tells_when_it_began() -> None:
    timed = take_times("[00:00:02] Lege: Hei")
    assert (timed.text, timed.start_ms, timed.is_cue) == ("Lege: Hei", 2_000, False)


def test_a_dash_after_the_time_makes_it_a_cue() -> None:
    assert take_times("[00:00:02] - Hei") == ("Hei", 2_000, None, True, 0)


def test_a_stretch_has_both_ends() -> None:
    assert take_times("[00:00:02.000 --> 00:00:05.500] Hei")[:3] == ("Hei", 2_000, 5_500)


@pytest.mark.parametrize("line", ["Kari: [00:00:05] Hei", "Kari [00:00:05]: Hei", "Kari (0:05): Hei"])
def test_a_time_beside_the_label_leaves_the_label(line: str) -> None:
    assert take_times(line)[:2] == ("Kari: Hei", 5_000)


def test_a_time_among_the_words_is_taken_out_and_counted() -> None:
    timed = take_times("Jeg gikk hjem til slutt. Og så [01:46] kom jeg")
    assert timed.text == "Jeg gikk hjem til slutt. Og så kom jeg"
    assert timed.inside == 1


@pytest.mark.parametrize(
    "line", ["10:30 kom jeg dit", "Det var 10:30.", "Forholdet var 3:1", "# pause #", "(10:30) er", "https://a.no"]
)
def test_a_time_of_day_in_speech_is_speech(line: str) -> None:
    text = take_times(line).text
    assert text == line or line.startswith("(10:30)")


def test_a_time_alone_leaves_nothing() -> None:
    assert take_times("00:03")[:2] == ("", 3_000)

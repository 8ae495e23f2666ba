"""WebVTT and SRT: cues become turns."""

from pathlib import Path

import pytest

from qualcode.errors import NoTurnsFound
from qualcode.importers.cues import repair_timings
from qualcode.importers.registry import read_transcript
from tests.importers.reading import messages, read_text, said

TEAMS = (
    "\ufeffWEBVTT\r\n\r\n"
    "409f59a7-0ffe/5-0\r\n00:00:00.000 --> 00:00:02.644\r\n<v Kari Åsen>Hei &amp; hopp\r\nigjen?</v>\r\n\r\n"
    "409f59a7-0ffe/6-0\r\n00:00:03.451 --> 00:00:05.422\r\n<v Kari Åsen>Er du der?</v>\r\n\r\n"
    "409f59a7-0ffe/7-0\r\n00:00:04.369 --> 00:00:12.334\r\n<v Bø, Øystein (Ekstern)>Ja. Under 5 &lt; 6.</v>\r\n"
)
ZOOM = (
    "WEBVTT\n\n1\n00:00:00.000 --> 00:00:02.000\nKari Nordmann: Hei, hvordan\n\n"
    "2\n00:00:02.000 --> 00:00:04.000\ngår det? Bra: altså\n\n"
    "3\n00:00:05.000 --> 00:00:06.500\nOla: Fint.\n\n"
    "4\n00:00:07.000 --> 00:00:08.000\nKari Nordmann: Godt.\n\n"
    "5\n00:00:09.000 --> 00:00:10.000\nOla: Ja.\n"
)


def test_cues_of_one_voice_are_one_turn(tmp_path: Path) -> None:
    read = read_text(tmp_path, TEAMS, name="møte.vtt")
    assert said(read) == [("Kari Åsen", "Hei & hopp igjen? Er du der?"), ("Bø, Øystein (Ekstern)", "Ja. Under 5 < 6.")]
    assert [(turn.start_ms, turn.end_ms) for turn in read.turns] == [(0, 5_422), (4_369, 12_334)]
    assert (read.format, read.encoding, read.problems) == ("vtt", "utf-8", ())


def test_two_voices_in_a_cue_are_two_turns_with_its_times(tmp_path: Path) -> None:
    read = read_text(tmp_path, "WEBVTT\n\n00:01.000 --> 00:02.000\n<v.loud Per>Nei!\n<v Ida>Jo.\n", name="a.vtt")
    assert said(read) == [("Per", "Nei!"), ("Ida", "Jo.")]
    assert [(turn.start_ms, turn.end_ms) for turn in read.turns] == [(1_000, 2_000)] * 2


def test_a_name_in_front_speaks_until_the_next_name(tmp_path: Path) -> None:
    read = read_text(tmp_path, ZOOM, name="a.vtt")
    assert said(read) == [
        ("Kari Nordmann", "Hei, hvordan går det? Bra: altså"),
        ("Ola", "Fint."),
        ("Kari Nordmann", "Godt."),
        ("Ola", "Ja."),
    ]


def test_an_empty_voice_is_nobody(tmp_path: Path) -> None:
    read = read_text(
        tmp_path, "WEBVTT\n\n00:01.000 --> 00:02.000\n<v S01>Ja\n\n00:03.000 --> 00:04.000\n<v >hm\n", name="a.vtt"
    )
    assert said(read) == [("S01", "Ja"), (None, "hm")]


def test_notes_and_styles_are_not_speech(tmp_path: Path) -> None:
    heading = "WEBVTT Tittel\n\nSTYLE\n::cue { color: red }\n\nNOTE\nLaget av meg\n\n"
    text = f"{heading}00:01.000 --> 00:02.000\n<v A><i>Hei</i> <UNIN/>\n"
    read = read_text(tmp_path, text, name="a.vtt")
    assert said(read) == [("A", "Hei <UNIN/>")]
    assert "Laget av meg" in messages(read)


def test_without_speakers_turns_end_where_sentences_end(tmp_path: Path) -> None:
    cues = ["det var sånn,", "at jeg gikk.", "Så kom", "hun."]
    body = "\n".join(f"00:0{n}.000 --> 00:0{n}.900\n{words}\n" for n, words in enumerate(cues))
    read = read_text(tmp_path, f"WEBVTT\n\n{body}", name="a.vtt")
    assert said(read) == [(None, "det var sånn, at jeg gikk."), (None, "Så kom hun.")]
    assert [(turn.start_ms, turn.end_ms) for turn in read.turns] == [(0, 1_900), (2_000, 3_900)]
    assert "No speakers" in messages(read)


def test_without_speakers_or_punctuation_a_silence_ends_the_turn(tmp_path: Path) -> None:
    read = read_text(
        tmp_path, "1\n00:00:01,000 --> 00:00:02,000\nja\n\n2\n00:00:05,000 --> 00:00:06,000\nnei\n", name="a.srt"
    )
    assert said(read) == [(None, "ja"), (None, "nei")]


def test_without_speakers_punctuation_or_silence_no_turn_goes_on_forever(tmp_path: Path) -> None:
    body = "".join(
        f"{n}\n00:{n // 60:02}:{n % 60:02},000 --> 00:{n // 60:02}:{n % 60:02},900\nja ja ja ja\n\n" for n in range(200)
    )
    read = read_text(tmp_path, body, name="a.srt")
    assert max(len(turn.text.split()) for turn in read.turns) <= 104


def test_srt_names_stand_on_the_first_cue_of_a_turn(tmp_path: Path) -> None:
    text = (
        "1\n00:00:00,179 --> 00:00:02,399\nTravis: When you first get\nstarted\n\n"
        "2\n00:00:02,400 --> 00:00:04,799\nin podcasting.\n\n"
        "3\n00:00:05,000 --> 00:00:06,000\nSarah: Yes.\n\n4\n00:00:06,000 --> 00:00:07,000\nTravis: Good.\n\n"
        "5\n00:00:07,000 --> 00:00:08,000\nSarah: Bye.\n"
    )
    read = read_text(tmp_path, text, name="a.srt")
    assert said(read)[0] == ("Travis", "When you first get started in podcasting.")
    assert (read.turns[0].start_ms, read.turns[0].end_ms) == (179, 4_799)
    assert read.format == "srt"


@pytest.mark.parametrize(
    ("written", "ms"), [("00:00:03,5", 3_500), ("00:00:03.500", 3_500), ("0:00:03,05", 3_050), ("00:03,500", 3_500)]
)
def test_short_fractions_are_fractions(tmp_path: Path, written: str, ms: int) -> None:
    read = read_text(tmp_path, f"1\n{written} --> 00:00:09,0\nHei.\n", name="a.srt")
    assert (read.turns[0].start_ms, read.turns[0].end_ms) == (ms, 9_000)


def test_a_malformed_webvtt_time_loses_no_cue(tmp_path: Path) -> None:
    read = read_text(tmp_path, "WEBVTT\n\n00:00:10.01 --> 00:00:11,5\n<v A>Ja.\n", name="a.vtt")
    assert (read.turns[0].start_ms, read.turns[0].end_ms) == (10_010, 11_500)


@pytest.mark.parametrize("name", ["a.srt", "a.vtt"])
def test_an_unreadable_time_keeps_its_words_and_is_told(tmp_path: Path, name: str) -> None:
    header, mark = ("WEBVTT\n\n", ".") if name.endswith("vtt") else ("", ",")
    times = [f"00:00:0{n}{mark}000 --> 00:00:0{n + 1}{mark}000" for n in (1, 3, 5, 7)]
    times[1] = f"00:99:03{mark}000 --> 0:0:x"
    words = ["A: Ja.", "B: Nei.", "A: Jo.", "B: Å."]
    text = header + "\n\n".join(f"{n}\n{time}\n{said}" for n, (time, said) in enumerate(zip(times, words, strict=True)))
    read = read_text(tmp_path, text, name=name)
    assert said(read) == [("A", "Ja."), ("B", "Nei."), ("A", "Jo."), ("B", "Å.")]
    assert "line 8" in messages(read) if header else "line 6" in messages(read)


def test_repaired_timings_leave_the_rest_alone() -> None:
    text = "a --> b\n1:02:03,4 --> 1:02:04 align:left\n5 --> pil"
    repaired, problems = repair_timings(text, decimal=",")
    assert repaired.split("\n")[1] == "01:02:03,400 --> 01:02:04,000"
    assert repaired.split("\n")[0] == "a --> b"
    assert repaired.split("\n")[2] == "5 --> pil"
    assert problems == []


def test_numbers_in_speech_are_not_cue_numbers(tmp_path: Path) -> None:
    read = read_text(
        tmp_path,
        "1\n00:00:01,000 --> 00:00:02,000\nHvor mange?\n\n2\n00:00:02,000 --> 00:00:03,000\n47\n\n",
        name="a.srt",
    )
    assert said(read) == [(None, "Hvor mange?"), (None, "47")]


def test_an_empty_line_inside_a_cue_loses_nothing(tmp_path: Path) -> None:
    read = read_text(
        tmp_path,
        "1\n00:00:01,000 --> 00:00:02,000\nEn\n\nto.\n\n2\n00:00:02,000 --> 00:00:03,000\nTre.\n",
        name="a.srt",
    )
    assert said(read) == [(None, "En to."), (None, "Tre.")]


def test_twenty_thousand_digits_are_read_at_once(tmp_path: Path) -> None:
    read = read_text(tmp_path, "1\n00:00:01,000 --> 00:00:02,000\n" + "1" * 20_000 + ".", name="a.srt")
    assert len(read.turns[0].text) == 20_001


def test_a_file_with_only_times_says_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.vtt"
    path.write_text("WEBVTT\n\n00:01.000 --> 00:02.000\n\n", encoding="utf-8")
    with pytest.raises(NoTurnsFound):
        read_transcript(path)

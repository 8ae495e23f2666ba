"""Markdown, web pages, oTranscribe and JSON; and what programs write beside the talk in any text."""

import json
from pathlib import Path
from typing import Any

import pytest

from qualcode.errors import UnreadableFile
from qualcode.importers.media import media_name
from qualcode.views.importing import ReadTranscript
from tests.importers.reading import messages, read_text, said

NOSCRIBE = (
    '<html><head><meta name="audio_source" content="C:/Opptak/Kari Hansen/intervju.mp3"/></head><body><p>intervju</p>'
    "<p>Transcribed with noScribe vers. 0.7<br/>Audio file: C:/Opptak/Kari Hansen/intervju.mp3<br/>(no)</p>"
    '<p><a name="ts_2487_3363_S00">S00: <span>[00:00:02]</span> Ja?</a></p>'
    '<p><a name="ts_3400_5000_S01">S01: <span>[00:00:03]</span> Jeg gikk //S00: mm// hjem.</a></p>'
    '<p><a name="ts_5100_6000_S00">S00: <span>[00:00:05]</span> Jo &lt;vel&gt;.</a></p></body></html>'
)


def test_noscribe_pages_have_times_overlaps_and_no_path(tmp_path: Path) -> None:
    read = read_text(tmp_path, NOSCRIBE, name="a.html")
    assert said(read) == [("S00", "Ja?"), ("S01", "Jeg gikk"), ("S00", "mm"), ("S01", "hjem."), ("S00", "Jo <vel>.")]
    assert (read.turns[0].start_ms, read.turns[0].end_ms) == (2_487, 3_363)
    assert (read.turns[1].start_ms, read.turns[3].end_ms) == (3_400, 5_000)
    assert read.media == "intervju.mp3"
    assert "Hansen" not in repr(read)


@pytest.mark.parametrize(
    ("path", "name"),
    [
        (r"C:\Opptak\a b.mp3", "a b.mp3"),
        ("file:///home/x/l%C3%B8p.wav", "løp.wav"),
        ("https://a.no/x/y.mp4?k=v", "y.mp4"),
        ("a.wav", "a.wav"),
        ("/x/", ""),
        ("x\x00", ""),
    ],
)
def test_of_a_sound_file_only_the_name_is_kept(path: str, name: str) -> None:
    assert media_name(path) == name


def test_any_web_page_is_its_paragraphs_and_nothing_hidden(tmp_path: Path) -> None:
    page = (
        "<!DOCTYPE html><title>x</title><script>P4: kode</script><h1>Intervju</h1><p><b>Kari</b>  gikk\nhjem?</p>"
        "<p hidden>I: skjult</p>halen<p><b>Ola</b> ja.<br>Og nei.</p><p><b>Kari</b> å?</p><pre>Ola: a\nKari: b</pre>"
    )
    read = read_text(tmp_path, page, name="a.html")
    assert said(read)[0] == ("Kari", "gikk hjem?\nhalen")
    assert said(read)[1:] == [("Ola", "ja.\nOg nei."), ("Kari", "å?"), ("Ola", "a"), ("Kari", "b")]


def test_otranscribe_stamps_begin_lines_in_ms(tmp_path: Path) -> None:
    def stamp(seconds: float) -> str:
        return f'<span class="timestamp" data-timestamp="{seconds}">0:00</span>&nbsp;'

    text = f"<p>{stamp(2.48)}<b>Kari:</b> Ja, {stamp(3)}ikke sant?<br />{stamp(4.5)}Ola: Nei.</p>"
    text += "<p>Kari: Å?</p><p>Ola: Jo.</p>"
    content = {"text": text, "media": "/home/x/intervju.ogg", "media-time": 3.2}
    read = read_text(tmp_path, json.dumps(content), name="a.otr")
    assert said(read) == [("Kari", "Ja, ikke sant?"), ("Ola", "Nei."), ("Kari", "Å?"), ("Ola", "Jo.")]
    assert [turn.start_ms for turn in read.turns] == [2_480, 4_500, None, None]
    assert read.media == "intervju.ogg"


def stretches(folder: Path, content: Any) -> ReadTranscript:
    """A JSON file with this content."""
    return read_text(folder, json.dumps(content), name="a.json")


SHAPES: dict[str, Any] = {
    "whisperx": {"segments": [{"start": 1.5, "end": 2, "text": " Ja?", "speaker": "A"}]},
    "podcast": {"segments": [{"startTime": 1.5, "endTime": 2.0, "body": "Ja?", "speaker": "A"}]},
    "assemblyai": {"utterances": [{"start": 1500, "end": 2000, "text": "Ja?", "speaker": "A"}]},
    "deepgram": {"results": {"utterances": [{"start": 1.5, "end": 2.0, "transcript": "Ja?", "speaker": "A"}]}},
    "whisper.cpp": {"transcription": [{"offsets": {"from": 1500, "to": 2000}, "text": " Ja?", "speaker": "A"}]},
    "rev": {"monologues": [{"speaker": "A", "elements": [{"value": "Ja", "ts": 1.5, "end_ts": 2.0}, {"value": "?"}]}]},
    "list": [{"start": "00:00:01.5", "end": "2.0s", "text": "Ja?", "speaker": {"name": "A"}}],
}


@pytest.mark.parametrize("shape", SHAPES)
def test_json_of_every_shape_has_speaker_words_and_ms(tmp_path: Path, shape: str) -> None:
    (turn,) = stretches(tmp_path, SHAPES[shape]).turns
    assert (turn.label, turn.text, turn.start_ms) == ("A", "Ja?", 1_500)
    assert turn.end_ms == 2_000 or shape == "rev"


def test_json_oddities_are_read_or_told(tmp_path: Path) -> None:
    odd = [{"start": float("nan"), "text": "a", "speaker": 0}, {"start": -1, "end": 1e300, "text": "b", "speaker": 0}]
    read = stretches(tmp_path, {"segments": [*odd, {"start": 3}]})
    assert said(read) == [("Speaker 0", "a b")]
    assert read.turns[0].start_ms is None
    assert "no words" in messages(read)
    with pytest.raises(UnreadableFile, match="no list"):
        stretches(tmp_path, {"quotes": [{"text": "Ja"}]})


def test_whispers_table_is_read(tmp_path: Path) -> None:
    read = read_text(tmp_path, "start\tend\ttext\n0\t900\tDet var\n900\t1800\tslik.\n", name="a.tsv")
    assert said(read) == [(None, "Det var slik.")]
    assert (read.turns[0].start_ms, read.turns[0].end_ms) == (0, 1_800)


def test_markdown_marks_go_and_words_stay(tmp_path: Path) -> None:
    text = (
        "---\ntitle: x\n---\n# Intervju\n\n**Kari:** \\[01:46\\] Det *var* snake_case og [en lenke](http://x.no).\n\n"
        "Mer \\*om\\* det.\n\n**Break:** \\[07:13\\] to \\[08:53\\]\n\n**Ola** Ja!\n\n> **Kari**: Å?\n\n"
        "**Ola:** __Nei__.\n"
    )
    read = read_text(tmp_path, text, name="a.md")
    assert said(read) == [
        ("Kari", "Det var snake_case og en lenke.\nMer *om* det."),
        ("Ola", "Ja!"),
        ("Kari", "Å?"),
        ("Ola", "Nei."),
    ]
    assert read.turns[0].start_ms == 106_000


@pytest.mark.parametrize(
    "beside",
    [
        "I = intervjuer; P4 = informant",
        "(I = intervjuer, P4 = pasient 4)",
        "I: Intervjuer",
        "Transcribed by https://otter.ai",
        "Transkribert med noScribe 0.7",
        "Kari Nordmann started transcription",
    ],
)
def test_legends_and_programs_own_lines_are_not_speech(tmp_path: Path, beside: str) -> None:
    read = read_text(tmp_path, f"{beside}\nI: Ja?\nP4: Nei.\nI: Å?\nP4: Jo.")
    assert said(read) == [("I", "Ja?"), ("P4", "Nei."), ("I", "Å?"), ("P4", "Jo.")]
    assert beside in messages(read)


def test_a_web_address_is_no_overlap(tmp_path: Path) -> None:
    read = read_text(tmp_path, "I: Se http://lokal:80/x der?\nP4: Nei.\n//I: mm//\nP4: Jo.")
    assert said(read) == [("I", "Se http://lokal:80/x der?"), ("P4", "Nei."), ("I", "mm"), ("P4", "Jo.")]


def test_noscribe_voices_that_overlap_are_the_same_people(tmp_path: Path) -> None:
    cues = "".join(f"00:0{n}.000 --> 00:0{n}.900\n<v {who}>{words}\n\n" for n, (who, words) in enumerate(
        [("S00", "Jeg tenkte"), ("//S01", "//S01: ja//"), ("S00", "det.")]
    ))  # fmt: skip
    read = read_text(tmp_path, f"WEBVTT x\n\nNOTE media: C:/Kari/a.mp3\n\n{cues}", name="a.vtt")
    assert said(read) == [("S00", "Jeg tenkte"), ("S01", "ja"), ("S00", "det.")]
    assert read.media == "a.mp3"
    assert "Kari" not in messages(read)


def test_times_that_run_backwards_are_told_with_their_place(tmp_path: Path) -> None:
    read = read_text(tmp_path, "I: Ja? #00:01:00-0#\nP4: Nei. #00:00:30-0#\nI: Å? #00:02:00-0#")
    assert "line 2: Time runs backwards here" in messages(read)
    cues = "1\n00:00:05,000 --> 00:00:06,000\nA: Ja?\n\n2\n00:00:01,000 --> 00:00:02,000\nB: Nei.\n"
    assert "cue 2: Time runs backwards here" in messages(read_text(tmp_path, cues, name="a.srt"))

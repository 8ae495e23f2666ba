"""Real files: the demonstration study's own, and, where QUALCODE_SAMPLES names a folder, others' transcripts."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from qualcode.errors import QualcodeError
from qualcode.importers.registry import read_transcript
from qualcode.importers.tables import read_rows
from qualcode.text.normal_form import to_normal_form
from qualcode.text.quotes import find_quote
from qualcode.text.turns import assemble, count_words

CORPUS = Path(__file__).parents[2] / "corpora" / "nmv"
SUBSTUDIES = sorted(path for path in CORPUS.glob("*") if path.is_dir())
SAMPLES = Path(os.environ.get("QUALCODE_SAMPLES", "no samples here"))

# One consultation in eleven containers, and what became of other people's files: turns and words.
SAME_TALK = (41, 799)
TURNS_AND_WORDS = {
    "txt/atrain_timestamps_legekonsultasjon_a.txt": SAME_TALK,
    "txt/cp1252_legekonsultasjon_a.txt": SAME_TALK,
    "txt/f4_legekonsultasjon_a.txt": SAME_TALK,
    "txt/utf16le_legekonsultasjon_a.txt": SAME_TALK,
    "txt/utf8_nfd_names_legekonsultasjon_a.txt": SAME_TALK,
    "vtt/teams_legekonsultasjon_a.vtt": SAME_TALK,
    "vtt/zoom_legekonsultasjon_a.vtt": SAME_TALK,
    "docx/labels_tab_legekonsultasjon_a.docx": SAME_TALK,
    "docx/table_legekonsultasjon_a.docx": SAME_TALK,
    "docx/teams_word_legekonsultasjon_a.docx": SAME_TALK,
    "html/noscribe_legekonsultasjon_a.html": SAME_TALK,
    "json/whisperx_legekonsultasjon_a.json": SAME_TALK,
    "otr/otranscribe_legekonsultasjon_a.otr": SAME_TALK,
    "rtf/f4_legekonsultasjon_a.rtf": SAME_TALK,
    "cha/batchalign_test.cha": (1, 81),
    "eaf/speach_test2.eaf": (1, 28),
    "json/podcast_segments.json": (2, 5),
    "md/away-from-keyboard-5.md": (28, 2534),
    "txt/focusgroup_ES2004a.txt": (320, 3247),
    "txt/otter_BSR10.txt": (109, 5107),
    "txt/podcast_assemblyai.txt": (110, 2694),
    "txt/podcast_whisperx.txt": (32, 2602),
    "docx/otter_BSR09.docx": (74, 3783),
    "srt/podcast_travis.srt": (10, 2492),
}


def transcripts(substudy: Path) -> list[Path]:
    """A substudy's transcripts."""
    return sorted(path for path in substudy.iterdir() if path.suffix in (".docx", ".txt", ".vtt"))


@pytest.mark.parametrize("substudy", SUBSTUDIES, ids=lambda path: path.name)
def test_every_quote_of_the_demonstration_stands_once_in_its_transcript(substudy: Path) -> None:
    texts = {
        path.stem: assemble(turn.text for turn in read_transcript(path).turns).text for path in transcripts(substudy)
    }
    for line, row in read_rows(substudy / "codings.csv"):
        places = find_quote(texts[str(row["transcript"])], str(row["quote"]))
        assert len(places) == 1, f"{substudy.name}/codings.csv, line {line}"


@pytest.mark.parametrize("substudy", SUBSTUDIES, ids=lambda path: path.name)
def test_every_turn_of_the_demonstration_has_a_known_speaker(substudy: Path) -> None:
    codes = {str(row["participant"]) for _, row in read_rows(substudy / "participants.csv")}
    for path in transcripts(substudy):
        labels = {turn.label for turn in read_transcript(path).turns}
        assert labels <= codes | {"I", "M", "S"}, path.name
        assert labels & codes, path.name


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="QUALCODE_SAMPLES names no folder")
@pytest.mark.parametrize("name", sorted(TURNS_AND_WORDS))
def test_other_peoples_files_have_the_turns_and_words_they_have(name: str) -> None:
    read = read_transcript(SAMPLES / name)
    assert (len(read.turns), sum(count_words(turn.text) for turn in read.turns)) == TURNS_AND_WORDS[name]
    assert None not in {turn.label for turn in read.turns}


def check(path: Path) -> None:
    """Whatever the file, it is read soundly or refused in words."""
    read, refused = None, None
    try:
        read = read_transcript(path)
    except QualcodeError as told:
        refused = told
    if read is None:
        assert refused is not None
        assert refused.message
        assert refused.hint
        return
    assert read.turns
    for turn in read.turns:
        assert turn.text.strip()
        assert to_normal_form(turn.text) == (turn.text, ())
        assert turn.label is None or to_normal_form(turn.label) == (turn.label, ())


PIECES = (
    *("WEBVTT\n", "\n\n", "\n", "00:01.000 --> 00:02.000\n", "<v A>", "1\n", "I: ", "P4:\t", "ja.", "[00:01] "),
    *("#00:00:01-2#", "\x00", "\x1b", "&#0;", "&amp;", "\u2028", "-->", "<v ", "x --> 1:2\n", "SPEAKER_00", "  0:05"),
    *("\ud83d", "a\u030a", "\t"),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=25), st.sampled_from(["a.txt", "a.vtt", "a.srt", "a.docx"]))
@example(["WEBVTT\n", "\n", "00:01.000 --> 00:02.000\n", "<v &#0;A>", "ja."], "a.vtt")
def test_any_mixture_of_what_transcripts_hold_is_read_or_refused(tmp_path: Path, parts: list[str], name: str) -> None:
    (tmp_path / name).write_bytes("".join(parts).encode("utf-8", "surrogatepass"))
    check(tmp_path / name)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.binary(max_size=300), st.sampled_from([b"", b"PK\x03\x04", b"WEBVTT\n\n", b"\xff\xfe", b"\xef\xbb\xbf"]))
def test_any_bytes_are_read_or_refused(tmp_path: Path, raw: bytes, start: bytes) -> None:
    (tmp_path / "a.txt").write_bytes(start + raw)
    check(tmp_path / "a.txt")

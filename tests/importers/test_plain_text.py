"""Plain text transcripts, in the forms that people and programs write them."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qualcode.errors import NoTurnsFound
from tests.importers.reading import messages, read_text, said


def test_labels_and_words_are_parted(tmp_path: Path) -> None:
    read = read_text(tmp_path, "I: Hva tenkte du da?\n\nP4: Nei, det … jeg ble sittende.\n\nI: Flau?\n\nP4: Ja.\n")
    assert said(read) == [
        ("I", "Hva tenkte du da?"),
        ("P4", "Nei, det … jeg ble sittende."),
        ("I", "Flau?"),
        ("P4", "Ja."),
    ]
    assert (read.format, read.encoding, read.problems) == ("txt", "utf-8", ())


def test_what_follows_without_a_label_belongs_to_the_turn(tmp_path: Path) -> None:
    read = read_text(tmp_path, "I: Ja?\nP4: Det var rart.\nJeg visste ikke hva.\n\nOg så gikk jeg.\nI: Ja.\nP4: Ja.")
    assert said(read)[1] == ("P4", "Det var rart.\nJeg visste ikke hva.\nOg så gikk jeg.")


def test_consecutive_paragraphs_of_one_speaker_are_one_turn(tmp_path: Path) -> None:
    read = read_text(tmp_path, "I: Ja?\nP4: En.\nP4: To.\nI: Ja.")
    assert said(read) == [("I", "Ja?"), ("P4", "En.\nTo."), ("I", "Ja.")]


def test_lines_cut_by_a_program_are_joined_again(tmp_path: Path) -> None:
    wrapped = "\n".join(["en to tre fire fem seks sju åtte ni ti elleve tolv"] * 8)
    read = read_text(tmp_path, f"I: Ja?\n\nP4: {wrapped}\n\nI: Ja.\n\nP4: Nei.")
    assert "\n" not in said(read)[1][1]


def test_the_heading_is_left_out_and_told(tmp_path: Path) -> None:
    heading = "Intervju på sykehjem – Bodø\nTil stede: Åse og Øyvind\nDato: 3. mars\n\n"
    read = read_text(tmp_path, f"{heading}I: Ja?\nP4: Nei.\nI: Å?\nP4: Jo.")
    assert [label for label, _ in said(read)] == ["I", "P4", "I", "P4"]
    assert "line 1: " in messages(read)
    assert "Bodø" in messages(read)


def test_a_long_text_before_the_first_speaker_is_kept(tmp_path: Path) -> None:
    notes = "Vi satt lenge og snakket om alt mulig før opptaket begynte. " * 20
    read = read_text(tmp_path, f"{notes}\n\nI: Ja?\nP4: Nei.\nI: Å?\nP4: Jo.")
    assert said(read)[0] == (None, notes.strip())
    assert "kept as turns without a speaker" in messages(read)


def test_f4_times_end_their_paragraph(tmp_path: Path) -> None:
    read = read_text(
        tmp_path,
        "I: Hei? #00:00:02-6#\r\n\r\nB: Hei. #00:00:05-4#\r\n\r\nI: Ja. #00:00:06-0#\r\n\r\nB: Jo. #00:01:23-4#",
    )
    assert [(turn.text, turn.start_ms, turn.end_ms) for turn in read.turns] == [
        ("Hei?", None, 2_600),
        ("Hei.", None, 5_400),
        ("Ja.", None, 6_000),
        ("Jo.", None, 83_400),
    ]


def test_times_in_brackets_begin_their_turn(tmp_path: Path) -> None:
    read = read_text(
        tmp_path, "[00:00:02] Lege: Hei?\n[00:00:03] Pasient: Hei.\n[00:01:05] Lege: Ja.\n[01:00:00] Pasient: Jo."
    )
    assert [turn.start_ms for turn in read.turns] == [2_000, 3_000, 65_000, 3_600_000]
    assert [turn.label for turn in read.turns] == ["Lege", "Pasient", "Lege", "Pasient"]


def test_a_name_and_time_line_opens_a_turn(tmp_path: Path) -> None:
    text = (
        "\nBSR10_transcript\nSUMMARY KEYWORDS\ndata, tweets\nSPEAKERS\nKari Åsen, BSR10\n\n"
        "Kari Åsen  00:00\nFørst dette.\n\nBSR10  01:05\nSå dette.\n\nKari Åsen  02:00\nJa.\n\nBSR10  1:00:05\nNei.\n\n"
        "Transcribed by https://otter.ai\n"
    )
    read = read_text(tmp_path, text)
    assert said(read) == [
        ("Kari Åsen", "Først dette."),
        ("BSR10", "Så dette."),
        ("Kari Åsen", "Ja."),
        ("BSR10", "Nei."),
    ]
    assert [turn.start_ms for turn in read.turns] == [0, 65_000, 120_000, 3_605_000]
    assert "otter.ai" in messages(read)


def test_a_label_may_stand_alone_above_its_lines(tmp_path: Path) -> None:
    read = read_text(tmp_path, "SPEAKER_01:\nHei.\nHei igjen.\n\nSPEAKER_00:\nJa.\n\nSPEAKER_01:\nNei.\n")
    assert said(read) == [("SPEAKER_01", "Hei.\nHei igjen."), ("SPEAKER_00", "Ja."), ("SPEAKER_01", "Nei.")]


def test_machine_made_stretches_are_joined_by_a_space(tmp_path: Path) -> None:
    first = "Transcription for a\n\nSPEAKER_00\n[00:00:00] - Hei?\n[00:00:01] - Er du der?\n\n"
    text = f"{first}SPEAKER_01\n[00:00:03] - Ja.\n"
    read = read_text(tmp_path, text)
    assert said(read) == [("SPEAKER_00", "Hei? Er du der?"), ("SPEAKER_01", "Ja.")]
    assert [turn.start_ms for turn in read.turns] == [0, 3_000]


def test_times_among_the_words_are_taken_out_and_counted(tmp_path: Path) -> None:
    read = read_text(tmp_path, "I: Ja?\nP4: Først gikk jeg hjem, og så [00:01:46] kom hun.\nI: Å?\nP4: Jo.")
    assert said(read)[1][1] == "Først gikk jeg hjem, og så kom hun."
    assert "1 time in the middle" in messages(read)


def test_without_speakers_every_paragraph_is_a_turn(tmp_path: Path) -> None:
    read = read_text(tmp_path, "Det begynte med et brev.\nDet lå på trappa.\n\nSå gikk det en uke.\n")
    assert said(read) == [(None, "Det begynte med et brev.\nDet lå på trappa."), (None, "Så gikk det en uke.")]
    assert "No speakers" in messages(read)


def test_without_speakers_and_empty_lines_every_line_is_a_turn(tmp_path: Path) -> None:
    read = read_text(tmp_path, "\n".join(f"ytring {n} ." for n in range(10)))
    assert len(read.turns) == 10


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "utf-32"])
def test_norwegian_letters_survive_every_encoding(tmp_path: Path, encoding: str) -> None:
    read = read_text(
        tmp_path, "Åse: Det var på Øya.\r\nØyvind: «Ærlig» – talt …\r\nÅse: Ja.\r\nØyvind: Jo.", encoding=encoding
    )
    assert said(read)[:2] == [("Åse", "Det var på Øya."), ("Øyvind", "«Ærlig» – talt …")]


def test_letters_in_two_parts_are_put_together_in_labels_and_words(tmp_path: Path) -> None:
    read = read_text(tmp_path, "A\u030ase: Pa\u030a.\nOla: Ja.\nÅse: På.\nOla: Nei.")
    assert said(read)[0] == ("Åse", "På.")
    assert {turn.label for turn in read.turns} == {"Åse", "Ola"}


def test_control_characters_are_taken_out_and_told(tmp_path: Path) -> None:
    read = read_text(tmp_path, "I: Ja\x1b]52;c;QQ\x07?\nP4: Ne\x00i.\nI: Å?\nP4: Jo.")
    assert said(read)[:2] == [("I", "Ja]52;c;QQ?"), ("P4", "Nei.")]
    assert "1 NUL character" in messages(read)
    assert "2 control characters" in messages(read)


def test_a_label_without_words_is_told_and_makes_no_turn(tmp_path: Path) -> None:
    read = read_text(tmp_path, "I: Ja?\nP4:\nI: Er du der?\nP4: Ja.")
    assert said(read) == [("I", "Ja?\nEr du der?"), ("P4", "Ja.")]
    assert "line 2: " in messages(read)


def test_markup_and_formulas_are_words_like_others(tmp_path: Path) -> None:
    read = read_text(tmp_path, "I: [/b] [@click=app.bell()]x\nP4: =1+1\nI: <b>&amp;\nP4: {name} %s")
    assert [text for _, text in said(read)] == ["[/b] [@click=app.bell()]x", "=1+1", "<b>&amp;", "{name} %s"]


def test_doubtful_labels_are_told_with_their_line(tmp_path: Path) -> None:
    read = read_text(tmp_path, "Kari: Ja?\nOla: Nei.\nKari: Å?\nOla: Jo.\nPer: Enig.")
    assert ("Per", "Enig.") in said(read)
    assert "line 5: “Per” stands only once and was taken" in messages(read)


def test_only_a_heading_is_no_talk(tmp_path: Path) -> None:
    with pytest.raises(NoTurnsFound):
        read_text(tmp_path, "I:\nP4:\nI:\nP4:\n")


words = st.text(st.sampled_from("abcå ,.«»-"), min_size=1, max_size=30).filter(lambda text: text.strip(" .,-«»") != "")
turns = st.lists(st.tuples(st.sampled_from(["I", "P4", "FL6"]), words), min_size=1, max_size=8)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(turns)
def test_a_labelled_talk_is_read_back_word_for_word(tmp_path: Path, talk: list[tuple[str, str]]) -> None:
    complete = [("I", "Ja?"), ("P4", "Ja."), *talk, ("I", "Ja?"), ("P4", "Ja.")]
    read = read_text(tmp_path, "\n\n".join(f"{label}: {text}" for label, text in complete))
    expected: list[tuple[str, list[str]]] = []
    for label, text in complete:
        if expected and expected[-1][0] == label:
            expected[-1][1].append(text.strip())
        else:
            expected.append((label, [text.strip()]))
    assert said(read) == [(label, "\n".join(texts)) for label, texts in expected]


def test_a_label_with_a_remark_keeps_its_words_though_it_stands_only_twice(tmp_path: Path) -> None:
    read = read_text(tmp_path, "Kvinne 1 (45 år): Hei.\nMann 2: Hallo.\nKvinne 1 (45 år): Ja.\nMann 2: Nei.\n")
    assert [label for label, _ in said(read)] == ["Kvinne 1 (45 år)", "Mann 2"] * 2
    assert said(read)[0][1] == "Hei."

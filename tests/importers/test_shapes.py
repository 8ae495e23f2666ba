"""Shapes that transcripts have outside: each way of writing who speaks gives the same talk."""

import json
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from qualcode.errors import NotThatFormat, UnreadableFile
from qualcode.importers.registry import read_transcript
from qualcode.views.importing import Decisions
from tests.importers.reading import messages, read_text, said

TALK = (
    ("I", "Hvordan var det hos legen?"),
    ("P4", "Det var jo greit. Jeg tenkte: nå får vi se."),
    ("I", "Ja?"),
    ("P4", "Hun så på meg – hele tida."),
    ("I", "Og etterpå?"),
    ("P4", "Da gikk jeg hjem kl. 10:30 og la meg."),
)


def written(shape: str, between: str = "\n") -> str:
    """The talk with each turn in this shape."""
    return between.join(shape.format(who=who, words=words, n=n) for n, (who, words) in enumerate(TALK, start=1))


@pytest.mark.parametrize(
    "text",
    [
        written("{who} – {words}"),
        written("{who} - {words}"),
        written("({who}) {words}"),
        written("[{who}] {words}"),
        written("{who}\t{words}"),
        written(">> {who}: {words}"),
        written("{who}\n{words}", "\n\n"),
        written("{n} {who}: {words}"),
        written("{n}. {who}: {words}", "\n\n"),
        written("{who} (00:0{n}): {words}"),
        written("[00:00:0{n}] {who}: {words}"),
        written("#00:00:0{n}-3# {who}: {words}"),
        written("{who}: {words} #00:00:0{n}-3#", "\n\n"),
        written("00:00:0{n}\n{who}: {words}"),
        written("00:00:0{n}.345 --- {who}: {words}"),
        written("{who}, 00:0{n}: {words}"),
        written("{who}, 00:0{n}\n{words}", "\n\n"),
        written("{who} | 00:00:0{n}\n{words}"),
        written("{who}: 00:0{n} {words}"),
        written("{who}:\n0:0{n}\n{words}"),
        written("{who}\t00:0{n}\t{words}"),
        written("00:00:0{n} {who}: {words}"),
        written("00:0{n} | {who} | {words}"),
        written("[0{n}.00s -> 0{n}.90s] {who}: {words}"),
        written("00:00:0{n}.000 --> 00:00:0{n}.900 {who}: {words}"),
        written("[00:00:0{n}.000 --> 00:00:0{n}.900]  [{who}] {words}"),
        written("[{who} 00:0{n}] {words}"),
        written("[00:0{n}] **{who}**: {words}"),
        written("<{who}> {words}"),
        written("({who}): {words}"),
        written("| {who} | {words} |"),
        written("- {who}: {words}"),
        written("{who} > {words}"),
        written("[T00{n}] {who}: {words}"),
        written("{who} ({n}): {words}"),
        "I = intervjuer, P4 = pasient\n" + written("{who}: {words}"),
    ],
)
def test_every_way_of_writing_a_label_gives_the_same_talk(tmp_path: Path, text: str) -> None:
    assert tuple(said(read_text(tmp_path, text))) == TALK


@pytest.mark.parametrize(
    "shape",
    [
        "[00:00:0{n}] {who}: {words}",
        "00:00:0{n}\n{who}: {words}",
        "{who}, 00:0{n}: {words}",
        "{who}: 0:0{n}\n{words}",
        "00:00:0{n} {who}: {words}",
        "00:00:0{n} - 00:00:0{n}\n{who}: {words}",
        "Tid: 00:0{n}\n{who}: {words}",
        "0h00m0{n}s {who}: {words}",
        "[{n}.00s -> {n}.90s]  {who}: {words}",
    ],
)
def test_a_time_before_the_first_label_is_the_first_turns(tmp_path: Path, shape: str) -> None:
    read = read_text(tmp_path, written(shape))
    assert [turn.start_ms for turn in read.turns] == [n * 1000 for n in range(1, len(TALK) + 1)]
    assert read.problems == ()


@pytest.mark.parametrize("mark", ["", ":"])
def test_a_bold_label_over_the_words_or_before_them_is_a_speaker(tmp_path: Path, mark: str) -> None:
    above, before = Document(), Document()
    for who, words in TALK:
        name = {"I": "Kari Hansen", "P4": "Ola Bø"}[who]
        above.add_paragraph().add_run(name + mark).bold = True
        above.add_paragraph(words)
        paragraph = before.add_paragraph()
        paragraph.add_run(name + mark).bold = True
        paragraph.add_run(f" {words}")
    for document in (above, before):
        document.save(str(tmp_path / "a.docx"))
        turns = said(read_transcript(tmp_path / "a.docx"))
        assert [words for _, words in turns] == [words for _, words in TALK]
        assert {label for label, _ in turns} == {"Kari Hansen", "Ola Bø"}


def test_a_dash_in_speech_makes_no_speaker_where_labels_have_colons(tmp_path: Path) -> None:
    text = "I: Hva?\nP4: Ja.\nAlle – det var mange.\nI: Ja?\nP4: Å.\nAlle – så mange.\nI: Takk."
    assert {label for label, _ in said(read_text(tmp_path, text))} == {"I", "P4"}


def test_numbers_that_do_not_rise_are_words(tmp_path: Path) -> None:
    text = "\n\n".join(f"{n} ganger var vi der." for n in (3, 2, 5, 1, 4, 2))
    assert said(read_text(tmp_path, text))[0] == (None, "3 ganger var vi der.")


def test_doubtful_and_common_labels_of_a_focus_group_are_speakers(tmp_path: Path) -> None:
    text = "M: Hei.\nFL1: Ja.\nFL2: Jo.\nFL1?: Tja.\nFL?: Hm.\nFL1/FL2: Enig.\nM: Så?\nFL1: Nei.\nAlle: Ja!\nM: Takk."
    labels = [label for label, _ in said(read_text(tmp_path, text))]
    assert labels == ["M", "FL1", "FL2", "FL1?", "FL?", "FL1/FL2", "M", "FL1", "Alle", "M"]


@pytest.mark.parametrize("named", ["I", "P4"])
def test_where_one_side_is_named_the_other_is_not_given_to_it(tmp_path: Path, named: str) -> None:
    lines = [f"{who}: {words}" if who == named else words for who, words in TALK]
    read = read_text(tmp_path, "\n".join([*lines, *lines]))
    assert [label for label, _ in said(read)] == [named if who == named else None for who, _ in TALK] * 2
    assert f"“{named}”" in messages(read)


def word(said_word: str, who: int | str | None, at: float, **more: Any) -> dict[str, Any]:
    """A word as the services write it."""
    told = {} if who is None else {"speaker": who}
    return {"word": said_word, "start": at, "end": at + 0.2} | told | more


WORDS = [word(one, f"SPEAKER_0{who == 'P4':d}", n) for n, (who, words) in enumerate(TALK) for one in words.split()]
AMAZON = [
    {
        "type": "pronunciation" if one not in ".?" else "punctuation",
        "speaker_label": f"spk_{who == 'P4':d}",
        "alternatives": [{"content": one}],
        **({"start_time": str(n), "end_time": f"{n}.5"} if one not in ".?" else {}),
    }
    for n, (who, said_words) in enumerate((("I", "Ja ?"), ("P4", "Nei ."), ("I", "Takk .")))
    for one in said_words.split()
]


@pytest.mark.parametrize(
    "content",
    [
        {"segments": [{"start": 0, "end": 9, "text": " ".join(words for _, words in TALK), "words": WORDS}]},
        {"results": {"channels": [{"alternatives": [{"transcript": "x", "words": WORDS}]}]}},
    ],
)
def test_a_stretch_is_cut_where_its_words_change_speaker(tmp_path: Path, content: dict[str, Any]) -> None:
    read = read_text(tmp_path, json.dumps(content), name="a.json")
    assert [words for _, words in said(read)] == [words for _, words in TALK]
    assert [turn.start_ms for turn in read.turns] == [n * 1000 for n in range(len(TALK))]


def test_words_that_are_not_those_of_the_stretch_do_not_replace_it(tmp_path: Path) -> None:
    stretch = {"start": 0, "end": 9, "text": "Noe ganske annet.", "speaker": "A", "words": WORDS}
    assert said(read_text(tmp_path, json.dumps({"segments": [stretch]}), name="a.json")) == [("A", "Noe ganske annet.")]


def test_punctuation_marks_of_their_own_cling_to_the_word_before(tmp_path: Path) -> None:
    read = read_text(tmp_path, json.dumps({"results": {"items": AMAZON}}), name="a.json")
    assert said(read) == [("spk_0", "Ja?"), ("spk_1", "Nei."), ("spk_0", "Takk.")]


def test_an_object_on_every_line_is_a_list_of_stretches(tmp_path: Path) -> None:
    lines = (
        json.dumps({"start": n, "end": n + 1, "speaker": who, "text": words}) for n, (who, words) in enumerate(TALK)
    )
    read = read_text(tmp_path, "\n".join(lines), name="a.jsonl")
    assert tuple(said(read)) == TALK
    assert read.problems == ()


@pytest.mark.parametrize("name", ["a.json", "a.otr"])
def test_json_that_was_cut_off_is_refused_with_the_place_and_not_taken_for_talk(tmp_path: Path, name: str) -> None:
    whole = json.dumps({"segments": [{"start": 0, "end": 1, "text": "Hei."}]}, indent=1)
    with pytest.raises(UnreadableFile) as refused:
        read_text(tmp_path, whole[: len(whole) // 2], name=name)
    assert "line 5" in str(refused.value)
    with pytest.raises(NotThatFormat):
        read_text(tmp_path, whole[: len(whole) // 2], name="a.txt")


NAMES = {"I": "Kari Hansen", "P4": "Ola Bø"}


@pytest.mark.parametrize("shape", ["{who}\n{words}", "### {who}\n\n{words}", "[00:0{n}] {who}\n{words}"])
def test_names_that_come_back_alone_over_the_words_are_speakers(tmp_path: Path, shape: str) -> None:
    text = "\n\n".join(shape.format(who=NAMES[who], words=words, n=n) for n, (who, words) in enumerate(TALK))
    assert said(read_text(tmp_path, text, name="a.md")) == [(NAMES[who], words) for who, words in TALK]


def test_names_alone_in_cues_are_speakers(tmp_path: Path) -> None:
    cues = [f"00:0{n}.000 --> 00:0{n}.900\n({NAMES[who]})\n{words}" for n, (who, words) in enumerate(TALK)]
    read = read_text(tmp_path, "WEBVTT\n\n" + "\n\n".join(cues), name="a.vtt")
    assert said(read) == [(NAMES[who], words) for who, words in TALK]


def test_short_answers_on_lines_of_their_own_are_no_names(tmp_path: Path) -> None:
    text = (
        "Det var fint der ute\nAkkurat\nOg så gikk vi hjem igjen\nNettopp\nMen jeg sov ikke\nDet ble for seint\nAkkurat"
    )
    assert {label for label, _ in said(read_text(tmp_path, text))} == {None}


def test_times_that_do_not_rise_are_words(tmp_path: Path) -> None:
    text = "10:30 gikk vi hjem.\n\n08:15 sto vi opp.\n\n22:00 la vi oss.\n\n07:00 ringte klokka."
    assert [words for _, words in said(read_text(tmp_path, text))] == text.split("\n\n")


def test_a_label_that_somebody_has_dropped_stands_in_the_words_as_it_did(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(written("{who} | {words}"), "utf-8")
    words = " ".join(words for _, words in said(read_transcript(path, decisions=Decisions(dropped=("I",)))))
    assert "I | Ja?" in words


def test_stretches_of_whispers_console_are_talk_without_speakers_with_times(tmp_path: Path) -> None:
    lines = [f"[00:00:0{n}.000 --> 00:00:0{n}.900]   {words}" for n, (_, words) in enumerate(TALK)]
    read = read_text(tmp_path, "\n".join(lines))
    assert [turn.text for turn in read.turns] == [words for _, words in TALK]
    assert [turn.start_ms for turn in read.turns] == [n * 1000 for n in range(len(TALK))]


def test_one_voice_for_a_whole_room_does_not_become_one_turn(tmp_path: Path) -> None:
    cues = [f"00:{n:02}.000 --> 00:{n:02}.900\n<v Kari Åsen>Setning nummer {n} er sagt." for n in range(60)]
    read = read_text(tmp_path, "WEBVTT\n\n" + "\n\n".join(cues), name="a.vtt")
    assert len(read.turns) == 60
    assert {turn.label for turn in read.turns} == {"Kari Åsen"}
    assert "Kari Åsen" in messages(read)


def test_a_form_above_the_talk_has_no_speakers(tmp_path: Path) -> None:
    form = "Intervjuer:\nNavn: Kari Lie\nStudieretning: Design\nDeltaker:\nNavn: Ola\nAlder: 20\n1. Om reiser:\n"
    talk = "\n".join(f"KL: Spørsmål {n}?\nOla: Svar {n}." for n in range(5))
    assert {label for label, _ in said(read_text(tmp_path, form + talk))} == {"KL", "Ola"}


def test_a_short_form_that_is_explained_at_the_first_turn_is_the_same_speaker(tmp_path: Path) -> None:
    text = "Intervjuer (I): Hei?\nInformant (P4): Hei.\nI: Ja?\nP4: Ja.\nI: Og?\nP4: Så."
    assert [label for label, _ in said(read_text(tmp_path, text))] == ["I", "P4"] * 3


@pytest.mark.parametrize(
    "content",
    [
        {"samtale": {"ytringer": [{"taler": "I", "role": who, "message": words} for who, words in TALK]}},
        {"biter": [[{"who": who, "line": words}] for who, words in TALK]},
        {
            "speakers": [{"id": 0, "name": "I"}, {"id": 1, "name": "P4"}],
            "segments": [{"speaker": n % 2, "text": words, "start": 1.7e9 + n} for n, (_, words) in enumerate(TALK)],
        },
    ],
)
def test_talk_is_found_in_json_of_services_that_nobody_knows(tmp_path: Path, content: dict[str, Any]) -> None:
    assert said(read_text(tmp_path, json.dumps(content), name="a.json")) == list(TALK)


def test_a_list_of_marks_beside_the_talk_is_not_talk(tmp_path: Path) -> None:
    talk = [{"speaker_name": who, "words_str": words, "start_time": n} for n, (who, words) in enumerate(TALK)]
    content = {"talk": talk, "marks": [{"text": "Viktig", "start": 3}]}
    assert said(read_text(tmp_path, json.dumps(content), name="a.json")) == list(TALK)


def test_a_table_of_talk_has_its_speakers_and_times_whatever_else_it_has(tmp_path: Path) -> None:
    rows = [f"{n}.500,{who},{json.dumps(words, ensure_ascii=False)},a,b" for n, (who, words) in enumerate(TALK)]
    read = read_text(tmp_path, "\n".join(["start,speaker,words,tags,link", *rows]), name="a.csv")
    assert said(read) == list(TALK)
    assert [turn.start_ms for turn in read.turns] == [n * 1000 + 500 for n in range(len(TALK))]


def test_captions_of_youtube_have_their_times(tmp_path: Path) -> None:
    text = "0:00:01.500,0:00:02.000\nDet var på øya.\n\n0:00:05.000,0:00:06.000\nÅ ja?\n"
    read = read_text(tmp_path, text, name="a.sbv")
    assert [(turn.text, turn.start_ms) for turn in read.turns] == [("Det var på øya.", 1500), ("Å ja?", 5000)]
    assert "The name ends in" not in messages(read)


def test_entities_in_markdown_are_the_letters_they_stand_for(tmp_path: Path) -> None:
    read = read_text(tmp_path, "**I:** Hva?\n\n**P4:** Det er&#39;n, p&aring; &laquo;øya&raquo;.\n", name="a.md")
    assert said(read)[1] == ("P4", "Det er'n, på «øya».")


def test_letters_lost_before_the_file_came_are_told_without_blaming_the_encoding(tmp_path: Path) -> None:
    told = messages(read_text(tmp_path, "I: Hva?\nP4: Det var p\ufffd øya.\nI: Ja?\nP4: Ja."))
    assert "lost before" in told
    assert "another encoding" not in told

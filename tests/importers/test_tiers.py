"""ELAN, Praat and CHAT: who says what when, and which tiers are no talk."""

from pathlib import Path

import pytest

from qualcode.errors import UnreadableFile
from qualcode.importers.grouping import common_stem, group_files
from qualcode.importers.registry import read_conversation, read_transcript
from qualcode.views.importing import ReadTranscript
from tests.importers.other_files import aligned, eaf, referring, slot, textgrid, tier
from tests.importers.reading import messages, said

SLOTS = slot(1, 0) + slot(2, 900) + slot(3, None) + slot(4, 2_000) + slot(5, 3_000)


def read(folder: Path, raw: bytes | str, name: str) -> ReadTranscript:
    """The file with this content."""
    (folder / name).write_bytes(raw.encode() if isinstance(raw, str) else raw)
    return read_transcript(folder / name)


def test_elan_top_tiers_talk_in_the_order_of_time(tmp_path: Path) -> None:
    tiers = (
        tier("K-spch", aligned("a1", 1, 2, "Ja?"), aligned("a3", 4, 5, "Å?"), PARTICIPANT="Kari")
        + tier("O-spch", aligned("a2", 2, 4, "Nei."), PARTICIPANT="Ola")
        + tier("K-words", aligned("a4", 1, 2, "ja"), PARENT_REF="K-spch", PARTICIPANT="Kari")
        + tier("marker", aligned("a5", 1, 5, "start"))
    )
    one = read(tmp_path, eaf(tiers, slots=SLOTS, media="file:///home/kari/Opptak/gruppe%201.wav"), "a.eaf")
    assert said(one) == [("Kari", "Ja?"), ("Ola", "Nei."), ("Kari", "Å?")]
    assert [(turn.start_ms, turn.end_ms) for turn in one.turns] == [(0, 900), (900, 2_000), (2_000, 3_000)]
    assert "The tier marker was left out" in messages(one)
    assert one.media == "gruppe 1.wav"


def test_elan_a_slot_without_time_lies_between_its_neighbours(tmp_path: Path) -> None:
    one = read(tmp_path, eaf(tier("Kari", aligned("a1", 3, 5, "Ja?")), slots=SLOTS), "a.eaf")
    assert (one.turns[0].start_ms, one.turns[0].end_ms) == (900, 3_000)


def test_elan_words_below_a_tier_of_numbers_are_the_talk(tmp_path: Path) -> None:
    tiers = tier("ref@KAR", aligned("a1", 1, 2, "001"), aligned("a2", 4, 5, "002")) + tier(
        "tx@KAR", referring("b1", "a1", "Ja"), referring("b2", "a2", "Nei"), PARENT_REF="ref@KAR"
    )
    one = read(tmp_path, eaf(tiers, slots=SLOTS), "a.eaf")
    assert [turn.text for turn in one.turns] == ["Ja Nei"]
    assert (one.turns[0].start_ms, one.turns[0].end_ms) == (0, 3_000)


def test_elan_annotations_that_refer_in_a_ring_have_no_times(tmp_path: Path) -> None:
    one = read(tmp_path, eaf(tier("A", referring("a", "b", "Ja"), referring("b", "a", "nei"))), "a.eaf")
    assert one.turns[0].start_ms is None


def test_elan_with_definitions_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="DOCTYPE"):
        read(tmp_path, eaf("", before='<!DOCTYPE a [<!ENTITY x "y">]>'), "a.eaf")


TIERS: list[tuple[str, list[tuple[float, float, str]]]] = [
    ("Kari", [(0, 1, "Sa du «nei»?"), (1, 2, ""), (4, 5, 'Ja, "så"')]),
    ("Ola", [(0, 1.5, ""), (1.5, 2.25, "Nei.")]),
    ("words", [(0, 1, "sa")]),
]


@pytest.mark.parametrize("short", [False, True])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_textgrids_long_and_short_in_any_encoding(tmp_path: Path, encoding: str, short: bool) -> None:
    grid = textgrid(TIERS, short=short).replace("\n", "\r\n")
    one = read(tmp_path, grid.encode(encoding), "a.TextGrid")
    assert said(one) == [("Kari", "Sa du «nei»?"), ("Ola", "Nei."), ("Kari", 'Ja, "så"')]
    assert (one.turns[1].start_ms, one.turns[1].end_ms) == (1_500, 2_250)
    assert "words was left out" in messages(one)


def test_a_textgrid_that_promises_more_than_it_holds_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="ends before"):
        read(tmp_path, textgrid(TIERS).replace("size = 3", "size = 999999999"), "a.TextGrid")


def grids(folder: Path, *names: str, length: float = 10) -> list[Path]:
    """Single-tier files of these names; each speaker speaks a second after the one before."""
    paths = []
    for at, name in enumerate(names):
        (folder / name).write_text(textgrid([("Speaker", [(at, at + 1, f"Ytring {at}")])], length=length), "utf-8")
        paths.append(folder / name)
    return paths


def test_a_file_for_each_speaker_is_one_conversation_and_told(tmp_path: Path) -> None:
    paths = grids(tmp_path, "dag1_lege.TextGrid", "dag1_pasient.TextGrid")
    assert group_files([tmp_path / "x.txt", *paths]) == [(tmp_path / "x.txt",), tuple(paths)]
    one = read_conversation(paths)
    assert said(one) == [("lege", "Ytring 0"), ("pasient", "Ytring 1")]
    assert "2 files were read as one conversation" in messages(one)
    assert common_stem(paths) == "dag1"


def test_other_textgrids_stay_apart(tmp_path: Path) -> None:
    numbered = grids(tmp_path, "intervju_1.TextGrid", "intervju_2.TextGrid")
    other_days = grids(tmp_path, "dag1 lege.TextGrid", "dag2 pasient.TextGrid")
    longer = [*grids(tmp_path, "p-a.TextGrid"), *grids(tmp_path, "p-b.TextGrid", length=20)]
    (tmp_path / "q-a.TextGrid").write_text(textgrid(TIERS), "utf-8")
    many = [tmp_path / "q-a.TextGrid", *grids(tmp_path, "q-b.TextGrid")]
    for paths in (numbered, other_days, longer, many):
        assert group_files(paths) == [(path,) for path in paths]


def test_a_lone_generic_tier_gives_way_to_the_last_part_of_the_name(tmp_path: Path) -> None:
    (path,) = grids(tmp_path, "dag1_pasient.TextGrid")
    assert read_transcript(path).turns[0].label == "pasient"


CHAT = (
    "@UTF8\n@Begin\n@Languages:\tnor\n@Media:\tgruppe1, audio\n"
    "*KAR:\tjeg <det er> [//] det var &-eh (be)gynt xxx [!] &=ler\n\tog så (.) hjem . \x151200_3400\x15\n"
    "%mor:\tpro|jeg\n*OLA:\tja +... \x153500_4000\x15\n*OLA:\tnei ? \x154000_4500\x15\n@End\n"
)


def test_chat_codes_go_and_words_stay(tmp_path: Path) -> None:
    one = read(tmp_path, CHAT, "a.cha")
    assert said(one) == [("KAR", "jeg det er det var eh begynt xxx (ler) og så (.) hjem."), ("OLA", "ja… nei?")]
    assert [(turn.start_ms, turn.end_ms) for turn in one.turns] == [(1_200, 3_400), (3_500, 4_500)]
    assert one.media == "gruppe1"
    assert "1 line of analysis" in messages(one)


def test_elan_a_tier_of_sentences_that_names_nobody_among_tiers_that_do_is_talk(tmp_path: Path) -> None:
    def top(name: str, words: str, **told: str) -> str:
        return tier(name, aligned(f"a{name}", 1, 2, words), LINGUISTIC_TYPE_REF="tale", **told)

    tiers = top("A", "Hva tenkte du da?", PARTICIPANT="Kari") + top("Ola", "Jeg tenkte på øya.") + top("del", "1")
    read_ = read(tmp_path, eaf(tiers, slots=SLOTS), "a.eaf")
    assert said(read_) == [("Kari", "Hva tenkte du da?"), ("Ola", "Jeg tenkte på øya.")]
    assert "del" in messages(read_)


def test_of_words_and_sounds_one_by_one_the_words_are_the_talk(tmp_path: Path) -> None:
    path = tmp_path / "a.TextGrid"
    path.write_bytes(
        textgrid([("word", [(0, 1, "på"), (1, 2, "øya")]), ("phone", [(0, 1, "p o"), (1, 2, "ø y a")])]).encode()
    )
    assert [turn.text for turn in read_transcript(path).turns] == ["på øya"]


def test_a_lone_tier_called_text_names_nobody(tmp_path: Path) -> None:
    path = tmp_path / "a.eaf"
    path.write_bytes(eaf(tier("text", aligned("a", 0, 1, "Det var på øya.")), slots=slot(0, 0) + slot(1, 900)))
    assert said(read_transcript(path)) == [(None, "Det var på øya.")]

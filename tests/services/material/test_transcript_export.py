"""Transcripts handed on: numbered and named in Word, timed as captions, silent where consent is missing."""

from pathlib import Path

import pytest
import webvtt
from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qualcode.errors import CannotWrite, NothingNamed, NothingToExport, ValueRefused
from qualcode.exporters.reporting.transcripts import write_captions
from qualcode.importers.registry import read_transcript
from qualcode.services.material.transcript_export import export_transcripts, printed_transcripts
from qualcode.services.participants.participants import import_participants
from qualcode.storage.opening import OpenStudy
from qualcode.views.reporting import PrintedTranscript, PrintedTurn
from tests.builders import SUBSTUDY, add_substudy, add_transcript, numbered, registered
from tests.exporters.reading import W, read_text

SAID = [("I", "Hva tenkte du?"), ("P1", "Jeg ble redd.\nOg sint."), (None, "(latter)")]


@pytest.fixture
def material(study: OpenStudy) -> OpenStudy:
    """One interview, with a participant, an interviewer, and a turn of nobody's."""
    add_substudy(study)
    import_participants(study, numbered([{"participant": "P1"}, {"participant": "P2"}]), substudy=SUBSTUDY)
    add_transcript(study, "P1", SAID)
    return study


def timed(*turns: tuple[str, str, int | None, int | None]) -> PrintedTranscript:
    """A transcript of turns as (speaker, words, start, end)."""
    return PrintedTranscript("T", "S", tuple(PrintedTurn(number, *turn) for number, turn in enumerate(turns, start=1)))


def paragraphs(path: Path) -> list[str]:
    """The paragraphs of a Word file."""
    return [paragraph.text for paragraph in Document(str(path)).paragraphs]


def test_a_turn_has_its_number_its_speaker_and_its_words(material: OpenStudy, tmp_path: Path) -> None:
    path = tmp_path / "alt.docx"
    assert export_transcripts(material, path) == (path,)
    assert paragraphs(path) == ["P1", "1\tI: Hva tenkte du?", "2\tP1: Jeg ble redd.\nOg sint.", "3\t(latter)"]
    bold = [run.text for paragraph in Document(str(path)).paragraphs for run in paragraph.runs if run.bold]
    assert bold == ["I:", "P1:"]


def test_word_numbers_the_lines_if_that_is_wanted_and_only_then(material: OpenStudy, tmp_path: Path) -> None:
    for numbers, there in (("line", True), ("turn", False), ("none", False)):
        path = tmp_path / f"{numbers}.docx"
        export_transcripts(material, path, numbers=numbers)
        section = read_text(path).find(f".//{W}sectPr")
        assert section is not None
        assert (section.find(f"{W}lnNumType") is not None) == there
        assert paragraphs(path)[1] == ("1\tI: Hva tenkte du?" if numbers == "turn" else "I: Hva tenkte du?")
    with pytest.raises(ValueRefused):
        export_transcripts(material, tmp_path / "x.docx", numbers="roman")


def test_line_numbers_stand_where_word_wants_them_among_the_settings(material: OpenStudy, tmp_path: Path) -> None:
    export_transcripts(material, tmp_path / "a.docx", numbers="line")
    section = read_text(tmp_path / "a.docx").find(f".//{W}sectPr")
    assert section is not None
    tags = [str(child.tag).removeprefix(W) for child in section]
    assert tags.index("pgMar") < tags.index("lnNumType")
    later = {"pgNumType", "cols", "titlePg", "docGrid"} & set(tags)
    assert all(tags.index("lnNumType") < tags.index(tag) for tag in later)


def test_lines_are_numbered_through_one_transcript_and_by_page_where_there_are_several(
    material: OpenStudy, tmp_path: Path
) -> None:
    def restart() -> str | None:
        export_transcripts(material, tmp_path / "a.docx", numbers="line")
        numbered_by = read_text(tmp_path / "a.docx").find(f".//{W}lnNumType")
        assert numbered_by is not None
        return numbered_by.get(f"{W}restart")

    assert restart() == "continuous"
    add_transcript(material, "P2", [("P2", "Nei.")])
    assert restart() == "newPage"


def test_each_transcript_begins_a_page_and_a_folder_gets_a_file_for_each(material: OpenStudy, tmp_path: Path) -> None:
    add_transcript(material, "P2", [("P2", "Nei.")])
    export_transcripts(material, tmp_path / "alt.docx")
    assert len(list(read_text(tmp_path / "alt.docx").iter(f"{W}pageBreakBefore"))) == 1
    written = export_transcripts(material, tmp_path / "ut")
    assert sorted(path.name for path in (tmp_path / "ut").iterdir()) == ["P1.docx", "P2.docx"]
    assert [path.name for path in written] == ["P1.docx", "P2.docx"]


def test_names_that_files_cannot_have_or_share_are_made_safe(material: OpenStudy, tmp_path: Path) -> None:
    add_substudy(material, "Legene")
    add_transcript(material, "p1", [("X", "Hei.")], substudy="Legene")
    add_transcript(material, "A / B", [("X", "Hei du.")], substudy="Legene")
    add_transcript(material, "..", [("X", "Hei der.")], substudy="Legene")
    export_transcripts(material, tmp_path / "ut")
    assert sorted(path.name for path in (tmp_path / "ut").iterdir()) == [
        "-.docx",
        "A - B.docx",
        "Legene p1.docx",
        "Pasientene P1.docx",
    ]


def test_words_without_consent_are_left_out_and_said_to_be(material: OpenStudy, tmp_path: Path) -> None:
    registered(material, consent=[{"participant": "P2", "given": "2016-01-01"}])
    (printed,) = printed_transcripts(material)
    assert printed.held_back == 1
    export_transcripts(material, tmp_path / "a.docx")
    words = "\n".join(paragraphs(tmp_path / "a.docx"))
    assert "redd" not in words
    assert "Hva tenkte du?" in words
    assert "1 replikk er utelatt" in words
    registered(material, consent=[{"participant": "P1", "given": "2016-01-01"}])
    assert printed_transcripts(material)[0].held_back == 0


def test_captions_have_voices_and_times_and_can_be_read_back(tmp_path: Path) -> None:
    path = tmp_path / "a.vtt"
    words = 'Jeg sa <nei> & "ja" --> slik'
    write_captions(
        [timed(("I", "Hva?", 0, 1500), ("P<1>", words, 61_000, None), ("", "Jo.\nDa.", 3_723_004, None))], path
    )
    captions = webvtt.read(str(path)).captions
    assert [(one.start, one.end) for one in captions] == [
        ("00:00:00.000", "00:00:01.500"),
        ("00:01:01.000", "01:02:03.004"),
        ("01:02:03.004", "01:02:08.004"),
    ]
    raw = path.read_text(encoding="utf-8")
    assert "<v I>Hva?" in raw
    assert "<v P&lt;1&gt;>Jeg sa &lt;nei&gt; &amp;" in raw
    assert raw.count("-->") == 3


def test_words_without_a_time_are_further_voices_in_the_caption_before_them(tmp_path: Path) -> None:
    path = tmp_path / "a.vtt"
    turns = [("I", "Er dere der?", None, None), ("P1", "Hei.", 1000, None), ("P2", "Mm.", None, None)]
    write_captions([timed(*turns, ("P1", "Du.", 4000, 5000))], path)
    read = read_transcript(path)
    assert [(turn.label, turn.text) for turn in read.turns] == [
        ("I", "Er dere der?"),
        ("P1", "Hei."),
        ("P2", "Mm."),
        ("P1", "Du."),
    ]
    assert path.read_text(encoding="utf-8").count("-->") == 2


def test_captions_without_times_or_of_several_are_refused(material: OpenStudy, tmp_path: Path) -> None:
    with pytest.raises(NothingToExport):
        export_transcripts(material, tmp_path / "a.vtt")
    one = timed(("I", "Hva?", 0, 1500))
    with pytest.raises(NothingToExport):
        write_captions([one, one], tmp_path / "a.vtt")
    assert list(tmp_path.glob("*.vtt")) == []


def test_what_is_not_there_is_said(study: OpenStudy, tmp_path: Path) -> None:
    with pytest.raises(NothingToExport):
        export_transcripts(study, tmp_path / "a.docx")
    with pytest.raises(NothingNamed):
        export_transcripts(study, tmp_path / "a.docx", transcript="P7")
    add_substudy(study)
    add_transcript(study, "P1", SAID)
    with pytest.raises(CannotWrite):
        export_transcripts(study, tmp_path / "a.pdf")
    with pytest.raises(CannotWrite):
        export_transcripts(study, tmp_path / "none" / "ut")


_lines = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30).filter(str.strip)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(turns=st.lists(st.tuples(_lines, st.integers(0, 10**7)), min_size=1, max_size=5))
def test_whatever_is_said_there_are_as_many_captions_as_turns(tmp_path: Path, turns: list[tuple[str, int]]) -> None:
    path = tmp_path / "a.vtt"
    in_order = sorted(turns, key=lambda turn: turn[1])
    write_captions([timed(*(("P1", words, start, None) for words, start in in_order))], path)
    text = path.read_text(encoding="utf-8")
    assert text.count("-->") == len(turns)
    assert all(block.strip() for block in text.split("\n\n"))

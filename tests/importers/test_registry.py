"""What a file is, is decided by what it holds."""

import itertools
import os
import subprocess
import sys
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest

from qualcode.errors import EmptyFile, NoSuchFormat, NotThatFormat, QualcodeError, UnknownFormat, UnreadableFile
from qualcode.importers.registry import importer_names, importer_suffixes, read_transcript
from qualcode.locale import use_language
from tests.importers.reading import messages, read_text, said
from tests.importers.word_files import save_paragraphs, zip_of

LINES = "I: Ja?\nP4: Nei.\nI: Å?\nP4: Jo."
VTT = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v A>Ja.\n"
SRT = "1\n00:00:01,000 --> 00:00:02,000\nA: Ja.\n"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600


def save(path: Path, content: bytes | str) -> Path:
    """A file with this content."""
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_the_formats_are_those_of_the_manual() -> None:
    names = "txt docx vtt srt odt rtf pdf md html json tsv csv otr eaf textgrid cha"
    assert importer_names() == tuple(names.split())
    assert {f".{name}" for name in names.split() if name != "csv"} <= set(importer_suffixes())


@pytest.mark.parametrize(("content", "format_"), [(LINES, "txt"), (VTT, "vtt"), (SRT, "srt")])
def test_content_decides_and_a_name_that_disagrees_is_told(tmp_path: Path, content: str, format_: str) -> None:
    for name in ("a.txt", "a.docx", "a.vtt", "a.srt", "a.TXT", "a"):
        read = read_transcript(save(tmp_path / name, content))
        assert read.format == format_
        agrees = name.lower().endswith(format_) or "." not in name
        assert ("The name ends in" in messages(read)) == (not agrees)
        assert read.reason


def test_a_word_file_called_text_is_a_word_file(tmp_path: Path) -> None:
    save_paragraphs(tmp_path / "a.docx", LINES.split("\n"))
    (tmp_path / "a.docx").rename(tmp_path / "a.txt")
    read = read_transcript(tmp_path / "a.txt")
    assert read.format == "docx"
    assert "a Word document" in messages(read)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\x00", "a picture"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "a picture"),
        (OLE, "before 2007"),
        (b"ID3\x04\x00\x00", "sound"),
        (b"\x00\x00\x00\x20ftypM4A ", "sound"),
        (b"SQLite format 3\x00" + b"\x00" * 80, "SQLite"),
        (bytes(range(256)) * 20, "other than text"),
        (zip_of(lambda z: z.writestr("xl/workbook.xml", "<a/>")), "an Excel sheet"),
        (zip_of(lambda z: z.writestr("ppt/a.xml", "<a/>")), "PowerPoint"),
        (zip_of(lambda z: z.writestr("a.txt", "Hei")), "a zip file"),
        (b"PK\x03\x04 truncated", "damaged"),
        (b'<?xml version="1.0"?><gpx/>', "XML"),
    ],
    ids=itertools.count(),  # a zip file holds the time it was made, and each worker makes its own
)
def test_something_else_is_refused_by_its_real_name(tmp_path: Path, content: bytes, kind: str) -> None:
    with pytest.raises(NotThatFormat) as refused:
        read_transcript(save(tmp_path / "a.docx", content))
    assert kind in refused.value.message
    assert "docx" in refused.value.message
    with pytest.raises(UnknownFormat) as unknown:
        read_transcript(save(tmp_path / "a.xyz", content))
    assert kind in unknown.value.message
    assert "txt, docx, vtt, srt" in unknown.value.hint


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.7\n%\xe2\xe3", "a PDF"),
        (b"{\\rtf1\\ansi\\ansicpg1252\\uc }", "an RTF file"),
        (zip_of(lambda z: z.writestr("content.xml", "<a/>")), "an OpenDocument text"),
        (b'{"segments": []}', "JSON"),
        (b'File type = "ooTextFile"\n', "TextGrid"),
    ],
    ids=itertools.count(),
)
def test_a_broken_file_with_a_wrong_name_is_refused_by_its_real_one(tmp_path: Path, content: bytes, kind: str) -> None:
    with pytest.raises(NotThatFormat, match=kind):
        read_transcript(save(tmp_path / "a.docx", content))


@pytest.mark.parametrize(("name", "error"), [("participants.csv", UnreadableFile), ("book.yaml", UnknownFormat)])
def test_tables_are_not_taken_for_talk(tmp_path: Path, name: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        read_transcript(save(tmp_path / name, "participant,age\nP1,40\n"))


@pytest.mark.parametrize("content", [b"", b"\n \r\n", b"\xef\xbb\xbf", b"\xff\xfe", "\ufeff\n".encode("utf-16")])
def test_an_empty_file_is_empty(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(EmptyFile):
        read_transcript(save(tmp_path / "a.txt", content))


def test_a_folder_a_missing_file_and_a_pipe_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="folder"):
        read_transcript(tmp_path)
    with pytest.raises(UnreadableFile, match="no such file"):
        read_transcript(tmp_path / "borte.txt")
    os.mkfifo(tmp_path / "pipe.txt")
    with pytest.raises(UnreadableFile, match="not an ordinary file"):
        read_transcript(tmp_path / "pipe.txt")
    with pytest.raises(UnreadableFile):
        read_transcript(Path("a\x00b"))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_forbidden_file_is_told(tmp_path: Path) -> None:
    path = save(tmp_path / "a.txt", LINES)
    path.chmod(0)
    with pytest.raises(UnreadableFile, match="not allowed"):
        read_transcript(path)


def test_the_user_may_choose_the_format(tmp_path: Path) -> None:
    read = read_transcript(save(tmp_path / "a.vtt", VTT), format="txt")
    assert read.format == "txt"
    assert "chosen by the user" in read.reason


def test_the_user_may_not_choose_what_cannot_be(tmp_path: Path) -> None:
    with pytest.raises(NotThatFormat):
        read_transcript(save(tmp_path / "a.pdf", b"%PDF-1.7"), format="txt")
    with pytest.raises(NotThatFormat):
        read_transcript(save(tmp_path / "a.txt", LINES), format="docx")
    with pytest.raises(NoSuchFormat, match="pages"):
        read_transcript(save(tmp_path / "a.txt", LINES), format="pages")


def test_a_word_file_with_a_password_is_refused_as_that(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="locked with a password"):
        read_transcript(save(tmp_path / "a.docx", OLE + "EncryptedPackage".encode("utf-16-le")))


def test_mac_roman_is_offered_and_used_only_when_asked_for(tmp_path: Path) -> None:
    text = "Åse: Så gikk jeg på besøk.\nOla: Og så kjørte bæreren.\nÅse: Ja, på Øya.\nOla: Jøss."
    path = save(tmp_path / "a.txt", text.encode("mac-roman"))
    assert "mac-roman" in messages(read_transcript(path))
    read = read_transcript(path, encoding="mac-roman")
    assert said(read)[0] == ("Åse", "Så gikk jeg på besøk.")
    assert read.encoding == "mac-roman"
    with pytest.raises(UnreadableFile, match="klingon"):
        read_transcript(path, encoding="klingon")


def test_windows_1252_with_empty_places_is_still_read(tmp_path: Path) -> None:
    read = read_transcript(save(tmp_path / "a.txt", "I: Så\nP4: på\nI: å\nP4: ".encode("cp1252") + b"\x9d\x81ja"))
    assert said(read)[-1] == ("P4", "ja")
    assert "2 control characters" in messages(read)


@pytest.mark.parametrize("name", ["/etc/a.xml", "../a.xml", "word\\a.xml", "C:/a.xml"])
def test_a_word_file_with_parts_outside_itself_is_refused(tmp_path: Path, name: str) -> None:
    save_paragraphs(tmp_path / "a.docx", LINES.split("\n"))
    with zipfile.ZipFile(tmp_path / "a.docx", "a") as archive:
        archive.writestr(name, "x")
    with pytest.raises(UnreadableFile, match="names that do not belong"):
        read_transcript(tmp_path / "a.docx")


def test_a_word_file_with_a_part_twice_is_refused(tmp_path: Path) -> None:
    save_paragraphs(tmp_path / "a.docx", LINES.split("\n"))
    with zipfile.ZipFile(tmp_path / "a.docx", "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("word/document.xml", "<a/>")
    with pytest.raises(UnreadableFile):
        read_transcript(tmp_path / "a.docx")


def test_a_word_file_cut_anywhere_is_told_and_never_a_traceback(tmp_path: Path) -> None:
    whole = save_paragraphs(tmp_path / "a.docx", LINES.split("\n")).read_bytes()
    for length in range(4, len(whole), len(whole) // 40):
        with pytest.raises(QualcodeError):
            read_transcript(save(tmp_path / "a.docx", whole[:length]))


def test_a_word_file_with_flipped_bytes_is_read_or_told(tmp_path: Path) -> None:
    whole = save_paragraphs(tmp_path / "a.docx", LINES.split("\n")).read_bytes()
    for at in range(0, len(whole), 97):
        flipped = bytearray(whole)
        flipped[at] ^= 0xFF
        with suppress(QualcodeError):
            assert read_transcript(save(tmp_path / "a.docx", bytes(flipped))).turns


def test_problems_speak_the_language_in_use(tmp_path: Path) -> None:
    use_language("nb")
    read = read_text(tmp_path, f"Til stede: Åse\n{LINES}")
    assert messages(read).startswith("linje 1: Tekst før første taler")


def test_looking_for_importers_loads_no_library() -> None:
    heavy = ("lxml", "docx", "webvtt", "yaml", "openpyxl", "pypdf", "striprtf")
    code = f"import sys, qualcode.importers.registry; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={**os.environ, "PYTHONPATH": "."}
    )
    assert done.stdout.strip() == "[]"

"""Where a recording lies on somebody's machine is kept nowhere, and what it is called leaves in no export."""

import json
import sqlite3
import zipfile
from pathlib import Path

import pytest

from qualcode.cli.export_kinds import KINDS
from tests.cli.conftest import Run
from tests.importers.other_files import TALK, aligned, eaf, slot, tier

FOLDER, NAME = "Hemmelig mappe", "kari-nordmann-intervju.mp3"
ENDINGS = (".docx", ".xlsx", ".csv", ".html", ".md", ".vtt", ".qdpx", ".qdc", "")


def with_recordings(folder: Path) -> list[Path]:
    """The same talk, told apart by a word, from the programs that write where the recording lies."""
    folder.mkdir()
    lines = [f"{who}: {words}" for who, words in TALK]
    cues = "\n\n".join(f"00:0{at}.000 --> 00:0{at}.900\n<v {who}>{words}" for at, (who, words) in enumerate(TALK))
    paragraphs = "".join(f"<p>{line}</p>" for line in lines)
    stretches = [{"start": at, "end": at + 1, "speaker": who, "text": words} for at, (who, words) in enumerate(TALK)]
    annotations = [aligned(f"a{at}", at, at + 1, words) for at, (_, words) in enumerate(TALK)]
    slots = "".join(slot(at, at * 1000) for at in range(len(TALK) + 1))
    made = {
        "a.otr": json.dumps({"text": paragraphs, "media": f"C:\\{FOLDER}\\{NAME}", "media-time": 1}),
        "b.html": f'<meta name="audio_source" content="/Users/x/{FOLDER}/{NAME}"><body>{paragraphs}<p>I: Å?</p>',
        "c.json": json.dumps({"audio": f"/home/x/{FOLDER}/{NAME}", "segments": stretches}),
        "d.txt": "\n".join([f"Audio file: D:/{FOLDER}/{NAME}", "", *lines, "I: Så."]),
        "e.vtt": f"WEBVTT\n\nNOTE media: /x/{FOLDER}/{NAME}\n\n{cues}",
        "f.eaf": eaf(
            tier("P4", *annotations), slots=slots, media=f"file:///{FOLDER.replace(' ', '%20')}/{NAME}"
        ).decode(),
        "g.cha": f"@UTF8\n@Begin\n@Media:\t/x/{FOLDER}/{NAME}, audio\n*INT:\thei .\n*P4:\tja .\n@End",
    }
    for name, content in made.items():
        (folder / name).write_text(content, encoding="utf-8")
    return [folder / name for name in made]


@pytest.fixture
def made(run: Run, study_path: Path, tmp_path: Path) -> Path:
    """A study of interviews that were recorded, something of which is coded and quoted."""
    (tmp_path / "b.csv").write_text("code_group,subgroup\nUro,Tidlig\n", encoding="utf-8")
    codings = "transcript,quote,code_group,subgroup\na,Det var på øya.,Uro,Tidlig\n"
    (tmp_path / "k.csv").write_text(codings, encoding="utf-8")
    (tmp_path / "p.csv").write_text("participant,age\nP4,44\n", encoding="utf-8")
    run("new", study_path, "--title", "NMV")
    run("substudy", study_path, "S")
    run("participants", study_path, tmp_path / "p.csv", "--substudy", "S")
    ran = run("import", study_path, *with_recordings(tmp_path / "inn"), "--substudy", "S", "--json")
    assert [report["media"] for report in json.loads(ran.out)] == [NAME] * 7
    assert run("codebook", study_path, tmp_path / "b.csv").code == 0
    assert run("codings", study_path, tmp_path / "k.csv").code == 0
    return study_path


def bytes_of(path: Path) -> bytes:
    """Everything in a file, or in the files of a folder; of a packed one, its parts."""
    if path.is_dir():
        return b"".join(bytes_of(inside) for inside in sorted(path.rglob("*")) if inside.is_file())
    raw = path.read_bytes()
    if not zipfile.is_zipfile(path):
        return raw
    with zipfile.ZipFile(path) as packed:
        return b"".join(name.encode() + packed.read(name) for name in packed.namelist())


def test_the_study_knows_a_recording_by_its_name_and_not_where_it_lies(made: Path) -> None:
    with sqlite3.connect(made) as connection:
        stored = "\n".join(connection.iterdump())
    connection.close()
    assert NAME in stored
    assert "Hemmelig" not in stored


def test_no_export_of_any_kind_tells_of_the_recording(run: Run, made: Path, tmp_path: Path) -> None:
    wrote: set[str] = set()
    for kind in KINDS:
        for ending in ENDINGS:
            out = tmp_path / f"ut-{kind}{ending}"
            told = ("--transcript", "a") if ending == ".vtt" else ()
            if run("export", made, kind, "-o", out, *told, "--yes").code == 0 and out.exists():
                wrote.add(kind)
                written = bytes_of(out)
                assert not any(part.encode() in written for part in ("Hemmelig", NAME, "kari-nordmann")), out.name
    assert wrote >= {"chapter", "coreq", "srqr", "transcripts", "codebook", "units", "data"} & set(KINDS)

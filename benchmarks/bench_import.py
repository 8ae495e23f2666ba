"""What importing costs: 100 transcripts of 8,000 words, against a raw script that stores the same rows.

    python -m benchmarks.bench_import [FILES WORDS]

The raw script is what a careful person would write by hand for this one job: the same reading of the files, then plain
sqlite3 with `executemany` into the same tables and full-text index, in one transaction, in the same journal mode.
"""

import random
import sqlite3
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from itertools import count, islice
from pathlib import Path
from typing import Any

from benchmarks.big_study import WORDS
from benchmarks.raw_rows import RawTable
from benchmarks.timing import compare
from qualcode.importers.registry import read_transcript
from qualcode.model import Interview, Revision, Speaker, Transcript, Turn
from qualcode.services.material.importing import import_files
from qualcode.services.material.substudies import set_substudy
from qualcode.services.material.transcripts import transcript_lines, transcript_view
from qualcode.services.overview.studies import status
from qualcode.storage.figures import first_figures
from qualcode.storage.opening import create_study, open_study
from qualcode.text.normal_form import content_hash
from qualcode.text.sentences import split_sentences
from qualcode.text.turns import assemble, count_words

ROUNDS = 5


def write_files(folder: Path, *, files: int, words: int) -> list[Path]:
    """Interviews of about so many words, in turns of one to five sentences."""
    chance = random.Random(4)  # noqa: S311 (the same files every time)
    paths = []
    for number in range(1, files + 1):
        turns: list[str] = []
        written = 0
        while written < words:
            sentences = [chance.choices(WORDS, k=chance.randint(4, 18)) for _ in range(chance.randint(1, 5))]
            written += sum(map(len, sentences))
            said = " ".join(" ".join(sentence).capitalize() + "." for sentence in sentences)
            turns.append(f"{'I' if len(turns) % 2 == 0 else f'P{number}'}: {said}")
        path = folder / f"P{number}.txt"
        path.write_text("\n\n".join(turns), encoding="utf-8")
        paths.append(path)
    return paths


REVISION = RawTable(Revision, "uid", "transcript_id", "text", "hash", "words", "coder_id", "created")
INTERVIEW = RawTable(Interview, "uid", "substudy_id", "name", "design", "position")
TRANSCRIPT = RawTable(Transcript, "uid", "interview_id", "name", "file_name", "file_hash", "format", "encoding")
SPEAKER = RawTable(Speaker, "uid", "transcript_id", "label")
TURN = RawTable(Turn, "id", "uid", "transcript_id", "revision_id", "number", "start", "end", "speaker_id")


def by_qualcode(paths: list[Path], study: Path) -> None:
    """The import as users run it."""
    with open_study(study, coder="AA") as opened:
        import_files(opened, paths, "S")


def by_raw_script(paths: list[Path], study: Path) -> None:
    """The same rows by hand."""
    connection = sqlite3.connect(study, isolation_level=None)
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA secure_delete = ON")
    read = [(path, read_transcript(path)) for path in paths]
    connection.execute("BEGIN IMMEDIATE")
    for position, (path, transcript) in enumerate(read, start=1):
        key = store_head(connection, path, position)
        assembled = assemble(turn.text for turn in transcript.turns)
        text = assembled.text
        values = (uuid.uuid4().hex, key, text, content_hash(text), count_words(text), 1, "")
        revision = REVISION.add(connection, *values)
        labels = store_labels(connection, key, [turn.label for turn in transcript.turns])
        (last,) = connection.execute("SELECT coalesce(max(id), 0) FROM turn").fetchone()
        turns = [
            (last + number, uuid.uuid4().hex, key, revision, number, start, end, labels[turn.label])
            for number, ((start, end), turn) in enumerate(zip(assembled.turns, transcript.turns, strict=True), start=1)
        ]
        store_turns(connection, key, text, turns)
    connection.execute("COMMIT")
    connection.close()


def store_head(connection: sqlite3.Connection, path: Path, position: int) -> int:
    """Interview and transcript."""
    interview = INTERVIEW.add(connection, uuid.uuid4().hex, 1, path.stem, "individual", position)
    told = (path.stem, path.name, content_hash(path.name), "txt", "utf-8")
    return TRANSCRIPT.add(connection, uuid.uuid4().hex, interview, *told)


def store_labels(connection: sqlite3.Connection, key: int, labels: list[str | None]) -> dict[str | None, int | None]:
    """The speakers' keys by label."""
    return {label: SPEAKER.add(connection, uuid.uuid4().hex, key, label) for label in dict.fromkeys(labels)}


def store_turns(connection: sqlite3.Connection, key: int, text: str, turns: list[tuple[Any, ...]]) -> None:
    """Turns, the index over their words, and sentences."""
    TURN.add_many(connection, turns)
    words = [(row[0], text[row[5] : row[6]]) for row in turns]
    connection.executemany("INSERT INTO turn_words (rowid, words) VALUES (?, ?)", words)
    sentences = [(key, *sentence) for row in turns for sentence in split_sentences(text, row[5], row[6])]
    connection.executemany('INSERT INTO sentence (transcript_id, "start", "end") VALUES (?, ?, ?)', sentences)


def empty_studies(folder: Path) -> Iterator[Path]:
    """Ever new studies with one substudy."""
    for number in count():
        path = folder / f"{number}.qualcode"
        with create_study(path, title="Measured", language="nb", coder="AA") as made:
            set_substudy(made, "S")
        yield path


def milliseconds(run: Callable[[], object]) -> float:
    """How long the second time takes."""
    run()
    began = time.perf_counter()
    run()
    return (time.perf_counter() - began) * 1000


def main() -> None:
    files, words = (int(sys.argv[1]), int(sys.argv[2])) if len(sys.argv) > 2 else (100, 8000)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        paths = write_files(folder, files=files, words=words)
        studies = list(islice(empty_studies(folder), 2 * (ROUNDS + 1)))
        ours, raw = iter(studies[::2]), iter(studies[1::2])
        compare(
            f"importing {files} files of {words} words",
            lambda: by_qualcode(paths, next(ours)),
            lambda: by_raw_script(paths, next(raw)),
            rounds=ROUNDS,
        )
        print(f"of which reading: {milliseconds(lambda: [read_transcript(path) for path in paths]):.0f} ms")
        with open_study(studies[0], coder="AA") as opened:
            print(f"one transcript: {milliseconds(lambda: transcript_view(opened, 1)):.1f} ms")
            print(f"list of them: {milliseconds(lambda: transcript_lines(opened, 1)):.1f} ms")
            print(f"status: {milliseconds(lambda: status(opened)):.1f} ms")
        print(f"first figures: {milliseconds(lambda: first_figures(studies[0])):.1f} ms")


if __name__ == "__main__":
    main()

"""Claims about several programs on one study, and about programs that are killed: what was acknowledged is there."""

import itertools
import multiprocessing
import sqlite3
from multiprocessing.connection import Connection as Pipe
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlmodel import col

from qualcode.errors import StudyFull, StudyReadOnly
from qualcode.model import CodeGroup, JournalEntry
from qualcode.services.coding.codebooks import add_group
from qualcode.services.keeping.checking import check
from qualcode.services.keeping.history import undo
from qualcode.storage import sqlite_file
from qualcode.storage.opening import OpenStudy, open_study
from tests.builders import add_substudy, analysis_of

_PROCESSES = multiprocessing.get_context("fork")


def _write(path: Path, coder: str, count: int, told: Pipe) -> None:
    """What a program of its own does: a code group at a time, each told of when it is kept."""
    with open_study(path, coder=coder) as study:
        for number in range(count) if count else itertools.count():
            add_group(study, 1, f"{coder} {number}")
            told.send(number)
    told.close()


def _start(path: Path, coder: str, *, count: int) -> tuple[Any, Pipe]:
    ours, theirs = _PROCESSES.Pipe(duplex=False)
    process = _PROCESSES.Process(target=_write, args=(path, coder, count, theirs))
    process.start()
    theirs.close()
    return process, ours


def _told(pipe: Pipe) -> list[int]:
    """Everything the program still says before it is gone."""
    numbers = []
    try:
        while True:
            numbers.append(pipe.recv())
    except EOFError:
        return numbers


@pytest.fixture
def path(study: OpenStudy) -> Path:
    """A study with an analysis, open nowhere."""
    add_substudy(study)
    assert analysis_of(study) == 1
    study.close()
    return study.path


def _names(study: OpenStudy) -> set[str]:
    with study.reading() as connection:
        return set(connection.execute(select(col(CodeGroup.name))).scalars())


def test_four_programs_at_once_all_get_their_turn(path: Path) -> None:
    writers = [_start(path, coder, count=50) for coder in ("AA", "BB", "CC", "DD")]
    for process, pipe in writers:
        assert _told(pipe) == list(range(50))
        process.join()
        assert process.exitcode == 0
    with open_study(path, coder="AA") as study:
        assert _names(study) == {f"{coder} {n}" for coder in ("AA", "BB", "CC", "DD") for n in range(50)}
        with study.reading() as connection:
            entries = connection.execute(select(col(JournalEntry.id)).where(col(JournalEntry.action) == "group.new"))
            assert len(entries.all()) == 200
        assert check(study).ok
        undo(study)
        assert "AA 49" not in _names(study)


def test_what_a_killed_program_had_acknowledged_is_there_and_nothing_is_half(path: Path) -> None:
    kept: set[str] = set()
    for kill in range(10):
        coder = f"K{kill}"
        process, pipe = _start(path, coder, count=0)
        told = [pipe.recv() for _ in range(2 + kill)]
        process.kill()
        told += _told(pipe)
        process.join()
        kept |= {f"{coder} {number}" for number in told}
        with open_study(path, coder="AA") as study:
            names = _names(study)
            assert kept <= names
            assert len(names - kept) <= kill + 1, "at most the one that was under way at each kill"
            with study.reading() as connection:
                entries = select(col(JournalEntry.id)).where(col(JournalEntry.action) == "group.new")
                assert len(connection.execute(entries).all()) == len(names)
            assert check(study).ok


def test_a_full_disk_is_told_and_loses_nothing(path: Path) -> None:
    before = path.stat().st_size
    with sqlite_file.closing_connection(path) as connection:
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(StudyFull), sqlite_file.explained(path):
            connection.execute("CREATE TABLE more AS SELECT randomblob(100000) AS words")
    assert path.stat().st_size == before
    with open_study(path, coder="AA") as study:
        add_group(study, 1, "Uro")
        assert check(study).ok


def test_a_file_that_may_not_be_written_is_told(path: Path) -> None:
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    with pytest.raises(StudyReadOnly), sqlite_file.explained(path):
        connection.execute("DELETE FROM coder")
    connection.close()

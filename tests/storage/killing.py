"""Programs that are killed while they write, and what the study holds afterwards.

`python -m tests.storage.killing 200` kills two hundred and says what was found; the tests kill a few. A job tells of
each thing it has done when it is acknowledged; the kill comes at a moment drawn by lot.
"""

import gzip
import itertools
import multiprocessing
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from multiprocessing.connection import Connection as Pipe
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import Connection, func, select
from sqlmodel import SQLModel, col

from qualcode.model import CodeGroup, Coding, JournalEntry, JournalImages, MeaningUnit, Transcript, Turn
from qualcode.services.coding.coding import code_span
from qualcode.services.keeping.backups import back_up
from qualcode.services.keeping.checking import check
from qualcode.services.keeping.merging import merge
from qualcode.services.material.importing import import_files
from qualcode.storage.backups import list_backups, what_is_wrong
from qualcode.storage.opening import create_study, open_study
from qualcode.storage.sqlite_file import SCHEMA, closing_connection
from qualcode.text.span import Span
from tests.builders import SUBSTUDY, add_group, add_substudy, add_transcript, code_words

_PROCESSES = multiprocessing.get_context("fork")
_COPIES = 12
_WORDS = "Jeg ble sittende i gangen med jakka på. " * 100
_OLD = Path(__file__).parent / "released" / "schema-1.qualcode.gz"

Job = Callable[[Path, Callable[[object], None]], None]
_LONGEST = {"merge": 2.0, "upgrade": 1.0}
"""Seconds after which a job is killed at the latest, where what it does takes longer than a coding."""


class Outcome(NamedTuple):
    """What one kill left: which job, how many things were acknowledged, and what is wrong (empty: nothing)."""

    job: str
    acknowledged: int
    wrong: str


def _code(path: Path, tell: Callable[[object], None]) -> None:
    with open_study(path, coder="AA") as study:
        with study.reading() as connection:
            first = connection.execute(select(func.count()).select_from(MeaningUnit)).scalar_one()
        for start in itertools.count(first):
            code_span(study, transcript_id=1, span=Span(start, start + 5), group_id=1)
            tell(start)


def _import(path: Path, tell: Callable[[object], None]) -> None:
    with open_study(path, coder="AA") as study:
        for number in itertools.count(time.time_ns()):
            file = path.parent / f"T{number}.txt"
            file.write_text(f"I: Hva {number}?\n\nP: {_WORDS}\n", encoding="utf-8")
            import_files(study, [str(file)], SUBSTUDY)
            tell(file.stem)


def _merge(path: Path, tell: Callable[[object], None]) -> None:
    with open_study(path, coder="AA") as study:
        for copy in sorted(path.parent.glob("copy*.qualcode")):
            if merge(study, copy).did_something:
                tell(copy.stem)


def _back_up(path: Path, tell: Callable[[object], None]) -> None:
    with open_study(path, coder="AA") as study:
        while True:
            tell(back_up(study).name)


def _upgrade(path: Path, tell: Callable[[object], None]) -> None:
    old = path.with_name("old.qualcode")
    open_study(old, coder="AA").close()
    tell("old")


JOBS: dict[str, Job] = {"code": _code, "import": _import, "merge": _merge, "back up": _back_up, "upgrade": _upgrade}


def prepare(folder: Path) -> Path:
    """A study, and copies of it in each of which somebody has made a group and coded three times into it."""
    path = folder / "study.qualcode"
    with create_study(path, title="Killed", language="nb", coder="AA") as study:
        add_substudy(study)
        add_transcript(study, "P1", _WORDS * 10)
        add_group(study, "Uro")
        for number in range(_COPIES):
            with open_study(back_up(study, folder / f"copy{number:02}.qualcode"), coder=f"C{number}") as copy:
                group = add_group(copy, f"copy{number:02}")
                for words in ("sittende", "gangen", "jakka"):
                    code_words(copy, 1, words, group)
    return path


def kill_once(path: Path, job: str, chance: random.Random) -> Outcome:
    """Start the job, kill it at some moment, and look."""
    old = path.with_name("old.qualcode")
    if job == "upgrade":
        for left in path.parent.glob("old.*"):
            shutil.rmtree(left) if left.is_dir() else left.unlink()
        old.write_bytes(gzip.decompress(_OLD.read_bytes()))
    ours, theirs = _PROCESSES.Pipe(duplex=False)
    process = _PROCESSES.Process(target=_run, args=(JOBS[job], path, theirs))
    process.start()
    theirs.close()
    told = list(_told_until(ours, chance.uniform(0.02, _LONGEST.get(job, 0.6))))
    process.kill()
    told += list(_rest(ours))
    process.join()
    try:
        wrong = _look(path, job, told)
    except Exception as fault:  # noqa: BLE001 - whatever it is, it is what was found
        wrong = repr(fault)
    return Outcome(job, len(told), wrong)


def _run(job: Job, path: Path, pipe: Pipe) -> None:
    with closing(pipe):
        job(path, pipe.send)


def _told_until(pipe: Pipe, seconds: float) -> Iterator[Any]:
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        try:
            if pipe.poll(left):
                yield pipe.recv()
        except EOFError:
            return


def _rest(pipe: Pipe) -> Iterator[Any]:
    try:
        while pipe.poll(1):
            yield pipe.recv()
    except EOFError:
        return


def _look(path: Path, job: str, told: list[Any]) -> str:
    """What is wrong after a kill."""
    if job == "upgrade":
        return _look_at_upgraded(path.with_name("old.qualcode"), told)
    for line in list_backups(path):
        with closing_connection(line.path) as connection:
            reason = what_is_wrong(connection)
        if reason:
            return f"{line.path.name}: {reason}"
    if job == "back up":
        missing = set(told) - {line.path.name for line in list_backups(path)}
        for line in list_backups(path)[4:]:
            line.path.unlink()
        if missing:
            return f"backups are missing: {missing}"
    with open_study(path, coder="ZZ") as study:
        report = check(study)
        if not report.ok:
            return str(report.findings[:3])
        with study.reading(whole=True) as connection:
            return _lost(connection, job, told) or _half(connection)


def _lost(connection: Connection, job: str, told: list[Any]) -> str:
    column = {"code": MeaningUnit.start, "import": Transcript.name, "merge": CodeGroup.name}.get(job)
    if column is None:
        return ""
    missing = set(told) - set(connection.execute(select(col(column))).scalars())
    return f"acknowledged and lost: {missing}" if missing else ""


def _half(connection: Connection) -> str:
    """Whether each change has its entry and images, each unit its coding, each transcript its turns, each copy all."""

    def count(table: type[SQLModel], *conditions: Any) -> int:
        return int(connection.execute(select(func.count()).select_from(table).where(*conditions)).scalar_one())

    if count(JournalEntry) != count(JournalImages):
        return "an entry without images"
    if count(MeaningUnit) != count(Coding):
        return "a unit without its coding"
    turns = select(col(Turn.transcript_id)).distinct()
    if count(Transcript, col(Transcript.id).not_in(turns)):
        return "a transcript without turns"
    merged = count(JournalEntry, col(JournalEntry.action) == "study.merge")
    groups = count(CodeGroup, col(CodeGroup.name).startswith("copy"))
    coded = count(MeaningUnit, col(MeaningUnit.coder_id) != 1)
    if (merged, 3 * merged) != (groups, coded):
        return f"half a merge: {merged} entries, {groups} groups, {coded} units"
    imported = count(JournalEntry, col(JournalEntry.action) == "transcripts.import")
    return "" if imported == count(Transcript) else "an import without its entry"


def _look_at_upgraded(old: Path, told: list[Any]) -> str:
    with closing_connection(old) as connection:
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        reason = what_is_wrong(connection)
    # Each step is kept or not by itself, so it may have any released schema; the next opening goes on from there.
    if reason or not 1 <= version <= SCHEMA or (told and version != SCHEMA):
        return reason or f"schema {version} after {told}"
    with open_study(old, coder="ZZ") as study:
        findings = [one for one in check(study).findings if one.level == "error" and one.kind != "quote"]
    return str(findings[:3]) if findings else ""


def kill_many(path: Path, kills: int, *, seed: int = 7) -> list[Outcome]:
    """So many kills, the jobs in turn on the same study."""
    chance = random.Random(seed)  # noqa: S311 - the same moments every time is what is wanted, as far as that goes
    return [kill_once(path, job, chance) for job in itertools.islice(itertools.cycle(JOBS), kills)]


def _report(kills: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        outcomes = kill_many(prepare(Path(folder)), kills, seed=time.time_ns())
    for job in JOBS:
        mine = [one for one in outcomes if one.job == job]
        wrong = [one.wrong for one in mine if one.wrong]
        sys.stdout.write(f"{job}: {len(mine)} kills, {sum(one.acknowledged for one in mine)} acknowledged, {wrong}\n")


if __name__ == "__main__":
    _report(int(sys.argv[1]))

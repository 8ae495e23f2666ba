"""Backup, check, opening and a commit on a study of 8 million words and 200,000 units, against what SQLite alone takes.

    backup   a verified copy                  against  VACUUM INTO
    check    everything `qualcode check` does  against  PRAGMA integrity_check
    open     a study open for a coder          against  sqlite3.connect and the first row
    commit   one row with its journal entry    against  the same row alone, both with synchronous=FULL

Run: `python -m benchmarks.bench_backup [WORDS UNITS]`
"""

import sqlite3
import sys
import tempfile
from pathlib import Path

from benchmarks.big_study import make_study
from benchmarks.timing import compare
from qualcode.model import Theme, new_uid
from qualcode.services.keeping.backups import back_up
from qualcode.services.keeping.checking import check
from qualcode.storage.opening import OpenStudy, open_study
from qualcode.storage.shapes import shape_of
from qualcode.storage.sqlite_file import closing_connection


def main(words: int = 8_000_000, units: int = 200_000) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "big.qualcode"
        make_study(path, transcripts=words // 10_000, words=10_000, units=units).close()
        print(f"{path.stat().st_size / 1e6:.0f} MB, {words:,} words, {units:,} units")
        with open_study(path, coder="AA") as study:
            _backup(study, Path(folder))
            _check(study)
            _open(path)
            _commit(study)


def _backup(study: OpenStudy, folder: Path) -> None:
    def ours() -> None:
        back_up(study, folder / "copy").unlink()

    def theirs() -> None:
        with closing_connection(study.path) as connection:
            connection.execute("VACUUM INTO ?", (str(folder / "vacuumed"),))
        (folder / "vacuumed").unlink()

    compare("backup against VACUUM INTO", ours, theirs, rounds=3)


def _check(study: OpenStudy) -> None:
    def theirs() -> None:
        with closing_connection(study.path) as connection:
            connection.execute("PRAGMA integrity_check").fetchall()

    compare("check against integrity_check", lambda: check(study), theirs, rounds=3)


def _open(path: Path) -> None:
    def ours() -> None:
        with open_study(path, coder="AA") as study, study.reading() as connection:
            connection.exec_driver_sql("SELECT title FROM study").one()

    def theirs() -> None:
        connection = sqlite3.connect(path)
        connection.execute("SELECT title FROM study").fetchone()
        connection.close()

    compare("open against a bare open", ours, theirs, rounds=15)


def _commit(study: OpenStudy) -> None:
    plain = shape_of(Theme).complete({"analysis_id": 1, "coder_id": 1, "name": "Tema", "position": 1})
    columns = ", ".join(plain)
    insert = f"INSERT INTO theme ({columns}) VALUES ({', '.join(f':{name}' for name in plain)})"

    def ours() -> None:
        for number in range(100):
            with study.change("theme.new") as change:
                change.add(Theme, analysis_id=1, coder_id=1, name=f"Tema {number}", position=1)

    def theirs() -> None:
        for number in range(100):
            bare.execute("BEGIN IMMEDIATE")
            bare.execute(insert, plain | {"uid": new_uid(), "name": f"Tema {number}"})
            bare.execute("COMMIT")

    with closing_connection(study.path) as bare:
        compare("100 commits with the journal against 100 without", ours, theirs, rounds=7)


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:]))

"""Claims about upgrades: every released schema becomes today's with all its work, or stays as it was."""

import gzip
import hashlib
import json
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import func, select

from qualcode.errors import UpgradeFailed
from qualcode.model import CodeGroup, SchemaVersion, new_uid
from qualcode.services.chapter.chapter_fields import kept_fields
from qualcode.services.chapter.chapter_texts import chapter_texts, write_chapter_text, written_texts
from qualcode.services.keeping.backups import restore
from qualcode.services.keeping.checking import check
from qualcode.services.keeping.history import redo, undo
from qualcode.services.keeping.merging import merge
from qualcode.services.overview.studies import status
from qualcode.storage.backups import list_backups
from qualcode.storage.figures import first_figures
from qualcode.storage.migrations import upgrading
from qualcode.storage.migrations.frozen import FrozenSchema, FrozenTable, frozen_schema, plain_sql
from qualcode.storage.migrations.rebuilding import rebuild_as
from qualcode.storage.opening import OpenStudy, open_study
from qualcode.storage.sqlite_file import SCHEMA, closing_connection
from tests.builders import add_group, hash_of
from tests.storage.freeze_schema import frozen

RELEASED = sorted((Path(__file__).parent / "released").glob("schema-*.qualcode.gz"))


@pytest.fixture(params=RELEASED, ids=lambda path: path.name.partition(".")[0])
def released(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A study as an earlier qualcode left it."""
    path = tmp_path / "old.qualcode"
    path.write_bytes(gzip.decompress(request.param.read_bytes()))
    return path


def _schema(path: Path) -> set[tuple[str, str, str]]:
    with closing_connection(path) as connection:
        rows = connection.execute("SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL").fetchall()
    return {(kind, name, plain_sql(sql)) for kind, name, sql in rows}


def _rows(path: Path) -> dict[tuple[str, str], list[tuple[object, ...]]]:
    """Every row of the tables the file has, in the columns it has."""
    connection = sqlite3.connect(path)
    names = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%'")
    tables = [name for (name,) in names if not name.startswith(("sqlite_", "turn_words", "schema_version"))]
    found = {}
    for table in tables:
        columns = ", ".join(f'"{row[1]}"' for row in connection.execute(f'PRAGMA table_info("{table}")'))
        found[table, columns] = connection.execute(f'SELECT {columns} FROM "{table}" ORDER BY 1, 2').fetchall()
    connection.close()
    return found


def test_the_newest_schema_is_written_down_as_it_is() -> None:
    """Red after a change of the model: `python -m tests.storage.freeze_schema`, while it is not released yet."""
    written = Path(upgrading.__file__).with_name(f"schema_{SCHEMA}.json")
    assert json.loads(written.read_text(encoding="utf-8")) == frozen()


def test_there_is_a_stored_study_of_every_released_schema() -> None:
    assert [path.name for path in RELEASED] == [f"schema-{version}.qualcode.gz" for version in range(1, SCHEMA)]


def _but_for_prose(rows: list[tuple[object, ...]]) -> list[tuple[object, ...]]:
    """The rows but for those of the journal that tell of the chapter's texts."""
    return [row for row in rows if '"chapter_text"' not in str(row)]


def test_a_released_study_gets_todays_tables_and_keeps_every_row(released: Path, study: OpenStudy) -> None:
    before = _rows(released)
    with open_study(released, coder="AA") as opened:
        assert status(opened).schema == SCHEMA
        assert [one for one in check(opened).findings if one.level == "error" and one.kind != "quote"] == []
        with opened.reading() as connection:
            assert connection.execute(select(func.max(SchemaVersion.version))).scalar_one() == SCHEMA
    assert _schema(released) == _schema(study.path)
    after = sqlite3.connect(released)
    for (table, columns), rows in before.items():
        # A summary and a conclusion are an analysis' since schema 3, in the journal too.
        listed = columns.replace('"substudy_id", ', "") if table == "chapter_text" else columns
        kept = [row[:4] + row[5:] for row in rows] if table == "chapter_text" else _but_for_prose(rows)
        found = after.execute(f'SELECT {listed} FROM "{table}" ORDER BY 1, 2').fetchall()
        assert _but_for_prose(found) == kept, table
    after.close()


def _schema_2(path: Path, *statements: str) -> Path:
    """The study that was stored with schema 2, after these statements."""
    path.write_bytes(gzip.decompress(next(one for one in RELEASED if one.name.startswith("schema-2")).read_bytes()))
    with closing_connection(path) as connection:
        for statement in statements:
            connection.execute(statement)
    return path


def test_summary_and_conclusion_of_a_substudy_become_those_of_its_first_analysis(tmp_path: Path) -> None:
    second = "INSERT INTO analysis SELECT 9, 'u9', 1, 'Tillit', '', '', 0, 4"
    also = "INSERT INTO analysis_substudy SELECT 9, 'v9', 9, id, '' FROM substudy WHERE name = 'Fastlegene'"
    path = _schema_2(tmp_path / "old.qualcode", second, also)
    before = {row[1]: row[5] for (table, _), rows in _rows(path).items() if table == "chapter_text" for row in rows}
    with open_study(path, coder="AA") as study:
        texts = chapter_texts(study)
        whose = [(one.substudy, one.analysis, one.part) for one in texts]
        with study.reading() as connection:
            assert {one.uid: one.text for one in written_texts(connection).values()} == before
        assert whose == [
            *(("", "", part) for part in ("purpose", "method", "analysis", "ethics")),
            *((name, "", "recruitment") for name in ("Pasientene", "Fastlegene", "NMV-legene")),
            *(
                ("", name, part)
                for name in ("Pasientene", "Fastlegene", "NMV-legene")
                for part in ("summary", "conclusion")
            ),
            ("", "", "discussion"),
        ]
        assert [one for one in check(study).findings if one.level == "error"] == []
        write_chapter_text(study, "summary", "Nytt.", analysis="Fastlegene")
        undo(study)
        assert chapter_texts(study) == texts


def test_texts_that_come_to_one_analysis_are_joined_and_none_is_lost(tmp_path: Path) -> None:
    joint = "UPDATE analysis_substudy SET analysis_id = 1"
    field = (
        "INSERT INTO reference_field (uid, text_uid, shown, place, before, xml)"
        " SELECT 'f1', uid, 'Malterud', 1, 0, '<w:r/>' FROM chapter_text WHERE part = 'summary' AND substudy_id = 2"
    )
    path = _schema_2(tmp_path / "old.qualcode", joint, field)
    texts = [row for (table, _), rows in _rows(path).items() if table == "chapter_text" for row in rows]
    with open_study(path, coder="AA") as study:
        told = {one.part: one.text for one in chapter_texts(study) if one.analysis}
        assert told == {
            part: "\n\n".join(str(row[5]) for row in texts if row[3] == part) for part in ("summary", "conclusion")
        }
        texts_wrong = [one for one in check(study).findings if one.level == "error" and "material" not in one.where]
        assert texts_wrong == []
        assert {fields[0].shown for fields in kept_fields(study).values()} == {"Malterud"}
        with study.reading() as connection:
            assert {one.uid for one in written_texts(connection).values()} >= kept_fields(study).keys()


def test_work_goes_on_in_an_upgraded_study(released: Path) -> None:
    with open_study(released, coder="AA") as study:
        before = hash_of(study)
        with study.reading() as connection:
            key = connection.execute(select(func.max(CodeGroup.id))).scalar_one()
        assert add_group(study, "Helt ny") > (key or 0), "keys that were used are not given out again"
        undo(study)
        assert hash_of(study) == before
        undo(study)
        redo(study)
        assert hash_of(study) == before, "what was done before the upgrade is undone and done again"


def test_the_backup_is_the_study_as_it_was_and_can_be_put_back_and_merged(released: Path, tmp_path: Path) -> None:
    before = _rows(released)
    first_figures(released)
    (line,) = list_backups(released)
    assert line.cause == "upgrade"
    assert _rows(line.path) == before
    content = line.path.read_bytes()
    with open_study(released, coder="AA") as study:
        upgraded = hash_of(study)
        assert not merge(study, line.path).did_something
        add_group(study, "Helt ny")
        restore(released, line.path)
        assert hash_of(study) == upgraded
    assert line.path.read_bytes() == content, "a backup is only read"


def test_an_upgrade_that_fails_leaves_the_study_as_it_was(released: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = hashlib.sha256(released.read_bytes()).hexdigest()
    whole = frozen_schema(SCHEMA)
    impossible = FrozenTable("coder", whole.tables[0].sql, {})
    broken = FrozenSchema(SCHEMA, (*whole.tables, impossible), whole.indexes, whole.searched)
    monkeypatch.setattr(upgrading, "frozen_schema", lambda _: broken)
    with pytest.raises(UpgradeFailed) as refused:
        open_study(released, coder="AA")
    assert hashlib.sha256(released.read_bytes()).hexdigest() == before
    assert str(refused.value.values["backup"]) in refused.value.hint


def test_a_table_is_rebuilt_with_its_rows_references_and_count_of_keys() -> None:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.executescript(
        """
        CREATE TABLE parent (id INTEGER PRIMARY KEY AUTOINCREMENT, uid TEXT, kind TEXT CHECK (kind IN ('a')));
        CREATE TABLE child (id INTEGER PRIMARY KEY, parent_id INTEGER REFERENCES parent (id) ON DELETE CASCADE);
        CREATE INDEX ix_child ON child (parent_id);
        INSERT INTO parent VALUES (1, 'u1', 'a'), (9, 'u9', 'a'); INSERT INTO child VALUES (1, 1), (2, 9);
        DELETE FROM parent WHERE id = 9; DELETE FROM child WHERE id = 2;
        """
    )
    parent = (
        "CREATE TABLE parent (id INTEGER PRIMARY KEY AUTOINCREMENT, uid TEXT, kind TEXT CHECK (kind IN ('a', 'b')),"
        " mark TEXT NOT NULL, own TEXT NOT NULL)"
    )
    child = "CREATE TABLE child (id INTEGER PRIMARY KEY, parent_id INTEGER REFERENCES parent (id) ON DELETE CASCADE)"
    tables = (FrozenTable("parent", parent, {"mark": "-", "own": {"made": "uid"}}), FrozenTable("child", child, {}))
    schema = FrozenSchema(2, tables, ("CREATE INDEX ix_child ON child (parent_id)",), {})
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute("BEGIN")
    assert not rebuild_as(connection, schema)
    connection.execute("COMMIT")
    connection.execute("PRAGMA foreign_keys = ON")
    ((key, uid, kind, mark, own),) = connection.execute("SELECT * FROM parent").fetchall()
    assert (key, uid, kind, mark, len(own)) == (1, "u1", "a", "-", len(new_uid()))
    assert connection.execute("SELECT * FROM child").fetchall() == [(1, 1)], "dropping the parent took no child along"
    assert connection.execute("INSERT INTO parent (kind, mark, own) VALUES ('b', '', '') RETURNING id").fetchone() == (
        10,
    )
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    connection.execute("DELETE FROM parent WHERE id = 1")
    assert connection.execute("SELECT * FROM child").fetchall() == [], "what was promised of references still holds"
    connection.close()

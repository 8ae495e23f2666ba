"""Writes the newest schema down as it is now: `python -m tests.storage.freeze_schema`.

To be run when the model has changed and the schema has not been released yet. A released one is never written again:
raise `SCHEMA` in `qualcode/storage/sqlite_file.py` first, and this writes the next.
"""

import json
import tempfile
from pathlib import Path
from typing import Any

import qualcode
from qualcode.model import new_uid
from qualcode.model.base import now
from qualcode.storage.migrations.frozen import MADE
from qualcode.storage.opening import create_study
from qualcode.storage.shapes import shape_of, tables_by_name
from qualcode.storage.sqlite_file import SCHEMA, closing_connection

FOLDER = Path(qualcode.__file__).parent / "storage" / "migrations"


def frozen() -> dict[str, Any]:
    """The schema of a study made now, as it is written down."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "fresh.qualcode"
        create_study(path, title="Fresh", language="nb", coder="AA").close()
        with closing_connection(path) as connection:
            rows = connection.execute("SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL").fetchall()
    searched = {name: sql for _, name, sql in rows if sql.startswith("CREATE VIRTUAL")}
    tables = [
        {"name": name, "sql": sql, "defaults": _defaults(name)}
        for kind, name, sql in rows
        if kind == "table" and name != "sqlite_sequence" and not any(name.startswith(index) for index in searched)
    ]
    indexes = sorted(sql for kind, _, sql in rows if kind == "index")
    return {"version": SCHEMA, "tables": tables, "indexes": indexes, "searched": searched}


def _defaults(name: str) -> dict[str, Any]:
    table = tables_by_name().get(name)
    if table is None:
        return {}
    shape = shape_of(table)
    made = {new_uid: "uid", now: "now"}
    plain = {column: int(value) if isinstance(value, bool) else value for column, value in shape.defaults.items()}
    return plain | {column: {MADE: made[factory]} for column, factory in shape.factories.items()}


if __name__ == "__main__":
    path = FOLDER / f"schema_{SCHEMA}.json"
    path.write_text(json.dumps(frozen(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")

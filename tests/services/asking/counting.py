"""Counting tables of a study in tests, and records to count."""

from collections.abc import Sequence

from qualcode.services.asking.tables import count_table
from qualcode.services.material.records import import_records
from qualcode.storage.opening import OpenStudy
from qualcode.views.counting import CountedTable, TableAsked
from qualcode.views.records import RecordColumns
from qualcode.views.table import TableView
from tests.builders import (
    numbered,
)


def table(study: OpenStudy, kind: str, **asked: object) -> TableView:
    return counted(study, kind, **asked).view


def counted(study: OpenStudy, kind: str, **asked: object) -> CountedTable:
    return count_table(study, TableAsked(kind, **asked), opened=True, language="nb")  # type: ignore[arg-type]


def load_records(study: OpenStudy, cells: Sequence[tuple[str, ...]], columns: tuple[str, ...], **how: object) -> None:
    rows = [{"nr": str(at), **dict(zip(columns, cell, strict=True))} for at, cell in enumerate(cells, start=1)]
    told = RecordColumns("nr", **how)  # type: ignore[arg-type]
    import_records(study, numbered(rows), name="Sykmeldinger", columns=told)

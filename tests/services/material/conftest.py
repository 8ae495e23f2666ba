"""A transcript to work on, and what stands in the study afterwards."""

from typing import Any

import pytest
from sqlalchemy import select
from sqlmodel import SQLModel

from qualcode.model import MeaningUnit
from qualcode.services.keeping.checking import check
from qualcode.storage.opening import OpenStudy
from tests.builders import (
    add_substudy,
    add_transcript,
)

SAID = [("I", "Hva skjedde?"), ("P1", "Jeg møtte jo opp. Så ble jeg flau 😀 der."), ("I", "Og etterpå?")]


@pytest.fixture
def transcript(study: OpenStudy) -> int:
    """A conversation of three turns."""
    add_substudy(study)
    return add_transcript(study, "P1", SAID)


def unit_row(study: OpenStudy, key: int) -> dict[str, Any]:
    return row_of(study, MeaningUnit, key)


def row_of(study: OpenStudy, table: type[SQLModel], key: int) -> dict[str, Any]:
    with study.reading() as connection:
        return dict(connection.execute(select(table).where(table.id == key)).mappings().one())  # type: ignore[attr-defined]


def errors_in(study: OpenStudy) -> list[str]:
    return [f"{one.kind} {one.where}: {one.message}" for one in check(study).findings if one.level == "error"]

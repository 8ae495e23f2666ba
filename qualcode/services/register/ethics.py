"""Assessments of ethics and data protection (etiske og personvernfaglige vurderinger), with reference numbers."""

from typing import Any

from sqlalchemy import Connection, select
from sqlmodel import col

from qualcode.model import EthicsAssessment
from qualcode.services.register.rows import RegisterRow, put
from qualcode.storage.journal import Change
from qualcode.views.register import EthicsEntry


def ethics(connection: Connection) -> tuple[EthicsEntry, ...]:
    """The assessments, in the order they were entered."""
    statement: Any = select(EthicsAssessment).order_by(col(EthicsAssessment.position), col(EthicsAssessment.id))
    return tuple(
        EthicsEntry(body=row.body, kind=row.kind, reference=row.reference, date=row.date, assessment=row.assessment)
        for row in connection.execute(statement)
    )


def take_assessment(change: Change, row: RegisterRow) -> str:
    """An assessment, by body and reference number; of ethics, unless the row says otherwise."""
    told = row.told(EthicsEntry)
    where = {"body": told.pop("body"), "reference": told.pop("reference", "")}
    return put(change, EthicsAssessment, where, {"kind": "ethics"} | told, leaves=row.leaves)

"""Information power (informasjonsstyrke; Malterud, Siersma and Guassora 2016): five dimensions, assessed and argued."""

from typing import Any

from sqlalchemy import Connection, select
from sqlmodel import col

from qualcode.model import Analysis, InformationPower
from qualcode.services.naming import find_analysis
from qualcode.services.register.rows import RegisterRow, put
from qualcode.storage.journal import Change
from qualcode.views.register import DIMENSIONS, PowerEntry


def information_power(connection: Connection) -> tuple[PowerEntry, ...]:
    """What is assessed, by analysis and in the order of the dimensions."""
    statement: Any = (
        select(InformationPower)
        .add_columns(col(Analysis.title))
        .join(Analysis, col(Analysis.id) == col(InformationPower.analysis_id))
        .order_by(col(Analysis.position))
    )
    rows: Any = connection.execute(statement).all()
    places = {key: place for place, key in enumerate(dict.fromkeys(row.analysis_id for row in rows))}
    return tuple(
        PowerEntry(analysis=row.title, dimension=row.dimension, assessment=row.assessment, reason=row.reason)
        for row in sorted(rows, key=lambda row: (places[row.analysis_id], DIMENSIONS.index(row.dimension)))
    )


def take_dimension(change: Change, row: RegisterRow) -> str:
    """A dimension of an analysis, which must be there."""
    told = row.told(PowerEntry)
    analysis = find_analysis(change.connection, told.pop("analysis"))
    where = {"analysis_id": analysis.id, "dimension": told.pop("dimension")}
    return put(change, InformationPower, where, told, leaves=row.leaves)

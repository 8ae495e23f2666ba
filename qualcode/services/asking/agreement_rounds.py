"""Measurements of agreement that were kept, to see how it moved from round to round."""

from typing import Any

from sqlalchemy import select
from sqlmodel import col

from qualcode.locale import say
from qualcode.model import AgreementMeasured, Analysis, Coder
from qualcode.services.naming import find_analysis
from qualcode.storage.opening import OpenStudy
from qualcode.views.agreement import AgreementRound, AgreementView


def keep_agreement(study: OpenStudy, measured: AgreementView) -> None:
    """Keep a measurement: the figures of every group, and of all together where there are several."""
    with study.change("agreement.keep") as change:
        analysis = find_analysis(change.connection, measured.analysis)
        told = {"coders": ", ".join(measured.coders), "analysis": measured.analysis}
        change.summary = say("summaries.agreement_kept", **told)
        for one in measured.told:
            change.add(
                AgreementMeasured,
                analysis_id=analysis.id,
                coder_id=change.coder_id,
                at=change.at,
                coders="\n".join(measured.coders),
                level=measured.level,
                code_group=one.code_group,
                n=one.n,
                percent=one.percent,
                kappa=one.kappa,
                alpha=one.alpha,
            )


def agreement_rounds(study: OpenStudy, *, analysis: str | None = None) -> list[AgreementRound]:
    """The measurements that were kept, oldest first, of one analysis or of all. Raises `NothingNamed`."""
    statement: Any = (
        select(AgreementMeasured)
        .add_columns(col(Analysis.title), col(Coder.initials))
        .join(Analysis, col(Analysis.id) == col(AgreementMeasured.analysis_id))
        .join(Coder, col(Coder.id) == col(AgreementMeasured.coder_id))
        .order_by(col(AgreementMeasured.id))
    )
    with study.reading() as connection:
        if analysis is not None:
            statement = statement.where(col(Analysis.id) == find_analysis(connection, analysis).id)
        return [
            AgreementRound(
                at=row.at,
                by=row.initials,
                analysis=row.title,
                coders=tuple(row.coders.splitlines()),
                level=row.level,
                code_group=row.code_group,
                n=row.n,
                percent=row.percent,
                kappa=row.kappa,
                alpha=row.alpha,
            )
            for row in connection.execute(statement)
        ]

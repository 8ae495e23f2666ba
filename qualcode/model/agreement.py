"""Agreement as it was measured: kept so that one can see how it moved from round to round."""

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from qualcode.model.base import Kept, one_of
from qualcode.views.agreement import LEVELS


class AgreementMeasured(Kept, table=True):
    """One measurement of agreement between coders (`coders` by initials, one a line). `code_group` is empty for all."""

    __tablename__ = "agreement_measured"
    __table_args__ = (
        one_of("level", LEVELS, table="agreement_measured"),
        CheckConstraint("n >= 0 AND percent BETWEEN 0 AND 100", name="ck_agreement_measured_figures"),
    )

    analysis_id: int = Field(foreign_key="analysis.id", index=True)
    coder_id: int = Field(foreign_key="coder.id")
    at: str
    coders: str
    level: str
    code_group: str = ""
    n: int
    percent: float
    kappa: float | None = None
    alpha: float | None = None

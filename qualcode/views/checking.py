"""What a check of the study found."""

from dataclasses import dataclass

ERROR = "error"
NOTE = "note"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found: `level` is error or note, `kind` what it is about, `where` the place as a user knows it."""

    level: str
    kind: str
    where: str
    message: str


@dataclass(frozen=True, slots=True)
class CheckReport:
    """All that was found, worst first. `ok` looks at errors only; `fixed` says what was built up again."""

    ok: bool
    findings: tuple[Finding, ...]
    fixed: tuple[str, ...] = ()

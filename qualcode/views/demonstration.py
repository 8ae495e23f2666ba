"""The demonstration study, where it was put."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class DemonstrationReport:
    """Where the study is, whether it was `made` now (or was there already), and the exports that were written."""

    study: Path
    made: bool
    exports: tuple[Path, ...]

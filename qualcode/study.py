"""The public Python face: a study whose services are methods, and whose lists are DataFrames.

    from qualcode import Study

    with Study.open("nmv.qualcode", coder="AA") as study:
        study.units(group="Å bli trodd")
        study.import_files(["P10.docx"], "Pasientene")

Every function of `qualcode.services` that works on a study is a method here under its own name; what it takes and what
it returns stands in its docstring (`help(study.import_files)`).
"""

import inspect
from collections.abc import Callable
from functools import cache, partial
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Any, Self

from qualcode import services
from qualcode.errors import ValueRefused
from qualcode.locale import say
from qualcode.services.searching import search
from qualcode.services.studies import create
from qualcode.services.tables import KINDS, count_table
from qualcode.services.units import list_units
from qualcode.settings import coder_initials, read_settings
from qualcode.storage.opening import OpenStudy, open_study
from qualcode.views.counting import TableAsked
from qualcode.views.searching import HIT_FIELDS, SearchLimits
from qualcode.views.units import UnitRow

if TYPE_CHECKING:
    from pandas import DataFrame

_TABLES = {
    "demographics": "demographic_table",
    "informants": "informants_table",
    "recruitment": "recruitment_table",
}
"""Which service makes which kind of table."""


class Study:
    """A study that is open for one coder; a context manager that closes it."""

    def __init__(self, study: OpenStudy) -> None:
        self._study = study

    @classmethod
    def open(cls, path: str | Path, *, coder: str | None = None) -> Self:
        """Open a study; without `coder` it is the one of the settings, else the login name.

        Raises `NoSuchStudy`, `NotAStudy`, `StudyNewer`, `StudyDamaged`, `StudyReadOnly`.
        """
        return cls(open_study(Path(path), coder=coder_initials(read_settings(), coder)))

    @classmethod
    def create(cls, path: str | Path, *, title: str, language: str = "nb", coder: str | None = None) -> Self:
        """Make an empty study and open it. Raises `StudyExists` rather than overwrite."""
        initials = coder_initials(read_settings(), coder)
        return cls(create(Path(path), title=title, language=language, coder=initials))

    def units(
        self,
        *,
        group: str | None = None,
        transcript: str | None = None,
        participant: str | None = None,
        coder: str | None = None,
        analysis: str | None = None,
    ) -> "DataFrame":
        """Meaning units, limited by what is given, in the columns of `qualcode units`."""
        from pandas import DataFrame

        rows = list_units(
            self._study, group=group, transcript=transcript, participant=participant, coder=coder, analysis=analysis
        )
        return DataFrame(rows, columns=list(UnitRow._fields))

    def table(self, kind: str, **options: Any) -> "DataFrame":
        """A table as `qualcode table` makes it; `options` are those of the command (`rows`, `columns`, `substudy`)."""
        from pandas import DataFrame

        service = _TABLES.get(kind)
        if service is not None:
            view = getattr(self, service)(**options)
        elif kind in KINDS:
            view = count_table(self._study, TableAsked(kind, **options)).view
        else:
            raise ValueRefused(what=say("kinds.table"), value=kind, choices=", ".join([*_TABLES, *KINDS]))
        return DataFrame(list(view.rows), columns=list(view.columns))

    def search(self, query: str, *, regex: bool = False, order: str = "place", **limits: Any) -> "DataFrame":
        """What `qualcode search` finds, a row per hit in the columns of its JSON.

        `limits` are those of the command (`group`, `role`, `participant`, `attribute`, `substudy`, `round`,
        `transcript`, `analysis`, `coded`).
        """
        from pandas import DataFrame

        found = search(self._study, query, limits=SearchLimits(**limits), regex=regex, order=order)
        rows = [[getattr(hit, name) for name in HIT_FIELDS] for hit in found.hits]
        return DataFrame(rows, columns=list(HIT_FIELDS))

    def close(self) -> None:
        """Let go of the file."""
        self._study.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __getattr__(self, name: str) -> Any:
        service = public_services().get(name)
        if service is None:
            raise AttributeError(f"a study has no {name!r}")
        return partial(service, self._study)

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *public_services()})


@cache
def public_services() -> dict[str, Callable[..., Any]]:
    """Every service by name: the public functions of `qualcode.services` whose first argument is a study."""
    found: dict[str, Callable[..., Any]] = {}
    for room in iter_modules(services.__path__, prefix=f"{services.__name__}."):
        module = import_module(room.name)
        found |= {
            name: function
            for name, function in inspect.getmembers(module, inspect.isfunction)
            if function.__module__ == module.__name__ and not name.startswith("_") and _takes_study(function)
        }
    return found


def _takes_study(function: Callable[..., Any]) -> bool:
    return next(iter(inspect.signature(function).parameters), "") == "study"

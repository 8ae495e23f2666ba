"""The public Python face: a study whose services are methods, and whose lists are DataFrames.

    from qualcode import Study

    with Study.open("nmv.qualcode", coder="AA") as study:
        study.units(group="Å bli trodd")
        study.import_files(["P10.docx"], "Pasientene")

Every function of `qualcode.services` that works on a study is a method here under its own name; what it takes and what
it returns stands in its docstring (`help(study.import_files)`). What writes a file out of the study (`export_...`) goes
through the same look at it as in the program: see `Study.leave`.
"""

import inspect
import warnings
from collections.abc import Callable
from functools import cache, partial
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from typing import TYPE_CHECKING, Any, Self

from qualcode import services
from qualcode.errors import LeaksFound
from qualcode.locale import say
from qualcode.services.asking.searching import search
from qualcode.services.asking.table_numbers import open_named
from qualcode.services.asking.tables import count_table
from qualcode.services.coding.units import list_units
from qualcode.services.overview.studies import create
from qualcode.services.protecting.linkage import identity_lock, known_people
from qualcode.services.protecting.outgoing import write_aside
from qualcode.settings import coder_initials, read_settings
from qualcode.storage.ciphers import is_encrypted, unlock
from qualcode.storage.opening import OpenStudy, open_study
from qualcode.views.counting import TableAsked
from qualcode.views.leaks import ERROR, NAMED
from qualcode.views.linkage import KeyLock, KnownPerson
from qualcode.views.searching import HIT_FIELDS, SearchLimits
from qualcode.views.units import UnitRow

if TYPE_CHECKING:
    from pandas import DataFrame

_LEAVING = {
    "export_paper": ("kind", ""),
    "export_guideline": ("guideline", ""),
    "export_picture": ("", "table"),
    "export_hits": ("", "search"),
}
"""Which argument of a service says what kind of thing it writes, or the kind, where its name does not say it."""


class Study:
    """A study that is open for one coder; a context manager that closes it."""

    def __init__(self, study: OpenStudy) -> None:
        self._study = study

    @classmethod
    def open(cls, path: str | Path, *, coder: str | None = None, passphrase: str = "") -> Self:
        """Open a study; without `coder` it is the one of the settings, else the login name.

        `passphrase` is that of an encrypted study. Raises `NoSuchStudy`, `NotAStudy`, `StudyNewer`, `StudyDamaged`,
        `StudyReadOnly`, `StudyLocked`, `WrongPassphrase`, `CipherMissing`.
        """
        if passphrase and not is_encrypted(Path(path)):
            unlock(Path(path), passphrase)
        return cls(open_study(Path(path), coder=coder_initials(read_settings(), coder)))

    @classmethod
    def create(
        cls, path: str | Path, *, title: str, language: str = "nb", coder: str | None = None, passphrase: str = ""
    ) -> Self:
        """Make an empty study and open it, encrypted if it is given a passphrase. Raises as `services.studies.create`.

        It never overwrites: where a file is there, `StudyExists`.
        """
        initials = coder_initials(read_settings(), coder)
        return cls(create(Path(path), title=title, language=language, coder=initials, passphrase=passphrase))

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

        view = count_table(self._study, TableAsked(kind, **options)).view
        return DataFrame(list(view.rows), columns=list(view.columns))

    def passages(self, kind: str, row: str, column: str, **options: Any) -> "DataFrame":
        """What a number of a table counts, a row per passage; of people the first words of each.

        `row` is what stands first in the number's row, `column` the column; the rest as in `table`. Raises
        `NothingNamed`, `AmbiguousName`.
        """
        from pandas import DataFrame

        table = count_table(self._study, TableAsked(kind, **options), opened=True)
        fields = ("substudy", *HIT_FIELDS)
        hits = open_named(self._study, table, row, column).hits
        return DataFrame([[getattr(hit, name) for name in fields] for hit in hits], columns=list(fields))

    def search(self, query: str, *, regex: bool = False, order: str = "place", **limits: Any) -> "DataFrame":
        """What `qualcode search` finds, a row per hit in the columns of its JSON.

        `limits` are those of the command (`group`, `role`, `participant`, `attribute`, `substudy`, `round`,
        `transcript`, `analysis`, `coded`).
        """
        from pandas import DataFrame

        found = search(self._study, query, limits=SearchLimits(**limits), regex=regex, order=order)
        rows = [[getattr(hit, name) for name in HIT_FIELDS] for hit in found.hits]
        return DataFrame(rows, columns=list(HIT_FIELDS))

    def leave(
        self, name: str, *arguments: Any, yes: bool = False, passphrase: str = "", **named: Any
    ) -> tuple[Path, ...]:
        """Write by the service of this name (`study.export_chapter(path)` comes here); the files it became.

        The file is looked through before it is put in its place. What would expose somebody raises `LeaksFound`, with
        the list as its notes; `yes` writes it all the same, for whoever has read the list. A name in what researchers
        wrote is a warning. The linkage key of the settings is opened by their identity file, else by `passphrase`.
        Raises what the service raises.
        """
        service = public_services()[name]
        bound = inspect.signature(service).bind(self._study, *arguments, **named)
        told = bound.arguments
        target, kind = Path(told["path"]), str(told.get(*_LEAVING.get(name, ("", name.removeprefix("export_")))))

        def write(place: Path) -> tuple[Path, ...]:
            told["path"] = place
            service(*bound.args, **bound.kwargs)
            return (place,)

        people, template = _people_to_look_for(passphrase), told.get("template")
        with write_aside(self._study, target, write, kind=kind, template=template, people=people) as outgoing:
            for leak in outgoing.leaks:
                if leak.kind == NAMED:
                    warnings.warn(f"{leak.where}: {leak.message}", stacklevel=2)
            if outgoing.blocked and not yes:
                errors = [leak for leak in outgoing.leaks if leak.level == ERROR]
                fault = LeaksFound(count=len(errors), path=target)
                for leak in errors:
                    fault.add_note(f"{leak.where}: {leak.message}")
                raise fault
            return outgoing.place()

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
        return partial(self.leave, name) if name.startswith("export_") else partial(service, self._study)

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *public_services()})


@cache
def public_services() -> dict[str, Callable[..., Any]]:
    """Every service by name: the public functions of `qualcode.services` whose first argument is a study."""
    found: dict[str, Callable[..., Any]] = {}
    for room in walk_packages(services.__path__, prefix=f"{services.__name__}."):
        module = import_module(room.name)
        found |= {
            name: function
            for name, function in inspect.getmembers(module, inspect.isfunction)
            if function.__module__ == module.__name__ and not name.startswith("_") and _takes_study(function)
        }
    return found


def _people_to_look_for(passphrase: str) -> tuple[KnownPerson, ...]:
    settings = read_settings()
    if not settings.linkage_key:
        return ()
    if settings.linkage_identity:
        lock = identity_lock(Path(settings.linkage_identity))
    elif passphrase:
        lock = KeyLock(passphrase)
    else:
        warnings.warn(say("linkage.passed_over", path=settings.linkage_key), stacklevel=4)
        return ()
    return known_people(Path(settings.linkage_key), lock)


def _takes_study(function: Callable[..., Any]) -> bool:
    return next(iter(inspect.signature(function).parameters), "") == "study"

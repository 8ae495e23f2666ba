"""A study of several substudies, analyses, coders and rounds, and the same as plain words for loops to count.

The loops know the words, who says them, what is registered, and who coded what; nothing of tables or of the database.
"""

import random
import re
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

from qualcode.services.asking.tables import count_table
from qualcode.services.coding.coding_files import apply_codings
from qualcode.services.material.importing import import_files
from qualcode.services.material.records import import_records
from qualcode.services.material.substudies import set_analysis, set_substudy
from qualcode.services.participants.participants import import_participants
from qualcode.storage.opening import OpenStudy, open_study
from qualcode.views.counting import TableAsked
from qualcode.views.records import RecordColumns
from qualcode.views.table import Cell
from tests.builders import add_group, new_study, numbered, write_file

PEOPLE_OF = {"Pasienter": ("P1", "P2", "P3"), "Fastleger": ("F1", "F2", "F3", "F4"), "Leger": ("N1", "P1", "N2")}
MATERIAL = {name: (name,) for name in PEOPLE_OF} | {"Samlet": ("Pasienter", "Fastleger")}
GROUPS = {"Pasienter": ("Uro", "Brev", "Aldri"), "Fastleger": ("Uro", "Tid"), "Leger": ("Rolle",), "Samlet": ("Brev",)}
CODERS = ("AA", "BB", "CC")
ROUNDS = {"T1": "1", "T2": "1", "T3": "2"}
WORDS = [
    "jeg",
    "gikk",
    "inn",
    "og",
    "legen",
    "så",
    "på",
    "meg",
    "far",
    "åpnet",
    "brevet",
    "redd",
    "igjen",
    "time",
    "ny",
    "kontoret",
    "hjem",
    "tenkte",
    "plan",
]
CODES = ("1", "1", "2", "2 og 3", "1/3", "annet", "", "3", "2", "", "1")
"""What each record is coded with, some with more than one number and some with none."""

Place = tuple[str, str]
"""A transcript: its substudy and name."""


class Unit(NamedTuple):
    """A passage that a coder has marked, for an analysis."""

    analysis: str
    coder: str
    at: Place
    start: int
    end: int


class Material(NamedTuple):
    """Everything that the loops count."""

    study: OpenStudy
    registered: dict[Place, dict[str, str]]
    said: dict[Place, list[tuple[str, str]]]
    coded: dict[tuple[Unit, str], None]

    def text(self, at: Place) -> str:
        return "\n\n".join(words for _, words in self.said[at])

    def turns(self, at: Place) -> Iterator[tuple[str, int, int]]:
        begins = 0
        for who, words in self.said[at]:
            yield who, begins, begins + len(words)
            begins += len(words) + 2

    def people(self, unit: Unit) -> set[Place]:
        spoken = {who for who, start, end in self.turns(unit.at) if unit.start < end and start < unit.end}
        return {(unit.at[0], who) for who in spoken - {"I"}}

    def words(self, at: Place) -> list[tuple[int, int]]:
        return [found.span() for found in re.finditer(r"\S+", self.text(at))]

    def units(self, analysis: str, group: str) -> list[Unit]:
        return [unit for unit, told in self.coded if (unit.analysis, told) == (analysis, group)]

    def rows(self, kind: str, **asked: Any) -> dict[Cell, tuple[Cell, ...]]:
        return {row[0]: row[1:] for row in count_table(self.study, TableAsked(kind, **asked)).view.rows}


def named(analysis: str, group: str) -> str:
    return f"{analysis}:{group}" if sum(group in groups for groups in GROUPS.values()) > 1 else group


def person(at: Place) -> str:
    return f"{at[0]}:{at[1]}" if sum(at[1] in codes for codes in PEOPLE_OF.values()) > 1 else at[1]


EVERY_GROUP = [(analysis, group) for analysis, groups in GROUPS.items() for group in groups]
EVERYBODY = [(substudy, code) for substudy, codes in PEOPLE_OF.items() for code in codes]


@contextmanager
def several_of_everything(folder: Path) -> Iterator[Material]:
    """The study, open for AA, and what is in it."""
    chance = random.Random(8)  # noqa: S311 - chance, not secrecy
    path = folder / "several.qualcode"
    with new_study(path) as study:
        for name in PEOPLE_OF:
            set_substudy(study, name, design="focus-group")
        registered = _register(study, chance)
        said = _talk(study, chance, folder)
        set_analysis(study, "Samlet", substudies=list(MATERIAL["Samlet"]))
        for analysis, group in EVERY_GROUP:
            add_group(study, group, analysis=analysis)
        rows = [
            {"id": str(at), "code": code, "week": "2016-01-04" if at < 6 else "2016-01-11"}
            for at, code in enumerate(CODES)
        ]
        import_records(study, numbered(rows), name="Lapper", columns=RecordColumns("id", multiple=("code",)))
        everything = Material(study, registered, said, {})
        _code(everything, chance, path)
        yield everything


def _register(study: OpenStudy, chance: random.Random) -> dict[Place, dict[str, str]]:
    registered: dict[Place, dict[str, str]] = {}
    for substudy, codes in PEOPLE_OF.items():
        for code in codes:
            values = {"gender": chance.choice(["K", "M", ""]), "age": chance.choice(["", "35", "48"])}
            if substudy != "Pasienter":
                values["specialist"] = chance.choice(["Ja", "Nei", ""])
            registered[substudy, code] = values
        rows = [{"participant": code} | registered[substudy, code] for code in codes]
        import_participants(study, numbered(rows), substudy=substudy)
    return registered


def _talk(study: OpenStudy, chance: random.Random, folder: Path) -> dict[Place, list[tuple[str, str]]]:
    said: dict[Place, list[tuple[str, str]]] = {}
    for substudy, codes in PEOPLE_OF.items():
        for name, of_round in ROUNDS.items():
            turns: list[tuple[str, str]] = []
            for _ in range(10):
                who = chance.choice([one for one in ("I", *codes) if not turns or one != turns[-1][0]])
                turns.append((who, " ".join(chance.choices(WORDS, k=chance.randint(3, 12))) + "."))
            said[substudy, name] = turns
            import_files(study, [write_file(folder / substudy, f"{name}.txt", turns)], substudy, round=of_round)
    return said


def _code(material: Material, chance: random.Random, path: Path) -> None:
    for coder, (analysis, substudies) in product(CODERS, MATERIAL.items()):
        rows = []
        for at, _ in product(product(substudies, ROUNDS), range(5)):
            start = chance.randrange(len(material.text(at)) - 60)
            unit = Unit(analysis, coder, at, start, start + chance.randint(4, 60))
            words = material.text(at)[unit.start : unit.end]
            unit = unit._replace(
                start=unit.start + len(words) - len(words.lstrip()), end=unit.end - len(words) + len(words.rstrip())
            )
            group = chance.choice([one for one in GROUPS[analysis] if one != "Aldri"])
            material.coded[unit, group] = None
            place = {"transcript": ":".join(at), "start": unit.start, "end": unit.end}
            rows.append(place | {"code_group": group})
        with open_study(path, coder=coder) as study:
            apply_codings(study, file="codings.csv", rows=numbered(rows), analysis=analysis)

"""Claims about structure: cheap commands stay cheap, rooms keep to their side, files and functions stay small."""

import ast
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import qualcode

_CODE = Path(qualcode.__file__).parent
_FILES = sorted(_CODE.rglob("*.py"))
_HEAVY = (
    "sqlmodel",
    "sqlalchemy",
    "pandas",
    "spacy",
    "docx",
    "lxml",
    "textual",
    "openpyxl",
    "yaml",
    "sklearn",
    "matplotlib",
)
_LARGEST_FILE = 400
_LONGEST_FUNCTION = 50
_ROOMS = (
    ("locale",),
    ("errors",),
    ("commands",),
    ("settings",),
    ("text",),
    ("views",),
    ("model",),
    ("storage",),
    ("importers", "exporters", "analysis"),
    ("services",),
    ("study", "tui"),
    ("cli",),
)
_HOME = {
    "textual": {"tui"},
    "sqlalchemy": {"model", "storage", "services", "analysis"},
    "sqlmodel": {"model", "storage", "services", "analysis"},
    "sqlite3": {"storage"},
    "pandas": {"analysis", "exporters", "study"},
    "docx": {"importers", "exporters"},
    "sklearn": {"analysis"},
    "scipy": {"analysis"},
    "matplotlib": {"exporters"},
    "lxml": {"importers", "exporters"},
}


def _loaded_by(*arguments: str) -> set[str]:
    """The heavy libraries that a run of the program has loaded when it ends."""
    script = (
        "import json, sys\n"
        "from qualcode.cli.main import main\n"
        "try:\n    main(sys.argv[1:])\nexcept SystemExit: pass\n"
        "print('\\n' + json.dumps(sorted({name.split('.')[0] for name in sys.modules})))"
    )
    run = subprocess.run(
        [sys.executable, "-c", script, *arguments], capture_output=True, text=True, check=True, encoding="utf-8"
    )
    return set(json.loads(run.stdout.splitlines()[-1])) & set(_HEAVY)


@pytest.mark.parametrize("arguments", [("--help",), ("--version",), ("keys",), ("codings", "--help"), ("nonsense",)])
def test_a_command_that_needs_no_study_loads_nothing_heavy(arguments: tuple[str, ...]) -> None:
    assert _loaded_by(*arguments) == set()


def test_a_command_that_only_reads_a_study_loads_neither_tables_nor_documents(tmp_path: Path) -> None:
    assert _loaded_by("history", str(tmp_path / "none.qualcode")) <= {"sqlalchemy", "sqlmodel"}


def _imports(path: Path) -> Iterator[tuple[str, str]]:
    """What a file imports, as (library or "qualcode", room of ours or "")."""
    for statement in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names: list[str] = []
        if isinstance(statement, ast.Import):
            names = [alias.name for alias in statement.names]
        elif isinstance(statement, ast.ImportFrom) and statement.module and not statement.level:
            names = [statement.module]
            if statement.module == "qualcode":
                names = [f"qualcode.{alias.name}" for alias in statement.names]
        for name in names:
            library, _, rest = name.partition(".")
            yield library, rest.partition(".")[0] if library == "qualcode" else ""


def _room(path: Path) -> str:
    inside = path.relative_to(_CODE)
    return inside.parts[0].removesuffix(".py")


@pytest.mark.parametrize("path", _FILES, ids=lambda path: path.relative_to(_CODE).as_posix())
def test_imports_go_to_the_rooms_below_only(path: Path) -> None:
    room = _room(path)
    heights = {name: height for height, names in enumerate(_ROOMS) for name in names}
    if room not in heights:
        return
    for library, other in _imports(path):
        if library == "qualcode" and other in heights and other != room:
            assert heights[other] < heights[room], f"{room} imports {other}"
        homes = _HOME.get(library)
        assert homes is None or room in homes, f"{library} in {room}"


@pytest.mark.parametrize("path", _FILES, ids=lambda path: path.relative_to(_CODE).as_posix())
def test_files_and_functions_stay_small(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert len(source.splitlines()) <= _LARGEST_FILE
    for part in ast.walk(ast.parse(source)):
        if isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef):
            assert (part.end_lineno or part.lineno) - part.lineno < _LONGEST_FUNCTION, part.name


@pytest.mark.parametrize("path", _FILES, ids=lambda path: path.relative_to(_CODE).as_posix())
def test_only_output_and_diagnostics_write_to_the_terminal(path: Path) -> None:
    if path.relative_to(_CODE).as_posix() in ("cli/output.py", "cli/diagnostics.py"):
        return
    for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name):
            assert call.func.id not in ("print", "input"), f"line {call.lineno}"

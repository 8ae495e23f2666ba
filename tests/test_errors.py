"""Claims about errors: one tree, drawn as it is, each leaf with its sentences in both languages."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import qualcode
from qualcode import errors
from qualcode.errors import NoSuchStudy, QualcodeError
from qualcode.locale import LANGUAGES, has_text, use_language

_CODE = Path(qualcode.__file__).parent


def _below(kind: type[QualcodeError]) -> Iterator[type[QualcodeError]]:
    for lower in kind.__subclasses__():
        yield lower
        yield from _below(lower)


ALL = sorted(
    (kind for kind in _below(QualcodeError) if kind.__module__.startswith(errors.__name__)), key=lambda k: k.__name__
)
LEAVES = [kind for kind in ALL if not kind.__subclasses__()]
BRANCHES = [kind for kind in ALL if kind.__subclasses__()]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", LEAVES, ids=lambda kind: kind.__name__)
def test_every_error_says_what_is_wrong_and_what_to_do(kind: type[QualcodeError], language: str) -> None:
    key = f"errors.{kind.__name__}"
    for part in ("message", "hint"):
        assert has_text(f"{key}.{part}", language=language) or has_text(f"{key}.{part}.other", language=language)


def test_the_tree_in_the_docstring_is_the_tree() -> None:
    drawn = errors.__doc__ or ""
    for branch in BRANCHES:
        line = re.search(rf"── {branch.__name__} +(\d+)", drawn)
        assert line, branch
        assert int(line.group(1)) == branch.exit_code
    names = set(re.findall(r"\b[A-Z][a-z]+(?:[A-Z][a-z]*)+\b", drawn))
    assert {kind.__name__ for kind in ALL} <= names
    assert names <= {kind.__name__ for kind in ALL} | {"QualcodeError"}


def test_every_branch_has_an_exit_code_of_its_own_that_is_not_zero() -> None:
    codes = [branch.exit_code for branch in BRANCHES]
    assert len(codes) == len(set(codes))
    assert all(code > 0 for code in codes)


def test_only_the_edges_catch_every_error() -> None:
    """Command line and app tell the user; elsewhere the leaves that are meant are named, or it is raised again."""
    raised_again = {"storage/sqlite_file.py", "services/rows.py"}
    found = set()
    for path in _CODE.rglob("*.py"):
        for handler in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(handler, ast.ExceptHandler) and handler.type is not None:
                names = {name.id for name in ast.walk(handler.type) if isinstance(name, ast.Name)}
                if "QualcodeError" in names:
                    found.add(path.relative_to(_CODE).as_posix())
    assert {file for file in found if not file.startswith(("cli/", "tui/"))} <= raised_again


def test_an_error_speaks_the_language_in_use_when_it_is_shown() -> None:
    error = NoSuchStudy(path="borte.qualcode")
    use_language("en")
    assert error.message == "There is no file borte.qualcode."
    use_language("nb")
    assert error.message == "Det finnes ingen fil borte.qualcode."
    assert str(error) == f"{error.message} {error.hint}"


def test_what_a_user_typed_is_never_formatted() -> None:
    error = NoSuchStudy(path="{0.__class__} %s {hint}")
    assert "{0.__class__} %s {hint}" in error.message

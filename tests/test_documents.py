"""The documents say what the program does."""

import re
import shlex
from pathlib import Path

import pytest
from docx import Document

from qualcode.cli.main import COMMANDS, main

ROOT = Path(__file__).parent.parent
HEAD = "# Keys\n\nMade by `qualcode keys --markdown`; a test compares.\n"


def test_the_key_table_in_the_documents_is_that_of_the_program(capsys: pytest.CaptureFixture[str]) -> None:
    main(["keys", "--markdown"])
    assert (ROOT / "docs" / "keys.md").read_text(encoding="utf-8") == HEAD + capsys.readouterr().out


def test_every_command_in_the_readme_is_one_that_exists() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    used = set(re.findall(r"(?m)^qualcode ([a-z]+)", text)) | set(re.findall(r"`qualcode ([a-z]+)", text))
    assert used
    assert used <= set(COMMANDS)


def test_the_first_quarter_of_an_hour_goes_as_the_readme_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "interviews").mkdir()
    document = Document()
    document.add_paragraph("I: How was it?")
    document.add_paragraph("P1: I sat in the hallway.")
    document.save(str(tmp_path / "interviews" / "P1.docx"))
    (tmp_path / "participants.csv").write_text("participant;age\nP1;52\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    typed = re.findall(r"(?m)^qualcode ([a-z]+ mystudy\.qualcode.*)$", text)
    lines = [shlex.split(line, comments=True) for line in typed]
    assert {"new", "import", "export", "check"} <= {line[0] for line in lines}
    for line in lines:
        if line[0] not in {"open", "takeback"}:  # one opens the app, the other has no texts to take back yet
            main([word.replace("*", "P1") for word in line])
    assert (tmp_path / "chapter.docx").exists()


@pytest.mark.parametrize("name", ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md"])
def test_what_a_document_points_to_is_there(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    targets = [target for target in re.findall(r"\]\(([^)#]+)", text) if "://" not in target]
    assert [target for target in targets if not (ROOT / target).exists()] == []


def test_files_named_in_the_architecture_exist() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    named = {path for path in re.findall(r"`([a-z]+/[a-z_/]+(?:\.py)?)`", text) if "*" not in path}
    missing = [path for path in sorted(named) if not ((ROOT / "qualcode" / path).exists() or (ROOT / path).exists())]
    assert missing == []


def test_every_library_has_its_reason_in_the_architecture() -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8").lower()
    names = [re.split(r"[<>=\[ ]", wanted)[0].lower() for wanted in project["dependencies"]]
    assert [name for name in names if name not in text] == []


def test_the_program_and_the_package_are_of_one_version() -> None:
    import tomllib

    from qualcode.version import VERSION

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == VERSION

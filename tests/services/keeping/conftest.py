"""Two copies of one study, in which two people work."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from qualcode.services.keeping.backups import back_up
from qualcode.storage.opening import OpenStudy, open_study
from tests.builders import (
    add_group,
    add_substudy,
    add_transcript,
    code_words,
)

SAID = "Jeg ble sittende i gangen.\n\nMed jakka på. Så gikk jeg hjem."


@pytest.fixture
def ours(study: OpenStudy) -> OpenStudy:
    """This copy: two groups, a transcript, a coding."""
    add_substudy(study)
    uro, _ = add_group(study, "Uro"), add_group(study, "Plikt")
    code_words(study, add_transcript(study, "P1", SAID), "i gangen", uro)
    return study


@pytest.fixture
def theirs(ours: OpenStudy, tmp_path: Path) -> Iterator[OpenStudy]:
    """The other copy, made from this one, in which BB works."""
    with open_study(back_up(ours, tmp_path / "theirs.qualcode"), coder="BB") as copy:
        yield copy

"""Whatever is done to the material, undo leads back over the same studies, and redo forward over them again."""

import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.errors import NothingToRedo, NothingToUndo, QualcodeError
from qualcode.services.keeping.history import redo, undo
from qualcode.services.material.importing import import_files
from qualcode.services.material.substudies import set_analysis, set_substudy
from qualcode.services.overview.studies import create
from qualcode.services.participants.participants import participants
from qualcode.services.participants.speakers import set_speakers
from qualcode.storage.content import content_hash
from qualcode.storage.opening import OpenStudy
from tests.builders import add_participant, write_file

Act = Callable[[OpenStudy, Path], object]

SUBSTUDIES = ("Pasientene", "Fastlegene")
FILES = ("P1.txt", "P2.txt", "sub/P1.txt")


def do_import(study: OpenStudy, folder: Path, *, names: list[str], substudy: str, keep_going: bool) -> None:
    import_files(study, [folder / name for name in names], substudy, keep_going=keep_going)


def do_substudy(study: OpenStudy, _folder: Path, *, name: str, design: str, sampling: str | None) -> None:
    set_substudy(study, name, design=design, sampling=sampling)


def do_analysis(study: OpenStudy, _folder: Path, *, title: str, question: str, substudies: list[str] | None) -> None:
    set_analysis(study, title, question=question, substudies=substudies)


def do_speakers(study: OpenStudy, _folder: Path, *, transcript: str, role: str, code: str | None) -> None:
    set_speakers(study, transcript, [("I", role, None), ("P1", "participant", code)])


def do_participant(study: OpenStudy, _folder: Path, *, substudy: str, code: str) -> None:
    if code not in [known.code for known in participants(study, substudy)]:
        add_participant(study, code, substudy=substudy)


def act(function: Callable[..., None], **strategies: st.SearchStrategy[object]) -> st.SearchStrategy[Act]:
    """One of the commands, with whatever somebody might ask of it."""
    return st.fixed_dictionaries(strategies).map(lambda values: partial(function, **values))


ACTS = st.lists(
    st.one_of(
        act(
            do_import,
            names=st.lists(st.sampled_from(FILES), min_size=1, max_size=3),
            substudy=st.sampled_from(SUBSTUDIES),
            keep_going=st.booleans(),
        ),
        act(
            do_substudy,
            name=st.sampled_from(SUBSTUDIES),
            design=st.sampled_from(["individual", "focus-group"]),
            sampling=st.sampled_from([None, "strategic", ""]),
        ),
        act(
            do_analysis,
            title=st.sampled_from(["Pasientene", "På tvers"]),
            question=st.sampled_from(["", "Hva?", "Hvorfor?"]),
            substudies=st.none() | st.lists(st.sampled_from(SUBSTUDIES), max_size=2),
        ),
        act(
            do_speakers,
            transcript=st.sampled_from(["P1", "P2", "Fastlegene:P1"]),
            role=st.sampled_from(["interviewer", "moderator", "unknown"]),
            code=st.sampled_from([None, "P1"]),
        ),
        act(do_participant, substudy=st.sampled_from(SUBSTUDIES), code=st.sampled_from(["P1", "P2"])),
    ),
    min_size=1,
    max_size=8,
)


def hash_of(study: OpenStudy) -> str:
    """The content of the study."""
    with study.reading() as connection:
        return content_hash(connection)


def written(folder: Path) -> Path:
    """Three files, two of which want the same name."""
    for name in FILES:
        path = folder / name
        said = [("I", "Hva?"), ("P1", f"Dette er {name}."), ("I", "Og?"), ("P1", "Ja.")]
        write_file(path.parent, path.name, said)
    return folder


@settings(max_examples=20, deadline=None)
@given(acts=ACTS)
def test_undo_and_redo_walk_the_same_way(acts: list[Act]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = written(Path(name))
        with create(folder / "s.qualcode", title="T", coder="AA") as study:
            set_substudy(study, "Pasientene")
            stations = [hash_of(study)]
            undo(study)
            stations.insert(0, hash_of(study))
            redo(study)
            for one in acts:
                try:
                    one(study, folder)
                except QualcodeError:
                    assert hash_of(study) == stations[-1]
                else:
                    remember(study, stations)
            walk(study, stations)


def remember(study: OpenStudy, stations: list[str]) -> None:
    """Note where an act led; several entries (each kept file is one) are stations of their own."""
    now = hash_of(study)
    if now == stations[-1]:
        return
    passed: list[str] = []
    while hash_of(study) != stations[-1]:
        passed.append(hash_of(study))
        undo(study)
    for expected in reversed(passed):
        redo(study)
        assert hash_of(study) == expected
    stations += reversed(passed)


def walk(study: OpenStudy, stations: list[str]) -> None:
    """All the way back, and all the way forward."""
    for expected in reversed(stations[:-1]):
        undo(study)
        assert hash_of(study) == expected
    try:
        undo(study)
        raise AssertionError("there was more to undo than was done")
    except NothingToUndo:
        pass
    for expected in stations[1:]:
        redo(study)
        assert hash_of(study) == expected
    try:
        redo(study)
        raise AssertionError("there was more to redo than was undone")
    except NothingToRedo:
        pass

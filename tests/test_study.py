"""The public Python face."""

import importlib
import inspect
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path
from pkgutil import walk_packages

import pytest
from pyrage.x25519 import Identity

import qualcode
from qualcode import Study, services
from qualcode.errors import LeaksFound, NoSuchStudy, StudyExists, ValueRefused
from qualcode.services.coding.units import list_units
from qualcode.services.protecting.linkage import add_people, identity_lock, make_key
from qualcode.settings import read_settings
from qualcode.storage.opening import OpenStudy
from qualcode.study import public_services
from qualcode.views.linkage import KnownPerson
from qualcode.views.units import UnitRow
from tests.builders import SUBSTUDY, add_group, add_participant, add_substudy, add_transcript, code_words, write_file

SAID = [("I", "Hva?"), ("P1", "Jeg ble redd. Så gikk jeg hjem.")]


def test_study_is_the_only_public_name() -> None:
    assert qualcode.__all__ == ["Study", "__version__"]
    with pytest.raises(AttributeError):
        _ = qualcode.OpenStudy


def test_importing_the_package_loads_nothing_heavy() -> None:
    code = "import sys, qualcode; sys.exit(' '.join({'pandas', 'sqlmodel', 'sqlalchemy'} & set(sys.modules)) or 0)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_study_is_worked_on_from_python(study_path: Path, tmp_path: Path) -> None:
    path = write_file(tmp_path, "P1.txt", [*SAID, *SAID])
    with Study.create(study_path, title="NMV", coder="AA") as study:
        study.set_substudy("Pasientene")
        study.import_files([str(path)], "Pasientene")
    with Study.open(str(study_path), coder="BB") as study:
        assert study.transcript_text("P1").startswith("Hva?\n\nJeg ble redd.")
        study.set_speakers("P1", [("I", "moderator", None)])
        assert study.status().coders == ("AA", "BB")
        assert study.history()[0].coder == "BB"


def test_a_study_is_not_overwritten_and_must_be_there_to_be_opened(study_path: Path) -> None:
    with pytest.raises(NoSuchStudy):
        Study.open(study_path)
    Study.create(study_path, title="NMV").close()
    with pytest.raises(StudyExists):
        Study.create(study_path, title="NMV")


def test_units_are_a_frame_with_the_columns_of_the_command(study: OpenStudy) -> None:
    add_substudy(study)
    transcript = add_transcript(study, "P1", SAID)
    fear, home, _ = (add_group(study, name) for name in ("Uro", "Hjem", "Tom"))
    code_words(study, transcript, "redd", fear)
    code_words(study, transcript, "gikk jeg hjem", home)
    with Study.open(study.path) as public:
        everything = public.units()
        assert list(everything.columns) == list(UnitRow._fields)
        assert [tuple(row) for row in everything.itertuples(index=False)] == [tuple(row) for row in list_units(study)]
        assert list(public.units(group="Hjem")["text"]) == ["gikk jeg hjem"]
        nothing = public.units(group="Tom")
        assert (len(nothing), list(nothing.columns)) == (0, list(UnitRow._fields))


def test_an_unknown_table_is_refused_with_those_there_are(study: OpenStudy) -> None:
    with Study.open(study.path) as public, pytest.raises(ValueRefused) as refused:
        public.table("weather")
    assert "demographics" in refused.value.hint


@pytest.mark.parametrize("kind", ["demographics", "informants"])
def test_tables_of_people_take_every_option_of_the_command(study: OpenStudy, kind: str) -> None:
    for name in (SUBSTUDY, "Legene"):
        add_substudy(study, name)
    add_participant(study, "P1")
    with Study.open(study.path) as public:
        table = public.table(kind, analysis=SUBSTUDY, substudy=SUBSTUDY, form="exact", by="")
        assert table.iloc[0, 0] == ("P1" if kind == "demographics" else SUBSTUDY)


def test_every_service_is_a_method_and_no_two_share_a_name(study: OpenStudy) -> None:
    names = Counter(
        name
        for room in walk_packages(services.__path__, prefix=f"{services.__name__}.")
        for name, function in inspect.getmembers(importlib.import_module(room.name), inspect.isfunction)
        if function.__module__ == room.name
        and next(iter(inspect.signature(function).parameters), "") == "study"
        and not name.startswith("_")
    )
    assert {name for name, times in names.items() if times > 1} == set()
    assert set(names) == set(public_services())
    with Study.open(study.path) as public:
        assert set(names) <= set(dir(public))
        assert all(callable(getattr(public, name)) for name in names)


def test_what_is_no_service_is_no_attribute(study: OpenStudy) -> None:
    with Study.open(study.path) as public, pytest.raises(AttributeError):
        _ = public.delete_everything


def test_search_and_counted_tables_are_data_frames(study: OpenStudy) -> None:
    add_substudy(study)
    group = add_group(study, "Uro")
    code_words(study, add_transcript(study, "P1", [("P1", "Jeg var redd.")]), "redd", group)
    with Study.open(study.path, coder="AA") as told:
        found = told.search("redd", coded=True)
        assert list(found.columns)[:2] == ["transcript", "turn"]
        assert found["match"].tolist() == ["redd"]
        table = told.table("crosstab", rows="transcript", columns="code-group")
        assert table.to_numpy().tolist() == [["P1", 1, 1], ["Totalt", 1, 1]]


def test_what_python_writes_out_is_looked_through_too(study: OpenStudy, tmp_path: Path) -> None:
    add_substudy(study)
    add_transcript(study, "P1", [("P1", "Ring meg på 912 34 567.")])
    with Study.open(study.path, coder="AA") as public:
        with pytest.raises(LeaksFound) as held:
            public.export_transcripts(tmp_path / "talk")
        assert "912 34 567" in held.value.__notes__[0]
        assert not (tmp_path / "talk").exists()
        (written,) = public.export_transcripts(tmp_path / "talk", yes=True)
        assert written == tmp_path / "talk" / "P1.docx"
        add_group(study, "Kari Nordmann")
        with pytest.warns(UserWarning, match="Kari Nordmann"):
            public.export_paper("codebook", tmp_path / "codebook.docx")
        (guideline,) = public.export_guideline("coreq", path=str(tmp_path / "coreq.docx"))
        assert guideline.exists()
        assert [entry.action for entry in public.history()][:2] == ["export.write", "export.write"]


def test_the_linkage_key_of_the_settings_is_looked_for_from_python(
    study: OpenStudy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_substudy(study)
    add_transcript(study, "P1", [("P1", "Kari var der.")])
    key, identity = tmp_path / "key.age", tmp_path / "identity.txt"
    identity.write_text(str(Identity.generate()), encoding="utf-8")
    make_key(key, identity_lock(identity), beside_study=True)
    add_people(key, identity_lock(identity), (KnownPerson("P1", "Pasientene", "Kari Nordmann"),))
    chosen = replace(read_settings(), linkage_key=str(key), linkage_identity=str(identity))
    monkeypatch.setattr("qualcode.study.read_settings", lambda: chosen)
    with Study.open(study.path, coder="AA") as public:
        with pytest.raises(LeaksFound):
            public.export_transcripts(tmp_path / "talk.docx")
        chosen = replace(chosen, linkage_identity="")
        with pytest.warns(UserWarning, match=r"key\.age"):
            public.export_transcripts(tmp_path / "talk.docx")

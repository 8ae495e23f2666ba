"""`qualcode comparison`: listed and loaded without the app."""

import json
from pathlib import Path

from qualcode.storage.opening import OpenStudy
from tests.builders import SUBSTUDY
from tests.cli.conftest import Run
from tests.services.written import HEADING, write_analysis


def test_a_comparison_is_loaded_from_a_table_and_listed_in_its_fields(
    study: OpenStudy, tmp_path: Path, run: Run
) -> None:
    write_analysis(study)
    path = tmp_path / "comparison.csv"
    path.write_text(
        f"topic,analysis,stance,text,evidence\nBrevet,{SUBSTUDY},disagrees,En mistanke.,category: {HEADING}\n",
        encoding="utf-8",
    )
    assert json.loads(run("comparison", study.path, path, "--json").out)["new"] == 1
    (row,) = json.loads(run("comparison", study.path, "--json").out)
    assert (row["topic"], row["stance"], row["evidence"]) == ("Brevet", "disagrees", f"category: {HEADING}")
    assert "disagrees" in run("comparison", study.path).out
    path.write_text(f"topic,analysis,stance\nBrevet,{SUBSTUDY},kanskje\n", encoding="utf-8")
    ran = run("comparison", study.path, path)
    assert ran.code > 0
    assert "line 2" in ran.err

"""Claims about the decision trail: who did what, when, from the first theme to the last edit of a category."""

from pathlib import Path

import pytest
from docx import Document

from qualcode.errors import NothingNamed, StandsInTheWay
from qualcode.model import CodeGroup, GroupTheme, Theme, ThemeSource
from qualcode.services.coding.group_history import group_history
from qualcode.services.condensing.condensing import write_condensate
from qualcode.services.condensing.quotes import change_printed, quotes
from qualcode.services.keeping.checking import check
from qualcode.services.keeping.history import undo
from qualcode.services.protecting.withdrawing import withdraw_participant
from qualcode.services.reading.reading import add_theme
from qualcode.services.synthesis.synthesis import change_category
from qualcode.services.tracing.trails import decision_trail, export_trail
from qualcode.storage.opening import OpenStudy, open_study
from qualcode.views.withdrawing import OWN_WORDS
from tests.builders import add_group, add_participant, code_words, registered
from tests.services.written import HEADING, PROSE, SAID, write_analysis


@pytest.fixture
def written(study: OpenStudy) -> OpenStudy:
    """A category that rests on a condensate of a group that came from an agreed theme of AA's."""
    made = write_analysis(study)
    theme = add_theme(study, made.analysis, "kontroll", note="alle snakker om den")
    with study.change("theme.agree") as change:
        agreed = change.add(Theme, analysis_id=made.analysis, name="mistanke", reason="begge hadde den", position=9)
        change.add(ThemeSource, agreed_id=agreed, theme_id=theme)
        change.add(GroupTheme, group_id=1, theme_id=agreed)
    with open_study(study.path, coder="BB") as other:
        write_condensate(other, made.subgroups[0], "Jeg ble sittende lenge.")
    change_category(study, made.category, heading=f"{HEADING} igjen")
    return study


def _acts(study: OpenStudy, heading: str) -> list[tuple[object, ...]]:
    """When, who and what, without the summaries."""
    return [tuple(row[:3]) for row in decision_trail(study, heading).flat.rows]


def test_the_trail_goes_from_the_theme_to_the_last_edit(written: OpenStudy, tmp_path: Path) -> None:
    view = decision_trail(written, f"{HEADING} igjen")
    acts = [(row[1], row[2]) for row in view.flat.rows]
    assert acts.index(("AA", "theme.new")) < acts.index(("AA", "theme.agree"))
    assert ("BB", acts[-2][1]) == acts[-2]
    assert acts[-1][0] == "AA"
    assert [str(row[0]) for row in view.flat.rows] == sorted(str(row[0]) for row in view.flat.rows)
    tables = {section.heading: section.table.rows for section in view.sections if section.table is not None}
    day = str(view.flat.rows[0][0])[:10]
    assert ("mistanke", "begge hadde den", f"AA {day}") in tables["Foreløpige temaer kategorien kommer fra"]
    assert ("– kontroll", "alle snakker om den", f"AA {day}") in tables["Foreløpige temaer kategorien kommer fra"]
    assert [row[2] for row in tables["Sitater"]] == [f"AA {day}"]
    assert any("Jeg ble sittende lenge." in row for row in tables["Kondensater"])
    export_trail(written, f"{HEADING} igjen", tmp_path / "trail.docx")
    document = Document(str(tmp_path / "trail.docx"))
    words = {cell.text for table in document.tables for cell in table._cells}
    assert {"Jeg ble sittende lenge.", PROSE, "mistanke"} <= words
    export_trail(written, f"{HEADING} igjen", tmp_path / "trail.csv")
    assert (tmp_path / "trail.csv").read_text(encoding="utf-8").startswith("at,coder,action,summary\n")


def test_who_did_what_when_stays_when_somebody_withdraws(written: OpenStudy) -> None:
    """What stood there does not; nor can it be taken back."""
    add_participant(written, "P9")
    before, of_group = _acts(written, f"{HEADING} igjen"), group_history(written, 1)
    withdraw_participant(written, "P9")
    trail = decision_trail(written, f"{HEADING} igjen")
    assert _acts(written, f"{HEADING} igjen") == before
    assert not any(HEADING in str(row[3]) for row in trail.flat.rows)
    assert [row[:4] for row in group_history(written, 1)] == [row[:4] for row in of_group]
    with pytest.raises(StandsInTheWay):
        undo(written)
    assert check(written).ok
    change_category(written, 1, heading="Til sist")
    withdraw_participant(written, "P3", degree=OWN_WORDS)
    acts = _acts(written, "Til sist")
    assert len(acts) > len(before), "of what was done between the two withdrawals, too"
    assert set(acts) <= {*before, acts[-1]}


def test_a_group_that_a_unit_is_in_besides_is_no_part_of_the_trail(written: OpenStudy) -> None:
    other = add_group(written, "Lettelse")
    code_words(written, 1, SAID["P1"], other)
    view = decision_trail(written, f"{HEADING} igjen")
    tables = {section.heading: section.table.rows for section in view.sections if section.table is not None}
    assert [row[0] for row in tables["Kodegrupper og undergrupper"]] == ["Uro", "Uro/Brevet"]


def test_a_group_with_a_slash_in_its_name_is_in_the_trail_by_its_whole_name(written: OpenStudy) -> None:
    with written.change("test.rename") as change:
        change.change(CodeGroup, 1, name="Uro / frykt")
    view = decision_trail(written, f"{HEADING} igjen")
    tables = {section.heading: section.table.rows for section in view.sections if section.table is not None}
    assert [row[0] for row in tables["Kodegrupper og undergrupper"]] == ["Uro / frykt", "Uro / frykt/Brevet"]


def test_a_category_that_is_not_there_is_answered_with_those_there_are(written: OpenStudy) -> None:
    with pytest.raises(NothingNamed) as refused:
        decision_trail(written, "Brevet kjentes")
    assert HEADING in refused.value.hint


def test_the_words_of_somebody_without_consent_are_in_no_trail(written: OpenStudy, tmp_path: Path) -> None:
    export_trail(written, f"{HEADING} igjen", tmp_path / "before.md")
    quoted = [code for code, said in SAID.items() if said in (tmp_path / "before.md").read_text(encoding="utf-8")]
    assert quoted
    others = [{"participant": code, "given": "2026-01-01"} for code in SAID if code not in quoted]
    registered(written, consent=others)
    for name in ("after.md", "after.csv"):
        export_trail(written, f"{HEADING} igjen", tmp_path / name)
        text = (tmp_path / name).read_text(encoding="utf-8")
        assert not any(SAID[code][:20] in text for code in quoted)
        assert "holdes tilbake" in text


def test_a_quote_held_back_is_known_again_where_its_inner_marks_are_printed_otherwise(
    written: OpenStudy, tmp_path: Path
) -> None:
    placed = next(one for one in quotes(written) if one.participants == ("P1",))
    change_printed(written, placed.id, "Jeg sa «nei, takk» til ham.")
    export_trail(written, f"{HEADING} igjen", tmp_path / "before.md")
    assert "‹nei, takk›" in (tmp_path / "before.md").read_text(encoding="utf-8")
    registered(written, consent=[{"participant": "P2", "given": "2026-01-01"}])
    export_trail(written, f"{HEADING} igjen", tmp_path / "after.md")
    assert "nei, takk" not in (tmp_path / "after.md").read_text(encoding="utf-8")

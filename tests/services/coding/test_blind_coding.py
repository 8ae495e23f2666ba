"""Step 2, each by herself: a blind coder never sees another's coding, by any way of reading."""

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from qualcode.errors import NothingNamed, NothingToUndo, TooFewCoders
from qualcode.model import Coding, MeaningUnit, Note, Quote
from qualcode.services.coding.blind_coding import begin_blind, blind_codings, end_blind, mark_coded
from qualcode.services.coding.coding import code_span
from qualcode.services.coding.questions import ask
from qualcode.services.coding.units import code_groups, list_units, units_in_transcript
from qualcode.services.condensing.boards import board
from qualcode.services.condensing.quotes import mark_unit_quote
from qualcode.services.condensing.sortings import keep_sorting
from qualcode.services.keeping.history import history, undo
from qualcode.services.material.transcripts import transcript_lines
from qualcode.services.overview.studies import status
from qualcode.services.reading.notes import add_note, notes
from qualcode.services.reading.preconceptions import preconceptions_of, write_preconceptions
from qualcode.services.reading.readers import mark_list_done, open_lists
from qualcode.services.reading.reading import add_theme, themes, write_impression
from qualcode.storage.figures import first_figures
from qualcode.storage.opening import OpenStudy, open_study
from qualcode.storage.shapes import tables_by_name
from qualcode.storage.tallies import count_anew, stored_counts
from qualcode.text.span import Span
from tests.builders import add_group, add_substudy, add_transcript, analysis_of, code_words, new_study

TEXT = "Jeg ble sittende i gangen. Med jakka på.\n\nDa ble jeg flau."


class Blind:
    """Two transcripts; P1 is coded blind by AA and BB, and AA has coded, noted and quoted in both."""

    def __init__(self, study: OpenStudy) -> None:
        add_substudy(study)
        self.study = study
        self.analysis = analysis_of(study)
        self.first, self.second = add_transcript(study, "P1", TEXT), add_transcript(study, "P2", TEXT)
        self.group = add_group(study, "Uro")
        begin_blind(study, self.analysis, ["AA", "BB"], transcripts=[self.first])
        self.hidden = code_words(study, self.first, "sittende i gangen", self.group)
        self.shown = code_words(study, self.second, "Med jakka på", self.group)
        add_note(study, self.analysis, self.first, "Hemmelig notat", unit_id=self.hidden.unit_id)
        add_note(study, self.analysis, self.first, "Hemmelig margnotat", span=Span(0, 3))
        mark_unit_quote(study, self.hidden.unit_id, group_id=self.group)
        ask(study, self.hidden.unit_id, "CC", "Hemmelig spørsmål")
        keep_sorting(study, self.group, "Hemmelig sortering")

    def as_coder(self, initials: str) -> OpenStudy:
        """The study as another coder has it open."""
        return open_study(self.study.path, coder=initials)


@pytest.fixture
def blind(study: OpenStudy) -> Blind:
    """A study in which AA has coded and BB has not begun."""
    return Blind(study)


def everything(study: OpenStudy) -> str:
    """Every row of every table, as any reading of the study may find it."""
    with study.reading() as connection:
        rows = [
            [name, *map(str, row)]
            for name, table in tables_by_name().items()
            for row in connection.execute(select(table.__table__)).all()  # type: ignore[attr-defined]
        ]
    return json.dumps(rows)


def secrets(blind: Blind) -> list[str]:
    """The uids of what AA has done in P1, and the words of her notes there."""
    found = ["Hemmelig"]
    with blind.study.reading(whole=True) as connection:
        for table in (MeaningUnit, Coding, Note, Quote):
            rows = [dict(row) for row in connection.execute(select(table)).mappings()]
            found += [
                row["uid"]
                for row in rows
                if row.get("transcript_id") == blind.first or row.get("unit_id") == blind.hidden.unit_id
            ]
        found.append(connection.exec_driver_sql("SELECT uid FROM quote").scalar_one())
    return found


@pytest.mark.parametrize("coder", ["BB", "CC"])
def test_no_table_that_can_be_read_holds_anything_of_anothers_blind_coding(blind: Blind, coder: str) -> None:
    hidden = secrets(blind)
    assert len(hidden) == 6
    with blind.as_coder(coder) as other:
        read = everything(other)
    assert [secret for secret in hidden if secret in read] == []
    own = everything(blind.study)
    assert all(secret in own for secret in hidden)


def test_what_readers_wrote_in_step_one_is_not_hidden_by_blind_coding(blind: Blind) -> None:
    write_preconceptions(blind.study, blind.analysis, "motstand")
    write_impression(blind.study, blind.analysis, "taushet")
    add_theme(blind.study, blind.analysis, "skam")
    add_note(blind.study, blind.analysis, blind.second, "margnotat", span=Span(0, 3))
    open_lists(blind.study, blind.analysis)
    with blind.as_coder("BB") as other:
        assert [one.text for one in preconceptions_of(other)] == ["motstand"]
        assert [(theme.coder, theme.name) for theme in themes(other)] == [("AA", "skam")]
        assert {note.text for note in notes(other)} == {"taushet", "margnotat"}
    with blind.as_coder("BB") as other:
        mark_list_done(other, blind.analysis)
        open_lists(other, blind.analysis, opened=False)
        assert [theme.name for theme in themes(other)] == ["skam"]


def test_lists_counts_text_board_and_journal_are_without_it(blind: Blind) -> None:
    with blind.as_coder("BB") as other:
        assert [unit.transcript for unit in list_units(other)] == ["P2"]
        assert list_units(other, transcript="P1") == []
        assert units_in_transcript(other, analysis_id=blind.analysis, transcript_id=blind.first) == ()
        assert [group.units for group in code_groups(other, blind.analysis)] == [1]
        assert [line.units for line in transcript_lines(other, blind.analysis)] == [0, 1]
        assert len(board(other, blind.group).columns[-2].cards) == 1
        assert notes(other, blind.analysis) == []
        told = status(other).analyses[0]
        assert (told.meaning_units, told.codings, told.quotes) == (1, 1, 0)
        assert not any("gangen" in row.summary or "Hemmelig" in row.summary for row in history(other))
    assert len(list_units(blind.study)) == 2
    assert first_figures(blind.study.path).analyses[0].meaning_units == 1


def test_it_is_seen_when_all_are_done_and_not_before(blind: Blind) -> None:
    mark_coded(blind.study, blind.analysis)
    with blind.as_coder("BB") as other:
        assert len(list_units(other)) == 1
        mark_coded(other, blind.analysis)
        assert blind_codings(other, blind.analysis)[0].open
        assert len(list_units(other)) == 2
        assert any("gangen" in row.summary for row in history(other))
        mark_coded(other, blind.analysis, done=False)
        assert len(list_units(other)) == 1


def test_the_team_can_open_it_and_undo_closes_it_again(blind: Blind) -> None:
    assert end_blind(blind.study, blind.analysis) == 1
    with blind.as_coder("BB") as other:
        assert len(list_units(other)) == 2
        undo(blind.study)
        assert len(list_units(other)) == 1


def test_what_is_hidden_is_neither_lost_nor_in_the_way(blind: Blind) -> None:
    with blind.as_coder("BB") as other:
        coded = code_words(other, blind.first, "sittende i gangen", blind.group)
        assert coded.new
        assert [unit.coder for unit in list_units(other, transcript="P1")] == ["BB"]
        undo(other)
        with pytest.raises(NothingToUndo):
            undo(other)
    with blind.study.reading(whole=True) as connection:
        assert stored_counts(connection) == +count_anew(connection)
    assert len(list_units(blind.study, transcript="P1")) == 1


def test_the_counts_agree_with_the_rows_under_the_lid_too(blind: Blind) -> None:
    with blind.as_coder("BB") as other, other.reading() as connection:
        assert +stored_counts(connection) == +count_anew(connection)


def test_blind_coding_needs_two_and_is_done_only_by_its_coders(blind: Blind) -> None:
    with pytest.raises(TooFewCoders):
        begin_blind(blind.study, blind.analysis, ["AA", " AA "])
    with blind.as_coder("CC") as other, pytest.raises(NothingNamed):
        mark_coded(other, blind.analysis)
    assert begin_blind(blind.study, blind.analysis, ["AA", "BB"]) == 2
    assert [view.coders for view in blind_codings(blind.study, blind.analysis)] == [("AA", "BB")] * 2


PLACES = st.tuples(st.sampled_from(["AA", "BB"]), st.booleans(), st.integers(0, 30), st.integers(2, 25))


@given(acts=st.lists(PLACES, max_size=12), done=st.sets(st.sampled_from(["AA", "BB"])))
@settings(max_examples=6, suppress_health_check=list(HealthCheck))
def test_whatever_is_done_a_coder_sees_her_own_and_what_is_open(
    acts: list[tuple[str, bool, int, int]], done: set[str]
) -> None:
    with _coded(acts, done) as blind, blind.as_coder("BB") as other:
        everybody = len(done) == 2
        with other.reading(whole=True) as connection:
            rows = [dict(row) for row in connection.execute(select(MeaningUnit)).mappings()]
            me = connection.exec_driver_sql("SELECT id FROM coder WHERE initials = 'BB'").scalar_one()
        expected = {
            row["uid"] for row in rows if everybody or row["coder_id"] == me or row["transcript_id"] == blind.second
        }
        assert {unit.uid for unit in list_units(other)} == expected
        assert sum(line.units for line in transcript_lines(other, blind.analysis)) == len(expected)
        assert code_groups(other, blind.analysis)[0].units == len(expected)


@contextmanager
def _coded(acts: list[tuple[str, bool, int, int]], done: set[str]) -> Iterator[Blind]:
    with (
        tempfile.TemporaryDirectory() as folder,
        new_study(Path(folder) / "s.qualcode") as study,
    ):
        blind = Blind(study)
        with blind.as_coder("BB") as other:
            by = {"AA": study, "BB": other}
            for coder, first, start, length in acts:
                where = blind.first if first else blind.second
                code_span(by[coder], transcript_id=where, span=Span(start, start + length), group_id=blind.group)
            for coder in done:
                mark_coded(by[coder], blind.analysis)
        yield blind


def test_a_reader_of_the_study_in_the_middle_of_its_work_is_not_let_in(blind: Blind) -> None:
    def rows(study: OpenStudy) -> Iterator[int]:
        with study.reading() as connection:
            yield len(connection.execute(select(MeaningUnit.__table__)).all())  # type: ignore[attr-defined]

    with blind.as_coder("BB") as other:
        assert next(rows(other)) == 1
        code_words(other, blind.second, "flau", blind.group)
        assert next(rows(other)) == 2
        with other.reading(whole=True) as connection:
            assert len(connection.execute(select(MeaningUnit.__table__)).all()) == 3  # type: ignore[attr-defined]
        assert next(rows(other)) == 2

"""Importing: all files or none, the same file once, names that are free."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qualcode.errors import (
    NameTaken,
    NothingNamed,
    NotThatFormat,
    ValueRefused,
)
from qualcode.services.keeping.history import history, redo, undo
from qualcode.services.material.importing import import_files
from qualcode.services.material.transcripts import transcript_text, transcript_view
from qualcode.services.participants.speakers import speakers
from qualcode.storage.opening import OpenStudy, open_study
from qualcode.storage.search_index import indexed_turns, turns_with
from qualcode.storage.tallies import count_anew, stored_counts
from qualcode.text.normal_form import content_hash as text_hash
from qualcode.views.importing import Decisions
from tests.builders import add_participant, add_substudy, hash_of, transcript_names, write_file

SAID = [("I", "Hva hendte da?"), ("P1", "Jeg ble redd. Så gikk jeg."), ("I", "Hjem?"), ("P1", "Ja.")]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the researcher keeps her transcripts."""
    there = tmp_path / "intervjuer"
    there.mkdir()
    return there


def written(folder: Path, *names: str) -> list[Path]:
    """Transcripts that differ in their words."""
    return [write_file(folder, f"{name}.txt", [*SAID, ("I", f"Takk, {name}.")]) for name in names]


def test_a_file_becomes_an_interview_and_a_transcript_named_by_its_stem(study: OpenStudy, folder: Path) -> None:
    add_substudy(study, design="focus-group")
    add_participant(study, "P1")
    (report,) = import_files(study, [write_file(folder, "P1.txt", SAID)], "Pasientene", round="2016")
    assert (report.file, report.transcript, report.format, report.encoding) == ("P1.txt", "P1", "txt", "utf-8")
    assert (report.turns, report.words) == (4, 11)
    assert [(row.label, row.role, row.participant, row.turns) for row in report.speakers] == [
        ("I", "interviewer", None, 2),
        ("P1", "participant", "P1", 2),
    ]
    assert transcript_text(study, "P1") == "\n\n".join(words for _, words in SAID)
    with study.reading() as connection:
        interview = connection.exec_driver_sql("SELECT name, design, round FROM interview").one()
        revision = connection.exec_driver_sql("SELECT number, hash, words, text FROM revision").one()
    assert tuple(interview) == ("P1", "focus-group", "2016")
    assert (revision.number, revision.hash, revision.words) == (1, text_hash(revision.text), 11)


def test_every_turn_is_counted_and_can_be_searched(study: OpenStudy, folder: Path) -> None:
    add_substudy(study)
    import_files(study, written(folder, "P1", "P2"), "Pasientene")
    with study.reading() as connection:
        assert stored_counts(connection) == count_anew(connection)
        assert indexed_turns(connection) == 10
        found = turns_with(connection, "redd")
        (hit,) = [turn for turn in transcript_view(study, 2).turns if turn.id == found[1]]
    assert hit.number == 2


def test_files_come_in_the_order_given_and_a_folder_in_natural_order(study: OpenStudy, folder: Path) -> None:
    add_substudy(study)
    written(folder / "runde", "P10", "P2", "Åse", "Østen")
    (first,) = written(folder, "Z")
    (folder / "runde" / ".DS_Store").write_bytes(b"\x00\x01")
    (folder / "runde" / "~$P2.docx").write_bytes(b"\x00")
    (folder / "runde" / ".git").mkdir()
    (folder / "runde" / ".git" / "config").write_text("not speech", encoding="utf-8")
    import_files(study, [first, folder / "runde"], "Pasientene")
    assert transcript_names(study) == ["Z", "P2", "P10", "Østen", "Åse"]


def test_several_files_are_one_entry_in_the_journal(study: OpenStudy, folder: Path) -> None:
    add_substudy(study)
    import_files(study, written(folder, "P1", "P2", "P3"), "Pasientene")
    newest = history(study)[0]
    assert newest.action == "transcripts.import"
    assert all(name in newest.summary for name in ("P1", "P2", "P3", "Pasientene"))
    undo(study)
    assert transcript_names(study) == []


def test_one_bad_file_keeps_all_of_them_out(study: OpenStudy, folder: Path) -> None:
    add_substudy(study)
    before = hash_of(study)
    paths = written(folder, "P1", "P2")
    (folder / "P3.docx").write_bytes(b"%PDF-1.7 this is something else")
    with pytest.raises(NotThatFormat) as refused:
        import_files(study, [*paths, folder / "P3.docx"], "Pasientene")
    assert "P3.docx" in refused.value.message
    assert hash_of(study) == before
    assert len(history(study)) == 1


def test_keeping_going_makes_every_good_file_an_entry_of_its_own(study: OpenStudy, folder: Path) -> None:
    add_substudy(study)
    first, last = written(folder, "P1", "P3")
    bad = folder / "P2.txt"
    bad.write_bytes(b"")
    reports = import_files(study, [first, bad, folder / "P9.txt", last], "Pasientene", keep_going=True)
    assert [bool(report.error) for report in reports] == [False, True, True, False]
    assert "P2.txt" in reports[1].error
    assert transcript_names(study) == ["P1", "P3"]
    assert [row.action for row in history(study)][:3] == ["transcripts.import", "transcripts.import", "substudy.new"]


def test_a_dry_run_reports_the_same_and_stores_nothing(study: OpenStudy, folder: Path) -> None:
    add_substudy(study)
    add_participant(study, "P1")
    before, paths = hash_of(study), written(folder, "P1", "P2")
    tried = import_files(study, paths, "Pasientene", dry_run=True)
    assert hash_of(study) == before
    assert tried == import_files(study, paths, "Pasientene")


def test_the_same_file_again_is_passed_over_and_said_whatever_it_is_called(study: OpenStudy, folder: Path) -> None:
    add_substudy(study)
    add_substudy(study, "Fastlegene")
    (path,) = written(folder, "P1")
    import_files(study, [path], "Pasientene")
    copy = folder / "kopi.txt"
    copy.write_bytes(path.read_bytes())
    before = hash_of(study)
    for again, substudy in ((path, "Pasientene"), (copy, "Pasientene"), (copy, "Fastlegene")):
        (report,) = import_files(study, [again], substudy)
        assert report.already_here
        assert report.transcript == "P1"
        assert "P1" in report.problems[0].message
    assert hash_of(study) == before


def test_a_file_given_twice_at_once_comes_in_once(study: OpenStudy, folder: Path) -> None:
    add_substudy(study)
    (path,) = written(folder, "P1")
    assert [report.already_here for report in import_files(study, [path, folder], "Pasientene")] == [False, True]
    assert transcript_names(study) == ["P1"]


def test_another_file_cannot_take_a_name(study: OpenStudy, folder: Path) -> None:
    add_substudy(study)
    import_files(study, written(folder, "P1"), "Pasientene")
    before = hash_of(study)
    other = write_file(folder / "nye", "P1.txt", [("I", "Noe helt annet."), ("P1", "Ja."), ("I", "Ja?")])
    with pytest.raises(NameTaken):
        import_files(study, [other], "Pasientene")
    assert hash_of(study) == before


def test_a_name_that_somebody_else_takes_while_files_are_read_is_refused(study: OpenStudy, folder: Path) -> None:
    add_substudy(study)
    other = write_file(folder / "nye", "P2.txt", [("I", "Noe helt annet."), ("P1", "Ja."), ("I", "Ja?")])

    def meanwhile(done: int, total: int, _name: str) -> None:
        if done == total:
            with open_study(study.path, coder="BB") as theirs:
                import_files(theirs, [other], "Pasientene")

    with pytest.raises(NameTaken):
        import_files(study, written(folder, "P1", "P2"), "Pasientene", progress=meanwhile)
    assert transcript_names(study) == ["P2"]
    assert history(study)[0].coder == "BB"


def test_two_files_of_one_batch_cannot_share_a_name(study: OpenStudy, folder: Path) -> None:
    add_substudy(study)
    before = hash_of(study)
    (first,) = written(folder, "P1")
    other = write_file(folder / "nye", "P1.txt", [("I", "Noe helt annet."), ("P1", "Ja."), ("I", "Ja?")])
    with pytest.raises(NameTaken):
        import_files(study, [first, other], "Pasientene")
    assert hash_of(study) == before


def test_two_substudies_may_use_the_same_name(study: OpenStudy, folder: Path) -> None:
    add_substudy(study)
    add_substudy(study, "Fastlegene")
    import_files(study, written(folder, "G1"), "Pasientene")
    other = write_file(
        folder / "leger", "G1.txt", [("M", "Velkommen."), ("FL1", "Takk."), ("M", "Ja?"), ("FL1", "Nei.")]
    )
    import_files(study, [other], "Fastlegene")
    assert transcript_names(study) == ["G1", "G1"]


def test_an_undone_import_can_be_done_again_by_redo_or_from_the_file(study: OpenStudy, folder: Path) -> None:
    add_substudy(study)
    paths = written(folder, "P1")
    import_files(study, paths, "Pasientene")
    after = hash_of(study)
    undo(study)
    redo(study)
    assert hash_of(study) == after
    undo(study)
    (report,) = import_files(study, paths, "Pasientene")
    assert not report.already_here
    assert transcript_names(study) == ["P1"]
    assert len(transcript_view(study, 2).turns) == 5


def test_cancelling_leaves_nothing_half_done(study: OpenStudy, folder: Path) -> None:
    add_substudy(study)
    before, paths, seen = hash_of(study), written(folder, "P1", "P2", "P3"), []

    def progress(done: int, total: int, name: str) -> None:
        seen.append((done, total, name))

    assert import_files(study, paths, "Pasientene", progress=progress, cancelled=lambda: len(seen) == 2) == []
    assert seen == [(0, 3, "P1.txt"), (1, 3, "P2.txt")]
    assert hash_of(study) == before
    seen.clear()
    import_files(study, paths, "Pasientene", keep_going=True, progress=progress, cancelled=lambda: len(seen) == 2)
    assert transcript_names(study) == ["P1", "P2"]


TYPED = st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t\u2028\u0085")
"""What a keyboard, or a careless copy from a web page, puts into a file; one of control characters is no text."""


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    said=st.lists(
        st.tuples(st.sampled_from(["I", "P1", "M"]), st.text(TYPED, max_size=60)),
        min_size=2,
        max_size=12,
    )
)
def test_whatever_was_typed_the_stored_spans_are_the_words(
    study: OpenStudy, tmp_path: Path, said: list[tuple[str, str]]
) -> None:
    add_substudy(study)
    path = write_file(tmp_path, "X.txt", [*said, ("I", "Slutt."), ("P1", "Ja."), ("I", "Bra."), ("P1", "Ha det.")])
    (report,) = import_files(study, [path], "Pasientene")
    if report.already_here:
        return
    with study.reading() as connection:
        newest = connection.exec_driver_sql("SELECT max(id) FROM transcript").scalar_one()
    view = transcript_view(study, newest)
    assert report.turns == len(view.turns)
    assert report.words == len(view.text.split())
    assert "\n\n".join(view.text[turn.start : turn.end] for turn in view.turns) == view.text
    for start, end in view.sentences:
        assert view.text[start:end].strip() == view.text[start:end] != ""
        assert any(turn.start <= start and end <= turn.end for turn in view.turns)
    undo(study)


def test_textgrids_of_one_conversation_are_one_transcript(study: OpenStudy, folder: Path) -> None:
    def grid(at: int) -> str:
        return (
            'File type = "ooTextFile"\nObject class = "TextGrid"\n\n0\n9\n<exists>\n1\n'
            '"IntervalTier"\n"Speaker"\n0\n9\n1\n'
            f'{at}\n{at + 1}\n"Ytring {at}."\n'
        )

    add_substudy(study)
    paths = [folder / f"dag1_{who}.TextGrid" for who in ("lege", "pasient")]
    for at, path in enumerate(paths):
        path.write_text(grid(at), encoding="utf-8")
    (report,) = import_files(study, paths, "Pasientene")
    assert (report.file, report.transcript) == ("dag1_lege.TextGrid, dag1_pasient.TextGrid", "dag1")
    assert [speaker.label for speaker in report.speakers] == ["lege", "pasient"]
    (again,) = import_files(study, paths, "Pasientene")
    (alone,) = import_files(study, paths[:1], "Pasientene")
    assert again.already_here
    assert (alone.already_here, alone.transcript) == (True, "dag1"), "one of the files of a conversation is known too"


def test_the_encoding_the_user_names_is_used_and_the_reason_told(study: OpenStudy, folder: Path) -> None:
    add_substudy(study)
    path = folder / "P1.txt"
    path.write_bytes("I: Så på øya?\nP1: Ja.\nI: Å?\nP1: Nei.".encode("mac-roman"))
    (report,) = import_files(study, [path], "Pasientene", decisions=Decisions(encodings=("mac-roman",)), dry_run=True)
    assert report.encoding == "mac-roman"
    assert report.reason


def test_what_is_decided_about_labels_holds_for_every_file_and_roles_are_stored(study: OpenStudy, folder: Path) -> None:
    add_substudy(study)
    add_participant(study, "P1")
    paths = [
        write_file(folder, f"{name}.txt", [("Int", "Hei."), ("SPEAKER_01", "Ja."), ("Int", name), ("SPEAKER_01", "Å.")])
        for name in ("A", "B")
    ]
    decisions = Decisions(merged=(("Int", "I"),), roles=(("SPEAKER_01", "participant", "P1"), ("I", "moderator", None)))
    reports = import_files(study, paths, "Pasientene", decisions=decisions)
    who = [("I", "moderator", None, 2), ("SPEAKER_01", "participant", "P1", 2)]
    assert [[(one.label, one.role, one.participant, one.turns) for one in report.speakers] for report in reports] == [
        who,
        who,
    ]
    assert [(one.label, one.role, one.participant, one.turns) for one in speakers(study, "B")] == who


def test_a_decision_about_a_label_no_file_has_is_refused_and_with_keep_going_told(
    study: OpenStudy, folder: Path
) -> None:
    add_substudy(study)
    before, paths = hash_of(study), written(folder, "P1", "P2")
    for decisions in (Decisions(dropped=("Kari",)), Decisions(merged=(("Kari", "I"),)), Decisions(taken=("Kari",))):
        with pytest.raises(NothingNamed, match="Kari"):
            import_files(study, paths, "Pasientene", decisions=decisions)
    with pytest.raises(NothingNamed):
        import_files(study, paths, "Pasientene", decisions=Decisions(roles=(("I", "participant", "P9"),)))
    with pytest.raises(ValueRefused):
        import_files(study, paths, "Pasientene", decisions=Decisions(roles=(("I", "boss", None),)))
    assert hash_of(study) == before
    reports = import_files(study, paths, "Pasientene", decisions=Decisions(dropped=("Kari",)), keep_going=True)
    assert all("Kari" in report.problems[-1].message for report in reports)


def test_calling_off_while_files_are_stored_takes_back_those_that_were(study: OpenStudy, folder: Path) -> None:
    add_substudy(study)
    before, paths, stored = hash_of(study), written(folder, "P1", "P2", "P3"), []

    def progress(done: int, total: int, name: str) -> None:
        stored.append(name)

    def called_off() -> bool:
        # Three are read, which ends with a nameless word; then two are stored.
        return len(stored) == 6

    assert import_files(study, paths, "Pasientene", progress=progress, cancelled=called_off) == []
    assert stored == ["P1.txt", "P2.txt", "P3.txt", "", "P1.txt", "P2.txt"]
    assert hash_of(study) == before
    assert len(history(study)) == 1

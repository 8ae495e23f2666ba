"""Claims about what goes out: a file is read before it leaves, and nobody is exposed unread."""

import os
from collections.abc import Sequence
from pathlib import Path
from zipfile import ZipFile

import pytest
from docx import Document
from sqlalchemy import select
from sqlmodel import col

from qualcode.errors import CannotWrite, NothingNamed, ValueRefused
from qualcode.model import Export, ExportedParticipant, Participant
from qualcode.services.asking.pictures import export_picture, picture
from qualcode.services.chapter.exporting import export_chapter, export_quotes
from qualcode.services.coding.codebooks import change_group
from qualcode.services.condensing.quotes import change_printed, mark_quote, quotes, sign_off
from qualcode.services.keeping.history import history, undo
from qualcode.services.material.transcript_export import export_transcripts
from qualcode.services.participants.participants import demographic_table, import_participants
from qualcode.services.protecting.deidentifying import apply_decisions, mark_deidentified
from qualcode.services.protecting.deidentifying import candidates as candidates_of
from qualcode.services.protecting.leaks import accept_leaks
from qualcode.services.protecting.outgoing import Outgoing, write_aside
from qualcode.services.register.consent import including_unconsented
from qualcode.storage.opening import OpenStudy
from qualcode.views.identifying import KEEP, MASK, NameDecision
from qualcode.views.leaks import ERROR, Leak
from qualcode.views.linkage import KnownPerson
from tests.builders import (
    SUBSTUDY,
    add_group,
    add_participant,
    add_substudy,
    add_transcript,
    code_words,
    hash_of,
    numbered,
    registered,
)

KARI = KnownPerson("P1", SUBSTUDY, "Kari Nordmann")
SAID = {
    "P1": "Jeg ble sittende i gangen med jakka på en stund.",
    "P2": "Kari sa at jeg bare skulle gå inn og sette meg.",
}


@pytest.fixture
def material(study: OpenStudy) -> OpenStudy:
    """Two patients, each with a quote; P2 names P1."""
    add_substudy(study)
    for code in SAID:
        add_participant(study, code)
    group_id = add_group(study, "Uro")
    from qualcode.services.participants.speakers import match_speakers

    for code, words in SAID.items():
        transcript = add_transcript(study, code, [("I", "Ja?"), (code, words)])
        mark_quote(study, code_words(study, transcript, words, group_id).coding_id)
    with study.change("speakers.set") as change:
        match_speakers(change, 1)
    return study


def leaving(study: OpenStudy, path: Path, kind: str = "quotes", people: Sequence[KnownPerson] = (KARI,)) -> Outgoing:
    def write(place: Path) -> tuple[Path, ...]:
        if kind == "transcripts":
            return export_transcripts(study, place)
        export_quotes(study, place)
        return (place,)

    return write_aside(study, path, write, kind=kind, people=people)


def errors(outgoing: Outgoing) -> list[Leak]:
    return [leak for leak in outgoing.leaks if leak.level == ERROR]


def test_what_could_not_be_put_in_its_place_is_not_in_the_history(material: OpenStudy, tmp_path: Path) -> None:
    with leaving(material, tmp_path / "q.docx") as outgoing:
        (tmp_path / "q.docx").mkdir()
        (tmp_path / "q.docx" / "in the way.txt").touch()
        with pytest.raises(CannotWrite):
            outgoing.place()
    assert history(material)[0].action != "export.write"
    with material.reading() as connection:
        assert not connection.execute(select(col(Export.id))).all()


def test_a_folder_that_came_to_its_place_in_part_is_in_the_history(material: OpenStudy, tmp_path: Path) -> None:
    (tmp_path / "out" / "P2.docx").mkdir(parents=True)
    with leaving(material, tmp_path / "out", "transcripts") as outgoing, pytest.raises(CannotWrite):
        outgoing.place()
    assert (tmp_path / "out" / "P1.docx").is_file()
    assert history(material)[0].action == "export.write"


def test_a_quote_printed_otherwise_and_signed_by_nobody_is_told_before_it_goes(
    material: OpenStudy, tmp_path: Path
) -> None:
    first, _ = quotes(material)
    change_printed(material, first.id, "Jeg ble «sittende» i gangen med hatten på en stund.")
    for path in (tmp_path / "q.docx", tmp_path / "q.csv"):
        with leaving(material, path, people=()) as outgoing:
            (told,) = (leak for leak in outgoing.leaks if leak.kind == "unsigned")
            assert ("hatten" in told.message, outgoing.blocked) == (True, False)
    sign_off(material, first.id)
    with leaving(material, tmp_path / "q.docx", people=()) as outgoing:
        assert [leak for leak in outgoing.leaks if leak.kind == "unsigned"] == []


@pytest.mark.parametrize("ending", [".docx", ".xlsx", ".csv"])
def test_a_name_from_the_linkage_key_holds_a_file_back(material: OpenStudy, tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"quotes{ending}"
    path.write_bytes(b"what was there before")
    with leaving(material, path) as outgoing:
        assert outgoing.blocked
        assert {(leak.kind, "Kari sa" in leak.message) for leak in errors(outgoing)} == {("name", True)}
    assert path.read_bytes() == b"what was there before"
    assert [one.name for one in tmp_path.iterdir() if one.name.startswith(".")] == []


def test_a_name_of_the_linkage_key_that_a_review_has_confirmed_too_is_told_once(
    material: OpenStudy, tmp_path: Path
) -> None:
    other = add_transcript(material, "P3", "Så kom Kari inn.")
    apply_decisions(material, other, [NameDecision(7, 11, "Kari", "person", MASK, "[navn]")])
    for people, told in ((), "review"), ((KARI,), "linkage key"):
        with leaving(material, tmp_path / "q.csv", people=people) as outgoing:
            (name,) = (leak for leak in errors(outgoing) if leak.kind == "name")
            assert told in name.message


@pytest.mark.parametrize("name", ["kari_nordmann-sitater.csv", "Sitater (Kari Nordmann).csv", "KARI.csv"])
def test_a_name_in_what_the_file_is_called_holds_it_back(material: OpenStudy, tmp_path: Path, name: str) -> None:
    with file_with(material, tmp_path / name, "Ingenting.") as outgoing:
        assert errors(outgoing) == []
    with file_with(material, tmp_path / name, "Ingenting.", people=(KARI,)) as outgoing:
        assert [leak.kind for leak in errors(outgoing)] == ["name"]
        outgoing.place()
    with material.reading() as connection:
        assert connection.execute(select(col(Export.file))).scalars().all() == ["….csv"]
    assert "ari" not in history(material)[0].summary


@pytest.mark.parametrize("ending", [".png", ".svg", ".docx"])
@pytest.mark.parametrize("kind", ["frequencies", "matrix", "portrait"])
def test_a_name_that_is_drawn_in_a_picture_holds_it_back(
    material: OpenStudy, tmp_path: Path, kind: str, ending: str
) -> None:
    change_group(material, 1, name="Det Kari sa")

    def write(place: Path) -> tuple[Path, ...]:
        export_picture(material, picture(material, kind), place)
        return (place,)

    with write_aside(material, tmp_path / f"p{ending}", write, kind="table", people=(KARI,)) as outgoing:
        assert {leak.kind for leak in errors(outgoing)} == {"name"}


def test_a_name_in_one_of_many_files_in_a_folder_is_found(material: OpenStudy, tmp_path: Path) -> None:
    with leaving(material, tmp_path / "transcripts", "transcripts") as outgoing:
        assert [leak.where.split(":")[0] for leak in errors(outgoing)] == ["P2.docx"]
    assert not (tmp_path / "transcripts").exists()


def test_what_is_accepted_with_a_reason_speaks_no_more_but_another_place_does(
    material: OpenStudy, tmp_path: Path
) -> None:
    with leaving(material, tmp_path / "q.csv") as outgoing:
        with pytest.raises(ValueRefused):
            accept_leaks(material, outgoing.leaks, [outgoing.leaks[0].fingerprint], " ")
        with pytest.raises(NothingNamed):
            accept_leaks(material, outgoing.leaks, ["ffffffff"], "Kari Bremnes, sangeren")
        accept_leaks(material, outgoing.leaks, [leak.fingerprint[:8] for leak in errors(outgoing)], "sangeren")
    with leaving(material, tmp_path / "q.csv") as outgoing:
        assert errors(outgoing) == []
        assert outgoing.place() == (tmp_path / "q.csv",)
    assert "Kari" not in history(material, action="leak.accept")[0].summary


def test_a_file_without_anything_in_it_to_read_goes_out_as_it_was_written(material: OpenStudy, tmp_path: Path) -> None:
    export_quotes(material, tmp_path / "plain.docx")
    with leaving(material, tmp_path / "checked.docx", people=()) as outgoing:
        assert not outgoing.blocked
        outgoing.place()
    assert (tmp_path / "plain.docx").read_bytes() == (tmp_path / "checked.docx").read_bytes()


def test_it_is_written_down_whose_words_went_out_and_content_and_undo_are_as_before(
    material: OpenStudy, tmp_path: Path
) -> None:
    before = hash_of(material)
    with leaving(material, tmp_path / "q.docx", people=()) as outgoing:
        outgoing.place()
    with material.reading() as connection:
        (row,) = connection.execute(select(Export)).all()
        joined = select(col(Participant.code)).join(
            ExportedParticipant, col(ExportedParticipant.participant_uid) == col(Participant.uid)
        )
        assert set(connection.execute(joined).scalars()) == {"P1", "P2"}
    assert (row.kind, row.file) == ("quotes", "q.docx")
    assert hash_of(material) == before
    assert history(material)[0].action == "export.write"
    assert "speaker" in undo(material) or undo(material)


def test_marks_of_who_made_a_file_and_comments_hold_it_back(material: OpenStudy, tmp_path: Path) -> None:
    def write(place: Path) -> tuple[Path, ...]:
        document = Document()
        document.core_properties.author = "Ola Forsker"
        document.add_paragraph("/home/ola/studie/kapittel.docx")
        document.save(str(place))
        with ZipFile(place, "a") as archive:
            archive.writestr("word/comments.xml", "<w:comments/>")
        return (place,)

    with write_aside(material, tmp_path / "k.docx", write, kind="chapter") as outgoing:
        found = {(leak.level, leak.kind) for leak in outgoing.leaks}
        assert {("error", "property"), ("note", "path")} <= found
        assert any("Ola Forsker" in leak.message for leak in outgoing.leaks)
        assert any(leak.message.endswith("word/comments.xml") for leak in outgoing.leaks)


def test_words_of_somebody_without_consent_are_found_whatever_wrote_them(material: OpenStudy, tmp_path: Path) -> None:
    registered(material, consent=[{"participant": "P1", "given": "2016-03-07"}])

    def careless(place: Path) -> tuple[Path, ...]:
        place.write_text(f"# Funn\n\n{SAID['P1']}\n\n{SAID['P2']}\n", encoding="utf-8")
        return (place,)

    with write_aside(material, tmp_path / "funn.md", careless, kind="units") as outgoing:
        assert [(leak.kind, "P2" in leak.message) for leak in errors(outgoing)] == [("consent", True)]
    with including_unconsented(), write_aside(material, tmp_path / "funn.md", careless, kind="units") as outgoing:
        assert errors(outgoing) == []
    with leaving(material, tmp_path / "q.csv", people=()) as outgoing:
        assert errors(outgoing) == []
        outgoing.place()
    written = (tmp_path / "q.csv").read_text(encoding="utf-8")
    assert "jakka" in written
    assert "sette meg" not in written


def file_with(study: OpenStudy, path: Path, words: str, people: Sequence[KnownPerson] = ()) -> Outgoing:
    def write(place: Path) -> tuple[Path, ...]:
        place.write_text(words, encoding="utf-8")
        return (place,)

    return write_aside(study, path, write, kind="chapter", people=people)


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("Hun fortalte at hun «skulle gå inn og sette» seg.", ""),
        ("Hun fortalte at JEG BARE SKULLE, gå inn – og så.", "JEG BARE SKULLE, gå inn – og"),
        ("Noen svarte: Aldri i livet!", "Aldri i livet"),
        ("De ble sittende i gangen med jakka på.", ""),
        ("Jeg vet ikke hva det var for noe.", ""),
    ],
)
def test_a_part_of_a_turn_and_a_short_turn_of_somebody_without_consent_are_known_again(
    material: OpenStudy, tmp_path: Path, written: str, found: str
) -> None:
    everybody = "Jeg vet ikke hva det var."
    add_transcript(
        material, "P2 igjen", [("P2", "Aldri i livet."), ("P2", everybody), ("P1", everybody), ("P2", "Ja.")]
    )
    from qualcode.services.participants.speakers import match_speakers

    with material.change("speakers.set") as change:
        match_speakers(change, 1)
    registered(material, consent=[{"participant": "P1", "given": "2016-03-07"}])
    with file_with(material, tmp_path / "k.md", f"# Funn\n\n{written}\n") as outgoing:
        told = [leak.message for leak in errors(outgoing)]
        assert len(told) == bool(found)
        assert all(found in message and "P2" in message for message in told)
        accept_leaks(material, outgoing.leaks, [leak.fingerprint for leak in errors(outgoing)], "Er ikke fra P2")
    with file_with(material, tmp_path / "k.md", f"# Funn\n\n{written}\n") as outgoing:
        assert errors(outgoing) == []


def test_somebody_without_consent_is_in_no_table_that_goes_out(study: OpenStudy, tmp_path: Path) -> None:
    add_substudy(study)
    rows = numbered([{"participant": "P1", "age": "41"}, {"participant": "P2", "age": "59"}])
    import_participants(study, rows, substudy=SUBSTUDY)
    registered(study, consent=[{"participant": "P1", "given": "2016-03-07"}])
    assert [row[0] for row in demographic_table(study).rows] == ["P1", "P2"]
    leaving_table = demographic_table(study, consenting=True)
    assert [row[0] for row in leaving_table.rows] == ["P1"]
    assert not any("59" in note for note in leaving_table.notes)
    export_chapter(study, tmp_path / "k.docx")
    words = [cell.text for table in Document(str(tmp_path / "k.docx")).tables for cell in table._cells]
    assert "41" in words
    assert not {"P2", "59"} & set(words)
    with including_unconsented():
        assert len(demographic_table(study, consenting=True).rows) == 2


def test_the_template_is_never_written_over(material: OpenStudy, tmp_path: Path) -> None:
    template = tmp_path / "template.docx"
    Document().save(str(template))
    before = template.read_bytes()
    with pytest.raises(CannotWrite) as refused:
        write_aside(material, template, lambda place: (place,), kind="quotes", template=template)
    assert refused.value.values["path"] == template
    assert template.read_bytes() == before
    with pytest.raises(CannotWrite) as missing:
        leaving(material, tmp_path / "none" / "q.docx")
    assert missing.value.values["path"] == tmp_path / "none" / "q.docx"


def candidates(outgoing: Outgoing) -> list[str]:
    return [leak.message for leak in errors(outgoing) if leak.kind == "candidate"]


def said(study: OpenStudy, name: str, words: str, quoted: str) -> int:
    """A transcript in which the whole of `quoted` is a quote; the transcript's id."""
    add_participant(study, name)
    transcript = add_transcript(study, name, [(name, words)])
    mark_quote(study, code_words(study, transcript, quoted, add_group(study, f"Gruppe {name}")).coding_id)
    return transcript


@pytest.mark.parametrize(
    "words",
    ["Ring 912 34 567 da.", "kari.n@eksempel.no", "13888900068", "Jeg bor i Storgata 12 nå.", "Bilen er EK 12345."],
)
def test_what_points_to_one_person_holds_a_file_back_until_somebody_decides(
    material: OpenStudy, tmp_path: Path, words: str
) -> None:
    transcript = said(material, "P3", f"Ja, altså. {words}", words)
    with leaving(material, tmp_path / "q.docx", people=()) as outgoing:
        assert len(candidates(outgoing)) == 1
    (found,) = candidates_of(material, "P3")
    keep = NameDecision(found.start, found.end, found.text, found.kind, KEEP, "")
    apply_decisions(material, transcript, [keep])
    with leaving(material, tmp_path / "q.docx", people=()) as outgoing:
        assert candidates(outgoing) == []


@pytest.mark.parametrize("words", ["Jeg gikk den veien 3 ganger.", "Vi fikk ut 20000 kroner.", "ca 8,5 av 20 30 40"])
def test_everyday_numbers_hold_nothing_back(material: OpenStudy, tmp_path: Path, words: str) -> None:
    said(material, "P3", words, words)
    with leaving(material, tmp_path / "q.docx", people=()) as outgoing:
        assert not outgoing.blocked


def test_numbers_of_the_file_itself_and_of_the_project_are_nobodys(material: OpenStudy, tmp_path: Path) -> None:
    def write(place: Path) -> tuple[Path, ...]:
        place.write_text("Prosjektets telefon: 22 33 44 55\nid 912 34 567\n", encoding="utf-8")
        return (place,)

    with write_aside(material, tmp_path / "t.csv", write, kind="table") as outgoing:
        assert not outgoing.blocked


def test_undecided_names_hold_back_where_the_review_has_begun_and_are_told_elsewhere(
    material: OpenStudy, tmp_path: Path
) -> None:
    words = "Så traff jeg Ole Hansen i Horten."
    transcript = said(material, "P3", words, words)
    with leaving(material, tmp_path / "q.docx", people=()) as outgoing:
        assert not outgoing.blocked
        assert "candidates" in {leak.kind for leak in outgoing.leaks}
    ole, horten = candidates_of(material, "P3")
    apply_decisions(material, transcript, [NameDecision(ole.start, ole.end, ole.text, ole.kind, MASK, "[navn]")])
    with leaving(material, tmp_path / "q.docx", people=()) as outgoing:
        assert ["Horten" in told for told in candidates(outgoing)] == [True]
    (horten,) = candidates_of(material, "P3")
    keep = NameDecision(horten.start, horten.end, horten.text, horten.kind, KEEP, "")
    apply_decisions(material, transcript, [keep])
    with leaving(material, tmp_path / "q.docx", people=()) as outgoing:
        assert not outgoing.blocked


def test_a_part_of_a_name_holds_back_where_it_stands_in_a_transcript_that_was_done_before(
    material: OpenStudy, tmp_path: Path
) -> None:
    words = "Fossbakken var streng."
    mark_deidentified(material, said(material, "P3", words, words))
    with leaving(material, tmp_path / "q.docx", people=()) as outgoing:
        assert not outgoing.blocked
    whole = "Legen min var doktor Hallgrim Fossbakken."
    later = said(material, "P4", whole, whole)
    name = NameDecision(21, 40, "Hallgrim Fossbakken", "person", MASK, "[navn]")
    apply_decisions(material, later, [name])
    with leaving(material, tmp_path / "q.docx", people=()) as outgoing:
        assert ["Fossbakken" in told for told in candidates(outgoing)] == [True]


def test_what_a_killed_program_had_written_aside_goes_with_the_next_export(material: OpenStudy, tmp_path: Path) -> None:
    names = (".0123456789ab.part", ".ba9876543210.part", ".notes.part")
    for name in names:
        (tmp_path / name).mkdir()
        (tmp_path / name / "quotes.docx").write_bytes(b"Kari")
    for name in names[1:]:
        os.utime(tmp_path / name, (0, 0))
    with leaving(material, tmp_path / "q.docx", people=()):
        assert [(tmp_path / name).exists() for name in names] == [True, False, True]

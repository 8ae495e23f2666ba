"""Claims about withdrawal: how far it goes, that nothing of it is left in any byte, and what is left to look at."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlmodel import SQLModel, col

from qualcode.errors import NothingNamed, StandsInTheWay, StudyInUse, ValueRefused, WithdrawnFile, WithdrawnInside
from qualcode.locale import say
from qualcode.model import (
    AnswerEvidence,
    AttributeValue,
    EvaluationQuestion,
    Identifier,
    KeptWords,
    MeaningUnit,
    Participant,
    Quote,
    RecruitmentStep,
    Speaker,
    Tombstone,
    Transcript,
)
from qualcode.services.chapter.exporting import export_quotes
from qualcode.services.coding.codebooks import change_group
from qualcode.services.coding.units import list_units
from qualcode.services.condensing.quotes import mark_quote
from qualcode.services.keeping.backups import back_up
from qualcode.services.keeping.checking import check
from qualcode.services.keeping.history import history, undo
from qualcode.services.keeping.merging import merge
from qualcode.services.material.correcting import correct_turn
from qualcode.services.material.importing import import_files
from qualcode.services.participants.participants import import_participants, participants
from qualcode.services.participants.speakers import match_speakers
from qualcode.services.protecting.deidentifying import apply_decisions
from qualcode.services.protecting.name_decisions import decide_name
from qualcode.services.protecting.outgoing import write_aside
from qualcode.services.protecting.withdrawal_words import withdrawal_lines
from qualcode.services.protecting.withdrawing import preview_withdrawal, withdraw_participant, withdrawals
from qualcode.services.reading.notes import add_note
from qualcode.services.register.consent import held_back
from qualcode.storage.backups import backup_folder, take_backup
from qualcode.storage.opening import OpenStudy, open_study
from qualcode.storage.restoring import put_back
from qualcode.storage.rewording import require_wording
from qualcode.views.identifying import KEEP, MASK, REPLACING, NameDecision
from qualcode.views.linkage import KnownPerson
from qualcode.views.withdrawing import ALL, OWN_WORDS, STOP
from tests.builders import (
    SUBSTUDY,
    add_condensate,
    add_group,
    add_subgroup,
    add_substudy,
    add_transcript,
    analysis_of,
    code_words,
    numbered,
    registered,
    text_of,
    write_file,
)

GROUP = "Fastlegene"
ALONE = [("I", "Hva skjedde?"), ("P1", "Zeppelinferien min gikk i vasken, det var kvernsteinen.")]
TOGETHER = [
    ("M", "Hvem begynner?"),
    ("FL1", "Jeg tenkte på brevet fra kontoret."),
    ("FL2", "Mammutkonvolutten lå der, og jeg gråt hos Grinebiteren."),
    ("FL1", "Det husker jeg at FL2 sa."),
    ("FL2", "Nettopp."),
]
HERS = {"P1": ("zeppelinferien", "kvernsteinen"), "FL2": ("mammutkonvolutten", "grinebiteren", "nettopp")}


@pytest.fixture
def material(study: OpenStudy) -> OpenStudy:
    """One interview with P1, and one focus group with FL1 and FL2; both coded, quoted, condensed, noted, corrected."""
    add_substudy(study)
    add_substudy(study, GROUP, design="focus-group")
    for substudy, codes in ((SUBSTUDY, ("P1", "P2")), (GROUP, ("FL1", "FL2"))):
        rows = numbered([{"participant": code, "pseudonym": f"Fru {code}x", "town": f"By{code}"} for code in codes])
        import_participants(study, rows, substudy=substudy)
    alone = add_transcript(study, "P1", ALONE)
    together = add_transcript(study, "Fokusgruppe 1", TOGETHER, substudy=GROUP)
    with study.change("speakers.set") as change:
        match_speakers(change, 1)
        match_speakers(change, 2)
    uro, brev = add_group(study, "Uro"), add_group(study, "Brevet", analysis=GROUP)
    subgroup = add_subgroup(study, brev, "Konvolutten")
    mark_quote(study, code_words(study, alone, "Zeppelinferien min gikk", uro).coding_id)
    mark_quote(study, code_words(study, together, "Mammutkonvolutten lå der", brev, subgroup_id=subgroup).coding_id)
    code_words(study, together, "brevet fra kontoret.\n\nMammutkonvolutten", brev)
    code_words(study, together, "Jeg tenkte på brevet", brev)
    add_condensate(study, subgroup, "Jeg så brevet.")
    add_note(study, analysis_of(study), alone, "Om zeppelinferien hennes.")
    correct_turn(study, alone, 2, "Zeppelinferien min gikk i vasken, det var Kvernsteinen.")
    correct_turn(study, together, 3, "Mammutkonvolutten lå der, og jeg gråt hos Grinebiteren i dag.")
    return study


def bytes_of(path: Path) -> bytes:
    """Everything in the study's folder, file, log and backups, in lower case."""
    return b"\0".join(one.read_bytes() for one in path.parent.rglob("*") if one.is_file()).lower()


def left(study: OpenStudy, *words: str) -> list[str]:
    raw = bytes_of(study.path)
    return [word for word in words if word.encode() in raw or word.capitalize().encode() in raw]


def count(study: OpenStudy, table: type[SQLModel]) -> int:
    with study.reading() as connection:
        return int(connection.execute(select(func.count()).select_from(table)).scalar_one())


def test_not_a_byte_of_somebody_who_withdraws_altogether_is_left(material: OpenStudy) -> None:
    take_backup(material.path)
    assert left(material, *HERS["P1"], "Fru P1x", "ByP1") != []
    view = withdraw_participant(material, "P1", date="3.5.2016", basis="ringte")
    assert view.done
    assert (view.taken_out, view.units, view.quotes, view.notes, view.attributes) == (("P1",), 1, 1, 1, 1)
    assert left(material, *HERS["P1"], "fru p1x", "byp1") == []
    assert left(material, *HERS["FL2"]) == list(HERS["FL2"])
    assert not list(backup_folder(material.path).glob("*"))
    assert check(material).ok
    with pytest.raises(NothingNamed):
        preview_withdrawal(material, "P1")


def test_a_focus_group_stays_readable_without_one_of_its_voices(material: OpenStudy) -> None:
    view = withdraw_participant(material, "FL2", degree=OWN_WORDS)
    assert (view.transcripts, view.turns, view.units, view.units_flagged, view.quotes) == (
        ("Fokusgruppe 1",),
        2,
        1,
        1,
        1,
    )
    assert view.condensates == (f"{GROUP}: Brevet/Konvolutten",)
    assert text_of(material, 2).split("\n\n") == [
        "Hvem begynner?",
        "Jeg tenkte på brevet fra kontoret.",
        "[deltaker har trukket seg]",
        "Det husker jeg at FL2 sa.",
        "[deltaker har trukket seg]",
    ]
    assert left(material, *HERS["FL2"], "byfl2") == []
    units = [unit for unit in list_units(material) if unit.transcript == "Fokusgruppe 1"]
    assert [unit.text for unit in units] == [
        "Jeg tenkte på brevet",
        "brevet fra kontoret.\n\n[deltaker har trukket seg]",
    ]
    report = check(material)
    assert report.ok
    assert {"words", "condensate"} <= {found.kind for found in report.findings}


def test_with_all_the_code_goes_too_and_the_turns_are_nobodys(material: OpenStudy) -> None:
    view = withdraw_participant(material, "FL2")
    assert ("Fokusgruppe 1 (at 115)", "code") in {(one.where, one.reason) for one in view.mentions}
    with material.reading() as connection:
        labels = connection.execute(select(col(Speaker.label)).where(col(Speaker.transcript_id) == 2)).scalars().all()
        codes = set(connection.execute(select(col(Participant.code))).scalars())
    assert sorted(labels) == ["FL1", "M", "trukket seg"]
    assert codes == {"P1", "P2", "FL1"}
    assert left(material, "fru fl2x", *HERS["FL2"]) == []


def test_only_that_somebody_withdrew_is_kept(material: OpenStudy) -> None:
    registered(material, recruitment=[{"substudy": SUBSTUDY, "step": "withdrew", "count": 2}])
    uid = preview_withdrawal(material, "P1").uid
    before = [(row.id, row.at, row.coder, row.action) for row in history(material)]
    withdraw_participant(material, "P1", date="2016-05-03", basis="ringte")
    rows = history(material)
    assert [(row.id, row.at, row.coder, row.action) for row in rows[1:]] == before
    assert uid in rows[0].summary
    for row in rows[1:]:
        assert row.summary == say("journal.emptied", what=say(f"actions.{row.action}"))
    (kept,) = withdrawals(material)
    assert (kept["participant_uid"], kept["date"], kept["basis"], kept["degree"]) == (uid, "2016-05-03", "ringte", ALL)
    with material.reading() as connection:
        assert connection.execute(select(col(RecruitmentStep.count))).scalar_one() == 3
        assert uid in set(connection.execute(select(col(Tombstone.uid))).scalars())
    with pytest.raises(StandsInTheWay):
        undo(material)


def test_no_further_use_holds_back_this_one_alone_and_can_be_undone(material: OpenStudy, tmp_path: Path) -> None:
    withdraw_participant(material, "P1", degree=STOP)
    with material.reading() as connection:
        held = held_back(connection)
        assert set(
            connection.execute(select(col(Participant.code)).where(col(Participant.id).in_(held))).scalars()
        ) == {"P1"}
    export_quotes(material, tmp_path / "q.csv")
    assert "Zeppelin" not in (tmp_path / "q.csv").read_text(encoding="utf-8")
    assert left(material, HERS["P1"][0]) != []
    undo(material)
    export_quotes(material, tmp_path / "q.csv")
    assert "Zeppelin" in (tmp_path / "q.csv").read_text(encoding="utf-8")


def test_who_stops_first_and_goes_altogether_later_is_counted_once(material: OpenStudy) -> None:
    withdraw_participant(material, "P1", degree=STOP)
    withdraw_participant(material, "P1")
    assert [row["degree"] for row in withdrawals(material)] == [STOP, ALL]
    with material.reading() as connection:
        assert connection.execute(select(col(RecruitmentStep.count))).scalar_one() == 1


def test_what_was_undone_is_gone_from_the_bytes_too(material: OpenStudy, tmp_path: Path) -> None:
    folder = tmp_path.parent / f"{tmp_path.name}-elsewhere"
    path = write_file(folder, "P1 andre gang.txt", [("I", "Og så?"), ("P1", "Trollhavregrøten ble kald.")])
    import_files(material, [path], SUBSTUDY)
    undo(material)
    assert left(material, "trollhavregrøten") != []
    withdraw_participant(material, "P1")
    assert left(material, "trollhavregrøten", *HERS["P1"]) == []
    assert check(material).ok


def test_nothing_is_done_while_somebody_else_has_the_study_open(material: OpenStudy) -> None:
    before = text_of(material, 2)
    with open_study(material.path, coder="BB") as other, other.reading() as connection:
        connection.execute(select(col(Transcript.id))).all()
        with pytest.raises(StudyInUse):
            withdraw_participant(material, "FL2")
    assert text_of(material, 2) == before
    assert (count(material, Tombstone), count(material, Quote)) == (0, 2)


def test_preview_changes_nothing_and_names_what_went_out_and_who_else_speaks_of_her(
    material: OpenStudy, tmp_path: Path
) -> None:
    def write(place: Path) -> tuple[Path, ...]:
        export_quotes(material, place)
        return (place,)

    with write_aside(material, tmp_path / "q.csv", write, kind="quotes") as outgoing:
        outgoing.place()
    rows = history(material)
    kari = KnownPerson("FL2", GROUP, "Kontoret Hansen")
    view = preview_withdrawal(material, "FL2", people=(kari,))
    assert [(one.kind, one.file) for one in view.exports] == [("quotes", "q.csv")]
    assert {one.reason for one in view.mentions} >= {"code"}
    assert history(material) == rows
    assert not view.done
    with pytest.raises(ValueRefused):
        preview_withdrawal(material, "FL2", degree="half")


def test_without_the_linkage_key_it_is_told_that_nobody_has_looked_for_her_name(material: OpenStudy) -> None:
    told = say("withdrawing.name_unknown")
    kari = KnownPerson("FL2", GROUP, "Kari Nordmann")
    assert told in withdrawal_lines(preview_withdrawal(material, "FL2"))
    assert told not in withdrawal_lines(preview_withdrawal(material, "FL2", people=(kari,)))
    assert told not in withdrawal_lines(preview_withdrawal(material, "FL2", degree=STOP))


def test_a_place_that_tells_of_her_in_several_ways_is_listed_once(material: OpenStudy) -> None:
    words = "Sunniva, altså FL2, sa det. Sunniva Lie igjen."
    add_transcript(material, "Fokusgruppe 2", [("FL1", words), ("FL1", "FL2." + " Ja." * 60 + " FL2.")], substudy=GROUP)
    view = preview_withdrawal(material, "FL2", people=(KnownPerson("FL2", GROUP, "Sunniva Lie"),))
    here = [(one.reason, one.words[:20]) for one in view.mentions if one.where.startswith("Fokusgruppe 2")]
    assert here == [("name", words[:20]), ("code", "FL2. Ja. Ja. Ja. Ja."), ("code", "…Ja. Ja. Ja. Ja. Ja.")]


def test_one_long_word_that_only_she_used_is_enough_to_be_listed(material: OpenStudy) -> None:
    said = "Da lå postkassestativet veltet"
    together = add_transcript(material, "Fokusgruppe 2", [("FL1", "Det var en kasse."), ("FL2", said)], substudy=GROUP)
    with material.change("speakers.set") as change:
        match_speakers(change, together)
    change_group(material, add_group(material, "Posten", analysis=GROUP), definition="Om postkassestativet.")
    change_group(material, add_group(material, "Velt", analysis=GROUP), definition="Noe lå veltet.")
    view = preview_withdrawal(material, "FL2")
    assert [one.words for one in view.mentions if one.reason == "words"] == ["Om postkassestativet."]


def test_her_sentence_that_stands_in_the_codebook_is_listed_though_each_word_is_everybodys(material: OpenStudy) -> None:
    said = "For meg var det brevet som lå der"
    together = add_transcript(material, "Fokusgruppe 2", [("FL1", "Det var et brev."), ("FL2", said)], substudy=GROUP)
    with material.change("speakers.set") as change:
        match_speakers(change, together)
    group = add_group(material, "Posten", analysis=GROUP)
    change_group(material, group, example=f"«{said}.»", definition="Det var et brev som kom.")
    view = preview_withdrawal(material, "FL2")
    assert [one.words for one in view.mentions if one.reason == "words"] == [f"«{said}.»"]
    with pytest.raises(ValueRefused):
        withdraw_participant(material, "FL2", date="i går")
    assert count(material, AttributeValue) == 4


@pytest.mark.parametrize("degree", [OWN_WORDS, ALL])
def test_a_backup_from_before_brings_nobody_back(material: OpenStudy, tmp_path: Path, degree: str) -> None:
    # In a folder of its own: other tests may keep a linkage key nowhere beside a study.
    aside = tmp_path.parent / f"{tmp_path.name}-aside" / "before.qualcode-backup"
    aside.parent.mkdir()
    take_backup(material.path, to=aside)
    withdraw_participant(material, "FL2", degree=degree)
    material.close()
    with pytest.raises(WithdrawnInside):
        put_back(material.path, aside)
    assert left(material, *HERS["FL2"]) == []


def test_a_unit_coded_by_somebody_else_on_her_words_goes_as_well(material: OpenStudy) -> None:
    with open_study(material.path, coder="BB") as other:
        group: Any = list_units(material, transcript="P1")[0]
        assert group
        code_words(other, 1, "det var Kvernsteinen", 1)
    assert count(material, MeaningUnit) == 5
    withdraw_participant(material, "P1")
    assert {unit.transcript for unit in list_units(material)} == {"Fokusgruppe 1"}


@pytest.mark.parametrize("degree", [OWN_WORDS, ALL])
def test_a_copy_from_before_brings_nobody_back_when_it_is_merged(
    material: OpenStudy, tmp_path: Path, degree: str
) -> None:
    elsewhere = tmp_path.parent / f"{tmp_path.name}-other"
    elsewhere.mkdir()
    copy = back_up(material, elsewhere / "other.qualcode")
    with open_study(copy, coder="BB") as other:
        code_words(other, 2, "jeg gråt hos Grinebiteren", 2)
        code_words(other, 2, "Hvem begynner?", 2)
    withdraw_participant(material, "FL2", degree=degree)
    material.close()
    report = merge(material, copy)
    material.close()
    assert report.withheld > 0
    assert "gråt" not in repr(report.conflicts), "what is told of the merge does not say her words either"
    assert left(material, *HERS["FL2"], "fru fl2x" if degree == ALL else "nettopp") == []
    assert check(material).ok
    coded = {unit.text for unit in list_units(material) if unit.coder == "BB"}
    assert coded == {"Hvem begynner?"}


def test_what_a_copy_has_coded_in_an_interview_that_is_gone_is_left_out_in_silence(
    material: OpenStudy, tmp_path: Path
) -> None:
    elsewhere = tmp_path.parent / f"{tmp_path.name}-other"
    elsewhere.mkdir()
    copy = back_up(material, elsewhere / "other.qualcode")
    with open_study(copy, coder="BB") as other:
        code_words(other, 1, "det var Kvernsteinen", 1)
        code_words(other, 2, "brevet fra kontoret", 2)
    withdraw_participant(material, "P1")
    report = merge(material, copy)
    assert {unit.text for unit in list_units(material) if unit.coder == "BB"} == {"brevet fra kontoret"}
    assert report.withheld >= 2
    assert report.conflicts == ()
    material.close()
    assert left(material, *HERS["P1"]) == []


def test_what_was_remembered_of_names_and_of_evidence_goes_too(material: OpenStudy) -> None:
    with material.change("names.apply") as change:
        told = {"kind": "person", "decision": REPLACING[0], "replacement": "[navn]"}
        change.add(Identifier, key="kvernsteinen", words="Kvernsteinen", **told)
        change.add(Identifier, key="kontoret", words="kontoret", **told)
        question = change.add(EvaluationQuestion, text="Hjalp det?", position=1)
        quote = change.row(Quote, 1) or {}
        evidence = {"kind": "quote", "refers_uid": quote["uid"], "told": quote["text"], "position": 1}
        change.add(AnswerEvidence, question_id=question, **evidence)
    withdraw_participant(material, "P1")
    assert (count(material, Identifier), count(material, AnswerEvidence)) == (1, 0)
    assert count(material, EvaluationQuestion) == 1
    assert left(material, *HERS["P1"]) == []


@pytest.mark.parametrize(("who", "degree", "number"), [("P1", OWN_WORDS, 1), ("FL2", OWN_WORDS, 2), ("FL2", ALL, 2)])
def test_what_was_decided_about_words_of_hers_is_not_remembered(
    material: OpenStudy, who: str, degree: str, number: int
) -> None:
    text = text_of(material, number)

    def decided(word: str, decision: str, instead: str = "") -> NameDecision:
        start = text.lower().index(word)
        return NameDecision(start, start + len(word), text[start : start + len(word)], "other", decision, instead)

    hers = HERS[who][0]
    apply_decisions(material, number, [decided(hers, KEEP)])
    with material.reading() as connection:
        newest = require_wording(connection, number).id
    decide_name(material, number, HERS[who][1], [decided(HERS[who][1], MASK, "[noe]")], revision_id=newest)
    withdraw_participant(material, who, degree=degree)
    assert left(material, *HERS[who]) == []
    assert count(material, KeptWords) == 0


@pytest.mark.parametrize("keep_going", [False, True])
def test_the_file_of_somebody_who_withdrew_does_not_come_back(
    study: OpenStudy, tmp_path: Path, *, keep_going: bool
) -> None:
    add_substudy(study)
    import_participants(study, numbered([{"participant": "P1"}, {"participant": "P2"}]), substudy=SUBSTUDY)
    hers, other = write_file(tmp_path, "P1.txt", ALONE), write_file(tmp_path, "P2.txt", [("P2", "Noe annet.")])
    import_files(study, [hers], SUBSTUDY)
    withdraw_participant(study, "P1", date="2016-05-03")
    again = hers.rename(tmp_path / "Intervju 1.txt")
    if keep_going:
        reports = import_files(study, [again, other], SUBSTUDY, keep_going=True)
        assert ["2016-05-03" in one.error for one in reports] == [True, False]
    else:
        with pytest.raises(WithdrawnFile):
            import_files(study, [other, again], SUBSTUDY)
    assert count(study, Transcript) == keep_going
    again.write_text(again.read_text(encoding="utf-8") + "\n\nI: Samtykket på nytt i juni.", encoding="utf-8")
    assert import_files(study, [again], SUBSTUDY)[0].transcript == "Intervju 1"


def test_somebody_who_withdrew_does_not_come_back_by_an_old_table(study: OpenStudy) -> None:
    add_substudy(study)
    add_substudy(study, GROUP)
    table = numbered([{"participant": code, "age": "41"} for code in ("P1", "P2")])
    import_participants(study, table, substudy=SUBSTUDY)
    withdraw_participant(study, "P1")
    report = import_participants(study, table, substudy=SUBSTUDY)
    assert (report.added, report.unchanged, report.withdrawn) == ((), ("P2",), ("P1",))
    assert [one.code for one in participants(study, SUBSTUDY)] == ["P2"]
    assert import_participants(study, table, substudy=GROUP).added == ("P1", "P2")

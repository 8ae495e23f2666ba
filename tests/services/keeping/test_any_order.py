"""The claim that merging, restoring and withdrawing in whatever order bring back no word of somebody who withdrew."""

import tempfile
from collections.abc import Callable
from pathlib import Path

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlmodel import col

from qualcode.errors import QualcodeError
from qualcode.model import Revision, Transcript
from qualcode.services.keeping.backups import back_up, restore
from qualcode.services.keeping.checking import check
from qualcode.services.keeping.history import redo, undo
from qualcode.services.keeping.merging import merge
from qualcode.services.material.correcting import correct_turn
from qualcode.services.participants.speakers import set_speakers
from qualcode.services.protecting.deidentifying import apply_decisions
from qualcode.services.protecting.name_decisions import decide_name
from qualcode.services.protecting.sealing import seal
from qualcode.services.protecting.withdrawing import withdraw_participant, withdrawals
from qualcode.storage.opening import OpenStudy, open_study
from qualcode.storage.tallies import count_anew, stored_counts
from qualcode.views.identifying import KEEP, MASK, NameDecision
from qualcode.views.withdrawing import ALL, OWN_WORDS
from tests.builders import add_group, add_participant, add_substudy, add_transcript, code_words, new_study, text_of

HERS = ("bryggekjeller", "sveisebrille", "tyttebærskog", "dampskip", "sigøynerlarve")
"""Nobody but P2 says these; `P1` says things of his own in the same conversation."""

ALONE = [("I", "Hva skjedde?"), ("P", "Jeg gjemte meg i bryggekjelleren hele dagen.")]
TOGETHER = [("A", "Jeg satt i gangen."), ("B", "Sveisebrillene lå på bordet."), ("A", "Det så jeg.")]


def _material(path: Path) -> OpenStudy:
    study = new_study(path)
    add_substudy(study)
    uro = add_group(study, "Uro")
    for code in ("P1", "P2"):
        add_participant(study, code)
    alone, together = add_transcript(study, "Alene", ALONE), add_transcript(study, "Sammen", TOGETHER)
    set_speakers(study, "Alene", [("P", "participant", "P2")])
    set_speakers(study, "Sammen", [("A", "participant", "P1"), ("B", "participant", "P2")])
    code_words(study, alone, "gjemte meg i bryggekjelleren", uro)
    code_words(study, together, "Sveisebrillene lå", uro)
    code_words(study, together, "satt i gangen.\n\nSveisebrillene", uro)
    return study


def _transcript(study: OpenStudy, name: str) -> int:
    with study.reading() as connection:
        key = connection.execute(select(col(Transcript.id)).where(col(Transcript.name) == name)).scalar_one()
    assert key is not None
    return key


def _revision(study: OpenStudy, transcript_id: int) -> int:
    with study.reading() as connection:
        newest = select(func.max(col(Revision.id))).where(col(Revision.transcript_id) == transcript_id)
        found: int | None = connection.execute(newest).scalar_one()
    assert found is not None
    return found


def _decision(study: OpenStudy, transcript_id: int, words: str, decision: str) -> NameDecision:
    at = text_of(study, transcript_id).index(words)
    return NameDecision(at, at + len(words), words, "person", decision, "[navn]")


def _works(study: OpenStudy, word: str) -> None:
    """What somebody does: corrects what P2 says, codes it, decides about names in it.

    Where P2 has withdrawn nobody writes her words again.
    """
    if withdrawals(study):
        return
    named, left = f"{word.capitalize()}sen", f"{word.capitalize()}vik"
    for name in ("Alene", "Sammen"):
        key = _transcript(study, name)
        correct_turn(study, key, 2, f"{word.capitalize()}en lå på bordet, sa {named} i {left}, og {named} igjen.")
        code_words(study, key, f"{word.capitalize()}en lå", 1)
        decide_name(study, key, left, [_decision(study, key, left, KEEP)], revision_id=_revision(study, key))
        apply_decisions(study, key, [_decision(study, key, named, MASK), _decision(study, key, left, KEEP)])
        decide_name(study, key, named, [_decision(study, key, named, MASK)], revision_id=_revision(study, key))


class _Team:
    """A study, its copies, and whether P2 has withdrawn from the study."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "own" / "study.qualcode"
        self.path.parent.mkdir()
        _material(self.path).close()
        self.copies = [folder / "early.qualcode", folder / "late.qualcode"]
        self.gone = False
        with open_study(self.path, coder="AA") as study:
            for copy in self.copies:
                back_up(study, copy)

    def step(self, what: str, which: int) -> None:
        """One step; what is refused is refused, and changes nothing."""
        try:
            self._do(what, self.copies[which])
        except QualcodeError:
            return
        if what in {"withdraw", "withdraw words"}:
            self.gone = True

    def _do(self, what: str, copy: Path) -> None:
        if what == "restore":
            restore(self.path, copy)
            return
        there = what in {"work there", "merge there", "withdraw there"}
        with open_study(copy if there else self.path, coder="BB" if there else "AA") as study:
            steps: dict[str, Callable[[], object]] = {
                "work here": lambda: _works(study, HERS[2]),
                "work there": lambda: _works(study, HERS[3] if copy == self.copies[0] else HERS[4]),
                "copy": lambda: back_up(study, copy.with_name("new.qualcode")).replace(copy),
                "merge": lambda: merge(study, copy),
                "merge there": lambda: merge(study, self.path),
                "withdraw there": lambda: withdraw_participant(study, "P2", degree=ALL),
                "withdraw": lambda: withdraw_participant(study, "P2", degree=ALL),
                "withdraw words": lambda: withdraw_participant(study, "P2", degree=OWN_WORDS),
                "undo": lambda: undo(study),
                "redo": lambda: redo(study),
            }
            steps[what]()

    def look(self) -> None:
        """Nothing is wrong, and if she has withdrawn, none of her words is in any byte."""
        with open_study(self.path, coder="AA") as study:
            report = check(study)
            assert report.ok, report.findings
            with study.reading() as connection:
                assert stored_counts(connection) == count_anew(connection)
        if self.gone:
            for file in self.path.parent.rglob("*"):
                raw = file.read_bytes() if file.is_file() else b""
                assert [word for word in HERS if word[1:].encode() in raw] == [], file.name


BEFORE = ("work here", "work there", "copy", "merge", "merge there", "restore", "undo", "redo")
AFTER = ("work there", "copy", "merge", "merge", "merge there", "restore", "withdraw", "withdraw there", "undo")


def _steps(names: tuple[str, ...], *, most: int) -> st.SearchStrategy[list[tuple[str, int]]]:
    return st.lists(st.tuples(st.sampled_from(names), st.integers(0, 1)), min_size=1, max_size=most)


@settings(max_examples=5, suppress_health_check=[HealthCheck.too_slow])
@given(_steps(BEFORE, most=4), st.sampled_from(["withdraw", "withdraw words"]), _steps(AFTER, most=5))
@example([("work there", 0)], "withdraw", [("merge", 0), ("restore", 0), ("merge there", 0), ("restore", 0)])
@example([("work there", 0), ("merge", 0)], "withdraw words", [("merge", 0), ("withdraw there", 0), ("merge", 0)])
def test_no_word_of_hers_comes_back_in_whatever_order(
    before: list[tuple[str, int]], how: str, after: list[tuple[str, int]]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        team = _Team(Path(folder))
        for what, which in before:
            team.step(what, which)
        team.step(how, 0)
        assert team.gone
        team.look()
        for what, which in after:
            team.step(what, which)
            team.look()


def test_a_copy_that_is_not_sealed_brings_no_name_back_and_its_other_work_comes(tmp_path: Path) -> None:
    with new_study(tmp_path / "study.qualcode") as study:
        add_substudy(study)
        add_group(study, "Uro")
        key = add_transcript(study, "P1", "Så kom Ragnhilda inn.\n\nHun satte seg.")
        with open_study(back_up(study, tmp_path / "unsealed.qualcode"), coder="BB") as copy:
            code_words(copy, key, "kom Ragnhilda inn", 1)
            apply_decisions(copy, key, [_decision(copy, key, "Ragnhilda", MASK)])
            code_words(copy, key, "Hun satte seg", 1)
        apply_decisions(study, key, [_decision(study, key, "Ragnhilda", MASK)])
        seal(study)
        report = merge(study, copy.path)
        assert (report.added["meaning_unit"], report.entries, report.told_before) == (2, 3, 0)
        assert check(study).ok
        study.close()
        for file in tmp_path.rglob("study*"):
            assert b"agnhild" not in (file.read_bytes() if file.is_file() else b""), file.name


def test_a_backup_from_before_a_sealing_says_what_is_sealed_no_longer(tmp_path: Path) -> None:
    with new_study(tmp_path / "study.qualcode") as study:
        add_substudy(study)
        for name, word in (("P1", "Ragnhilda"), ("P2", "Torbjørga"), ("P3", "Sunnivamor")):
            key = add_transcript(study, name, f"Så kom {word} inn.")
            apply_decisions(study, key, [_decision(study, key, word, MASK)])
        seal(study, "P1")
        backup = back_up(study, tmp_path / "unsealed.qualcode")
        seal(study)
    done = restore(study.path, backup)
    assert sorted(done.unsealed) == ["P2", "P3"]
    with open_study(study.path, coder="AA") as again:
        assert sorted(seal(again).transcripts) == ["P2", "P3"]
        assert restore(again.path, backup).unsealed == ("P2", "P3")

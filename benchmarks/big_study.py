"""A study of any size, made of random words: what the measurements are taken on."""

import random
from pathlib import Path
from typing import NamedTuple

from qualcode.model import (
    Analysis,
    AnalysisSubstudy,
    CodeGroup,
    Coding,
    Interview,
    MeaningUnit,
    Participant,
    Revision,
    Sentence,
    Speaker,
    Substudy,
    Transcript,
    Turn,
)
from qualcode.storage.journal import Change
from qualcode.storage.opening import OpenStudy, create_study
from qualcode.storage.search_index import index_turns
from qualcode.text.normal_form import content_hash
from qualcode.text.sentences import split_sentences

WORDS = ("jeg", "du", "ikke", "lege", "brev", "time", "syk", "jobb", "det", "var", "så", "da", "men", "og", "måtte")
GROUPS = 8


class _Into(NamedTuple):
    substudy: int
    analysis: int
    groups: list[int]


class _Size(NamedTuple):
    words: int
    turns: int
    units: int


def make_study(path: Path, *, transcripts: int, words: int, units: int, turns: int = 100) -> OpenStudy:
    """A study of so many transcripts of so many words, in so many turns, with so many units over eight code groups.

    The first group gets its eighth of all units, as the others; two words in three of the turns are a participant's.
    """
    chance = random.Random(7)  # noqa: S311 - the same study every time is what is wanted
    study = create_study(path, title="Measured", language="nb", coder="AA")
    with study.change("measure.fill") as change:
        substudy = change.add(Substudy, name="Pasientene", position=1)
        analysis = change.add(Analysis, title="Pasientene", question="Hva koster det?", position=1)
        change.add(AnalysisSubstudy, analysis_id=analysis, substudy_id=substudy)
        groups = [
            change.add(CodeGroup, analysis_id=analysis, name=f"Gruppe {n}", key=n, position=n, colour="#4c78a8")
            for n in range(1, GROUPS + 1)
        ]
        into = _Into(substudy, analysis, groups)
    for number in range(transcripts):
        share = units // transcripts + (number < units % transcripts)
        with study.change("measure.fill") as change:
            _add_transcript(change, chance, into, number, _Size(words, turns, share))
    return study


def speech(chance: random.Random, words: int) -> str:
    """So many words in sentences."""
    spoken = chance.choices(WORDS, k=words)
    for at in range(9, words, 10):
        spoken[at] += "."
    return " ".join(spoken)


def _add_transcript(change: Change, chance: random.Random, into: _Into, number: int, size: _Size) -> None:
    code = f"P{number + 1}"
    participant = change.add(Participant, substudy_id=into.substudy, code=code, position=number)
    interview = change.add(Interview, substudy_id=into.substudy, name=code, design="individual", position=number)
    names = {"name": code, "file_name": f"{code}.txt", "file_hash": code, "format": "txt", "encoding": "utf-8"}
    transcript = change.add(Transcript, interview_id=interview, **names)
    parts = [speech(chance, size.words // size.turns) for _ in range(size.turns)]
    text = "\n\n".join(parts)
    written = {"words": len(text.split()), "coder_id": change.coder_id, "created": change.at}
    revision = change.carry_one(Revision, transcript_id=transcript, text=text, hash=content_hash(text), **written)
    asking = change.carry_one(Speaker, transcript_id=transcript, label="I", role="interviewer")
    whose = {"label": code, "role": "participant", "participant_id": participant}
    answering = change.carry_one(Speaker, transcript_id=transcript, **whose)
    _add_turns(change, transcript, revision, parts, (asking, answering))
    index_turns(change.connection, ((number * size.turns + n + 1, part) for n, part in enumerate(parts)))
    letters = [at for at in range(len(text) - 400) if not text[at].isspace()]
    spans = [(at, at + 184) for at in sorted(chance.sample(letters, size.units))]
    _add_units(change, into, transcript, revision, [(start, end, text[start:end]) for start, end in spans])


def _add_turns(change: Change, transcript: int, revision: int, parts: list[str], speakers: tuple[int, int]) -> None:
    turns, sentences, at = [], [], 0
    for order, part in enumerate(parts):
        place = {"transcript_id": transcript, "revision_id": revision, "start": at, "end": at + len(part)}
        turns.append({**place, "number": order + 1, "speaker_id": speakers[order % 3 != 0]})
        spans = split_sentences(part)
        sentences += [{"transcript_id": transcript, "start": at + start, "end": at + end} for start, end in spans]
        at += len(part) + 2
    change.carry(Turn, turns)
    change.carry(Sentence, sentences)


def _add_units(
    change: Change, into: _Into, transcript: int, revision: int, passages: list[tuple[int, int, str]]
) -> None:
    where = {"analysis_id": into.analysis, "transcript_id": transcript, "revision_id": revision}
    who = {"coder_id": change.coder_id, "created": change.at}
    for number, (start, end, words) in enumerate(passages):
        unit = change.add(MeaningUnit, **where, **who, start=start, end=end, text=words)
        group = into.groups[(transcript + number) % len(into.groups)]
        change.add(Coding, unit_id=unit, group_id=group, created=change.at)

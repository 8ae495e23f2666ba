"""A study of any size, made of random words: what the measurements are taken on."""

import random
from pathlib import Path

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

WORDS = "jeg du ikke lege brev time syk jobb det er var så da men og kanskje noe hele bare måtte sitte spurte visste".split()
GROUPS = 8


def make_study(path: Path, *, transcripts: int, words: int, units: int, turns: int = 100) -> OpenStudy:
    """A study of so many transcripts of so many words, in so many turns, with so many units over eight code groups.

    The first group gets its eighth of all units, as the others; two words in three of the turns are a participant's.
    """
    chance = random.Random(7)
    study = create_study(path, title="Measured", language="nb", coder="AA")
    with study.change("measure.fill") as change:
        substudy = change.add(Substudy, name="Pasientene", position=1)
        analysis = change.add(Analysis, title="Pasientene", question="Hva koster det?", position=1)
        change.add(AnalysisSubstudy, analysis_id=analysis, substudy_id=substudy)
        groups = [
            change.add(CodeGroup, analysis_id=analysis, name=f"Gruppe {n}", key=n, position=n, colour="#4c78a8")
            for n in range(1, GROUPS + 1)
        ]
        for number in range(transcripts):
            share = units // transcripts + (number < units % transcripts)
            _add_transcript(change, chance, substudy, analysis, groups, number, words=words, turns=turns, units=share)
    return study


def speech(chance: random.Random, words: int) -> str:
    """So many words in sentences."""
    spoken = chance.choices(WORDS, k=words)
    for at in range(9, words, 10):
        spoken[at] += "."
    return " ".join(spoken)


def _add_transcript(
    change: Change,
    chance: random.Random,
    substudy: int,
    analysis: int,
    groups: list[int],
    number: int,
    *,
    words: int,
    turns: int,
    units: int,
) -> None:
    code = f"P{number + 1}"
    participant = change.add(Participant, substudy_id=substudy, code=code, position=number)
    interview = change.add(Interview, substudy_id=substudy, name=code, design="individual", position=number)
    transcript = change.add(
        Transcript, interview_id=interview, name=code, file_name=f"{code}.txt", file_hash=code, format="txt", encoding="utf-8"
    )
    parts = [speech(chance, words // turns) for _ in range(turns)]
    text = "\n\n".join(parts)
    revision = change.carry_one(
        Revision,
        transcript_id=transcript,
        text=text,
        hash=content_hash(text),
        words=len(text.split()),
        coder_id=change.coder_id,
        created=change.at,
    )
    asking = change.carry_one(Speaker, transcript_id=transcript, label="I", role="interviewer")
    answering = change.carry_one(
        Speaker, transcript_id=transcript, label=code, role="participant", participant_id=participant
    )
    rows, sentences, at = [], [], 0
    for order, part in enumerate(parts):
        who = asking if order % 3 == 0 else answering
        rows.append(
            {"transcript_id": transcript, "number": order + 1, "start": at, "end": at + len(part), "speaker_id": who}
        )
        begin = at
        for sentence in part.split(". "):
            end = min(begin + len(sentence) + 1, at + len(part))
            sentences.append({"transcript_id": transcript, "start": begin, "end": end})
            begin = end + 1
            if begin >= at + len(part):
                break
        at += len(part) + 2
    change.carry(Turn, rows)
    change.carry(Sentence, sentences)
    index_turns(change.connection, ((number * turns + n + 1, part) for n, part in enumerate(parts)))
    letters = [at for at in range(len(text) - 400) if not text[at].isspace()]
    spans = sorted(chance.sample(letters, units))
    first = change.connection.exec_driver_sql("SELECT coalesce(max(id), 0) FROM meaning_unit").scalar_one()
    change.carry(
        MeaningUnit,
        (
            {
                "analysis_id": analysis,
                "transcript_id": transcript,
                "revision_id": revision,
                "start": start,
                "end": start + 184,
                "text": text[start : start + 184],
                "coder_id": change.coder_id,
                "created": change.at,
            }
            for start in spans
        ),
    )
    change.carry(
        Coding,
        (
            {"unit_id": first + n + 1, "group_id": groups[(number + n) % len(groups)], "created": change.at}
            for n in range(len(spans))
        ),
    )

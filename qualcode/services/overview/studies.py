"""A study as a whole: making one, and how far the work has come."""

from pathlib import Path
from typing import Any

from sqlalchemy import Connection, func, select
from sqlmodel import col

from qualcode.errors import NameRefused, ValueRefused
from qualcode.locale import say
from qualcode.model import (
    CodeGroup,
    Coder,
    Coding,
    Condensate,
    Interview,
    Participant,
    Quote,
    ResultCategory,
    Revision,
    SchemaVersion,
    StudyRow,
    Subgroup,
    Substudy,
    Tally,
    Theme,
    Transcript,
)
from qualcode.services.material.substudies import analyses
from qualcode.services.naming import current_revision
from qualcode.services.overview.next_steps import LOOK_AGAIN, next_steps
from qualcode.storage.opening import OpenStudy, create_study
from qualcode.storage.tallies import NOBODY, SET_ASIDE, UNSORTED
from qualcode.text.normal_form import to_name
from qualcode.views.material import AnalysisView
from qualcode.views.status import AnalysisStatus, NextStep, StudyStatus, SubstudyStatus

LANGUAGES = ("nb", "nn", "en")
"""The languages a study's chapter can be written in."""

Counts = dict[int, int]
"""How many, by the key of the substudy or analysis they belong to."""


def create(path: Path, *, title: str, language: str = "nb", coder: str, passphrase: str = "") -> OpenStudy:
    """Make an empty study and open it for `coder`; refuses to overwrite. With a passphrase it is encrypted from birth.

    `language` is that of the chapter: nb, nn or en. Raises `StudyExists`, `StudyReadOnly`, `NoSuchStudy` (the folder),
    `NameRefused` for an empty title, `ValueRefused` for another language, `CipherMissing` where encryption is not
    installed. A lost passphrase is a lost study.
    """
    named = to_name(title)
    if not named:
        raise NameRefused(kind=say("tables.study"), name=title, reason=say("errors.reasons.empty_name"))
    if language not in LANGUAGES:
        raise ValueRefused(what=say("kinds.language"), value=language, choices=", ".join(LANGUAGES))
    return create_study(path, title=named, language=language, coder=coder, passphrase=passphrase)


def status(study: OpenStudy) -> StudyStatus:
    """What there is in the study, and what is next for the coder at work."""
    questions = analyses(study)
    coming = next_steps(study)
    with study.reading() as connection:
        row: Any = connection.execute(select(col(StudyRow.title), col(StudyRow.language))).one()
        schema: Any = connection.execute(select(func.max(col(SchemaVersion.version)))).scalar_one()
        coders: Any = connection.execute(select(col(Coder.initials)).order_by(col(Coder.initials))).scalars()
        return StudyStatus(
            title=row.title,
            language=row.language,
            schema=schema,
            engine=study.engine_name,
            coders=tuple(coders),
            substudies=_substudies(connection),
            analyses=_analyses(connection, questions, coming),
            next=coming,
        )


def _substudies(connection: Connection) -> tuple[SubstudyStatus, ...]:
    """The material, by substudy; what an undone import left behind is not counted."""
    there = (col(Interview.removed).is_(False), col(Transcript.removed).is_(False))
    in_transcripts = (
        select(col(Interview.substudy_id))
        .join(Transcript, col(Transcript.interview_id) == col(Interview.id))
        .where(*there)
        .group_by(col(Interview.substudy_id))
    )
    turns = in_transcripts.join(Tally, (col(Tally.kind) == "turns") & (col(Tally.owner) == col(Transcript.id)))
    said = in_transcripts.join(Revision, (col(Revision.transcript_id) == col(Transcript.id)) & current_revision())
    participants = _counted(connection, Participant.substudy_id)
    interviews = _counts(
        connection,
        select(col(Interview.substudy_id), func.count())
        .where(col(Interview.removed).is_(False))
        .group_by(col(Interview.substudy_id)),
    )
    transcripts = _counts(connection, in_transcripts.add_columns(func.count()))
    all_turns = _counts(connection, turns.add_columns(func.sum(col(Tally.n))))
    nobodys = _counts(connection, turns.add_columns(func.sum(col(Tally.n))).where(col(Tally.part) == NOBODY))
    words = _counts(connection, said.add_columns(func.sum(col(Revision.words))))
    rows: Any = connection.execute(
        select(col(Substudy.id), col(Substudy.name), col(Substudy.design)).order_by(col(Substudy.position))
    )
    return tuple(
        SubstudyStatus(
            name=name,
            design=design,
            participants=participants.get(key, 0),
            interviews=interviews.get(key, 0),
            transcripts=transcripts.get(key, 0),
            turns=all_turns.get(key, 0),
            turns_without_speaker=nobodys.get(key, 0),
            words=words.get(key, 0),
        )
        for key, name, design in rows
    )


def _analyses(
    connection: Connection, views: tuple[AnalysisView, ...], coming: tuple[NextStep, ...]
) -> tuple[AnalysisStatus, ...]:
    counts = _by_analysis(connection)
    doubtful = {step.analysis: step.count for step in coming if step.kind == LOOK_AGAIN}
    return tuple(
        AnalysisStatus(
            title=view.title,
            question=view.question,
            substudies=view.substudies,
            condensates_to_look_at=doubtful.get(view.title, 0),
            **{name: of_analysis.get(view.id, 0) for name, of_analysis in counts.items()},
        )
        for view in views
    )


def _by_analysis(connection: Connection) -> dict[str, Counts]:
    """Every count of `AnalysisStatus` that is one, by analysis."""
    groups = select(col(CodeGroup.analysis_id)).group_by(col(CodeGroup.analysis_id))
    subgroups = groups.join(Subgroup, col(Subgroup.group_id) == col(CodeGroup.id))
    condensates = subgroups.join(Condensate, col(Condensate.subgroup_id) == col(Subgroup.id))
    quotes = groups.join(Coding, col(Coding.group_id) == col(CodeGroup.id)).join(
        Quote, col(Quote.coding_id) == col(Coding.id)
    )
    codings = groups.join(Tally, (col(Tally.kind) == "codings") & (col(Tally.owner) == col(CodeGroup.id)))
    placed = codings.add_columns(func.sum(col(Tally.n)))
    units = select(col(Tally.owner), func.sum(col(Tally.n))).where(col(Tally.kind) == "units")
    validated = select(col(ResultCategory.analysis_id), func.count()).where(col(ResultCategory.validated))
    return {
        "themes": _counted(connection, Theme.analysis_id),
        "code_groups": _counted(connection, CodeGroup.analysis_id),
        "subgroups": _counts(connection, subgroups.add_columns(func.count())),
        "meaning_units": _counts(connection, units.group_by(col(Tally.owner))),
        "codings": _counts(connection, placed),
        "units_without_subgroup": _counts(connection, placed.where(col(Tally.part) == UNSORTED)),
        "units_set_aside": _counts(connection, placed.where(col(Tally.part) == SET_ASIDE)),
        "condensates": _counts(connection, condensates.add_columns(func.count())),
        "quotes": _counts(connection, quotes.add_columns(func.count())),
        "result_categories": _counted(connection, ResultCategory.analysis_id),
        "result_categories_validated": _counts(connection, validated.group_by(col(ResultCategory.analysis_id))),
    }


def _counted(connection: Connection, owner: Any) -> Counts:
    """How many rows of a table each owner has."""
    return _counts(connection, select(col(owner), func.count()).group_by(col(owner)))


def _counts(connection: Connection, statement: Any) -> Counts:
    return {owner: int(count) for owner, count in connection.execute(statement)}

"""What is next: for each analysis, step by step, what is there to be done."""

from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, func, select
from sqlmodel import col

from qualcode.locale import say
from qualcode.model import (
    CategoryCondensate,
    CodeGroup,
    Coding,
    Condensate,
    Interview,
    NameDecided,
    ResultCategory,
    Speaker,
    Subgroup,
    Substudy,
    Theme,
    Transcript,
    now,
)
from qualcode.model.studies import RECORDS
from qualcode.services.called import transcripts_called
from qualcode.services.coding.blind_coding import blind_codings
from qualcode.services.coding.differing import readings
from qualcode.services.coding.questions import questions
from qualcode.services.coding.units import code_groups
from qualcode.services.condensing.fingerprints import to_look_at
from qualcode.services.condensing.quote_lists import unsigned_quotes
from qualcode.services.material.reviewing import waiting_words
from qualcode.services.material.substudies import analyses
from qualcode.services.material.transcripts import transcript_lines
from qualcode.services.reading.preconceptions import own_preconceptions
from qualcode.services.reading.readers import readers
from qualcode.services.register.project import days_left
from qualcode.services.synthesis.outcomes import finished_groups
from qualcode.services.themes.negotiating import negotiation
from qualcode.storage.opening import OpenStudy
from qualcode.text.moments import day
from qualcode.text.roles import UNKNOWN
from qualcode.views.material import AnalysisView
from qualcode.views.status import NextStep
from qualcode.views.transcript import TranscriptLine

LOOK_AGAIN = "look-again"
"""The kind of step that says condensates must be looked at again."""

UNDECIDED = "undecided"
"""The kind of step that says readers' themes are still to be negotiated."""

WORDS_CHANGED = "words-changed"
"""The kind of step that says corrections have given units, quotes or passages other words."""

_Found = list[tuple[int, str]]
"""What there is of one kind, in order: the key to go to, and the name to call it by."""


def next_steps(study: OpenStudy) -> tuple[NextStep, ...]:
    """What is next for the coder at work: first the material, then each analysis by step. Empty when all is done.

    Records are not counted among what is to be read or de-identified: one asks a set of hundreds, and codes some.
    """
    with study.reading() as connection:
        steps = _in_material(connection)
        records = set(connection.execute(select(col(Substudy.name)).where(col(Substudy.design) == RECORDS)).scalars())
    for analysis in analyses(study):
        lines = _called(study, analysis)
        if lines and not analysis.retired:
            talks = tuple(line for line in lines if line.substudy not in records)
            steps += _in_analysis(study, analysis, lines, talks)
    return tuple(steps)


def _called(study: OpenStudy, analysis: AnalysisView) -> tuple[TranscriptLine, ...]:
    """The transcripts of an analysis, by what they are called among each other."""
    with study.reading() as connection:
        called = transcripts_called(connection, analysis.id)
    return tuple(replace(line, name=called.get(line.id, line.name)) for line in transcript_lines(study, analysis.id))


def step_sentence(step: NextStep) -> str:
    """A step in words: "P5 og 3 til er ikke lest"."""
    return say(f"next.{step.kind}", count=step.count, name=step.name, more=step.count - 1)


def _in_material(connection: Connection) -> list[NextStep]:
    substudies: Any = connection.execute(
        select(col(Substudy.id), col(Substudy.name), col(Substudy.design), func.count(col(Interview.id)))
        .join(Interview, (col(Interview.substudy_id) == col(Substudy.id)) & ~col(Interview.removed), isouter=True)
        .group_by(col(Substudy.id))
        .order_by(col(Substudy.position))
    ).all()
    ending = _ending(connection)
    if not substudies:
        return [*ending, NextStep("", 0, "no-substudy", 1)]
    empty = [(key, name) for key, name, design, interviews in substudies if not interviews and design != RECORDS]
    unknown: Any = connection.execute(
        select(col(Transcript.id), col(Transcript.name))
        .join(Speaker, col(Speaker.transcript_id) == col(Transcript.id))
        .where(col(Speaker.role) == UNKNOWN, col(Transcript.removed).is_(False))
        .order_by(col(Transcript.id))
    ).all()
    corrected: _Found = [(row.id, row.transcript) for row in waiting_words(connection)]
    named: Any = connection.execute(
        select(col(Transcript.id), col(Transcript.name))
        .join(Interview, col(Interview.id) == col(Transcript.interview_id))
        .where(col(Transcript.deidentified).is_(False), col(Transcript.removed).is_(False))
        .where(col(Interview.design) != RECORDS)
        .order_by(col(Transcript.id))
    ).all()
    waiting: Any = connection.execute(
        select(col(Transcript.id), col(Transcript.name))
        .where(col(Transcript.id).in_(select(col(NameDecided.transcript_id))), col(Transcript.removed).is_(False))
        .order_by(col(Transcript.id))
    ).all()
    names = {"names-left": named, "names-waiting": waiting}
    found = {"no-transcripts": empty, "unknown-speakers": unknown, **names, WORDS_CHANGED: corrected}
    return ending + _steps("", 0, found)


def _ending(connection: Connection) -> list[NextStep]:
    """That the project's end is near, or past."""
    found = days_left(connection, today=day(now()))
    if found is None:
        return []
    ends, left = found
    return [NextStep("", 0, "project-ends" if left >= 0 else "project-ended", abs(left), ends)]


def _in_analysis(
    study: OpenStudy, analysis: AnalysisView, lines: tuple[TranscriptLine, ...], talks: tuple[TranscriptLine, ...]
) -> list[NextStep]:
    """The steps of one analysis; `talks` are its transcripts of interviews, without the records among `lines`."""
    title, itself = analysis.title, [(analysis.id, analysis.title)]
    groups = code_groups(study, analysis.id)
    with study.reading() as connection:
        ended = set(finished_groups(connection, analysis.id))
        themes = select(func.count()).select_from(Theme).where(col(Theme.analysis_id) == analysis.id)
        no_themes = talks and not groups and not connection.execute(themes).scalar_one()
        condensing = {
            "no-condensate": _without(ended, _subgroups_to_condense(connection, analysis.id)),
            LOOK_AGAIN: _to_look_at(connection, analysis.id),
            "unsigned": unsigned_quotes(connection, analysis.id),
        }
        synthesis = {
            "unused": _without(ended, _condensates_unused(connection, analysis.id)),
            "unvalidated": _categories_not_validated(connection, analysis.id),
        }
    unsorted = [group for group in groups if group.unsorted and group.id not in ended]
    reading = {
        "no-question": [] if analysis.question else itself,
        **(_alone(study, analysis, lines) if talks else {}),
        "unread": [(line.id, line.name) for line in talks if not line.read],
        "no-themes": itself if no_themes else [],
    }
    coding = {
        "no-groups": [] if groups else itself,
        "uncoded": [(line.id, line.name) for line in talks if groups and not line.units],
    }
    return [
        *_steps(title, 1, reading),
        *_steps(title, 2, coding),
        *_together(study, analysis),
        *_steps(
            title,
            3,
            {"unsorted": [(one.id, one.name) for one in unsorted]},
            count=sum(one.unsorted for one in unsorted),
        ),
        *_steps(title, 3, condensing),
        *_steps(title, 4, synthesis),
    ]


def _alone(study: OpenStudy, analysis: AnalysisView, lines: tuple[TranscriptLine, ...]) -> dict[str, _Found]:
    """What a reader does by herself before and after the others: her preconceptions, and interviews that came later."""
    everyone = readers(study, analysis.id)
    own = everyone.of(study.coder)
    begun = any(line.opened for line in lines)
    unwritten = not begun and own_preconceptions(study, analysis.id) is None
    later = own.came_since if own is not None else ()
    itself = [(analysis.id, analysis.title)]
    not_done = own is not None and 0 < own.total == own.read and not own.done and len(everyone.readers) > 1
    return {
        "no-preconceptions": itself if unwritten else [],
        "came-since": [(line.id, line.name) for line in lines if line.name in later],
        "list-not-done": itself if not_done and not everyone.open else [],
        UNDECIDED: [] if everyone.hidden else _undecided(study, analysis.id),
    }


def _undecided(study: OpenStudy, analysis_id: int) -> _Found:
    """The themes of the lists one may see that the team has not decided about; one list alone is not negotiated."""
    view = negotiation(study, analysis_id)
    themes = [theme for _, listed in view.lists for theme in listed]
    several = len(view.lists) > 1 or bool(view.agreed)
    return [(theme.id, theme.name) for theme in themes if several and not theme.settled]


def _together(study: OpenStudy, analysis: AnalysisView) -> list[NextStep]:
    """What coders have for each other: questions to the one at work, her blind coding, places read differently."""
    title, coder = analysis.title, study.coder
    asked = [(one.transcript_id, one.coder) for one in questions(study, analysis.id, asked=coder)]
    blind = [
        (one.transcript_id, one.transcript)
        for one in blind_codings(study, analysis.id)
        if coder in one.coders and not one.done[one.coders.index(coder)]
    ]
    left = readings(study, analysis.id).left
    different = [(one.transcript_id, one.transcript) for one in left]
    return _steps(title, 2, {"asked": asked, "blind": blind, "different-readings": different})


def _steps(analysis: str, step: int, found: dict[str, _Found], *, count: int | None = None) -> list[NextStep]:
    """A step for each kind of which there is any; `count` where it is not how many were found."""
    return [
        NextStep(analysis, step, kind, count or len(there), name=there[0][1], target=there[0][0])
        for kind, there in found.items()
        if there
    ]


def _without(ended: set[int], found: _Found) -> _Found:
    """What there is in other code groups than these."""
    return [(group_id, name) for group_id, name in found if group_id not in ended]


def _subgroups_to_condense(connection: Connection, analysis_id: int) -> _Found:
    """Subgroups that hold units and have no condensate, by the code group to open."""
    held = select(col(Coding.id)).where(col(Coding.subgroup_id) == col(Subgroup.id)).exists()
    statement = (
        select(col(CodeGroup.id), col(Subgroup.name))
        .join(Subgroup, col(Subgroup.group_id) == col(CodeGroup.id))
        .join(Condensate, col(Condensate.subgroup_id) == col(Subgroup.id), isouter=True)
        .where(col(CodeGroup.analysis_id) == analysis_id, col(Condensate.id).is_(None), held)
        .order_by(col(CodeGroup.position), col(Subgroup.position))
    )
    return _found(connection, statement)


def _to_look_at(connection: Connection, analysis_id: int) -> _Found:
    """Condensates that no longer stand on what they stood on, by the code group to open."""
    looked = dict(to_look_at(connection, analysis_id))
    statement = (
        select(col(Condensate.id), col(Subgroup.group_id))
        .join(Subgroup, col(Subgroup.id) == col(Condensate.subgroup_id))
        .where(col(Condensate.id).in_(looked))
    )
    groups = dict(_found(connection, statement))
    return [(int(groups[key]), path) for key, path in looked.items()]


def _condensates_unused(connection: Connection, analysis_id: int) -> _Found:
    """Condensates that no result category rests on, by the code group they belong to."""
    statement = (
        select(col(CodeGroup.id), col(Subgroup.name))
        .join(Subgroup, col(Subgroup.group_id) == col(CodeGroup.id))
        .join(Condensate, col(Condensate.subgroup_id) == col(Subgroup.id))
        .join(CategoryCondensate, col(CategoryCondensate.condensate_id) == col(Condensate.id), isouter=True)
        .where(col(CodeGroup.analysis_id) == analysis_id, col(CategoryCondensate.id).is_(None))
        .order_by(col(CodeGroup.position), col(Subgroup.position))
    )
    return _found(connection, statement)


def _categories_not_validated(connection: Connection, analysis_id: int) -> _Found:
    statement = (
        select(col(ResultCategory.id), col(ResultCategory.heading))
        .where(col(ResultCategory.analysis_id) == analysis_id, col(ResultCategory.validated).is_(False))
        .order_by(col(ResultCategory.position))
    )
    return _found(connection, statement)


def _found(connection: Connection, statement: Any) -> _Found:
    return [(key, name) for key, name in connection.execute(statement)]

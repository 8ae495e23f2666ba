"""Finding things by the names a user sees, and which names are possible.

`SUBSTUDY:NAME` or `ANALYSIS:GROUP` tells apart what is not unique; an exact name wins; otherwise the last `/` without
spaces around it separates group from subgroup.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Any, TypeVar

from sqlalchemy import Connection, Row, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from qualcode.errors import AmbiguousName, ChangedMeanwhile, NameRefused, NothingNamed
from qualcode.locale import has_text, say
from qualcode.model import (
    Analysis,
    AnalysisSubstudy,
    CodeGroup,
    Coder,
    Interview,
    Participant,
    Revision,
    Speaker,
    Subgroup,
    Substudy,
    Transcript,
)
from qualcode.model.studies import RECORDS
from qualcode.text.group_paths import SEPARATOR, split_path
from qualcode.text.normal_form import to_name
from qualcode.text.ordering import nearest
from qualcode.views.named import Named, NamedPlace, NamedTranscript

T = TypeVar("T")


def possible_name(name: str, *, kind: str) -> str:
    """The name as it will be kept: in normal form, on one line, ` / ` for a bare `/`.

    Raises `NameRefused` for an empty name and for one with `:`, which separates names.
    """
    cleaned = to_name(SEPARATOR.sub(" / ", to_name(name)))
    if not cleaned:
        raise NameRefused(kind=say(f"tables.{kind}"), name=name, reason=say("errors.reasons.empty_name"))
    if ":" in cleaned:
        raise NameRefused(kind=say(f"tables.{kind}"), name=name, reason=say("errors.reasons.colon_in_name"))
    return cleaned


def find_substudy(connection: Connection, name: str) -> Named:
    """The substudy of this name. Raises `NothingNamed`."""
    rows: Any = connection.execute(select(col(Substudy.id), col(Substudy.uid), col(Substudy.name))).all()
    return Named(*_only("substudy", name, [(row.name, row) for row in rows]))


def only_substudy(connection: Connection) -> Named:
    """The study's only substudy; where there are records too, the only one of people.

    Raises `NothingNamed`, or `AmbiguousName` listing them.
    """
    columns = (col(Substudy.id), col(Substudy.uid), col(Substudy.name), col(Substudy.design))
    rows: Any = connection.execute(select(*columns).order_by(col(Substudy.position))).all()
    of_people = [row for row in rows if row.design != RECORDS]
    if len(rows) == 1 or len(of_people) == 1:
        return Named(*(of_people or rows)[0][:3])
    if not rows:
        raise NothingNamed(kind=say("kinds.substudy"), name="--substudy", nearest=say("errors.none_yet.substudy"))
    raise AmbiguousName(kind=say("kinds.substudy"), name="--substudy", choices=_listed([row.name for row in rows]))


def find_analysis(connection: Connection, title: str | None, *, substudy_id: int | None = None) -> Named:
    """The analysis of this title; without one the only one not retired (that covers the substudy, if one is given).

    Raises `NothingNamed`, or `AmbiguousName` listing the titles when it has to be said which.
    """
    statement = select(col(Analysis.id), col(Analysis.uid), col(Analysis.title)).order_by(col(Analysis.position))
    if title is None:
        statement = statement.where(~col(Analysis.retired))
    if title is None and substudy_id is not None:
        covering = select(col(AnalysisSubstudy.analysis_id)).where(col(AnalysisSubstudy.substudy_id) == substudy_id)
        statement = statement.where(col(Analysis.id).in_(covering))
    rows: Any = connection.execute(statement).all()
    if title is not None:
        return Named(*_only("analysis", title, [(row.title, row) for row in rows]))
    if len(rows) == 1:
        return Named(*rows[0])
    if not rows:
        raise NothingNamed(kind=say("kinds.analysis"), name="--analysis", nearest=say("errors.none_yet.analysis"))
    raise AmbiguousName(kind=say("kinds.analysis"), name="--analysis", choices=_listed([row.title for row in rows]))


def find_coder(connection: Connection, initials: str) -> int:
    """The key of the coder with these initials. Raises `NothingNamed`."""
    rows: Any = connection.execute(select(col(Coder.id), col(Coder.initials))).all()
    return int(_only("coder", initials, [(row.initials, row) for row in rows]).id)


def find_transcript(connection: Connection, name: str) -> NamedTranscript:
    """The transcript of this name, or `SUBSTUDY:NAME`. Raises `NothingNamed`, `AmbiguousName`."""
    statement = _transcripts().where(col(Transcript.name) == to_name(name))
    rows: Any = connection.execute(statement).all()
    if len(rows) == 1:
        return NamedTranscript(*rows[0])
    every = connection.execute(_transcripts()).all()
    row: Any = _only("transcript", name, _qualified(every, "substudy"))
    return NamedTranscript(*row)


def transcripts_called(connection: Connection) -> dict[int, str]:
    """What each transcript is found by again: its name, or `SUBSTUDY:NAME` where that is the name of several."""
    rows: Any = connection.execute(_transcripts()).all()
    known = Counter(row.name for row in rows)
    return {row.id: row.name if known[row.name] == 1 else f"{row.substudy}:{row.name}" for row in rows}


def find_participant(connection: Connection, code: str, *, substudy_id: int | None = None) -> Named:
    """The participant with this code, or `SUBSTUDY:CODE`; within one substudy if it is given.

    Raises `NothingNamed`, `AmbiguousName`.
    """
    statement: Any = select(
        col(Participant.id),
        col(Participant.uid),
        col(Participant.code).label("name"),
        col(Substudy.name).label("within"),
    ).join(Substudy, col(Substudy.id) == col(Participant.substudy_id))
    if substudy_id is not None:
        statement = statement.where(col(Participant.substudy_id) == substudy_id)
    rows = connection.execute(statement).all()
    row = _only("participant", code, _qualified(rows, "within"))
    return Named(row.id, row.uid, row.name)


def find_speaker(connection: Connection, label: str, *, transcript_id: int) -> Named:
    """The speaker with this label in a transcript. Raises `NothingNamed`."""
    statement: Any = select(col(Speaker.id), col(Speaker.uid), col(Speaker.label).label("name"))
    rows = connection.execute(statement.where(col(Speaker.transcript_id) == transcript_id)).all()
    return Named(*_only("speaker", label, [(row.name, row) for row in rows]))


def find_place(connection: Connection, path: str, *, analysis_id: int | None = None) -> NamedPlace:
    """The code group or subgroup of this path: `Group`, `Group/Subgroup`, with `ANALYSIS:` before it where needed.

    Raises `NothingNamed`, `AmbiguousName`.
    """
    groups = _groups(connection, analysis_id)
    head, slash, tail = split_path(path)
    if not slash or _matching(path, groups) or not _matching(head, groups):
        # A bare `/` in a new name was kept as ` / `; who types it as before still finds it.
        spaced = path if _matching(path, groups) else SEPARATOR.sub(" / ", path)
        group = _only("code_group", spaced, groups)
        return NamedPlace(group.analysis_id, group.id, group.name, None, "")
    group = _only("code_group", head, groups)
    subgroup = find_subgroup(connection, tail, group_id=group.id)
    return NamedPlace(group.analysis_id, group.id, group.name, subgroup.id, subgroup.name)


def find_subgroup(connection: Connection, name: str, *, group_id: int) -> Named:
    """The subgroup of this name in a code group. Raises `NothingNamed`."""
    statement = select(col(Subgroup.id), col(Subgroup.uid), col(Subgroup.name))
    chosen = statement.where(col(Subgroup.group_id) == group_id).order_by(col(Subgroup.position))
    rows: Any = connection.execute(chosen).all()
    subgroups = [(row.name, row) for row in rows]
    return Named(*_only("subgroup", name if _matching(name, subgroups) else SEPARATOR.sub(" / ", name), subgroups))


def _groups(connection: Connection, analysis_id: int | None) -> list[tuple[str, Row[Any]]]:
    statement: Any = select(
        col(CodeGroup.id), col(CodeGroup.analysis_id), col(CodeGroup.name), col(Analysis.title).label("within")
    ).join(Analysis, col(Analysis.id) == col(CodeGroup.analysis_id))
    if analysis_id is not None:
        statement = statement.where(col(CodeGroup.analysis_id) == analysis_id)
    rows = connection.execute(statement.order_by(col(CodeGroup.analysis_id), col(CodeGroup.position))).all()
    return _qualified(rows, "within")


def _transcripts() -> Any:
    return (
        select(
            col(Transcript.id),
            col(Transcript.uid),
            col(Transcript.name),
            col(Interview.substudy_id),
            col(Substudy.name).label("substudy"),
            col(Revision.id).label("revision_id"),
        )
        .join(Interview, col(Interview.id) == col(Transcript.interview_id))
        .join(Substudy, col(Substudy.id) == col(Interview.substudy_id))
        .join(Revision, (col(Revision.transcript_id) == col(Transcript.id)) & current_revision())
        .where(col(Transcript.removed).is_(False))
        .order_by(col(Substudy.position), col(Interview.position))
    )


def transcripts_holding(connection: Connection, words: str) -> list[str]:
    """The names of the transcripts in whose text these words stand, with the substudy where another has the name."""
    # The engine takes no notice of capitals.
    alike: Any = _transcripts().where(col(Revision.text).contains(words, autoescape=True))
    found = [row for row in connection.execute(alike.add_columns(col(Revision.text))) if words in row.text]
    everybody = Counter(row.name for row in connection.execute(_transcripts()))
    return [row.name if everybody[row.name] == 1 else f"{row.substudy}:{row.name}" for row in found]


def transcript_name(connection: Connection, transcript_id: int) -> str:
    """What a transcript is called. Raises `ChangedMeanwhile` if it is gone."""
    statement = select(col(Transcript.name)).where(
        col(Transcript.id) == transcript_id, col(Transcript.removed).is_(False)
    )
    name = connection.execute(statement).scalar_one_or_none()
    if name is None:
        raise ChangedMeanwhile(kind=say("tables.transcript"))
    return name


def current_revision() -> Any:
    """The condition that a revision is its transcript's newest wording."""
    later = aliased(Revision)
    newer = select(col(later.id)).where(col(later.transcript_id) == col(Revision.transcript_id))
    return ~newer.where(col(later.number) > col(Revision.number)).exists()


def _qualified(rows: Sequence[Row[Any]], within: str) -> list[tuple[str, Row[Any]]]:
    """Each row under its own name and under `WITHIN:NAME`."""
    return [(row.name, row) for row in rows] + [(f"{getattr(row, within)}:{row.name}", row) for row in rows]


def _matching(name: str, named: Sequence[tuple[str, T]]) -> list[T]:
    # A name that is given as it is stored is that one, also in a study whose names no service has written.
    exactly = [row for known, row in named if known == name]
    wanted = to_name(name)
    return exactly or [row for known, row in named if known == wanted]


def _only(kind: str, name: str, named: Sequence[tuple[str, T]]) -> T:
    """The one row of this name. Raises `NothingNamed` with the nearest names, `AmbiguousName` with the full ones."""
    rows = _matching(name, named)
    if len(rows) == 1:
        return rows[0]
    if rows:
        choices = [known for known, row in named if row in rows and known != to_name(name)]
        raise AmbiguousName(kind=say(f"kinds.{kind}"), name=name, choices=_listed(choices))
    raise NothingNamed(kind=say(f"kinds.{kind}"), name=name, nearest=_hint(kind, name, [known for known, _ in named]))


def _hint(kind: str, name: str, known: Sequence[str]) -> str:
    if not known:
        return say(f"errors.none_yet.{kind}" if has_text(f"errors.none_yet.{kind}") else "errors.reasons.none_yet")
    return say("errors.reasons.nearest", names=_listed(nearest(name, known) or list(known)[:5]))


def _listed(names: Sequence[str]) -> str:
    return ", ".join(f"«{name}»" for name in names)

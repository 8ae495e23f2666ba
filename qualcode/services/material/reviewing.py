"""Looking again at what corrections of the transcripts have given other words: units, quotes and passages."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, literal, select
from sqlmodel import SQLModel, col

from qualcode.errors import ChangedMeanwhile, NothingNamed, ValueRefused
from qualcode.locale import say
from qualcode.model import (
    Analysis,
    CodeGroup,
    Coder,
    Coding,
    MeaningUnit,
    Passage,
    Quote,
    ResultCategory,
    Subgroup,
    Transcript,
)
from qualcode.services.acting import stored_row
from qualcode.storage.opening import OpenStudy
from qualcode.text.shortening import shortened
from qualcode.views.correcting import PASSAGE, QUOTE, REVIEWED, UNIT, ReviewRow

_TABLES: dict[str, type[SQLModel]] = {UNIT: MeaningUnit, QUOTE: Quote, PASSAGE: Passage}


def units_to_review(
    study: OpenStudy, *, transcript_id: int | None = None, analysis_id: int | None = None
) -> list[ReviewRow]:
    """What has other words than when somebody marked it, with the words before and after, in order of place."""
    with study.reading() as connection:
        return waiting_words(connection, transcript_id=transcript_id, analysis_id=analysis_id)


def place_to_review(study: OpenStudy, row: ReviewRow) -> tuple[int, int | None]:
    """Where one goes to look at it: the keys of its transcript and of its unit. Raises `ChangedMeanwhile` if gone."""
    rows_of: dict[str, tuple[Any, Any]] = {
        UNIT: (_units, MeaningUnit),
        QUOTE: (_quotes, Quote),
        PASSAGE: (_passages, Passage),
    }
    statement, table = rows_of[row.kind]
    with study.reading() as connection:
        found: Any = connection.execute(statement().where(col(table.id) == row.id)).one_or_none()
    if found is None:
        raise ChangedMeanwhile(kind=say("kinds.reviewed"))
    return found.place, found.unit


def accept_words(study: OpenStudy, key: int, *, kind: str = UNIT) -> bool:
    """Somebody has looked at a unit (or quote, or passage) and takes it with its new words. False if none waited.

    Raises `ChangedMeanwhile` if it is gone, `ValueRefused` for a `kind` that does not exist.
    """
    table = _TABLES.get(kind)
    if table is None:
        raise ValueRefused(what=say("kinds.reviewed"), value=kind, choices=", ".join(REVIEWED))
    with study.change("words.accept") as change:
        change.summary = say("summaries.words_accepted", words=shortened(stored_row(change, table, key)["text"]))
        return change.change(table, key, words_before="")


def accept_named(study: OpenStudy, uid: str) -> ReviewRow:
    """The same for what is in the list under this uid. Raises `NothingNamed` if nothing there has it."""
    row = next((row for row in units_to_review(study) if row.uid == uid), None)
    if row is None:
        raise NothingNamed(kind=say("kinds.reviewed"), name=uid, nearest=say("errors.reasons.see_review"))
    accept_words(study, row.id, kind=row.kind)
    return row


def waiting_words(
    connection: Connection, *, transcript_id: int | None = None, analysis_id: int | None = None
) -> list[ReviewRow]:
    """What waits to be looked at: units, quotes and passages together, by transcript and place."""
    conditions = [] if transcript_id is None else [col(Transcript.id) == transcript_id]
    if analysis_id is not None:
        conditions.append(col(Analysis.id) == analysis_id)
    rows: list[Any] = []
    for statement in (_units(), _quotes(), _passages()):
        rows += connection.execute(statement.where(col(Transcript.removed).is_(False), *conditions)).all()
    paths = _paths(connection, [row.unit for row in rows if row.unit is not None])
    found = [(row.place, _review_row(row, paths)) for row in rows]
    return [row for _, row in sorted(found, key=lambda one: (one[0], one[1].start, one[1].end, one[1].kind))]


def _review_row(row: Any, paths: dict[int, list[str]]) -> ReviewRow:
    names = ("id", "uid", "kind", "transcript", "start", "end", "before", "after", "coder", "analysis", "printed")
    return ReviewRow(**{name: getattr(row, name) for name in names}, code_groups=tuple(paths.get(row.unit, ())))


def _columns(table: Any, kind: str, coder: Any) -> tuple[Any, ...]:
    return (
        col(table.id),
        col(table.uid),
        literal(kind).label("kind"),
        col(Transcript.name).label("transcript"),
        col(table.start),
        col(table.end),
        col(table.words_before).label("before"),
        col(table.text).label("after"),
        coder.label("coder"),
        col(Analysis.title).label("analysis"),
        col(Transcript.id).label("place"),
    )


def _units() -> Any:
    columns = _columns(MeaningUnit, UNIT, col(Coder.initials))
    return (
        select(*columns, col(MeaningUnit.id).label("unit"), literal("").label("printed"))
        .join(Transcript, col(Transcript.id) == col(MeaningUnit.transcript_id))
        .join(Analysis, col(Analysis.id) == col(MeaningUnit.analysis_id))
        .join(Coder, col(Coder.id) == col(MeaningUnit.coder_id))
        .where(col(MeaningUnit.words_before) != "")
    )


def _quotes() -> Any:
    columns = _columns(Quote, QUOTE, col(Coder.initials))
    return (
        select(*columns, col(MeaningUnit.id).label("unit"), col(Quote.printed).label("printed"))
        .join(Coding, col(Coding.id) == col(Quote.coding_id))
        .join(MeaningUnit, col(MeaningUnit.id) == col(Coding.unit_id))
        .join(Transcript, col(Transcript.id) == col(MeaningUnit.transcript_id))
        .join(Analysis, col(Analysis.id) == col(MeaningUnit.analysis_id))
        .join(Coder, col(Coder.id) == col(Quote.coder_id))
        .where(col(Quote.words_before) != "")
    )


def _passages() -> Any:
    columns = _columns(Passage, PASSAGE, literal(""))
    return (
        select(*columns, literal(None).label("unit"), literal("").label("printed"))
        .join(Transcript, col(Transcript.id) == col(Passage.transcript_id))
        .join(ResultCategory, col(ResultCategory.id) == col(Passage.category_id))
        .join(Analysis, col(Analysis.id) == col(ResultCategory.analysis_id))
        .where(col(Passage.words_before) != "")
    )


def _paths(connection: Connection, units: Iterable[int]) -> dict[int, list[str]]:
    """The code groups each of these units is in, as paths, in the order of the codebook."""
    statement: Any = (
        select(col(Coding.unit_id), col(CodeGroup.name), col(Subgroup.name).label("subgroup"))
        .join(CodeGroup, col(CodeGroup.id) == col(Coding.group_id))
        .outerjoin(Subgroup, col(Subgroup.id) == col(Coding.subgroup_id))
        .where(col(Coding.unit_id).in_(set(units)))
        .order_by(col(CodeGroup.position))
    )
    paths: dict[int, list[str]] = defaultdict(list)
    for unit, group, subgroup in connection.execute(statement):
        paths[unit].append(group if subgroup is None else f"{group}/{subgroup}")
    return paths

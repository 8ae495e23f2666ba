"""The prose of the result chapter, and how each substudy stands in it: form of the table, source of the quotes."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, select
from sqlmodel import col

from qualcode.errors import ChangedMeanwhile, ValueRefused
from qualcode.locale import say
from qualcode.model import Analysis, AnalysisSubstudy, ChapterText, StudyRow, Substudy
from qualcode.model.studies import CHAPTER_PARTS, SOURCES, TABLE_FORMS
from qualcode.services.acting import prose
from qualcode.services.naming import find_analysis, find_substudy
from qualcode.services.rows import NumberedRows, file_rows
from qualcode.storage.journal import Change
from qualcode.storage.opening import OpenStudy
from qualcode.views.chapter import ChapterFormView, ChapterTextView
from qualcode.views.loading import ALREADY_THERE, CHANGED, NEW, LoadCounts

SECTIONS = ("purpose", "method", "analysis", "ethics")
"""The prose before the substudies, in the report's order."""

OF_THE_STUDY = (*SECTIONS, "discussion")
OF_A_SUBSTUDY = ("recruitment",)
"""What describes the material, which every paper of it says alike."""

OF_AN_ANALYSIS = tuple(part for part in CHAPTER_PARTS if part not in (*OF_THE_STUDY, *OF_A_SUBSTUDY))
"""What only an analysis can say. The study's parts it may have of its own, for a chapter of that analysis alone."""


class Owner(NamedTuple):
    """Whose a text of the chapter is: the key of a substudy, of an analysis, or neither where it is the study's."""

    substudy: int | None = None
    analysis: int | None = None


THE_STUDY = Owner()
Place = tuple[str, Owner]
"""A part of the chapter, and whose it is."""


class Prose(NamedTuple):
    """The text of a part; `uid` and `version` are its row's, empty where it is not stored but offered."""

    text: str
    uid: str = ""
    version: int = 0


def chapter_texts(study: OpenStudy) -> list[ChapterTextView]:
    """The chapter's prose that is written: the study's own, each substudy's, each analysis', and the discussion."""
    with study.reading() as connection:
        texts = written_texts(connection)
        substudies, titles = substudy_names(connection), analysis_titles(connection)
    views = [ChapterTextView("", part, texts.get((part, THE_STUDY), _NONE).text) for part in SECTIONS]
    for key, name in substudies.items():
        views += [ChapterTextView(name, part, texts.get((part, Owner(key)), _NONE).text) for part in OF_A_SUBSTUDY]
    for key, title in titles.items():
        own = ((part, texts.get((part, Owner(analysis=key)), _NONE)) for part in (*OF_AN_ANALYSIS, *OF_THE_STUDY))
        views += [ChapterTextView("", part, one.text, title) for part, one in own]
    views.append(ChapterTextView("", "discussion", texts.get(("discussion", THE_STUDY), _NONE).text))
    return [view for view in views if view.text]


def write_chapter_text(
    study: OpenStudy,
    part: str,
    text: str,
    *,
    substudy: str | None = None,
    analysis: str | None = None,
    seen: int | None = None,
) -> None:
    """Write one part of the chapter's prose, paragraphs parted by a blank line; an empty text takes it away.

    Recruitment is a substudy's, summary and conclusion an analysis' (of a substudy: the one that stands in its part).
    Purpose, method, analysis, ethics and discussion are the study's; an analysis may have its own, which stand
    in a chapter of that analysis alone. Raises `ValueRefused` for another part, or one that belongs elsewhere;
    `NothingNamed`, `AmbiguousName`; `ChangedMeanwhile` where it is not the version `seen` (0: not written) any more.
    """
    with study.change("chapter.write") as change:
        owner = owner_of(change.connection, part, substudy=substudy or "", analysis=analysis or "")
        change.summary = say("summaries.chapter_text", part=place_name(change.connection, (part, owner)))
        put_text(change, (part, owner), text, seen=seen)


def load_chapter_texts(study: OpenStudy, rows: NumberedRows, *, file: str) -> LoadCounts:
    """Add or update the chapter's prose from rows of `part`, `text`, `substudy`, `analysis`. Raises `RowsRefused`."""
    counts: Counter[str] = Counter()
    with study.change("chapter.load") as change:
        for row in file_rows(rows, file=file):
            with row.named():
                part, whose = row.needed("part"), {name: row.text(name) for name in ("substudy", "analysis")}
                counts[put_text(change, (part, owner_of(change.connection, part, **whose)), row.text("text"))] += 1
        change.summary = say("summaries.chapter_texts_loaded", file=file)
    return LoadCounts(**{name: counts[name] for name in (NEW, CHANGED, ALREADY_THERE)})


def chapter_form(study: OpenStudy, substudy: str) -> ChapterFormView:
    """How a substudy stands in the chapter. Raises `NothingNamed`."""
    with study.reading() as connection:
        found = find_substudy(connection, substudy)
        columns = (col(Substudy.name), col(Substudy.table_form), col(Substudy.quote_source))
        return ChapterFormView(*connection.execute(select(*columns).where(col(Substudy.id) == found.id)).one())


def set_chapter_form(
    study: OpenStudy, substudy: str, *, table_form: str | None = None, quote_source: str | None = None
) -> None:
    """Choose how a substudy's participants are shown (exact, banded, totals), and how quotes name their source.

    The source is the participant's code, a pseudonym, or none. None leaves it as it is. Raises `ValueRefused`,
    `NothingNamed`.
    """
    with study.change("chapter.form") as change:
        found = find_substudy(change.connection, substudy)
        change.summary = say("summaries.chapter_form", substudy=found.name)
        given = {
            "table_form": _possible("form", table_form, TABLE_FORMS),
            "quote_source": _possible("source", quote_source, SOURCES),
        }
        chosen: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
        change.change(Substudy, found.id, **chosen)


def set_first_table(study: OpenStudy, number: int) -> None:
    """Say what number the chapter's first table has: what comes before it in the report. Raises `ValueRefused`."""
    if number < 1:
        raise ValueRefused(what=say("kinds.table"), value=number, choices="1, 2, 3 …")
    with study.change("chapter.first-table") as change:
        change.summary = say("summaries.first_table", number=number)
        key = change.connection.execute(select(col(StudyRow.id))).scalar_one()
        assert key is not None  # noqa: S101 - the study's own row is there as long as the study
        change.change(StudyRow, key, first_table=number)


def written_texts(connection: Connection) -> dict[Place, Prose]:
    """Every text of the chapter that is written, by part and owner."""
    rows: Any = connection.execute(select(ChapterText)).all()
    return {
        (row.part, Owner(row.substudy_id, row.analysis_id)): Prose(row.text, row.uid, row.version)
        for row in rows
        if row.text
    }


def substudy_names(connection: Connection) -> dict[int, str]:
    """The substudies by their keys, in order."""
    statement: Any = select(col(Substudy.id), col(Substudy.name)).order_by(col(Substudy.position), col(Substudy.id))
    return {row.id: row.name for row in connection.execute(statement)}


def analysis_titles(connection: Connection) -> dict[int, str]:
    """The analyses by their keys, in order."""
    statement: Any = select(col(Analysis.id), col(Analysis.title)).order_by(col(Analysis.position), col(Analysis.id))
    return {row.id: row.title for row in connection.execute(statement)}


def paper_title(connection: Connection, paper: int | None) -> str:
    """The title of an analysis that a paper is of, empty where that is only the name of its substudy."""
    title = analysis_titles(connection).get(paper or 0, "")
    return "" if title in substudy_names(connection).values() else title


def titles_in_use(connection: Connection, paper: int | None = None) -> dict[int, str]:
    """The analyses that are not retired, and the one that a chapter is asked of, by their keys."""
    retired = set(connection.execute(select(col(Analysis.id)).where(col(Analysis.retired))).scalars())
    return {key: title for key, title in analysis_titles(connection).items() if key not in retired - {paper}}


def covered_substudies(connection: Connection) -> dict[int, list[int]]:
    """The keys of the substudies that each analysis is of."""
    covered: dict[int, list[int]] = {}
    for key, substudy in connection.execute(
        select(col(AnalysisSubstudy.analysis_id), col(AnalysisSubstudy.substudy_id))
    ):
        covered.setdefault(key, []).append(substudy)
    return covered


def own_analysis(alone: Sequence[int], titles: Mapping[int, str], substudy: str) -> int | None:
    """Of the analyses that are of one substudy alone, the one in its part: the only one, or its namesake."""
    return next((one for one in alone if titles[one] == substudy or len(alone) == 1), None)


def owner_of(connection: Connection, part: str, *, substudy: str = "", analysis: str = "") -> Owner:
    """Whose a part is, by what was said of it. Raises as `write_chapter_text`."""
    if analysis:
        _possible("chapter_part", part, (*OF_AN_ANALYSIS, *OF_THE_STUDY))
        return Owner(analysis=find_analysis(connection, analysis).id)
    if not substudy:
        _possible("chapter_part", part, OF_THE_STUDY)
        return THE_STUDY
    _possible("chapter_part", part, (*OF_A_SUBSTUDY, *OF_AN_ANALYSIS))
    key = find_substudy(connection, substudy).id
    if part in OF_A_SUBSTUDY:
        return Owner(key)
    covered, titles = covered_substudies(connection), titles_in_use(connection)
    own = own_analysis([one for one in titles if covered.get(one) == [key]], titles, substudy)
    return Owner(analysis=own or find_analysis(connection, None, substudy_id=key).id)


def place_name(connection: Connection, place: Place) -> str:
    """A part of the chapter as its heading calls it, after the name of whose it is."""
    part, owner = place
    names = (substudy_names(connection).get(owner.substudy or 0), analysis_titles(connection).get(owner.analysis or 0))
    return part_name(part, next(filter(None, names), ""))


def part_name(part: str, owner: str) -> str:
    """A part of the chapter as its heading calls it, after its owner's name."""
    group = "chapter.heading" if part in OF_THE_STUDY else "exporting"
    return " · ".join(name for name in (owner, say(f"{group}.{part}")) if name)


def put_text(change: Change, place: Place, text: str, *, seen: int | None = None) -> str:
    """Within an action: a part of the prose is this text from now on. What came of it, as in `views.loading`."""
    part, owner = place
    known, written = text_key(change.connection, place), prose(text)
    if known is None:
        if seen:
            raise ChangedMeanwhile(kind=say("tables.chapter_text"), wanted={"text": written})
        if written:
            change.add(ChapterText, part=part, substudy_id=owner.substudy, analysis_id=owner.analysis, text=written)
        return NEW if written else ALREADY_THERE
    if written:
        return CHANGED if change.change(ChapterText, known, seen=seen, text=written) else ALREADY_THERE
    if seen is not None:
        change.change(ChapterText, known, seen=seen)
    change.remove(ChapterText, known)
    return CHANGED


def text_key(connection: Connection, place: Place) -> int | None:
    """The key of the row that has the text of a part, None while it is not written."""
    part, owner = place
    whose: Iterable[Any] = ((ChapterText.substudy_id, owner.substudy), (ChapterText.analysis_id, owner.analysis))
    same = [col(column).is_(None) if key is None else col(column) == key for column, key in whose]
    return connection.execute(select(col(ChapterText.id)).where(col(ChapterText.part) == part, *same)).scalar()


_NONE = Prose("")


def _possible(kind: str, value: str | None, choices: tuple[str, ...]) -> str | None:
    if value is not None and value not in choices:
        raise ValueRefused(what=say(f"kinds.{kind}"), value=value, choices=", ".join(choices))
    return value

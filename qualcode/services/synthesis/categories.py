"""Step 4: what there is to read - result categories with all they hold, and what there is to write them from."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, case, func, select
from sqlmodel import col

from qualcode.model import (
    Analysis,
    AnalysisSubstudy,
    CategoryCondensate,
    CodeGroup,
    Coder,
    Coding,
    Condensate,
    Interview,
    MeaningUnit,
    Paragraph,
    ParagraphCondensate,
    Passage,
    ReadingMark,
    ResultCategory,
    Subgroup,
    Substudy,
    Transcript,
)
from qualcode.services.condensing.cards import Person, material_of
from qualcode.services.condensing.fingerprints import to_look_at
from qualcode.services.condensing.quote_lists import quotes
from qualcode.services.naming import find_analysis, transcripts_called
from qualcode.services.voices import turn_places
from qualcode.storage.opening import OpenStudy
from qualcode.views.quotes import QuoteView
from qualcode.views.synthesis import (
    Breadth,
    CategoryCondensateView,
    CategoryRow,
    CategoryView,
    ParagraphRow,
    ParagraphView,
    PassageRow,
    PassageView,
    SynthesisMaterial,
    ValidationRow,
)


def categories(study: OpenStudy, analysis_id: int) -> tuple[CategoryView, ...]:
    """The result categories of an analysis, in their order, each with all it holds."""
    title = _analysis_title(study, analysis_id)
    placed = {quote.id: quote for quote in quotes(study, analysis=title)}
    with study.reading() as connection:
        return _Reading(connection, analysis_id, placed).categories()


def quotes_and_condensates_for(study: OpenStudy, analysis_id: int) -> SynthesisMaterial:
    """What there is to write from in an analysis, in the order of the codebook."""
    listed = quotes(study, analysis=_analysis_title(study, analysis_id))
    with study.reading() as connection:
        return SynthesisMaterial(tuple(_condensates(connection, analysis_id).values()), tuple(listed))


def category_list(study: OpenStudy, *, analysis: str | None = None) -> list[CategoryRow]:
    """The categories of one analysis, or of all, as rows that can be loaded again. Raises `NothingNamed`."""
    with study.reading() as connection:
        statement: Any = select(col(Analysis.id), col(Analysis.title)).order_by(col(Analysis.position))
        if analysis is not None:
            statement = statement.where(col(Analysis.id) == find_analysis(connection, analysis).id)
        analyses = connection.execute(statement).all()
        called = transcripts_called(connection)
    return [_row(category, row.title, called) for row in analyses for category in categories(study, row.id)]


def _analysis_title(study: OpenStudy, analysis_id: int) -> str:
    """The title of an analysis by its key."""
    with study.reading() as connection:
        statement = select(col(Analysis.title)).where(col(Analysis.id) == analysis_id)
        return connection.execute(statement).scalar_one()


class _Unit(NamedTuple):
    """A unit that a condensate carries: where it stands."""

    transcript_id: int
    start: int
    end: int


class _Transcript(NamedTuple):
    """A transcript of the analysis: when anybody last `opened` it, its substudy and interview."""

    id: int
    name: str
    opened: str | None
    substudy_id: int
    interview: str


class _Reading:
    """One reading of an analysis's categories: a query for each kind of thing they hold, whatever their number."""

    def __init__(self, connection: Connection, analysis_id: int, placed: Mapping[int, QuoteView]) -> None:
        self._connection = connection
        self._analysis_id = analysis_id
        self._placed = placed
        self._condensates = _condensates(connection, analysis_id)
        self._carried = _carried(connection, analysis_id)
        self._transcripts = {row.id: row for row in _transcripts(connection, analysis_id)}
        self._turns = turn_places(connection, list(self._transcripts))
        self._material = material_of(connection, analysis_id)

    def categories(self) -> tuple[CategoryView, ...]:
        """All of them, in order."""
        statement: Any = (
            select(ResultCategory, col(Coder.initials))
            .outerjoin(Coder, col(Coder.id) == col(ResultCategory.validated_by))
            .where(col(ResultCategory.analysis_id) == self._analysis_id)
            .order_by(col(ResultCategory.position), col(ResultCategory.id))
        )
        rows = self._connection.execute(statement).all()
        tied, paragraphs, passages = self._tied(), self._paragraphs(), self._passages()
        opened = [row for row in self._transcripts.values() if row.opened]
        return tuple(
            CategoryView(
                id=row.id,
                uid=row.uid,
                analysis_id=row.analysis_id,
                number=number,
                heading=row.heading,
                condensates=tuple(view for key, view in self._condensates.items() if key in tied[row.id]),
                paragraphs=tuple(paragraphs[row.id]),
                validation=row.validation,
                validated=bool(row.validated),
                passages=tuple(passages[row.id]),
                breadth=self._breadth(tied[row.id]),
                opened=tuple(one.name for one in opened),
                unopened=tuple(one.name for one in self._transcripts.values() if not one.opened),
                version=row.version,
                written=(written := max((one.written for one in paragraphs[row.id]), default="")),
                reread=tuple(one.name for one in opened if (one.opened or "") >= written),
                validated_by=row.initials or "",
                validated_at=row.validated_at,
            )
            for number, row in enumerate(rows, start=1)
        )

    def _tied(self) -> defaultdict[int, set[int]]:
        """The keys of the condensates that each category rests on."""
        statement: Any = select(col(CategoryCondensate.category_id), col(CategoryCondensate.condensate_id))
        tied: defaultdict[int, set[int]] = defaultdict(set)
        for category_id, condensate_id in self._connection.execute(self._of_analysis(statement, CategoryCondensate)):
            tied[category_id].add(condensate_id)
        return tied

    def _paragraphs(self) -> defaultdict[int, list[ParagraphView]]:
        statement = self._of_analysis(select(Paragraph, col(Coder.initials)), Paragraph)
        statement = statement.outerjoin(Coder, col(Coder.id) == col(Paragraph.coder_id))
        links = self._links()
        rows: Any = self._connection.execute(statement.order_by(col(Paragraph.position), col(Paragraph.id)))
        paragraphs: defaultdict[int, list[ParagraphView]] = defaultdict(list)
        for row in rows:
            quote = None if row.quote_id is None else self._placed[row.quote_id]
            view = ParagraphView(
                id=row.id,
                text=row.text,
                quote=quote,
                version=row.version,
                uid=row.uid,
                retells=tuple(one.path for key, one in self._condensates.items() if key in links[row.id]),
                coder=row.initials or "",
                written=row.written,
            )
            paragraphs[row.category_id].append(view)
        return paragraphs

    def _links(self) -> defaultdict[int, set[int]]:
        """The keys of the condensates that each paragraph retells."""
        statement: Any = select(col(ParagraphCondensate.paragraph_id), col(ParagraphCondensate.condensate_id))
        links: defaultdict[int, set[int]] = defaultdict(set)
        for paragraph_id, condensate_id in self._connection.execute(statement):
            links[paragraph_id].add(condensate_id)
        return links

    def _passages(self) -> defaultdict[int, list[PassageView]]:
        statement = self._of_analysis(select(Passage, col(Transcript.name)), Passage)
        statement = statement.join(Transcript, col(Transcript.id) == col(Passage.transcript_id))
        passages: defaultdict[int, list[PassageView]] = defaultdict(list)
        for row in self._connection.execute(statement.order_by(col(Passage.id))):
            view = PassageView(
                id=row.id,
                transcript_id=row.transcript_id,
                transcript=row.name,
                turn=self._turns[row.transcript_id].at(row.start, row.end)[0],
                start=row.start,
                end=row.end,
                text=row.text,
                stance=row.stance,
                comment=row.comment,
                version=row.version,
                uid=row.uid,
            )
            passages[row.category_id].append(view)
        return passages

    def _of_analysis(self, statement: Any, table: Any) -> Any:
        own = select(col(ResultCategory.id)).where(col(ResultCategory.analysis_id) == self._analysis_id)
        return statement.where(col(table.category_id).in_(own))

    def _breadth(self, condensates: Collection[int]) -> Breadth:
        units = [unit for key in condensates for unit in self._carried[key]]
        there: set[Person] = set()
        for unit in units:
            _, _, codes = self._turns[unit.transcript_id].at(unit.start, unit.end)
            there |= {(self._transcripts[unit.transcript_id].substudy_id, code) for code in codes}
        heard = {unit.transcript_id for unit in units}
        people = self._material.people
        named = tuple(name for person, name in people.items() if person in there)
        silent = tuple(name for person, name in people.items() if person not in there)
        spoken = {(self._transcripts[key].substudy_id, self._transcripts[key].interview) for key in heard}
        interviews = tuple(name for held, name in self._material.held.items() if held in spoken)
        unheard = tuple(name for held, name in self._material.held.items() if held not in spoken)
        return Breadth(named, len(people), interviews, self._material.interviews, silent, unheard)


def _condensates(connection: Connection, analysis_id: int) -> dict[int, CategoryCondensateView]:
    """The condensates of an analysis by key, in the order of the codebook."""
    doubtful = {key for key, _ in to_look_at(connection, analysis_id)}
    statement: Any = (
        select(
            col(Condensate.id),
            col(Condensate.uid),
            col(CodeGroup.name).label("group"),
            col(Subgroup.name),
            col(Condensate.text),
            col(Coder.initials),
        )
        .join(Subgroup, col(Subgroup.id) == col(Condensate.subgroup_id))
        .join(CodeGroup, col(CodeGroup.id) == col(Subgroup.group_id))
        .join(Coder, col(Coder.id) == col(Condensate.coder_id))
        .where(col(CodeGroup.analysis_id) == analysis_id)
        .order_by(col(CodeGroup.position), col(Subgroup.position), col(Subgroup.id))
    )
    return {
        row.id: CategoryCondensateView(
            id=row.id,
            uid=row.uid,
            path=f"{row.group}/{row.name}",
            text=row.text,
            coder=row.initials,
            must_look=row.id in doubtful,
        )
        for row in connection.execute(statement)
    }


def _carried(connection: Connection, analysis_id: int) -> defaultdict[int, list[_Unit]]:
    """The units that each condensate carries."""
    statement: Any = (
        select(col(Condensate.id), col(MeaningUnit.transcript_id), col(MeaningUnit.start), col(MeaningUnit.end))
        .join(Coding, col(Coding.subgroup_id) == col(Condensate.subgroup_id))
        .join(MeaningUnit, col(MeaningUnit.id) == col(Coding.unit_id))
        .where(col(MeaningUnit.analysis_id) == analysis_id)
    )
    carried: defaultdict[int, list[_Unit]] = defaultdict(list)
    for key, *place in connection.execute(statement):
        carried[key].append(_Unit(*place))
    return carried


def _transcripts(connection: Connection, analysis_id: int) -> Sequence[_Transcript]:
    """The transcripts that an analysis covers, in order."""
    last = func.max(case((col(ReadingMark.last_opened) != "", col(ReadingMark.last_opened)), else_=ReadingMark.opened))
    mark = select(last).where(
        col(ReadingMark.analysis_id) == analysis_id, col(ReadingMark.transcript_id) == col(Transcript.id)
    )
    statement: Any = (
        select(
            col(Transcript.id),
            col(Transcript.name),
            mark.scalar_subquery().label("opened"),
            col(Interview.substudy_id),
            col(Interview.name).label("interview"),
        )
        .join(Interview, col(Interview.id) == col(Transcript.interview_id))
        .join(Substudy, col(Substudy.id) == col(Interview.substudy_id))
        .join(AnalysisSubstudy, col(AnalysisSubstudy.substudy_id) == col(Substudy.id))
        .where(col(AnalysisSubstudy.analysis_id) == analysis_id, col(Transcript.removed).is_(False))
        .order_by(col(Substudy.position), col(Interview.position), col(Transcript.id))
    )
    return [_Transcript(*row) for row in connection.execute(statement)]


def _row(category: CategoryView, analysis: str, called: Mapping[int, str]) -> CategoryRow:
    return CategoryRow(
        uid=category.uid,
        analysis=analysis,
        heading=category.heading,
        condensates=tuple(condensate.path for condensate in category.condensates),
        paragraphs=tuple(_paragraph_row(paragraph, called) for paragraph in category.paragraphs),
        validation=ValidationRow(
            text=category.validation,
            validated=category.validated,
            passages=tuple(
                PassageRow(called[one.transcript_id], one.start, one.end, one.text, one.stance, one.comment)
                for one in category.passages
            ),
        ),
    )


def _paragraph_row(paragraph: ParagraphView, called: Mapping[int, str]) -> ParagraphRow:
    if paragraph.quote is None:
        return ParagraphRow(text=paragraph.text, retells=paragraph.retells)
    quote = paragraph.quote
    return ParagraphRow(lead_in=paragraph.text, transcript=called[quote.transcript_id], quote=quote.text)

"""What a paper is made from: the analyses and code groups that were chosen, and whose words may stand in it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select
from sqlmodel import col

from qualcode.locale import say
from qualcode.model import Analysis, AnalysisSubstudy, CodeGroup, StudyRow, Substudy
from qualcode.services.called import names_called
from qualcode.services.coding.meetings import meetings_of
from qualcode.services.condensing.boards import board
from qualcode.services.naming import find_analysis, find_place, find_substudy
from qualcode.services.register.consent import held_back_voices
from qualcode.services.voices import TurnPlaces, turn_places
from qualcode.services.written_language import language_of
from qualcode.storage.opening import OpenStudy
from qualcode.views.condensing import BoardView, CardView, ColumnView
from qualcode.views.papers import MeetingView, PaperSection
from qualcode.views.table import Cell, TableView


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a paper is limited to, by names as the user sees them; None for all."""

    analysis: str | None = None
    substudy: str | None = None
    group: str | None = None
    participant: str | None = None


class Material:
    """What a paper is made from: the analyses and groups that were chosen, and whose words may stand in it."""

    def __init__(self, study: OpenStudy, chosen: Chosen) -> None:
        self._study, self._chosen = study, chosen
        self._turns: dict[int, TurnPlaces] = {}
        with study.reading() as connection:
            self.language = language_of(connection)
            here = None if chosen.substudy is None else find_substudy(connection, chosen.substudy)
            self.substudy = None if here is None else here.name
            self.analyses = _analyses(connection, chosen.analysis, None if here is None else here.id)
            only, self.title = None, connection.execute(select(col(StudyRow.title))).scalar_one()
            if chosen.analysis is not None and self.analyses:
                only, self.title = self.analyses[0]
            self._place = None if chosen.group is None else find_place(connection, chosen.group, analysis_id=only)
            self._voices = held_back_voices(connection)
            self.called = names_called(connection, self._substudies(connection))

    def _substudies(self, connection: Connection) -> list[str]:
        """The substudies whose words stand side by side in the paper, by name."""
        statement: Any = (
            select(col(Substudy.name))
            .join(AnalysisSubstudy, col(AnalysisSubstudy.substudy_id) == col(Substudy.id))
            .where(col(AnalysisSubstudy.analysis_id).in_([key for key, _ in self.analyses]))
        )
        found = connection.execute(statement).scalars().all()
        return [name for name in found if self.substudy in (None, name)]

    def say(self, key: str, **values: Any) -> str:
        """A text in the study's language."""
        return say(key, language=self.language, **values)

    def boards(self) -> Iterator[BoardView]:
        """The chosen code groups laid out, those without units of the chosen material left out."""
        for analysis_id, _ in self.analyses:
            for group_id in _groups(self._study, analysis_id):
                if self._place is None or self._place.group_id == group_id:
                    here = board(self._study, group_id, participant=self._chosen.participant)
                    if any(self.substudy in (None, card.substudy) for column in here.columns for card in column.cards):
                        yield here

    def group_heading(self, here: BoardView) -> str:
        """The group's name, after its analysis where there are several."""
        return here.group if len(self.analyses) == 1 else f"{here.analysis}: {here.group}"

    @property
    def group(self) -> tuple[str, str] | None:
        """The analysis and the name of the code group that was chosen, None for all."""
        if self._place is None:
            return None
        return dict(self.analyses)[self._place.analysis_id], self._place.group

    def holds(self, column: ColumnView) -> bool:
        """Whether a column was chosen."""
        return self.holds_subgroup(column.subgroup_id)

    def holds_subgroup(self, subgroup_id: int | None) -> bool:
        """Whether a subgroup (None: no subgroup) was chosen."""
        wanted = None if self._place is None else self._place.subgroup_id
        return wanted is None or wanted == subgroup_id

    def shows(self, card: CardView) -> bool:
        """Whether a card's words may stand in the paper."""
        within = self.substudy in (None, card.substudy)
        return within and not self.held_back(card.substudy, card.participants)

    def spoken(self, card: CardView) -> str:
        """A card's words; where several speak, with a line for each turn and who says it before it."""
        if len(card.speakers) < 2:
            return card.words
        if card.transcript_id not in self._turns:
            with self._study.reading() as connection:
                self._turns |= turn_places(connection, {card.transcript_id})
        told = self._turns[card.transcript_id].lines(card.start, card.end)
        lines = [(who, card.words[begins - card.start : ends - card.start].strip()) for who, begins, ends in told]
        called = [(self.called.people.get((card.substudy, who), who), said) for who, said in lines if said]
        return "\n".join(f"{who or '–'}: {said}" for who, said in called)

    def held_back(self, substudy: str, codes: Sequence[str]) -> bool:
        """Whether anybody who speaks is held back."""
        return any((substudy, code) in self._voices for code in codes)

    def meeting(self) -> list[PaperSection]:
        """The notes of the meetings that were held, and room for the one to come."""
        only = self.analyses[0][0] if len(self.analyses) == 1 else None
        with self._study.reading() as connection:
            held = meetings_of(connection, only)
        told = [self.say("papers.meeting.note", **_told(one)) for one in held]
        text = "\n\n".join([*told, self.say("papers.meeting.form")])
        return [PaperSection(self.say("papers.meeting.heading"), 2, text)]

    def table(
        self, title: str, columns: tuple[str, ...], rows: Sequence[tuple[Cell, ...]], *, group: str = "columns"
    ) -> TableView:
        """The paper as one table."""
        headings = tuple(self.say(f"papers.{group}.{name}") for name in columns)
        return TableView(title=title, columns=columns, rows=tuple(rows), headings=headings)


def _told(meeting: MeetingView) -> dict[str, str]:
    return {"held": meeting.held, "present": meeting.present or "–", "decided": meeting.decided or "–"}


def _analyses(connection: Connection, title: str | None, substudy_id: int | None) -> list[tuple[int, str]]:
    """The analysis of this title, or all; of these the ones that cover the substudy."""
    statement: Any = select(col(Analysis.id), col(Analysis.title)).order_by(col(Analysis.position))
    chosen = None if title is None else find_analysis(connection, title).id
    statement = statement.where(~col(Analysis.retired) if chosen is None else col(Analysis.id) == chosen)
    if substudy_id is not None:
        covering = select(col(AnalysisSubstudy.analysis_id)).where(col(AnalysisSubstudy.substudy_id) == substudy_id)
        statement = statement.where(col(Analysis.id).in_(covering))
    return [(row.id, row.title) for row in connection.execute(statement)]


def _groups(study: OpenStudy, analysis_id: int) -> list[int]:
    statement = select(col(CodeGroup.id)).where(col(CodeGroup.analysis_id) == analysis_id)
    with study.reading() as connection:
        keys = connection.execute(statement.order_by(col(CodeGroup.position))).scalars()
        return [int(key) for key in keys if key is not None]

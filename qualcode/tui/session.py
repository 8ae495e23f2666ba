"""What is open and what is being looked at: the study, the analysis, the transcript, and the way back."""

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qualcode.text.span import Span
from qualcode.views.material import AnalysisView
from qualcode.views.status import StudyFigures

if TYPE_CHECKING:
    from qualcode.storage.opening import OpenStudy

_REMEMBERED = 50
"""How many steps back there are."""


@dataclass(frozen=True, slots=True)
class Looking:
    """A place and what one looks at there. It is kept from place to place, so that `F5` opens what was looked at."""

    place: str
    analysis_id: int | None = None
    transcript_id: int | None = None
    span: Span | None = None
    group_id: int | None = None
    unit_id: int | None = None
    category_id: int | None = None
    subgroup: str = ""


@dataclass
class Session:
    """An open study at work. Screens read it; `app.go_to`, `look_at` and `choose_analysis` change it."""

    study: "OpenStudy"
    title: str
    language: str
    analyses: tuple[AnalysisView, ...]
    looking: Looking
    folder: Path | None = None
    """Where files were found last, for the next time; None is beside the study."""
    _past: list[Looking] = field(default_factory=list)
    _places: dict[int, Span] = field(default_factory=dict)

    @property
    def analysis(self) -> AnalysisView | None:
        """The analysis at hand, None in a study that has none yet."""
        chosen = (analysis for analysis in self.analyses if analysis.id == self.looking.analysis_id)
        return next(chosen, self.analyses[0] if self.analyses else None)

    @property
    def files_folder(self) -> Path:
        """Where to look for files: where some were found last, else beside the study."""
        return self.folder or self.study.path.parent

    def look_at(self, **what: Any) -> None:
        """Remember what the cursor is on (`transcript_id=`, `span=`, `group_id=` ...), for the place gone to next."""
        self.looking = replace(self.looking, **what)
        if self.looking.transcript_id is not None and self.looking.span is not None:
            self._places[self.looking.transcript_id] = self.looking.span

    def place_in(self, transcript_id: int) -> Span | None:
        """Where the cursor was in a transcript when it was last left, None if it has not been open."""
        return self._places.get(transcript_id)

    def go(self, place: str, **what: Any) -> None:
        """Go to a place, and remember the way back."""
        there = replace(self.looking, place=place, **what)
        if there != self.looking:
            self._past.append(self.looking)
            del self._past[:-_REMEMBERED]
            self.looking = there

    def go_back(self) -> bool:
        """Back to what was looked at before; False where there is nothing to go back to."""
        if not self._past:
            return False
        self.looking = self._past.pop()
        return True

    def read_again(self) -> None:
        """Read anew what every screen shows of the analyses."""
        from qualcode.services.material.substudies import analyses

        self.analyses = analyses(self.study)


def open_session(path: Path, figures: StudyFigures, *, coder: str) -> Session:
    """Open a study to work in. Slow the first time (it loads the models), so it runs in a worker.

    Raises what `open_study` raises.
    """
    from qualcode.storage.opening import open_study

    study = open_study(path, coder=coder)
    study.reads_alone = True
    session = Session(study, figures.title, figures.language, (), Looking("study"))
    session.read_again()
    if session.analyses:
        session.look_at(analysis_id=session.analyses[0].id)
    return session

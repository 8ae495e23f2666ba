"""What the study's page has for several readers and several analyses; see `study.py`."""

from typing import TYPE_CHECKING

from qualcode.tui.screen import PlaceScreen

if TYPE_CHECKING:
    from qualcode.views.material import AnalysisView


class TogetherActions(PlaceScreen):
    """Commands of the study's page. They load what they need when a key is pressed: the page must be there soon."""

    def analysis_under(self) -> "AnalysisView | None":
        """The analysis under the cursor, else the one at work."""
        return self.session.analysis

    def action_preconceptions_write(self) -> None:
        """Write one's preconceptions for the analysis under the cursor."""
        from qualcode.tui.tasks.preconceptions import ask_preconceptions

        analysis = self.analysis_under()
        if analysis is not None:
            ask_preconceptions(self, analysis)

    def action_analysis_new(self) -> None:
        """Make a new analysis."""
        from qualcode.tui.screens.study.analyses import ask_analysis

        ask_analysis(self)

    def action_questions_open(self) -> None:
        """The questions that wait for an answer."""
        from qualcode.tui.tasks.questions import ask_questions

        ask_questions(self, None)

    def action_picture_show(self) -> None:
        """Draw the material of the analysis at work."""
        from qualcode.tui.tasks.pictures import PictureTask

        PictureTask(self).begin()

    def action_codebook_open(self) -> None:
        """To the codebook of the analysis under the cursor."""
        self._to("codebook")

    def action_readings_open(self) -> None:
        """To what several have coded in the analysis under the cursor."""
        self._to("differing")

    def _to(self, place: str) -> None:
        analysis = self.analysis_under()
        if analysis is not None:
            self.app.go_to(place, analysis_id=analysis.id)

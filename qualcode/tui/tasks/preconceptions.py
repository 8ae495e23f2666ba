"""Writing one's preconceptions, from the study's page or while reading."""

from qualcode.locale import say
from qualcode.services.reading.preconceptions import own_preconceptions, write_preconceptions
from qualcode.services.reading.rereading import openings
from qualcode.tui.dialogs.write import WriteDialog
from qualcode.tui.screen import PlaceScreen
from qualcode.views.material import AnalysisView


def ask_preconceptions(screen: PlaceScreen, analysis: AnalysisView) -> None:
    """A page for them; it says so when the reading has begun."""
    study = screen.session.study
    known = own_preconceptions(study, analysis.id)
    begun = known is None and any(opening.coder == study.coder for opening in openings(study, analysis.id))
    told = f"{analysis.title}: {say('readers.preconceptions_help')}"
    explanation = f"{told}\n{say('readers.preconceptions_late')}" if begun else told

    def keep(text: str) -> None:
        write_preconceptions(study, analysis.id, text, seen=known.version if known else None)
        screen.show()

    screen.ask(WriteDialog(say("readers.preconceptions"), known.text if known else "", explanation=explanation), keep)

"""Making an analysis and changing one: title, research question, frame, and the substudies it covers."""

from typing import Any

from qualcode.locale import say
from qualcode.services.material.substudies import add_analysis, change_analysis, substudies
from qualcode.tui.dialogs.write import Field, FormDialog
from qualcode.tui.screen import PlaceScreen
from qualcode.views.material import AnalysisView


def ask_analysis(screen: PlaceScreen, analysis: AnalysisView | None = None) -> None:
    """A new analysis, or the fields of one there is; each substudy is taken in or left out."""
    study = screen.session.study
    known = substudies(study)
    covered = {one.name for one in known} if analysis is None else set(analysis.substudies)
    yes_no = [("yes", say("study.covered")), ("no", say("study.not_covered"))]
    title = Field("title", say("study.analysis_title"), analysis.title if analysis else "")
    told = [
        Field("question", say("study.question"), analysis.question if analysis else "", lines=3),
        Field("frame", say("study.frame"), analysis.frame if analysis else "", lines=4),
    ]
    covering = [
        Field(f"substudy {one.id}", one.name, "yes" if one.name in covered else "no", choices=yes_no)
        for one in known
        if len(known) > 1
    ]
    # What is written most is what one comes to first.
    fields = [title, *told, *covering] if analysis is None else [*told, title, *covering]

    def keep(answer: dict[str, str]) -> None:
        given: dict[str, Any] = {
            "question": " ".join(answer["question"].split()),
            "frame": answer["frame"].strip(),
            "substudies": [one.name for one in known if answer.get(f"substudy {one.id}", "yes") == "yes"],
        }
        if analysis is None:
            made = add_analysis(study, answer["title"], **given)
            screen.session.read_again()
            screen.session.look_at(analysis_id=made.id, group_id=None, unit_id=None, category_id=None)
        else:
            change_analysis(study, analysis.id, title=answer["title"], seen=analysis.version, **given)
        screen.show()

    heading = say("study.new_analysis") if analysis is None else analysis.title
    screen.ask(FormDialog(heading, fields, explanation=say("study.question_help")), keep)

"""What one can ask of any step's screen: where does this come from, where is it used, what is worth a second look."""

from typing import TYPE_CHECKING

from qualcode.locale import say
from qualcode.tui.screen import PlaceScreen

if TYPE_CHECKING:
    from qualcode.tui.dialogs.choose import NewName
    from qualcode.views.papers import MeetingView

STEPS = {"reading": 1, "coding": 2, "condensing": 3, "synthesis": 4}


class LookingBack(PlaceScreen):
    """The commands that only look: the trace of what is under the cursor, and advice on the step."""

    def traced_uid(self) -> str:
        """The uid of what is under the cursor, empty where nothing is. For the subclass to say."""
        return ""

    def action_trace_show(self) -> None:
        """Where this comes from, and where it is used."""
        uid = self.traced_uid()
        if uid:
            self.show_trace(uid)
        else:
            self.tell(say("tracing.nothing_here"))

    def show_trace(self, *path: str) -> None:
        """The trace of the thing with the last of these uids; enter in it walks on, and backspace to the one before."""
        from qualcode.services.tracing.tracing import trace
        from qualcode.tui.dialogs.trace import TraceDialog, Walked

        *way, uid = path

        def walk(answer: Walked) -> None:
            if answer.is_back:
                self.show_trace(*way)
            elif answer.is_there:
                self.go_to_thing(answer.uid)
            else:
                self.show_trace(*way, uid, answer.uid)

        self.ask(TraceDialog(trace(self.session.study, uid), can_go_back=bool(way)), walk)

    def go_to_thing(self, uid: str) -> None:
        """Go to where the thing with this uid is written, or was said."""
        from qualcode.services.tracing.places import place_of

        place, looking = place_of(self.session.study, uid)
        self.app.go_to(place, **looking)

    def action_meetings_open(self) -> None:
        """The meetings over this analysis: one to read and change, or a new one by its date."""
        from qualcode.services.coding.meetings import meetings
        from qualcode.tui.dialogs.choose import Choice, ChooseDialog

        analysis = self.session.analysis
        if analysis is None:
            return
        held = meetings(self.session.study, analysis=analysis.title)
        choices = [
            Choice(one, one.held, " · ".join(part for part in (one.present, one.decided) if part)) for one in held
        ]
        title, none = say("meetings.title"), "" if held else say("meetings.none")
        self.ask(ChooseDialog(title, choices, offers_new=say("meetings.new"), explanation=none), self._open_meeting)

    def _open_meeting(self, chosen: "MeetingView | NewName") -> None:
        from qualcode.services.coding import meetings
        from qualcode.tui.dialogs.write import Field, FormDialog
        from qualcode.views.papers import MeetingView

        study, analysis = self.session.study, self.session.analysis
        known = chosen if isinstance(chosen, MeetingView) else None
        told = (known.held, known.present, known.decided) if known else (getattr(chosen, "name", ""), "", "")
        fields = [
            Field(name, say(f"meetings.{name}"), text, lines=lines)
            for name, text, lines in zip(("held", "present", "decided"), told, (1, 2, 6), strict=True)
        ]

        def keep(answer: dict[str, str]) -> None:
            if known is not None and not any(text.strip() for text in answer.values()):
                meetings.remove_meeting(study, known.id)
            elif known is not None:
                meetings.change_meeting(study, known.id, seen=known.version, **answer)
            elif analysis is not None:
                meetings.note_meeting(study, analysis.id, **answer)

        how = say("meetings.emptied") if known else ""
        self.ask(FormDialog(say("meetings.note"), fields, explanation=how, may_be_empty=known is not None), keep)

    def action_advice_show(self) -> None:
        """What is worth a second look at this step."""
        from qualcode.services.coding.blind_coding import coded_blind
        from qualcode.services.overview.advice import advice
        from qualcode.tui.dialogs.show import ShowDialog, lay_in_columns

        analysis = self.session.analysis
        step = STEPS[self.PLACE]
        found = advice(self.session.study, analysis=analysis.title, step=step) if analysis else []
        body = lay_in_columns([(one.where, one.message) for one in found]) if found else say("advice.nothing")
        blind = coded_blind(self.session.study, analysis.title) if analysis else ()
        told = [say("advice.explanation")]
        if blind:
            told.append(say("blind.hidden", transcripts=", ".join(one.transcript for one in blind)))
        title = f"{say('advice.title')} · {say(f'advice.step.{step}')}"
        self.ask(ShowDialog(title, body, explanation=" ".join(told)), lambda _: None)

"""Asking and answering: the questions between coders, from the study's page and from Coding."""

from typing import NamedTuple

from qualcode.locale import say
from qualcode.services.coding.blind_coding import is_coded_blind
from qualcode.services.coding.questions import answer, ask, colleagues, questions, remove_question, to_discuss
from qualcode.text.span import Span
from qualcode.tui.dialogs.choose import Choice, ChooseDialog, NewName
from qualcode.tui.dialogs.write import WriteDialog
from qualcode.tui.screen import PlaceScreen
from qualcode.tui.shown import shortened
from qualcode.views.questions import DoubtView, QuestionView


class AskedUnit(NamedTuple):
    """The unit that a new question would be about."""

    id: int
    words: str
    analysis_id: int
    transcript_id: int
    transcript: str


def ask_questions(screen: PlaceScreen, unit: AskedUnit | None) -> None:
    """What waits for an answer, one's own first to answer; with a unit, a new question about it stands on top.

    Last come those that are answered, the newest first, so that who asked can read the answer.
    """
    own = screen.session.study.coder
    asked = questions(screen.session.study, answered=True)
    waiting = sorted((one for one in asked if one.open), key=lambda one: one.asked != own)
    answered = sorted((one for one in asked if not one.open), key=lambda one: one.answered, reverse=True)
    choices = [Choice(unit, say("questions.new", words=shortened(unit.words, cells=40)))] if unit else []
    choices += [Choice(one, _line(one), shortened(one.text, cells=50)) for one in waiting]
    choices += [Choice(one, _doubt(one), say("coding.to_discuss")) for one in to_discuss(screen.session.study)]
    choices += [Choice(one, f"✓ {_line(one)}", shortened(f"{one.text} – {one.answer}", cells=70)) for one in answered]
    if not choices:
        screen.tell(say("questions.none"))
        return
    screen.ask(
        ChooseDialog(say("questions.title", count=len(waiting)), choices),
        lambda chosen: _take_up(screen, chosen),
    )


def _take_up(screen: PlaceScreen, chosen: AskedUnit | QuestionView | DoubtView) -> None:
    if isinstance(chosen, AskedUnit):
        _to_whom(screen, chosen)
    elif isinstance(chosen, QuestionView):
        _open(screen, chosen)
    else:
        _go_to(screen, chosen)


def _go_to(screen: PlaceScreen, one: QuestionView | DoubtView) -> None:
    where = {"analysis_id": one.analysis_id, "transcript_id": one.transcript_id, "unit_id": one.unit_id}
    screen.app.go_to("coding", **where, span=Span(one.start, one.end))


def _doubt(one: DoubtView) -> str:
    return f"{one.coder} · {one.transcript} «{shortened(one.words, cells=30)}»"


def _line(one: QuestionView) -> str:
    return f"{one.coder} → {one.asked} · {one.transcript} «{shortened(one.words, cells=24)}»"


def _to_whom(screen: PlaceScreen, unit: AskedUnit) -> None:
    study = screen.session.study
    choices = [Choice(initials, initials) for initials in colleagues(study)]
    dialog = ChooseDialog(say("questions.to_whom"), choices, offers_new=say("kinds.coder"))

    def write(answered: str | NewName) -> None:
        asked = answered.name if isinstance(answered, NewName) else answered
        page = WriteDialog(say("questions.to", asked=asked), explanation=f"«{unit.words}»")
        screen.ask(page, lambda text: keep(asked, text))

    def keep(asked: str, text: str) -> None:
        if text.strip():
            ask(study, unit.id, asked, text)
            screen.show()
            blind = is_coded_blind(study, unit.analysis_id, unit.transcript_id)
            key = "questions.asked_blind" if blind else "questions.asked"
            screen.tell(say(key, asked=asked, transcript=unit.transcript))

    screen.ask(dialog, write)


def _open(screen: PlaceScreen, one: QuestionView) -> None:
    """Answer it; who asked may also take it away."""
    if one.coder != screen.session.study.coder:
        _answer(screen, one)
        return

    def carry_out(removing: bool) -> None:
        if removing:
            remove_question(screen.session.study, one.id)
            screen.show()
        else:
            _answer(screen, one)

    choices = [Choice(False, say("questions.write_answer")), Choice(True, say("questions.remove"))]
    screen.ask(ChooseDialog(_line(one), choices, explanation=one.text), carry_out)


def _answer(screen: PlaceScreen, one: QuestionView) -> None:
    """Go to the words, and write the answer over them."""
    study = screen.session.study

    def keep(text: str) -> None:
        answer(study, one.id, text, seen=one.version)
        screen.app.show_soon()

    _go_to(screen, one)
    explanation = f"«{one.words}»\n{one.coder}: {one.text}"
    screen.ask(WriteDialog(say("questions.write_answer"), one.answer, explanation=explanation), keep)

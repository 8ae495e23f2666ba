"""Suggestions in the app: asked for by a key, learnt beside the screen, taken or refused in a dialog."""

from collections.abc import Callable

from qualcode.locale import say
from qualcode.services.asking.suggesting import refuse_suggestion, suggest_groups, suggest_passages, take_suggestion
from qualcode.services.coding.units import code_groups
from qualcode.text.span import Span
from qualcode.tui.dialogs.choose import Choice, ChooseDialog
from qualcode.tui.dialogs.progress import ProgressDialog, ask_progress
from qualcode.tui.dialogs.suggesting import NONE, GroupsDialog, PassagesDialog
from qualcode.tui.screen import PlaceScreen
from qualcode.views.groups import GroupView
from qualcode.views.suggesting import (
    TO_GROUP,
    TO_PASSAGE,
    Decided,
    GroupSuggestions,
    PassageSuggestions,
    SuggestedPassage,
)

_OFFERED = 50


def ask_passages(screen: PlaceScreen, then: Callable[[], object]) -> None:
    """Which group, and then passages like those in it; `then` when some have been decided about."""
    analysis = screen.session.analysis
    groups = [one for one in code_groups(screen.session.study, analysis.id) if not one.retired] if analysis else []
    if analysis is None or not groups:
        screen.tell(say("coding.no_groups"))
        return
    choices = [Choice(one.name, one.name, str(one.units)) for one in groups]
    current = next((one.name for one in groups if one.id == screen.session.looking.group_id), None)
    dialog = ChooseDialog(say("suggesting.which"), choices, highlighted=current)
    screen.ask(dialog, lambda name: _learn_passages(screen, name, analysis.title, groups, then))


def _learn_passages(
    screen: PlaceScreen, group: str, analysis: str, groups: list[GroupView], then: Callable[[], object]
) -> None:
    study = screen.session.study

    def show(found: PassageSuggestions) -> None:
        if not found.passages:
            screen.tell(say("suggesting.none", group=found.group))
            return
        digits = {str(one.key): one.id for one in groups if one.key}
        screen.ask(PassagesDialog(found, decide, digits=digits), lambda decided: then() if decided else None)

    def decide(one: SuggestedPassage, group_id: int | None) -> None:
        with screen.app.noticing():
            _decide(screen, one, group_id, asked_id=next(known.id for known in groups if known.name == group))

    ask_progress(
        screen,
        ProgressDialog(
            say("suggesting.learning"),
            lambda work: suggest_passages(study, group, analysis=analysis, limit=_OFFERED, pace=work.pace),
        ),
        show,
    )


def _decide(screen: PlaceScreen, one: SuggestedPassage, group_id: int | None, *, asked_id: int) -> None:
    """Code the passage into the group asked for or into another one, or refuse it."""
    where = {"transcript_id": one.transcript_id, "revision_id": one.revision_id}
    span, decided, study = Span(one.start, one.end), Decided(TO_GROUP, one.rank), screen.session.study
    if group_id is None:
        refuse_suggestion(study, span=span, refused={asked_id: decided}, **where)
    else:
        take_suggestion(study, span=span, group_id=group_id, suggested_for=asked_id, decided=decided, **where)


def ask_groups(
    screen: PlaceScreen, *, transcript_id: int, revision_id: int, span: Span, words: str, then: Callable[[int], object]
) -> None:
    """Up to three groups for these words; `then` gets the group they were coded into."""
    analysis, study = screen.session.analysis, screen.session.study
    if analysis is None or span.is_empty:
        return
    where = {"transcript_id": transcript_id, "revision_id": revision_id}

    def show(found: GroupSuggestions) -> None:
        screen.ask(GroupsDialog(found, words), lambda rank: decide(found, rank))

    def decide(found: GroupSuggestions, rank: int) -> None:
        if rank == NONE:
            refused = {one.group_id: Decided(TO_PASSAGE, one.rank) for one in found.groups}
            if refused:
                refuse_suggestion(study, span=span, refused=refused, **where)
            return
        taken = next(one for one in found.groups if one.rank == rank)
        take_suggestion(study, span=span, group_id=taken.group_id, decided=Decided(TO_PASSAGE, rank), **where)
        then(taken.group_id)

    work = ProgressDialog(
        say("suggesting.learning"),
        lambda work: suggest_groups(study, analysis.id, transcript_id=transcript_id, span=span, pace=work.pace),
    )
    ask_progress(screen, work, show)

"""Quotes as they are printed, in whatever place one meets them: asked for in one dialog, kept in one act."""

from collections.abc import Callable, Sequence

from qualcode.locale import say
from qualcode.services.condensing import quotes
from qualcode.services.tracing.tracing import uses_of
from qualcode.text.quotes import VERBATIM
from qualcode.tui.dialogs.choose import Choice, ChooseDialog
from qualcode.tui.dialogs.quote import PrintedForm, QuoteDialog
from qualcode.tui.screen import PlaceScreen
from qualcode.tui.shown import shortened
from qualcode.views.quotes import QuoteView

_PLACES = ("category", "comparison")


def ask_printed(
    screen: PlaceScreen,
    found: Sequence[QuoteView],
    then: Callable[[], object],
    *,
    anew: Callable[[], object] | None = None,
) -> None:
    """Ask how a quote is to be printed, of several which, and keep it; `then` is called when it is kept.

    With `anew` one may also mean none of them, but a new one.
    """
    if len(found) == 1 and anew is None:
        _ask(screen, found[0], then)
        return
    choices: list[Choice] = [Choice(quote, shortened(quote.printed, cells=60), quote.code_group) for quote in found]
    if anew is not None:
        choices.append(Choice(anew, say("quoting.anew")))

    def chosen(answer: QuoteView | Callable[[], object]) -> None:
        if isinstance(answer, QuoteView):
            _ask(screen, answer, then)
        else:
            answer()

    screen.ask(ChooseDialog(say("quoting.which"), choices), chosen)


def _ask(screen: PlaceScreen, quote: QuoteView, then: Callable[[], object]) -> None:
    study = screen.session.study

    def keep(answer: PrintedForm) -> None:
        if not answer.kept:
            quotes.unmark_quote(study, quote.id)
        else:
            quotes.change_printed(
                study,
                quote.id,
                answer.printed,
                form=answer.form or VERBATIM,
                golden=answer.golden,
                signed=answer.signed,
                seen=quote.version,
            )
        then()

    placed_in = [step.name for step in uses_of(study, "quote", quote.id) if step.kind in _PLACES]
    screen.ask(QuoteDialog(quote, placed_in=placed_in), keep)

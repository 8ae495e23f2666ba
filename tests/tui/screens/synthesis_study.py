"""What the tests of the Synthesis screen share: two condensates, a quote and a category, and asking what is stored."""

from qualcode.services.condensing import condensing
from qualcode.services.condensing.quotes import mark_quote
from qualcode.services.synthesis import synthesis
from qualcode.services.synthesis.categories import categories
from qualcode.storage.opening import OpenStudy
from qualcode.tui.app import QualcodeApp
from qualcode.tui.screens.synthesis.screen import SynthesisScreen
from qualcode.views.synthesis import CategoryView
from tests.builders import analysis_of
from tests.tui.screens.condensing_study import BEVIS, SKAM, TRODD, make_board, view

HEADING = "Å måtte bevise noe"
FIRST, SECOND = "De fleste kjente seg gransket.", "Noen gjorde ikke det."


def make_category(study: OpenStudy) -> dict[str, int]:
    """A category that rests on one of two condensates, with two paragraphs; a quote not placed. Keys by name."""
    keys = make_board(study)
    cards = view(study, keys[TRODD]).columns[-2].cards
    condensing.place(study, [card.coding_id for card in cards[:2]], keys[SKAM])
    condensing.place(study, [card.coding_id for card in cards[2:4]], keys[BEVIS])
    for name in (SKAM, BEVIS):
        condensing.write_condensate(study, keys[name], f"Jeg kjente på det ({name}).")
    written = {one.subgroup: one.id or 0 for one in view(study, keys[TRODD]).condensates}
    quote = mark_quote(study, cards[1].coding_id)
    made = synthesis.add_category(study, analysis_of(study), HEADING)
    synthesis.rest_on(study, made, written[SKAM])
    for text in (FIRST, SECOND):
        synthesis.add_paragraph(study, made, text=text)
    return {**keys, "category": made, "quote": quote, "condensate": written[SKAM], "other": written[BEVIS]}


def stored(study: OpenStudy) -> CategoryView:
    """The first category as it is stored."""
    return categories(study, analysis_of(study))[0]


def texts(study: OpenStudy) -> list[str]:
    """The paragraphs of the first category; a quote in guillemets after its lead-in."""
    paragraphs = stored(study).paragraphs
    return [one.text + (f" «{one.quote.printed}»" if one.quote else "") for one in paragraphs]


def screen_of(app: QualcodeApp) -> SynthesisScreen:
    """The Synthesis screen, which must be the one in front."""
    assert isinstance(app.screen, SynthesisScreen)
    return app.screen

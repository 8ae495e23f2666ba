"""How a passage stands to a result category, asked where it is read and where it is written about."""

from qualcode.locale import say
from qualcode.tui.dialogs.write import Field, FormDialog
from qualcode.tui.shown import shortened
from qualcode.views.synthesis import PassageView

_WORDS_SHOWN = 300
STANCES = ("nuances", "contradicts", "supports")


def passage_form(words: str, passage: PassageView | None = None) -> FormDialog:
    """How a passage stands to a category, and what one says of it, under the passage's words."""
    stances = [(stance, say(f"synthesis_screen.stances.{stance}")) for stance in STANCES]
    fields = [
        Field("stance", say("synthesis_screen.stance"), passage.stance if passage else STANCES[0], choices=stances),
        Field("comment", say("synthesis_screen.comment"), passage.comment if passage else "", lines=4),
    ]
    shown_words = f"«{shortened(words, cells=_WORDS_SHOWN)}»"
    return FormDialog(say("synthesis_screen.passage"), fields, explanation=shown_words)

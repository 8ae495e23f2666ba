"""How a result category was validated: a text, the passages that speak for and against, the transcripts re-read."""

from collections.abc import Iterator

from textual.content import Content

from qualcode.locale import say
from qualcode.text.moments import day
from qualcode.tui.shown import shown
from qualcode.tui.widgets.keyed_list import KeyedList, Line
from qualcode.views.synthesis import CategoryView, PassageView

TEXT = "text"
"""The key of the line that is the validation's text; a passage's is its number."""


SIGNS = {"nuances": "~", "contradicts": "−", "supports": "+"}


class ValidationList(KeyedList):
    """The text under the cursor is written with `v`, a passage opened with enter."""

    def __init__(self, *, classes: str = "") -> None:
        super().__init__(classes=classes)
        self._category: CategoryView | None = None

    @property
    def passage(self) -> PassageView | None:
        """The passage under the cursor."""
        passages = self._category.passages if self._category else ()
        return next((passage for passage in passages if str(passage.id) == self.key), None)

    def show_category(self, category: CategoryView | None) -> None:
        """Show how this category was validated."""
        self._category = category
        self.show_lines([] if category is None else list(_lines(category)))


def _lines(category: CategoryView) -> Iterator[Line]:
    state = "synthesis_screen.validated" if category.validated else "synthesis_screen.not_validated"
    yield None, Content.styled(say("synthesis_screen.validation"), "bold")
    told = say(state)
    if category.validated_by:
        told += f" · {category.validated_by} {day(category.validated_at)}"
    yield None, shown(told, "$text-success" if category.validated else "$text-warning")
    if category.validation:
        yield TEXT, Content.assemble(shown(category.validation), "\n")
    else:
        yield TEXT, Content.assemble(shown(say("synthesis_screen.no_validation"), "$text-muted"), "\n")
    yield None, Content.styled(say("synthesis_screen.passages"), "bold")
    for passage in category.passages:
        yield str(passage.id), _passage(passage)
    if not category.passages:
        yield None, shown(say("synthesis_screen.no_passages"))
    if category.written:
        yield from _reread(category)


def _reread(category: CategoryView) -> Iterator[Line]:
    """Which transcripts somebody has had open since the text was written, and which nobody has."""
    yield None, Content.styled("\n" + say("synthesis_screen.reread"), "bold")
    everything = (*category.opened, *category.unopened)
    yield None, shown(say("synthesis_screen.opened", count=len(category.reread), total=len(everything)))
    left = [name for name in everything if name not in category.reread]
    if left:
        yield None, shown(say("synthesis_screen.unopened", names=", ".join(left)))


def _passage(passage: PassageView) -> Content:
    stance = f"{SIGNS[passage.stance]} {say(f'synthesis_screen.stances.{passage.stance}')}"
    place = say("synthesis_screen.place", transcript=passage.transcript, number=passage.turn)
    parts = [Content.assemble((stance, "bold"), shown(f" · {place}", "$text-muted")), shown(f"«{passage.text}»")]
    if passage.comment:
        parts.append(shown(passage.comment, "italic"))
    return Content.assemble(Content("\n").join(parts), "\n")

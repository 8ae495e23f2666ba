"""What a result category is written from: condensates and quotes, those at hand first."""

from collections.abc import Collection, Iterator

from textual.content import Content

from qualcode.locale import say
from qualcode.tui.shown import shown
from qualcode.tui.widgets.keyed_list import KeyedList, Line
from qualcode.views.quotes import QuoteView
from qualcode.views.synthesis import CategoryCondensateView, SynthesisMaterial

_CONDENSATE, _QUOTE = "c", "q"


class MaterialList(KeyedList):
    """Condensates and quotes of some code groups, or of all."""

    def __init__(self, *, classes: str = "") -> None:
        super().__init__(classes=classes)
        self._material = SynthesisMaterial((), ())

    @property
    def condensate(self) -> CategoryCondensateView | None:
        """The condensate under the cursor."""
        return next((one for one in self._material.condensates if f"{_CONDENSATE}{one.id}" == self.key), None)

    @property
    def quote(self) -> QuoteView | None:
        """The quote under the cursor."""
        return next((one for one in self._material.quotes if f"{_QUOTE}{one.id}" == self.key), None)

    def show_material(self, material: SynthesisMaterial, *, resting: Collection[int], placed: Collection[int]) -> None:
        """Show it; condensates in `resting` carry the category at hand, quotes in `placed` stand in its text."""
        self._material = material
        self.show_lines(list(_lines(material, resting, placed)))


def _lines(material: SynthesisMaterial, resting: Collection[int], placed: Collection[int]) -> Iterator[Line]:
    yield None, Content.styled(say("synthesis_screen.condensates"), "bold")
    for condensate in material.condensates:
        sign = "✓ " if condensate.id in resting else "  "
        look = shown(" !", "bold $text-warning") if condensate.must_look else Content("")
        head = Content.assemble((sign, "bold $primary"), shown(condensate.path, "bold"), look)
        yield f"{_CONDENSATE}{condensate.id}", Content.assemble(head, "\n", shown(condensate.text), "\n")
    if not material.condensates:
        yield None, shown(say("synthesis_screen.no_condensates"))
    yield None, Content.styled(say("synthesis_screen.quotes"), "bold")
    for quote in material.quotes:
        sign = "✓ " if quote.id in placed else "  "
        star = "★ " if quote.golden else ""
        who = ", ".join(quote.participants) or quote.transcript
        head = Content.assemble((sign, "bold $primary"), (star, "bold $warning"), shown(who, "bold"))
        yield f"{_QUOTE}{quote.id}", Content.assemble(head, " ", shown(f"«{quote.printed}»"), "\n")
    if not material.quotes:
        yield None, shown(say("synthesis_screen.no_quotes"))

"""What the Synthesis screen shows: material, the category's text, and how it was validated, side by side."""

from typing import Any

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from qualcode.locale import say
from qualcode.services.synthesis.categories import categories, quotes_and_condensates_for
from qualcode.text.group_paths import split_path
from qualcode.tui.looking_back import LookingBack
from qualcode.tui.shown import shown
from qualcode.tui.widgets.material import MaterialList
from qualcode.tui.widgets.paragraphs import ParagraphList
from qualcode.tui.widgets.validation import ValidationList
from qualcode.views.synthesis import CategoryView, SynthesisMaterial

AT_HAND = ""
"""The filter that shows the material of the code groups that the category rests on."""

EVERYTHING = "*"
"""The filter that shows all of it. Any other one is a code group's name."""


class SynthesisPlace(LookingBack):
    """One result category of the analysis, what it is written from, and how it was validated."""

    categories: tuple[CategoryView, ...] = ()
    material: SynthesisMaterial = SynthesisMaterial((), ())
    groups_shown: str = AT_HAND

    def compose_body(self) -> ComposeResult:
        """The text between what it is written from and what speaks for and against it."""
        with Horizontal(classes="panes"):
            with Vertical(classes="side material"):
                yield MaterialList()
            with Vertical(classes="main writing"):
                yield Static(classes="heading")
                yield Static(classes="rests")
                yield ParagraphList()
            with Vertical(classes="side validation"):
                yield ValidationList()

    @property
    def category(self) -> CategoryView | None:
        """The category one writes on."""
        wanted = self.session.looking.category_id
        found = (category for category in self.categories if category.id == wanted)
        return next(found, next(iter(self.categories), None))

    def require_category(self) -> CategoryView | None:
        """The category one writes on; where there is none, say how one is made."""
        if self.category is None:
            self.tell(say("synthesis_screen.no_categories"))
        return self.category

    @property
    def text(self) -> ParagraphList:
        """The paragraphs on the screen."""
        return self.query_one(ParagraphList)

    @property
    def sources(self) -> MaterialList:
        """Condensates and quotes on the screen."""
        return self.query_one(MaterialList)

    @property
    def validation(self) -> ValidationList:
        """The validation on the screen."""
        return self.query_one(ValidationList)

    def traced_uid(self) -> str:
        """The uid of what the cursor is on in the pane one is in; of the category, where that is nothing."""
        here: Any = self.text.paragraph
        if self.sources.has_focus:
            here = self.sources.quote or self.sources.condensate
        elif self.validation.has_focus:
            here = self.validation.passage
        here = here or self.category
        return str(here.uid) if here is not None else ""

    def show_place(self) -> None:
        """Read the analysis's categories and what there is to write them from."""
        analysis, study = self.session.analysis, self.session.study
        self.categories = () if analysis is None else categories(study, analysis.id)
        empty = SynthesisMaterial((), ())
        self.material = empty if analysis is None else quotes_and_condensates_for(study, analysis.id)
        category = self.category
        self.session.look_at(category_id=category.id if category else None)
        self._show_category(category)
        self.validation.show_category(category)
        self.show_material()
        self._show_status()
        self.focus_unless_taken(self.text)

    def show_material(self) -> None:
        """Show the condensates and quotes that the filter lets through."""
        category, groups = self.category, self._groups()
        chosen = SynthesisMaterial(
            tuple(one for one in self.material.condensates if groups is None or group_of(one.path) in groups),
            tuple(one for one in self.material.quotes if groups is None or one.code_group in groups),
        )
        resting = {one.id for one in category.condensates} if category else set()
        paragraphs = category.paragraphs if category else ()
        placed = {one.quote.id for one in paragraphs if one.quote is not None}
        self.sources.show_material(chosen, resting=resting, placed=placed)

    def heading(self) -> tuple[str, ...]:
        """The category comes last, by its number."""
        category = self.category
        if category is None:
            return super().heading()
        number = say("synthesis_screen.category", number=category.number, total=len(self.categories))
        return (*super().heading(), number)

    def _groups(self) -> set[str] | None:
        """The names of the code groups whose material is shown, None for all."""
        if self.groups_shown not in (AT_HAND, EVERYTHING):
            return {self.groups_shown}
        category = self.category
        at_hand = {group_of(one.path) for one in category.condensates} if category else set()
        return at_hand if at_hand and self.groups_shown == AT_HAND else None

    def _show_category(self, category: CategoryView | None) -> None:
        heading, rests = "", say("synthesis_screen.no_categories")
        if category is not None:
            heading = say("synthesis_screen.heading", number=category.number, heading=category.heading)
            rests = tell_standing(category)
        self.query_one(".heading", Static).update(shown(heading))
        self.query_one(".rests", Static).update(shown(rests))
        empty = say("synthesis_screen.no_paragraphs") if category else ""
        self.text.show_paragraphs(category.paragraphs if category else (), empty=empty)

    def _show_status(self) -> None:
        category = self.category
        if category is None:
            self.status("")
            return
        quotes = sum(one.quote is not None for one in category.paragraphs)
        told = [
            say("synthesis_screen.paragraphs", count=len(category.paragraphs) - quotes),
            say("synthesis_screen.placed", count=quotes),
            say("synthesis_screen.validated" if category.validated else "synthesis_screen.not_validated"),
        ]
        if any(one.must_look for one in category.condensates):
            told.insert(0, say("synthesis_screen.must_look"))
        self.status(" · ".join(told))


def group_of(path: str) -> str:
    """The code group of a condensate's path."""
    return split_path(path)[0]


def tell_standing(category: CategoryView) -> str:
    """What a category rests on, and how broad that is, in participants and in interviews."""
    if not category.condensates:
        return say("synthesis_screen.rests_on_nothing")
    subgroups: dict[str, list[str]] = {}
    for one in category.condensates:
        group, _, subgroup = split_path(one.path)
        subgroups.setdefault(group, []).append(subgroup + (" !" if one.must_look else ""))
    paths = " · ".join(f"{group}: {', '.join(names)}" for group, names in subgroups.items())
    breadth = category.breadth
    return "\n".join(
        [
            say("synthesis_screen.rests_on", paths=paths),
            say(
                "synthesis_screen.breadth",
                participants=len(breadth.participants),
                participants_in_all=breadth.participants_in_all,
                interviews=len(breadth.interviews),
                interviews_in_all=breadth.interviews_in_all,
            ),
        ]
    )

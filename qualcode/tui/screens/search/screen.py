"""Search: one line to type in, and what it finds, aligned on the hit."""

from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Input, Static

from qualcode.errors import QualcodeError
from qualcode.locale import say
from qualcode.services.asking.saved_searches import remove_saved_search, save_search, saved_searches
from qualcode.services.asking.search_limits import coded_where
from qualcode.services.asking.search_places import limit_choices
from qualcode.services.asking.search_tables import export_hits
from qualcode.services.asking.searching import first_hits, search
from qualcode.tui.bindings import bindings_for
from qualcode.tui.dialogs.choose import Choice, ChooseDialog
from qualcode.tui.dialogs.fields import LineInput
from qualcode.tui.dialogs.write import TextDialog
from qualcode.tui.hit_screen import HitScreen
from qualcode.tui.shown import shown
from qualcode.tui.tasks.leaving import LeavingTask, ask_file
from qualcode.tui.tasks.suggesting import ask_passages
from qualcode.tui.widgets.hit_list import HitList
from qualcode.views.searching import ORDERS, TALK, LimitChoice, SavedSearchView, SearchHit, SearchLimits, SearchResult

EVERYTHING = SearchLimits()
"""No limit at all."""

_PATTERN = "/"
"""A query between two of these is a regular expression."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is searched for, within what, and how the hits are ordered."""

    query: str = ""
    limits: SearchLimits = EVERYTHING
    order: str = ORDERS[0]

    @property
    def regex(self) -> bool:
        """Whether the query is a regular expression: `/leg[ea]n?/`."""
        return len(self.query) > 2 and self.query.startswith(_PATTERN) and self.query.endswith(_PATTERN)

    @property
    def words(self) -> str:
        """The query without the marks of a regular expression."""
        return self.query[1:-1] if self.regex else self.query


class Searched(Message):
    """Hits of what was asked; `total` None while the rest is being looked for, `error` where it cannot be."""

    def __init__(
        self, asked: Asked, hits: tuple[SearchHit, ...], total: int | None, error: QualcodeError | None = None
    ) -> None:
        super().__init__()
        self.asked, self.hits, self.total, self.error = asked, hits, total, error


class SearchScreen(HitScreen):
    """The line, the hits, and the turn of the hit one is on."""

    PLACE = "search"
    CSS_PATH = "search.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings_for("search")

    asked = Asked()
    total: int | None = 0
    saved: SavedSearchView | None = None

    def compose_body(self) -> ComposeResult:
        """The line to type in, the hits, the turn."""
        with Vertical(classes="panes"):
            with Horizontal(classes="asking"):
                yield Static(shown(say("search.ask")), classes="title")
                yield LineInput(self.asked.query, placeholder=say("search.placeholder"))
            yield Static(classes="limits")
            yield HitList(classes="main")
            yield Static(classes="turn")

    def show_place(self) -> None:
        """What was found when one was here last, as it is now."""
        self._show_limits()
        if self.asked.query:
            self._ask(self.asked)
            self.focus_unless_taken(self.found)
        else:
            self.query_one(LineInput).focus()
            self.status(say("search.how"))

    def tell_place(self) -> None:
        """Which hit of how many, where it is, and how it is coded."""
        hit = self.found.hit
        if hit is None:
            told = say("search.looking") if self.total is None else say("search.no_hits")
            self.status(told if self.asked.query else say("search.how"))
            return
        of = "…" if self.total is None else str(self.total)
        place: dict[str, Any] = {"transcript": hit.transcript, "turn": hit.turn, "groups": self.groups_here()}
        told = say("search.here", **place) if hit.source == TALK else f"{hit.transcript} {hit.where}".strip()
        whole = f" · {say('search.whole_turn')}" if self.whole_turn and hit.source == TALK else ""
        self.status(f"{self.found.cursor + 1}/{of} · {told}{whole}")

    @on(Input.Submitted)
    def _typed(self, event: Input.Submitted) -> None:
        event.stop()
        self._leave_line()

    def _leave_line(self) -> None:
        """From the line to what it finds."""
        query = self.query_one(LineInput).value.strip()
        if query != self.asked.query:
            self.saved = None
        self._ask(replace(self.asked, query=query))
        self.found.focus()

    def _ask(self, asked: Asked) -> None:
        self.asked = asked
        self._show_limits()
        if asked.query:
            self.total = None
            self.status(say("search.looking"))
        self.run_worker(partial(self._look, asked), thread=True, exclusive=True, group="search")

    def _look(self, asked: Asked) -> None:
        """In a thread: the first hits, then all of them."""
        study = self.session.study
        how: dict[str, Any] = {"limits": asked.limits, "regex": asked.regex}
        try:
            if asked.order == ORDERS[0]:
                self.post_message(Searched(asked, first_hits(study, asked.words, **how), None))
            found = search(study, asked.words, order=asked.order, **how)
            self.post_message(Searched(asked, found.hits, found.total))
        except QualcodeError as error:
            self.post_message(Searched(asked, (), 0, error))

    @on(Searched)
    def _show_found(self, message: Searched) -> None:
        if message.asked != self.asked or self.app.session is None:
            return
        self.total = message.total
        self.found.show_hits(message.hits)
        self.show_context()
        if message.error is not None:
            self.app.notice(message.error)
            self.query_one(LineInput).focus()

    def _show_limits(self) -> None:
        limits = self.asked.limits
        told = [shown_limit(name, getattr(limits, name)) for name in limits.__dataclass_fields__]
        told += [say("search.ordered", order=say(f"search.order.{self.asked.order}"))]
        told.append(coded_where(self.session.study, limits))
        if self.saved is not None:
            told.insert(0, f"«{self.saved.name}»")
        self.query_one(".limits", Static).update(shown(" · ".join(one for one in told if one)))

    def action_search_write(self) -> None:
        """To the line one types in; from there to the hits, also where there are none: letters are keys there."""
        line = self.query_one(LineInput)
        if line.has_focus:
            self.found.focus()
        else:
            line.focus()

    def action_search_limit(self) -> None:
        """Limit the search to something, or to nothing any more."""
        analysis = self.session.analysis
        known = limit_choices(self.session.study, analysis.id if analysis else None)
        choices = [Choice("", say("search.limit.none")), *(Choice(one, one.shown) for one in known)]
        self.ask(ChooseDialog(say("search.limit_to"), choices), self._limit)

    def _limit(self, choice: LimitChoice | str) -> None:
        limits = limited(self.asked.limits, choice) if isinstance(choice, LimitChoice) else SearchLimits()
        self.saved = None
        self._ask(replace(self.asked, limits=limits))

    def action_hits_order(self) -> None:
        """By place, by the word before, by the word after: one after the other."""
        at = ORDERS.index(self.asked.order)
        self._ask(replace(self.asked, order=ORDERS[(at + 1) % len(ORDERS)]))

    def action_suggest_passages(self) -> None:
        """Passages like those in a group, in all of the material."""
        ask_passages(self, self.show_context)

    def action_search_save(self) -> None:
        """Keep this search under a name."""
        if self.asked.query:
            self.ask(TextDialog(say("search.save_as"), self.asked.query), self._save)

    def _save(self, name: str) -> None:
        asked = self.asked
        self.saved = save_search(self.session.study, name, asked.words, limits=asked.limits, regex=asked.regex)
        self._show_limits()

    def action_search_choose(self) -> None:
        """Run a search that was kept."""
        kept = saved_searches(self.session.study)
        if not kept:
            self.tell(say("search.none_saved"))
            return
        self.ask(
            ChooseDialog(say("search.choose"), [Choice(one, one.name, one.query) for one in kept]), self._run_saved
        )

    def _run_saved(self, kept: SavedSearchView) -> None:
        query = f"{_PATTERN}{kept.query}{_PATTERN}" if kept.regex else kept.query
        self.saved = kept
        self.query_one(LineInput).value = query
        self._ask(replace(self.asked, query=query, limits=kept.limits))
        self.found.focus()

    def action_search_remove(self) -> None:
        """Keep the search at hand no longer."""
        if self.saved is not None:
            remove_saved_search(self.session.study, self.saved.name)
            self.tell(say("search.removed", name=self.saved.name))
            self.saved = None
            self._show_limits()

    def action_hits_export(self) -> None:
        """Write the hits to a file, all of them."""
        if self.total is None:
            self.tell(say("search.looking"))
            return
        path = self.session.study.path
        proposed = path.with_name(f"{path.stem}-{say('search.file_name')}.xlsx")
        ask_file(self, proposed, self._export)

    def _export(self, path: Path) -> None:
        result = SearchResult(self.asked.query, len(self.found.hits), tuple(self.found.hits))

        def write(aside: Path) -> list[Path]:
            export_hits(self.session.study, result, aside)
            return [aside]

        LeavingTask(self, "search", path, write).begin()

    def action_hit_next(self) -> None:
        """The next hit; from the line, to the hits."""
        if self.query_one(LineInput).has_focus:
            self._leave_line()
        else:
            super().action_hit_next()

    def action_hit_previous(self) -> None:
        """The hit before; from the first, to the line."""
        if self.found.cursor == 0:
            self.query_one(LineInput).focus()
        else:
            super().action_hit_previous()

    def action_search_tables(self) -> None:
        """To the tables."""
        self.app.go_to("tables")


def limited(limits: SearchLimits, choice: LimitChoice) -> SearchLimits:
    """The limits with one more; chosen again, it goes."""
    if choice.field == "sources":
        source = str(choice.value)
        kept = tuple(one for one in limits.sources if one != source)
        return replace(limits, sources=kept if source in limits.sources else (*kept, source))
    before = getattr(limits, choice.field)
    nothing = None if choice.field == "coded" else ""
    more: dict[str, Any] = {choice.field: nothing if before == choice.value else choice.value}
    return replace(limits, **more)


def shown_limit(name: str, value: object) -> str:
    """A limit in words; empty where there is none."""
    if name == "coded":
        return "" if value is None else say("search.limit.coded" if value else "search.limit.uncoded")
    if name == "sources":
        more = [say(f"search.limit.{source}") for source in value if source != TALK]  # type: ignore[attr-defined]
        return " · ".join(more)
    return f"{say(f'search.limit.{name}')}: {value}" if value else ""
